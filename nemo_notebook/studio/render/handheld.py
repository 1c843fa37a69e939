"""The unrest of a camera that is held by a calm hand. Pure arithmetic, no pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import Speed

    Floats = NDArray[np.float64]


class Unrest(NamedTuple):
    """Where the view strays: of the frame's short side, and in radians; each of shape (frames,)."""

    x: Floats
    y: Floats
    angle: Floats


# Hertz. Below is the swaying of a body, above the tremor that arms and lens damp.
_SLOWEST: Final = 0.14
_FASTEST: Final = 3.2
_WAVES: Final = 12
_FALL: Final = 1.4  # a wave's height falls with this power of its frequency
# Deviations of x, y and angle. A body sways sideways more than it bobs, and hardly turns.
_SIZES: Final = (0.011, 0.0085, 0.0045)
_HURRY: Final[Mapping[Speed, float]] = {"slow": 0.65, "normal": 1.0, "fast": 1.6}


def unrest(times: Floats, speed: Speed, seed: int, period: float | None = None) -> Unrest:
    """Strays about nought in a band of frequencies, more widely the more slowly.

    Args:
        times: Seconds, shape (frames,).
        speed: How hurried.
        seed: The same seed strays the same way.
        period: Seconds after which it must be back and go on as at first, if it must.
    """
    random = np.random.default_rng((seed, 0x4A4D))
    frequencies = np.geomspace(_SLOWEST, _FASTEST, _WAVES) * _HURRY[speed]
    usual = np.sqrt(np.sum(frequencies ** (-2 * _FALL)) / 2)
    strays = []
    for size in _SIZES:
        own = frequencies * random.uniform(0.85, 1.15, _WAVES)
        if period:
            own = np.maximum(1, np.rint(own * period)) / period
        phases = random.uniform(0, 2 * np.pi, _WAVES)
        # A short loop has no room for the slow waves: there they are quicker, and lower.
        heights = own**-_FALL
        waves = heights @ np.sin(2 * np.pi * own[:, None] * times + phases[:, None])
        strays.append(size * waves / usual)
    return Unrest(*strays)
