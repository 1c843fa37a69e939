"""The lives of particles: when each begins, and begins again.

Everything is a function of the time alone, so that any frame can be drawn at any moment. Where a
clip must repeat, a life is as long as the loop, a whole part of it, or several times as long; then
several particles follow each other on one path, a loop apart, and each ends the loop where the one
before it began it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_GOLDEN: Final = 0.618033988749895


class Age(NamedTuple):
    """Where particles are in their lives: seconds since birth, share of the life, which life."""

    seconds: Floats
    share: Floats
    life: Floats


class Flight:
    """Lives of particles of one kind.

    Args:
        random: Decides when they begin.
        count: How many there are at a time.
        life: Seconds; where the clip repeats, about as many.
        period: Seconds after which the clip must be as at first, if it must.
    """

    def __init__(
        self, random: np.random.Generator, count: int, life: float, period: float | None
    ) -> None:
        together, self._lives = 1, 0
        if period and life > period:
            together = round(life / period)
            life, self._lives = together * period, 1
        elif period:
            self._lives = max(1, round(period / life))
            life = period / self._lives
        self.life = life
        self._paths, self._together = -(-count // together) if count else 0, together
        start = random.uniform(0, life, self._paths)
        self._start = (start[:, None] + np.arange(together) * (period or 0)).ravel()

    def each(self, values: Floats) -> Floats:
        """Values of shape (paths, …) to those of the particles on them."""
        return np.repeat(values, self._together, axis=0)

    def draw(self, random: np.random.Generator, low: float, high: float) -> Floats:
        """A value for each particle, evenly between two."""
        return self.each(random.uniform(low, high, self._paths))

    def age(self, seconds: float) -> Age:
        """How old the particles are at a time."""
        lives, share = np.divmod((seconds + self._start) / self.life, 1)
        if self._lives:
            lives %= self._lives
        return Age(share * self.life, share, lives)


def anew(places: Floats, age: Age) -> Floats:
    """Places from 0 to 1, others in every life."""
    return np.asarray((places + age.life * _GOLDEN) % 1)


def grown(age: Age, begin: float, end: float) -> Floats:
    """From 0 to 1 at the beginning of a life and back at its end, over shares of it."""
    rise = np.clip(age.share / begin, 0, 1)
    fall = np.clip((1 - age.share) / end, 0, 1)
    shown = np.minimum(rise, fall)
    return np.asarray(shown * shown * (3 - 2 * shown))
