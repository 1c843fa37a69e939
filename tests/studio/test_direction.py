from __future__ import annotations

import pytest
from pydantic import ValidationError

from nemo_notebook.studio.direction import Direction, Music, Trim


def test_a_direction_of_the_first_version_is_still_read() -> None:
    old = {"camera": [{"move": "pan", "direction": "left"}], "music": {"mood": "lofi"}}
    direction = Direction.model_validate(old)
    assert (direction.transition, direction.trim, direction.clip_volume) == (None, None, 1)
    assert direction.music == Music(mood="lofi", uploaded=False)


def test_it_comes_back_from_json_as_it_was() -> None:
    direction = Direction(
        transition="wipe",
        trim=Trim(start_ms=90_000, end_ms=95_500),
        music=Music(uploaded=True, volume=1),
    )
    assert Direction.model_validate_json(direction.model_dump_json()) == direction


@pytest.mark.parametrize(
    "wrong",
    [
        {"transition": "explode"},
        {"trim": {"start_ms": -1}},
        {"trim": {"start_ms": 5000, "end_ms": 5000}},
        {"trim": {"start_ms": 0, "middle_ms": 5}},
        {"music": {"uploaded": "my song.mp3"}},
        {"clip_volume": 2},
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Direction.model_validate(wrong)
