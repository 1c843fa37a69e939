"""Files that are whole or not there: written aside, made durable, then linked into place."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def create(path: Path, content: bytes) -> bool:
    """Create a file with all its content, once, durably.

    `link` never overwrites and shows no half-written file, so of several that try the same path
    exactly one succeeds, on network file systems too, without a lock.

    Returns:
        True if this call made the file; False if it was there already.

    Raises:
        OSError: The disk is full, read-only, or the folder may not be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write(aside, content)
        _link(aside, path)
    except FileExistsError:
        return False
    finally:
        aside.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return True


def replace(path: Path, content: bytes) -> None:
    """Put a file in the place of another, whole or not at all.

    Raises:
        OSError: The disk is full, read-only, or the folder may not be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write(aside, content)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _link(aside: Path, path: Path) -> None:
    try:
        os.link(aside, path)
    except FileExistsError:
        raise
    except OSError:
        # No hard links here (exFAT, some network shares): creating exclusively is the next best.
        _write(path, aside.read_bytes())


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system lets a folder be opened."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    # Some network file systems refuse to sync a folder; its names are as safe as they can be.
    with contextlib.suppress(OSError):
        os.fsync(handle)
    os.close(handle)
