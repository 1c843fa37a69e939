"""A turn's events as they come: folded into its state, and waiting told of."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from nemo_notebook.conversation.asides import Preview, still_working
from nemo_notebook.conversation.language import language_of
from nemo_notebook.conversation.progress import Progress
from nemo_notebook.conversation.reduce import reduce
from nemo_notebook.protocol.events import Event, Heartbeat

NEWS_S = 120.0
"""After so long without news, and each time again, a person is told that work goes on."""


async def listen(
    events: AsyncIterator[Event],
    progress: Progress,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Fold events into a turn until there are no more.

    Args:
        events: What the server says; heartbeats are signs of life, but no news.
        progress: The turn.
        clock: Seconds that only go forward; a fake one in tests.
    """
    language = language_of(progress.turn.prompt)
    news_at, told, label = clock(), 0, progress.turn.label
    async for event in events:
        if isinstance(event, Preview):
            progress.set(replace(progress.turn, preview=event.jpeg))
            continue
        if not isinstance(event, Heartbeat):
            if told:  # what was being done goes on
                progress.turn = replace(progress.turn, label=label)
            progress.set(reduce(progress.turn, event))
            news_at, told, label = clock(), 0, progress.turn.label
            continue
        quiet_s = clock() - news_at
        if quiet_s >= NEWS_S * (told + 1):
            told = int(quiet_s // NEWS_S)
            progress.set(replace(progress.turn, label=still_working(quiet_s, language)))
