"""What differs between takes: in words, Direction, timeline, seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nemo_notebook.conversation.chats import LEDGER_FOLDER
from nemo_notebook.conversation.take import TakeData
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.protocol.events import JsonObject

_MOST_ROWS = 40
_NAMES = {"id", "asset", "assets", "clip", "url", "hash", "src", "session"}
"""What a server calls things: another name is no difference that anybody sees."""


def differences(takes: Sequence[TakeData]) -> list[tuple[str, tuple[str, ...]]]:
    """What is not the same in all of them.

    Returns:
        Names, each with a value a take; of a Direction only the fields that differ.
    """
    found = [dict(_facts(take)) for take in takes]
    names = dict.fromkeys(name for facts in found for name in facts)
    rows = [(name, tuple(facts.get(name, "") for facts in found)) for name in names]
    return [row for row in rows if len(set(row[1])) > 1][:_MOST_ROWS]


def _facts(take: TakeData) -> Iterator[tuple[str, str]]:
    yield "prompt", take.prompt
    turn = Ledger(take.folder / LEDGER_FOLDER).find(take.key) if take.key else None
    if turn is not None:
        yield "from", ", ".join(entry.name for entry in turn.inputs)
        yield "backend", turn.backend
        yield "seed", str(turn.params.get("seed", ""))
        yield "take", str(turn.take + 1)
        yield "version", turn.version
    yield "timeline", "; ".join(str(track) for track in take.tracks)
    meta = take.draft.raw.get("m")
    if isinstance(meta, dict):
        direction = meta.get("direction")
        yield from _flat(direction if isinstance(direction, dict) else {})
        yield from _flat({name: value for name, value in meta.items() if name != "direction"})


def _flat(value: JsonObject, name: str = "") -> Iterator[tuple[str, str]]:
    """Every field of a Direction or a draft by its path: `camera 1 speed`."""
    for key, inner in value.items():
        path = f"{name} {key}".strip()
        if key in _NAMES:
            continue
        if isinstance(inner, dict):
            yield from _flat(inner, path)
        elif isinstance(inner, list):
            numbered: JsonObject = {str(number): item for number, item in enumerate(inner, 1)}
            yield from _flat(numbered, path)
        elif inner is not None:
            yield path, str(inner)
