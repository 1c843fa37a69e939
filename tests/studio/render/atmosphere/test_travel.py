"""What is in the air stays in the scene while a camera goes through it, by optical flow."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, get_args

import cv2
import numpy as np
import pytest

from nemo_notebook.studio.direction import Atmosphere as Wish
from nemo_notebook.studio.direction import AtmosphereKind, CameraMove, Direction
from nemo_notebook.studio.render.atmosphere import Atmosphere
from nemo_notebook.studio.render.camera import plan
from nemo_notebook.studio.render.clock import Clock
from tests.studio.render.atmosphere.test_atmosphere import PARTICLES, SIZE, drawn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import Heading, Loop, Move
    from nemo_notebook.studio.render.planes import Plane

    Floats = NDArray[np.float64]

FPS, SECONDS = 120, 2.0
HIDDEN = np.full(SIZE[::-1], 255, np.uint8)
"""A subject all over the frame: only what is nearer is seen."""
IN_THE_AIR: tuple[AtmosphereKind, ...] = (*PARTICLES, "fog")
ON_THE_LENS = sorted({*get_args(AtmosphereKind)} - {*IN_THE_AIR})


def filmed(
    kind: AtmosphereKind,
    move: Move = "static",
    heading: Heading | None = None,
    *,
    loop: Loop = "none",
    fps: int = FPS,
    amount: float = 0.4,
) -> Atmosphere:
    moves = (CameraMove(move=move, direction=heading, amount=1, speed="fast"),)
    direction = Direction(camera=moves, atmosphere=(Wish(kind=kind, amount=amount),), seed=5)
    frames = round(SECONDS * fps)
    path = plan(moves, frames, SECONDS, (1600, 900), SIZE, loop=loop)
    return Atmosphere(direction, SIZE, Clock.of(loop, frames, SECONDS), path)


def steps(air: Atmosphere, matte: Plane | None = None) -> tuple[Floats, Floats]:
    """Where what can be followed is in the middle of the clip, and its pixels a frame."""
    places, ways = [], []
    for index in (96, 120, 144):
        before, after = (drawn(air, index + step, matte)[0] for step in (0, 2))
        points = cv2.goodFeaturesToTrack(before, 200, 0.1, 5)
        moved, status, _ = cv2.calcOpticalFlowPyrLK(before, after, points, None)  # type: ignore[call-overload]
        found = status[:, 0] == 1
        places.append(points[found].reshape(-1, 2))
        ways.append((moved - points)[found].reshape(-1, 2) / 2)
    return np.concatenate(places), np.concatenate(ways)


@pytest.mark.parametrize(
    ("move", "heading", "axis", "sign"),
    [("pan", "left", 0, 1), ("pan", "right", 0, -1), ("tilt", "up", 1, 1), ("tilt", "down", 1, -1)],
)
@pytest.mark.parametrize("kind", ["snow", "dust", "embers", "bubbles", "fireflies"])
def test_it_goes_against_the_camera(
    kind: AtmosphereKind, move: Move, heading: Heading, axis: int, sign: int
) -> None:
    still, moved = (
        float(np.median(steps(air)[1][:, axis]))
        for air in (filmed(kind), filmed(kind, move, heading))
    )
    assert sign * (moved - still) > 0.5


@pytest.mark.parametrize("kind", ["snow", "dust", "bubbles"])
def test_what_is_near_goes_farther(kind: AtmosphereKind) -> None:
    air = filmed(kind, "pan", "left", amount=0.3)
    all_of_it, near = (steps(air, matte)[1][:, 0] for matte in (None, HIDDEN))
    far = np.quantile(all_of_it, 0.15)
    assert np.median(near) > 1.2 * far > 0


@pytest.mark.parametrize("move", ["zoom", "dolly"])
@pytest.mark.parametrize("kind", ["snow", "dust"])
def test_a_camera_that_goes_in_lets_it_come_out_to_all_sides(
    kind: AtmosphereKind, move: Move
) -> None:
    def growth(air: Atmosphere) -> float:
        places, ways = steps(air)
        return float(np.polyfit(places[:, 0], ways[:, 0], 1)[0])

    still, into, out = (growth(filmed(kind, *move)) for move in ((), (move, "in"), (move, "out")))
    assert out < still - 0.0005
    assert into > still + 0.0005


@pytest.mark.parametrize(("heading", "sign"), [("clockwise", 1), ("counterclockwise", -1)])
@pytest.mark.parametrize("kind", ["snow", "rain"])
def test_it_falls_aslant_once_the_camera_has_rolled(
    kind: AtmosphereKind, heading: Heading, sign: int
) -> None:
    """Down in the scene is not down in the frame any more: it comes from where the top went."""

    def slant(air: Atmosphere, index: int) -> float:
        before, after = (drawn(air, index + step)[0] for step in (0, 1))
        points = cv2.goodFeaturesToTrack(before, 300, 0.1, 5)
        moved, status, _ = cv2.calcOpticalFlowPyrLK(before, after, points, None)  # type: ignore[call-overload]
        across, down = np.median((moved - points)[status[:, 0] == 1], axis=0).ravel()
        return float(np.arctan2(across, down))

    air = filmed(kind, "roll", heading, fps=240)
    turned = slant(air, 478) - slant(air, 0)
    assert sign * turned > np.radians(8)


def test_fog_lies_as_the_ground_does_once_the_camera_has_rolled() -> None:
    air = filmed("fog", "roll", "clockwise", fps=24, amount=1)
    light = np.mean([drawn(air, index)[0] for index in range(44, 48)], axis=0)
    rows, columns = np.indices(light.shape)
    across, down, _ = np.linalg.lstsq(
        np.stack([columns.ravel(), rows.ravel(), np.ones(light.size)], axis=-1),
        light.ravel(),
        rcond=None,
    )[0]
    assert np.arctan2(across, down) > np.radians(5)


def test_it_is_larger_after_a_dolly() -> None:
    """Those before the subject, which are large enough to be measured."""
    air = filmed("bubbles", "dolly", "in", fps=24, amount=1)
    edges = [
        np.quantile(
            cv2.distanceTransform(
                (drawn(air, index, HIDDEN)[0] > 72).astype(np.uint8), cv2.DIST_L2, 3
            ),
            0.999,
        )
        for index in (0, 47)
    ]
    assert edges[1] > 1.1 * edges[0]


@pytest.mark.parametrize("kind", IN_THE_AIR)
@pytest.mark.parametrize("move", ["pan", "tilt", "zoom", "roll"])
def test_no_side_of_the_frame_runs_dry(kind: AtmosphereKind, move: Move) -> None:
    air = filmed(kind, move, loop="none", fps=24, amount=1)
    change = np.mean(
        [np.abs(drawn(air, index)[0] - np.float64(70)) > 4 for index in range(0, 48, 4)], axis=0
    )
    halves = [change[:, :320], change[:, 320:], change[:180], change[180:]]
    shares = [float(half.mean()) for half in halves]
    assert min(shares) > 0.3 * max(shares)


@pytest.mark.parametrize("move", ["pan", "tilt", "dolly", "roll", "handheld"])
@pytest.mark.parametrize("kind", IN_THE_AIR)
def test_a_loop_has_no_seam_and_nothing_pops(kind: AtmosphereKind, move: Move) -> None:
    air = filmed(kind, move, loop="seamless", fps=60)
    order = [*range(10), *range(110, 120), 0]
    frames = [drawn(air, index)[0].astype(int) for index in order]
    changes = [np.abs(b - a).mean() for a, b in itertools.pairwise(frames)]
    del changes[9]
    assert changes[-1] <= 1.3 * max(changes[:-1]) + 0.02
    assert max(changes) < 2.5 * np.median(changes) + 0.1


@pytest.mark.parametrize("kind", ON_THE_LENS)
def test_what_is_on_the_lens_stays_there(kind: AtmosphereKind) -> None:
    still, moved = filmed(kind, fps=24), filmed(kind, "pan", "left", fps=24)
    for index in (0, 30):
        for one, other in zip(drawn(still, index), drawn(moved, index), strict=True):
            assert np.array_equal(one, other)
