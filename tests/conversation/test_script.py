"""Whatever order a turn's events come in, and however often, a person sees the same in the end."""

from __future__ import annotations

import json
from functools import reduce as fold

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nemo_notebook.conversation.reduce import finished, reduce
from nemo_notebook.conversation.turn import TurnState
from nemo_notebook.protocol.events import Event, JsonObject, lift


def said(text: str, *, partial: bool = False) -> JsonObject:
    event: JsonObject = {"content": {"parts": [{"text": text}], "role": "model"}}
    return {**event, "partial": True} if partial else event


def called(name: str) -> JsonObject:
    return {"content": {"parts": [{"functionCall": {"name": name, "args": {}}}]}}


def came_of(name: str, progress: int) -> JsonObject:
    response: JsonObject = {"status": "processing", "progress": progress}
    return {"content": {"parts": [{"functionResponse": {"name": name, "response": response}}]}}


def titled(title: str) -> JsonObject:
    draft: JsonObject = {"t": [{"tt": 7, "sg": [{"d": 3000, "m": {"title": title}}]}]}
    return {"actions": {"stateDelta": {"draft": draft}}}


TURN: list[JsonObject] = [
    said("Panning ", partial=True),
    said("ha ", partial=True),
    said("ha ", partial=True),
    said("left.", partial=True),
    said("Panning ha ha left."),
    called("animate_photo"),
    came_of("animate_photo", 10),
    came_of("animate_photo", 60),
    titled("Dawn"),
    said("The clip is ready. Click the Export button."),
    called("add_title"),
    {"errorCode": "MODEL_BUSY", "errorMessage": "Too busy."},
    titled("Harbour"),
    said("Here ", partial=True),
    said("it is.", partial=True),
    said("I encountered a temporary issue. Sorry!"),
    {"turnComplete": True},
]


def studio(frame: JsonObject, number: int) -> list[Event]:
    """Ids that count, and a clock that several events share."""
    more = {"invocationId": "e-1", "id": f"e-1-{number}", "timestamp": 1000 + number // 4}
    return lift(json.dumps({"author": "nemo_agent", **frame, **more}), id=str(more["id"]))


def old_adk(frame: JsonObject, number: int) -> list[Event]:
    """Every event has an id that says nothing; the time tells the order."""
    # Some UUIDs end in nothing but digits.
    more = {
        "invocationId": "e-1",
        "id": f"7c6a-{number * 7919 % 997:012}",
        "timestamp": 9.5 + number,
    }
    return lift(json.dumps({"author": "nemo_agent", **frame, **more}))


def new_adk(frame: JsonObject, number: int) -> list[Event]:
    """Deltas and the text that they add up to share their id."""
    shared = 4 if number < 5 else number
    more = {"invocationId": "e-1", "id": f"b727{shared:04x}", "timestamp": 9.5 + number}
    return lift(json.dumps({"author": "nemo_agent", **frame, **more}))


def flat(frame: JsonObject, number: int) -> list[Event]:
    """The flat flavour, where the server numbers its events."""
    content = frame.get("content")
    parts = content.get("parts") if isinstance(content, dict) else None
    part = parts[0] if isinstance(parts, list) else None
    if isinstance(part, dict) and "text" in part:
        return lift(json.dumps({"type": "text", "content": part["text"]}), id=f"e-1-{number}")
    if isinstance(part, dict) and "functionCall" in part:
        return lift(json.dumps({"type": "tool_call", "name": "add_title"}), id=f"e-1-{number}")
    return lift(json.dumps({"type": "heartbeat"}), id=f"e-1-{number}")


FLAVOURS = {"studio": studio, "old ADK": old_adk, "new ADK": new_adk, "flat": flat}


def seen(events: list[Event]) -> TurnState:
    return finished(fold(reduce, events, TurnState("pan left")))


@pytest.mark.parametrize("flavour", FLAVOURS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_order_and_any_duplication_ends_in_the_same_view(
    flavour: str, data: st.DataObject
) -> None:
    frames = [FLAVOURS[flavour](frame, number) for number, frame in enumerate(TURN, 1)]
    events = [event for frame in frames for event in frame]
    twice = data.draw(st.lists(st.sampled_from(events), max_size=len(events)))
    mixed = data.draw(st.permutations(events + twice))
    assert seen(mixed) == seen(events)
    assert seen(mixed).actions == seen(events).actions


def test_that_view_is_the_right_one() -> None:
    turn = seen([event for number, frame in enumerate(TURN, 1) for event in studio(frame, number)])
    assert turn.messages == ("Panning ha ha left.", "The clip is ready.", "Here it is.")
    assert turn.tracks == 'Timeline (1 track): 1. Title: "Harbour" (0-3s)'
    assert [action.kind for action in turn.actions] == ["export"]
    assert turn.error is not None


def test_a_delta_that_comes_late_is_put_where_it_belongs() -> None:
    first, second, third = (
        studio(said(text, partial=True), number)[0]
        for number, text in enumerate(["Panning ", "slowly ", "left."], 1)
    )
    turn = fold(reduce, [first, third], TurnState("pan left"))
    assert turn.text == "Panning left."  # what is there is shown at once
    assert reduce(turn, second).text == "Panning slowly left."


def test_a_delta_that_comes_after_the_whole_text_adds_nothing() -> None:
    delta, whole = studio(said("Panning", partial=True), 1), studio(said("Panning left."), 2)
    assert seen([*whole, *delta]).messages == ("Panning left.",)


def test_without_ids_the_same_delta_twice_is_said_twice() -> None:
    (ha,) = lift('{"type": "text", "content": "ha "}')
    assert seen([ha, ha]).messages == ("ha ha",)


def test_ids_that_are_mixed_up_mislead_nobody_where_there_is_a_clock() -> None:
    numbers = range(1, len(TURN) + 1)
    right = [new_adk(frame, number) for number, frame in zip(numbers, TURN, strict=True)]
    mixed = [
        lift(json.dumps({**event.raw, "id": f"e-1-{len(TURN) - at}"}))
        for at, (event, *_) in enumerate(right)
    ]
    assert seen([e for some in mixed for e in some]) == seen([e for some in right for e in some])


def test_two_agents_that_speak_at_once_are_kept_apart() -> None:
    def by(author: str, number: int, text: str, *, partial: bool) -> Event:
        (event,) = lift(
            json.dumps({**said(text, partial=partial), "author": author, "id": str(number)})
        )
        return event

    events = [
        by("a", 1, "Left ", partial=True),
        by("b", 2, "Snow ", partial=True),
        by("a", 3, "pan.", partial=True),
        by("b", 4, "falls.", partial=True),
        by("b", 5, "Snow falls.", partial=False),
        by("a", 6, "Left pan.", partial=False),
    ]
    assert seen(events).messages == ("Left pan.", "Snow falls.")


@given(
    st.lists(
        st.builds(
            lambda text, event_id, time, partial: lift(
                json.dumps({**said(text, partial=partial), "id": event_id, "timestamp": time})
            ),
            st.sampled_from(["a", "b ", "点击导出。", ""]),
            st.sampled_from(["", "1", "x-2", "x"]),
            st.sampled_from([None, 1, 2.5, True, "3", 10**400]),
            st.booleans(),
        ),
        max_size=8,
    )
)
@example([lift('{"type":"text","content":"a","timestamp":1e999}')])
def test_odd_ids_and_times_are_no_crash(frames: list[list[Event]]) -> None:
    turn = seen([event for frame in frames for event in frame])
    assert json.dumps(turn.as_json())
