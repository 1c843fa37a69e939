from __future__ import annotations

import numpy as np
import pytest

from nemo_notebook.studio.render.clock import Clock

FRAMES = pytest.mark.parametrize("frames", [1, 2, 3, 30, 31, 150])


@FRAMES
def test_a_plain_clip_goes_on(frames: int) -> None:
    clock = Clock.of("none", frames, frames / 30)
    assert clock.seconds == pytest.approx(np.arange(frames) / 30)
    assert clock.way[0] == 0
    assert clock.way[-1] == (1 if frames > 1 else 0)
    assert clock.period is None


@FRAMES
def test_a_boomerang_turns_time_round_and_shows_no_frame_twice_in_a_row(frames: int) -> None:
    clock = Clock.of("boomerang", frames, frames / 30)
    assert clock.seconds == pytest.approx(clock.way * frames / 60)
    around = np.append(clock.way, clock.way[0])
    if frames > 1:
        assert np.abs(np.diff(around)).min() > 0
        assert clock.way.max() == 1
    if frames > 3:
        steps = np.abs(np.diff(around))
        assert steps.max() < 1.15 * steps.min() or frames < 30


@FRAMES
def test_a_seamless_loop_turns_the_camera_alone(frames: int) -> None:
    clock = Clock.of("seamless", frames, frames / 30)
    assert clock.seconds == pytest.approx(np.arange(frames) / 30)
    assert clock.period == frames / 30
    assert np.array_equal(clock.way, Clock.of("boomerang", frames, frames / 30).way)
