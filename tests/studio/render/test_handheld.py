from __future__ import annotations

import numpy as np
import pytest

from nemo_notebook.studio.render.handheld import unrest


def test_it_stays_about_where_it_was() -> None:
    for stray in unrest(np.arange(0, 60, 1 / 30), "normal", 4):
        assert abs(stray.mean()) < stray.std() / 5
        assert 0.002 < stray.std() < 0.02
        assert np.abs(stray).max() < 4 * stray.std()


@pytest.mark.parametrize("period", [1.0, 2.5, 7.3])
def test_it_comes_back_where_it_must(period: float) -> None:
    times = np.linspace(0, period, 50)
    for first, again in zip(
        unrest(times, "slow", 4, period), unrest(times + period, "slow", 4, period), strict=True
    ):
        assert first == pytest.approx(again, abs=1e-9)
        assert np.ptp(first) > 0.0005
        assert np.abs(np.gradient(first, times)).max() < 0.1  # a second
