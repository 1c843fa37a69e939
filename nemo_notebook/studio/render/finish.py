"""What lies over a picture, whatever it shows: what is in the air, the title, fades to black."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2

from nemo_notebook.studio.render.atmosphere import Atmosphere
from nemo_notebook.studio.render.clock import Clock
from nemo_notebook.studio.render.title import TitleOverlay

if TYPE_CHECKING:
    from nemo_notebook.studio.direction import Direction
    from nemo_notebook.studio.render.camera import Path
    from nemo_notebook.studio.render.planes import Plane, Planes

_BLACK: Final = (16, 128, 128)


class Finish:
    """Atmosphere, title and fades of a clip.

    Args:
        direction: Says which.
        size: Width and height of the frames in pixels.
        frames: How many the clip has.
        path: Of the camera through what is in the air; None if it stands still.
    """

    def __init__(
        self,
        direction: Direction,
        size: tuple[int, int],
        frames: int,
        path: Path | None = None,
    ) -> None:
        self._direction, self._frames = direction, frames
        clock = Clock.of(direction.loop, frames, frames / direction.fps)
        self._air = Atmosphere(direction, size, clock, path) if direction.atmosphere else None
        title = direction.title
        self._title = TitleOverlay(title, size, direction.duration_ms) if title else None
        through = title and title.start_ms == 0 and title.end_ms >= direction.duration_ms
        self._always = bool(through and direction.loop != "none")

    @property
    def in_depth(self) -> bool:
        """Whether something is in the air that the subject may hide."""
        return bool(self._air and self._air.in_depth)

    def draw(self, index: int, planes: Planes, matte: Plane | None = None) -> None:
        """Lays all of it over frame `index`.

        Args:
            index: The frame.
            planes: Its picture.
            matte: How much of the subject there is in each pixel of luma, 0 to 255; or None.
        """
        if self._air:
            self._air.draw(index, planes, matte)
        if self._title:
            # In a loop, a title that is there all the time does not come and go.
            middle = self._direction.duration_ms / 2
            self._title.draw(middle if self._always else self._ms(index), planes)
        light = self._light(index)
        if light < 1:
            for plane, black in zip(planes, _BLACK, strict=True):
                cv2.convertScaleAbs(plane, dst=plane, alpha=light, beta=black * (1 - light))

    def _light(self, index: int) -> float:
        """How far the picture is faded in: 0 is black, on the first and the last frame.

        The end of a loop is its beginning: it fades at both or at neither, and is black once.
        """
        fade_in, fade_out = self._direction.fade_in_ms, self._direction.fade_out_ms
        last = self._frames - 1
        if self._direction.loop != "none":
            fade_in, fade_out, last = fade_in or fade_out, fade_out or fade_in, self._frames
        since, left = self._ms(index), self._ms(last - index)
        return min(1.0, since / fade_in if fade_in else 1.0, left / fade_out if fade_out else 1.0)

    def _ms(self, frames: int) -> float:
        return frames * 1000 / self._direction.fps
