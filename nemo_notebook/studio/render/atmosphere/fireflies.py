"""Fireflies: they wander about slowly, and each lights up and goes dark in its own time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from nemo_notebook.studio.render.atmosphere.air import Particles, spark, stamped
from nemo_notebook.studio.render.atmosphere.stamp import Marks, Stamp

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.atmosphere.air import Air, Swarm

    Floats = NDArray[np.float64]


class _Flies(NamedTuple):
    """Fireflies at one distance, in pixels of 1080 lines: number at full amount, and so on."""

    number: float
    radius: float
    speed: float
    behind: bool


_DISTANCES: Final = (
    _Flies(52, 3.4, 38, behind=True),
    _Flies(36, 5.0, 55, behind=True),
    _Flies(20, 7.5, 80, behind=False),
    _Flies(6, 11, 115, behind=False),
)
_WAVES: Final = 3
_BESIDE: Final = 6.1  # radius of what is as far away as the subject


def fireflies(air: Air, amount: float) -> Particles:
    """Fireflies at all distances; more of them the greater the amount."""
    share = 0.12 + 0.88 * amount
    swarms = (_swarm(air.near(flies.radius / _BESIDE), flies, share) for flies in _DISTANCES)
    return Particles(swarms, air.frame, air.light(226, 246, 84), _glowing)


def _swarm(air: Air, flies: _Flies, share: float) -> Swarm:
    unit, (width, height), random = air.unit, air.room.size, air.random
    count = air.count(flies.number * share)
    home = random.uniform((0.02, 0.15), (0.98, 0.95), (count, 2)) * (width, height)
    # A sum of slow waves in each direction; the slower, the wider.
    rates = _whole(random.uniform(0.06, 0.32, (2, _WAVES, count)), air.period)
    turns, phases = 2 * np.pi * rates, random.uniform(0, 2 * np.pi, (2, _WAVES, count))
    widths = flies.speed * unit / turns / np.sqrt(_WAVES) * random.uniform(0.6, 1.4, count)
    pulse = 2 * np.pi * _whole(random.uniform(0.22, 0.5, count), air.period)
    offset = random.uniform(0, 2 * np.pi, count)

    def marks(seconds: float) -> Marks:
        x, y = (widths * np.sin(turns * seconds + phases)).sum(axis=1)
        light = (0.5 + 0.5 * np.sin(pulse * seconds + offset)) ** 2.2
        return Marks(home[:, 0] + x, home[:, 1] + y, light)

    shape, reach = spark(flies.radius * unit, 9.0, 0.7)
    return stamped(air, Stamp(shape, reach), marks, behind=flies.behind)


def _glowing(light: Floats) -> Floats:
    """Green around, nearly white in the middle."""
    return np.interp(light, (0, 0.25, 0.5, 0.8, 1), (0, 0.6, 0.8, 0.5, 0.25))


def _whole(rates: Floats, period: float | None) -> Floats:
    """Rates at which waves come round with the loop."""
    return np.maximum(1, np.rint(rates * period)) / period if period else rates
