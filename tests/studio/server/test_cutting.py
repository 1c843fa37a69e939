from __future__ import annotations

import pytest

from nemo_notebook.studio.direction import Direction, Loop, Trim
from nemo_notebook.studio.server.cutting import lengths, natural
from nemo_notebook.studio.server.store import Asset


def photo(name: str = "a") -> Asset:
    return Asset(name, name, "jpg", name, 1, 4000, 3000)


def clip(seconds: float = 8, fps: float = 25, size: tuple[int, int] = (1280, 720)) -> Asset:
    return Asset("c", "c", "mp4", "c", 1, *size, round(1000 * seconds), fps)


def test_one_photo_is_as_it_always_was() -> None:
    assert natural([photo()], None) == {"duration_ms": 5000, "fps": 30, "height": 1080}


@pytest.mark.parametrize(("count", "seconds"), [(2, 6), (4, 12), (20, 60)])
def test_photos_in_a_row_have_three_seconds_each(count: int, seconds: int) -> None:
    assert natural([photo()] * count, None)["duration_ms"] == 1000 * seconds


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (clip(8, 25), {"duration_ms": 8000, "fps": 25, "height": 720}),
        (clip(8, 29.97), {"duration_ms": 8000, "fps": 30, "height": 720}),
        (clip(0.4, 15, (320, 240)), {"duration_ms": 1000, "fps": 30, "height": 480}),
        (clip(600, 120, (4320, 7680)), {"duration_ms": 60_000, "fps": 30, "height": 2160}),
        (clip(3, 60, (721, 1281)), {"duration_ms": 3000, "fps": 60, "height": 720}),
    ],
)
def test_a_clip_keeps_what_it_has(made: Asset, wanted: dict[str, int]) -> None:
    assert natural([made], None) == wanted


@pytest.mark.parametrize(
    ("trim", "milliseconds"),
    [
        (Trim(start_ms=2000), 6000),
        (Trim(start_ms=2000, end_ms=5000), 3000),
        (Trim(end_ms=90_000), 8000),
        (Trim(start_ms=7900), 1000),
        (Trim(start_ms=60_000), 1000),
    ],
)
def test_a_part_of_a_clip_is_as_long_as_it_is(trim: Trim, milliseconds: int) -> None:
    assert natural([clip()], trim)["duration_ms"] == milliseconds


@pytest.mark.parametrize(
    ("made", "loop", "milliseconds"),
    [
        (clip(8), "boomerang", 16_000),
        (clip(8), "seamless", 7500),
        (clip(1.6), "seamless", 1200),
        (clip(50), "boomerang", 60_000),
        (photo(), "boomerang", 5000),
    ],
)
def test_a_loop_shows_all_of_a_clip(made: Asset, loop: Loop, milliseconds: int) -> None:
    assert natural([made], None, loop)["duration_ms"] == milliseconds


def test_without_music_photos_share_the_time_evenly() -> None:
    assert lengths([photo()] * 3, Direction(duration_ms=9000)) == (3000, 3000, 3000)
    assert sum(lengths([photo()] * 7, Direction(duration_ms=10_000))) == 10_000


def test_a_clip_among_photos_has_the_time_that_it_takes() -> None:
    assert lengths([photo(), clip(6)], Direction(duration_ms=9000)) == (3000, 6000)


def test_cuts_fall_on_the_beat() -> None:
    beats = range(30, 9000, 700)
    parts = lengths([photo()] * 3, Direction(duration_ms=9000), beats)
    assert sum(parts) == 9000
    assert parts[0] in beats
    assert parts[0] + parts[1] in beats
    assert all(abs(part - 3000) < 700 for part in parts)


def test_a_beat_that_is_too_far_away_moves_nothing() -> None:
    assert lengths([photo()] * 3, Direction(duration_ms=3000), [5]) == (1000, 1000, 1000)


def test_no_photo_is_left_out_however_few_beats_there_are() -> None:
    parts = lengths([photo()] * 20, Direction(duration_ms=4000), range(0, 4000, 600))
    assert sum(parts) == 4000
    assert min(parts) > 0
