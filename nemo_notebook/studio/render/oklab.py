"""Colours as the eye sees them: lightness, and two axes of colour.

Oklab is Björn Ottosson's, https://bottosson.github.io/posts/oklab/ (public domain): equal steps
look equal, and a change of lightness or colourfulness leaves the hue where it is. The transfer
function is sRGB's, IEC 61966-2-1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_TO_CONES: Final = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB: Final = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_CONES: Final = np.linalg.inv(_TO_CONES)
_FROM_LAB: Final = np.linalg.inv(_TO_LAB)
_HALVINGS: Final = 10  # of the interval in which the largest displayable colourfulness is sought


def linear(encoded: Floats) -> Floats:
    """From sRGB values to light, both from 0 to 1; goes on beyond either end."""
    size = np.abs(encoded)
    light = np.where(size <= 0.04045, size / 12.92, ((size + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004
    return np.sign(encoded) * light


def encoded(light: Floats) -> Floats:
    """Light to sRGB values, both from 0 to 1; goes on beyond either end."""
    size = np.abs(light)
    value = np.where(size <= 0.0031308, size * 12.92, 1.055 * size ** (1 / 2.4) - 0.055)  # noqa: PLR2004
    return np.sign(light) * value


def from_rgb(rgb: Floats) -> Floats:
    """From sRGB, shape (..., 3), to L from 0 to 1, a (green to red) and b (blue to yellow)."""
    return np.asarray(np.cbrt(linear(rgb) @ _TO_CONES.T) @ _TO_LAB.T)


def to_rgb(lab: Floats) -> Floats:
    """Back to sRGB values from 0 to 1.

    What no screen can show keeps lightness and hue, and loses as much colour as it must.
    """
    lab = np.concatenate([lab[..., :1].clip(0, 1), lab[..., 1:]], axis=-1)
    beyond = ~_displayable(lab)
    lab[beyond] = _brought_in(lab[beyond])
    return np.clip(encoded(_light(lab)), 0, 1)


def _brought_in(lab: Floats) -> Floats:
    """Takes just enough colour from those that are beyond what can be displayed."""
    least, most = np.zeros(lab.shape[:-1]), np.ones(lab.shape[:-1])
    for _ in range(_HALVINGS):
        middle = (least + most) / 2
        fits = _displayable(_faded(lab, middle))
        least, most = np.where(fits, middle, least), np.where(fits, most, middle)
    return _faded(lab, least)


def _faded(lab: Floats, share: Floats) -> Floats:
    return np.concatenate([lab[..., :1], lab[..., 1:] * share[..., None]], axis=-1)


def _displayable(lab: Floats) -> NDArray[np.bool_]:
    light = _light(lab)
    return np.asarray(((light > -1e-4) & (light < 1 + 1e-4)).all(axis=-1))  # noqa: PLR2004


def _light(lab: Floats) -> Floats:
    return np.asarray((lab @ _FROM_LAB.T) ** 3 @ _FROM_CONES.T)
