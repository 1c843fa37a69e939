"""What the looks do to a colour. Pure arithmetic over colours of shape (..., 3), sRGB from 0 to 1.

They work on lightness, colourfulness and hue in Oklab, and hold back where a colour may be skin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from nemo_notebook.studio.render import oklab

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import Look

    Floats = NDArray[np.float64]

# Skin of every complexion has about one hue; what differs is how light it is. Degrees in Oklab.
_SKIN_HUE: Final = 52.0
_SKIN_SURE, _SKIN_LIMIT = 18.0, 40.0
_TEAL, _ORANGE = 205.0, 58.0
_NEAR: Final = 0.01


def skin(lab: Floats) -> Floats:
    """How likely each colour is skin, from 0 to 1, shape (...)."""
    colour, hue = np.hypot(lab[..., 1], lab[..., 2]), _hue(lab)
    near = 1 - _step(_SKIN_SURE, _SKIN_LIMIT, np.abs(_apart(hue, _SKIN_HUE)))
    faint, strong = _step(0.015, 0.045, colour), _step(0.15, 0.22, colour)
    return near * faint * (1 - strong) * _step(0.12, 0.3, lab[..., 0])


def saturate(rgb: Floats, amount: float) -> Floats:
    """Takes colour away (-1: all) or adds it (1: twice as much, skin less)."""
    lab = oklab.from_rgb(rgb)
    held = 1 - 0.6 * skin(lab) if amount > 0 else 1.0
    return oklab.to_rgb(_coloured(lab, 1 + amount * held))


def _warm(rgb: Floats) -> Floats:
    lab = oklab.from_rgb(rgb)
    lab = _tinted(lab, 64, 0.04 * _step(-0.1, 0.75, lab[..., 0]), protect=0.45)
    return oklab.to_rgb(_contrast(_coloured(lab, 1.06), 0.08))


def _cool(rgb: Floats) -> Floats:
    lab = oklab.from_rgb(rgb)
    lab = _tinted(lab, 242, 0.045 * _step(-0.3, 0.5, lab[..., 0]), protect=0.5)
    return oklab.to_rgb(_contrast(_coloured(lab, 0.95), 0.08))


def _bw(rgb: Floats) -> Floats:
    """Gray with a gentle S-curve.

    The mix is Rec. 601's: heavier in red and blue than BT.709's luma, it parts foliage from skin
    and sky from cloud, as panchromatic film does.
    """
    gray = rgb @ [[0.299], [0.587], [0.114]]
    return np.repeat(gray + 0.35 * (_smooth(gray) - gray), 3, axis=-1)


def _sepia(rgb: Floats) -> Floats:
    """Brown shadows and cream lights, as a print has that was toned in sulphide."""
    light = oklab.from_rgb(_bw(rgb))[..., 0]
    tone = _lifted(np.stack([light, *np.zeros((2, *light.shape))], axis=-1), 0.03, 0.96)
    return oklab.to_rgb(_tinted(tone, 65, 0.07 * (4 * light * (1 - light)).clip(0) ** 0.6))


def _vintage(rgb: Floats) -> Floats:
    """An old print: no black is left, lights have yellowed, shadows gone blue, dyes have faded."""
    lab = _contrast(oklab.from_rgb(rgb), 0.2)
    lab = _coloured(lab, 0.75 + 0.1 * skin(lab))
    light = lab[..., 0]
    lab = _lifted(lab, 0.1, 0.93)
    lab = _tinted(lab, 235, 0.03 * (1 - _step(0.0, 0.6, light)), protect=0.5)
    return oklab.to_rgb(_tinted(lab, 88, 0.045 * _step(0.25, 1.0, light), protect=0.3))


def _cinematic(rgb: Floats) -> Floats:
    """Teal shadows and orange lights around skin that is left alone, in soft contrast."""
    lab = _contrast(oklab.from_rgb(rgb), 0.3)
    light, hue, protected = lab[..., 0], _hue(lab), 1 - skin(lab)
    cold = 0.55 * (1 - _step(50, 100, np.abs(_apart(hue, _TEAL))))
    hot = 0.35 * (1 - _step(30, 60, np.abs(_apart(hue, _ORANGE)))) * protected
    lab = _turned(lab, cold * _apart(_TEAL, hue) + hot * _apart(_ORANGE, hue))
    lab = _coloured(lab, 1 - 0.12 * protected)
    lab = _tinted(lab, _TEAL, 0.045 * (1 - _step(0.1, 0.75, light)), protect=0.75)
    lab = _tinted(lab, _ORANGE, 0.035 * _step(0.45, 0.95, light), protect=0.75)
    return oklab.to_rgb(_lifted(lab, 0.015, 0.975))


def _vivid(rgb: Floats) -> Floats:
    """Faint colours gain the most, so that nothing burns out, and skin the least."""
    lab = _contrast(oklab.from_rgb(rgb), 0.22)
    colour = np.hypot(lab[..., 1], lab[..., 2])
    gain = (0.65 - 0.4 * _step(0.08, 0.25, colour)) * (1 - 0.7 * skin(lab))
    return oklab.to_rgb(_coloured(lab, 1 + gain))


def _muted(rgb: Floats) -> Floats:
    lab = oklab.from_rgb(rgb)
    lab = _coloured(lab, 0.5 + 0.2 * skin(lab))
    return oklab.to_rgb(_lifted(lab, 0.06, 0.93))


def _dreamy(rgb: Floats) -> Floats:
    """Airy: lifted and soft, with a breath of rose; its glow is `bloom`."""
    lab = _lifted(_coloured(oklab.from_rgb(rgb), 0.92), 0.055, 1.0)
    return oklab.to_rgb(_tinted(lab, 15, 0.02 * _step(0.0, 0.6, lab[..., 0]), protect=0.3))


LOOKS: Final[Mapping[Look, Callable[[Floats], Floats]]] = {
    "warm": _warm,
    "cool": _cool,
    "bw": _bw,
    "sepia": _sepia,
    "vintage": _vintage,
    "cinematic": _cinematic,
    "vivid": _vivid,
    "muted": _muted,
    "dreamy": _dreamy,
}


def _contrast(lab: Floats, amount: float) -> Floats:
    """Bends light towards a smoothstep, whose ends are soft."""
    return _toned(lab, lambda value: value + amount * (_smooth(value) - value))


def _lifted(lab: Floats, black: float, white: float) -> Floats:
    """Brings all light between two sRGB values."""
    return _toned(lab, lambda value: black + (white - black) * value)


def _toned(lab: Floats, curve: Callable[[Floats], Floats]) -> Floats:
    """Bends light by a curve over sRGB values.

    Where the curve is flat in lightness, as lifted blacks are, colour goes with it: else the noise
    of dark pixels, all colour and no light, would show.
    """

    def bent(light: Floats) -> Floats:
        return np.asarray(np.cbrt(oklab.linear(curve(oklab.encoded(light**3)))))

    light = lab[..., 0]
    slope = (bent(light + _NEAR) - bent(light)) / _NEAR
    toned = _coloured(lab, np.minimum(1, 1.25 * slope))
    toned[..., 0] = bent(light)
    return toned


def _coloured(lab: Floats, factor: Floats | float) -> Floats:
    scale = np.broadcast_to(factor, lab.shape[:-1])[..., None]
    return np.concatenate([lab[..., :1], lab[..., 1:] * scale], axis=-1)


def _turned(lab: Floats, degrees: Floats) -> Floats:
    """Turns hues."""
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    a, b = lab[..., 1], lab[..., 2]
    return np.stack([lab[..., 0], a * cosine - b * sine, a * sine + b * cosine], axis=-1)


def _tinted(lab: Floats, hue: float, strength: Floats | float, protect: float = 0.0) -> Floats:
    """Adds a colour; skin takes it on less by the share `protect`."""
    strength = strength * (1 - protect * skin(lab))
    angle = np.radians(hue)
    tint = [np.zeros_like(strength), strength * np.cos(angle), strength * np.sin(angle)]
    return np.asarray(lab + np.stack(tint, axis=-1))


def _hue(lab: Floats) -> Floats:
    return np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))


def _apart(hue: Floats | float, other: Floats | float) -> Floats:
    """Degrees from `other` to `hue` the short way, from -180 to 180."""
    return np.asarray((np.asarray(hue) - other + 180) % 360 - 180)


def _step(low: float, high: float, value: Floats) -> Floats:
    return _smooth(((value - low) / (high - low)).clip(0, 1))


def _smooth(value: Floats) -> Floats:
    return value * value * (3 - 2 * value)
