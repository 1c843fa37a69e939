"""The reducer: a turn's state and one more event give its next state. Pure.

One reducer serves live streams, replays, the widget and the tests. An event that comes in its order
is one step, so that text shows at once; one that comes late has all of them played again in the
order in which they were made, and one that comes twice changes nothing.
"""

from __future__ import annotations

import functools
from dataclasses import replace

from nemo_notebook.conversation.asides import Aside
from nemo_notebook.conversation.script import insert
from nemo_notebook.conversation.translate import translate, translate_so_far
from nemo_notebook.conversation.turn import Speech, Stage, Trouble, TurnState
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.events import (
    Aborted,
    Event,
    Heartbeat,
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
    if isinstance(event, Heartbeat):
        return turn
    if isinstance(event, Aside):
        noted = turn.noting(event.note) if event.note else turn
        return replace(noted, label=event.label, progress=None) if event.label else noted
    script = insert(turn.script, event)
    if script is turn.script:
        return turn
    if script[-1].event is event:
        return _step(replace(turn, script=script), event)
    events = (entry.event for entry in script)
    return functools.reduce(_step, events, replace(_unheard(turn), script=script))


def finished(turn: TurnState) -> TurnState:
    """The turn after its stream has ended: no open text, no afterthought, no memory."""
    turn = _closed(turn)
    messages = turn.messages
    if messages:
        said, afterthought, _ = messages[-1].partition(_AFTERTHOUGHT)
        if afterthought and (said.strip() or len(messages) > 1):
            kept = (said.rstrip(),) if said.strip() else ()
            messages = (*messages[:-1], *kept)
    turn = replace(turn, messages=messages, script=(), speeches=())
    return turn.at(Stage.FINISHING, "")


def _unheard(turn: TurnState) -> TurnState:
    """The turn as it was before its first event; notes stay, since others make them, too."""
    return replace(
        turn,
        messages=(),
        text="",
        stage=Stage.WAITING,
        label="",
        progress=None,
        tracks="",
        error=None,
        actions=(),
        speeches=(),
    )


def _step(turn: TurnState, event: Event) -> TurnState:
    match event:
        case TextEvent(partial=True, text=delta):
            return _writing(turn, delta, event.author)
        case TextEvent(text=text):
            return _said(turn, text, event.author)
        case ToolCall(name=name):
            stage, label = _TOOLS.get(name, (Stage.ANIMATING, "Working"))
            return _closed(turn).at(stage, label)
        case ToolResult(response=response):
            return replace(turn, progress=_progress(response))
        case StateChange(delta=delta):
            return _changed(turn, delta)
        case StreamError(message=message, code=code):
            return replace(turn, error=Trouble(message.rstrip("."), code=code))
        case Aborted():
            return replace(turn, error=Trouble("The server ended this turn before it was done"))
        case Unreadable():
            return turn.noting("Part of the answer could not be read.")
        case _:
            return turn


def _writing(turn: TurnState, delta: str, author: str) -> TurnState:
    speeches = list(turn.speeches)
    at = _open_speech(turn, author)
    if at is None:
        speeches.append(Speech(author, delta))
    else:
        speeches[at] = replace(speeches[at], text=speeches[at].text + delta)
    return _answering(_shown(turn, speeches))


def _said(turn: TurnState, text: str, author: str) -> TurnState:
    # The whole text takes the place of the deltas that this author sent before it; an afterthought
    # is no whole of anything.
    if text.lstrip().startswith(_AFTERTHOUGHT):
        turn = _closed(turn)
    speeches = list(turn.speeches)
    at = _open_speech(turn, author)
    if at is None:
        speeches.append(Speech(author, text))
        at = len(speeches) - 1
    else:
        speeches[at] = replace(speeches[at], text=text)
    turn, said = _translated(turn, speeches[at])
    told = speeches[at - 1] if at else None
    if not said.text or (told is not None and told.done and told.text == said.text):
        del speeches[at]
    else:
        speeches[at] = said
    return _answering(_shown(turn, speeches))


def _closed(turn: TurnState) -> TurnState:
    """End the texts that are being written; deltas that no whole text followed become one."""
    speeches = []
    for speech in turn.speeches:
        said = speech
        if not said.done:
            turn, said = _translated(turn, speech)
        if said.text:
            speeches.append(said)
    return _shown(turn, speeches)


def _translated(turn: TurnState, speech: Speech) -> tuple[TurnState, Speech]:
    told = translate(speech.text)
    new = tuple(action for action in told.actions if action not in turn.actions)
    return replace(turn, actions=turn.actions + new), replace(speech, text=told.text, done=True)


def _shown(turn: TurnState, speeches: list[Speech]) -> TurnState:
    growing = (translate_so_far(speech.text) for speech in speeches if not speech.done)
    return replace(
        turn,
        speeches=tuple(speeches),
        messages=tuple(speech.text for speech in speeches if speech.done),
        text="\n\n".join(text for text in growing if text.strip()),
    )


def _open_speech(turn: TurnState, author: str) -> int | None:
    for at, speech in enumerate(turn.speeches):
        if not speech.done and speech.author == author:
            return at
    return None


def _answering(turn: TurnState) -> TurnState:
    if turn.stage in {Stage.WAITING, Stage.UPLOADING}:
        return replace(turn, stage=Stage.ANSWERING)
    return turn


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
