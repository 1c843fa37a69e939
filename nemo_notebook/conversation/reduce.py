"""The reducer: a turn's state and one more event give its next state. Pure.

One reducer serves live streams, replays, the widget and the tests.
"""

from __future__ import annotations

from dataclasses import replace

from nemo_notebook.conversation.turn import Stage, Trouble, TurnState
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.events import (
    Aborted,
    Event,
    JsonObject,
    StateChange,
    StreamError,
    TextEvent,
    ToolCall,
    ToolResult,
    Unreadable,
)

_TOOLS: dict[str, tuple[Stage, str]] = {
    "animate_photo": (Stage.ANIMATING, "Animating the photo"),
    "generate_video": (Stage.ANIMATING, "Generating the clip"),
    "compose_music": (Stage.FINISHING, "Composing the music"),
    "add_music": (Stage.FINISHING, "Adding music"),
    "add_title": (Stage.FINISHING, "Setting the title"),
}
"""Tools that have a stage and words of their own; every other one is "Working"."""

_AFTERTHOUGHT = "I encountered a temporary issue"
"""What the service sometimes adds after a good answer; it means nothing (protocol)."""


def reduce(turn: TurnState, event: Event) -> TurnState:
    """Fold one event into a turn."""
    match event:
        case TextEvent(partial=True, text=delta):
            return _writing(turn, delta, event.author)
        case TextEvent(text=text):
            return _said(turn, text, event.author)
        case ToolCall(name=name):
            stage, label = _TOOLS.get(name, (Stage.ANIMATING, "Working"))
            return closed(turn).at(stage, label)
        case ToolResult(response=response):
            return replace(turn, progress=_progress(response))
        case StateChange(delta=delta):
            return _changed(turn, delta)
        case StreamError(message=message):
            return replace(turn, error=Trouble(message.rstrip(".")))
        case Aborted():
            return replace(turn, error=Trouble("The server ended this turn before it was done"))
        case Unreadable():
            return turn.noting("Part of the answer could not be read.")
        case _:
            return turn


def closed(turn: TurnState) -> TurnState:
    """End the text that is being written; deltas that no whole text followed become one."""
    if not turn.text.strip():
        return replace(turn, text="")
    return replace(turn, messages=(*turn.messages, turn.text.strip()), text="")


def finished(turn: TurnState) -> TurnState:
    """The turn after its stream has ended: no open text, no afterthought."""
    turn = closed(turn)
    if len(turn.messages) > 1 and turn.messages[-1].startswith(_AFTERTHOUGHT):
        turn = replace(turn, messages=turn.messages[:-1])
    return replace(turn, progress=None, label="")


def _writing(turn: TurnState, delta: str, author: str) -> TurnState:
    if turn.text and author != turn.author:
        turn = closed(turn)
    stage = Stage.ANSWERING if turn.stage in {Stage.WAITING, Stage.UPLOADING} else turn.stage
    return replace(turn, text=turn.text + delta, stage=stage, author=author)


def _said(turn: TurnState, text: str, author: str) -> TurnState:
    # The whole text takes the place of the deltas that this author sent before it.
    if turn.text and author != turn.author:
        turn = closed(turn)
    turn = replace(turn, text="", author=author)
    said = text.strip()
    if not said or (turn.messages and turn.messages[-1] == said):
        return turn
    stage = Stage.ANSWERING if turn.stage in {Stage.WAITING, Stage.UPLOADING} else turn.stage
    return replace(turn, messages=(*turn.messages, said), stage=stage)


def _changed(turn: TurnState, delta: JsonObject) -> TurnState:
    draft = delta.get("draft")
    if not isinstance(draft, dict):
        return turn
    return replace(turn, tracks=Draft(draft).summary())


def _progress(response: JsonObject) -> float | None:
    if response.get("status") == "completed":
        return 1.0
    value = response.get("progress")
    if not isinstance(value, int | float):
        return None
    return min(max(value / 100, 0.0), 1.0)
