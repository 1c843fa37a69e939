from __future__ import annotations

import itertools
from functools import lru_cache
from typing import TYPE_CHECKING, get_args

import cv2
import numpy as np
import pytest

from nemo_notebook.studio.direction import Atmosphere as Wish
from nemo_notebook.studio.direction import AtmosphereKind, Direction, Grade, Loop
from nemo_notebook.studio.render.atmosphere import Atmosphere
from nemo_notebook.studio.render.clock import Clock

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.planes import Plane, Planes

    Floats = NDArray[np.float64]

SIZE = (640, 360)
KINDS: tuple[AtmosphereKind, ...] = get_args(AtmosphereKind)
PARTICLES: tuple[AtmosphereKind, ...] = (
    "snow",
    "rain",
    "dust",
    "embers",
    "fireflies",
    "bubbles",
)
KIND = pytest.mark.parametrize("kind", KINDS)
PARTICLE = pytest.mark.parametrize("kind", PARTICLES)


def air(
    *kinds: AtmosphereKind,
    amount: float = 0.5,
    seed: int = 5,
    loop: Loop = "none",
    grade: Grade | None = None,
    fps: int = 30,
    size: tuple[int, int] = SIZE,
) -> Atmosphere:
    wishes = tuple(Wish(kind=kind, amount=amount) for kind in kinds)
    direction = Direction(atmosphere=wishes, seed=seed, loop=loop, grade=grade or Grade())
    return Atmosphere(direction, size, Clock.of(loop, 2 * fps, 2.0))


def gray(luma: int = 70, size: tuple[int, int] = SIZE) -> Planes:
    half = (size[1] // 2, size[0] // 2)
    u, v = (np.full(half, 128, np.uint8) for _ in range(2))
    return np.full(size[::-1], luma, np.uint8), u, v


def drawn(atmosphere: Atmosphere, index: int, matte: Plane | None = None, luma: int = 70) -> Planes:
    planes = gray(luma)
    atmosphere.draw(index, planes, matte)
    return planes


@lru_cache
def flow(kind: AtmosphereKind) -> Floats:
    """Velocities of what can be followed, in frame heights a second, shape (n, 2)."""
    fps = 240
    atmosphere = air(kind, amount=0.4, fps=fps)
    found = []
    for start in (20, 150, 280):
        before, after = (drawn(atmosphere, start + step)[0] for step in (0, 4))
        points = cv2.goodFeaturesToTrack(before, 250, 0.1, 5)
        moved, status, _ = cv2.calcOpticalFlowPyrLK(before, after, points, None)  # type: ignore[call-overload]
        found.append((moved - points)[status[:, 0] == 1].reshape(-1, 2))
    return np.asarray(np.concatenate(found) * fps / 4 / SIZE[1], np.float64)


def test_snow_falls_slowly_and_wanders_and_rain_falls_fast_and_straight() -> None:
    snow, rain = flow("snow"), flow("rain")
    assert 0.04 < np.median(snow[:, 1]) < 0.5
    assert np.mean(snow[:, 1] > 0) > 0.9
    assert np.median(rain[:, 1]) > 4 * np.median(snow[:, 1])
    slants = [np.std(v[:, 0] / np.abs(v[:, 1]).clip(0.02)) for v in (snow, rain)]
    assert slants[1] < slants[0]


@pytest.mark.parametrize("kind", ["embers", "bubbles"])
def test_embers_and_bubbles_rise(kind: AtmosphereKind) -> None:
    up = -flow(kind)[:, 1]
    assert np.mean(up > 0) > 0.9
    assert 0.05 < np.median(up) < 0.5


def test_fireflies_and_dust_go_nowhere_in_particular() -> None:
    for kind in ("fireflies", "dust"):
        velocity = flow(kind)
        speed = np.hypot(*velocity.T)
        assert np.median(speed) < 0.09
        assert np.abs(np.median(velocity[:, 1])) < 0.6 * np.median(speed)


def test_fireflies_pulse_and_embers_flicker() -> None:
    for kind in ("fireflies", "embers"):
        atmosphere = air(kind, amount=0.2)
        peaks = np.array([drawn(atmosphere, index)[0].max() for index in range(0, 60, 3)])
        totals = np.array([drawn(atmosphere, index)[0].mean() for index in range(0, 60, 3)])
        assert peaks.max() > 150
        assert np.ptp(totals) > 0.05 * (totals.mean() - totals.min() + 0.1)


@KIND
def test_more_is_more(kind: AtmosphereKind) -> None:
    changes = [
        np.abs(drawn(air(kind, amount=amount), 9, luma=90)[0].astype(int) - 90).mean()
        for amount in (0.0, 0.4, 1.0)
    ]
    assert 0 < changes[0] < changes[1] < changes[2]


@KIND
def test_the_same_however_often_it_is_asked_and_other_with_another_seed(
    kind: AtmosphereKind,
) -> None:
    once, again = air(kind), air(kind)
    drawn(again, 50)
    first, second = drawn(once, 20), drawn(again, 20)
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    if kind != "vignette":
        assert not np.array_equal(first[0], drawn(air(kind, seed=6), 20)[0])
        assert not np.array_equal(first[0], drawn(once, 21)[0])


@KIND
def test_a_seamless_loop_has_no_seam(kind: AtmosphereKind) -> None:
    atmosphere = air(kind, loop="seamless")
    frames = [drawn(atmosphere, index)[0].astype(int) for index in (*range(6), 29, 30, 58, 59, 0)]
    steps = [np.abs(b - a).mean() for a, b in itertools.pairwise(frames)]
    usual = [*steps[:5], steps[6], steps[8]]
    assert steps[-1] <= 1.2 * max(usual) + 0.02


@pytest.mark.parametrize("loop", ["none", "seamless"])
@PARTICLE
def test_nothing_jumps(kind: AtmosphereKind, loop: Loop) -> None:
    atmosphere = air(kind, loop=loop)
    frames = [drawn(atmosphere, index)[0].astype(int) for index in range(20, 44)]
    steps = np.array([np.abs(b - a).mean() for a, b in itertools.pairwise(frames)])
    assert steps.max() < 2.2 * np.median(steps) + 0.05


@pytest.mark.parametrize("kind", [*PARTICLES, "fog"])
def test_the_subject_hides_what_is_behind_it_and_not_what_is_before(kind: AtmosphereKind) -> None:
    matte = np.zeros(SIZE[::-1], np.uint8)
    matte[:, :320] = 255
    atmosphere = air(kind, amount=1.0)
    open_, hidden = drawn(atmosphere, 15), drawn(atmosphere, 15, matte)
    change = np.abs(open_[0].astype(int) - hidden[0])
    assert change[:, 330:].max() <= 4
    assert np.mean(change[:, :310] > 3) > 0.001
    # What is near is still there, over the subject.
    empty = drawn(atmosphere, 15, np.full(SIZE[::-1], 255, np.uint8))[0].astype(int)
    assert np.mean(np.abs(empty - np.median(empty)) > 8) > 0.0005


@PARTICLE
def test_particles_take_on_the_look(kind: AtmosphereKind) -> None:
    for plane in drawn(air(kind, grade=Grade(look="bw")), 20)[1:]:
        centre = np.median(plane)
        assert np.abs(plane.astype(int) - centre).max() <= 4


def test_embers_are_orange_and_fireflies_green() -> None:
    _, u, v = drawn(air("embers", amount=1.0), 20)
    assert v.max() > 170
    assert u.min() < 90
    _, u, v = drawn(air("fireflies", amount=1.0), 20)
    assert np.abs(v.astype(int) - 125).max() < 20
    assert u.min() < 90


def test_kinds_do_not_disturb_each_other() -> None:
    alone, together = drawn(air("grain"), 7), drawn(air("vignette", "grain"), 7)
    middle = (slice(170, 190), slice(310, 330))
    assert np.abs(alone[0][middle].astype(int) - together[0][middle]).max() <= 2


@pytest.mark.parametrize("size", [(64, 36), (360, 640), (26, 480)])
def test_any_frame_will_do(size: tuple[int, int]) -> None:
    atmosphere = air(*KINDS, amount=1.0, size=size)
    planes = gray(100, size)
    atmosphere.draw(3, planes)
    assert planes[0].std() > 1
