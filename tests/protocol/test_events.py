"""Both flavours of events become the same few types, and nothing on the wire is fatal."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    TurnComplete,
    Unreadable,
    lift,
)


def adk(*parts: object, **more: object) -> JsonObject:
    event = {"content": {"role": "model", "parts": [*parts]}, "author": "nemo_agent", **more}
    read: JsonObject = json.loads(json.dumps(event))
    return read


def lifted(raw: object) -> list[Event]:
    return lift(json.dumps(raw), id="7")


FLAT: dict[str, tuple[JsonObject, Event]] = {
    "text": ({"type": "text", "content": "hi"}, TextEvent(text="hi", partial=True, id="7")),
    "tool call": (
        {"type": "tool_call", "name": "render", "args": {"a": 1}},
        ToolCall(name="render", args={"a": 1}, id="7"),
    ),
    "tool result": (
        {"type": "tool_result", "name": "render", "result": {"ok": True}},
        ToolResult(name="render", response={"ok": True}, id="7"),
    ),
    "tool result that is no object": (
        {"type": "tool_result", "name": "render", "result": "done"},
        ToolResult(name="render", response={"result": "done"}, id="7"),
    ),
    "heartbeat": ({"type": "heartbeat"}, Heartbeat(id="7")),
    "something new": ({"type": "confetti"}, Heartbeat(id="7")),
    "error": (
        {"type": "error", "message": "no", "code": 5},
        StreamError(message="no", code="5", id="7"),
    ),
    "its own id": ({"type": "heartbeat", "id": "e-1"}, Heartbeat(id="e-1")),
}


@pytest.mark.parametrize(("raw", "event"), FLAT.values(), ids=FLAT)
def test_flat(raw: JsonObject, event: Event) -> None:
    (found,) = lifted(raw)
    assert type(found) is type(event)
    assert found.raw == raw
    for name in event.__slots__:
        assert getattr(found, name) == getattr(event, name)
    assert found.id == event.id


def test_a_delta_and_the_whole_text() -> None:
    (delta,) = lifted(adk({"text": "Your "}, partial=True))
    (whole,) = lifted(adk({"text": "Your video"}, partial=False))
    (also_whole,) = lifted(adk({"text": "Your video"}))
    assert isinstance(delta, TextEvent)
    assert delta.partial
    for event in (whole, also_whole):
        assert isinstance(event, TextEvent)
        assert (event.text, event.partial, event.author) == ("Your video", False, "nemo_agent")


def test_thoughts_are_not_shown() -> None:
    assert lifted(adk({"text": "hm", "thought": True})) == []
    (event,) = lifted(adk({"text": "hm", "thought": True}, {"text": "Hi"}))
    assert isinstance(event, TextEvent)
    assert event.text == "Hi"


@pytest.mark.parametrize(
    ("call", "response"),
    [("functionCall", "functionResponse"), ("function_call", "function_response")],
)
def test_one_frame_may_say_several_things(call: str, response: str) -> None:
    events = lifted(
        adk(
            {"text": "a"},
            {call: {"name": "one", "args": {"snake_case": 1}}},
            {call: {"name": "two"}},
            {response: {"name": "one", "response": {"camelCase": 2}}},
            {"text": "b"},
            actions={"stateDelta": {"draft": {"t": []}}},
        )
    )
    assert [type(event) for event in events] == [
        ToolCall,
        ToolCall,
        ToolResult,
        TextEvent,
        StateChange,
    ]
    assert [getattr(event, "name", "") for event in events[:3]] == ["one", "two", "one"]
    assert isinstance(events[3], TextEvent)
    assert events[3].text == "ab"


@pytest.mark.parametrize("name", ["stateDelta", "state_delta"])
def test_a_state_change_without_content(name: str) -> None:
    (event,) = lifted({"author": "a", "actions": {name: {"step": 2}}})
    assert isinstance(event, StateChange)
    assert event.delta == {"step": 2}


@pytest.mark.parametrize("name", ["turnComplete", "turn_complete"])
def test_the_end_of_a_turn_where_the_server_says_so(name: str) -> None:
    (event,) = lifted({"author": "a", name: True})
    assert isinstance(event, TurnComplete)
    text, end = lifted(adk({"text": "Done."}, **{name: True}))
    assert (type(text), type(end)) == (TextEvent, TurnComplete)
    assert lifted({"author": "a", name: False}) == []


ERRORS: dict[str, tuple[JsonObject, str, str]] = {
    "error in a frame": ({"error": "ValueError: no", "error_details": {}}, "ValueError: no", ""),
    "code and message": ({"errorCode": "SAFETY", "errorMessage": "No"}, "No", "SAFETY"),
    "in snake case": ({"error_code": "SAFETY", "error_message": "No"}, "No", "SAFETY"),
    "code alone": ({"errorCode": "SAFETY"}, "SAFETY", "SAFETY"),
    "a number for a code": ({"errorCode": 429}, "429", "429"),
}


@pytest.mark.parametrize(("raw", "message", "code"), ERRORS.values(), ids=ERRORS)
def test_errors(raw: JsonObject, message: str, code: str) -> None:
    (event,) = lifted(raw)
    assert isinstance(event, StreamError)
    assert (event.message, event.code) == (message, code)


def test_an_aborted_run_is_an_outcome_of_its_own() -> None:
    (event,) = lifted({"errorCode": "INVOCATION_ABORTED", "author": "nemo_agent"})
    assert isinstance(event, Aborted)


@pytest.mark.parametrize("data", ["", " ", "\n"])
def test_nothing_is_a_heartbeat(data: str) -> None:
    assert lift(data, id="7") == [Heartbeat(id="7")]


@pytest.mark.parametrize(
    "data",
    ["{", "hello", '{"error": "a "quoted" word"}', "[1]", '"text"', "null", "3", "[" * 100_000],
)
def test_what_is_no_object_is_a_warning(data: str) -> None:
    (event,) = lift(data)
    assert isinstance(event, Unreadable)
    assert event.text == data


def test_half_a_character_is_not_passed_on() -> None:
    (event,) = lift(r'{"type": "text", "content": "a\ud83d b \ud83c\udfac"}')
    assert isinstance(event, TextEvent)
    assert event.text == "a? b 🎬"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "content",
                    "parts",
                    "text",
                    "thought",
                    "functionCall",
                    "functionResponse",
                    "name",
                    "args",
                    "response",
                    "actions",
                    "stateDelta",
                    "errorCode",
                    "error",
                    "partial",
                    "turnComplete",
                    "author",
                    "id",
                    "result",
                    "message",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(values)
def test_no_JSON_is_fatal(raw: object) -> None:  # noqa: N802 (an acronym)
    for event in lifted(raw):
        assert isinstance(event.id, str)
        json.dumps(event.raw, ensure_ascii=False).encode()


@given(st.text(max_size=50))
def test_no_text_is_fatal(data: str) -> None:
    assert all(isinstance(event, Event) for event in lift(data))
