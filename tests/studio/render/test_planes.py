from __future__ import annotations

import numpy as np
import pytest

from nemo_notebook.studio.render import planes as planar

# ITU-R BT.709 colour bars at full amplitude, 8 bits.
BARS = {
    (255, 255, 255): (235, 128, 128),
    (255, 255, 0): (219, 16, 138),
    (0, 255, 255): (188, 154, 16),
    (0, 255, 0): (173, 42, 26),
    (255, 0, 255): (78, 214, 230),
    (255, 0, 0): (63, 102, 240),
    (0, 0, 255): (32, 240, 118),
    (0, 0, 0): (16, 128, 128),
}


@pytest.mark.parametrize(("rgb", "yuv"), BARS.items())
def test_colour_bars(rgb: tuple[int, int, int], yuv: tuple[int, int, int]) -> None:
    picture = np.full((4, 6, 3), rgb, np.uint8)
    planes = planar.from_rgb(picture)
    assert [plane.shape for plane in planes] == [(4, 6), (2, 3), (2, 3)]
    assert [int(plane[0, 0]) for plane in planes] == pytest.approx(yuv, abs=1)
    assert planar.color(rgb) == pytest.approx(yuv, abs=1)
    assert np.abs(planar.to_rgb(planes).astype(int) - picture).max() <= 2


def test_gray_has_no_colour_at_all() -> None:
    gray = np.arange(256, dtype=np.uint8).reshape(16, 16)[..., None].repeat(3, axis=2)
    _, u, v = planar.from_rgb(gray)
    assert np.all(u == 128)
    assert np.all(v == 128)


def test_tall_pictures_are_converted_to_the_last_row() -> None:
    picture = np.full((602, 4, 3), 90, np.uint8)
    picture[-2:] = 200
    y, u, _ = planar.from_rgb(picture)
    assert y[-1, 0] - y[-3, 0] > 80
    assert u.shape == (301, 2)
