"""What stands in a ledger, for a person to read: a row a turn, and all about one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Export, Outcome, Turn

KEY_LETTERS = 8
"""Of a key, as it is shown: enough to tell it from every other."""

Status: TypeAlias = Outcome | Literal["unsettled"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A turn in a list.

    Attributes:
        key: Its name.
        prompt: What was said.
        when: It ended, or was sent where its end is not known.
        status: How it ended; `unsettled` where that is not known.
        take: How often the same was asked for before.
        credits: What it cost; None where nobody could see.
        exports: How many videos were made of its draft.
    """

    key: str
    prompt: str
    when: datetime
    status: Status
    take: int = 0
    credits: float | None = None
    exports: int = 0


def entries(ledger: Ledger) -> list[Entry]:
    """All turns, the latest first; first of all those whose end is not known.

    Raises:
        LedgerError: A record is damaged.
    """
    made = _exports_by_draft(ledger)
    unsettled = [
        Entry(sending.key, sending.prompt, sending.sent_at, "unsettled", sending.take)
        for sending in ledger.unsettled()
    ]
    settled = [
        Entry(
            turn.key,
            turn.prompt,
            turn.settled_at,
            turn.outcome,
            turn.take,
            turn.credits,
            len(made[ledger.draft_of(turn)]),
        )
        for turn in ledger.turns()
    ]
    return [
        entry
        for some in (unsettled, settled)
        for entry in sorted(some, key=lambda entry: entry.when, reverse=True)
    ]


def rows(ledger: Ledger, turn: Turn) -> Iterator[tuple[str, str]]:
    """All about a turn, a name and a text a row; a file that is missing or damaged is said to be.

    Raises:
        LedgerError: A record is damaged.
    """
    yield "Key", turn.key
    yield "Said", f"“{turn.prompt}”"
    parent = ledger.find(turn.parent)
    yield "After", f"“{parent.prompt}” ({parent.key[:KEY_LETTERS]})" if parent else "the beginning"
    for entry in turn.inputs:
        state = ledger.blobs.state(entry.sha256)
        recipe = f", {entry.recipe}" if entry.recipe else ""
        yield "With", f"{entry.name} (sha256 {entry.sha256[:KEY_LETTERS]}{recipe}, {state})"
    yield "Backend", f"{turn.backend}, nemo-notebook {turn.version}"
    if turn.params:
        yield "Parameters", ", ".join(f"{name} {value}" for name, value in turn.params.items())
    yield "Take", str(turn.take)
    yield "Ended", f"{turn.settled_at.astimezone():%Y-%m-%d %H:%M:%S} ({turn.outcome})"
    yield "Credits", "not known" if turn.credits is None else f"{turn.credits:g}"
    for message in turn.messages:
        yield "Answer", message
    for export in _exports_by_draft(ledger)[ledger.draft_of(turn)]:
        yield "Video", _export(ledger, export)


def _export(ledger: Ledger, export: Export) -> str:
    state = ledger.blobs.state(export.sha256)
    size = f"{export.width} × {export.height}, {export.bytes} bytes"
    return (
        f"{export.name} ({size}, {export.quality}, sha256 {export.sha256[:KEY_LETTERS]}, {state})"
    )


def _exports_by_draft(ledger: Ledger) -> defaultdict[str, list[Export]]:
    found: defaultdict[str, list[Export]] = defaultdict(list)
    for export in ledger.exports():
        turn = ledger.find(export.turn)
        if turn is not None:
            found[ledger.draft_of(turn)].append(export)
    return found
