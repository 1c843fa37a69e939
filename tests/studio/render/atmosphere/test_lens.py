from __future__ import annotations

import cv2
import numpy as np

from nemo_notebook.studio.direction import Atmosphere as Wish
from nemo_notebook.studio.direction import AtmosphereKind, Direction
from nemo_notebook.studio.render.atmosphere import Atmosphere
from nemo_notebook.studio.render.clock import Clock

SIZE = (640, 360)


def lens(kind: AtmosphereKind, luma: int, index: int = 3) -> list[np.ndarray]:
    direction = Direction(atmosphere=(Wish(kind=kind),), seed=2)
    half = (SIZE[1] // 2, SIZE[0] // 2)
    planes = (
        np.full(SIZE[::-1], luma, np.uint8),
        np.full(half, 110, np.uint8),
        np.full(half, 150, np.uint8),
    )
    Atmosphere(direction, SIZE, Clock.of("none", 60, 2)).draw(index, planes)
    return [plane.astype(float) for plane in planes]


def test_grain_is_strongest_in_the_middle_tones_and_leaves_their_light_alone() -> None:
    strength = {luma: lens("grain", luma)[0].std() for luma in (17, 60, 120, 200, 235)}
    assert strength[235] == 0
    assert strength[17] < strength[60] / 2
    assert strength[200] < strength[120]
    assert 3 < strength[120] < 12
    for luma in (60, 120, 200):
        assert abs(lens("grain", luma)[0].mean() - luma) < 0.6


def test_grain_is_another_in_every_frame() -> None:
    one, other = (lens("grain", 120, index)[0] - 120 for index in (3, 4))
    assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 0.05


def test_a_vignette_darkens_corners_and_shows_no_bands() -> None:
    y, u, v = lens("vignette", 120)
    assert abs(y[170:190, 310:330].mean() - 120) < 1
    assert y[:10, :10].mean() < 95
    assert abs(u[:5, :5].mean() - 128) < abs(110 - 128)
    smooth = np.asarray(cv2.blur(y, (25, 25)))[180, 330:620]
    assert np.diff(smooth).max() < 0.25
    assert np.diff(smooth).min() > -1.2
    assert abs(v[90, 160] - 150) <= 1


def test_leaked_light_is_warm_and_comes_from_the_edges() -> None:
    y, u, v = lens("light_leak", 60)
    edges = np.concatenate([y[:, :60], y[:, -60:]], axis=1)
    assert edges.mean() > y[:, 290:350].mean() + 15
    assert v[:, :30].mean() > 150
    assert u[:, :30].mean() < 110
