"""Conversations that the ledger knows: listed, and found again in another kernel."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Turn
from nemo_notebook.protocol.errors import InputError

LEDGER_FOLDER = ".nemo"
_SHORTEST_PREFIX = 4


@dataclass(frozen=True, slots=True)
class ChatSummary:
    """A conversation from its first turn to one that nothing was said after.

    Attributes:
        title: What it is called: the first photo's name.
        prompts: What was said, in order.
        when: When the last turn ended.
        key: Of the last turn; `Conversation.resume` takes it, or its beginning.
        backend: The family of servers that answered.
    """

    title: str
    prompts: tuple[str, ...]
    when: datetime
    key: str
    backend: str


def chats(folder: str | os.PathLike[str] | None = None) -> list[ChatSummary]:
    """List the conversations of a folder, the latest first.

    A conversation that branches counts once for each of its ends.

    Args:
        folder: Where the notebook is; by default the working directory.

    Raises:
        LedgerError: A record is damaged.
    """
    ledger = Ledger(Path(folder or Path.cwd()) / LEDGER_FOLDER)
    return [
        ChatSummary(
            title=last.title,
            prompts=tuple(turn.prompt for turn in ledger.chain(last)),
            when=last.settled_at,
            key=last.key,
            backend=last.backend,
        )
        for last in _ends(ledger)
    ]


def find_turn(ledger: Ledger, name: str) -> Turn:
    """The turn to go on from.

    Args:
        ledger: Where it is written down.
        name: A turn's key, the beginning of one (four characters or more), or a conversation's
            title; of several with that title, the latest.

    Raises:
        InputError: There is none, or several keys begin so; it names what there is.
    """
    wanted = name.strip().lower()
    if len(wanted) >= _SHORTEST_PREFIX:
        found = [turn for turn in ledger.turns() if turn.key.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            raise InputError(f"{len(found)} turns have a key that begins with {name}", hint=_LONGER)
    ends = _ends(ledger)
    for last in ends:
        if last.title.lower() == wanted:
            return last
    titles = ", ".join(dict.fromkeys(last.title for last in ends))
    hint = f"There is {titles}." if titles else "There is none yet in this folder."
    raise InputError(f"There is no conversation {name!r}", hint=hint)


_LONGER = "Give more of it."


def _ends(ledger: Ledger) -> list[Turn]:
    """The turns that nothing was said after, the latest first."""
    turns = list(ledger.turns())
    gone_on = {turn.parent for turn in turns}
    ends = [turn for turn in turns if turn.key not in gone_on]
    return sorted(ends, key=lambda turn: turn.settled_at, reverse=True)
