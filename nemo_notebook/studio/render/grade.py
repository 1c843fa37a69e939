"""Colours of the picture: a look, then fine adjustments, then the glow of a dreamy one.

A photo is graded once, before anything moves; a video's frames are graded as they come.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from nemo_notebook.studio.direction import Grade
from nemo_notebook.studio.render.looks import LOOKS, saturate
from nemo_notebook.studio.render.lut import PlanesTable, RgbTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.planes import Plane, Planes

    Floats = NDArray[np.float64]

_BRIGHTNESS_STOPS: Final = 0.8
_BLOOM_SPREADS: Final = (0.012, 0.045)  # of the short side: a veil, and a glow around lights
_BLOOM_FROM: Final = 0.35  # of white; darker things do not glow
_BLOOM: Final = 0.5
_BLOOM_COARSE: Final = 270  # pixels of the short side at which the glow is made


def apply(rgb: NDArray[np.uint8], grade: Grade) -> NDArray[np.uint8]:
    """Grades a picture of R, G and B, shape (height, width, 3), into a new one."""
    if grade == Grade():
        return rgb
    graded = _rgb_table(grade)(rgb)
    if grade.look == "dreamy":
        for channel in range(3):
            graded[..., channel] = _glowing(np.ascontiguousarray(graded[..., channel]), 0, 255)
    return graded


def apply_to_planes(planes: Planes, grade: Grade) -> None:
    """Grades the planes of one frame of a video in place."""
    if grade == Grade():
        return
    _planes_table(grade)(planes)
    if grade.look == "dreamy":
        planes[0][:] = _glowing(planes[0], 16, 235)


@lru_cache(4)
def _rgb_table(grade: Grade) -> RgbTable:
    return RgbTable(lambda rgb: _graded(rgb, grade))


@lru_cache(4)
def _planes_table(grade: Grade) -> PlanesTable:
    return PlanesTable(lambda rgb: _graded(rgb, grade))


def _graded(rgb: Floats, grade: Grade) -> Floats:
    if grade.look:
        rgb = LOOKS[grade.look](rgb)
    if grade.saturation:
        rgb = saturate(rgb, grade.saturation)
    return _toned(rgb, grade.brightness, grade.contrast)


def _toned(rgb: Floats, brightness: float, contrast: float) -> Floats:
    """A tone curve that keeps black and white where they are.

    Brightness is a gamma (at 1 the middle gains 0.8 stops); contrast bends towards a smoothstep, or
    away from it.
    """
    tone = rgb ** (2 ** (-_BRIGHTNESS_STOPS * brightness))
    return np.clip(tone + contrast * (tone * tone * (3 - 2 * tone) - tone), 0, 1)


def _glowing(plane: Plane, black: int, white: int) -> Plane:
    """Lays the lights of a plane over it, softened, as a soft-focus lens does.

    Screened: what is white already stays so, nothing burns out.
    """
    height, width = plane.shape
    scale = min(1.0, _BLOOM_COARSE / min(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(plane, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    light = ((small - black) / (white - black)).clip(0, 1)
    light *= ((light - _BLOOM_FROM) / (1 - _BLOOM_FROM)).clip(0, 1)
    glow = sum(
        cv2.GaussianBlur(light, (0, 0), max(0.5, spread * min(size))) for spread in _BLOOM_SPREADS
    )
    glow = np.asarray(glow * np.float32(_BLOOM / len(_BLOOM_SPREADS) * 255))
    veil = cv2.resize(
        glow.clip(0, 255).astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR
    )
    room = cv2.subtract(np.full_like(plane, white), plane)
    return np.asarray(cv2.add(plane, cv2.multiply(room, veil, scale=1 / 255)), np.uint8)
