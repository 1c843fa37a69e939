from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from nemo_notebook.studio.render.composition import focus

if TYPE_CHECKING:
    from numpy.typing import NDArray


def one_sharp_thing(where: float) -> NDArray[np.uint8]:
    """Noise that is sharp in a disc and blurred around it."""
    noise = np.random.default_rng(2).integers(0, 255, (400, 700, 3), np.uint8)
    blurred = np.asarray(cv2.GaussianBlur(noise, (0, 0), 8), np.uint8)
    disc = np.zeros((400, 700, 3), np.uint8)
    cv2.circle(disc, (round(700 * where), 200), 80, (1, 1, 1), -1)
    return np.where(disc == 1, noise, blurred)


@pytest.mark.parametrize("where", [0.2, 0.4, 0.8])
def test_finds_what_is_sharp(where: float) -> None:
    assert focus(one_sharp_thing(where))[0] == pytest.approx(where, abs=0.08)


@pytest.mark.parametrize("size", [(2, 2), (600, 400), (3, 5000), (5000, 3)])
def test_a_plain_photo_is_looked_at_in_the_middle(size: tuple[int, int]) -> None:
    x, y = focus(np.full((*size, 3), 90, np.uint8))
    assert x == pytest.approx(0.5, abs=0.07)
    assert 0.3 < y < 0.5
