"""The studio on the event loop: from open sockets to a clean end."""

from __future__ import annotations

import asyncio
import importlib
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Literal

import uvicorn
from starlette.types import ASGIApp

from nemo_notebook.studio.server.app import application
from nemo_notebook.studio.server.service import Studio

_KEEP_ALIVE_S = 75
_GOODBYE_S = 1


class StudioServer(uvicorn.Server):
    """Uvicorn with the studio's beginning and end.

    Args:
        studio: What is served.
        on_ready: Called once requests are answered.
        interruptible: Whether Ctrl-C ends it.

    Attributes:
        stopped: Whether all of its threads came to an end.
    """

    def __init__(
        self, studio: Studio, *, on_ready: Callable[[], None], interruptible: bool
    ) -> None:
        app, protocol = _served(studio)
        super().__init__(
            uvicorn.Config(
                app,
                http=protocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=_KEEP_ALIVE_S,
                timeout_graceful_shutdown=_GOODBYE_S,
            )
        )
        self._studio = studio
        self._on_ready = on_ready
        self._interruptible = interruptible
        self.stopped = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 (uvicorn's signature)
        """End cleanly; unlike Uvicorn's own, with exit code 0."""
        if sig != signal.SIGINT or self._interruptible:
            self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, take up what was interrupted, and load what makes videos meanwhile."""
        await super().startup(sockets)
        self._on_ready()
        self._studio.renderer.submit(
            lambda: importlib.import_module("nemo_notebook.studio.server.making")
        )
        self._studio.exports.adopt_orphans()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what is under way, so that those who listen are told before they are cut off."""
        self.stopped = await self._studio.stop()
        await super().shutdown(sockets)


def _served(studio: Studio) -> tuple[ASGIApp, type[asyncio.Protocol] | Literal["h11"]]:
    app, faults = application(studio), studio.options.faults
    if not faults:
        return app, "h11"
    from nemo_notebook.studio.server.faults.faulty import Faulty, ReachableProtocol  # noqa: PLC0415 (for tests alone)

    return Faulty(app, faults, studio.tokens.expire), ReachableProtocol
