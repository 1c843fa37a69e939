"""A photo with everything that is on its frames, drawn in its order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nemo_notebook.studio.render import camera, grade
from nemo_notebook.studio.render.composition import focus
from nemo_notebook.studio.render.finish import Finish
from nemo_notebook.studio.render.photo import load_photo, photo_size
from nemo_notebook.studio.render.source import Source, enough

if TYPE_CHECKING:
    from pathlib import Path

    from nemo_notebook.studio.direction import Direction
    from nemo_notebook.studio.render.planes import Planes


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
        self._finish = Finish(direction, size, self.frames)

    def draw(self, index: int, planes: Planes) -> None:
        """Draws frame `index`, every pixel of it; the same pixels however often it is asked."""
        self._source.draw(index, planes)
        self._finish.draw(index, planes)
