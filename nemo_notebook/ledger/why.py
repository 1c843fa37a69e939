"""Why a turn is not known: which part of its name differs from the nearest turn that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Input, Sending, Turn
from nemo_notebook.protocol.events import JsonObject

PARTS: Final = ("backend", "inputs", "parent", "prompt", "params", "take")
"""What a key is made of, what matters most first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a key is made of, and the key: a turn that is asked for and was never sent."""

    key: str
    parent: str
    prompt: str
    inputs: tuple[Input, ...]
    backend: str
    params: JsonObject
    take: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of the key, as the known turn has it and as it is asked for; both to be read."""

    part: str
    known: str
    asked: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The known turn that differs least."""

    turn: Turn
    differences: tuple[Difference, ...]

    def __str__(self) -> str:
        listed = "; ".join(
            f"{found.part}: {found.known} there, {found.asked} here" for found in self.differences
        )
        return f"The nearest turn is {self.turn.key[:8]} “{self.turn.prompt}”. {listed}"


def nearest(ledger: Ledger, asked: Turn | Sending | Asked) -> Nearest | None:
    """The known turn that differs least from one that is asked for, and in what; None without any.

    Args:
        ledger: Where it is looked for.
        asked: What is asked for, whether or not it was ever sent.

    Raises:
        LedgerError: A record is damaged.
    """
    found: tuple[tuple[int, float], Turn] | None = None
    for turn in ledger.turns():
        if turn.key == asked.key:
            continue
        same = sum(_part(turn, part) == _part(asked, part) for part in PARTS)
        rank = same, turn.settled_at.timestamp()
        if found is None or rank > found[0]:
            found = rank, turn
    if found is None:
        return None
    turn = found[1]
    differences = tuple(
        Difference(part, _said(ledger, turn, part), _said(ledger, asked, part))
        for part in PARTS
        if _part(turn, part) != _part(asked, part)
    )
    return Nearest(turn, differences)


def _part(turn: Turn | Sending | Asked, part: str) -> object:
    if part == "inputs":
        return [entry.name_in_key for entry in turn.inputs]
    value: object = getattr(turn, part)
    return value


def _said(ledger: Ledger, turn: Turn | Sending | Asked, part: str) -> str:
    match part:
        case "inputs":
            names = (f"{entry.name} ({entry.name_in_key[:8]})" for entry in turn.inputs)
            return ", ".join(names) or "no files"
        case "parent":
            parent = ledger.find(turn.parent)
            return f"after “{parent.prompt}” ({parent.key[:8]})" if parent else "at the beginning"
        case "params":
            return ", ".join(f"{name} {value}" for name, value in turn.params.items()) or "none"
        case "prompt":
            return f"“{turn.prompt}”"
        case _:
            return str(getattr(turn, part))
