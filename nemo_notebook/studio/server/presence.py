"""Which studio processes share the data directory, and which of them are alive.

Each has a directory of its own below `processes/` with a lock that the system lets go of when the
process ends, however it ends. Half-written files live in there and die with their process.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes], *, wait: bool) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes], *, wait: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


class Presence:
    """This process among those that share a data directory.

    Attributes:
        id: Its name, new with every start.
        scratch: Its own directory, for files in the making.
    """

    def __init__(self, data_dir: Path) -> None:
        self._home = data_dir / "processes"
        self._home.mkdir(parents=True, exist_ok=True)
        self.id = uuid.uuid4().hex
        self.scratch = self._home / self.id
        # Without the gate, a process that starts could take one that is just starting for dead.
        with _locked(self._home / "gate"):
            self.scratch.mkdir()
            self._file = (self.scratch / "lock").open("wb")
            _lock(self._file, wait=True)
            self._sweep()

    def is_alive(self, other: str) -> bool:
        """Whether the process of that id runs."""
        try:
            file = (self._home / other / "lock").open("r+b")
        except OSError:
            return False
        with file:
            try:
                _lock(file, wait=False)
            except OSError:
                return True
            return False

    def leave(self) -> None:
        """Let go of the lock and remove what was in the making."""
        self._file.close()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def _sweep(self) -> None:
        for path in self._home.iterdir():
            if path.is_dir() and not self.is_alive(path.name):
                shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("ab") as file:
        _lock(file, wait=True)
        yield
