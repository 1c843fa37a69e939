from __future__ import annotations

import pytest

from nemo_notebook.studio.direction import (
    Atmosphere,
    Background,
    CameraMove,
    Direction,
    Loop,
    Music,
    Subject,
    Title,
    Trim,
)
from nemo_notebook.studio.server.phrases import Language
from nemo_notebook.studio.server.remarks import Remarks
from nemo_notebook.studio.server.store import Asset


def photo(name: str) -> Asset:
    return Asset(name, name, "jpg", f"{name}.jpg", 1, 4000, 3000)


def clip(seconds: float) -> Asset:
    return Asset("c", "c", "mp4", "walk.mp4", 1, 1280, 720, round(1000 * seconds), 25)


def remarks(*parts: Asset, song: Asset | None = None, language: Language = "en") -> Remarks:
    return Remarks(parts, song, language)


SWAY = (Subject(motion="sway"),)
EVERYTHING = Direction(
    camera=(CameraMove(move="orbit"), CameraMove(move="pan")),
    subject=(Subject(motion="breathe"),),
    background=(Background(motion="ripple"),),
    atmosphere=(Atmosphere(kind="snow"),),
    loop="boomerang",
)


def test_of_a_photo_nothing_is_left_out() -> None:
    assert remarks(photo("a")).on(EVERYTHING) == ""


def test_of_a_clip_it_is_said_what_is_left_out() -> None:
    assert remarks(clip(3)).on(EVERYTHING) == (
        "On a clip I leave out an orbit, a breathing subject and a rippling background: that needs"
        " a photo."
    )


def test_beside_photos_nothing_is_left_out() -> None:
    assert remarks(photo("a"), clip(3)).on(EVERYTHING) == ""


@pytest.mark.parametrize("loop", ["boomerang", "seamless"])
def test_a_clip_that_loops_does_not_stop_at_its_end(loop: Loop) -> None:
    longer = Direction(duration_ms=16_000, loop=loop)
    assert remarks(clip(8)).on_part(longer, longer, new=True) == ""


def test_what_was_said_before_is_not_said_again() -> None:
    warm = EVERYTHING.model_copy(update={"height": 720})
    assert remarks(clip(3)).on(warm, EVERYTHING) == ""


def test_letters_that_no_font_has_are_named_beside_it() -> None:
    said = remarks(clip(3)).on(Direction(title=Title(text="Waves 🌊"), subject=SWAY))
    assert "🌊" in said
    assert "a swaying subject" in said


@pytest.mark.parametrize(("song", "asks"), [(None, True), (photo("s"), False)])
def test_a_song_is_asked_for_where_there_is_none(song: Asset | None, asks: bool) -> None:
    direction = Direction(music=Music(uploaded=True))
    assert ("hand one over" in remarks(photo("a"), song=song).on(direction)) == asks


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("ab", "One after the other: a and b."),
        ("abcde", "One after the other: a, b, c, d and e."),
        ("abcdefg", "One after the other: a, b, c, d and 3 more."),
    ],
)
def test_what_is_shown_is_named(names: str, said: str) -> None:
    assert remarks(*map(photo, names)).on_choice((), asked=False) == said


def test_a_first_photo_is_not_worth_a_word_and_another_is() -> None:
    assert remarks(photo("a")).on_choice((), asked=False) == ""
    assert remarks(photo("b")).on_choice(("a",), asked=False) == "Now it shows b."
    assert remarks(photo("b")).on_choice(("b",), asked=False) == ""
    assert remarks(photo("b"), language="zh").on_choice(("b",), asked=True) == "现在用的是b。"


@pytest.mark.parametrize(
    ("seconds", "trim", "duration_ms", "said"),
    [
        (8, None, 8000, ""),
        (8, None, 12_000, "walk.mp4 is 8 s long; after that its last picture stays."),
        (8, Trim(start_ms=2000), 6000, ""),
        (8, Trim(start_ms=2000), 8000, "walk.mp4 is 8 s long; after that its last picture stays."),
        (8, Trim(start_ms=9000), 8000, "walk.mp4 is only 8 s long, so all of it is shown."),
        (0.5, None, 1000, ""),
        (95, None, 60_000, "walk.mp4 is 95 s long and a video 60 s at most"),
    ],
)
def test_a_clip_that_does_not_fit_is_said(
    seconds: float, trim: Trim | None, duration_ms: int, said: str
) -> None:
    asked = Direction(trim=trim, duration_ms=duration_ms)
    whole = trim is not None and trim.start_ms >= 1000 * seconds
    after = asked.model_copy(update={"trim": None}) if whole else asked
    assert remarks(clip(seconds)).on_part(asked, after, new=True).startswith(said)
    assert bool(remarks(clip(seconds)).on_part(asked, after, new=True)) == bool(said)
