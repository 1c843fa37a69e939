from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render.looks import LOOKS
from nemo_notebook.studio.render.lut import PlanesTable, RgbTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import Look


@pytest.fixture
def picture() -> NDArray[np.uint8]:
    """Soft colours of every hue and lightness, and of an odd number of rows beyond a strip."""
    noise = np.random.default_rng(2).random((9, 12, 3)).astype(np.float32)
    return (
        (cv2.resize(noise, (320, 182), interpolation=cv2.INTER_CUBIC) * 255)
        .clip(0, 255)
        .astype(np.uint8)
    )


def test_nothing_changes_nothing(picture: NDArray[np.uint8]) -> None:
    assert np.abs(RgbTable(lambda rgb: rgb)(picture).astype(int) - picture).max() <= 1
    planes = planar.from_rgb(picture)
    changed = tuple(plane.copy() for plane in planes)
    PlanesTable(lambda rgb: rgb)((changed[0], changed[1], changed[2]))
    for plane, old in zip(changed, planes, strict=True):
        off = np.abs(plane.astype(int) - old)
        assert np.percentile(off, 98) <= 1


@pytest.mark.parametrize("look", ["warm", "cinematic", "sepia"])
def test_both_tables_give_what_the_look_gives(look: Look, picture: NDArray[np.uint8]) -> None:
    exact = LOOKS[look](picture / 255) * 255
    off = np.abs(RgbTable(LOOKS[look])(picture) - exact)
    assert off.mean() < 0.6
    assert np.percentile(off, 99) < 4
    planes, expected = planar.from_rgb(picture), planar.from_rgb(np.rint(exact).astype(np.uint8))
    PlanesTable(LOOKS[look])(planes)
    for plane, other in zip(planes, expected, strict=True):
        off = np.abs(plane.astype(float) - other)
        assert off.mean() < 1.2
        assert np.percentile(off, 99) < 6


def test_a_ramp_stays_smooth() -> None:
    ramp = np.arange(256, dtype=np.uint8)[None, :, None].repeat(3, axis=2).repeat(2, axis=0)
    graded = RgbTable(LOOKS["vintage"])(ramp)[0].astype(int)
    steps = np.diff(graded, axis=0)
    assert steps.min() >= 0
    assert steps.max() <= 2
