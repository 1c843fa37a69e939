"""What time it is in a clip's world, frame by frame: on and on, there and back, or round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import Loop

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Clock:
    """The times of a clip's frames.

    Attributes:
        seconds: When each frame is, for all that goes on by itself, shape (frames,).
        way: How far along its way the camera is, 0 to 1, shape (frames,).
        total: Seconds that the clip lasts.
        period: Seconds after which everything must be as at first, if it must.
    """

    seconds: Floats
    way: Floats
    total: float
    period: float | None

    @classmethod
    def of(cls, loop: Loop, frames: int, seconds: float) -> Self:
        """The clock of a clip that lasts some seconds, `frames` of them.

        In a boomerang time itself turns round; in a seamless loop it runs on, and only the camera
        turns. No frame stands twice where it turns, nor where the loop begins anew.
        """
        times = np.arange(frames, dtype=np.float64) * (seconds / frames)
        if loop == "none":
            return cls(times, np.linspace(0, 1, frames), seconds, None)
        way = _there_and_back(frames)
        if loop == "boomerang":
            return cls(np.asarray(way * seconds / 2), way, seconds, None)
        return cls(times, way, seconds, seconds)


def _there_and_back(frames: int) -> Floats:
    """From 0 to 1 and back, to one step before 0."""
    turn = (frames + 1) // 2
    there = np.arange(turn) / max(turn, 1)
    back = np.arange(frames - turn, 0, -1) / max(frames - turn, 1)
    return np.concatenate([there, back])
