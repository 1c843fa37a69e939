"""Motions of the subject alone: it breathes, sways, or floats."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from nemo_notebook.studio.render.rhythm import phases

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nemo_notebook.studio.direction import Subject, SubjectMotion
    from nemo_notebook.studio.render.grid import Floats
    from nemo_notebook.studio.render.levels import Part
    from nemo_notebook.studio.render.rhythm import Times

    Shift = tuple[Floats, Floats]

_EDGE: Final = 0.02  # of the photo: nearer to a side, the subject goes on beyond it
_HOLD: Final = 0.22  # of the photo: how far in from there it is held back
_LEAST: Final = 0.15  # an amount of 0 still moves, "hardly"
_PROBES: Final = 24


@dataclass(frozen=True, slots=True)
class Figure:
    """The subject as what can move.

    Attributes:
        box: Left, top, right and bottom of it, as fractions of the photo.
        aspect: Width to height of the photo.
    """

    box: Part
    aspect: float

    @property
    def height(self) -> float:
        """As a fraction of the photo's height."""
        return self.box[3] - self.box[1]

    def across(self, x: Floats) -> Floats:
        """How far to the right of its middle a place is, as a fraction of the photo's width."""
        return x - np.float32((self.box[0] + self.box[2]) / 2)

    def up(self, y: Floats) -> Floats:
        """From where it is held, 0, to its other end, 1: upwards, unless it hangs."""
        _, top, _, bottom = self.box
        up = (np.float32(bottom) - y) / np.float32(max(bottom - top, 1e-3))
        hangs = top < _EDGE and bottom < 1 - _EDGE
        return np.asarray(np.clip(1 - up if hangs else up, 0, 1), np.float32)

    def freedom(self, x: Floats, y: Floats) -> Floats:
        """How freely a place may move, 0 to 1: not at all where the photo cuts the subject off."""
        left, top, right, bottom = self.box
        free = np.ones(np.broadcast_shapes(x.shape, y.shape), np.float32)
        for cut, inwards in (
            (left < _EDGE, x),
            (top < _EDGE, y),
            (right > 1 - _EDGE, 1 - x),
            (bottom > 1 - _EDGE, 1 - y),
        ):
            if cut:
                free = free * _ramp(inwards / np.float32(_HOLD))
        return free


def _breathe(figure: Figure, phase: float, x: Floats, y: Floats) -> Shift:
    """The chest swells and what is above is lifted; in goes quicker than out."""
    air = np.float32(0.5 - 0.5 * math.cos(phase + 0.45 * math.sin(phase)))
    up = figure.up(y)
    chest = air * np.exp(-(((up - np.float32(0.5)) / np.float32(0.3)) ** 2))
    swell = np.float32(0.085) * chest
    lift = np.float32(0.03 * figure.height) * air * _ramp((up - np.float32(0.25)) * 2)
    return figure.across(x) * swell, (np.float32(0.5) - up) * np.float32(
        0.4 * figure.height
    ) * swell - lift


def _sway(figure: Figure, phase: float, x: Floats, y: Floats) -> Shift:
    """It bends to and fro about its foot."""
    lean = math.sin(phase) + 0.22 * math.sin(2 * phase + 0.9)
    reach = np.float32(0.085 * figure.height / figure.aspect * lean)
    return reach * figure.up(y) ** np.float32(1.4), np.zeros_like(x)


def _float(figure: Figure, phase: float, x: Floats, y: Floats) -> Shift:
    """It rises and sinks, tilting a little, on a flat figure of eight."""
    _, top, _, bottom = figure.box
    rise = np.float32(0.05 * math.sin(phase))
    aside = np.float32(0.014 / figure.aspect * math.sin(2 * phase))
    tilt = np.float32(0.035 * math.sin(phase + 0.8))
    down = y - np.float32((top + bottom) / 2)
    aspect = np.float32(figure.aspect)
    return aside - tilt * down / aspect, tilt * figure.across(x) * aspect - rise


_MOTIONS: Final[Mapping[SubjectMotion, tuple[Callable[..., Shift], float]]] = {
    "breathe": (_breathe, 3.8),
    "sway": (_sway, 4.2),
    "float": (_float, 5.0),
}
"""How the picture goes at full amount, in fractions of the photo, and seconds for once."""


class FigureMotion:
    """A motion of the subject (see `grid.Warp`).

    Args:
        subject: Which, and how much.
        figure: What moves.
        times: Of the frames.
    """

    pitch = (24, 24)

    def __init__(self, subject: Subject, figure: Figure, times: Times) -> None:
        self._motion, period = _MOTIONS[subject.motion]
        self._figure, self._phases = figure, phases(times, period)
        self._amount = np.float32(_LEAST + (1 - _LEAST) * subject.amount)
        steps = np.linspace(0, 1, _PROBES, dtype=np.float32)
        left, top, right, bottom = figure.box
        x, y = np.meshgrid(left + (right - left) * steps, top + (bottom - top) * steps)
        self.reach = max(
            float(np.abs(part).max())
            for phase in np.arange(_PROBES) / _PROBES * 2 * math.pi
            for part in self._shift(phase, x, y)
        )

    def __call__(self, index: int, x: Floats, y: Floats) -> Shift:
        """Where to look: from where it goes, it comes."""
        across, down = self._shift(float(self._phases[index]), x, y)
        return x - across, y - down

    def _shift(self, phase: float, x: Floats, y: Floats) -> Shift:
        across, down = self._motion(self._figure, phase, x, y)
        free = self._amount * self._figure.freedom(x, y)
        return across * free, down * free


def _ramp(values: Floats) -> Floats:
    values = np.clip(values, 0, 1)
    return values * values * (3 - 2 * values)
