"""Motions of what is behind the subject: water ripples, leaves sway, the sky drifts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from nemo_notebook.studio.render.rhythm import phases, turns
from nemo_notebook.studio.render.wind import Wind

if TYPE_CHECKING:
    from nemo_notebook.studio.render.grid import Floats
    from nemo_notebook.studio.render.rhythm import Floats as Series
    from nemo_notebook.studio.render.rhythm import Times
    from nemo_notebook.studio.render.surroundings import Surroundings

_LEAST: Final = 0.15  # an amount of 0 still moves, "hardly"


class Ripple:
    """Waves that come towards the viewer over level water (see `grid.Warp`).

    On water seen in perspective, waves of one length look ever shorter and lower towards the
    horizon. What is mirrored in them wavers sideways above all.

    Args:
        surroundings: Where water is.
        amount: How high the waves are, 0 to 1.
        times: Of the frames.
        aspect: Width to height of the photo.
    """

    pitch = (16, 4)
    # Crests from the horizon to the viewer, their slant, seconds for one, and their height.
    _WAVES: Final = ((31.0, 1.1, 2.3, 1.0), (19.0, -1.9, 3.1, 0.8), (47.0, 3.1, 1.6, 0.45))
    _HEIGHT: Final = 0.012  # of the photo's height, at its lower edge
    _FLAT: Final = 0.12  # keeps waves at the horizon from becoming too fine to be drawn
    _UPWARDS: Final = 0.4

    def __init__(
        self, surroundings: Surroundings, amount: float, times: Times, aspect: float
    ) -> None:
        self._water, self._horizon = surroundings.water, surroundings.horizon
        self._size, self._aspect = self._HEIGHT * _amount(amount), aspect
        self._phases = [phases(times, period) for _, _, period, _ in self._WAVES]
        self.reach = 2.3 * self._size

    def __call__(self, index: int, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where to look (see `grid.Warp`)."""
        near = np.clip((y - np.float32(self._horizon)) / np.float32(1 - self._horizon), 0, 1)
        far = near + np.float32(self._FLAT)
        depth, side = np.log(far), (x - np.float32(0.5)) / far
        across, down = np.zeros_like(x), np.zeros_like(x)
        for (crests, slant, _, size), phase in zip(self._WAVES, self._phases, strict=True):
            crest = np.float32(crests) * depth + np.float32(slant) * side
            across += np.float32(size) * np.sin(crest - np.float32(phase[index]))
            down += np.float32(size) * np.cos(np.float32(1.3) * crest - np.float32(phase[index]))
        high = np.float32(self._size) * far * _at(self._water, x, y)
        return (
            x + across * high / np.float32(self._aspect),
            y + down * high * np.float32(self._UPWARDS),
        )


class Foliage:
    """Leaves and grass in the wind, each a little after those beside it (see `grid.Warp`).

    Args:
        surroundings: Where foliage is.
        amount: How far it bends, 0 to 1.
        times: Of the frames.
        aspect: Width to height of the photo.
        seed: Decides which bends when.
    """

    pitch = (16, 16)
    # Seconds for once, and how far it goes.
    _WAVES: Final = ((3.6, 1.0), (2.1, 0.55), (1.2, 0.3))
    _BEND: Final = 0.011  # of the photo's height
    _PATCHES: Final = (9, 14)

    def __init__(
        self, surroundings: Surroundings, amount: float, times: Times, aspect: float, seed: int
    ) -> None:
        self._leaves, self._aspect = surroundings.foliage, aspect
        self._size = self._BEND * _amount(amount)
        self._phases = [phases(times, period) for period, _ in self._WAVES]
        random = np.random.default_rng((seed, 0x1EAF))
        self._lags = [random.normal(0, 1.1, self._PATCHES).astype(np.float32) for _ in self._WAVES]
        self._wind = Wind(seed, times.total).speed(times.seconds)
        self.reach = 3 * self._size

    def __call__(self, index: int, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where to look (see `grid.Warp`)."""
        wind = float(self._wind[index])
        bend, nod = np.zeros_like(x), np.zeros_like(x)
        for (_, size), phase, lags in zip(self._WAVES, self._phases, self._lags, strict=True):
            lag = _at(lags, x, y) + np.float32(5) * x
            wave = np.float32(phase[index]) - lag
            bend += np.float32(size) * np.sin(wave)
            nod += np.float32(size) * np.cos(wave + np.float32(0.7))
        # It bends the way that snow and rain are blown, and sways about that, more in gusts.
        bend = np.float32(0.75 + 0.4 * abs(wind)) * bend + np.float32(0.8 * wind)
        far = np.float32(self._size) * _at(self._leaves, x, y)
        return x - far * bend / np.float32(self._aspect), y - np.float32(0.35) * nod * far


class Drift:
    """A sky that flows sideways, without end (see `grid.Warp`).

    A flow cannot go on for ever in one photo: it is begun anew again and again, while another, half
    a turn later, covers it.

    Args:
        surroundings: Where the sky is.
        amount: How fast it flows, 0 to 1.
        times: Of the frames.
        later: Turns by which this one is later.
    """

    pitch = (32, 16)
    _PERIOD: Final = 5.0  # seconds
    _WAY: Final = 0.14  # of the photo's width, in one turn

    def __init__(
        self, surroundings: Surroundings, amount: float, times: Times, later: float = 0
    ) -> None:
        self._sky = surroundings.sky
        self._turn = np.mod(turns(times, self._PERIOD) + later, 1)
        self._way = self._WAY * _amount(amount)
        self.reach = self._way / 2

    @property
    def weight(self) -> Series:
        """How much this flow is seen, 0 where it begins anew, shape (frames,)."""
        return 0.5 - 0.5 * np.cos(2 * math.pi * self._turn)

    def __call__(self, index: int, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where to look (see `grid.Warp`)."""
        way = np.float32(self._way * (float(self._turn[index]) - 0.5))
        return x - way * _at(self._sky, x, y), y


def _amount(amount: float) -> float:
    return _LEAST + (1 - _LEAST) * amount


def _at(values: Floats, x: Floats, y: Floats) -> Floats:
    """Values of a map that covers the photo, at some places of it."""
    rows, columns = values.shape
    return np.asarray(
        cv2.remap(
            values,
            x * np.float32(columns) - np.float32(0.5),
            y * np.float32(rows) - np.float32(0.5),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.float32,
    )
