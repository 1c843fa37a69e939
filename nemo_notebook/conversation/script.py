"""A turn's events in the order in which they were made, however they came.

What a server gives to tell the order by differs. The event's timestamp comes first. Where it has
none, or several events have the same, an id that counts the events of its invocation (`e-…-17`, as
the studio has it, or a plain number) tells them apart; else they stay as they came. Where neither
is given, an event that comes twice cannot be told from one that says the same again, and is kept.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TypeAlias

from nemo_notebook.protocol.events import (
    Aborted,
    Event,
    JsonObject,
    StateChange,
    StreamError,
    TextEvent,
    ToolCall,
    ToolResult,
    TurnComplete,
)

_Place: TypeAlias = tuple[float, float, int]

_COUNTED = re.compile(r"(?:(?P<prefix>.*)-)?(?P<count>[0-9]{1,9})", re.DOTALL)
_RANKS: dict[type[Event], int] = {
    ToolCall: 2,
    ToolResult: 3,
    StateChange: 4,
    StreamError: 5,
    Aborted: 5,
    TurnComplete: 6,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An event and its place among the others."""

    place: _Place
    event: Event


Script: TypeAlias = tuple[Entry, ...]


def insert(script: Script, event: Event) -> Script:
    """Put an event in its place.

    Returns:
        The longer script; the very same one if the event stands there already.
    """
    place = _place(event)
    if place is None:
        last = script[-1].place if script else (0.0, 0.0, 0)
        return (*script, Entry(last, event))
    at = bisect_right(script, place, key=lambda entry: entry.place)
    before = at
    while before and script[before - 1].place == place:
        before -= 1
        if script[before].event == event:
            return script
    return (*script[:at], Entry(place, event), *script[at:])


def _place(event: Event) -> _Place | None:
    time = _finite(event.raw.get("timestamp"))
    count = _count(event.id, event.raw)
    if time is None:
        return None if count is None else (count, 0.0, _rank(event))
    return time, count or 0.0, _rank(event)


def _count(event_id: str, raw: JsonObject) -> float | None:
    """The number in an id such as `<invocation>-<number>`; a UUID may end in digits, too."""
    found = _COUNTED.fullmatch(event_id)
    if found is None:
        return None
    prefix = found["prefix"]
    if prefix is None or "type" in raw:
        return float(found["count"])
    invocation = raw.get("invocationId", raw.get("invocation_id"))
    return float(found["count"]) if prefix == invocation else None


def _rank(event: Event) -> int:
    """The order of what was made at the same moment: the whole text comes after its deltas."""
    if "type" in event.raw:  # the flat flavour says one thing a frame, and may repeat an id
        return 0
    if isinstance(event, TextEvent):
        return 0 if event.partial else 1
    return _RANKS.get(type(event), 0)


def _finite(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
