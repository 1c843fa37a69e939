"""The two documented forms of a turn's events: those of the Agent Development Kit, and flat ones.

Turns are kept in the first form; the second, whose table has no room for state changes and ends,
is made of it on the way out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from nemo_notebook.protocol.events import (
    Aborted,
    JsonObject,
    StreamError,
    TextEvent,
    ToolCall,
    ToolResult,
    lift,
)

Flavour = Literal["adk", "flat"]

_PARAGRAPH: Final = "\n\n"


@dataclass(frozen=True, slots=True)
class Form:
    """How a turn is told.

    Attributes:
        tell: Makes the `data` of one event; empty if there is nothing to be told.
        heartbeat: The frame that fills silence.
    """

    tell: Callable[[str], str]
    heartbeat: str


def _flat(frame: str) -> str:
    told = next(filter(None, map(_flat_event, lift(frame))), None)
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) if told else ""


def _flat_event(event: object) -> JsonObject | None:
    match event:
        case TextEvent(partial=True, text=text):
            return {"type": "text", "content": text}
        case TextEvent():
            # Its deltas have said it already; what is said next stands apart.
            return {"type": "text", "content": _PARAGRAPH}
        case ToolCall(name=name, args=args):
            return {"type": "tool_call", "name": name, "args": args}
        case ToolResult(name=name, response=response):
            return {"type": "tool_result", "name": name, "result": response}
        case StreamError(message=message):
            return {"error": message}
        case Aborted(raw=raw):
            return {"error": raw.get("errorMessage")}
        case _:
            return None


FLAVOURS: Final[Mapping[Flavour, Form]] = {
    "adk": Form(lambda frame: frame, ": heartbeat\n\n"),
    "flat": Form(_flat, 'data: {"type":"heartbeat"}\n\n'),
}
"""Each flavour's form."""
