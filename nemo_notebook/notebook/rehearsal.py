"""What a cell, or all cells of a notebook, would send, and about what it would cost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from nemo_notebook.conversation.chats import LEDGER_FOLDER
from nemo_notebook.conversation.plan import Plan, PlannedTurn
from nemo_notebook.conversation.route import route
from nemo_notebook.conversation.take import Take
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.notebook.commands import read_command
from nemo_notebook.notebook.facts import Facts
from nemo_notebook.notebook.kept import KEY_LETTERS
from nemo_notebook.notebook.options import Options, read_cell_line, read_words
from nemo_notebook.notebook.sentence import filled_in
from nemo_notebook.protocol.errors import InputError, NemoError

if TYPE_CHECKING:
    from nemo_notebook.notebook.desk import Desk

_CELL_MAGICS = ("%%nemo", "%%anemo")

_LONGEST = 48


def rehearsed(take: Take) -> PlannedTurn:
    """What was planned, as it stands in the take of a plan."""
    ledger = Ledger(take.folder / LEDGER_FOLDER)
    if ledger.find(take.key) is not None:
        return PlannedTurn(take.prompt, take.key, "known")
    if ledger.sending(take.key) is not None:
        return PlannedTurn(take.prompt, take.key, "unsettled")
    return PlannedTurn(take.prompt, take.key, "new", round(take.turn.credits or 0))


def one(take: Take, options: Options) -> Facts:
    """What a cell would send, where it says `--dry-run`."""
    turn = rehearsed(take)
    rows = [("Would say", f"“{take.prompt}”")]
    if take.turn.photos:
        rows.append(("With", ", ".join(take.turn.photos)))
    rows += [
        ("To", take.turn.backend),
        ("Comes to", _comes_to(turn)),
        ("Then", f"an export as {options.export}" if options.export else "no export"),
        ("Key", turn.key[:KEY_LETTERS]),
        ("Sent", "nothing"),
    ]
    return Facts(tuple(rows))


def whole(path: Path | None, scratch: Desk) -> Facts:
    """What a notebook would send, cell by cell, as it was saved last.

    Args:
        path: The notebook.
        scratch: Conversations that are thrown away; nothing is sent in them.

    Raises:
        InputError: There is no such notebook, or it cannot be read.
    """
    rows: list[tuple[str, str]] = []
    total = Plan()
    for number, source in enumerate(_cells(path), 1):
        if (said := _first_words(source)) is None:
            continue
        try:
            turns = list(_turns(source, scratch))
        except NemoError as error:
            rows.append((f"Cell {number}", f"“{said}” · cannot be told: {error}"))
            continue
        total += Plan(tuple(turns))
        rows += [
            (f"Cell {number}", f"“{_short(turn.prompt)}” · {_comes_to(turn)}") for turn in turns
        ]
    rows.append(("In all", f"{total}; nothing was sent"))
    return Facts(tuple(rows))


def _cells(path: Path | None) -> Iterator[str]:
    if path is None:
        raise InputError(
            "Nobody tells which notebook this is",
            hint="Save it, and name it: %nemo plan notebook.ipynb",
        )
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.ValidationError) as error:
        raise InputError(
            f"{path} cannot be read as a notebook",
            hint=str(error).partition("\n")[0] if isinstance(error, OSError) else "Save it first.",
        ) from None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            yield str(cell.source)


def _first_words(source: str) -> str | None:
    """The beginning of a cell that says something here; None for any other."""
    if source.lstrip().startswith(_CELL_MAGICS):
        return _short(source.strip().partition("\n")[2])
    ours = [line for line in source.splitlines() if line.startswith("%nemo ")]
    return _short(ours[0].removeprefix("%nemo ")) if ours else None


def _turns(source: str, scratch: Desk) -> Iterator[PlannedTurn]:
    first, _, body = source.lstrip().partition("\n")
    magic, _, line = first.partition(" ")
    if magic in _CELL_MAGICS:
        options = read_cell_line(line, scratch.variables)
        sentence = filled_in(body, scratch.variables)
        if options.files or route(sentence).kind == "message":
            yield rehearsed(scratch.planned(sentence, options))
        return
    for line in source.splitlines():
        if line.startswith("%nemo "):
            yield from _line(line.removeprefix("%nemo "), scratch)


def _line(line: str, scratch: Desk) -> Iterator[PlannedTurn]:
    request = read_command(line)
    if request.name == "say":
        sentence = filled_in(request.rest, scratch.variables)
        yield rehearsed(scratch.planned(sentence, Options()))
    elif request.name == "upload":
        scratch.upload(read_words("upload", request.rest, scratch.variables))
    elif request.name == "chats" and request.rest:
        scratch.chats(" ".join(read_words("chats", request.rest, scratch.variables)))
    elif request.name == "new":
        scratch.new()


def _comes_to(turn: PlannedTurn) -> str:
    match turn.status:
        case "known":
            return "known: replayed, costs nothing"
        case "unsettled":
            return "sent before: its outcome is looked for"
        case _:
            return f"new: about {turn.credits} credits" if turn.credits else "new: costs nothing"


def _short(said: str) -> str:
    said = " ".join(said.split())
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
