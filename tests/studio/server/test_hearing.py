from __future__ import annotations

import pytest

from nemo_notebook.studio.direction import Direction
from nemo_notebook.studio.server.hearing import Heard, Standing, listen
from nemo_notebook.studio.server.store import Asset


def photos(count: int) -> list[Asset]:
    return [
        Asset(id=name, sha256=name, type="jpg", name=f"{name}.jpg", bytes=1, width=100)
        for name in "abcdefgh"[:count]
    ]


def conversation(*said: str, shown: int = 1) -> Heard:
    heard = listen(Standing(uploads=photos(shown)), said[0])
    for text in said[1:]:
        heard = listen(Standing(heard.memory, {}, photos(shown)), text)
    return heard


def shot(heard: Heard) -> Direction:
    assert heard.direction is not None
    return heard.direction


def test_what_was_undone_can_be_done_again_in_a_later_turn() -> None:
    before = conversation("pan left", "add snow", "make it sepia")
    after = conversation("pan left", "add snow", "make it sepia", "undo", "undo", "redo", "redo")

    assert shot(after) == shot(before)


def test_something_new_leaves_nothing_to_redo() -> None:
    heard = conversation("pan left", "add snow", "undo", "add rain", "redo")

    assert [item.kind for item in shot(heard).atmosphere] == ["rain"]
    assert heard.reply == "There is nothing to redo."


def test_another_choice_of_photos_leaves_nothing_to_redo() -> None:
    heard = conversation(
        "pan left", "add snow", "undo", "use the second photo only", "重做", shown=3
    )

    assert shot(heard).atmosphere == ()
    assert [part.id for part in heard.parts] == ["b"]


def test_a_redo_shows_the_photos_of_that_time() -> None:
    said = ("pan left", "use only the second photo", "add snow", "undo", "undo")
    assert len(conversation(*said, shown=3).parts) == 3

    heard = conversation(*said, "redo", shown=3)
    assert [part.id for part in heard.parts] == ["b"]
    assert shot(conversation(*said, "redo", "redo", shown=3)).atmosphere


@pytest.mark.parametrize(
    "words",
    [
        "crossfade between them, 4 seconds each",
        "4 seconds per photo",
        "a new photo every 4 seconds",
        "show every photo for 4 seconds",
        "每张照片4秒，叠化",
        "每张4秒",
        "每四秒换一张",
        "switch to the next picture every 4 seconds",
    ],
)
def test_seconds_of_each_photo_make_the_length_of_the_whole(words: str) -> None:
    assert shot(conversation(words, shown=3)).duration_ms == 12_000


def test_the_order_of_moves_is_not_that_of_photos() -> None:
    heard = conversation("zoom in then pan left", "swap the order of the moves", shown=2)

    assert [part.id for part in heard.parts] == ["a", "b"]
    assert [move.move for move in shot(heard).camera] == ["pan", "zoom"]


def test_seconds_of_each_photo_wait_for_photos() -> None:
    heard = conversation("crossfade, 4 seconds each", shown=0)

    assert shot(heard).duration_ms == Direction().duration_ms
    assert "how many photos" in heard.reply


@pytest.mark.parametrize(
    ("words", "left"),
    [("use the second photo only", "b"), ("only the first photo", "a"), ("只用第三张", "c")],
)
def test_one_photo_of_several_is_chosen_by_its_number(words: str, left: str) -> None:
    heard = conversation("pan left", words, shown=3)

    assert [part.id for part in heard.parts] == [left]
    assert left in heard.reply


@pytest.mark.parametrize("words", ["use the third photo", "只用第三张", "drop the third photo"])
def test_a_number_beyond_the_photos_is_said(words: str) -> None:
    heard = conversation("pan left", words, shown=2)

    assert [part.id for part in heard.parts] == ["a", "b"]
    assert "2" in heard.reply
