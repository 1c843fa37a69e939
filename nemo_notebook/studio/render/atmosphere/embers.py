"""Embers: they rise from below in the heat, whirl, flicker, and go out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from nemo_notebook.studio.render.atmosphere.air import Particles, spark, stamped, wrapped
from nemo_notebook.studio.render.atmosphere.flight import Flight, anew, grown
from nemo_notebook.studio.render.atmosphere.stamp import Marks, Stamp

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.atmosphere.air import Air, Swarm

    Floats = NDArray[np.float64]


class _Sparks(NamedTuple):
    """Embers at one distance, in pixels of 1080 lines: number at full amount, and so on."""

    number: float
    radius: float
    speed: float
    strength: float
    behind: bool


_DISTANCES: Final = (
    _Sparks(300, 2.2, 130, 0.9, behind=True),
    _Sparks(170, 3.2, 180, 1.0, behind=True),
    _Sparks(80, 5.0, 240, 1.0, behind=False),
    _Sparks(28, 7.5, 320, 1.0, behind=False),
    _Sparks(6, 14, 430, 0.7, behind=False),
)
_BESIDE: Final = 4.0  # radius of what is as far away as the subject


def embers(air: Air, amount: float) -> Particles:
    """Embers at all distances; more of them the greater the amount."""
    share = 0.08 + 0.92 * amount
    swarms = (_swarm(air.near(sparks.radius / _BESIDE), sparks, share) for sparks in _DISTANCES)
    return Particles(swarms, air.frame, air.light(255, 122, 26), _glowing)


def _swarm(air: Air, sparks: _Sparks, share: float) -> Swarm:
    unit, (width, height), random = air.unit, air.room.size, air.random
    speed, margin = sparks.speed * unit, 90 * unit
    flight = Flight(random, air.count(sparks.number * share), 1.15 * height / speed, air.period)
    place, start = flight.draw(random, 0, 1), flight.draw(random, 0.65, 1.1)
    climb = flight.draw(random, 0.6, 1.1) * height
    rates = [2 * np.pi * flight.draw(random, low, high) for low, high in ((0.2, 0.5), (0.7, 1.6))]
    flicker = 2 * np.pi * flight.draw(random, 3, 7)
    phase = flight.draw(random, 0, 2 * np.pi)

    def marks(seconds: float) -> Marks:
        age = flight.age(seconds)
        whirl = 0.35 * speed * np.sin(rates[0] * age.seconds + phase) / rates[0] * 3
        whirl += 0.3 * speed * np.sin(rates[1] * age.seconds + 2 * phase) / rates[1]
        x = anew(place, age) * (width + 2 * margin) + whirl
        x = x + 0.35 * speed * air.wind.carried(seconds - age.seconds, seconds)
        y = start * height - climb * age.share + 0.3 * whirl
        wave = np.sin(flicker * age.seconds + phase) * np.sin(0.37 * flicker * age.seconds)
        light = grown(age, 0.06, 0.5) * (0.78 + 0.22 * wave)
        return Marks(wrapped(x, margin, width), y, light * sparks.strength)

    shape, reach = spark(sparks.radius * unit, 4.4, 0.62)
    return stamped(air, Stamp(shape, reach), marks, behind=sparks.behind)


def _glowing(light: Floats) -> Floats:
    """Red where it glows, nearly white where it burns."""
    return np.interp(light, (0, 0.25, 0.5, 0.8, 1), (0, 0.6, 0.8, 0.55, 0.25))
