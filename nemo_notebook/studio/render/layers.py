"""A photo in two layers, the subject and what is behind it, each with its own motion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2

from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render.backdrop import Drift, Foliage
from nemo_notebook.studio.render.clock import Clock
from nemo_notebook.studio.render.defocus import defocused
from nemo_notebook.studio.render.depth import Behind, Bulge, ground, of_subject
from nemo_notebook.studio.render.figure import Figure, FigureMotion
from nemo_notebook.studio.render.fill import without_subject
from nemo_notebook.studio.render.levels import WHOLE, Levels
from nemo_notebook.studio.render.mask import Matte
from nemo_notebook.studio.render.photo import thumbnail
from nemo_notebook.studio.render.rhythm import Times
from nemo_notebook.studio.render.source import Source
from nemo_notebook.studio.render.surroundings import Surroundings
from nemo_notebook.studio.render.water import Glints, Ripple
from nemo_notebook.studio.render.wind import Wind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import Direction
    from nemo_notebook.studio.render.camera import Path
    from nemo_notebook.studio.render.grid import Warp
    from nemo_notebook.studio.render.levels import Part
    from nemo_notebook.studio.render.mask import Mask
    from nemo_notebook.studio.render.planes import Plane, Planes

_GUIDE: Final = 1600  # pixels of the long side that show where things are
_RIM: Final = 0.03  # of the photo: how far around the mask's box some of the subject may still be


class Layers:
    """Subject and background, each moving in its own way, under a camera that moves in depth.

    Without a clear subject there is one layer, and what the subject was to do all of it does, a
    little.

    Args:
        photo: Graded pixels of shape (height, width, 3), R, G, B.
        mask: Where the subject is.
        direction: What moves.
        path: The views to come.
        focus: What they are of, as fractions of the photo.
        frame: Width and height of the clip in pixels.
    """

    def __init__(
        self,
        photo: NDArray[np.uint8],
        mask: Mask,
        direction: Direction,
        path: Path,
        focus: tuple[float, float],
        frame: tuple[int, int],
    ) -> None:
        total = len(path.x) / direction.fps
        clock = Clock.of(direction.loop, len(path.x), total)
        times, wind = Times(clock.seconds, total), Wind(direction.seed, clock.period)
        small = thumbnail(photo, _GUIDE)
        around = Surroundings(small, mask)
        figure = Figure(mask.box or WHOLE, photo.shape[1] / photo.shape[0])
        in_depth = bool((path.near > 1).any() or path.aside.any())
        lie = ground(mask, around.horizon) if in_depth or direction.background else ground(mask)
        before: list[Warp] = [Bulge(path, mask, focus)] if in_depth and mask.box else []
        before += [FigureMotion(subject, figure, times) for subject in direction.subject]
        behind: list[Warp] = [Behind(path, lie, focus)] if in_depth else []
        behind += [] if mask.box else before
        # Light on water lies where its place is seen, whatever else the water mirrors there.
        amounts = [wish.amount for wish in direction.background if wish.motion == "ripple"]
        self._glints = (
            Glints(around, max(amounts), times, path, frame, tuple(behind)) if amounts else None
        )
        behind += _motions(direction, around, times, wind, figure.aspect)
        flows = _flows(direction, around, times, wind)
        blurs = [wish.amount for wish in direction.background if wish.motion == "blur"]

        self._apart = bool(before or behind or flows or blurs)
        plate = without_subject(photo, mask) if mask.box and self._apart else photo
        if blurs:
            plate = defocused(plate, lie, max(blurs))
        levels = Levels(plate, path, frame, reach=_reach([*behind, *flows]))
        self._weights = flows[1].weight if flows else None
        self._background = [Source(levels, path, frame, [*behind, flow]) for flow in flows] or [
            Source(levels, path, frame, behind)
        ]
        self._other = planar.blank(*frame)
        self._subject = None
        if mask.box:
            near = of_subject(path, focus)
            levels = Levels(
                photo,
                near,
                frame,
                matte=Matte(mask, small),
                part=_wider(mask.box),
                reach=_reach(before),
            )
            self._subject = Source(levels, near, frame, before)

    def draw(self, index: int, planes: Planes) -> None:
        """Draws frame `index`, every pixel of it."""
        self._background[0].draw(index, planes)
        if self._weights is not None:
            weight = float(self._weights[index])
            self._background[1].draw(index, self._other)
            for plane, other in zip(planes, self._other, strict=True):
                cv2.addWeighted(plane, 1 - weight, other, weight, 0, dst=plane)
        if self._glints:
            self._glints.draw(index, planes)
        if self._subject and self._apart:
            self._subject.draw(index, planes)

    def matte(self, index: int) -> Plane | None:
        """How much of the subject there is in each pixel of frame `index`, 0 to 255.

        Returns:
            Shape (height, width) of the frame; None if there is no clear subject.
        """
        return self._subject.matte(index) if self._subject else None


def _motions(
    direction: Direction, around: Surroundings, times: Times, wind: Wind, aspect: float
) -> Iterator[Warp]:
    for wish in direction.background:
        if wish.motion == "ripple":
            yield Ripple(around, wish.amount, times, aspect)
        elif wish.motion == "sway":
            yield Foliage(around, wish.amount, times, wind, aspect)


def _flows(direction: Direction, around: Surroundings, times: Times, wind: Wind) -> list[Drift]:
    """The two flows of a sky that is to drift, which take turns."""
    amounts = [wish.amount for wish in direction.background if wish.motion == "drift"]
    return (
        [Drift(around, max(amounts), times, wind, later) for later in (0, 0.5)] if amounts else []
    )


def _wider(box: Part) -> Part:
    left, top, right, bottom = box
    return max(0, left - _RIM), max(0, top - _RIM), min(1, right + _RIM), min(1, bottom + _RIM)


def _reach(warps: Sequence[Warp]) -> float:
    return sum(warp.reach for warp in warps)
