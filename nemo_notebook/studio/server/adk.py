"""Events in the form of the Agent Development Kit."""

from __future__ import annotations

from nemo_notebook.protocol.events import JsonObject

AUTHOR = "nemo_agent"


def text(said: str, *, partial: bool = False) -> JsonObject:
    """Something said; a delta if `partial`, else the whole of it."""
    event: JsonObject = {"content": {"parts": [{"text": said}], "role": "model"}}
    if partial:
        event["partial"] = True
    return event


def tool_call(call_id: str, name: str, args: JsonObject) -> JsonObject:
    """Some work begins."""
    call: JsonObject = {"id": call_id, "name": name, "args": args}
    return {"content": {"parts": [{"functionCall": call}], "role": "model"}}


def tool_result(call_id: str, name: str, response: JsonObject) -> JsonObject:
    """Some work has ended, or says how far it is."""
    result: JsonObject = {"id": call_id, "name": name, "response": response}
    return {"content": {"parts": [{"functionResponse": result}], "role": "user"}}


def state(delta: JsonObject) -> JsonObject:
    """The session's state has changed."""
    return {"actions": {"stateDelta": delta}}


def error(code: str, message: str) -> JsonObject:
    """Something went wrong; the turn may still go on."""
    return {"errorCode": code, "errorMessage": message}


def turn_complete() -> JsonObject:
    """Nothing more comes in this turn."""
    return {"turnComplete": True}
