"""The light that a kind of weather brings along: under snow clouds or at dusk it is not noon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nemo_notebook.studio.direction import AtmosphereKind
    from nemo_notebook.studio.render.planes import Planes


class _Mood(NamedTuple):
    """What changes at full amount.

    Attributes:
        light: Share of the light that is lost.
        colour: Share of the colour that is lost.
        haze: Share of the picture that is lost in a gray haze, which lifts the dark.
        u: What is added to U.
        v: What is added to V.
    """

    light: float
    colour: float
    haze: float = 0.0
    u: float = 0.0
    v: float = 0.0


_MOODS: Final[Mapping[AtmosphereKind, _Mood]] = {
    "snow": _Mood(0.13, 0.2, haze=0.1, u=2, v=-1),
    "rain": _Mood(0.24, 0.3, haze=0.2, u=3, v=-2),
    "embers": _Mood(0.22, 0.1, u=-1, v=2),
    "fireflies": _Mood(0.42, 0.25, u=5, v=-3),
    "bubbles": _Mood(0.05, 0.0),
    "dust": _Mood(0.1, 0.05, u=-2, v=1),
}

_HAZE: Final = 150.0  # luma


class Mood:
    """Dims and tints a picture as its weather does.

    Args:
        amounts: How much there is of each kind.
    """

    def __init__(self, amounts: Mapping[AtmosphereKind, float]) -> None:
        moods = [
            (_MOODS[kind], 0.3 + 0.7 * amount) for kind, amount in amounts.items() if kind in _MOODS
        ]
        gains = [
            ((1 - mood.light * share), (1 - mood.colour * share), (1 - mood.haze * share))
            for mood, share in moods
        ]
        light, colour, clear = np.prod(gains, axis=0) if gains else (1, 1, 1)
        tints = [sum(getattr(mood, k) * share for mood, share in moods) for k in "uv"]
        # Of each plane: what it is multiplied by, and what is added.
        self._changes = [(clear * light, clear * 16 * (1 - light) + (1 - clear) * _HAZE)]
        gain = clear * colour
        self._changes += [(gain, 128 * (1 - gain) + tint) for tint in tints]

    def draw(self, planes: Planes) -> None:
        """Changes a frame."""
        for plane, (gain, offset) in zip(planes, self._changes, strict=True):
            if (gain, offset) != (1, 0):
                cv2.convertScaleAbs(plane, dst=plane, alpha=gain, beta=offset)
