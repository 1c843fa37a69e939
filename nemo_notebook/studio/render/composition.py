"""Where to look: which part of a photo a narrower or lower frame should keep."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.mask import Mask

_THUMB: Final = 256  # pixels of the long side
_ROUGHLY: Final = 1024  # beyond as many, pixels are left out: nothing here needs them
_UPWARDS: Final = 0.4  # heads, skylines and horizons lie above the middle more often than below
_HEAD: Final = 0.2  # of the subject's height, from its top: there is what people look at
_HEADROOM: Final = 0.08  # of the frame's height, above a head
_PULL: Final = 1.2  # how much less something counts at the photo's edge than in its middle


def focus_on(mask: Mask, view: tuple[float, float]) -> tuple[float, float] | None:
    """The place that keeps the subject in a frame: all of it if it fits, else the head first.

    Args:
        mask: Of the photo.
        view: Width and height of what the frame shows, as fractions of the photo.

    Returns:
        Fractions of the photo's width and height; None if there is no clear subject.
    """
    if mask.box is None:
        return None
    left, top, right, bottom = mask.box
    x, y = (left + right) / 2, (top + bottom) / 2
    if right - left > view[0]:
        side = len(mask.cover)
        upper = mask.cover[round(top * side) : math.ceil((top + _HEAD * (bottom - top)) * side)]
        across = upper.sum(axis=0, dtype=np.float64)
        x = float(across @ (np.arange(side) + 0.5) / side / max(across.sum(), 1))
    if bottom - top > view[1] * (1 - _HEADROOM):
        y = top + (0.5 - _HEADROOM) * view[1]
    return x, y


def focus(photo: NDArray[np.uint8]) -> tuple[float, float]:
    """The place to look at where no subject is known, as fractions of width and height.

    Across, it is the median of what is sharp: cameras are focused on what matters, and backgrounds
    are blurred or plain. Down, sharpness says little (ground is as sharp as faces), so it is a
    little above the middle.

    Args:
        photo: Pixels of shape (height, width, 3), R, G, B.
    """
    step = max(1, max(photo.shape) // _ROUGHLY)
    photo = photo[::step, ::step]
    height, width = photo.shape[:2]
    scale = _THUMB / max(width, height)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    gray = cv2.cvtColor(
        cv2.resize(photo.copy(), size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY
    )
    fine = gray.astype(np.float32)
    detail = np.abs(fine - cv2.GaussianBlur(fine, (0, 0), 1))
    # Cubed, one sharp thing outweighs much that is half sharp; the constant is for plain photos.
    weight = (np.asarray(cv2.GaussianBlur(detail, (0, 0), 16), np.float64) ** 3 + 1e-3).sum(axis=0)
    place = (np.arange(len(weight)) + 0.5) / len(weight)
    total = np.cumsum(weight * np.exp(-_PULL * np.abs(place - 0.5)))
    return float(np.interp(total[-1] / 2, total, place)), _UPWARDS
