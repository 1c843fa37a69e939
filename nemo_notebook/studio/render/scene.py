"""A photo with everything that is on its frames, drawn in its order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.render import camera, grade
from nemo_notebook.studio.render.composition import focus, focus_on
from nemo_notebook.studio.render.depth import narrowest
from nemo_notebook.studio.render.finish import Finish
from nemo_notebook.studio.render.layers import Layers
from nemo_notebook.studio.render.levels import Levels, enough
from nemo_notebook.studio.render.mask import find
from nemo_notebook.studio.render.photo import load_photo, photo_size
from nemo_notebook.studio.render.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from nemo_notebook.studio.direction import Direction
    from nemo_notebook.studio.render.planes import Planes

_ON_THE_LENS: Final = ("grain", "vignette", "light_leak")
_NARROW: Final = 0.95  # a view of less than this of the photo leaves something out


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
            loop=direction.loop,
        )
        roughly = plan()
        cropped = min(roughly.width.max(), roughly.height.max()) < _NARROW
        closest = narrowest(roughly)
        with ThreadPoolExecutor(1, thread_name_prefix="look") as executor:
            looking = cropped or _in_depth(direction)
            found = executor.submit(find, photo) if looking else None
            pixels = load_photo(photo, enough=enough(closest, size))
            mask = found.result() if found else None
        middle = (focus_on(mask, closest) if mask else None) or focus(pixels)
        path = plan(focus=middle)
        pixels = grade.apply(pixels, direction.grade)
        self._picture: Layers | Source
        if mask and _in_depth(direction):
            self._picture = Layers(pixels, mask, direction, path, middle, size)
        else:
            self._picture = Source(Levels(pixels, path, size), path, size)
        self._finish = Finish(direction, size, self.frames, path)

    def draw(self, index: int, planes: Planes) -> None:
        """Draws frame `index`, every pixel of it; the same pixels however often it is asked."""
        self._picture.draw(index, planes)
        layered = self._finish.in_depth and isinstance(self._picture, Layers)
        matte = self._picture.matte(index) if layered else None
        self._finish.draw(index, planes, matte)


def _in_depth(direction: Direction) -> bool:
    """Whether subject and background are to be told apart: to move, or for what falls between."""
    parallax = any(move.move in ("dolly", "orbit") for move in direction.camera)
    between = any(air.kind not in _ON_THE_LENS for air in direction.atmosphere)
    return bool(parallax or between or direction.subject or direction.background)
