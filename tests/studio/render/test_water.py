"""Light on water: on a lake without a feature, whatever changes is light."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from nemo_notebook.studio.direction import Background, CameraMove, Direction
from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render.camera import plan
from nemo_notebook.studio.render.layers import Layers
from nemo_notebook.studio.render.mask import Mask
from nemo_notebook.studio.render.rhythm import Times
from nemo_notebook.studio.render.surroundings import Surroundings
from nemo_notebook.studio.render.water import Ripple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import Move

FRAME = (480, 270)
FRAMES = 96
SHORE = 135
"""The row of a frame where the water begins."""
NOBODY = Mask(np.zeros((320, 320), np.uint8), None)


@lru_cache(2)
def lake(*, path_of_light: bool = False) -> NDArray[np.uint8]:
    """A plain sky over plain water, with or without a bright path in its middle."""
    picture = np.zeros((540, 960, 3), np.uint8)
    picture[:270] = (190, 205, 225)
    picture[270:] = (90, 120, 150)
    if path_of_light:
        picture[270:, 400:560] = (215, 215, 200)
    return picture


def lit(
    photo: NDArray[np.uint8],
    *,
    amount: float = 0.5,
    who: Mask = NOBODY,
    move: Move = "static",
) -> Layers:
    direction = Direction(
        camera=(CameraMove(move=move),),
        background=(Background(motion="ripple", amount=amount),),
        loop="seamless",
    )
    path = plan(
        direction.camera, FRAMES, FRAMES / direction.fps, (960, 540), FRAME, loop="seamless"
    )
    return Layers(photo, who, direction, path, (0.5, 0.5), FRAME)


def luma(picture: Layers, index: int) -> NDArray[np.float32]:
    planes = planar.blank(*FRAME)
    picture.draw(index, planes)
    return planes[0].astype(np.float32)


@lru_cache(1)
def lights() -> NDArray[np.float32]:
    """What the waves do to the light of a plain lake, frame by frame."""
    picture = lit(lake())
    plain = np.median(luma(picture, 0)[-40:])
    return np.stack([luma(picture, index) for index in range(FRAMES)])[:, SHORE:] - plain


def test_nothing_beyond_the_photo_is_drawn_into_it() -> None:
    times = Times(np.arange(FRAMES) / 24, FRAMES / 24)
    waves = Ripple(Surroundings(lake(), NOBODY), 1.0, times, 16 / 9)
    down, across = np.mgrid[0.002:0.998:200j, 0.002:0.998:200j].astype(np.float32)
    moved = np.zeros_like(across)
    for index in range(FRAMES):
        x, y = waves(index, across, down)
        assert min(x.min(), y.min()) >= 0
        assert max(x.max(), y.max()) <= 1
        assert (np.diff(y, axis=0) > 0).all()
        assert (np.diff(x, axis=1) > 0).all()
        moved = np.maximum(moved, np.abs(x - across))
    assert moved[150].max() > 0.005


def test_waves_glint_and_shade_and_leave_the_shore_alone() -> None:
    picture = lit(lake())
    first, later = luma(picture, 0), luma(picture, 20)
    assert np.array_equal(first[: SHORE - 12], later[: SHORE - 12])
    near = lights()[:, 60:]
    assert np.quantile(near, 0.995) > 15
    assert np.quantile(near, 0.05) < -3
    assert near.min() > -20  # backs of waves are no holes


def test_it_is_a_shimmer_not_a_flicker() -> None:
    whole = lights().mean(axis=(1, 2))
    assert np.ptp(whole) < 3
    steps = np.abs(np.diff(lights(), axis=0))
    assert steps.mean() < 2
    assert np.quantile(steps, 0.999) < 25


def test_glints_come_towards_the_viewer() -> None:
    """A wave is found lower down in a frame that comes a little later."""
    strip, ways = 60, []
    for index in range(0, FRAMES - 6, 7):
        before, after = lights()[index], lights()[index + 6]
        pattern = before[strip : strip + 40, 40:-40]
        found = cv2.matchTemplate(
            after[strip - 8 : strip + 48, 40:-40], pattern, cv2.TM_CCOEFF_NORMED
        )
        ways.append(int(found.argmax()) - 8)
    assert np.mean(ways) > 0.8


def test_far_away_they_are_finer_and_fainter() -> None:
    far, near = lights()[:, 12:30], lights()[:, 90:]

    def fineness(light: NDArray[np.float32]) -> float:
        return float(np.abs(np.diff(light, axis=1)).mean() / light.std())

    assert 0.5 < far.std() < 0.9 * near.std()
    assert fineness(far) > 1.3 * fineness(near)


def test_bright_water_shines_more_than_dark_water() -> None:
    picture = lit(lake(path_of_light=True))
    frames = np.stack([luma(picture, index) for index in range(0, FRAMES, 4)])[:, SHORE + 50 :]
    bright, dark = frames[:, :, 225:255], frames[:, :, 40:140]
    assert bright.std(axis=0).mean() > 2 * dark.std(axis=0).mean() > 0.2


def test_higher_waves_shine_more() -> None:
    spread = [
        float(luma(lit(lake(), amount=amount), 9)[SHORE + 20 :].std()) for amount in (0.0, 0.5, 1.0)
    ]
    assert 0.5 < spread[0] < 0.8 * spread[1] < 0.8 * spread[2]


def test_whoever_stands_in_it_is_not_lit() -> None:
    cover = np.zeros((320, 320), np.uint8)
    cover[60:300, 130:190] = 255
    photo = lake().copy()
    photo[102:506, 390:570] = (120, 60, 50)
    picture = lit(photo, who=Mask(cover, (130 / 320, 60 / 320, 190 / 320, 300 / 320)))
    frames = np.stack([luma(picture, index) for index in range(0, FRAMES, 6)])
    assert not np.ptp(frames[:, 60:245, 205:275], axis=0).any()
    assert np.ptp(frames[:, SHORE + 20 : 245, 20:120], axis=0).mean() > 3


@pytest.mark.parametrize("move", ["static", "pan", "dolly"])
def test_a_loop_of_light_has_no_seam(move: Move) -> None:
    picture = lit(lake(), move=move)
    order = [*range(5), FRAMES - 2, FRAMES - 1, 0]
    frames = [luma(picture, index) for index in order]
    steps = [float(np.abs(b - a).mean()) for a, b in pairwise(frames)]
    assert steps[-1] <= 1.15 * max(*steps[:4], steps[5])
