"""Rain: fast straight streaks, short and faint far away, long in front of the lens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np

from nemo_notebook.studio.render.atmosphere.air import Particles, Swarm, wrapped
from nemo_notebook.studio.render.atmosphere.flight import Flight, anew

if TYPE_CHECKING:
    from nemo_notebook.studio.render.atmosphere.air import Air, Moment
    from nemo_notebook.studio.render.atmosphere.canvas import Canvas


_SHADES: Final = (0.6, 0.8, 1.0)
# A streak is faint and thin at its ends: it is drawn several times, ever shorter, brighter and
# thicker, unless it is too short for that to be seen. Length, strength, and thickness as shares.
_SHORT: Final = 40  # pixels of 1080 lines
_SHORT_PARTS: Final = ((0.85, 0.85, 1.0),)
_LONG_PARTS: Final = ((1.0, 0.3, 0.3), (0.8, 0.6, 0.6), (0.5, 1.0, 1.0))
_FINE_BITS: Final = 4
_FINE: Final = 1 << _FINE_BITS  # steps between two pixels
_SLANT: Final = 0.3  # of the way down, that a wind of 1 takes it sideways


class _Drops(NamedTuple):
    """Drops at one distance, in pixels of 1080 lines: number at full amount, and so on."""

    number: float
    length: float
    width: float
    speed: float
    strength: float
    behind: bool


_DISTANCES: Final = (
    _Drops(1100, 30, 1.1, 1300, 0.34, behind=True),
    _Drops(640, 48, 1.5, 1800, 0.42, behind=True),
    _Drops(300, 76, 2.0, 2400, 0.46, behind=False),
    _Drops(110, 120, 2.8, 3200, 0.42, behind=False),
    _Drops(18, 190, 4.6, 4400, 0.26, behind=False),
)
_BESIDE: Final = 60.0  # length of what is as far away as the subject


def rain(air: Air, amount: float) -> Particles:
    """Drops at all distances; more of them the greater the amount."""
    share = 0.08 + 0.92 * amount
    swarms = (_swarm(air.near(drops.length / _BESIDE), drops, share) for drops in _DISTANCES)
    return Particles(swarms, air.frame, air.ink(214, 222, 230))


def _swarm(air: Air, drops: _Drops, share: float) -> Swarm:
    unit, (width, height), random = air.unit, air.room.size, air.random
    room, slant = air.room, _SLANT * air.wind.steady
    length = drops.length * unit
    way = height + 2 * length
    flight = Flight(random, air.count(drops.number * share), way / (drops.speed * unit), air.period)
    place = flight.draw(random, 0, 1)
    shade = flight.draw(random, 0, len(_SHADES)).astype(int)
    thick = max(1, round(drops.width * unit))
    # What is thinner than a pixel is fainter instead.
    strength = 255 * drops.strength * min(1.0, drops.width * unit / thick)

    def put(canvas: Canvas, moment: Moment) -> None:
        age = flight.age(moment.seconds)
        y = age.share * way - length
        x = anew(place, age) * (width + 2 * length) + slant * y
        x, y = room.seen(moment.frame, wrapped(x, length, width), y)
        middles = np.stack([x, y], axis=-1)
        along = np.concatenate(room.way(moment.frame, np.array([slant]), np.array([1.0])))
        for part, faint, wide in _LONG_PARTS if drops.length > _SHORT else _SHORT_PARTS:
            half = along * part * length / 2
            ends = np.stack([middles - half, middles + half], axis=1)
            lines = np.rint((ends + canvas.margin) * _FINE).astype(np.int32)
            for number, tone in enumerate(_SHADES):
                cv2.polylines(
                    canvas.cover,
                    list(lines[shade == number]),
                    isClosed=False,
                    color=strength * tone * faint,
                    thickness=max(1, round(wide * thick)),
                    lineType=cv2.LINE_AA,
                    shift=_FINE_BITS,
                )

    return Swarm(put, 0, drops.behind)
