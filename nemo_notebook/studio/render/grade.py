"""Colours of the photo, changed once before anything moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import Grade, Look

    Pixels = NDArray[np.uint8]

_BRIGHTNESS_STOPS: Final = 0.8
_BW_CONTRAST: Final = 0.35


def black_and_white(rgb: Pixels) -> Pixels:
    """Gray with a gentle S-curve.

    The mix is Rec. 601's: heavier in red and blue than BT.709's luma, it parts foliage from skin
    and sky from cloud, as panchromatic film does.
    """
    gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    return _pixels(cv2.merge([cv2.LUT(gray, _curve(0, _BW_CONTRAST))] * 3))


LOOKS: Final[Mapping[Look, Callable[[Pixels], Pixels]]] = {"bw": black_and_white}


def apply(rgb: Pixels, grade: Grade) -> Pixels:
    """Grades a picture of shape (height, width, 3); a look not in `LOOKS` changes nothing."""
    look = LOOKS.get(grade.look) if grade.look else None
    if look:
        rgb = look(rgb)
    if grade.saturation:
        gray = cv2.merge([cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)] * 3)
        rgb = _pixels(cv2.addWeighted(rgb, 1 + grade.saturation, gray, -grade.saturation, 0))
    if grade.brightness or grade.contrast:
        rgb = _pixels(cv2.LUT(rgb, _curve(grade.brightness, grade.contrast)))
    return rgb


def _curve(brightness: float, contrast: float) -> Pixels:
    """A tone curve of 256 values that keeps black and white where they are.

    Brightness is a gamma (at 1 the middle gains 0.8 stops); contrast bends towards a smoothstep, or
    away from it.
    """
    tone = np.linspace(0, 1, 256) ** (2 ** (-_BRIGHTNESS_STOPS * brightness))
    tone += contrast * (tone * tone * (3 - 2 * tone) - tone)
    return np.rint(tone * 255).clip(0, 255).astype(np.uint8)


def _pixels(matrix: cv2.typing.MatLike) -> Pixels:
    return np.asarray(matrix, np.uint8)
