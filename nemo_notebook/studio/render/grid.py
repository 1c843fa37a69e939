"""Coarse grids: where each pixel of a frame is looked up, worked out at a few places only.

A field that bends a picture is smooth, so it is known well enough at every few pixels; between them
it is interpolated, which costs less than a tenth of working it out everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_Number = TypeVar("_Number", np.float32, np.uint8)


class Warp(Protocol):
    """Something that bends a picture.

    Attributes:
        reach: How far off a place may be looked up at most, as a fraction of the photo's sides.
        pitch: Pixels of a frame of 1080 lines, across and down, over which it is smooth.
    """

    reach: float
    pitch: tuple[int, int]

    def __call__(self, index: int, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where in the photo to look in frame `index` for what belongs to a place in it.

        Args:
            index: The frame.
            x: From the left, as fractions of the photo, shape (rows, columns).
            y: From the top, likewise.
        """


class Box(NamedTuple):
    """A part of a frame in pixels, its sides even, so that it is a part of the chroma, too."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def empty(self) -> bool:
        """Whether nothing lies inside."""
        return self.right <= self.left or self.bottom <= self.top

    def of(self, plane: NDArray[np.uint8], step: int) -> NDArray[np.uint8]:
        """This part of a plane that has every `step`th row and column of the frame."""
        rows = slice(self.top // step, self.bottom // step)
        return plane[rows, self.left // step : self.right // step]


class Grid:
    """Places over a part of a frame, `pitch` pixels apart, with one more all around.

    Args:
        box: The part.
        pitch: Even numbers of pixels, across and down.
    """

    def __init__(self, box: Box, pitch: tuple[int, int]) -> None:
        self._box, self._pitch = box, pitch
        width, height = box.right - box.left, box.bottom - box.top
        columns, rows = -(-width // pitch[0]) + 2, -(-height // pitch[1]) + 2
        x = box.left + (np.arange(columns) - 1) * pitch[0] + (pitch[0] - 1) / 2
        y = box.top + (np.arange(rows) - 1) * pitch[1] + (pitch[1] - 1) / 2
        self.x, self.y = x.astype(np.float32)[None], y.astype(np.float32)[:, None]

    def rows(self, moved: NDArray[np.bool_]) -> Box:
        """The rows of the part near which a place has moved."""
        found = np.flatnonzero(moved.any(axis=1))
        if not len(found):
            return self._box._replace(bottom=self._box.top)
        step, top = self._pitch[1], self._box.top
        first, last = top + (found[0] - 2) * step, top + (found[-1] + 1) * step
        return self._box._replace(
            top=min(max(first, top), self._box.bottom), bottom=min(last, self._box.bottom)
        )

    def spread(self, values: NDArray[_Number], box: Box, halves: int) -> NDArray[_Number]:
        """Values of the places to those of every pixel.

        Args:
            values: Shape (rows, columns).
            box: Of the whole part, or rows of it.
            halves: 1 for pixels of luma, 2 for those in the middle of 2 × 2.
        """
        across, down = self._pitch[0] // halves, self._pitch[1] // halves
        step, top = self._pitch[1], self._box.top
        # Only the rows of places that the box needs, one more on either side.
        first = (box.top - top) // step
        last = -(-(box.bottom - top) // step) + 2
        part = values[first:last]
        size = (part.shape[1] * across, part.shape[0] * down)
        whole = cv2.resize(part, size, interpolation=cv2.INTER_LINEAR)
        skip = down + (box.top - top - first * step) // halves
        height, width = (box.bottom - box.top) // halves, (box.right - box.left) // halves
        return np.asarray(whole[skip : skip + height, across : across + width], values.dtype)


def at(values: Floats, x: Floats, y: Floats) -> Floats:
    """Values of a map that covers the photo, at some places of it, in fractions."""
    rows, columns = values.shape
    return np.asarray(
        cv2.remap(
            values,
            x * np.float32(columns) - np.float32(0.5),
            y * np.float32(rows) - np.float32(0.5),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.float32,
    )
