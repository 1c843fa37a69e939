"""The client for code that does not await: the same calls, made on the loop's thread."""

from __future__ import annotations

import asyncio
import queue
import warnings
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, TypeVarTuple

from pydantic import SecretStr

from nemo_notebook.client.aio import AsyncNemoClient, Failure
from nemo_notebook.client.files import Upload
from nemo_notebook.client.loop import SLICE_S, Call, shared_loop
from nemo_notebook.client.stream import MessageStream
from nemo_notebook.client.timing import Timing
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import (
    ClaimToken,
    Credits,
    RenderJob,
    Session,
    State,
    UploadedFile,
)
from nemo_notebook.protocol.events import Event
from nemo_notebook.settings import Settings

T = TypeVar("T")
Args = TypeVarTuple("Args")

_AHEAD = 1000
"""Events that may wait for their reader before the server is made to wait."""


class NemoClient:
    """`AsyncNemoClient` for plain code: the same arguments, methods and errors, no `await`.

    It works where a loop already runs, as in a notebook's cell. Callbacks and warnings come on the
    calling thread. A keyboard interrupt ends the call, and the connection with it.
    """

    def __init__(
        self,
        *,
        api_url: str | None = None,
        web_url: str | None = None,
        token: str | SecretStr | None = None,
        uds: Path | None = None,
        settings: Settings | None = None,
        local: bool = False,
        on_notice: Callable[[str], None] | None = None,
        timing: Timing | None = None,
    ) -> None:
        self._loop = shared_loop()
        self._notices: deque[str] = deque()
        self._notify = on_notice or _warn
        self._client = AsyncNemoClient(
            api_url=api_url,
            web_url=web_url,
            token=token,
            uds=uds,
            settings=settings,
            local=local,
            on_notice=self._notices.append,
            timing=timing,
        )

    def __repr__(self) -> str:
        return repr(self._client).replace("Async", "", 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._run(self._client.aclose())

    def create_session(self, name: str, *, language: str = "en") -> Session:
        """Open a new conversation on the server."""
        return self._run(self._client.create_session(name, language=language))

    def fork_session(self, session_id: str, turn: str, *, name: str = "") -> Session:
        """Open a conversation that begins where a turn of another one ended, without its cost."""
        return self._run(self._client.fork_session(session_id, turn, name=name))

    def upload(
        self,
        session_id: str,
        files: Sequence[Upload],
        *,
        keep_exif: bool = False,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> list[UploadedFile]:
        """Send files; see `AsyncNemoClient.upload`."""
        relay = _Relay(on_progress)
        coro = self._client.upload(session_id, files, keep_exif=keep_exif, on_progress=relay.post)
        return self._run(coro, pump=relay.pump)

    def upload_urls(self, session_id: str, urls: Sequence[str]) -> list[UploadedFile]:
        """Have the server fetch files from the web."""
        return self._run(self._client.upload_urls(session_id, urls))

    @contextmanager
    def message(
        self,
        session_id: str,
        text: str,
        *,
        seed: int | None = None,
        on_leaving: Callable[[], None] | None = None,
    ) -> Iterator[EventStream]:
        """Send a message, once, and read the answer while it comes.

        `on_leaving` is called on the package's own thread.
        """

        async def read(stream: EventStream) -> None:
            async with self._client.message(
                session_id, text, seed=seed, on_leaving=on_leaving
            ) as source:
                await stream.fill(source)

        with self._streaming(read) as stream:
            yield stream

    @contextmanager
    def resume(self, path: str, last_event_id: str) -> Iterator[EventStream]:
        """Attach to a stream again and read what came after an event."""

        async def read(stream: EventStream) -> None:
            async with self._client.resume(path, last_event_id) as source:
                await stream.fill(source)

        with self._streaming(read) as stream:
            yield stream

    def state(self, session_id: str) -> State:
        """What the session holds; the last word on what a turn has done."""
        return self._run(self._client.state(session_id))

    def credits(self) -> Credits:
        """The balance."""
        return self._run(self._client.credits())

    def explained(self, error: Failure) -> Failure:
        """Tell an anonymous person, who has no page to top up at, how they go on instead."""
        return self._client.explained(error)

    def submit_export(
        self,
        session_id: str,
        draft: Draft,
        *,
        format: str = "mp4",  # noqa: A002 (the wire's own word)
        quality: str = "high",
        render_id: str | None = None,
    ) -> RenderJob:
        """Ask for an export, once; see `AsyncNemoClient.submit_export`."""
        return self._run(
            self._client.submit_export(
                session_id, draft, format=format, quality=quality, render_id=render_id
            )
        )

    def poll_export(self, job_id: str) -> RenderJob:
        """Look at an export."""
        return self._run(self._client.poll_export(job_id))

    def cancel_export(self, job_id: str) -> None:
        """Have the server stop an export."""
        self._run(self._client.cancel_export(job_id))

    def export(
        self,
        session_id: str,
        draft: Draft,
        *,
        format: str = "mp4",  # noqa: A002 (the wire's own word)
        quality: str = "high",
        poll_every_s: float | None = None,
        polls: int | None = None,
        on_progress: Callable[[RenderJob], None] | None = None,
    ) -> RenderJob:
        """Have a video rendered, and wait until it is ready; see `AsyncNemoClient.export`."""
        relay = _Relay(on_progress)
        coro = self._client.export(
            session_id,
            draft,
            format=format,
            quality=quality,
            poll_every_s=poll_every_s,
            polls=polls,
            on_progress=relay.post,
        )
        return self._run(coro, pump=relay.pump)

    def download(
        self,
        job: RenderJob,
        target: Path,
        *,
        on_progress: Callable[[int, int | None], None] | None = None,
    ) -> Path:
        """Fetch a finished export; see `AsyncNemoClient.download`."""
        relay = _Relay(on_progress)
        coro = self._client.download(job, target, on_progress=relay.post)
        return self._run(coro, pump=relay.pump)

    def read_media(self, url: str) -> bytes:
        """Fetch a small file that the server shows, such as the first picture of a clip."""
        return self._run(self._client.read_media(url))

    def claim_token(self, task_id: str, session_id: str) -> ClaimToken:
        """A token that opens the project in a browser, and does nothing else."""
        return self._run(self._client.claim_token(task_id, session_id))

    def link(self, task_id: str, session_id: str) -> str:
        """An address that opens the project in a browser; never with the person's own token."""
        return self._run(self._client.link(task_id, session_id))

    def _run(self, coro: Coroutine[Any, Any, T], *, pump: Callable[[], None] | None = None) -> T:
        try:
            return self._loop.run(coro, pump=pump)
        finally:
            self._tell()

    def _tell(self) -> None:
        while self._notices:
            self._notify(self._notices.popleft())

    @contextmanager
    def _streaming(
        self, read: Callable[[EventStream], Coroutine[Any, Any, None]]
    ) -> Iterator[EventStream]:
        stream = EventStream()
        call = self._loop.start(read(stream))
        try:
            stream.opened(call)
            self._tell()
            yield stream
        finally:
            call.cancel()


class EventStream:
    """The events of a turn; iterate over it.

    Attributes:
        resume_path: Where the stream can be attached to again, or None.
        last_event_id: Of the last event seen, for `NemoClient.resume`.
    """

    def __init__(self) -> None:
        self.resume_path: str | None = None
        self.last_event_id = ""
        self._queue: queue.SimpleQueue[tuple[str, Event | None]] = queue.SimpleQueue()
        self._call: Call[None] | None = None

    def __iter__(self) -> Iterator[Event]:
        while (event := self._next()) is not None:
            yield event

    async def fill(self, source: MessageStream) -> None:
        """Read the stream to its end, ahead of whoever iterates."""
        self.resume_path = source.resume_path
        self._queue.put((source.last_event_id, None))
        async for event in source:
            self._queue.put((source.last_event_id, event))
            while self._queue.qsize() > _AHEAD:  # noqa: ASYNC110 (the reader is a thread)
                await asyncio.sleep(SLICE_S)

    def opened(self, call: Call[None]) -> None:
        """Wait until the stream is open."""
        self._call = call
        self._next()

    def _next(self) -> Event | None:
        if self._call is None:
            return None
        while True:
            ended = self._call.done
            try:
                self.last_event_id, event = self._queue.get(timeout=0 if ended else SLICE_S)
            except queue.Empty:
                if ended:
                    self._call.result()
                    return None
            else:
                return event


class _Relay(Generic[*Args]):
    """Carries a callback's calls from the loop's thread to the caller's."""

    def __init__(self, callback: Callable[[*Args], None] | None) -> None:
        self._callback = callback
        self._calls: deque[tuple[*Args]] = deque()

    def post(self, *args: *Args) -> None:
        if self._callback is not None:
            self._calls.append(args)

    def pump(self) -> None:
        while self._calls and self._callback is not None:
            self._callback(*self._calls.popleft())


def _warn(sentence: str) -> None:
    warnings.warn(sentence, stacklevel=2)
