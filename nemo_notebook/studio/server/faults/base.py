"""What every fault has: which requests it strikes, and what it can reach of them."""

from __future__ import annotations

import asyncio
import re
import socket
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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

REACH: Final = "nemo_notebook.reach"
TRANSPORT: Final = "nemo_notebook.transport"
"""Where a request's scope holds what a fault can reach, and the connection."""

_READING_S: Final = 0.2
_FLAT_HEARTBEAT: Final = b'data: {"type":"heartbeat"}\n\n'


def _known(name: str) -> str:
    if name not in ENDPOINTS:
        raise ValueError(f"there is no request {name!r}, only {', '.join(ENDPOINTS)}")
    return name


Name = Annotated[str, AfterValidator(_known)]
Count = Annotated[int, Field(ge=0, le=100_000)]
Seconds = Annotated[float, Field(ge=0, le=3600)]


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


class Part(BaseModel):
    """One fault of a file; it is played `times` times."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    times: Annotated[int, Field(ge=1)] = 1

    def strikes(self, scope: Scope) -> bool:
        """Whether a request is struck; it counts as struck afterwards."""
        raise NotImplementedError

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Carry a request out, with the fault in it."""
        raise NotImplementedError


class OfRequest(Part):
    """A fault of the next requests of a kind."""

    on: Name
    skip: Count = 0
    _seen: int = PrivateAttr(0)

    def strikes(self, scope: Scope) -> bool:
        if not is_for(scope, self.on):
            return False
        self._seen += 1
        return self.skip < self._seen <= self.skip + self.times


def reach(scope: Scope) -> Reach:
    """What a fault can reach beside the request."""
    found = scope[REACH]
    if not isinstance(found, Reach):
        raise TypeError("A fault is played outside of Faulty")
    return found


def is_for(scope: Scope, name: str) -> bool:
    """Whether a request is for the endpoint of that name."""
    method, path = ENDPOINTS[name]
    return bool(re.fullmatch(method, scope["method"]) and re.fullmatch(path, scope["path"]))


def is_chunk(message: Message) -> bool:
    """Whether it is an event of a stream, or a piece of another body; no heartbeat, no end."""
    body = message.get("body", b"")
    return bool(body) and body[:1] != b":" and body != _FLAT_HEARTBEAT
