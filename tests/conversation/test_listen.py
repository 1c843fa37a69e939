"""While nothing is heard: a word every two minutes."""

from __future__ import annotations

from collections.abc import AsyncIterator

from nemo_notebook.conversation.listen import listen
from nemo_notebook.conversation.progress import Progress
from nemo_notebook.conversation.turn import TurnState
from nemo_notebook.protocol.events import Event, Heartbeat, TextEvent, ToolCall


async def labels_of(prompt: str, *said: tuple[float, Event]) -> list[str]:
    """The labels that a person sees, when events come at these times."""
    seen: list[str] = []
    time = 0.0

    def show(turn: TurnState) -> None:
        if not seen or seen[-1] != turn.label:
            seen.append(turn.label)

    async def events() -> AsyncIterator[Event]:
        nonlocal time
        for time, event in said:  # noqa: B007 (the clock reads it)
            yield event

    await listen(events(), Progress(TurnState(prompt), show), clock=lambda: time)
    return seen


async def test_every_two_minutes_without_news_work_is_said_to_go_on() -> None:
    beats = [(30.0 * n, Heartbeat()) for n in range(1, 13)]
    seen = await labels_of("zoom in", (0, ToolCall(name="animate_photo")), *beats)
    assert seen[1:] == [
        "Animating the photo",
        "Still working (2 min)",
        "Still working (4 min)",
        "Still working (6 min)",
    ]


async def test_news_bring_back_what_is_being_done() -> None:
    seen = await labels_of(
        "zoom in",
        (0, ToolCall(name="animate_photo")),
        (125, Heartbeat()),
        (130, TextEvent(text="Nearly there. ", partial=True)),
        (240, Heartbeat()),
        (251, Heartbeat()),
    )
    assert seen[1:] == [
        "Animating the photo",
        "Still working (2 min)",
        "Animating the photo",
        "Still working (2 min)",
    ]


async def test_it_is_said_in_the_language_of_the_prompt() -> None:
    assert "仍在处理" in (await labels_of("镜头推近", (121, Heartbeat())))[-1]
