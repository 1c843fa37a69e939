"""The frames of a clip in any order, backwards above all, in bounded memory.

Clips are made to be decoded forwards. Backwards, a stretch at a time is decoded forwards and kept
while it is gone through from its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.render.decode import Frames

if TYPE_CHECKING:
    from pathlib import Path

    import av

_MOST_BYTES: Final = 128 << 20
_MOST_FRAMES: Final = 96


class Rewind:
    """Gives the frame that stands at a time, as `Frames` does, whichever way time goes.

    Args:
        path: The clip.
        step: Seconds from one frame that is asked for to the next.

    Attributes:
        size: Width and height as the clip is looked at.

    Raises:
        RenderError: If nothing of it can be decoded.
    """

    def __init__(self, path: Path, step: float) -> None:
        self._frames, self._step = Frames(path), step
        self.size = self._frames.size
        self._last = 0.0
        self._stretch: list[av.VideoFrame] = []  # the latest first
        self._end = 0.0

    def at(self, seconds: float) -> av.VideoFrame:
        """The frame at a time since the clip's beginning.

        Raises:
            RenderError: If it takes too long to get there.
        """
        back = self._step / 2 < self._last - seconds < 3 * self._step
        self._last = seconds
        number = round((self._end - seconds) / self._step)
        exact = abs(self._end - number * self._step - seconds) < self._step / 100
        if exact and 0 <= number < len(self._stretch):
            return self._stretch[number]
        self._stretch = []  # let go before others are made
        if not back:
            return self._frames.at(seconds)
        self._stretch, self._end = self._before(seconds), seconds
        return self._stretch[0]

    def _before(self, end: float) -> list[av.VideoFrame]:
        """The frames of a stretch, from its end back to its beginning."""
        count = self._affordable(self._frames.at(max(0.0, end - _MOST_FRAMES * self._step)))
        times = [end - number * self._step for number in range(count)]
        times = [time for time in times if time > 0] or [end]
        return [self._frames.at(time) for time in reversed(times)][::-1]

    def _affordable(self, frame: av.VideoFrame) -> int:
        size = sum(plane.buffer_size for plane in frame.planes)
        return max(2, min(_MOST_FRAMES, _MOST_BYTES // max(size, 1)))
