"""A server on a raw socket that does as it is told: whole answers, broken ones, and none."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self, TypeAlias

KEEP = True
CLOSE = False

Reply: TypeAlias = Callable[["Visit"], bool]
"""Answers a request; says whether the connection stays open for the next."""


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int

    def json(self) -> object:
        return json.loads(self.body)


@dataclass(slots=True)
class Visit:
    """A request and the way to answer it."""

    request: Request
    socket: socket.socket
    server: FaultServer

    def send(self, *parts: bytes) -> None:
        for part in parts:
            self.socket.sendall(part)

    def wait_for_hang_up(self) -> None:
        """Say nothing until the client has gone."""
        self.server.silent.set()
        with contextlib.suppress(OSError):
            while self.socket.recv(65536):
                pass
        self.server.hung_up.set()

    def reset(self) -> None:
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@dataclass
class FaultServer:
    """Use `on` to say what it shall do, and `requests` to see what it was asked."""

    requests: list[Request] = field(default_factory=list, repr=False)
    hung_up: threading.Event = field(default_factory=threading.Event)
    silent: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._replies: dict[tuple[str, str], list[Reply]] = {}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def on(self, method: str, path: str, *replies: Reply) -> None:
        """Answer requests for a path, one reply after the other; the last is repeated."""
        self._replies[method, path] = list(replies)

    def asked(self, method: str, path: str) -> list[Request]:
        return [r for r in self.requests if (r.method, r.target) == (method, path)]

    def _accept(self) -> None:
        number = 0
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            number += 1
            self._open.add(connection)
            thread = threading.Thread(target=self._serve, args=(connection, number))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        with connection, contextlib.suppress(OSError):
            for request in _requests(connection, number):
                self.requests.append(request)
                key = request.method, request.target.partition("?")[0]
                replies = self._replies.get(key) or [answer(404, {"detail": "Not Found"})]
                reply = replies.pop(0) if len(replies) > 1 else replies[0]
                if not reply(Visit(request, connection, self)):
                    break
        self._open.discard(connection)


def _requests(connection: socket.socket, number: int) -> Iterator[Request]:
    buffer = b""
    while True:
        while b"\r\n\r\n" not in buffer:
            more = connection.recv(65536)
            if not more:
                return
            buffer += more
        head, _, buffer = buffer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ")
        headers = dict(line.split(": ", 1) for line in lines)
        length = int(headers.get("Content-Length", "0"))
        while len(buffer) < length:
            more = connection.recv(65536)
            if not more:  # whoever sent this was killed in the middle of it
                return
            buffer += more
        body, buffer = buffer[:length], buffer[length:]
        yield Request(method, target, headers, body, number)


def answer(
    status: int,
    body: object = None,
    *,
    kind: str = "application/json",
    missing: bytes = b"",
    **headers: str,
) -> Reply:
    """A whole answer, but for what is `missing`. Header names are written with underscores."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = {
        "Content-Type": kind,
        "Content-Length": str(len(content + missing)),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = f"HTTP/1.1 {status} Said\r\n" + "".join(f"{k}: {v}\r\n" for k, v in lines.items())

    def reply(visit: Visit) -> bool:
        visit.send(head.encode() + b"\r\n" + content)
        return CLOSE if missing else KEEP

    return reply


def ok(data: object, **headers: str) -> Reply:
    """An answer in the usual envelope."""
    return answer(200, {"code": 0, "data": data}, kind="application/json", missing=b"", **headers)


def stream(*parts: bytes, end: str = "clean", **headers: str) -> Reply:
    """An event stream of these parts, each a chunk.

    Args:
        parts: Its bytes.
        end: clean, cut (closed without the last chunk), reset, silence (until the client has
            gone), or eof (not in chunks, ended by closing).
        headers: Further headers, written with underscores.
    """
    lines = {
        "Content-Type": "text/event-stream",
        **({} if end == "eof" else {"Transfer-Encoding": "chunked"}),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "HTTP/1.1 200 OK\r\n" + "".join(f"{k}: {v}\r\n" for k, v in lines.items()) + "\r\n"

    def reply(visit: Visit) -> bool:
        visit.send(head.encode())
        for part in parts:
            visit.send(part if end == "eof" else f"{len(part):x}\r\n".encode() + part + b"\r\n")
        match end:
            case "clean":
                visit.send(b"0\r\n\r\n")
            case "reset":
                visit.reset()
            case "silence":
                visit.wait_for_hang_up()
        return KEEP if end == "clean" else CLOSE

    return reply


def babble(visit: Visit) -> bool:
    """Answer in no HTTP."""
    visit.send(b"SSH-2.0\r\n")
    return CLOSE


def drop(visit: Visit) -> bool:
    """Read the request, and close without a word."""
    return CLOSE


def reset(visit: Visit) -> bool:
    """Read the request, and break the connection."""
    visit.reset()
    return CLOSE


def silence(visit: Visit) -> bool:
    """Read the request, and say nothing."""
    visit.wait_for_hang_up()
    return CLOSE


def event(data: object, number: int | None = None) -> bytes:
    """One server-sent event."""
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}data: {json.dumps(data)}\n\n".encode()


def text(content: str, number: int | None = None) -> bytes:
    return event({"type": "text", "content": content}, number)
