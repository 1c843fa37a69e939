"""Files to the page and from it, in pieces that hold up nothing behind them."""

from __future__ import annotations

import filecmp
import math
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PureWindowsPath
from uuid import uuid4

from nemo_notebook.protocol.errors import MediaTooLargeError, PhotoError, UnsupportedMediaError
from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.protocol.media import ACCEPTED, HEAD_BYTES, sniff

PIECE_BYTES = 2**20
"""Of a file in one message: a larger one would hold up the text behind it."""

LARGEST_TO_PAGE = 64 * 2**20
"""Above it a file is named, not sent: the page would have to hold all of it in memory."""

LARGEST_FROM_PAGE = 2 * 2**30

Send = Callable[[JsonObject, list[bytes]], None]

_LONGEST_NAME = 80
_UNWANTED = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def send_file(path: Path, send: Send, message: JsonObject) -> None:
    """Send a file to the page.

    Args:
        path: Of at most `LARGEST_TO_PAGE` bytes.
        send: Sends a message with buffers.
        message: What each piece says beside its number.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        parts = max(1, math.ceil(path.stat().st_size / PIECE_BYTES))
        for part in range(parts):
            send({**message, "part": part, "parts": parts}, [file.read(PIECE_BYTES)])


@dataclass(slots=True)
class _Arriving:
    name: str
    size: int
    parts: int
    path: Path
    pieces: int = 0


class Intake:
    """Photos that the page hands over: put together on disk, checked, and kept beside the notebook.

    Pieces come in order. What does not fit what was announced is refused, and leaves nothing.

    Args:
        folder: Where they are put; made when the first one arrives.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._arriving: dict[str, _Arriving] = {}
        self._ready: dict[str, Path] = {}

    def take(
        self, file_id: str, name: str, size: int, *, part: int, parts: int, data: bytes
    ) -> Path | int:
        """Take a piece.

        Returns:
            How many pieces are there; with the last one, where the file is.

        Raises:
            PhotoError: The file cannot be used, or a piece is not what was announced.
            OSError: It cannot be written.
        """
        with self._lock:
            arriving = self._arriving.get(file_id)
            if arriving is None:
                arriving = self._begin(file_id, name, size, parts)
            try:
                self._append(arriving, part, data)
                if arriving.pieces < arriving.parts:
                    return arriving.pieces
                path = self._finished(arriving)
            except BaseException:
                self._drop(file_id)
                raise
            del self._arriving[file_id]
            self._ready[file_id] = path
            return path

    def forget(self, file_id: str) -> None:
        """The person does not want it after all; what is there already stays on disk."""
        with self._lock:
            self._drop(file_id)
            self._ready.pop(file_id, None)

    def collect(self, file_ids: list[str]) -> list[Path]:
        """The files that go with a sentence; they keep their ids, in case it is not sent.

        Raises:
            PhotoError: One of them is not there.
        """
        with self._lock:
            missing = [file_id for file_id in file_ids if file_id not in self._ready]
            if missing:
                raise PhotoError("A photo has not arrived", hint="Add it once more.")
            return [self._ready[file_id] for file_id in file_ids]

    def hold(self, path: Path) -> str:
        """Give a file of this machine an id, as if the page had handed it over."""
        file_id = uuid4().hex
        with self._lock:
            self._ready[file_id] = path
        return file_id

    def _begin(self, file_id: str, name: str, size: int, parts: int) -> _Arriving:
        if size <= 0:
            raise PhotoError(f"{name} is empty", hint="Check that it was saved or copied whole.")
        if size > LARGEST_FROM_PAGE:
            raise MediaTooLargeError(
                f"{name} has {size / 2**30:.1f} GiB, more than the 2 GiB allowed"
            )
        if parts != math.ceil(size / PIECE_BYTES):
            raise _broken(name)
        self._folder.mkdir(parents=True, exist_ok=True)
        arriving = _Arriving(name, size, parts, self._folder / f".{uuid4().hex}")
        self._arriving[file_id] = arriving
        return arriving

    def _append(self, arriving: _Arriving, part: int, data: bytes) -> None:
        last = arriving.parts - 1
        due = PIECE_BYTES if part < last else arriving.size - last * PIECE_BYTES
        if part != arriving.pieces or len(data) != due:
            raise _broken(arriving.name)
        if part == 0 and sniff(data[:HEAD_BYTES]) is None:
            raise UnsupportedMediaError(
                f"{arriving.name} is no photo, video or music that can be used",
                hint="Accepted are " + ", ".join(ACCEPTED) + ".",
            )
        with arriving.path.open("ab") as file:
            file.write(data)
        arriving.pieces += 1

    def _finished(self, arriving: _Arriving) -> Path:
        """Give the file its name; one that lies there with the same bytes is used instead."""
        with arriving.path.open("rb") as file:
            kind = sniff(file.read(HEAD_BYTES)) or ""
        names = _names(arriving.name, kind)
        path = self._folder / next(names)
        while path.exists():
            if filecmp.cmp(path, arriving.path, shallow=False):
                arriving.path.unlink()
                return path
            path = self._folder / next(names)
        return arriving.path.rename(path)

    def _drop(self, file_id: str) -> None:
        if (arriving := self._arriving.pop(file_id, None)) is not None:
            arriving.path.unlink(missing_ok=True)


def _names(said: str, kind: str) -> Iterator[str]:
    """Names that are safe on every system, the first of them as near as can be to what was said."""
    plain = _UNWANTED.sub("_", PureWindowsPath(said).name).strip(" .")
    stem, _, ending = plain.rpartition(".") if "." in plain else (plain, "", "")
    ending = ending.lower()
    if ending not in ACCEPTED:
        stem, ending = plain, kind
    stem = stem.strip(" .")[:_LONGEST_NAME]
    if not stem or _RESERVED.fullmatch(stem):
        stem = "photo"
    yield f"{stem}.{ending}"
    yield from (f"{stem}-{number}.{ending}" for number in count(2))


def _broken(name: str) -> PhotoError:
    return PhotoError(f"{name} did not arrive whole", hint="Add it once more.")
