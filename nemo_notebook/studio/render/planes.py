"""Planar pictures: what cameras, titles and encoders share.

`Planes` are Y at full size, U and V at half size, 8 bits, BT.709, limited range: a yuv420p frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from nemo_notebook.studio.render.strips import each_strip

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Plane = NDArray[np.uint8]
    Planes = tuple[Plane, Plane, Plane]

# ITU-R BT.709, item 3 (coefficients) and item 4 (limited range); rows Y, U, V over R, G, B.
_KR, _KG, _KB = 0.2126, 0.7152, 0.0722
_FULL_RANGE: Final = np.array(
    [
        [_KR, _KG, _KB],
        [-0.5 * _KR / (1 - _KB), -0.5 * _KG / (1 - _KB), 0.5],
        [0.5, -0.5 * _KG / (1 - _KR), -0.5 * _KB / (1 - _KR)],
    ]
)
_TO_YUV: Final = np.hstack(
    [_FULL_RANGE * [[219 / 255], [224 / 255], [224 / 255]], [[16], [128], [128]]]
)
_TO_RGB: Final = np.hstack([inverse := np.linalg.inv(_TO_YUV[:, :3]), -inverse @ _TO_YUV[:, 3:]])


def from_rgb(rgb: NDArray[np.uint8]) -> Planes:
    """Converts a picture of even width and height; chroma is the mean of 2 × 2 pixels."""
    height, width = rgb.shape[:2]
    planes = blank(width, height)

    def convert(top: int, bottom: int) -> None:
        y, u, v = cv2.split(cv2.transform(rgb[top:bottom], _TO_YUV))
        planes[0][top:bottom] = y
        for plane, full in zip(planes[1:], (u, v), strict=True):
            part = plane[top // 2 : bottom // 2]
            cv2.resize(full, part.shape[::-1], dst=part, interpolation=cv2.INTER_AREA)

    each_strip(height, convert)
    return planes


def to_rgb(planes: Planes) -> NDArray[np.uint8]:
    """Converts back, to shape (height, width, 3)."""
    y, u, v = planes
    size = (y.shape[1], y.shape[0])
    chroma = [cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR) for plane in (u, v)]
    return np.asarray(cv2.transform(cv2.merge([y, *chroma]), _TO_RGB), np.uint8)


def encode(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """R, G and B from 0 to 1 of shape (..., 3) to Y, U and V as they stand in planes, unrounded."""
    return np.asarray(rgb * 255 @ _TO_YUV[:, :3].T + _TO_YUV[:, 3])


def decode(yuv: NDArray[np.float64]) -> NDArray[np.float64]:
    """Converts back; what no R, G and B from 0 to 1 gives is beyond them."""
    return np.asarray((yuv @ _TO_RGB[:, :3].T + _TO_RGB[:, 3]) / 255)


def color(rgb: tuple[int, int, int]) -> tuple[float, float, float]:
    """Y, U and V of one colour."""
    y, u, v = _TO_YUV[:, :3] @ np.array(rgb) + _TO_YUV[:, 3]
    return float(y), float(u), float(v)


def blank(width: int, height: int) -> Planes:
    """Planes of a frame, with nothing in them."""
    half = (height // 2, width // 2)
    return np.empty((height, width), np.uint8), np.empty(half, np.uint8), np.empty(half, np.uint8)
