"""Requests and answers of one server: connections, retries, bounds, errors."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import httpx
from pydantic import JsonValue

from nemo_notebook.client.answer import Answer, opened, read, said
from nemo_notebook.client.files import Upload
from nemo_notebook.client.logs import scrubbed
from nemo_notebook.client.timing import (
    LONGEST_WAIT_S,
    RATE_LIMIT_WAIT_S,
    Timing,
    backoff,
    retry_after,
    ticking,
)
from nemo_notebook.client.upload import multipart
from nemo_notebook.protocol import errors
from nemo_notebook.protocol.events import JsonObject

ATTEMPTS = 3

NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""Failures after which the server cannot have seen the request."""

_PASSING = frozenset({500, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request.

    Attributes:
        method: GET requests are repeated when their answer is lost, POST requests are not.
        path: Under the base address.
        scope: The scope that the endpoint needs.
        json: The body, if it is JSON.
        files: The body, if it is a form of files.
        headers: Further headers.
        on_progress: Told how many bytes of the files have been handed over, and of how many.
    """

    method: Literal["GET", "POST"]
    path: str
    scope: str
    json: JsonValue = None
    files: Sequence[Upload] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    on_progress: Callable[[int, int], None] | None = None


@dataclass(slots=True)
class _Connections:
    """The pools of one event loop: a connection does not outlive the loop that opened it."""

    loop: asyncio.AbstractEventLoop
    pooled: httpx.AsyncClient
    fresh: httpx.AsyncClient
    outside: httpx.AsyncClient | None = None
    _closing: asyncio.Task[None] | None = None

    async def aclose(self) -> None:
        """Close them, on their loop."""
        for client in (self.pooled, self.fresh, self.outside):
            if client is not None:
                await client.aclose()

    def close_soon(self) -> None:
        """Have their loop close them, from any thread; where it has ended nothing can be done."""

        def begin() -> None:
            self._closing = self.loop.create_task(self.aclose())

        with contextlib.suppress(RuntimeError):
            self.loop.call_soon_threadsafe(begin)


class Transport:
    """Sends requests to one server and reads its answers.

    Args:
        base_url: Its address.
        uds: The Unix socket that leads to it.
        local: Whether it runs on this machine: then proxies and `.netrc` are left alone.
        timing: Clocks and deadlines.
        saw_version: Told of the API version that an answer carries.
    """

    def __init__(
        self,
        base_url: str,
        *,
        uds: Path | None,
        local: bool,
        timing: Timing,
        saw_version: Callable[[object], None],
    ) -> None:
        self.base_url = _checked(base_url)
        self.name = "The studio" if local else _origin_text(self.base_url)
        self.timing = timing
        self._saw_version = saw_version
        self._uds = uds
        self._local = local
        self._open: _Connections | None = None
        self._if_dropped: weakref.finalize[[], Transport] | None = None

    async def aclose(self) -> None:
        """Close the connections; the next request opens new ones."""
        connections = self._let_go()
        if connections is not None and connections.loop is asyncio.get_running_loop():
            await connections.aclose()
        elif connections is not None:
            connections.close_soon()

    def is_home(self, url: httpx.URL) -> bool:
        """Whether an address is the server's own, so that it may see the token."""
        return origin(url) == origin(self.base_url)

    def url(self, path: str) -> httpx.URL:
        """An address on the server from a path, or a full address as it is."""
        return self.base_url.join(path)

    async def call(self, call: Call, who: httpx.Auth | None) -> JsonObject:
        """Send a request and open the envelope of its answer.

        A failed connection is tried again, a lost answer only for a GET. After a 429 the request
        is sent once more.

        Raises:
            BackendError: The server cannot be reached.
            ServiceError: The server said no.
        """
        with ticking():
            return await self._repeated(call, who)

    async def _repeated(self, call: Call, who: httpx.Auth | None) -> JsonObject:
        waited = False
        failures = 0
        while True:
            wait: float | None = None
            try:
                answer = await self._exchange(call, who)
                wait = retry_after(answer.headers.get("Retry-After"), self.timing.wall())
                return self._noted(answer, opened(answer))
            except errors.RateLimitError:
                wait = RATE_LIMIT_WAIT_S if wait is None else wait
                if waited or wait > LONGEST_WAIT_S:
                    raise
                waited = True
            except (errors.BackendError, errors.ServiceError) as error:
                failures += 1
                if failures >= ATTEMPTS or not _may_repeat(call, error):
                    raise
                wait = backoff(failures) if wait is None else wait
                if wait > LONGEST_WAIT_S:
                    raise
            await self.timing.sleep(wait)

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        path: str,
        who: httpx.Auth,
        *,
        headers: Mapping[str, str],
        json: JsonValue = None,
        on_leaving: Callable[[], None] | None = None,
    ) -> AsyncIterator[httpx.Response]:
        """Send a request on a connection of its own and hand over its answer unread.

        Only a failed connection is tried again: then nothing has left.

        Args:
            method: GET or POST.
            path: On the server.
            who: Signs the request.
            headers: Further ones.
            json: Its body.
            on_leaving: Told just before the first byte leaves; until then it certainly has not.

        Raises:
            BackendError: The server cannot be reached; `sent` is False.
            ConnectionLostError: The connection broke after the request may have left.
        """
        client = self._connections().fresh
        deadlines = self.timing.deadlines
        request = client.build_request(
            method,
            self.url(path),
            headers={**headers, "Accept": "text/event-stream"},
            json=json,
            timeout=httpx.Timeout(deadlines.silence, connect=deadlines.connect),
            extensions={"trace": _departure(on_leaving)} if on_leaving else None,
        )
        response = await self._first_answer(client, request, who)
        try:
            yield response
        finally:
            await response.aclose()

    @asynccontextmanager
    async def get(self, url: httpx.URL, who: httpx.Auth | None) -> AsyncIterator[httpx.Response]:
        """Fetch an address, of this server or another, and hand over its answer unread."""
        client = self._connections().pooled if self.is_home(url) else self._outside()
        timeout = httpx.Timeout(self.timing.deadlines.read, connect=self.timing.deadlines.connect)
        request = client.build_request("GET", url, timeout=timeout)
        with scrubbed():
            response = await client.send(request, stream=True, auth=who)
        try:
            yield response
        finally:
            await response.aclose()

    async def _first_answer(
        self, client: httpx.AsyncClient, request: httpx.Request, who: httpx.Auth
    ) -> httpx.Response:
        failures = 0
        while True:
            try:
                with scrubbed(), ticking():
                    return await client.send(request, stream=True, auth=who)
            except NEVER_LEFT as error:
                failures += 1
                if failures >= ATTEMPTS:
                    raise self._unreachable(error) from None
            except httpx.RequestError as error:
                raise errors.ConnectionLostError(
                    f"The connection to {self.name} was lost ({said(error)})"
                ) from None
            await self.timing.sleep(backoff(failures))

    async def _exchange(self, call: Call, who: httpx.Auth | None) -> Answer:
        """One request and its whole answer."""
        deadlines = self.timing.deadlines
        patience = deadlines.upload if call.files else deadlines.read
        client = self._connections().pooled
        try:
            with multipart(call.files, call.on_progress) as form:
                request = client.build_request(
                    call.method,
                    self.url(call.path),
                    headers=call.headers,
                    json=call.json,
                    files=form,
                    timeout=httpx.Timeout(patience, connect=deadlines.connect),
                )
                with scrubbed():
                    response = await client.send(request, stream=True, auth=who)
                try:
                    return await read(response)
                finally:
                    await response.aclose()
        except httpx.RequestError as error:
            raise self._unreachable(error) from None

    def _noted(self, answer: Answer, data: JsonObject) -> JsonObject:
        self._saw_version(answer.headers.get("X-Api-Version", data.get("api_version")))
        return data

    def _unreachable(self, error: httpx.RequestError) -> errors.BackendError:
        if isinstance(error, NEVER_LEFT):
            return errors.BackendError(
                f"{self.name} cannot be reached ({said(error)})", hint=self._what_to_do()
            )
        return errors.BackendError(
            f"The connection to {self.name} was lost ({said(error)})",
            hint=self._what_to_do(),
            sent=True,
        )

    def _what_to_do(self) -> str:
        if self._local:
            return "Run the cell again: the studio is started anew."
        return "Check the network and NEMO_API_URL, then try again."

    def _connections(self) -> _Connections:
        loop = asyncio.get_running_loop()
        if self._open is None or self._open.loop is not loop:
            if (elsewhere := self._let_go()) is not None:
                elsewhere.close_soon()
            verify = _trust(self.base_url.scheme, self._local)
            self._open = _Connections(
                loop,
                pooled=self._client(verify, keep=20, uds=self._uds),
                fresh=self._client(verify, keep=0, uds=self._uds),
            )
            # In a notebook hardly anybody closes anything.
            self._if_dropped = weakref.finalize(self, self._open.close_soon)
            self._if_dropped.atexit = False
        return self._open

    def _let_go(self) -> _Connections | None:
        connections, self._open = self._open, None
        if self._if_dropped is not None:
            self._if_dropped.detach()
        return connections

    def _outside(self) -> httpx.AsyncClient:
        """The client for other hosts, which never gets credentials."""
        connections = self._connections()
        if connections.outside is None:
            connections.outside = self._client(_trust("https", self._local), keep=0, uds=None)
        return connections.outside

    def _client(self, verify: ssl.SSLContext, *, keep: int, uds: Path | None) -> httpx.AsyncClient:
        limits = httpx.Limits(max_connections=100, max_keepalive_connections=keep)
        socket = str(uds) if uds is not None else None
        return httpx.AsyncClient(
            # What curl sends: no compression, so that no small answer can unfold into a large one.
            headers={"Accept-Encoding": "identity"},
            transport=httpx.AsyncHTTPTransport(uds=socket, limits=limits) if socket else None,
            limits=limits,
            verify=verify,
            trust_env=not self._local,
            follow_redirects=False,
        )


def _departure(on_leaving: Callable[[], None]) -> Callable[[str, object], Awaitable[None]]:
    """A hook for httpcore, which names each step of a request as it takes it."""

    async def trace(step: str, _: object) -> None:
        if step.endswith(".send_request_headers.started"):
            on_leaving()

    return trace


def _trust(scheme: str, local: bool) -> ssl.SSLContext:
    if scheme == "http":
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody, and costs no start-up
    return httpx.create_ssl_context(trust_env=not local)


def origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Scheme, host and port."""
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}.get(url.scheme)


def _may_repeat(call: Call, error: errors.BackendError | errors.ServiceError) -> bool:
    if isinstance(error, errors.BackendError):
        return call.method == "GET" or not error.sent
    return call.method == "GET" and error.status in _PASSING


def _checked(base_url: str) -> httpx.URL:
    try:
        url = httpx.URL(base_url.strip().rstrip("/") + "/")
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme not in {"http", "https"} or not url.host:
        raise errors.OptionError(
            "The server's address is not one", hint="NEMO_API_URL must begin with https://."
        )
    return url


def _origin_text(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
