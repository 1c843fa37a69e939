from __future__ import annotations

import numpy as np
import pytest

from nemo_notebook.studio.direction import Grade
from nemo_notebook.studio.render import grade
from nemo_notebook.studio.render import planes as planar

RAMP = np.arange(256, dtype=np.uint8)[None, :, None].repeat(3, axis=2)
COLOR = np.array([[[180, 90, 40]]], np.uint8)


def test_nothing_wished_nothing_changed() -> None:
    assert np.array_equal(grade.apply(COLOR, Grade()), COLOR)


def test_black_and_white_is_gray_with_more_contrast() -> None:
    gray = grade.apply(COLOR, Grade(look="bw"))[0, 0]
    assert gray[0] == gray[1] == gray[2]
    ramp = grade.apply(RAMP, Grade(look="bw"))[0, :, 0].astype(int)
    assert ramp[0] == 0
    assert ramp[255] == 255
    assert np.all(np.diff(ramp) >= 0)
    assert ramp[64] < 64
    assert ramp[192] > 192


@pytest.mark.parametrize("amount", [-1.0, -0.5, 0.5, 1.0])
def test_brightness_lifts_the_middle_and_keeps_the_ends(amount: float) -> None:
    ramp = grade.apply(RAMP, Grade(brightness=amount))[0, :, 0].astype(int)
    assert (ramp[0], ramp[255]) == (0, 255)
    assert np.sign(ramp[128] - 128) == np.sign(amount)


@pytest.mark.parametrize("amount", [-1.0, -0.5, 0.5, 1.0])
def test_contrast_parts_dark_from_light(amount: float) -> None:
    ramp = grade.apply(RAMP, Grade(contrast=amount))[0, :, 0].astype(int)
    assert np.all(np.diff(ramp) >= 0)
    assert np.sign((ramp[180] - ramp[75]) - (180 - 75)) == np.sign(amount)


def test_saturation_goes_from_gray_to_vivid() -> None:
    spreads = [
        int(np.ptp(grade.apply(COLOR, Grade(saturation=amount)))) for amount in (-1, -0.5, 0, 0.5)
    ]
    assert spreads[0] == 0
    assert spreads == sorted(spreads)
    assert len(set(spreads)) == 4


def test_dreamy_lights_glow_into_what_is_around_them() -> None:
    photo = np.full((180, 240, 3), 60, np.uint8)
    photo[80:100, 110:130] = 250
    dreamy = grade.apply(photo, Grade(look="dreamy"))
    lift = dreamy[0, 0].mean()  # far away
    assert dreamy[76, 120].mean() > lift + 10
    assert dreamy[70, 120].mean() > lift + 2
    assert dreamy[90, 120].mean() > 245
    planes = planar.from_rgb(photo)
    grade.apply_to_planes(planes, Grade(look="dreamy"))
    assert planes[0][76, 120] > planes[0][0, 0] + 8
    assert planes[0].max() <= 235


def test_frames_of_a_video_are_graded_as_a_photo_is() -> None:
    random = np.random.default_rng(4)
    photo = random.integers(0, 256, (9, 12, 3), np.uint8).repeat(16, axis=0).repeat(16, axis=1)
    wish = Grade(look="cool", brightness=0.3, contrast=0.4, saturation=-0.5)
    planes = planar.from_rgb(photo)
    grade.apply_to_planes(planes, wish)
    expected = planar.from_rgb(grade.apply(photo, wish))
    for plane, other in zip(planes, expected, strict=True):
        assert np.abs(plane.astype(float) - other).mean() < 1.5
