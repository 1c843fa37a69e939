"""Faults to be played, so that clients can be proven against a studio that fails.

A file lists them, as JSON or as TOML:

    {"faults": [
        {"on": "message", "do": "drop", "after": 3, "how": "reset"},
        {"on": "state", "do": "answer", "status": 429, "retry_after": 1, "times": 2}
    ]}

    [[faults]]
    on = "message"
    do = "silence"
    after = 2
    seconds = 90

A bare JSON list will do as well. `on` is the request that a fault strikes: token, claim, session,
message, resume, upload, credits, state, submit, poll, cancel, download, file, or any. `times` is
how many such requests it strikes (1 if nothing is said), `skip` how many it lets pass before (0).
Faults that strike the same request are played together; the first of the file is the nearest to
the client. `do` is one of these:

- `answer`: another answer than the studio's, with this `status`. `body` is json or html, `code` the
  envelope's (the status if nothing is said), `retry_after` a header; with `done` the request is
  carried out nevertheless.
- `delay`: the request waits `seconds` before it is carried out.
- `drop`: the connection ends `after` so many events (or chunks of another answer); without `after`
  before the answer's first byte, though the request is carried out. `how` is fin, reset, or close,
  which ends a stream as if it were whole. With `cut` it ends in the middle of the next event.
- `silence`: `after` so many events (0) nothing comes for `seconds`, not even heartbeats; with
  `heartbeats` nothing but them.

Of a turn's events, so `on` message or resume:

- `mute`: a turn without any text.
- `afterthought`: "I encountered a temporary issue" after a good answer.
- `duplicate`: every event comes twice.
- `reorder`: events come backwards, in blocks of `window` (2).
- `mix_ids`: events come in order and have each other's ids, in blocks of `window` (2).

Of what lasts longer than a request:

- `expire_token`: the anonymous token of the request `on` has ended, now and for good.
- `expire_link`: the address of a finished export answers `status` (403, or 404) until the export is
  polled anew; so many `times`, without `on`.
- `fail_export`: the first exports fail with this `reason`; so many `times`, without `on`.

Faults stand around the application and change nothing inside it. A studio without faults does not
load this into the path of its requests.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import struct
import sys
import tomllib
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from nemo_notebook.protocol.events import JsonObject, TextEvent, lift
from nemo_notebook.studio.server import adk, stream

ENDPOINTS: Final[dict[str, tuple[str, str]]] = {
    "token": ("POST", r"/api/auth/anonymous-token"),
    "claim": ("POST", r"/api/auth/claim-token"),
    "session": ("POST", r"/api/tasks/me/with-session/nemo_agent"),
    "message": ("POST", r"/run_sse"),
    "resume": ("GET", r"/run_sse/[^/]+"),
    "upload": ("POST", r"/api/upload-video/nemo_agent/me/[^/]+"),
    "credits": ("GET", r"/api/credits/balance/simple"),
    "state": ("GET", r"/api/state/nemo_agent/me/[^/]+/latest"),
    "submit": ("POST", r"/api/render/proxy/lambda"),
    "poll": ("GET", r"/api/render/proxy/lambda/[^/]+"),
    "cancel": ("POST", r"/api/render/proxy/lambda/[^/]+/cancel"),
    "download": ("GET", r"/api/render/proxy/[^/]+/download"),
    "file": ("GET", r"/api/files/[^/]+/[^/]+"),
    "any": (r"[A-Z]+", r".*"),
}
"""What a fault may strike: method and path, as patterns."""

AFTERTHOUGHT: Final = "I encountered a temporary issue. Please try again in a moment."

_READING_S: Final = 0.2


def _known(name: str) -> str:
    if name not in ENDPOINTS:
        raise ValueError(f"there is no request {name!r}, only {', '.join(ENDPOINTS)}")
    return name


def _with_body(status: int) -> int:
    if status in {204, 205, 304}:
        raise ValueError("an answer of that status has no body")
    return status


_Name = Annotated[str, AfterValidator(_known)]
_Stream = Literal["message", "resume"]
_Count = Annotated[int, Field(ge=0, le=100_000)]
_Window = Annotated[int, Field(ge=2, le=1000)]
_Seconds = Annotated[float, Field(ge=0, le=3600)]


@dataclass(frozen=True, slots=True)
class Reach:
    """What faults touch beside requests and answers: the connection, and the tokens."""

    transport: asyncio.Transport
    expire: Callable[[bytes], None]

    async def hang_up(self, *, reset: bool) -> None:
        """End the connection, with a FIN or an RST."""
        if not reset:
            self.transport.close()
            return
        # A reset takes along what the client has received but not read yet.
        await asyncio.sleep(_READING_S)
        linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        self.transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, linger
        )
        self.transport.abort()


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    times: Annotated[int, Field(ge=1)] = 1

    def strikes(self, scope: Scope) -> bool:
        """Whether a request is struck; it counts as struck afterwards."""
        raise NotImplementedError

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Carry a request out, with the fault in it."""
        raise NotImplementedError


class _OfRequest(_Part):
    """A fault of the next requests of a kind."""

    on: _Name
    skip: _Count = 0
    _seen: int = PrivateAttr(0)

    def strikes(self, scope: Scope) -> bool:
        if not _is(scope, self.on):
            return False
        self._seen += 1
        return self.skip < self._seen <= self.skip + self.times


class _Answer(_OfRequest):
    """Another answer than the studio's."""

    do: Literal["answer"]
    status: Annotated[int, Field(ge=200, le=599), AfterValidator(_with_body)]
    body: Literal["json", "html"] = "json"
    code: int | None = None
    retry_after: int | str | None = None
    done: bool = False

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        if not self.done:
            await self._response()(scope, receive, send)
            return

        async def replaced(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._response()(scope, receive, send)

        await app(scope, receive, replaced)

    def _response(self) -> Response:
        said = _phrase(self.status)
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        if self.body == "html":
            page = f"<!doctype html><title>{said}</title><h1>{said}</h1>"
            return HTMLResponse(page, self.status, headers)
        code = self.status if self.code is None else self.code
        return JSONResponse({"code": code, "message": f"{said}."}, self.status, headers)


class _Delay(_OfRequest):
    """The request waits."""

    do: Literal["delay"]
    seconds: _Seconds

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(self.seconds)
        await app(scope, receive, send)


class _Drop(_OfRequest):
    """The connection ends before the answer does."""

    do: Literal["drop"]
    after: _Count | None = None
    how: Literal["fin", "reset", "close"] = "fin"
    cut: bool = False

    @model_validator(mode="after")
    def _can_be_played(self) -> Self:
        if self.how == "close" and (self.after is None or self.on not in {"message", "resume"}):
            raise ValueError("'close' ends a stream (on message or resume) 'after' some events")
        if self.cut and self.after is None:
            raise ValueError("'cut' needs 'after'")
        return self

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        told, over = 0, False

        async def cutting(message: Message) -> None:
            nonlocal told, over
            if over:
                return
            due = self.after is None or (_is_chunk(message) and told == self.after)
            if due and self.cut:
                body = message["body"]
                await send({**message, "body": body[: len(body) // 2], "more_body": True})
            elif not due:
                await send(message)
                told += _is_chunk(message)
                due = not self.cut and told == self.after
            if due:
                over = True
                await self._end(scope, send)

        await app(scope, receive, cutting)
        while over and (await receive())["type"] != "http.disconnect":
            pass

    async def _end(self, scope: Scope, send: Send) -> None:
        if self.how == "close":
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            await _reach(scope).hang_up(reset=self.how == "reset")


class _Silence(_OfRequest):
    """Nothing comes for a while, not even heartbeats."""

    do: Literal["silence"]
    after: _Count = 0
    seconds: _Seconds
    heartbeats: bool = False

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        told, kept = 0, False

        async def pausing(message: Message) -> None:
            nonlocal told, kept
            if told == self.after and not kept and message["type"] == "http.response.body":
                kept = True
                await self._keep(send)
            await send(message)
            told += _is_chunk(message)

        await app(scope, receive, pausing)

    async def _keep(self, send: Send) -> None:
        left = self.seconds
        while self.heartbeats and left > stream.HEARTBEAT_S:
            await asyncio.sleep(stream.HEARTBEAT_S)
            left -= stream.HEARTBEAT_S
            heartbeat = b": heartbeat\n\n"
            await send({"type": "http.response.body", "body": heartbeat, "more_body": True})
        await asyncio.sleep(left)


class _OfEvents(_OfRequest):
    """A fault that makes other events of those of a turn, a few at a time."""

    on: _Stream
    window: Annotated[int, Field(ge=1, le=1)] = 1

    @abstractmethod
    def changed(self, events: list[bytes]) -> list[bytes]:
        """What is sent instead of these events; called with `window` of them, or the rest."""

    def last(self, event: bytes) -> list[bytes]:  # noqa: ARG002 (one of its kind needs it)
        """What is sent after the last event."""
        return []

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        held: list[bytes] = []
        newest = b""

        async def tell(frames: list[bytes]) -> None:
            for frame in frames:
                await send({"type": "http.response.body", "body": frame, "more_body": True})

        async def changing(message: Message) -> None:
            nonlocal held, newest
            if _is_chunk(message):
                newest = message["body"]
                held.append(newest)
                if len(held) == self.window:
                    block, held = held, []
                    await tell(self.changed(block))
                return
            if message["type"] == "http.response.body" and not message.get("more_body"):
                await tell(self.changed(held) if held else [])
                await tell(self.last(newest) if newest else [])
            await send(message)

        await app(scope, receive, changing)


class _Mute(_OfEvents):
    """A turn without any text."""

    do: Literal["mute"]

    def changed(self, events: list[bytes]) -> list[bytes]:
        return [event for event in events if not _has_text(event)]


class _Afterthought(_OfEvents):
    """Words that mean nothing, after a good answer."""

    do: Literal["afterthought"]

    def changed(self, events: list[bytes]) -> list[bytes]:
        return events

    def last(self, event: bytes) -> list[bytes]:
        told = _read(event)[1]
        if "type" in told or "error" in told:
            return [_frame("", {"type": "text", "content": AFTERTHOUGHT})]
        names = ("author", "invocationId", "timestamp")
        said = {**adk.text(AFTERTHOUGHT), **{name: told[name] for name in names}}
        return [_frame("", {**said, "id": f"{told['id']}-afterthought"})]


class _Duplicate(_OfEvents):
    """Every event comes twice."""

    do: Literal["duplicate"]

    def changed(self, events: list[bytes]) -> list[bytes]:
        return [event for event in events for _ in range(2)]


class _Reorder(_OfEvents):
    """Events come backwards, a block at a time."""

    do: Literal["reorder"]
    window: _Window = 2

    def changed(self, events: list[bytes]) -> list[bytes]:
        return events[::-1]


class _MixIds(_OfEvents):
    """Events come in order and have each other's ids, a block at a time."""

    do: Literal["mix_ids"]
    window: _Window = 2

    def changed(self, events: list[bytes]) -> list[bytes]:
        read = [_read(event) for event in events]
        ids = [(sse_id, told.get("id")) for sse_id, told in reversed(read)]
        return [
            _frame(sse_id, {**told, "id": own_id} if "id" in told else told)
            for (_, told), (sse_id, own_id) in zip(read, ids, strict=True)
        ]


class _ExpireToken(_OfRequest):
    """The anonymous token of a request ends; the studio itself says so."""

    do: Literal["expire_token"]

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        token = Headers(scope=scope).get("authorization", "").partition(" ")[2].strip()
        await run_in_threadpool(_reach(scope).expire, token.encode("latin-1"))
        await app(scope, receive, send)


class _ExpireLink(_Part):
    """The address of a finished export ends; polling the export gives another one."""

    do: Literal["expire_link"]
    status: Literal[403, 404] = 403
    _given: int = PrivateAttr(0)
    _ended: int = PrivateAttr(0)
    _played: int = PrivateAttr(0)

    def strikes(self, scope: Scope) -> bool:
        return _is(scope, "poll") or _is(scope, "download")

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        if _is(scope, "poll"):
            await _with_json(self._numbered, app, scope, receive, send)
        elif self._has_ended(QueryParams(scope["query_string"]).get("link")):
            body = {"message": "The link has expired."}
            await JSONResponse(body, self.status)(scope, receive, send)
        else:
            await app(scope, receive, send)

    def _numbered(self, told: JsonObject) -> JsonObject:
        output = told.get("output")
        if not isinstance(output, dict) or not output.get("url"):
            return told
        self._given += 1
        return {**told, "output": {**output, "url": f"{output['url']}?link={self._given}"}}

    def _has_ended(self, link: str | None) -> bool:
        if link is None or not link.isdecimal():
            return False
        if int(link) > self._ended and self._played < self.times:
            self._played += 1
            self._ended = self._given
        return int(link) <= self._ended


class _FailExport(_Part):
    """The first exports fail, whatever becomes of them."""

    do: Literal["fail_export"]
    reason: str = "The renderer has failed."
    _failed: set[str] = PrivateAttr(default_factory=set)

    def strikes(self, scope: Scope) -> bool:
        if not _is(scope, "poll"):
            return False
        if len(self._failed) < self.times:
            self._failed.add(scope["path"])
        return scope["path"] in self._failed

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        await _with_json(self._as_failed, app, scope, receive, send)

    def _as_failed(self, told: JsonObject) -> JsonObject:
        if "status" not in told:  # there is no such export
            return told
        return {**told, "status": "failed", "output": {"url": None}, "error": self.reason}


Fault: TypeAlias = (
    _Answer
    | _Delay
    | _Drop
    | _Silence
    | _Mute
    | _Afterthought
    | _Duplicate
    | _Reorder
    | _MixIds
    | _ExpireToken
    | _ExpireLink
    | _FailExport
)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    faults: list[Annotated[Fault, Field(discriminator="do")]]


def read_faults(path: Path) -> tuple[Fault, ...]:
    """Read a file of faults, TOML if it is named so, else JSON.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not such a file; the message says where in one line.
    """
    text = path.read_text("utf-8")
    raw = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    try:
        return tuple(_File.model_validate({"faults": raw} if isinstance(raw, list) else raw).faults)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{where}: {first['msg']}" if where else first["msg"]) from None


class Faulty:
    """An application in which faults are played.

    Args:
        app: The application.
        faults: What shall go wrong.
        expire: Ends an anonymous token.
    """

    def __init__(
        self, app: ASGIApp, faults: tuple[Fault, ...], expire: Callable[[bytes], None]
    ) -> None:
        self._app = app
        self._faults = faults
        self._expire = expire

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Carry a request out, with all faults in it that strike it."""
        app = self._app
        if scope["type"] == "http":
            scope[_REACH] = Reach(scope[_TRANSPORT], self._expire)
            for fault in [fault for fault in self._faults if fault.strikes(scope)][::-1]:
                app = partial(fault.play, app)
        await app(scope, receive, send)


class ReachableProtocol(H11Protocol):
    """Uvicorn's HTTP protocol, which lets the application see the connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as Uvicorn has it
        """Begin a connection."""
        super().connection_made(transport)
        app = self.app

        async def reachable(scope: Any, receive: Any, send: Any) -> None:
            scope[_TRANSPORT] = transport
            await app(scope, receive, send)

        self.app = reachable


_REACH: Final = "nemo_notebook.reach"
_TRANSPORT: Final = "nemo_notebook.transport"


def _reach(scope: Scope) -> Reach:
    reach = scope[_REACH]
    if not isinstance(reach, Reach):
        raise TypeError("A fault is played outside of Faulty")
    return reach


def _is(scope: Scope, name: str) -> bool:
    method, path = ENDPOINTS[name]
    return bool(re.fullmatch(method, scope["method"]) and re.fullmatch(path, scope["path"]))


def _is_chunk(message: Message) -> bool:
    """Whether it is an event of a stream, or a piece of another body; no heartbeat, no end."""
    body = message.get("body", b"")
    return bool(body) and body[:1] != b":" and body != _FLAT_HEARTBEAT


_FLAT_HEARTBEAT: Final = b'data: {"type":"heartbeat"}\n\n'


def _read(frame: bytes) -> tuple[str, JsonObject]:
    """The id and the data of an event of ours."""
    head, _, data = frame.decode().partition("data: ")
    told: JsonObject = json.loads(data)
    return head.removeprefix("id: ").strip(), told


def _frame(sse_id: str, told: JsonObject) -> bytes:
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return (f"id: {sse_id}\n" if sse_id else "").encode() + f"data: {data}\n\n".encode()


def _has_text(frame: bytes) -> bool:
    data = frame.decode().partition("data: ")[2]
    return any(isinstance(event, TextEvent) for event in lift(data))


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"


async def _with_json(
    change: Callable[[JsonObject], JsonObject],
    app: ASGIApp,
    scope: Scope,
    receive: Receive,
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """Carry a request out and change the JSON object of its answer."""
    start: Message = {}
    body = b""

    async def collecting(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start":
            start = message
            return
        body += message.get("body", b"")
        if not message.get("more_body"):
            changed = json.dumps(change(json.loads(body))).encode()
            MutableHeaders(scope=start)["Content-Length"] = str(len(changed))
            await send(start)
            await send({"type": "http.response.body", "body": changed})

    await app(scope, receive, collecting)
