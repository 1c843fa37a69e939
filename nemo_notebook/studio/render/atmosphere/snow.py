"""Snow: it falls slowly, each flake wandering by itself, and all of it with the wind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from nemo_notebook.studio.render.atmosphere.air import Particles, disc, stamped, wrapped
from nemo_notebook.studio.render.atmosphere.flight import Flight, anew
from nemo_notebook.studio.render.atmosphere.stamp import Marks, Stamp

if TYPE_CHECKING:
    from nemo_notebook.studio.render.atmosphere.air import Air, Swarm


class _Flakes(NamedTuple):
    """Flakes at one distance, in pixels of 1080 lines: number at full amount, and so on."""

    number: float
    radius: float
    softness: float
    speed: float
    strength: float
    behind: bool


_DISTANCES: Final = (
    _Flakes(820, 1.9, 0.9, 60, 0.6, behind=True),
    _Flakes(560, 2.7, 0.9, 85, 0.7, behind=True),
    _Flakes(360, 3.7, 0.85, 115, 0.8, behind=True),
    _Flakes(190, 5.2, 0.85, 150, 0.9, behind=False),
    _Flakes(90, 7.4, 0.85, 195, 0.9, behind=False),
    _Flakes(34, 11.5, 0.95, 260, 0.75, behind=False),
    _Flakes(9, 21, 0.7, 380, 0.4, behind=False),  # too near to be sharp
    _Flakes(3, 36, 0.5, 520, 0.22, behind=False),
)
_BESIDE: Final = 4.4  # radius of what is as far away as the subject


def snow(air: Air, amount: float) -> Particles:
    """Flakes at all distances; more of them the greater the amount."""
    share = 0.08 + 0.92 * amount
    swarms = (_swarm(air.near(flakes.radius / _BESIDE), flakes, share) for flakes in _DISTANCES)
    return Particles(swarms, air.frame, air.ink(250, 252, 255))


def _swarm(air: Air, flakes: _Flakes, share: float) -> Swarm:
    unit, (width, height), random = air.unit, air.room.size, air.random
    radius, speed = flakes.radius * unit, flakes.speed * unit
    margin = radius + 12 * unit
    way = height + 2 * margin
    flight = Flight(random, air.count(flakes.number * share), way / speed, air.period)
    place = flight.draw(random, 0, 1)
    wander = flight.draw(random, 0.08, 0.22) * speed
    rate = 2 * np.pi * flight.draw(random, 0.12, 0.4)
    phase = flight.draw(random, 0, 2 * np.pi)
    strength = flakes.strength * flight.draw(random, 0.6, 1.0)

    def marks(seconds: float) -> Marks:
        age = flight.age(seconds)
        swing = rate * age.seconds + phase
        x = anew(place, age) * (width + 2 * margin)
        x = x + wander / rate * 2.2 * np.sin(swing)
        x = x + 0.8 * speed * air.wind.carried(seconds - age.seconds, seconds)
        y = age.share * way - margin + wander / rate * 0.5 * np.sin(2 * swing)
        return Marks(wrapped(x, margin, width), y, strength)

    stamp = Stamp(disc(max(radius, 0.8), flakes.softness), max(radius, 0.8))
    return stamped(air, stamp, marks, behind=flakes.behind)
