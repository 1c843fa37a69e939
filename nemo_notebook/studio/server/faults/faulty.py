"""Where faults are played: around the application, which they change in nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from nemo_notebook.studio.server.faults.base import REACH, TRANSPORT, Reach
from nemo_notebook.studio.server.faults.file import Fault


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
            scope[REACH] = Reach(scope[TRANSPORT], self._expire)
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
            scope[TRANSPORT] = transport
            await app(scope, receive, send)

        self.app = reachable
