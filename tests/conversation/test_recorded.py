"""Streams of a stock Agent Development Kit server (2.13), as they stood on the wire."""

from __future__ import annotations

from pathlib import Path

import pytest

from nemo_notebook.client.sse import EventDecoder, ServerSentEvent
from nemo_notebook.conversation.reduce import reduce
from nemo_notebook.conversation.turn import TurnState
from nemo_notebook.protocol.events import lift

RECORDED = Path(__file__).parent / "recorded"


def view(name: str, step: int) -> TurnState:
    """What a person sees in the end, the bytes coming `step` at a time."""
    stream, decoder = (RECORDED / name).read_bytes(), EventDecoder()
    state = TurnState("hello")
    for start in range(0, len(stream), step):
        for item in decoder.feed(stream[start : start + step]):
            if isinstance(item, ServerSentEvent):
                for event in lift(item.data, id=item.id):
                    state = reduce(state, event)
    return state


@pytest.mark.parametrize("step", [1, 7, 4096, 2**20])
def test_a_turn(step: int) -> None:
    state = view("adk-2.13-turn.sse", step)
    assert state.messages == ("Panning left\u2028 now, 慢慢.", "Calling.", "Done.")
    assert "let me think" not in state.answer
    assert state.error is not None
    assert state.error.message == "something"


def test_an_agent_that_broke() -> None:
    state = view("adk-2.13-error.sse", 4096)
    assert state.messages == ("before",)
    assert state.error is not None
    assert state.error.message.startswith("ValueError")
