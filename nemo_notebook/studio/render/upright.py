"""Upright views of a picture, drawn by scaling it: a third of the cost of a warp.

A scaler begins at whole pixels, and a view anywhere between them. So the scaled picture begins some
pixels before the view: so many that the view's first pixel falls, to within `_CLOSE`, on one that
is scaled, or at least to within `_CLOSE_ENOUGH`. The scale itself is exact, so errors do not add up
across the view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    from nemo_notebook.studio.render.camera import Floats
    from nemo_notebook.studio.render.planes import Plane

ROOM: Final = 128
"""Pixels of a picture beyond its views that leave enough places to begin at."""

_BEFORE: Final = np.arange(48)
_CLOSE: Final = 1 / 64  # of the picture's pixels; a warp of 8-bit planes is as exact
_CLOSE_ENOUGH: Final = 1 / 32  # of the frame's pixels


class _Stretch(NamedTuple):
    """Where scaling begins and ends in the picture, and how many of its pixels go before."""

    first: int
    end: int
    before: int


def draw(picture: Plane, matrix: Floats, target: Plane) -> bool:
    """Draws an upright view, if there is a place to begin at.

    Args:
        picture: What is seen.
        matrix: From pixels of the target to those of the picture, shape (2, 3); their centres lie
            at integers.
        target: Drawn into.

    Returns:
        Whether it was drawn.
    """
    (across, slant, left), (tilt, down, top) = matrix.tolist()
    if slant or tilt:
        return False
    (height, width), (rows, columns) = target.shape, picture.shape
    x, y = _stretch(left, across, width, columns), _stretch(top, down, height, rows)
    if x is None or y is None:
        return False
    scaled = cv2.resize(
        picture[y.first : y.end, x.first : x.end],
        None,
        fx=1 / across,
        fy=1 / down,
        interpolation=cv2.INTER_LINEAR,
    )
    np.copyto(target, scaled[y.before : y.before + height, x.before : x.before + width])
    return True


def _stretch(start: float, scale: float, length: int, available: int) -> _Stretch | None:
    """How to scale so that one of the pixels lies at `start`, and `length` follow from there."""
    exact = start + 0.5 - scale * (_BEFORE + 0.5)  # the edge of the first scaled pixel, then
    first = np.rint(exact)
    end = np.minimum(first + np.ceil((_BEFORE + length) * scale), available)
    # As the scaler counts the pixels that it makes: half of one goes to the even number.
    fits = (first >= 0) & (np.rint((end - first) * (1 / scale)) >= _BEFORE + length)
    off = np.where(fits, np.abs(exact - first), np.inf)
    close = np.flatnonzero(off <= _CLOSE)
    best = int(close[0] if len(close) else off.argmin())
    if off[best] > _CLOSE_ENOUGH * scale:
        return None
    return _Stretch(int(first[best]), int(end[best]), best)
