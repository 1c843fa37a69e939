"""Motions of what is behind the subject, apart from water: leaves sway, the sky drifts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from nemo_notebook.studio.render.grid import at
from nemo_notebook.studio.render.rhythm import phases, turns

if TYPE_CHECKING:
    from nemo_notebook.studio.render.grid import Floats
    from nemo_notebook.studio.render.rhythm import Floats as Series
    from nemo_notebook.studio.render.rhythm import Times
    from nemo_notebook.studio.render.surroundings import Surroundings
    from nemo_notebook.studio.render.wind import Wind

_LEAST: Final = 0.15  # an amount of 0 still moves, "hardly"


class Foliage:
    """Leaves and grass in the wind, each a little after those beside it (see `grid.Warp`).

    Args:
        surroundings: Where foliage is.
        amount: How far it bends, 0 to 1.
        times: Of the frames.
        aspect: Width to height of the photo.
        wind: That bends them.
    """

    pitch = (16, 16)
    # Seconds for once, and how far it goes.
    _WAVES: Final = ((3.6, 1.0), (2.1, 0.55), (1.2, 0.3))
    _BEND: Final = 0.011  # of the photo's height
    _PATCHES: Final = (9, 14)

    _LEANING: Final = 1.6  # how far the wind itself bends them, on that scale
    _CROSSING: Final = 1.4  # seconds that a gust takes from one side of the photo to the other
    _COLUMNS: Final = np.linspace(-0.2, 1.2, 29)

    def __init__(
        self,
        surroundings: Surroundings,
        amount: float,
        times: Times,
        wind: Wind,
        aspect: float,
    ) -> None:
        self._leaves, self._aspect = surroundings.foliage, aspect
        late = self._COLUMNS if wind.steady > 0 else 1 - self._COLUMNS
        gusts = wind.speed(np.subtract.outer(times.seconds, self._CROSSING * late))
        self._gusts = self._LEANING * (gusts - wind.steady)
        self._size = self._BEND * _amount(amount)
        self._phases = [phases(times, period) for period, _ in self._WAVES]
        random = np.random.default_rng(0x1EAF)
        self._lags = [random.normal(0, 1.1, self._PATCHES).astype(np.float32) for _ in self._WAVES]
        self.reach = 4 * self._size

    def __call__(self, index: int, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where to look (see `grid.Warp`)."""
        bend = np.interp(x, self._COLUMNS, self._gusts[index]).astype(np.float32)
        nod = np.zeros_like(x)
        for (_, size), phase, lags in zip(self._WAVES, self._phases, self._lags, strict=True):
            lag = at(lags, x, y) + np.float32(5) * x
            wave = np.float32(phase[index]) - lag
            bend += np.float32(size) * np.sin(wave)
            nod += np.float32(size) * np.cos(wave + np.float32(0.7))
        far = np.float32(self._size) * at(self._leaves, x, y)
        return x - far * bend / np.float32(self._aspect), y - np.float32(0.35) * nod * far


class Drift:
    """A sky that flows sideways, without end (see `grid.Warp`).

    A flow cannot go on for ever in one photo: it is begun anew again and again, while another, half
    a turn later, covers it.

    Args:
        surroundings: Where the sky is.
        amount: How fast it flows, 0 to 1.
        times: Of the frames.
        wind: With which it flows.
        later: Turns by which this one is later.
    """

    pitch = (32, 16)
    _PERIOD: Final = 5.0  # seconds
    _WAY: Final = 0.14  # of the photo's width, in one turn

    def __init__(
        self,
        surroundings: Surroundings,
        amount: float,
        times: Times,
        wind: Wind,
        later: float = 0,
    ) -> None:
        self._sky = surroundings.sky
        self._turn = np.mod(turns(times, self._PERIOD) + later, 1)
        self._way = math.copysign(self._WAY * _amount(amount), wind.steady)
        self.reach = abs(self._way) / 2

    @property
    def weight(self) -> Series:
        """How much this flow is seen, 0 where it begins anew, shape (frames,)."""
        return 0.5 - 0.5 * np.cos(2 * math.pi * self._turn)

    def __call__(self, index: int, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where to look (see `grid.Warp`)."""
        way = np.float32(self._way * (float(self._turn[index]) - 0.5))
        return x - way * at(self._sky, x, y), y


def _amount(amount: float) -> float:
    return _LEAST + (1 - _LEAST) * amount
