"""What moves, moves where it should, and nothing else does. Measured by optical flow."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from nemo_notebook.studio.direction import Background, CameraMove, Direction, Subject
from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render.camera import plan
from nemo_notebook.studio.render.layers import Layers
from nemo_notebook.studio.render.mask import Mask
from tests.studio.render.conftest import texture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import BackgroundMotion, Heading, Move, SubjectMotion

FRAME = (480, 270)
FRAMES = 32
"""Of a little more than a second, in which most motions go round once."""
NOBODY = Mask(np.zeros((320, 320), np.uint8), None)


@lru_cache(1)
def photo() -> NDArray[np.uint8]:
    """Sky over ground, and somebody before it."""
    picture = gray(7)
    picture[:240] += np.array([-20, 10, 40])
    picture[240:] += np.array([10, 20, -30])
    body = somebody()
    picture[body] = gray(3)[body] + np.array([50, -20, -20])
    return picture.clip(0, 255).astype(np.uint8)


def gray(seed: int) -> NDArray[np.int64]:
    blots = texture(960, 540, seed).mean(axis=2, keepdims=True)
    return np.asarray(np.rint(blots).repeat(3, axis=2), np.int64)


def somebody() -> NDArray[np.bool_]:
    """Where in the photo they stand: an upright ellipse, on the ground."""
    y, x = np.indices((540, 960))
    return ((x - 480) / 130) ** 2 + ((y - 270) / 190) ** 2 < 1


@lru_cache(1)
def mask() -> Mask:
    cover = np.asarray(cv2.resize(somebody().astype(np.uint8) * 255, (320, 320)), np.uint8)
    return Mask(cover, (350 / 960, 80 / 540, 610 / 960, 460 / 540))


def layers(direction: Direction, who: Mask | None = None) -> Layers:
    path = plan(direction.camera, FRAMES, 2, (960, 540), FRAME, (0.5, 0.5))
    who = mask() if who is None else who
    return Layers(photo(), who, direction, path, (0.5, 0.5), FRAME)


def luma(picture: Layers, index: int) -> NDArray[np.uint8]:
    planes = planar.blank(*FRAME)
    picture.draw(index, planes)
    return planes[0].copy()


def colour(picture: Layers, index: int) -> NDArray[np.uint8]:
    planes = planar.blank(*FRAME)
    picture.draw(index, planes)
    return planes[1].copy()


def flow(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.float32]:
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    return np.asarray(dis.calc(before, after, np.zeros((0,))), np.float32)


def within(margin: int) -> NDArray[np.bool_]:
    """Where in the frame they stand as in the photo, some pixels narrower, or (minus) wider."""
    body = np.asarray(cv2.resize(somebody().astype(np.uint8), FRAME), np.uint8)
    brush = np.ones((2 * abs(margin) + 1,) * 2, np.uint8)
    return np.asarray(cv2.erode(body, brush) if margin > 0 else cv2.dilate(body, brush)) > 0


INSIDE, OUTSIDE = within(12), ~within(-24)
EDGES = np.zeros(FRAME[::-1], bool)
EDGES[20:-20, 20:-20] = True


def camera(move: Move, direction: Heading) -> Direction:
    return Direction(camera=(CameraMove(move=move, direction=direction, amount=1, speed="fast"),))


def growth(field: NDArray[np.float32], where: NDArray[np.bool_]) -> float:
    """How much the picture grows away from where it stands still, per pixel."""
    rows, columns = np.nonzero(where)
    design = np.column_stack([columns, rows, np.ones(len(rows))])
    right, *_ = np.linalg.lstsq(design, field[where][:, 0], rcond=None)
    down, *_ = np.linalg.lstsq(design, field[where][:, 1], rcond=None)
    return float(right[0] + down[1]) / 2


@pytest.mark.parametrize(("direction", "sign"), [("in", 1), ("out", -1)])
def test_a_dolly_brings_the_subject_nearer_than_what_is_behind(
    direction: Heading, sign: int
) -> None:
    picture = layers(camera("dolly", direction))
    # Where the subject is as in the photo: at the beginning of a way in, at the end of one out.
    index = 6 if sign > 0 else FRAMES - 9
    field = flow(luma(picture, index), luma(picture, index + 3))
    sky = OUTSIDE & EDGES & (np.indices(OUTSIDE.shape)[0] < 110)
    near, far = growth(field, INSIDE) * sign, growth(field, sky) * sign
    assert near > 1.6 * far > 0.002


@pytest.mark.parametrize(("direction", "sign"), [("left", -1), ("right", 1)])
def test_an_orbit_slides_the_background_behind_the_subject(direction: Heading, sign: int) -> None:
    """A camera that goes to the left around someone sees the far go to the left behind them."""
    picture = layers(camera("orbit", direction))
    middle = FRAMES // 2
    field = flow(luma(picture, middle - 1), luma(picture, middle + 1))[..., 0]
    rows = np.indices(OUTSIDE.shape)[0]
    sky, ground = (
        float(np.median(field[OUTSIDE & EDGES & part])) for part in (rows < 90, rows > 220)
    )
    assert sky * sign > 1.5
    assert abs(np.median(field[INSIDE])) < 0.35 * abs(sky)
    assert ground * sign < 0.4 * sky * sign


@pytest.mark.parametrize("motion", ["breathe", "sway", "float"])
def test_the_subject_moves_and_nothing_else(motion: SubjectMotion) -> None:
    picture = layers(Direction(subject=(Subject(motion=motion, amount=0.6),)))
    frames = [luma(picture, index) for index in range(0, FRAMES, 4)]
    speed = np.linalg.norm(flow(frames[0], frames[2]), axis=2)
    assert speed[INSIDE].mean() > 0.6
    for frame in frames[1:]:
        assert np.array_equal(frame[OUTSIDE], frames[0][OUTSIDE])


@pytest.mark.parametrize("motion", ["ripple", "sway", "drift"])
def test_the_background_moves_and_the_subject_does_not(motion: BackgroundMotion) -> None:
    picture = layers(Direction(background=(Background(motion=motion, amount=0.6),)))
    frames = [luma(picture, index) for index in range(0, FRAMES, 4)]
    changed = np.mean([np.abs(f.astype(int) - frames[0]) for f in frames[1:]], axis=0)
    assert changed[OUTSIDE].mean() > 1
    for frame in frames[1:]:
        assert np.array_equal(frame[INSIDE], frames[0][INSIDE])


def test_water_ripples_below_the_horizon_and_the_sky_drifts_above() -> None:
    rows = np.indices(OUTSIDE.shape)[0]
    for motion, moving, still in (
        ("ripple", rows > 160, rows < 100),
        ("drift", rows < 90, rows > 200),
    ):
        wish = Background.model_validate({"motion": motion, "amount": 1})
        picture = layers(Direction(background=(wish,)))
        change = np.abs(luma(picture, 0).astype(int) - luma(picture, 10))
        assert change[OUTSIDE & moving].mean() > 3
        assert change[OUTSIDE & still].mean() < 0.2


def test_what_water_mirrors_wavers_sideways_above_all_and_less_far_away() -> None:
    """By its colours: light that glints on the waves goes with them, not with what they mirror."""
    direction = Direction(background=(Background(motion="ripple", amount=1),))
    path = plan((), FRAMES, 2, (960, 540), FRAME)
    picture = Layers(texture(960, 540), NOBODY, direction, path, (0.5, 0.5), FRAME)
    field = flow(colour(picture, 0), colour(picture, 3))
    rows = np.indices(field.shape[:2])[0]
    near, far = EDGES[::2, ::2] & (rows > 107), EDGES[::2, ::2] & (rows > 67) & (rows < 82)
    across, down = np.abs(field[near]).mean(axis=0)
    assert across > 1.3 * down
    assert across > 1.5 * np.abs(field[far])[:, 0].mean()


@pytest.mark.parametrize(
    "wish",
    [
        Subject(motion="breathe"),
        Subject(motion="sway"),
        Subject(motion="float"),
        Background(motion="ripple"),
        Background(motion="sway"),
        Background(motion="drift"),
        Background(motion="blur"),
    ],
)
def test_how_much_matters(wish: Subject | Background) -> None:
    still = luma(layers(Direction()), 0).astype(int)

    def change(amount: float) -> float:
        some = wish.model_copy(update={"amount": amount})
        key = "subject" if isinstance(some, Subject) else "background"
        picture = layers(Direction.model_validate({key: (some,)}))
        return float(np.mean([np.abs(luma(picture, k) - still) for k in (6, 12, 20)]))

    little, usual, much = change(0), change(0.5), change(1)
    assert 0 < 1.15 * little < usual < much / 1.05


@pytest.mark.parametrize("who", ["somebody", "nobody"])
@pytest.mark.parametrize(
    "wish",
    [
        Subject(motion="breathe"),
        Subject(motion="sway"),
        Subject(motion="float"),
        Background(motion="ripple"),
        Background(motion="sway"),
        Background(motion="drift"),
    ],
)
def test_a_loop_has_no_seam(wish: Subject | Background, who: str) -> None:
    key = "subject" if isinstance(wish, Subject) else "background"
    direction = Direction.model_validate({key: (wish,), "loop": "seamless"})
    picture = layers(direction, NOBODY if who == "nobody" else None)
    frames = [luma(picture, index).astype(int) for index in range(FRAMES)]
    steps = [
        float(np.abs(b - a).mean()) for a, b in zip(frames, frames[1:] + frames[:1], strict=True)
    ]
    assert steps[-1] <= 1.1 * max(steps[:-1])
    assert max(steps) > 0.05


@pytest.mark.parametrize("move", ["dolly", "orbit"])
def test_without_a_subject_ground_and_sky_part(move: Move) -> None:
    picture = layers(camera(move, "in" if move == "dolly" else "left"), NOBODY)
    middle = FRAMES // 2
    field = flow(luma(picture, middle - 1), luma(picture, middle + 1))
    rows = np.indices(EDGES.shape)[0]
    if move == "orbit":
        sky, ground = (np.median(field[EDGES & part][:, 0]) for part in (rows < 90, rows > 240))
        assert sky < -1.5
        assert ground > sky + 1
    else:
        sky, ground = (growth(field, EDGES & part) for part in (rows < 90, rows > 170))
        assert ground > 1.3 * sky > 0
    assert picture.matte(0) is None


def test_the_matte_goes_with_the_subject() -> None:
    picture = layers(Direction(subject=(Subject(motion="float", amount=1),)))
    tops = []
    for index in (8, 24):
        matte = picture.matte(index)
        assert matte is not None
        assert matte.shape == FRAME[::-1]
        assert matte[135, 240] == 255
        assert not matte[:10].any()
        tops.append(np.flatnonzero(matte[:, 240] > 128)[0])
    assert abs(tops[0] - tops[1]) > 4


@pytest.mark.parametrize("move", ["dolly", "orbit"])
def test_nothing_shows_through_the_subject_and_no_edge_is_left_behind(move: Move) -> None:
    """The subject's red is where the matte is, and nowhere else."""
    picture = layers(camera(move, "in" if move == "dolly" else "left"))
    for index in (0, FRAMES // 2, FRAMES - 1):
        planes = planar.blank(*FRAME)
        picture.draw(index, planes)
        red = planar.to_rgb(planes).astype(int)
        red = cv2.GaussianBlur((red[..., 0] - red[..., 1]).astype(np.float32), (0, 0), 5)
        matte = picture.matte(index)
        assert matte is not None
        brush = np.ones((13, 13), np.uint8)
        inside, outside = cv2.erode(matte, brush) > 250, cv2.dilate(matte, brush) < 5
        assert np.asarray(red)[inside].mean() > 45
        assert np.asarray(red)[outside & EDGES].max() < np.asarray(red)[inside].mean()
        near = (cv2.dilate(matte, np.ones((25, 25), np.uint8)) > 250) & outside
        assert np.asarray(red)[near].mean() < 15


def test_blur_softens_all_but_the_subject_and_leaves_no_halo() -> None:
    sharp = layers(Direction())
    blurred = layers(Direction(background=(Background(motion="blur", amount=0.8),)))
    planes, before = planar.blank(*FRAME), luma(sharp, 0)
    blurred.draw(0, planes)
    sky = OUTSIDE & EDGES & (np.indices(OUTSIDE.shape)[0] < 110)
    detail = [
        np.abs(cv2.Laplacian(frame.astype(np.float32), cv2.CV_32F))[sky].mean()
        for frame in (before, planes[0])
    ]
    assert detail[1] < 0.2 * detail[0]
    # The subject's own layer begins elsewhere, so a pixel in eight is rounded the other way.
    assert np.abs(planes[0][INSIDE].astype(int) - before[INSIDE]).max() <= 1
    red = planar.to_rgb(planes).astype(int)
    ring = ~within(-6) & within(-20)
    assert (red[..., 0] - red[..., 1])[ring].mean() < 8
