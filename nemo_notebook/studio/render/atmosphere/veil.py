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
    ink: tuple[Cover | float, Cover | float, Cover | float],
    matte: Plane | None = None,
) -> None:
    """Lays a veil over a frame.

    Args:
        planes: The frame.
        cover: How much of its light and of its colour is covered, 0 to 1, each of coarse shape.
        ink: Y, U and V of the veil.
        matte: How much there is in each pixel of luma of what it is behind, 0 to 255, if anything.
    """
    light, colour = cover
    for plane, share, tone in zip(planes, (light, colour, colour), ink, strict=True):
        _lay(plane, share, share * tone, matte)


def _lay(plane: Plane, cover: Cover, paint: Cover, matte: Plane | None) -> None:
    size = plane.shape[::-1]
    wide = [
        cv2.resize(np.rint(values).astype(np.uint8), size, interpolation=cv2.INTER_LINEAR)
        for values in (255 - 255 * cover, paint)
    ]
    if matte is None:
        cv2.add(cv2.multiply(plane, wide[0], dst=plane, scale=1 / 255), wide[1], dst=plane)
        return
    veiled = cv2.add(cv2.multiply(plane, wide[0], scale=1 / 255), wide[1])
    if matte.shape != plane.shape:
        matte = np.asarray(cv2.resize(matte, size, interpolation=cv2.INTER_AREA), np.uint8)
    before = cv2.multiply(plane, matte, scale=1 / 255)
    cv2.add(cv2.multiply(veiled, cv2.bitwise_not(matte), scale=1 / 255), before, dst=plane)
