"""How a camera goes through the air: what is near shifts and grows more than what is far.

What is in the air stays where it is in the scene. So the air at each distance is as wide as all
that the camera will ever see of it there, and a frame shows a part: nothing begins or ends in sight
that would not without a camera, and where that comes back all is as before.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.camera import Path

    Floats = NDArray[np.float64]

_OF_ZOOM: Final = 0.5  # power of a zoom with which particles grow: all of it would make them blots


@dataclass(frozen=True, slots=True)
class Room:
    """The air at one distance, as far as it is ever in sight.

    Attributes:
        size: Its width and height, in pixels.
        frame: Those of the frames.
        left: Of the frames' middle, where the middle of a view is in it, shape (frames,).
        top: Likewise.
        scale: How many times as large what is in it is seen, 1 at least, shape (frames,).
        angle: How far the view is turned clockwise, in radians, shape (frames,).
    """

    size: tuple[int, int]
    frame: tuple[int, int]
    left: Floats
    top: Floats
    scale: Floats
    angle: Floats

    def seen(self, index: int, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where in frame `index` places in the room are, in pixels."""
        across, down = self.way(index, x - self.left[index], y - self.top[index])
        return self.frame[0] / 2 + across, self.frame[1] / 2 + down

    def way(self, index: int, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """How a way through the room, to the right and down, goes in frame `index`, in pixels."""
        return _turned(self.scale[index] * x, self.scale[index] * y, self.angle[index])


@dataclass(frozen=True, slots=True)
class Travel:
    """The way of a camera.

    Attributes:
        frame: Width and height of the frames in pixels.
        x: How far it is to the right of the middle of its way, in pixels of the widest view, shape
            (frames,).
        y: How far below it, likewise.
        zoom: How much it magnifies, 1 at least.
        near: How many times as much what is near has grown as what is far.
        aside: How far the far has gone to the left behind the subject, in pixels.
        angle: How far it is turned clockwise, in radians.
    """

    frame: tuple[int, int]
    x: Floats
    y: Floats
    zoom: Floats
    near: Floats
    aside: Floats
    angle: Floats

    @classmethod
    def of(cls, path: Path, frame: tuple[int, int]) -> Self:
        """The way of a camera that shows views of a photo."""
        width, height = path.width.max(), path.height.max()
        return cls(
            frame,
            _centred(path.x) / width * frame[0],
            _centred(path.y) / height * frame[1],
            width / path.width,
            path.near,
            path.aside * frame[0],
            path.angle,
        )

    @classmethod
    def none(cls, frames: int, frame: tuple[int, int]) -> Self:
        """A camera that stays where it is."""
        zero, one = np.zeros(frames), np.ones(frames)
        return cls(frame, zero, zero, one, one, zero, zero)

    @property
    def upright(self) -> tuple[Floats, Floats]:
        """Width and height of the upright boxes around turned frames, in pixels."""
        (width, height), angle = self.frame, self.angle
        cosine, sine = np.abs(np.cos(angle)), np.abs(np.sin(angle))
        return width * cosine + height * sine, width * sine + height * cosine

    def shift(self, index: int, nearness: float) -> tuple[float, float]:
        """How far to the right and below what is at a distance is in frame `index`, in pixels.

        Before the view is turned, that is.
        """
        across, down, scale = self._at(nearness)
        return float(-across[index] * scale[index]), float(-down[index] * scale[index])

    def room(self, nearness: float) -> Room:
        """The air at one distance.

        Args:
            nearness: 0 is as far as can be, 1 where the subject is, and nearer is more.
        """
        across, down, scale = self._at(nearness)
        width, height = self.upright
        left, right = _reached(across, width / 2 / scale)
        top, bottom = _reached(down, height / 2 / scale)
        size = (right - left, bottom - top)
        return Room(size, self.frame, across - left, down - top, scale, self.angle)

    def _at(self, nearness: float) -> tuple[Floats, Floats, Floats]:
        """Where the middle of the view is at a distance, and how much it is magnified."""
        across = nearness * self.x + (1 - nearness) * self.aside
        return across, nearness * self.y, self.zoom**_OF_ZOOM * self.near**nearness


def _turned(x: Floats, y: Floats, angle: Floats) -> tuple[Floats, Floats]:
    """Ways in the air as a view sees them that is turned clockwise."""
    cosine, sine = np.cos(angle), np.sin(angle)
    return x * cosine + y * sine, y * cosine - x * sine


def _centred(way: Floats) -> Floats:
    return np.asarray(way - (way.min() + way.max()) / 2)


def _reached(middle: Floats, half: Floats) -> tuple[int, int]:
    """From where to where views go, in whole pixels."""
    return math.floor((middle - half).min() + 1e-6), math.ceil((middle + half).max() - 1e-6)
