"""Dust: motes that float in the light, hardly going anywhere, and glint as they turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from nemo_notebook.studio.render.atmosphere.air import Particles, disc, stamped, wrapped
from nemo_notebook.studio.render.atmosphere.flight import Flight, anew, grown
from nemo_notebook.studio.render.atmosphere.stamp import Marks, Stamp

if TYPE_CHECKING:
    from nemo_notebook.studio.render.atmosphere.air import Air, Swarm


class _Motes(NamedTuple):
    """Motes at one distance, in pixels of 1080 lines: number at full amount, and so on."""

    number: float
    radius: float
    softness: float
    speed: float
    strength: float
    behind: bool


_DISTANCES: Final = (
    _Motes(460, 2.1, 0.9, 14, 0.9, behind=True),
    _Motes(300, 3.0, 0.9, 20, 1.0, behind=True),
    _Motes(180, 4.2, 0.9, 28, 1.0, behind=False),
    _Motes(60, 7.5, 0.6, 40, 0.5, behind=False),
    _Motes(24, 15, 0.35, 60, 0.3, behind=False),  # too near to be sharp
    _Motes(9, 27, 0.3, 85, 0.2, behind=False),
)
_LIFE: Final = 6.0  # seconds
_BESIDE: Final = 3.5  # radius of what is as far away as the subject


def dust(air: Air, amount: float) -> Particles:
    """Motes at all distances; more of them the greater the amount."""
    share = 0.1 + 0.9 * amount
    swarms = (_swarm(air.near(motes.radius / _BESIDE), motes, share) for motes in _DISTANCES)
    return Particles(swarms, air.frame, air.ink(255, 244, 214))


def _swarm(air: Air, motes: _Motes, share: float) -> Swarm:
    unit, (width, height), random = air.unit, air.room.size, air.random
    speed, margin = motes.speed * unit, 30 * unit
    flight = Flight(random, air.count(motes.number * share), _LIFE, air.period)
    across, down = flight.draw(random, 0, 1), flight.draw(random, 0, 1)
    heading = flight.draw(random, 0, 2 * np.pi)
    rate = 2 * np.pi * flight.draw(random, 0.1, 0.3)
    glint = 2 * np.pi * flight.draw(random, 0.3, 0.9)
    phase = flight.draw(random, 0, 2 * np.pi)

    def marks(seconds: float) -> Marks:
        age = flight.age(seconds)
        stray = speed / rate * np.sin(rate * age.seconds + phase)
        gone = 0.5 * speed * age.seconds
        x = anew(across, age) * (width + 2 * margin) + stray + gone * np.cos(heading)
        x = x + speed * air.wind.carried(seconds - age.seconds, seconds)
        y = anew(down, age._replace(life=2 * age.life)) * (height + 2 * margin) - margin
        y = y + 0.6 * stray * np.sin(phase) + gone * np.sin(heading)
        light = 0.7 + 0.3 * np.sin(glint * age.seconds + phase)
        strength = motes.strength * grown(age, 0.25, 0.25) * light
        return Marks(wrapped(x, margin, width), y, strength)

    radius = max(motes.radius * unit, 0.8)
    return stamped(air, Stamp(disc(radius, motes.softness), radius), marks, behind=motes.behind)
