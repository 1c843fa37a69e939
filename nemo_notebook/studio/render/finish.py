"""What lies over a finished picture, whatever it shows: the title, and fades from and to black."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2

from nemo_notebook.studio.render.title import TitleOverlay

if TYPE_CHECKING:
    from nemo_notebook.studio.direction import Direction
    from nemo_notebook.studio.render.planes import Planes

_BLACK: Final = (16, 128, 128)


class Finish:
    """Title and fades of a clip.

    Args:
        direction: Says which.
        size: Width and height of the frames in pixels.
        frames: How many the clip has.
    """

    def __init__(self, direction: Direction, size: tuple[int, int], frames: int) -> None:
        self._direction, self._frames = direction, frames
        title = direction.title
        self._title = TitleOverlay(title, size, direction.duration_ms) if title else None

    def draw(self, index: int, planes: Planes) -> None:
        """Lays all of it over frame `index`."""
        if self._title:
            self._title.draw(index * 1000 / self._direction.fps, planes)
        light = self._light(index)
        if light < 1:
            for plane, black in zip(planes, _BLACK, strict=True):
                cv2.convertScaleAbs(plane, dst=plane, alpha=light, beta=black * (1 - light))

    def _light(self, index: int) -> float:
        """How far the picture is faded in: 0 is black, on the first and the last frame."""
        per_frame = 1000 / self._direction.fps
        since, left = index * per_frame, (self._frames - 1 - index) * per_frame
        fade_in, fade_out = self._direction.fade_in_ms, self._direction.fade_out_ms
        return min(1.0, since / fade_in if fade_in else 1.0, left / fade_out if fade_out else 1.0)
