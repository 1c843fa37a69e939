"""Whose turns made a video: told by the ledger, by the file, or by the recipe beside it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias

from nemo_notebook.conversation.bundle import MimeBundle
from nemo_notebook.conversation.chats import LEDGER_FOLDER
from nemo_notebook.conversation.marking import beside
from nemo_notebook.conversation.recipe import MOST_READ, Recipe, Step
from nemo_notebook.conversation.stamp import read_comment, stream_hash
from nemo_notebook.experiments.credentials import credentials_of
from nemo_notebook.experiments.page import as_lines, facts, printable
from nemo_notebook.ledger.key import ROOT
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Export, Turn
from nemo_notebook.protocol.errors import InputError

FoundBy: TypeAlias = Literal["ledger", "comment", "beside"]

_KEY_LETTERS = 12
_TOLD_BY = {
    "ledger": "the ledger: picture and sound are as this folder made them",
    "comment": "the file itself; anybody can write such a comment",
    "beside": "the recipe beside the file; anybody can write one",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One of the turns that lead to a video.

    Attributes:
        prompt: What was said; None where it is not known, or not the whole of it.
        files: What was handed over with it: sha256, and the name where the ledger knows it.
        seed: What its chance hung on, where one was given.
        take: How often the same was asked for before.
    """

    prompt: str | None
    files: tuple[tuple[str, str], ...]
    seed: int | None
    take: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a video comes from; shows itself.

    Attributes:
        video: The file.
        key: The turn that made it.
        found_by: `ledger`: its picture and sound are, byte for byte, those of an export that the
            ledger of this folder knows. `comment`: the file says so. `beside`: the recipe beside it
            says so, and names its picture and sound. Anybody can write the last two.
        made_by: The family of servers, the version, and when, where that is known.
        container: The file that it became first, and `quality` the same.
        turns: What was said on what, the conversation's first turn first.
        is_whole: Whether the first of them began the conversation.
        known: Whether the ledger has these turns.
        credentials: What its Content Credentials come to, in a few words; empty where it has none,
            or where `nemo-notebook[c2pa]` is not installed.
    """

    video: Path
    key: str
    found_by: FoundBy
    made_by: str
    container: str
    quality: str
    turns: tuple[Said, ...]
    is_whole: bool
    known: bool = field(repr=False)
    credentials: str = ""

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What is known, as names and what is so."""
        rows = [("Video", self.video.name), ("Made by", self.made_by)]
        for number, turn in enumerate(self.turns, 1):
            rows += [("From", name or f"sha256 {sha[:_KEY_LETTERS]}…") for sha, name in turn.files]
            said = "(not told)" if turn.prompt is None else f"“{turn.prompt}”"
            seed = f" · seed {turn.seed}" if turn.seed is not None else ""
            take = f" · take {turn.take + 1}" if turn.take else ""
            rows.append((f"Turn {number}", f"{said}{seed}{take}"))
        rows.append(("File", f"{self.container}, {self.quality} quality"))
        rows.append(("Key", self.key[:_KEY_LETTERS]))
        rows.append(("Told by", _TOLD_BY[self.found_by]))
        if self.credentials:
            rows.append(("Credentials", self.credentials))
        return [(name, printable(value)) for name, value in rows]

    def __str__(self) -> str:
        return as_lines(self.rows)

    def _repr_mimebundle_(self, **_: object) -> MimeBundle:
        return {"text/html": facts(self.rows), "text/plain": str(self)}


def identify(
    video: str | os.PathLike[str], *, folder: str | os.PathLike[str] | None = None
) -> Origin:
    """Find the turn that made a video.

    The ledger is asked first, by a hash over picture and sound, which stays the same when tags are
    changed or taken out and when the file is copied into another container (`ffmpeg -c copy`). Then
    the file's own comment is read, then the recipe beside it.

    Args:
        video: A file.
        folder: Where the ledger is; by default the folders above the video and the working
            directory are looked in.

    Raises:
        InputError: The file is none, or nothing tells where it comes from.
        ExportFailedError: It cannot be read as a video.
        LedgerError: A record is damaged.
    """
    path = _checked(video)
    signed = credentials_of(path)
    return replace(_found(path, _ledgers(path, folder)), credentials=str(signed) if signed else "")


def _found(path: Path, ledgers: Sequence[Ledger]) -> Origin:
    streams = stream_hash(path)
    comment, near = Recipe.read(read_comment(path)), _beside(path, streams)
    for ledger in ledgers:
        export = _export_of(ledger, streams, path, comment or near)
        turn = ledger.find(export.turn) if export is not None else None
        if export is not None and turn is not None:
            return _known(path, "ledger", ledger.chain(turn), export.container, export.quality)
    if comment is not None:
        return _told(path, "comment", comment, ledgers)
    if near is not None:
        return _told(path, "beside", near, ledgers)
    raise InputError(
        f"Nothing tells where {path.name} comes from: it brings no recipe, and the ledger here "
        "knows no such picture and sound",
        hint="If another notebook made it, name its folder: identify(video, folder=…).",
    )


def _export_of(ledger: Ledger, streams: str, path: Path, said: Recipe | None) -> Export | None:
    """The export with that picture and sound.

    Where several share them (two seeds where nothing is random, or mp4 and mov), it is the one that
    the file names, then the one of its ending.
    """
    same = [export for export in ledger.exports() if export.streams == streams]
    key = said.steps[-1].key if said else ""
    ending = path.suffix.removeprefix(".").lower()
    return min(
        same, key=lambda export: (export.turn != key, export.container != ending), default=None
    )


def _checked(video: str | os.PathLike[str]) -> Path:
    path = Path(video).expanduser()
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "does not exist"
        raise InputError(f"{path} {what}", hint="Name a video, as in nemo_media/photo.mp4.")
    return path


def _ledgers(path: Path, folder: str | os.PathLike[str] | None) -> list[Ledger]:
    above = path.resolve().parent
    near = dict.fromkeys((above, above.parent, Path.cwd().resolve()))
    places = [place / LEDGER_FOLDER for place in ([Path(folder)] if folder is not None else near)]
    return [Ledger(place) for place in places if place.is_dir()]


def _beside(path: Path, streams: str) -> Recipe | None:
    """The recipe beside a file, where it is of this very picture and sound."""
    try:
        with beside(path).open("rb") as file:
            near = Recipe.read(file.read(MOST_READ + 1).decode(errors="replace"))
    except OSError:
        return None
    return near if near is not None and near.streams == streams else None


def _told(path: Path, found_by: FoundBy, recipe: Recipe, ledgers: Sequence[Ledger]) -> Origin:
    """What a recipe says; where a ledger knows its last turn, that turn as it was written down."""
    last = recipe.steps[-1]
    for ledger in ledgers:
        if (turn := ledger.find(last.key)) is not None:
            chain = ledger.chain(turn)
            return _known(path, found_by, chain, recipe.container, recipe.quality)
    return Origin(
        video=path,
        key=last.key,
        found_by=found_by,
        made_by=f"{recipe.backend}, nemo-notebook {last.version}",
        container=recipe.container,
        quality=recipe.quality,
        turns=tuple(_from_step(step) for step in recipe.steps),
        is_whole=recipe.whole,
        known=False,
    )


def _known(
    path: Path, found_by: FoundBy, chain: Sequence[Turn], container: str, quality: str
) -> Origin:
    last = chain[-1]
    return Origin(
        video=path,
        key=last.key,
        found_by=found_by,
        made_by=f"{last.backend}, nemo-notebook {last.version}, {_when(last.settled_at)}",
        container=container,
        quality=quality,
        turns=tuple(_from_turn(turn) for turn in chain),
        is_whole=chain[0].parent == ROOT,
        known=True,
    )


def _when(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def _from_step(step: Step) -> Said:
    prompt = None if step.redacted else step.prompt
    return Said(prompt, tuple((sha, "") for sha in step.inputs), step.seed, step.take)


def _from_turn(turn: Turn) -> Said:
    seed = turn.params.get("seed")
    files = tuple((entry.sha256, entry.name) for entry in turn.inputs)
    return Said(turn.prompt, files, seed if isinstance(seed, int) else None, turn.take)
