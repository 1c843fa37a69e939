"""Who is sending: whether the process that put up a fence is still at it."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nemo_notebook.ledger.records import Sending

_here: dict[tuple[str, str], list[object]] = {}
"""Who is at which turn in this process, by the ledger's folder and the key; the first may act."""


@contextmanager
def holding(folder: Path, key: str) -> Iterator[object]:
    """This task is at a turn meanwhile, or waits for the one that is; yields what names it."""
    mine, me = (str(folder.resolve()), key), object()
    _here.setdefault(mine, []).append(me)
    try:
        yield me
    finally:
        _here[mine].remove(me)
        if not _here[mine]:
            del _here[mine]


def is_held(folder: Path, sending: Sending, me: object) -> bool:
    """Whether somebody else on this machine lives and is at a turn.

    It is a courtesy, not the guard: who waits for nothing, or looks too early, sends nothing
    either.
    """
    if sending.host != socket.gethostname():
        return False
    if sending.pid == os.getpid():
        return _here.get((str(folder.resolve()), sending.key), [me])[0] is not me
    return _exists(sending.pid)


def _exists(pid: int) -> bool:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 (there alone)

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)
        ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
