"""The cells that make a video again."""

from __future__ import annotations

import hashlib
import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from nemo_notebook.conversation.bundle import MimeBundle
from nemo_notebook.experiments.page import QUIET, printable, text
from nemo_notebook.experiments.provenance import Origin, Said, identify
from nemo_notebook.protocol.errors import InputError

_PRE = "margin:0 0 8px;padding:8px 12px;border-radius:8px;background:rgba(128,128,128,.14)"
_LARGEST_PHOTO = 64 * 2**20


class Cells(list[str]):
    """Sources of cells, to be run in order in a notebook that has done `%load_ext nemo_notebook`.

    Attributes:
        missing: What has to be put beside that notebook first, in words.
    """

    missing: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n\n".join((*(f"# {line}" for line in self.missing), *self))

    def _repr_mimebundle_(self, **_: object) -> MimeBundle:
        notes = "".join(f'<p style="{QUIET}">{text(line)}</p>' for line in self.missing)
        drawn = "".join(f'<pre style="{_PRE}">{text(cell)}</pre>' for cell in self)
        return {"text/html": notes + drawn, "text/plain": str(self)}


def cells(video: str | os.PathLike[str], *, folder: str | os.PathLike[str] | None = None) -> Cells:
    """Write the `%%nemo` cells that make a video again, from the conversation's first turn on.

    Where the ledger has the turns, running them replays them and costs nothing.

    Args:
        video: A file.
        folder: Where the ledger is; by default the folders above the video and the working
            directory are looked in.

    Returns:
        The cells' sources. Where the names of photos are not known, files beside the video and in
        the working directory are compared by their hash; what is not found is in `missing`.

    Raises:
        InputError: Nothing tells where the video comes from, or it does not tell the words.
        ExportFailedError: It cannot be read as a video.
        LedgerError: A record is damaged.
    """
    origin = identify(video, folder=folder)
    if any(turn.prompt is None for turn in origin.turns) or not origin.is_whole:
        raise InputError(
            f"{origin.video.name} does not tell all that was said",
            hint="The ledger of the folder where it was made does: cells(video, folder=…).",
        )
    photos = _Photos(origin)
    made = Cells()
    for number, turn in enumerate(origin.turns):
        files = [photos.name_of(*file) for file in turn.files]
        made += _turn_cells(turn, files, _ending(origin, number), is_first=number == 0)
    made.missing = tuple(photos.missing)
    return made


def _ending(origin: Origin, number: int) -> str:
    """The options that leave the turns on the way without a file, and give the last one its own."""
    if number < len(origin.turns) - 1:
        return " --no-export"
    container = "" if origin.container == "mp4" else f" --format {origin.container}"
    quality = "" if origin.quality == "high" else f" --quality {origin.quality}"
    return container + quality


def _turn_cells(turn: Said, files: list[str], ending: str, *, is_first: bool) -> Iterator[str]:
    named = " ".join(shlex.quote(file) for file in files)
    if named and not is_first:  # on the line of a cell they would begin a new conversation
        yield f"%nemo upload {named}"
    photos = f" {named}" if named and is_first else ""
    seed = f" --seed {turn.seed}" if turn.seed is not None else ""
    said = _taken_as_written(turn.prompt or "")
    for take in range(turn.take + 1):
        again = " --again" if take else ""
        last = ending if take == turn.take else " --no-export"
        yield f"%%nemo{photos}{seed}{again}{last}\n{said}"


class _Photos:
    """Finds the files that a video was made of."""

    def __init__(self, origin: Origin) -> None:
        above = origin.video.resolve().parent
        self._places = list(dict.fromkeys((above, above.parent, Path.cwd().resolve())))
        self.missing: list[str] = []

    def name_of(self, sha256: str, name: str) -> str:
        """How a file is named in a cell: its own name, or that of a file with the same content."""
        if name and any(_is(place / name, sha256) for place in self._places):
            return name
        for place in self._places:
            for path in sorted(place.iterdir()):
                if path.suffix.lower() in _PHOTOS and _is(path, sha256):
                    return path.name
        name = name or f"photo-{sha256[:8]}.jpg"
        self.missing.append(f"{printable(name)} is needed: the file of sha256 {sha256}")
        return name


_PHOTOS = {".jpg", ".jpeg", ".png", ".gif", ".webp"}


def _is(path: Path, sha256: str) -> bool:
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST_PHOTO:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return False


def _taken_as_written(said: str) -> str:
    """Words from a file, which must neither move a cursor nor name a variable of the notebook."""
    return printable(said).replace("{{", "{ {")
