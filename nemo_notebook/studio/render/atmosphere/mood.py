"""The light that a kind of weather brings along: under snow clouds or at dusk it is not noon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nemo_notebook.studio.direction import AtmosphereKind
    from nemo_notebook.studio.render.planes import Plane, Planes


class _Mood(NamedTuple):
    """At full amount: how much light and how much colour are lost, and the tint in U and V."""

    light: float
    colour: float
    u: float = 0.0
    v: float = 0.0


_MOODS: Final[Mapping[AtmosphereKind, _Mood]] = {
    "snow": _Mood(0.13, 0.2, 2, -1),
    "rain": _Mood(0.24, 0.35, 3, -2),
    "embers": _Mood(0.22, 0.1, -1, 2),
    "fireflies": _Mood(0.42, 0.25, 5, -3),
    "bubbles": _Mood(0.05, 0.0),
    "dust": _Mood(0.1, 0.05, -2, 1),
}


class Mood:
    """Dims and tints a picture as its weather does.

    Args:
        amounts: How much there is of each kind.
    """

    def __init__(self, amounts: Mapping[AtmosphereKind, float]) -> None:
        moods = [
            (_MOODS[kind], 0.3 + 0.7 * amount) for kind, amount in amounts.items() if kind in _MOODS
        ]
        light = np.prod([1 - mood.light * share for mood, share in moods])
        colour = np.prod([1 - mood.colour * share for mood, share in moods])
        levels = np.arange(256) - np.array([[16], [128], [128]])
        tints = [0.0, *(sum(getattr(mood, k) * share for mood, share in moods) for k in "uv")]
        curves = levels * np.array([[light], [colour], [colour]]) + np.array([tints]).T
        curves += [[16], [128], [128]]
        self._curves: list[Plane] = [*np.rint(curves).clip(0, 255).astype(np.uint8)]

    def draw(self, planes: Planes) -> None:
        """Changes a frame."""
        for plane, curve in zip(planes, self._curves, strict=True):
            cv2.LUT(plane, curve, dst=plane)
