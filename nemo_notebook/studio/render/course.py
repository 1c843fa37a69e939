"""Which moments of a clip the frames of a video show: on and on, there and back, or round.

A loop shows all of the clip that fits. What is asked for longer than the clip lasts goes round
several times, so that it begins anew without a jump.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from nemo_notebook.studio.direction import Loop

FADE_SECONDS: Final = 0.5
"""How long the end of a seamless loop goes over into its beginning, if there is footage for it."""

_SHORTEST_FADE: Final = 0.5  # of that, before a clip rather goes round once more
_HARDLY: Final = 0.02  # of a round that may be missing
_LONGEST_FADE: Final = 0.25  # of a clip that is short itself


@dataclass(frozen=True, slots=True)
class Course:
    """The way through a clip, in frames of the video.

    Attributes:
        loop: How it comes back.
        period: Frames after which it is where it was.
        fade: Frames in which what lies beyond the end goes over into the beginning.
    """

    loop: Loop
    period: float
    fade: float = 0.0

    @classmethod
    def of(cls, loop: Loop, frames: int, footage: float, fps: float) -> Self:
        """The way through a clip.

        Args:
            loop: How it is to come back.
            frames: Of the video.
            footage: Frames of the video that the clip would last.
            fps: Of the video.
        """
        footage = max(footage, 2.0)
        if loop == "boomerang":
            return cls(loop, frames / math.ceil(frames / (2 * footage) - _HARDLY))
        if loop == "seamless":
            fade = min(FADE_SECONDS * fps, _LONGEST_FADE * footage)
            period = frames / math.ceil(frames / (footage - _SHORTEST_FADE * fade) - 1e-3)
            return cls(loop, period, min(fade, footage - period, period / 2))
        return cls(loop, frames)

    def at(self, index: int) -> tuple[float, tuple[float, float] | None]:
        """What frame `index` shows.

        Returns:
            A place in the clip; and while that goes over into it, a place beyond the end of the
            loop, and how much there is of that, 0 to 1.
        """
        if self.loop == "none":
            return float(index), None
        place = index % self.period
        if self.loop == "boomerang":
            return min(place, self.period - place), None
        if place >= self.fade:
            return place, None
        share = 1 - place / self.fade
        return place, (place + self.period, share * share * (3 - 2 * share))
