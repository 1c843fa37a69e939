from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest

from nemo_notebook.studio.direction import Look
from nemo_notebook.studio.render import oklab
from nemo_notebook.studio.render.looks import LOOKS, saturate, skin

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Fair, light, olive, brown and dark skin in even light.
SKIN = (
    np.array([[240, 200, 180], [222, 171, 143], [190, 135, 100], [141, 90, 65], [80, 50, 38]]) / 255
)
THINGS = np.array([[40, 90, 200], [40, 140, 60], [230, 220, 40], [120, 40, 150]]) / 255
GRAYS = np.linspace(0, 1, 11)[:, None].repeat(3, axis=1)
DARK, MIDDLE, LIGHT = 2, 5, 8


def lab(look: Look, rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    return oklab.from_rgb(LOOKS[look](rgb))


def chroma(colours: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.hypot(colours[..., 1], colours[..., 2])


def hue(colours: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.degrees(np.arctan2(colours[..., 2], colours[..., 1]))


@pytest.mark.parametrize("look", get_args(Look))
def test_every_look_is_there_and_keeps_the_order_of_light(look: Look) -> None:
    for rgb in (GRAYS, LOOKS[look](GRAYS)):
        assert rgb.min() >= 0
        assert rgb.max() <= 1
    assert np.all(np.diff(lab(look, GRAYS)[:, 0]) > 0.01)


@pytest.mark.parametrize("look", sorted(set(get_args(Look)) - {"bw", "sepia"}))
def test_skin_stays_skin(look: Look) -> None:
    before, after = oklab.from_rgb(SKIN), lab(look, SKIN)
    assert np.all(hue(after) > 25)
    assert np.all(hue(after) < 80)
    assert np.all(np.abs(hue(after) - hue(before)) < 20)
    assert np.all(chroma(after) > 0.4 * chroma(before))
    assert np.all(chroma(after) < 1.5 * chroma(before))
    assert np.all(np.diff(after[:, 0]) < 0)  # the fairer is still the fairer


def test_skin_is_told_from_other_things() -> None:
    assert skin(oklab.from_rgb(SKIN)).min() > 0.6
    assert skin(oklab.from_rgb(THINGS)).max() < 0.15
    assert skin(oklab.from_rgb(GRAYS)).max() == 0


def test_warm_and_cool_part_ways() -> None:
    warm, cool = lab("warm", GRAYS)[MIDDLE], lab("cool", GRAYS)[MIDDLE]
    assert warm[2] > 0.02
    assert warm[1] > 0
    assert cool[2] < -0.02


def test_black_and_white_and_sepia_have_one_hue_at_most() -> None:
    assert np.ptp(LOOKS["bw"](THINGS), axis=1).max() < 1e-9
    sepia = lab("sepia", np.concatenate([THINGS, SKIN]))
    assert np.ptp(hue(sepia)) < 3
    assert 45 < hue(sepia).mean() < 80


def test_cinematic_is_teal_in_the_dark_and_orange_in_the_light() -> None:
    grays = lab("cinematic", GRAYS)
    assert grays[DARK, 1] < -0.01
    assert 180 < hue(grays)[DARK] % 360 < 240
    assert 35 < hue(grays)[LIGHT] < 80
    blue = oklab.from_rgb(THINGS[:1]), lab("cinematic", THINGS[:1])
    assert abs(hue(blue[1])[0] % 360 - 205) < abs(hue(blue[0])[0] % 360 - 205) - 10


def test_vintage_has_lost_its_blacks_its_whites_and_its_dyes() -> None:
    grays = lab("vintage", GRAYS)
    assert grays[0, 0] > 0.12
    assert grays[-1, 0] < 0.96
    assert grays[LIGHT, 2] > 0.015
    assert np.all(chroma(lab("vintage", THINGS)) < chroma(oklab.from_rgb(THINGS)))


def test_vivid_and_muted_go_opposite_ways() -> None:
    plain = np.concatenate([THINGS, SKIN]) * 0.6 + 0.2
    before = chroma(oklab.from_rgb(plain))
    more, less = chroma(lab("vivid", plain)) / before, chroma(lab("muted", plain)) / before
    assert more[: len(THINGS)].min() > 1.15
    assert more[len(THINGS) :].max() < more[: len(THINGS)].max()
    assert less.max() < 0.85


def test_dreamy_is_lifted_and_rosy() -> None:
    grays = lab("dreamy", GRAYS)
    assert grays[0, 0] > 0.06
    assert grays[MIDDLE, 1] > 0.01


def test_saturation_spares_skin_and_lightness() -> None:
    colours = np.concatenate([THINGS * 0.5 + 0.25, SKIN])
    before, after = oklab.from_rgb(colours), oklab.from_rgb(saturate(colours, 0.5))
    gain = chroma(after) / chroma(before)
    assert gain[: len(THINGS)].min() > 1.35
    assert gain[len(THINGS) :].max() < 1.3
    assert after[:, 0] == pytest.approx(before[:, 0], abs=0.01)
    assert chroma(oklab.from_rgb(saturate(colours, -1))).max() < 1e-3
