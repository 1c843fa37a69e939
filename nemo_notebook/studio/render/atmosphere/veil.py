"""Soft things as wide as the frame: made coarsely, laid over every pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.planes import Plane, Planes

    Cover = NDArray[np.float32]

COARSE: Final = 8  # pixels of a frame for one of a cover


def coarse(size: tuple[int, int]) -> tuple[int, int]:
    """Width and height of a cover for a frame."""
    return -(-size[0] // COARSE), -(-size[1] // COARSE)


def lay(
    planes: Planes,
    cover: tuple[Cover, Cover],
    ink: tuple[Cover, Cover, Cover],
) -> None:
    """Lays a veil over a frame.

    Args:
        planes: The frame.
        cover: How much of its light and of its colour is covered, 0 to 1, each of coarse shape.
        ink: Y, U and V of the veil, likewise.
    """
    light, colour = cover
    for plane, share, tone in zip(planes, (light, colour, colour), ink, strict=True):
        size = plane.shape[::-1]
        kept, paint = _wide(255 - 255 * share, size), _wide(share * tone, size)
        cv2.add(cv2.multiply(plane, kept, dst=plane, scale=1 / 255), paint, dst=plane)


def lay_around(
    planes: Planes,
    behind: Cover,
    before: Cover,
    ink: tuple[float, float, float],
    matte: Plane | None,
) -> None:
    """Lays a veil of one colour behind and before the subject of a frame.

    Args:
        planes: The frame.
        behind: How much is covered by what is behind the subject, 0 to 1, of coarse shape.
        before: How much by what is before it.
        ink: Y, U and V of the veil.
        matte: How much of the subject there is in each pixel of luma, 0 to 255; or None.
    """
    half = planes[1].shape[::-1]
    if matte is None:
        clear = _wide(255 * (1 - behind) * (1 - before), half)
    else:
        # As fine as the chroma is: where a veil begins nobody sees a pixel.
        room = cv2.bitwise_not(cv2.resize(matte, half, interpolation=cv2.INTER_AREA))
        hidden = cv2.multiply(_wide(255 * behind, half), room, scale=1 / 255)
        clear = cv2.multiply(
            cv2.bitwise_not(hidden), _wide(255 - 255 * before, half), scale=1 / 255
        )
    for plane, tone in zip(planes, ink, strict=True):
        kept = clear
        if plane.shape[::-1] != half:
            kept = cv2.resize(clear, plane.shape[::-1], interpolation=cv2.INTER_LINEAR)
        paint = cv2.convertScaleAbs(kept, alpha=-tone / 255, beta=tone)
        cv2.add(cv2.multiply(plane, kept, dst=plane, scale=1 / 255), paint, dst=plane)


def _wide(values: Cover, size: tuple[int, int]) -> cv2.typing.MatLike:
    small = np.rint(values).astype(np.uint8)
    return cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)
