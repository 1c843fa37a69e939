from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemo_notebook.studio.direction import CameraMove, Heading, Move
from nemo_notebook.studio.render.camera import Path, plan
from nemo_notebook.studio.render.depth import Behind, Bulge, ground, of_subject
from nemo_notebook.studio.render.mask import Mask

PHOTO = FRAME = (1600, 900)


def masked(left: float, top: float, right: float, bottom: float) -> Mask:
    cover = np.zeros((320, 320), np.uint8)
    cover[round(top * 320) : round(bottom * 320), round(left * 320) : round(right * 320)] = 255
    return Mask(cover, (left, top, right, bottom))


NOBODY = Mask(np.zeros((320, 320), np.uint8), None)
SOMEBODY = masked(0.4, 0.2, 0.6, 0.9)


def planned(*moves: CameraMove, frame: tuple[int, int] = FRAME) -> Path:
    return plan(moves, 24, 5, PHOTO, frame, (0.7, 0.3))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            CameraMove,
            move=st.sampled_from(["dolly", "orbit", "pan", "tilt", "zoom", "roll", "handheld"]),
            direction=st.none() | st.sampled_from(["left", "right", "up", "down", "in", "out"]),
            speed=st.sampled_from(["slow", "fast"]),
            amount=st.floats(0, 1),
            then=st.booleans(),
        ),
        max_size=4,
    ),
    st.sampled_from([FRAME, (900, 1600), (2100, 900)]),
    st.sampled_from([NOBODY, SOMEBODY, masked(0, 0, 1, 1), masked(0.1, 0.05, 0.2, 0.2)]),
)
def test_neither_the_far_nor_the_near_leaves_the_photo(
    moves: list[CameraMove], frame: tuple[int, int], who: Mask
) -> None:
    path = planned(*moves, frame=frame)
    behind, bulge = Behind(path, ground(who), (0.7, 0.3)), Bulge(path, who, (0.7, 0.3))
    near = of_subject(path, (0.7, 0.3))
    u, v = np.meshgrid(np.linspace(-0.5, 0.5, 9), np.linspace(-0.5, 0.5, 9))
    for index in range(0, 24, 5):
        for view, warp in ((path, behind), (near, bulge)):
            width, height = view.width[index] * PHOTO[0], view.height[index] * PHOTO[1]
            cosine, sine = np.cos(view.angle[index]), np.sin(view.angle[index])
            x = view.x[index] + (u * width * cosine - v * height * sine) / PHOTO[0]
            y = view.y[index] + (u * width * sine + v * height * cosine) / PHOTO[1]
            for place in warp(index, x.astype(np.float32), y.astype(np.float32)):
                assert place.min() > -1e-4
                assert place.max() < 1 + 1e-4


def test_the_ground_is_as_near_as_the_subject_where_that_stands() -> None:
    lie = ground(SOMEBODY)
    y = np.array([0, lie.horizon, lie.foot, 1], np.float32)
    sky, horizon, foot, edge = lie.nearness(y)
    assert lie.foot == 0.9
    assert 0 <= sky < 0.03
    assert sky < horizon < 0.15
    assert foot == pytest.approx(1, abs=0.02)
    assert edge > foot


@pytest.mark.parametrize(
    "box", [(0.4, 0.2, 0.6, 0.9), (0.3, 0.1, 0.7, 1), (0.4, 0.05, 0.5, 0.2), (0, 0, 1, 1)]
)
def test_the_ground_never_recedes_downwards_nor_leaps(box: tuple[float, ...]) -> None:
    left, top, right, bottom = box
    near = ground(masked(left, top, right, bottom)).nearness(np.linspace(0, 1, 101, dtype="f4"))
    assert np.all(np.diff(near) >= 0)
    assert np.diff(near).max() < 0.03
    assert near[0] < 0.1


@pytest.mark.parametrize(
    ("move", "direction"), [("dolly", "in"), ("dolly", "out"), ("orbit", "left"), ("pan", "left")]
)
def test_no_place_is_seen_twice(move: Move, direction: Heading) -> None:
    """What is looked up lies in the order in which it is seen: nothing folds or tears."""
    path = planned(CameraMove(move=move, direction=direction, amount=1, speed="fast"))
    behind = Behind(path, ground(SOMEBODY), (0.7, 0.3))
    x, y = np.meshgrid(np.linspace(0, 1, 41, dtype="f4"), np.linspace(0, 1, 41, dtype="f4"))
    for index in range(0, 24, 5):
        to_x, to_y = behind(index, x, y)
        assert np.diff(to_x, axis=1).min() > 0
        assert np.diff(to_y, axis=0).min() > 0


def test_the_middle_of_a_subject_bulges_towards_the_camera() -> None:
    path = planned(CameraMove(move="orbit", direction="left", amount=1, speed="fast"))
    bulge = Bulge(path, SOMEBODY, (0.5, 0.5))
    x = np.array([[0.42, 0.5, 0.58]], np.float32)
    to_x, _ = bulge(0, x, np.full_like(x, 0.55))
    shift = np.abs(to_x - x)[0]
    assert shift[1] > 1.2 * max(shift[0], shift[2])
