"""A photo in two layers, the subject and what is behind it, each with its own motion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nemo_notebook.studio.render import depth
from nemo_notebook.studio.render.fill import without_subject
from nemo_notebook.studio.render.levels import Levels
from nemo_notebook.studio.render.mask import Matte
from nemo_notebook.studio.render.source import Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.camera import Path
    from nemo_notebook.studio.render.grid import Warp
    from nemo_notebook.studio.render.levels import Part
    from nemo_notebook.studio.render.mask import Mask
    from nemo_notebook.studio.render.planes import Plane, Planes

_RIM = 0.03  # of the photo: how far around the mask's box some of the subject may still be


class Layers:
    """Subject and background under a camera that moves in depth.

    Without a clear subject there is one layer, which is all background.

    Args:
        photo: Graded pixels of shape (height, width, 3), R, G, B.
        mask: Where the subject is.
        path: The views to come.
        focus: What they are of, as fractions of the photo.
        frame: Width and height of the clip in pixels.
    """

    def __init__(
        self,
        photo: NDArray[np.uint8],
        mask: Mask,
        path: Path,
        focus: tuple[float, float],
        frame: tuple[int, int],
    ) -> None:
        moves_in_depth = bool((path.near > 1).any() or path.aside.any())
        behind: list[Warp] = []
        before: list[Warp] = []
        if moves_in_depth:
            behind.append(depth.Behind(path, depth.ground(mask), focus))
            before.append(depth.Bulge(path, mask, focus))
        self._subject = None
        self._apart = bool(behind or before)
        plate = photo
        if mask.box:
            plate = without_subject(photo, mask) if self._apart else photo
            near = depth.of_subject(path, focus)
            levels = Levels(
                photo,
                near,
                frame,
                matte=Matte(mask, photo),
                part=_wider(mask.box),
                reach=_reach(before),
            )
            self._subject = Source(levels, near, frame, before)
        levels = Levels(plate, path, frame, reach=_reach(behind))
        self._background = Source(levels, path, frame, behind)

    def draw(self, index: int, planes: Planes) -> None:
        """Draws frame `index`, every pixel of it."""
        self._background.draw(index, planes)
        if self._subject and self._apart:
            self._subject.draw(index, planes)

    def matte(self, index: int) -> Plane | None:
        """How much of the subject there is in each pixel of frame `index`, 0 to 255.

        Returns:
            Shape (height, width) of the frame; None if there is no clear subject.
        """
        return self._subject.matte(index) if self._subject else None


def _wider(box: Part) -> Part:
    left, top, right, bottom = box
    return max(0, left - _RIM), max(0, top - _RIM), min(1, right + _RIM), min(1, bottom + _RIM)


def _reach(warps: list[Warp]) -> float:
    return sum(warp.reach for warp in warps)
