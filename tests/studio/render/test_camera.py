from __future__ import annotations

import math
from dataclasses import fields
from itertools import pairwise
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_notebook.studio.direction import CameraMove, Heading, Loop, Move, Speed
from nemo_notebook.studio.render.camera import Path, ease, plan

HD, UPRIGHT = (1920, 1080), (1080, 1920)
MOVES = st.builds(
    CameraMove,
    move=st.sampled_from(get_args(Move)),
    direction=st.none() | st.sampled_from(get_args(Heading)),
    speed=st.sampled_from(get_args(Speed)),
    amount=st.floats(0, 1),
    then=st.booleans(),
)
SIDES = st.integers(2, 20_000)


def planned(
    *moves: CameraMove, photo: tuple[int, int] = HD, frame: tuple[int, int] = HD, seconds: float = 5
) -> Path:
    return plan(moves, round(seconds * 30), seconds, photo, frame)


def shift(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    return float(values[-1] - values[0])


@given(
    st.lists(MOVES, max_size=6),
    st.integers(1, 200),
    st.tuples(SIDES, SIDES),
    st.sampled_from([HD, UPRIGHT, (480, 480), (1120, 480)]),
)
def test_no_view_leaves_the_photo(
    moves: list[CameraMove], frames: int, photo: tuple[int, int], frame: tuple[int, int]
) -> None:
    path = plan(moves, frames, frames / 30, photo, frame)
    right = np.array([np.cos(path.angle), np.sin(path.angle)]) * path.width * photo[0] / 2
    below = np.array([-np.sin(path.angle), np.cos(path.angle)]) * path.height * photo[1] / 2
    centre = np.array([path.x * photo[0], path.y * photo[1]])
    for corner in (right + below, right - below, -right + below, -right - below):
        assert (centre + corner).min() > -1e-4
        assert ((centre + corner).max(axis=1) < np.array(photo) + 1e-4).all()
    aspect = path.width * photo[0] / (path.height * photo[1])
    np.testing.assert_allclose(aspect, frame[0] / frame[1], rtol=1e-9)


@pytest.mark.parametrize(
    ("move", "direction", "x", "y", "width", "angle"),
    [
        ("pan", "left", -1, 0, 0, 0),
        ("pan", "right", 1, 0, 0, 0),
        ("pan", None, 1, 0, 0, 0),
        ("pan", "up", 0, -1, 0, 0),
        ("pan", "in", 0, 0, -1, 0),
        ("pan", "clockwise", 0, 0, 0, 1),
        ("tilt", "up", 0, -1, 0, 0),
        ("tilt", "down", 0, 1, 0, 0),
        ("tilt", "left", -1, 0, 0, 0),
        ("zoom", "in", 0, 0, -1, 0),
        ("zoom", "out", 0, 0, 1, 0),
        ("zoom", "left", -1, 0, -1, 0),
        ("zoom", "down", 0, 1, -1, 0),
        ("dolly", "out", 0, 0, 1, 0),
        ("dolly", "right", 1, 0, 0, 0),
        ("roll", None, 0, 0, 0, 1),
        ("roll", "clockwise", 0, 0, 0, 1),
        ("roll", "counterclockwise", 0, 0, 0, -1),
        ("roll", "left", 0, 0, 0, -1),
        ("roll", "right", 0, 0, 0, 1),
        ("roll", "in", 0, 0, -1, 1),
        ("roll", "up", 0, -1, 0, 0),
        ("static", None, 0, 0, 0, 0),
        ("static", "left", 0, 0, 0, 0),
        ("orbit", "left", 0, 0, 0, 0),
    ],
)
def test_views_go_where_the_words_say(
    move: Move, direction: Heading | None, x: int, y: int, width: int, angle: int
) -> None:
    path = planned(CameraMove(move=move, direction=direction))
    ways = (path.x, path.y, path.width, path.angle)
    assert [round(float(np.sign(np.round(shift(way), 9)))) for way in ways] == [x, y, width, angle]


def test_every_heading_of_every_move_means_something() -> None:
    for move in get_args(Move):
        for direction in (None, *get_args(Heading)):
            path = planned(CameraMove(move=move, direction=direction), seconds=1)
            moved = [np.ptp(getattr(path, field.name)) > 1e-6 for field in fields(path)]
            assert any(moved) == (move != "static"), (move, direction)


@pytest.mark.parametrize("loop", ["boomerang", "seamless"])
@pytest.mark.parametrize("frames", [149, 150])
def test_a_loop_ends_where_it_begins_and_rests_on_the_way_there(loop: Loop, frames: int) -> None:
    moves = (
        CameraMove(move="pan", direction="left"),
        CameraMove(move="zoom", direction="in", then=True),
        CameraMove(move="handheld", then=True),
    )
    path = plan(moves, frames, 5, HD, HD, loop=loop)
    for field in fields(path):
        way = getattr(path, field.name)
        steps = np.abs(np.diff(np.append(way, way[0])))
        assert steps[-1] <= steps[:-1].max() + 1e-9
    turn = int(np.argmin(path.width))
    assert abs(turn - frames / 2) < frames / 5
    assert path.x[turn] < path.x[0]


def test_a_hand_in_a_seamless_loop_has_no_jolt_at_the_seam() -> None:
    path = plan([CameraMove(move="handheld")], 120, 4, HD, HD, loop="seamless")
    for way in (path.x, path.y, path.angle):
        around = np.concatenate([way[-4:], way[:4]])
        assert np.abs(np.diff(around, n=2)).max() <= 1.05 * np.abs(np.diff(way, n=2)).max()


def test_a_pan_and_a_tilt_together_go_across_the_corner() -> None:
    path = planned(
        CameraMove(move="pan", direction="left"),
        CameraMove(move="tilt", direction="up"),
        CameraMove(move="roll", direction="counterclockwise"),
    )
    for way in (path.x, path.y, path.angle):
        assert np.all(np.diff(way) <= 0)
        assert shift(way) < -0.02


def test_a_hand_is_unsteady_but_calm() -> None:
    path = planned(CameraMove(move="handheld"))
    strays = [(path.x - path.x.mean()) * 1920, (path.y - path.y.mean()) * 1080]
    strays.append((path.angle - path.angle.mean()) * 960)  # at the frame's edge
    for stray in strays:
        assert 1 < stray.std() < 20
        assert np.abs(np.diff(stray)).max() < 5  # pixels in a thirtieth of a second
        assert np.abs(np.diff(stray, n=2)).max() < 1
    assert path.width[0] > 0.9


def test_a_hand_shakes_more_and_faster_where_asked() -> None:
    def restless(amount: float, speed: Speed) -> float:
        path = planned(CameraMove(move="handheld", amount=amount, speed=speed))
        return float(np.abs(np.diff(path.x)).mean())

    assert restless(0, "normal") < restless(0.5, "normal") / 2 < restless(1, "normal") / 3
    assert restless(0.5, "slow") < restless(0.5, "normal") < restless(0.5, "fast")


def test_a_hand_goes_with_any_move_and_hangs_on_the_seed() -> None:
    moves = (CameraMove(move="zoom", direction="in"), CameraMove(move="handheld"))
    one, same, other = (plan(moves, 150, 5, HD, HD, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.x, same.x)
    assert not np.allclose(one.x, other.x)
    assert one.width[-1] < 0.8 * one.width[0]
    later = planned(CameraMove(move="pan"), CameraMove(move="handheld", then=True))
    assert np.ptp(later.angle[:75]) == 0
    assert np.ptp(later.angle[75:]) > 0.001


def test_no_wish_is_a_still_camera_over_the_whole_photo() -> None:
    path = planned()
    assert np.ptp(path.x) == np.ptp(path.y) == np.ptp(path.width) == 0
    assert path.width[0] == path.height[0] == 1


@pytest.mark.parametrize("seconds", [1, 5, 15])
@pytest.mark.parametrize(("move", "direction"), [("zoom", "in"), ("pan", "left"), ("tilt", "up")])
def test_faster_goes_farther_in_the_same_time(
    move: Move, direction: Heading, seconds: float
) -> None:
    def way(speed: Speed) -> float:
        path = planned(CameraMove(move=move, direction=direction, speed=speed), seconds=seconds)
        zoom = math.log(path.width[0] / path.width[-1])
        across, down = shift(path.x) / path.width[0], shift(path.y) / path.height[0]
        return float(abs(zoom) + abs(across) + abs(down))

    assert 1.3 * way("slow") < way("normal") < way("fast") / 1.3


def test_more_goes_farther() -> None:
    little, much = (
        planned(CameraMove(move="zoom", direction="in", amount=amount)).width[-1]
        for amount in (0.0, 1.0)
    )
    assert 1 > little > much


def test_then_waits_for_the_moves_before() -> None:
    path = planned(
        CameraMove(move="pan", direction="left"),
        CameraMove(move="zoom", direction="in", then=True),
    )
    half = len(path.x) // 2
    assert np.ptp(path.width[:half]) == 0
    assert np.ptp(path.x[half + 1 :]) == pytest.approx(0, abs=1e-12)
    assert path.x[0] > path.x[half]
    assert path.width[half] > path.width[-1]


def test_while_goes_together() -> None:
    path = planned(
        CameraMove(move="zoom", direction="in"), CameraMove(move="pan", direction="right")
    )
    quarter = len(path.x) // 4
    for values, sign in ((path.x, 1), (path.width, -1)):
        assert sign * (values[quarter] - values[0]) > 0
        assert sign * (values[-1] - values[-quarter]) > 0


def test_a_pan_uses_what_the_crop_leaves_over() -> None:
    upright = planned(CameraMove(move="pan", direction="left"), frame=UPRIGHT)
    assert upright.height[0] == 1


def test_a_crop_keeps_the_focus_in_its_middle_if_it_can() -> None:
    for focus, x in (((0.5, 0.5), 0.5), ((0.4, 0.2), 0.4), ((0.0, 0.0), 0.158)):
        path = plan((), 10, 1, HD, UPRIGHT, focus)
        assert path.x[0] == pytest.approx(x, abs=0.001)
        assert path.y[0] == 0.5


def test_a_pan_goes_where_it_should_while_a_zoom_finds_its_focus_elsewhere() -> None:
    moves = (
        CameraMove(move="zoom", direction="in", speed="fast", amount=1),
        CameraMove(move="pan", direction="left", speed="slow", amount=0.1),
    )
    path = plan(moves, 60, 5, HD, HD, (0.9, 0.5))
    assert np.all(np.diff(path.x) <= 0)
    assert shift(path.x) < 0


@pytest.mark.parametrize("direction", ["in", "out"])
def test_a_zoom_keeps_the_focus_in_the_frame(direction: Heading) -> None:
    focus = (0.2, 0.7)
    zoom = CameraMove(move="zoom", direction=direction, speed="fast", amount=1)
    path = plan([zoom], 60, 5, HD, HD, focus)
    assert path.width.max() == pytest.approx(1)
    off = [np.abs(path.x - focus[0]) / path.width, np.abs(path.y - focus[1]) / path.height]
    assert np.max(off) < 0.35
    narrow, wide = np.argmin(path.width), np.argmax(path.width)
    assert off[0][narrow] < off[0][wide]


def test_motion_has_no_jolts() -> None:
    way = ease(np.linspace(0, 1, 1001))
    speed = np.diff(way) * 1000
    assert way[0] == 0
    assert way[-1] == 1
    assert speed.min() >= 0
    assert speed.max() < 1.4
    assert max(abs(b - a) for a, b in pairwise(speed)) < 0.01
    assert speed[0] < 0.001 > speed[-1]
