from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nemo_notebook.studio.direction import (
    Atmosphere,
    Background,
    CameraMove,
    Direction,
    Grade,
    Loop,
    Subject,
)
from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render.scene import Scene

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SIZE = (320, 180)
MUCH = Direction(
    camera=(
        CameraMove(move="dolly", direction="in"),
        CameraMove(move="handheld"),
        CameraMove(move="roll", then=True),
    ),
    subject=(Subject(motion="breathe"),),
    background=(Background(motion="sway"),),
    atmosphere=(Atmosphere(kind="snow"), Atmosphere(kind="fog"), Atmosphere(kind="light_leak")),
    grade=Grade(look="cinematic"),
    duration_ms=2000,
    fps=24,
    seed=3,
)


def frames(photo: Path, loop: Loop) -> list[NDArray[np.int64]]:
    scene = Scene(photo, MUCH.model_copy(update={"loop": loop}), SIZE)
    drawn = []
    for index in range(scene.frames):
        planes = planar.blank(*SIZE)
        scene.draw(index, planes)
        drawn.append(planes[0].astype(int))
    return drawn


@pytest.mark.parametrize("loop", ["boomerang", "seamless"])
def test_the_step_over_a_loops_seam_is_no_bigger_than_the_others(photo: Path, loop: Loop) -> None:
    drawn = frames(photo, loop)
    steps = [np.abs(b - a).mean() for a, b in pairwise([*drawn, drawn[0]])]
    assert min(steps) > 0.1  # and no frame stands still
    assert steps[-1] <= max(steps[:-1])


def test_a_boomerang_comes_back_by_the_way_it_went(photo: Path) -> None:
    drawn = frames(photo, "boomerang")
    for there, back in zip(drawn[1:24], drawn[:24:-1], strict=True):
        assert np.array_equal(there, back)


def test_without_a_loop_the_end_is_elsewhere(photo: Path) -> None:
    drawn = frames(photo, "none")
    assert np.abs(drawn[-1] - drawn[0]).mean() > 3 * np.abs(drawn[1] - drawn[0]).mean()
