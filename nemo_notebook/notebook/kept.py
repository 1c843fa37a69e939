"""The conversations kept beside a notebook: what `%nemo chats` lists and finds again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from nemo_notebook.conversation.chats import LEDGER_FOLDER, ChatSummary, chats, find_turn
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Turn
from nemo_notebook.notebook.facts import Facts
from nemo_notebook.notebook.near import did_you_mean
from nemo_notebook.protocol.errors import InputError

KEY_LETTERS = 8
"""Of a key, as it is shown: enough to tell it from every other."""

_MOST_ROWS = 20
_LONGEST_PROMPT = 60


def listed(folder: Path) -> Facts | None:
    """A row a conversation, the latest first; None where nothing was said yet.

    Raises:
        LedgerError: A record is damaged.
    """
    found = chats(folder)
    if not found:
        return None
    rows = [(chat.title, _row(chat)) for chat in found[:_MOST_ROWS]]
    if more := len(found) - len(rows):
        rows.append(("Before these", f"{more} more; their titles and keys are known, too"))
    rows.append(("To go on", f"%nemo chats {found[0].key[:KEY_LETTERS]}, or a title in its place"))
    return Facts(tuple(rows))


def find(name: str, folder: Path) -> Turn:
    """The turn that a title or the beginning of a key means.

    Raises:
        InputError: There is none, or several keys begin so.
        LedgerError: A record is damaged.
    """
    try:
        return find_turn(Ledger(folder / LEDGER_FOLDER), name)
    except InputError as error:
        if (meant := near(name, (), folder)) is None:
            raise
        hint = f"Did you mean %nemo chats {meant}?"
        raise InputError(error.message, hint=hint) from None


def near(name: str, names: Iterable[str], folder: Path) -> str | None:
    """The conversation that was probably meant, of those named and those kept."""
    titles = {title.lower(): title for title in (*names, *(chat.title for chat in chats(folder)))}
    meant = did_you_mean(name, titles)
    return titles[meant] if meant else None


def called(turn: Turn, name: str, folder: Path) -> str:
    """The title of what was found, and how it was chosen where the title is not unique."""
    same = [chat for chat in chats(folder) if chat.title == turn.title]
    if turn.key.startswith(name.lower()) or len(same) == 1:
        return turn.title
    return f"{turn.title}, the latest of {len(same)} with that title"


def photos_of(turn: Turn, folder: Path) -> tuple[str, ...]:
    """Names of the files that were handed over up to a turn."""
    turns = Ledger(folder / LEDGER_FOLDER).chain(turn)
    return tuple(file.name for earlier in turns for file in earlier.inputs)


def _row(chat: ChatSummary) -> str:
    last = chat.prompts[-1]
    said = last if len(last) <= _LONGEST_PROMPT else f"{last[: _LONGEST_PROMPT - 1]}…"
    turns = f"{len(chat.prompts)} turns" if len(chat.prompts) > 1 else "1 turn"
    when = f"{chat.when.astimezone():%Y-%m-%d %H:%M}"
    return f"“{said}” · {turns} · {when} · {chat.key[:KEY_LETTERS]}"
