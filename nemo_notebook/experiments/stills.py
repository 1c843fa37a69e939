"""Frames of a video by their time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # PyAV is heavy, and most notebooks never look into a video
    from av import VideoFrame


def frames_at(path: Path, times: Sequence[float]) -> Iterator[VideoFrame]:
    """The frames that are seen at some times, in seconds and rising."""
    import av  # noqa: PLC0415 (heavy; see above)

    with av.open(str(path)) as file:
        file.streams.video[0].thread_type = "AUTO"
        frames = file.decode(video=0)
        seen = next(frames)
        upcoming = next(frames, None)
        for time in times:
            while upcoming is not None and upcoming.time <= time:
                seen, upcoming = upcoming, next(frames, None)
            yield seen


def evenly(seconds: float, count: int) -> list[float]:
    """The middles of so many parts of a length."""
    return [seconds * (number + 0.5) / count for number in range(count)]
