"""What goes round and round in a clip does so a whole number of times: a loop of it has no seam."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Times:
    """When the frames of a clip are.

    Attributes:
        seconds: From the clip's beginning, shape (frames,).
        total: Of the whole clip, in seconds.
    """

    seconds: Floats
    total: float


def turns(times: Times, period: float) -> Floats:
    """How often something has gone round at each frame.

    Args:
        times: Of the frames.
        period: Seconds that it should take, about.
    """
    return times.seconds / times.total * max(1, round(times.total / period))


def phases(times: Times, period: float) -> Floats:
    """The same as angles in radians."""
    return 2 * np.pi * turns(times, period)
