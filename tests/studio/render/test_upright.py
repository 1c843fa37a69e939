from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from nemo_notebook.studio.render import upright

if TYPE_CHECKING:
    from nemo_notebook.studio.render.planes import Plane

FRAME = (320, 180)


@pytest.fixture(scope="module")
def picture() -> Plane:
    """Smooth, as what is sampled is, with room around the view."""
    noise = np.random.default_rng(1).integers(0, 256, (700, 1000)).astype(np.uint8)
    smooth = cv2.GaussianBlur(noise, (0, 0), 2)
    low, high = float(smooth.min()), float(smooth.max())
    return np.asarray((smooth - low) * (255 / (high - low)), np.uint8)


def warped(picture: Plane, matrix: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Plane:
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(picture, matrix, FRAME, flags=flags), np.uint8)


@pytest.mark.parametrize("scale", [1.0373, 1.371, 1.937, 2.613])
@pytest.mark.parametrize("shift", [0.0, 0.25, 0.61])
def test_a_scaled_view_is_the_warped_one(picture: Plane, scale: float, shift: float) -> None:
    start = 130 + shift * scale
    matrix = np.array([[scale, 0, start], [0, scale * 1.0003, start + 0.4]])
    drawn = np.zeros(FRAME[::-1], np.uint8)
    assert upright.draw(picture, matrix, drawn)
    off = np.abs(drawn.astype(int) - warped(picture, matrix))
    assert off.mean() < 0.5
    assert off.max() < 6


def test_most_places_can_be_begun_at(picture: Plane) -> None:
    random = np.random.default_rng(2)
    drawn = np.zeros(FRAME[::-1], np.uint8)
    done = 0
    for _ in range(100):
        scale, (x, y) = random.uniform(1.6, 2.4), random.uniform(100, 140, 2)
        done += upright.draw(picture, np.array([[scale, 0, x], [0, scale, y]]), drawn)
    assert done > 85


@pytest.mark.parametrize(
    "matrix",
    [
        pytest.param([[1.9, 0.1, 120], [-0.1, 1.9, 120]], id="turned"),
        pytest.param([[1.9, 0, -3.3], [0, 1.9, 120]], id="beyond the left edge"),
        pytest.param([[1.9, 0, 120], [0, 1.9, 500.2]], id="beyond the lower edge"),
    ],
)
def test_what_cannot_be_scaled_is_left_to_a_warp(picture: Plane, matrix: list[list[float]]) -> None:
    drawn = np.full(FRAME[::-1], 7, np.uint8)
    assert not upright.draw(picture, np.array(matrix), drawn)
    assert (drawn == 7).all()


def test_a_view_of_all_of_a_picture_needs_no_room() -> None:
    whole = np.random.default_rng(3).integers(0, 256, (361, 643)).astype(np.uint8)
    scale_x, scale_y = 643 / 320, 361 / 180
    matrix = np.array([[scale_x, 0, (scale_x - 1) / 2], [0, scale_y, (scale_y - 1) / 2]])
    drawn = np.zeros(FRAME[::-1], np.uint8)
    assert upright.draw(whole, matrix, drawn)
    assert np.abs(drawn.astype(int) - warped(whole, matrix)).mean() < 1


@pytest.mark.parametrize("length", [2, 3, 8, 9])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_view_that_ends_where_the_picture_does_is_drawn_whole_or_not(
    scale: float, length: int
) -> None:
    for side in range(40, 60):
        for beyond in (-scale, -0.5, 0, 0.5, scale):
            start = side - scale * length + beyond
            matrix = np.array([[scale, 0, start], [0, scale, start]])
            drawn = np.full((length, length), 7, np.uint8)
            if not upright.draw(np.full((side, side), 90, np.uint8), matrix, drawn):
                drawn[:] = 90
            assert (drawn == 90).all()
