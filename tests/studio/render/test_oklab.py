from __future__ import annotations

import numpy as np
import pytest

from nemo_notebook.studio.render import oklab


def test_known_colours_are_where_the_definition_puts_them() -> None:
    """White by definition; red, green and blue as CSS Color 4 gives them."""
    lab = oklab.from_rgb(np.array([[1.0, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]]))
    expected = [
        [1, 0, 0],
        [0.628, 0.225, 0.126],
        [0.866, -0.234, 0.180],
        [0.452, -0.032, -0.312],
    ]
    assert lab == pytest.approx(np.array(expected), abs=0.001)


def test_there_and_back() -> None:
    rgb = np.random.default_rng(1).random((100, 3))
    assert oklab.to_rgb(oklab.from_rgb(rgb)) == pytest.approx(rgb, abs=1e-3)


def test_what_cannot_be_shown_keeps_its_lightness_and_hue() -> None:
    lab = np.array([[0.6, 0.3, 0.1], [0.3, -0.2, 0.2], [0.95, 0.0, -0.3]])
    shown = oklab.from_rgb(oklab.to_rgb(lab))
    assert shown[:, 0] == pytest.approx(lab[:, 0], abs=0.01)
    turn = np.arctan2(shown[:, 2], shown[:, 1]) - np.arctan2(lab[:, 2], lab[:, 1])
    assert turn == pytest.approx(np.zeros(3), abs=0.05)
    assert np.all(np.hypot(shown[:, 1], shown[:, 2]) > 0.01)
