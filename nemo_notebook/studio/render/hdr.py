"""Pictures of high dynamic range, as telephones record them, brought to an ordinary screen.

Recommendation ITU-R BT.2100: hybrid log-gamma (table 5) and perceptual quantizer (table 4). What is
as bright as white paper (203 cd/m², Report BT.2408) and darker keeps its place; lights above it are
drawn together below white instead of being cut off.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from nemo_notebook.studio.render.lut import RgbTable
from nemo_notebook.studio.render.oklab import encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PQ: Final = 16
HLG: Final = 18
"""Transfer characteristics as ITU-T H.273 numbers them."""

_PAPER: Final = 203.0  # cd/m²
_HLG_PEAK: Final = 1000.0
_KNEE: Final = 0.7  # of paper white: what is brighter gives way
_LUMINANCE: Final = np.array([0.2627, 0.6780, 0.0593])  # of BT.2020's primaries
# From BT.2020's primaries to BT.709's, Report BT.2407, 2.2.
_TO_709: Final = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
)


def table(transfer: int) -> RgbTable | None:
    """What brings R, G and B of a transfer characteristic to sRGB; None for ordinary pictures."""
    return _table(transfer) if transfer in _LIGHT else None


@lru_cache(2)
def _table(transfer: int) -> RgbTable:
    return RgbTable(lambda rgb: _shown(_LIGHT[transfer](rgb) / _PAPER))


def _shown(light: Floats) -> Floats:
    """Light, 1 for paper white, as sRGB; all channels give way alike, so that hues stay."""
    highest = np.maximum(light.max(axis=-1, keepdims=True), 1e-9)
    over = np.maximum(highest - _KNEE, 0) / (1 - _KNEE)
    lower = np.where(highest > _KNEE, _KNEE + (1 - _KNEE) * (1 - np.exp(-over)), highest)
    narrow = (light * lower / highest) @ _TO_709.T
    return encoded(np.clip(narrow, 0, 1))


def _hlg_light(signal: Floats) -> Floats:
    """In cd/m² on a screen of 1000 cd/m²."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)  # noqa: PLR2004 - where BT.2100 has its bend
    luminance = np.maximum(scene @ _LUMINANCE, 1e-9)[..., None]
    return np.asarray(_HLG_PEAK * luminance**0.2 * scene)


def _pq_light(signal: Floats) -> Floats:
    """In cd/m²."""
    m1, m2 = 2610 / 16384, 2523 / 4096 * 128
    c1, c2, c3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
    power = signal ** (1 / m2)
    return np.asarray(10_000 * (np.maximum(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1))


_LIGHT: Final[Mapping[int, Callable[[Floats], Floats]]] = {PQ: _pq_light, HLG: _hlg_light}
