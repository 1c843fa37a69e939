"""The reducer: what a person sees while the events of a turn come in."""

from __future__ import annotations

import json
from functools import reduce as fold

import pytest

from nemo_notebook.conversation.reduce import finished, reduce
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.protocol.events import Event, JsonObject, lift


def adk(**fields: object) -> list[Event]:
    return lift(json.dumps({"author": "nemo_agent", "invocationId": "e-1", **fields}))


def text(*said: str, partial: bool = False, **fields: object) -> list[Event]:
    parts: list[JsonObject] = [{"text": one} for one in said]
    more = {"partial": True} if partial else {}
    return adk(content={"parts": parts}, **more, **fields)


def call(name: str) -> list[Event]:
    return adk(content={"parts": [{"functionCall": {"name": name, "args": {}}}]})


def result(name: str, **response: object) -> list[Event]:
    part = {"functionResponse": {"name": name, "response": response}}
    return adk(content={"parts": [part]})


def after(*events: list[Event]) -> TurnState:
    flat = [event for some in events for event in some]
    return fold(reduce, flat, TurnState("pan left"))


def test_deltas_are_shown_as_they_come() -> None:
    turn = after(text("Panning ", partial=True), text("left.", partial=True))
    assert turn.text == "Panning left."
    assert turn.stage is Stage.ANSWERING


def test_the_whole_text_replaces_its_deltas() -> None:
    turn = after(
        text("Panning ", partial=True),
        text("left.", partial=True),
        text("Panning left."),
    )
    assert (turn.messages, turn.text) == (("Panning left.",), "")


def test_flat_texts_without_a_whole_one_are_kept() -> None:
    events = [
        lift('{"type":"text","content":"Panning "}'),
        lift('{"type":"text","content":"left."}'),
    ]
    assert finished(after(*events)).messages == ("Panning left.",)


def test_thoughts_are_not_shown() -> None:
    turn = after(adk(content={"parts": [{"text": "Hmm.", "thought": True}, {"text": "Yes."}]}))
    assert turn.messages == ("Yes.",)


def test_a_text_told_twice_is_shown_once() -> None:
    assert after(text("Done."), text("Done.")).messages == ("Done.",)


def test_a_tool_becomes_a_stage_with_words_and_progress() -> None:
    turn = after(call("animate_photo"), result("animate_photo", status="processing", progress=42))
    assert (turn.stage, turn.label, turn.progress) == (
        Stage.ANIMATING,
        "Animating the photo",
        0.42,
    )


def test_what_a_tool_returns_is_never_shown() -> None:
    turn = after(call("secret_tool"), result("secret_tool", path="/srv/data", status="completed"))
    assert "secret" not in json.dumps(turn.as_json())
    assert "/srv" not in json.dumps(turn.as_json())
    assert turn.label == "Working"


@pytest.mark.parametrize(("told", "shown"), [(-5, 0.0), (250, 1.0), ("half", None)])
def test_progress_stays_between_nothing_and_all(told: object, shown: float | None) -> None:
    assert after(result("animate_photo", progress=told)).progress == shown


def test_the_timeline_follows_the_state() -> None:
    draft = {"t": [{"tt": 7, "sg": [{"d": 3000, "m": {"title": "Harbour"}}]}]}
    turn = after(adk(actions={"stateDelta": {"draft": draft}}))
    assert turn.tracks == 'Timeline (1 track): 1. Title: "Harbour" (0-3s)'


def test_an_error_in_the_stream_is_kept_and_the_turn_goes_on() -> None:
    turn = after(adk(errorCode="MODEL_BUSY", errorMessage="Too busy."), text("Done anyway."))
    assert turn.error is not None
    assert turn.error.message == "Too busy"
    assert turn.messages == ("Done anyway.",)


def test_an_unreadable_frame_is_a_note_and_no_crash() -> None:
    turn = after(lift('{"error": "half a'), lift("[1, 2]"), text("Done."))
    assert turn.notes == ("Part of the answer could not be read.",)
    assert turn.messages == ("Done.",)


def test_a_temporary_issue_after_a_good_answer_is_dropped() -> None:
    turn = finished(after(text("Here it is."), text("I encountered a temporary issue. Sorry!")))
    assert turn.messages == ("Here it is.",)


def test_a_temporary_issue_alone_is_shown() -> None:
    turn = finished(after(text("I encountered a temporary issue.")))
    assert turn.messages == ("I encountered a temporary issue.",)


def test_heartbeats_change_nothing() -> None:
    before = after(text("Panning ", partial=True))
    assert fold(reduce, lift(""), before) == before
    assert fold(reduce, lift('{"type":"heartbeat"}'), before) == before


def test_the_state_is_plain_json() -> None:
    turn = after(text("Panning left."), call("animate_photo"))
    assert json.loads(json.dumps(turn.as_json()))["stage"] == "animating"
