from __future__ import annotations

import re

import pytest

from nemo_notebook.studio.server.choice import MOST_PARTS, Choice, choose, unseen
from nemo_notebook.studio.server.store import Asset


def asset(name: str, kind: str = "jpg") -> Asset:
    width = None if kind == "mp3" else 100
    return Asset(id=name, sha256=name, type=kind, name=f"{name}.{kind}", bytes=1, width=width)


def session(names: str, songs: str = "") -> list[Asset]:
    return [*map(asset, names), *(asset(name, "mp3") for name in songs)]


def chosen(before: str, seen: str, uploads: str, text: str) -> str:
    choice, _ = choose(Choice(shown=tuple(before), seen=tuple(seen)), session(uploads), text)
    return "".join(choice.shown)


def test_what_is_handed_over_together_is_shown_together() -> None:
    assert chosen("", "", "abc", "make it move") == "abc"


def test_what_comes_later_takes_its_place() -> None:
    assert chosen("ab", "ab", "abc", "slowly zoom in") == "c"


def test_without_anything_new_it_stays() -> None:
    assert chosen("ab", "abc", "abc", "slower, and add some snow") == "ab"


@pytest.mark.parametrize(
    "text",
    [
        "add this photo",
        "Add it at the end",
        "add another picture",
        "also this one",
        "then this one, with a wipe",
        "and these two as well",
        "include the new photo",
        "this one too",
        "one more photo",
        "append this clip",
        "再加上这张照片",
        "加一张图片",
        "然后放这张",
        "也用这张",
        "还有这两张",
        "把这张加进来，添加这张照片",
    ],
)
def test_words_that_add_keep_what_was_there(text: str) -> None:
    assert chosen("ab", "ab", "abc", text) == "abc"


@pytest.mark.parametrize(
    "text",
    [
        "add some snow to this photo",
        'add the title "Summer" to the picture',
        "first pan left, then zoom in",
        "also make it sepia",
        "add a vintage photo look",
        "use this photo instead",
        "加上下雪的效果",
        "换成这张",
        "然后放大",
    ],
)
def test_other_words_do_not(text: str) -> None:
    assert chosen("ab", "ab", "abc", text) == "c"


def test_the_same_photo_once_more_is_a_new_choice() -> None:
    assert chosen("b", "ab", "ba", "pan left") == "a"
    assert chosen("ab", "ab", "ba", "add this photo") == "ba"
    assert chosen("a", "a", "a", "slower") == "a"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("use the other photo", "b"),
        ("go back to the previous picture", "b"),
        ("换另一张", "b"),
        ("show both photos", "abc"),
        ("make a slideshow of all my pictures", "abc"),
        ("用所有照片做幻灯片", "abc"),
        ("use only the second picture", "b"),
        ("just the first photo please", "a"),
        ("只用第二张", "b"),
        ("use the last photo", "c"),
        ("use the fifth photo", "c"),
    ],
)
def test_what_was_there_can_be_called_back(text: str, shown: str) -> None:
    assert chosen("c", "abc", "abc", text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("remove the second photo", "ac"),
        ("without the last picture", "ab"),
        ("去掉第一张", "bc"),
        ("reverse the order", "cba"),
        ("顺序倒过来", "cba"),
    ],
)
def test_what_is_shown_can_be_changed(text: str, shown: str) -> None:
    assert chosen("abc", "abc", "abc", text) == shown


def test_the_last_photo_is_not_taken_away() -> None:
    assert chosen("a", "a", "a", "remove the first photo") == "a"


def test_a_song_is_no_picture_but_is_seen() -> None:
    before = Choice(shown=("a",), seen=("a",))
    uploads = session("a", songs="s")
    assert choose(before, uploads, "use my song")[0] == Choice(shown=("a",), seen=("a", "s"))
    assert [new.id for new in unseen(before, uploads)] == ["s"]


def test_there_are_never_too_many() -> None:
    names = [chr(ord("A") + number) for number in range(MOST_PARTS + 5)]
    assert len(chosen("", "", "".join(names), "go")) == MOST_PARTS


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("add this photo", ""),
        ("please add this one at the end", ""),
        ("use the other photo instead", ""),
        ("再加上这张照片吧", ""),
        ("reverse the order", ""),
        ("add this photo, slower, and make it sepia", "slower make it sepia"),
        ("make a slideshow of all my pictures with a wipe", "make a slideshow of with a wipe"),
        ("加上这张照片，慢一点", "慢一点"),
        ("pan left", "pan left"),
    ],
)
def test_the_rest_of_the_sentence_is_for_the_director(text: str, rest: str) -> None:
    _, left = choose(Choice(shown=("a",), seen=("a", "b")), session("abc"), text)
    assert " ".join(re.findall(r"\w+", left)).replace(" and ", " ") == rest
