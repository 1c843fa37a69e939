from __future__ import annotations

import numpy as np
import pytest

from nemo_notebook.studio.sound.filters import (
    SAMPLE_RATE,
    Biquad,
    high_shelf,
    impulse_response,
    low_shelf,
)


def gain_db(section: Biquad, hertz: float) -> float:
    response = impulse_response(section)[0].astype(np.float64)
    turn = np.exp(-2j * np.pi * hertz / SAMPLE_RATE * np.arange(response.size))
    return float(20 * np.log10(np.abs((response * turn).sum())))


@pytest.mark.parametrize("wanted", [-6.0, -2.5, 0.0, 4.0, 8.0])
def test_a_shelf_lifts_its_side_and_leaves_the_other(wanted: float) -> None:
    low, high = low_shelf(120, wanted), high_shelf(1_800, wanted)

    assert gain_db(low, 20) == pytest.approx(wanted, abs=0.3)
    assert gain_db(low, 2_000) == pytest.approx(0, abs=0.1)
    assert gain_db(high, 15_000) == pytest.approx(wanted, abs=0.3)
    assert gain_db(high, 100) == pytest.approx(0, abs=0.1)
    assert gain_db(high, 1_800) == pytest.approx(wanted / 2, abs=0.2)
