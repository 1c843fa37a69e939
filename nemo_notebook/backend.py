"""Which server answers: the hosted service where it was chosen, else the studio on this machine."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nemo_notebook.client import AsyncNemoClient
from nemo_notebook.protocol.errors import StudioStartError
from nemo_notebook.settings import Settings
from nemo_notebook.studio.server import process

Family = Literal["studio", "nemovideo"]


@dataclass(frozen=True, slots=True)
class Backend:
    """A server to hold conversations with; nothing is started or sent before `client()`.

    Attributes:
        family: `studio`, or `nemovideo` for the hosted service. Turns are kept apart by it.
        settings: Where the addresses and the token come from.
    """

    family: Family
    settings: Settings

    @property
    def label(self) -> str:
        """What a person sees of it."""
        if self.family == "studio":
            return "studio · on this machine"
        return f"NemoVideo · {self.settings.api_url.removeprefix('https://')}"

    @property
    def costs_credits(self) -> bool:
        """Whether a turn is paid for."""
        return self.family == "nemovideo"

    def start(self) -> None:
        """Start the studio where it is the backend and does not run; blocks until it answers.

        Raises:
            StudioStartError: The studio did not start; its last words are in the message.
        """
        if self.family == "studio":
            _studios.get(self.settings)

    def client(self, *, on_notice: Callable[[str], None] | None = None) -> AsyncNemoClient:
        """Open a client; starts the studio where it is the backend. Blocks for its start.

        Args:
            on_notice: Told what a person should know; it becomes a Python warning otherwise.

        Raises:
            StudioStartError: The studio did not start; its last words are in the message.
        """
        if self.family == "nemovideo":
            return AsyncNemoClient(settings=self.settings, on_notice=on_notice)
        studio = _studios.get(self.settings)
        return AsyncNemoClient(
            api_url=studio.url,
            uds=studio.uds,
            token=studio.token,
            settings=self.settings,
            local=True,
            on_notice=on_notice,
        )


def choose(settings: Settings | None = None) -> Backend:
    """Pick the backend: hosted if `NEMO_TOKEN` or `NEMO_API_URL` is set, else the studio."""
    settings = settings or Settings()
    return Backend("nemovideo" if settings.chooses_hosted else "studio", settings)


def hosted(settings: Settings | None = None) -> Backend:
    """The hosted service, whatever the environment says."""
    return Backend("nemovideo", settings or Settings())


def studio(settings: Settings | None = None) -> Backend:
    """The studio on this machine, whatever the environment says."""
    return Backend("studio", settings or Settings())


def serve(arguments: Sequence[str]) -> int:
    """Run the studio on TCP in the foreground; returns its exit code where it returns at all."""
    return process.serve(arguments)


class _Studios:
    """The studios of this process, one a data directory: started when needed, closed at exit."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[Path, process.StudioProcess] = {}
        self._owner = os.getpid()

    def get(self, settings: Settings) -> process.StudioProcess:
        folder = settings.data_dir / "studio"
        with self._lock:
            self._forget_the_parents()
            running = self._running.get(folder)
            if running is not None and running.alive:
                return running
            if running is not None:
                running.close()  # it has left its folder and its pipe
            try:
                self._running[folder] = process.StudioProcess.start(folder)
            except process.StudioDied as died:
                raise StudioStartError(
                    f"The studio could not start. The end of its log:\n{died.log_tail}",
                    hint="Run `nemo-notebook doctor` in a terminal to see what is missing.",
                ) from None
            return self._running[folder]

    def close(self) -> None:
        with self._lock:
            self._forget_the_parents()
            for running in self._running.values():
                running.close()
            self._running.clear()

    def _forget_the_parents(self) -> None:
        """A forked child must neither use nor close the studios of its parent."""
        if self._owner != os.getpid():
            self._running, self._owner = {}, os.getpid()


_studios = _Studios()
atexit.register(_studios.close)
