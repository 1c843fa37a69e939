"""What all kinds of particles have in common: the frame they fly through, and what they are."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from nemo_notebook.studio.render import grade as colours
from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render.atmosphere.canvas import Canvas
from nemo_notebook.studio.render.atmosphere.stamp import Marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import Grade
    from nemo_notebook.studio.render.atmosphere.stamp import Shape, Stamp
    from nemo_notebook.studio.render.atmosphere.travel import Room, Travel
    from nemo_notebook.studio.render.planes import Plane, Planes
    from nemo_notebook.studio.render.wind import Wind

    Floats = NDArray[np.float64]

_WHITE: Final = 235.0  # luma
_LINES: Final = 1080  # of the frame for which sizes and speeds are given
_PIXELS: Final = 1920 * 1080  # of the frame for which numbers are given


@dataclass(frozen=True)
class Air:
    """The room between photo and lens.

    Attributes:
        travel: Of the camera through it.
        period: Seconds after which the clip must be as at first, if it must.
        wind: What blows in it.
        grade: What happened to the photo's colours, and happens to those of particles.
        random: Decides where everything is.
        nearness: How near the part of it is that is meant; 1 is where the subject is.
    """

    travel: Travel
    period: float | None
    wind: Wind
    grade: Grade
    random: np.random.Generator
    nearness: float = 1.0

    def near(self, size: float) -> Air:
        """The part of it where what has one size beside the subject looks `size` times as large.

        Sizes are wider apart than distances are: large flakes are large, and not only near.
        """
        return replace(self, nearness=math.sqrt(size))

    @cached_property
    def room(self) -> Room:
        """All of the meant part that is ever in sight."""
        return self.travel.room(self.nearness)

    @property
    def frame(self) -> tuple[int, int]:
        """Width and height of the frames in pixels."""
        return self.travel.frame

    @cached_property
    def unit(self) -> float:
        """Pixels of this frame for one of a frame of 1080 lines."""
        return min(self.frame) / _LINES

    def count(self, full: float) -> int:
        """How many there are where a frame of 1920 × 1080 would have so many, at least one."""
        width, height = self.room.size
        area = width * height / self.unit**2
        return max(1, round(full * area / _PIXELS))

    def light(self, red: int, green: int, blue: int) -> tuple[float, float, float]:
        """Y, U and V of what shines in a colour, graded: the colour shows in how it fades."""
        return _WHITE, *self.ink(red, green, blue)[1:]

    def ink(self, red: int, green: int, blue: int) -> tuple[float, float, float]:
        """Y, U and V of a colour, graded."""
        pixel = np.array([[[red, green, blue]]], np.uint8)
        r, g, b = (int(value) for value in colours.apply(pixel, self.grade)[0, 0])
        return planar.color((r, g, b))


class Moment(NamedTuple):
    """A frame's number, and the time that it is then in seconds."""

    frame: int
    seconds: float


class Swarm(NamedTuple):
    """Particles that look alike and are about as far away.

    Attributes:
        put: Puts them on a canvas as they are seen at a moment.
        reach: How far each goes from its middle, in pixels.
        behind: Whether they are farther away than the subject.
    """

    put: Callable[[Canvas, Moment], None]
    reach: int
    behind: bool


def stamped(air: Air, stamp: Stamp, marks: Callable[[float], Marks], *, behind: bool) -> Swarm:
    """Particles of one shape that are at `marks` in a part of the air at a time in seconds."""
    room = air.room

    def put(canvas: Canvas, moment: Moment) -> None:
        x, y, strength = marks(moment.seconds)
        stamp.grown(float(room.scale[moment.frame])).put(
            canvas, Marks(*room.seen(moment.frame, x, y), strength)
        )

    return Swarm(put, stamp.grown(float(room.scale.max())).reach, behind)


class Particles:
    """All particles of one kind.

    Args:
        swarms: Those at each distance.
        size: Width and height of the frames in pixels.
        ink: Y, U and V of them.
        colour: How much of a pixel's colour they cover where so much of its light, both 0 to 1.
    """

    def __init__(
        self,
        swarms: Iterable[Swarm],
        size: tuple[int, int],
        ink: tuple[float, float, float],
        colour: Callable[[Floats], Floats] | None = None,
    ) -> None:
        every = tuple(swarms)
        self._behind = [swarm for swarm in every if swarm.behind]
        self._before = [swarm for swarm in every if not swarm.behind]
        # What is in sight at all must fit on the canvas.
        margin = 2 * max(swarm.reach for swarm in every) + 2
        self._canvas = Canvas(size, margin, ink, colour)

    def draw(self, moment: Moment, planes: Planes, matte: Plane | None) -> None:
        """Draws them over a frame as they are at a moment.

        Args:
            moment: Which frame, and when.
            planes: The frame.
            matte: How much of the subject there is in each pixel of luma, 0 to 255; or None.
        """
        self._canvas.clear()
        for swarm in self._behind:
            swarm.put(self._canvas, moment)
        if matte is not None:
            self._canvas.hide(matte)
        for swarm in self._before:
            swarm.put(self._canvas, moment)
        self._canvas.lay(planes)


def disc(radius: float, softness: float) -> Shape:
    """A round thing whose edge is as soft as its radius (1) or sharp (0)."""
    inner = radius * (1 - softness)

    def cover(x: Floats, y: Floats) -> Floats:
        out = ((np.hypot(x, y) - inner) / max(radius - inner, 0.7)).clip(0, 1)
        return np.asarray(1 - out * out * (3 - 2 * out))

    return cover


def spark(radius: float, spread: float, strength: float) -> tuple[Shape, float]:
    """A small light and the glow around it.

    Args:
        radius: Of the light, in pixels.
        spread: How many times as wide the glow is.
        strength: Of the glow.

    Returns:
        The shape, and how far it goes.
    """
    core, halo = max(0.55 * radius, 0.65), max(spread * radius / 2, 1.0)
    reach = 2.6 * halo

    def cover(x: Floats, y: Floats) -> Floats:
        out = np.hypot(x, y)
        fading = strength * np.exp(-out / (0.55 * halo)) * (1 - out / reach).clip(0, 1)
        return np.asarray(np.maximum(np.exp(-((out / core) ** 2) / 2), fading))

    return cover, reach


def wrapped(place: Floats, margin: float, side: float) -> Floats:
    """Brings places back to the other side of the frame, once they are a margin beyond it."""
    return np.asarray((place + margin) % (side + 2 * margin) - margin)
