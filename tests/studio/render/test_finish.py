from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nemo_notebook.studio.direction import Direction, Loop, Title
from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render.finish import Finish

if TYPE_CHECKING:
    from nemo_notebook.studio.render.planes import Planes

SIZE = (320, 180)


def finished(direction: Direction, frames: int) -> list[Planes]:
    finish = Finish(direction, SIZE, frames)
    drawn = []
    for index in range(frames):
        planes = planar.blank(*SIZE)
        for plane, value in zip(planes, (160, 100, 150), strict=True):
            plane[:] = value
        finish.draw(index, planes)
        drawn.append(planes)
    return drawn


def test_fades_begin_and_end_in_black() -> None:
    lights = [
        float(planes[0].mean())
        for planes in finished(Direction(fade_in_ms=300, fade_out_ms=200, fps=30), 30)
    ]
    assert lights[0] == lights[-1] == 16
    assert lights[9] == lights[20] == 160
    assert lights == [*sorted(lights[:15]), *sorted(lights[15:], reverse=True)]


@pytest.mark.parametrize("loop", ["boomerang", "seamless"])
@pytest.mark.parametrize("fades", [(300, 0), (0, 300), (300, 300)])
def test_a_loop_fades_on_both_sides_of_its_seam_and_is_black_once(
    loop: Loop, fades: tuple[int, int]
) -> None:
    direction = Direction(fade_in_ms=fades[0], fade_out_ms=fades[1], fps=30, loop=loop)
    lights = [float(planes[0].mean()) for planes in finished(direction, 30)]
    assert lights.count(16) == 1
    assert lights[0] == 16
    assert lights[1:] == lights[:0:-1]


def test_a_title_that_lasts_through_a_loop_does_not_come_and_go() -> None:
    title = Title(text="Harbour", end_ms=2000)
    looped = finished(Direction(title=title, duration_ms=2000, loop="seamless"), 60)
    assert np.ptp(looped[0][0]) > 20
    for planes in looped[1::13]:
        assert np.array_equal(planes[0], looped[0][0])
    once = finished(Direction(title=title, duration_ms=2000), 60)
    assert np.ptp(once[0][0]) == 0
