"""Bubbles: thin bright rims with a window's light in them, wobbling upwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from nemo_notebook.studio.render.atmosphere.air import Particles, stamped
from nemo_notebook.studio.render.atmosphere.flight import Flight, anew
from nemo_notebook.studio.render.atmosphere.stamp import Marks, Stamp

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.atmosphere.air import Air, Swarm
    from nemo_notebook.studio.render.atmosphere.stamp import Shape

    Floats = NDArray[np.float64]


class _Size(NamedTuple):
    """Bubbles of one size, in pixels of 1080 lines: number at full amount, and so on."""

    number: float
    radius: float
    speed: float
    behind: bool


_SIZES: Final = (
    _Size(36, 6, 70, behind=True),
    _Size(26, 10, 85, behind=True),
    _Size(16, 16, 105, behind=True),
    _Size(11, 25, 125, behind=False),
    _Size(7, 38, 150, behind=False),
    _Size(3, 58, 180, behind=False),
)
_BESIDE: Final = 20.0  # radius of what is as far away as the subject


def bubbles(air: Air, amount: float) -> Particles:
    """Bubbles of all sizes; more of them the greater the amount."""
    share = 0.1 + 0.9 * amount
    swarms = (_swarm(air.near(size.radius / _BESIDE), size, share) for size in _SIZES)
    return Particles(swarms, air.frame, air.ink(236, 244, 255))


def _swarm(air: Air, size: _Size, share: float) -> Swarm:
    unit, (width, height), random = air.unit, air.room.size, air.random
    radius, speed = size.radius * unit, size.speed * unit
    margin = radius + 20 * unit
    way = height + 2 * margin
    flight = Flight(random, air.count(size.number * share), way / speed, air.period)
    place = flight.draw(random, 0, 1)
    rate = 2 * np.pi * flight.draw(random, 0.25, 0.55)
    wobble = flight.draw(random, 10, 28) * unit
    phase = flight.draw(random, 0, 2 * np.pi)
    strength = flight.draw(random, 0.65, 0.95)

    def marks(seconds: float) -> Marks:
        age = flight.age(seconds)
        x = anew(place, age) * width + wobble * np.sin(rate * age.seconds + phase)
        x = x + 0.25 * speed * air.wind.carried(seconds - age.seconds, seconds)
        y = height + margin - way * age.share + 0.15 * wobble * np.sin(2 * rate * age.seconds)
        return Marks(x, y, strength)

    return stamped(air, Stamp(_bubble(radius), radius + 1), marks, behind=size.behind)


def _bubble(radius: float) -> Shape:
    """Rim, a light at the upper left, its reflection at the lower right, and hardly any inside."""
    edge = max(0.05 * radius, 0.6)

    def cover(x: Floats, y: Floats) -> Floats:
        out = np.hypot(x, y)
        inside = ((radius - out) / edge + 1).clip(0, 1)
        share = (out / radius).clip(0, 1)
        rim = np.exp(-(((out - radius + 1.2 * edge) / edge) ** 2))
        film = 0.03 + 0.3 * share**6
        angle = np.arctan2(y, x)
        window = _spot(share, angle, 0.66, -2.3, 0.11, 0.42)
        echo = 0.5 * _spot(share, angle, 0.78, 0.8, 0.06, 0.5)
        return np.asarray(inside * (0.42 * rim + film + 0.9 * window + echo).clip(0, 1))

    return cover


def _spot(
    share: Floats, angle: Floats, place: float, towards: float, depth: float, width: float
) -> Floats:
    """A curved patch of light."""
    off = (angle - towards + np.pi) % (2 * np.pi) - np.pi
    return np.asarray(np.exp(-(((share - place) / depth) ** 2) - (off / width) ** 2))
