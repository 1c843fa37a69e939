"""What takes room and is needed by nobody: files alone, never a turn, never a journal."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Export, Turn

_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Collected:
    """The files that were, or would be, deleted.

    Attributes:
        names: Their sha256; of what was left half-written, as it is called.
        bytes: How much room they take.
        kept: How many files stay.
    """

    names: tuple[str, ...]
    bytes: int
    kept: int


def collect(
    ledger: Ledger, *, days: float = 30, delete: bool = False, now: float | None = None
) -> Collected:
    """Find the files that no notebook's last run needs, and delete them where that is wanted.

    Kept are the photos and videos of the turns that the roots name and of all turns before those,
    and whatever is younger than `days`. Where there are no roots, every turn counts as needed. A
    video that is deleted can be exported again; a turn is never deleted.

    Args:
        ledger: Whose files.
        days: How long an unneeded file is kept all the same.
        delete: Whether to do it, rather than to tell.
        now: Seconds since the epoch; by default the clock's.

    Raises:
        LedgerError: A record is damaged, so that nobody can tell what is needed; nothing is
            deleted.
    """
    needed = frozenset(_needed(ledger))
    young = (time.time() if now is None else now) - days * _DAY_S
    gone = [path for path in _half_written(ledger) if path.stat().st_mtime <= young]
    kept = 0
    for path in ledger.blobs:
        if _name(path) in needed or path.stat().st_mtime > young:
            kept += 1
        else:
            gone.append(path)
    size = sum(path.stat().st_size for path in gone)
    if delete:
        for path in gone:
            path.unlink(missing_ok=True)
        _take_fences_down(ledger)
    return Collected(tuple(map(_name, gone)), size, kept)


def _half_written(ledger: Ledger) -> Iterator[Path]:
    """What a process that was killed was writing aside."""
    for path in ledger.folder.rglob(".*"):
        if path.is_file() and path.name != ".gitignore":
            yield path


def _take_fences_down(ledger: Ledger) -> None:
    """Of turns that are written down: their process died in between."""
    for key in list(ledger.journal.known()):
        if ledger.find(key) is not None:
            ledger.release(key)


def _needed(ledger: Ledger) -> Iterator[str]:
    turns = list(_rooted(ledger))
    keys = {turn.key for turn in turns}
    drafts = {ledger.draft_of(turn) for turn in turns}
    for turn in turns:
        yield from (entry.sha256 for entry in turn.inputs)
    for sending in ledger.unsettled():
        yield from (entry.sha256 for entry in sending.inputs)
    for export in ledger.exports():
        if export.turn in keys or _draft(ledger, export) in drafts:
            yield export.sha256
            yield export.poster_sha256


def _rooted(ledger: Ledger) -> Iterable[Turn]:
    keys = ledger.roots.keys()
    turns = list(ledger.turns())
    if not keys:
        return turns
    found = {
        before.key: before for turn in turns if turn.key in keys for before in ledger.chain(turn)
    }
    return found.values()


def _draft(ledger: Ledger, export: Export) -> str | None:
    turn = ledger.find(export.turn)
    return ledger.draft_of(turn) if turn else None


def _name(path: Path) -> str:
    return path.name if path.name.startswith(".") else path.parent.name + path.name
