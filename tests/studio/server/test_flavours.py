from __future__ import annotations

import json
from typing import Any

import pytest

from nemo_notebook.protocol.events import Heartbeat, StreamError, TextEvent, lift
from nemo_notebook.studio.server import adk, stream
from nemo_notebook.studio.server.stream import streamed
from nemo_notebook.studio.server.turns import Turn


def played() -> Turn:
    """A turn with an event of every kind."""
    turn = Turn("e-1", "s", "")
    turn.say("A clip with a title, in white.")
    turn.emit(adk.tool_call("c", "animate_photo", {"fps": 30}))
    turn.emit(adk.tool_result("c", "animate_photo", {"status": "processing", "progress": 50}))
    turn.emit(adk.state({"draft": {"t": []}}))
    turn.say("做好了。")
    turn.emit(adk.error("RENDER_FAILED", "It failed"))
    turn.emit(adk.error("INVOCATION_ABORTED", "It was stopped"))
    turn.emit(adk.turn_complete())
    turn.end()
    return turn


async def flat(turn: Turn, last: str = "") -> list[tuple[str, dict[str, Any]]]:
    frames = [str(frame) async for frame in streamed(turn, last, flavour="flat").body_iterator]
    split = [frame.removeprefix("id: ").strip().split("\ndata: ") for frame in frames]
    return [(sse_id, json.loads(data)) for sse_id, data in split]


async def test_flat_events_are_those_of_the_table_and_say_the_same() -> None:
    told = [event for _, event in await flat(played())]
    kinds = [event.get("type", "error") for event in told]
    fields = {
        "text": {"type", "content"},
        "tool_call": {"type", "name", "args"},
        "tool_result": {"type", "name", "result"},
        "error": {"error"},
    }
    assert all(set(event) == fields[kind] for event, kind in zip(told, kinds, strict=True))
    text = "".join(event.get("content", "") for event in told)
    assert text.split("\n\n") == ["A clip with a title, in white.", "做好了。", ""]
    (call,) = [event for event in told if event.get("type") == "tool_call"]
    assert (call["name"], call["args"]) == ("animate_photo", {"fps": 30})
    (result,) = [event for event in told if event.get("type") == "tool_result"]
    assert result["result"] == {"status": "processing", "progress": 50}
    assert told[-2:] == [{"error": "It failed"}, {"error": "It was stopped"}]


async def test_a_flat_stream_is_resumed_where_it_broke() -> None:
    whole = await flat(played())
    for seen, (last, _) in enumerate(whole, 1):
        assert await flat(played(), last) == whole[seen:]


async def test_our_own_protocol_reads_flat_events() -> None:
    lifted = [thing for _, event in await flat(played()) for thing in lift(json.dumps(event))]
    assert isinstance(lifted[0], TextEvent)
    assert isinstance(lifted[-1], StreamError)
    assert not any(isinstance(thing, Heartbeat) for thing in lifted)


async def test_a_flat_heartbeat_is_an_event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.01)
    turn = Turn("e-1", "s", "")
    frames = aiter(streamed(turn, flavour="flat").body_iterator)
    frame = str(await anext(frames))
    assert lift(frame.strip().removeprefix("data: ")) == [Heartbeat(raw={"type": "heartbeat"})]
    turn.end()
    assert {str(rest) async for rest in frames} <= {frame}
