from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from nemo_notebook.studio.render.composition import focus, focus_on
from nemo_notebook.studio.render.mask import Mask

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


def masked(left: float, top: float, right: float, bottom: float) -> Mask:
    """A head upon a body twice as wide."""
    cover, size = np.zeros((320, 320), np.uint8), np.array([right - left, bottom - top]) * 320
    middle, first, last = (left + right) * 160, top * 320, bottom * 320
    head = first + size[1] * 0.3
    for start, end, half in ((first, head, size[0] / 4), (head, last, size[0] / 2)):
        cover[round(start) : round(end), round(middle - half) : round(middle + half)] = 255
    return Mask(cover, (left, top, right, bottom))


def shown(mask: Mask, view: tuple[float, float]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what a frame shows, kept inside the photo."""
    place = focus_on(mask, view)
    assert place
    x, y = (min(max(v, side / 2), 1 - side / 2) for v, side in zip(place, view, strict=True))
    return x - view[0] / 2, y - view[1] / 2, x + view[0] / 2, y + view[1] / 2


@pytest.mark.parametrize(
    "box", [(0.05, 0.1, 0.3, 0.9), (0.7, 0.3, 0.95, 1), (0.4, 0.4, 0.5, 0.5), (0.6, 0, 0.9, 1)]
)
@pytest.mark.parametrize("view", [(0.32, 1), (0.56, 1), (1, 1)])
def test_a_subject_that_fits_is_all_in_the_frame(
    box: tuple[float, float, float, float], view: tuple[float, float]
) -> None:
    left, _, right, _ = shown(masked(*box), view)
    assert left <= box[0] + 0.001
    assert right >= box[2] - 0.001


@pytest.mark.parametrize("top", [0.02, 0.1, 0.3])
def test_of_a_subject_too_tall_the_head_is_in_the_frame(top: float) -> None:
    _, upper, _, lower = shown(masked(0.3, top, 0.7, 1), (1, 0.4))
    assert upper <= top
    assert top + 0.3 * (1 - top) < lower


def test_of_a_subject_too_wide_the_head_is_in_the_middle() -> None:
    cover = np.zeros((320, 320), np.uint8)
    cover[60:120, 220:280] = 255  # the head of somebody who lies on their arm
    cover[120:300, 20:300] = 255
    mask = Mask(cover, (20 / 320, 60 / 320, 300 / 320, 300 / 320))
    left, _, right, _ = shown(mask, (0.3, 1))
    assert left < 220 / 320
    assert right > 280 / 320


def test_nobody_is_looked_at_where_nobody_is() -> None:
    assert focus_on(Mask(np.zeros((320, 320), np.uint8), None), (1, 0.5)) is None
