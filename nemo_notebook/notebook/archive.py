"""`%nemo ledger` and `%nemo resolve`: what was sent, and what a person does about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from nemo_notebook.conversation.chats import find_turn
from nemo_notebook.conversation.resolve import WAYS
from nemo_notebook.ledger.collect import collect
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Turn
from nemo_notebook.ledger.report import KEY_LETTERS, Entry, entries, rows
from nemo_notebook.ledger.share import Shared, pack, unpack
from nemo_notebook.ledger.why import nearest
from nemo_notebook.notebook.facts import Facts
from nemo_notebook.notebook.near import did_you_mean
from nemo_notebook.protocol.errors import InputError, LedgerError, OptionError

_MOST_ROWS = 30
_LONGEST = 60
_EMPTY = Facts((("Ledger", "Empty: nothing was said in this folder yet."),))


def carry_out(ledger: Ledger, said: Sequence[str]) -> Facts:
    """Do what follows `%nemo ledger`: list, show, why, gc, export or import.

    Raises:
        InputError: There is no such turn.
        LedgerError: A record is damaged, or a zip is not what it should be.
        OptionError: There is no such thing to do, or a word is missing.
    """
    what, *rest = said or ["list"]
    if what not in ACTIONS:
        meant = did_you_mean(what, ACTIONS)
        raise OptionError(
            f"There is no %nemo ledger {what}",
            hint=f"Did you mean %nemo ledger {meant}?"
            if meant
            else f"Choose one of {', '.join(ACTIONS)}.",
        )
    return ACTIONS[what](ledger, rest)


def unsettled(ledger: Ledger) -> Facts:
    """The turns whose end nobody knows, and what can be decided about them."""
    found = sorted(ledger.unsettled(), key=lambda sending: sending.sent_at)
    if not found:
        return Facts((("Unsettled", "None: every turn of this folder has ended."),))
    listed = [
        (
            sending.key[:KEY_LETTERS],
            f"“{_short(sending.prompt)}” · {sending.sent_at.astimezone():%Y-%m-%d %H:%M}",
        )
        for sending in found
    ]
    decide = f"%nemo resolve {listed[0][0]} {'|'.join(WAYS)}"
    return Facts((*listed, ("To decide", decide)))


def _list(ledger: Ledger, rest: Sequence[str]) -> Facts:
    _refuse("list", rest, most=0)
    found = entries(ledger)
    if not found:
        return _EMPTY
    listed = [(entry.key[:KEY_LETTERS], _row(entry)) for entry in found[:_MOST_ROWS]]
    if more := len(found) - len(listed):
        listed.append(("Before these", f"{more} more"))
    spent = sum(entry.credits or 0 for entry in found)
    listed.append(("In all", f"{len(found)} turns, {spent:g} credits"))
    return Facts(tuple(listed))


def _show(ledger: Ledger, rest: Sequence[str]) -> Facts:
    return Facts(tuple(rows(ledger, _turn(ledger, "show", rest))))


def _why(ledger: Ledger, rest: Sequence[str]) -> Facts:
    turn = _turn(ledger, "why", rest)
    found = nearest(ledger, turn)
    if found is None:
        return Facts((("Nearest", "There is no other turn to compare with."),))
    return Facts(
        (
            ("Turn", f"{turn.key[:KEY_LETTERS]} “{_short(turn.prompt)}”"),
            ("Nearest", f"{found.turn.key[:KEY_LETTERS]} “{_short(found.turn.prompt)}”"),
            *(
                (difference.part.capitalize(), f"{difference.asked}; there {difference.known}")
                for difference in found.differences
            ),
        )
    )


def _gc(ledger: Ledger, rest: Sequence[str]) -> Facts:
    _refuse("gc", rest, most=1)
    delete = list(rest) == ["delete"]
    if rest and not delete:
        raise OptionError(
            f"%nemo ledger gc takes nothing but the word delete, not {rest[0]}",
            hint="Without it, it only says what would go.",
        )
    found = collect(ledger, delete=delete)
    size = f"{len(found.names)} files, {found.bytes / 2**20:.1f} MB"
    return Facts(
        (
            ("Deleted" if delete else "Would go", size),
            ("Kept", f"{found.kept} files, and every turn"),
            *(() if delete else (("To do it", "%nemo ledger gc delete"),)),
        )
    )


def _export(ledger: Ledger, rest: Sequence[str]) -> Facts:
    target = _zip("export", rest)
    keys = [find_turn(ledger, name).key for name in rest[1:]]
    try:
        shared = pack(ledger, target, keys)
    except OSError as error:
        raise LedgerError(
            f"{target} cannot be written ({error.strerror})", hint="Choose another place."
        ) from None
    return Facts(
        (
            ("Written", f"{target} ({target.stat().st_size / 2**20:.1f} MB): {_counted(shared)}"),
            ("Mind", "It holds the photos and the words; whoever gets it sees them."),
        )
    )


def _import(ledger: Ledger, rest: Sequence[str]) -> Facts:
    source = _zip("import", rest)
    _refuse("import", rest, most=1)
    if not source.is_file():
        raise InputError(f"{source} does not exist", hint="Name the zip that an export has made.")
    shared = unpack(ledger, source)
    found = [("Taken over", _counted(shared))]
    if shared.missing:
        found.append(("Missing", f"{len(shared.missing)} files that nobody has put into it"))
    return Facts(tuple(found))


ACTIONS: Final[dict[str, Callable[[Ledger, Sequence[str]], Facts]]] = {
    "list": _list,
    "show": _show,
    "why": _why,
    "gc": _gc,
    "export": _export,
    "import": _import,
}


def _turn(ledger: Ledger, action: str, rest: Sequence[str]) -> Turn:
    _refuse(action, rest, most=1)
    if rest:
        return find_turn(ledger, rest[0])
    latest = max(ledger.turns(), key=lambda turn: turn.settled_at, default=None)
    if latest is None:
        raise InputError("There is no turn yet", hint="Say something first.")
    return latest


def _zip(action: str, rest: Sequence[str]) -> Path:
    if not rest or not rest[0].lower().endswith(".zip"):
        raise OptionError(
            f"%nemo ledger {action} wants the name of a zip",
            hint=f"Try %nemo ledger {action} ledger.zip",
        )
    return Path(rest[0]).expanduser()


def _refuse(action: str, rest: Sequence[str], *, most: int) -> None:
    if len(rest) > most:
        raise OptionError(f"%nemo ledger {action} takes no {rest[most]}", hint="See %nemo help.")


def _row(entry: Entry) -> str:
    parts = [f"“{_short(entry.prompt)}”", f"{entry.when.astimezone():%Y-%m-%d %H:%M}", entry.status]
    if entry.take:
        parts.append(f"take {entry.take + 1}")
    if entry.credits:
        parts.append(f"{entry.credits:g} credits")
    if entry.exports:
        parts.append("1 video" if entry.exports == 1 else f"{entry.exports} videos")
    return " · ".join(parts)


def _counted(shared: Shared) -> str:
    return f"{shared.turns} turns, {shared.exports} exports, {shared.files} files"


def _short(said: str) -> str:
    said = " ".join(said.split())
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
