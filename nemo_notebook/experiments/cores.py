"""One core for a worker: what renders side by side should not get in each other's way."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDER = "nemo-notebook-cores"
_held: dict[int, int] = {}


@contextmanager
def one_core() -> Iterator[None]:
    """Have what this thread starts meanwhile run on one core, which no other worker has.

    A core is taken by a lock on a file that the system gives up with the process. Where all are
    taken, or the system knows no such thing (macOS, Windows), all cores stay open to it.
    """
    core = _own_core()
    if core is None or sys.platform != "linux":
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _own_core() -> int | None:
    """The core that this process has taken, or takes now."""
    if sys.platform != "linux":
        return None
    pid = os.getpid()
    if pid not in _held:  # a forked child does not share its parent's
        _held.clear()
        with contextlib.suppress(OSError):
            for core in sorted(os.sched_getaffinity(0)):
                if _take(core):
                    _held[pid] = core
                    break
    return _held.get(pid)


def _take(core: int) -> bool:
    import fcntl  # noqa: PLC0415 (not on Windows)

    folder = Path(tempfile.gettempdir()) / f"{_FOLDER}-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(folder / str(core), os.O_RDWR | os.O_CREAT, 0o600)  # held until the end
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return False
    return True
