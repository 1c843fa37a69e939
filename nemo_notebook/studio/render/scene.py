"""Everything that is on a frame, drawn in its order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import cv2

from nemo_notebook.studio.render import camera, grade
from nemo_notebook.studio.render.composition import focus
from nemo_notebook.studio.render.photo import load_photo, photo_size
from nemo_notebook.studio.render.source import Source, enough
from nemo_notebook.studio.render.title import TitleOverlay

if TYPE_CHECKING:
    from pathlib import Path

    from nemo_notebook.studio.direction import Direction
    from nemo_notebook.studio.render.planes import Planes

_BLACK = (16, 128, 128)


class Scene:
    """A photo and what happens to it.

    Args:
        photo: The file.
        direction: What happens.
        size: Width and height of the frames in pixels.

    Raises:
        RenderError: If the photo cannot be read.
    """

    def __init__(self, photo: Path, direction: Direction, size: tuple[int, int]) -> None:
        self._direction = direction
        self.frames = max(1, round(direction.duration_ms * direction.fps / 1000))
        seconds = direction.duration_ms / 1000
        plan = partial(
            camera.plan,
            direction.camera,
            self.frames,
            seconds,
            photo_size(photo),
            size,
            seed=direction.seed,
        )
        pixels = load_photo(photo, enough=enough(plan(), size))
        path = plan(focus=focus(pixels))
        self._source = Source(grade.apply(pixels, direction.grade), path, size)
        title = direction.title
        self._title = TitleOverlay(title, size, direction.duration_ms) if title else None

    def draw(self, index: int, planes: Planes) -> None:
        """Draws frame `index`, every pixel of it; the same pixels however often it is asked."""
        time_ms = index * 1000 / self._direction.fps
        self._source.draw(index, planes)
        if self._title:
            self._title.draw(time_ms, planes)
        light = self._light(index)
        if light < 1:
            for plane, black in zip(planes, _BLACK, strict=True):
                cv2.convertScaleAbs(plane, dst=plane, alpha=light, beta=black * (1 - light))

    def _light(self, index: int) -> float:
        """How far the picture is faded in: 0 is black, on the first and the last frame."""
        per_frame = 1000 / self._direction.fps
        since, left = index * per_frame, (self.frames - 1 - index) * per_frame
        fade_in, fade_out = self._direction.fade_in_ms, self._direction.fade_out_ms
        return min(1.0, since / fade_in if fade_in else 1.0, left / fade_out if fade_out else 1.0)
