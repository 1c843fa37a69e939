"""What a stream says: two flavours of JSON, lifted to the same few events.

Every event keeps the JSON it came from in `raw`. Match on the classes:

    match event:
        case TextEvent(text=text, partial=True): ...
        case ToolCall(name=name): ...
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from pydantic import JsonValue

JsonObject: TypeAlias = dict[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events.

    Attributes:
        id: The server's id of the event; equal ids are one event told twice.
        author: Who speaks; deltas are collected per author.
        raw: The JSON object as it came.
    """

    id: str = ""
    author: str = ""
    raw: JsonObject = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextEvent(Event):
    """Text for the person: a delta if `partial`, else the whole text, which replaces the deltas."""

    text: str
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall(Event):
    """The service has begun some work."""

    name: str
    args: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolResult(Event):
    """Some work has ended, or reports how far it is."""

    name: str
    response: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChange(Event):
    """The session's state has changed."""

    delta: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat(Event):
    """The server is alive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamError(Event):
    """The service reports an error inside the stream; the turn may still go on."""

    message: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aborted(Event):
    """The server ended the run (`INVOCATION_ABORTED`), usually since a connection was lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnComplete(Event):
    """Nothing more comes in this turn. Not every server says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable(Event):
    """A frame that is no JSON object: worth a warning, never a crash."""

    text: str


def lift(data: str, *, id: str = "") -> list[Event]:  # noqa: A002 (the wire's own word)
    """Turn the `data` of one server-sent event into events.

    Args:
        data: The JSON text; both documented flavours are understood.
        id: The `id` of the server-sent event, used where the JSON has none.

    Returns:
        The events in the order of the frame; empty if it says nothing to a person.
    """
    if not data.strip():
        return [Heartbeat(id=id)]
    try:
        raw = json.loads(data)
        if "\\ud" in data.lower():  # half a surrogate pair could not be written anywhere later
            raw = json.loads(json.dumps(raw, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return [Unreadable(text=data, id=id)]
    if not isinstance(raw, dict):
        return [Unreadable(text=data, id=id)]
    if isinstance(raw.get("type"), str):
        return list(_flat(raw, id))
    return list(_adk(raw, id))


def _flat(raw: JsonObject, sse_id: str) -> Iterator[Event]:
    event_id = _text(raw, "id") or sse_id
    match raw["type"]:
        case "text":
            yield TextEvent(text=_text(raw, "content"), partial=True, id=event_id, raw=raw)
        case "tool_call":
            yield ToolCall(name=_text(raw, "name"), args=_dict(raw, "args"), id=event_id, raw=raw)
        case "tool_result":
            result = raw.get("result")
            response: JsonObject = result if isinstance(result, dict) else {"result": result}
            yield ToolResult(name=_text(raw, "name"), response=response, id=event_id, raw=raw)
        case "heartbeat":
            yield Heartbeat(id=event_id, raw=raw)
        case "error":
            message = _text(raw, "message", "content", "error") or "The service reported an error"
            yield StreamError(message=message, code=_text(raw, "code"), id=event_id, raw=raw)
        case _:
            yield Heartbeat(id=event_id, raw=raw)


def _adk(raw: JsonObject, sse_id: str) -> Iterator[Event]:
    event_id = _text(raw, "id") or sse_id
    author = _text(raw, "author")
    if "error" in raw:
        yield StreamError(message=_text(raw, "error"), id=event_id, author=author, raw=raw)
        return
    code = _text(raw, "errorCode", "error_code")
    if code == "INVOCATION_ABORTED":
        yield Aborted(id=event_id, author=author, raw=raw)
    elif code:
        message = _text(raw, "errorMessage", "error_message") or code
        yield StreamError(message=message, code=code, id=event_id, author=author, raw=raw)
    yield from _parts(raw, event_id, author)
    if delta := _dict(_dict(raw, "actions"), "stateDelta", "state_delta"):
        yield StateChange(delta=delta, id=event_id, author=author, raw=raw)
    if raw.get("turnComplete", raw.get("turn_complete")) is True:
        yield TurnComplete(id=event_id, author=author, raw=raw)


def _parts(raw: JsonObject, event_id: str, author: str) -> Iterator[Event]:
    parts = _dict(raw, "content").get("parts")
    texts: list[str] = []
    for part in parts if isinstance(parts, list) else []:
        if not isinstance(part, dict) or part.get("thought"):
            continue
        texts.append(_text(part, "text"))
        if call := _dict(part, "functionCall", "function_call"):
            name, args = _text(call, "name"), _dict(call, "args")
            yield ToolCall(name=name, args=args, id=event_id, author=author, raw=raw)
        if result := _dict(part, "functionResponse", "function_response"):
            name, response = _text(result, "name"), _dict(result, "response")
            yield ToolResult(name=name, response=response, id=event_id, author=author, raw=raw)
    if text := "".join(texts):
        partial = raw.get("partial") is True
        yield TextEvent(text=text, partial=partial, id=event_id, author=author, raw=raw)


def _text(raw: Mapping[str, JsonValue], *names: str) -> str:
    for name in names:
        value = raw.get(name)
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
    return ""


def _dict(raw: Mapping[str, JsonValue], *names: str) -> JsonObject:
    for name in names:
        value = raw.get(name)
        if isinstance(value, dict):
            return value
    return {}
