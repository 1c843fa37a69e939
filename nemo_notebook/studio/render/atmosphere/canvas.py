"""Where particles of one colour are put together before they are laid over a frame, all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nemo_notebook.studio.render.planes import Plane, Planes

    Floats = NDArray[np.float64]

_HALVES: Final = cv2.INTER_AREA


class Canvas:
    """How much of each pixel of a frame is covered, 0 to 255, with a margin all around.

    Args:
        size: Width and height of the frames in pixels.
        margin: Pixels around the frame in which particles may lie.
        ink: Y, U and V of what covers it.
        colour: How much of a pixel's colour is covered where so much of its light is, both 0 to 1.
    """

    def __init__(
        self,
        size: tuple[int, int],
        margin: int,
        ink: tuple[float, float, float],
        colour: Callable[[Floats], Floats] | None = None,
    ) -> None:
        self.margin = margin
        self.cover = np.zeros((size[1] + 2 * margin, size[0] + 2 * margin), np.uint8)
        self._inside = self.cover[margin : margin + size[1], margin : margin + size[0]]
        share = np.arange(256) / 255
        curve = share if colour is None else colour(share)
        self._colour = np.rint(255 * curve).clip(0, 255).astype(np.uint8)
        self._light = np.full(self._inside.shape, round(ink[0]), np.uint8)
        self._inks = [np.rint(share * tone).astype(np.uint8) for tone in ink[1:]]

    def clear(self) -> None:
        """Takes everything away."""
        self.cover[...] = 0

    def hide(self, matte: Plane) -> None:
        """Takes away what is behind the subject.

        Args:
            matte: How much of the subject there is in each pixel of luma, 0 to 255.
        """
        cv2.multiply(self._inside, cv2.bitwise_not(matte), dst=self._inside, scale=1 / 255)

    def lay(self, planes: Planes) -> None:
        """Lays it over a frame; it makes nothing darker than it was."""
        luma, chroma = planes[0], planes[1:]
        room = cv2.subtract(self._light, luma)
        cv2.add(luma, cv2.multiply(room, self._inside, scale=1 / 255), dst=luma)
        half = chroma[0].shape[::-1]
        cover = cv2.LUT(cv2.resize(self._inside, half, interpolation=_HALVES), self._colour)
        kept = cv2.bitwise_not(cover)
        for plane, ink in zip(chroma, self._inks, strict=True):
            cv2.add(cv2.multiply(plane, kept, scale=1 / 255), cv2.LUT(cover, ink), dst=plane)
