from __future__ import annotations

import numpy as np
import pytest

from nemo_notebook.studio.render.wind import Wind

TIMES = np.linspace(0, 20, 401)


@pytest.mark.parametrize("seed", range(5))
def test_it_blows_one_way_on_the_whole_in_gusts(seed: int) -> None:
    speed = Wind(seed).speed(TIMES)
    assert np.abs(speed).max() <= 1
    assert np.sign(speed.mean()) == np.sign(Wind(seed).steady)
    assert speed.std() > 0.1
    assert np.abs(np.gradient(speed, TIMES)).max() < 1.5


def test_what_it_carries_is_the_sum_of_its_speeds() -> None:
    wind = Wind(7)
    fine = np.linspace(2, 9, 7001)
    carried = wind.carried(np.array([2.0, 5.0]), 9.0)
    assert carried[0] == pytest.approx(np.trapezoid(wind.speed(fine), fine), abs=1e-3)
    assert carried[1] == pytest.approx(carried[0] - float(wind.carried(2.0, 5.0)))


def test_it_comes_round_where_it_must_and_hangs_on_the_seed() -> None:
    wind = Wind(3, period=4.0)
    assert wind.speed(TIMES) == pytest.approx(wind.speed(TIMES + 4))
    assert np.array_equal(wind.speed(TIMES), Wind(3, 4.0).speed(TIMES))
    assert not np.allclose(wind.speed(TIMES), Wind(4, 4.0).speed(TIMES))
