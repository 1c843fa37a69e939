"""How long something will still take, judged by how far it has come."""

from __future__ import annotations

import time
from collections.abc import Callable

_WORTH_TELLING_S = 3.0
_LEAST_SHARE = 0.1
_STEP_S = 5


class Estimate:
    """Measures from now on.

    Args:
        now: Seconds that only go forward; a fake one in tests.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._begun = now()

    def left(self, share: float | None) -> str:
        """In a few words how much longer it takes, such as "about 20 s left".

        Args:
            share: How much is done, 0 to 1; None if nobody knows.

        Returns:
            Nothing while too little is done for a guess, or while too little is left to be told.
        """
        spent = self._now() - self._begun
        if share is None or share < _LEAST_SHARE or spent < 1:
            return ""
        seconds = spent * (1 - share) / share
        if seconds < _WORTH_TELLING_S:
            return ""
        if seconds > 90:  # noqa: PLR2004 (from here on, seconds say more than is known)
            return f"about {round(seconds / 60)} min left"
        return f"about {max(1, round(seconds / _STEP_S)) * _STEP_S} s left"
