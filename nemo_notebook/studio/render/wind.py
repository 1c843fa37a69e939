"""The wind of a clip: one for all that it moves, so that snow and leaves bend together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_GUSTS: Final = (0.07, 0.13, 0.23, 0.41)  # hertz
_SIZES: Final = (0.45, 0.35, 0.25, 0.15)


class Wind:
    """Blows to the right where it is above 0, by 1 at most, in gusts.

    Attributes:
        steady: How hard it blows on the whole.

    Args:
        seed: The same seed blows the same way.
        period: Seconds after which it blows as at first, if it is to.
    """

    def __init__(self, seed: int, period: float | None = None) -> None:
        random = np.random.default_rng((seed, 0x57494E44))
        self.steady = float(random.choice([-1, 1]) * random.uniform(0.25, 0.5))
        rates = np.array(_GUSTS) * random.uniform(0.85, 1.15, len(_GUSTS))
        if period:
            rates = np.maximum(1, np.rint(rates * period)) / period
        self._turns = 2 * np.pi * rates
        self._phases = random.uniform(0, 2 * np.pi, len(_GUSTS))
        self._sizes = np.array(_SIZES) / sum(_SIZES) * (1 - abs(self.steady))

    def speed(self, seconds: float | Floats) -> Floats:
        """How hard it blows, shape of `seconds`."""
        waves = np.sin(np.multiply.outer(seconds, self._turns) + self._phases)
        return np.asarray(self.steady + waves @ self._sizes)

    def carried(self, since: float | Floats, until: float | Floats) -> Floats:
        """How far it carries what it takes along, in seconds of a wind of 1."""
        return self._sum(until) - self._sum(since)

    def _sum(self, seconds: float | Floats) -> Floats:
        waves = -np.cos(np.multiply.outer(seconds, self._turns) + self._phases) / self._turns
        return np.asarray(self.steady * np.asarray(seconds) + waves @ self._sizes)
