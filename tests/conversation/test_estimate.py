"""What is said of the time that is left."""

from __future__ import annotations

import pytest

from nemo_notebook.conversation.estimate import Estimate


@pytest.mark.parametrize(
    ("spent", "share", "said"),
    [
        (10.0, 0.5, "about 10 s left"),
        (3.0, 0.1, "about 25 s left"),
        (30.0, 0.1, "about 4 min left"),
        (6.0, 0.63, "about 5 s left"),
        (10.0, 0.9, ""),
        (10.0, 0.05, ""),
        (0.5, 0.2, ""),
        (10.0, 1.0, ""),
        (10.0, None, ""),
    ],
)
def test_what_is_left(spent: float, share: float | None, said: str) -> None:
    clock = iter([100.0, 100.0 + spent])
    assert Estimate(lambda: next(clock)).left(share) == said
