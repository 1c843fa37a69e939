"""Small soft shapes put on a canvas, hundreds at once, anywhere between the pixels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nemo_notebook.studio.render.atmosphere.canvas import Canvas

    Floats = NDArray[np.float64]
    Shape = Callable[[Floats, Floats], Floats]
    """How much is covered, 0 to 1, at so many pixels to the right of the middle and below."""

_SMALL: Final = 225  # pixels of a shape's box: up to as many, all marks are put at once
_MIDDLE: Final = 3000  # up to as many, it is kept at every quarter of a pixel
_STEP: Final = 0.3  # pixels by which shapes that grow are larger, one than the one before it
_LEAST_STEP: Final = 0.03  # as a share of it
_LEAST: Final = 1 / 300  # what is weaker is left out
_WARP: Final = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP


class Marks(NamedTuple):
    """Where shapes go: pixels from the left and the top, and how strong, each of shape (n,)."""

    x: Floats
    y: Floats
    strength: Floats


class Stamp:
    """A shape that can be put anywhere between the pixels. Where two meet, the stronger is seen.

    Args:
        shape: What it looks like.
        reach: How far it goes from its middle, in pixels.
    """

    def __init__(self, shape: Shape, reach: float) -> None:
        self._shape, self._far = shape, reach
        self._grown: dict[int, Stamp] = {}
        self.reach = math.ceil(reach) + 1
        side = 2 * self.reach + 1
        self._phases = 8 if side**2 <= _SMALL else 4 if side**2 <= _MIDDLE else 1
        y, x = np.mgrid[-self.reach : self.reach + 1, -self.reach : self.reach + 1].astype(float)
        between = (np.arange(self._phases) + 0.5) / self._phases if self._phases > 1 else (0.0,)
        covers = [_covered(shape, x - right, y - below) for below in between for right in between]
        self._covers = np.rint(255 * np.stack(covers)).clip(0, 255).astype(np.uint8)
        kept = np.flatnonzero(self._covers.any(axis=0))
        self._where = y.ravel()[kept].astype(np.intp), x.ravel()[kept].astype(np.intp)
        self._values = self._covers.reshape(len(covers), -1)[:, kept]

    def grown(self, scale: float) -> Stamp:
        """The same shape so many times as large, in steps too small to be seen."""
        step = max(_LEAST_STEP, _STEP / self._far)
        number = round(math.log(scale) / step)
        if not number:
            return self
        if number not in self._grown:
            factor, shape = math.exp(number * step), self._shape
            self._grown[number] = Stamp(
                lambda x, y: shape(x / factor, y / factor), self._far * factor
            )
        return self._grown[number]

    def put(self, canvas: Canvas, marks: Marks) -> None:
        """Puts it on a canvas, once for every mark; what is beyond the margin is left out."""
        height, width = canvas.cover.shape
        x, y = marks.x + canvas.margin, marks.y + canvas.margin
        near = (x >= self.reach) & (x < width - self.reach - 1) & (marks.strength > _LEAST)
        near &= (y >= self.reach) & (y < height - self.reach - 1)
        x, y, strength = x[near], y[near], marks.strength[near]
        if self._covers[0].size <= _SMALL:
            self._put_all(canvas, x, y, strength)
        else:
            for mark in zip(x.tolist(), y.tolist(), strength.tolist(), strict=True):
                self._put(canvas, *mark)

    def _put_all(self, canvas: Canvas, x: Floats, y: Floats, strength: Floats) -> None:
        left, top = x.astype(np.intp), y.astype(np.intp)
        phase = ((y - top) * self._phases).astype(np.intp) * self._phases
        phase += ((x - left) * self._phases).astype(np.intp)
        pixels, width = canvas.cover.reshape(-1), canvas.cover.shape[1]
        where = (top * width + left)[:, None] + (self._where[0] * width + self._where[1])
        share = np.rint(256 * strength).astype(np.uint16)[:, None]
        values = (self._values[phase] * share >> 8).astype(np.uint8)
        pixels[where] = np.maximum(pixels[where], values)

    def _put(self, canvas: Canvas, x: float, y: float, strength: float) -> None:
        left, top = int(x), int(y)
        rows = slice(top - self.reach, top + self.reach + 1)
        part = canvas.cover[rows, left - self.reach : left + self.reach + 1]
        right, below = x - left, y - top
        if self._phases > 1:
            number = int(below * self._phases) * self._phases + int(right * self._phases)
            cover = self._covers[number]
        else:
            matrix = np.array([[1, 0, -right], [0, 1, -below]])
            cover = np.asarray(
                cv2.warpAffine(self._covers[0], matrix, part.shape[::-1], flags=_WARP)
            )
        cv2.max(part, cv2.convertScaleAbs(cover, alpha=strength), dst=part)


def _covered(shape: Shape, x: Floats, y: Floats) -> Floats:
    """What a shape covers of pixels, seen at four places of each."""
    quarters = [(a / 4, b / 4) for a in (-1, 1) for b in (-1, 1)]
    return np.asarray(np.mean([shape(x + right, y + below) for right, below in quarters], axis=0))
