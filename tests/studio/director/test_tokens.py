from __future__ import annotations

import pytest

from nemo_notebook.studio.director.lexicon import LEXICON, Kind
from nemo_notebook.studio.director.tokens import language_of, tokenise


@pytest.mark.parametrize(
    "quoted", ['"{}"', "'{}'", "“{}”", "‘{}’", "「{}」", "『{}』", "《{}》", "«{}»", "„{}“"]
)
def test_what_stands_in_any_quotes_is_one_token(quoted: str) -> None:
    inside = "Don't pan left, 3 seconds"
    tokens = tokenise(f"zoom in {quoted.format(inside)} slowly")

    assert [token.of(Kind.QUOTE) for token in tokens if Kind.QUOTE in token] == [inside]
    assert [token.of(Kind.SPEED) for token in tokens if Kind.SPEED in token] == ["slow"]


def test_an_apostrophe_opens_no_quote() -> None:
    assert not any(Kind.QUOTE in token for token in tokenise("don't zoom, the dogs' tails aren't"))


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("6-second", "second", 6),
        ("half a minute", "second", 30),
        ("a minute and a half", "second", 90),
        ("1 minute 30 seconds", "second", 90),
        ("1:30", "second", 90),
        ("一分半", "second", 90),
        ("三点五秒", "second", 3.5),
        ("百分之三十五", "percent", 35),
        ("35 %", "percent", 35),
        ("24 frames per second", "fps", 24),
        ("每秒24帧", "fps", 24),
        ("1080p", "p", 1080),
        ("１０秒", "second", 10),
    ],
)
def test_numbers_know_their_units(text: str, unit: str, value: float) -> None:
    found = [token for token in tokenise(text) if Kind.QUANTITY in token]

    assert [(token.of(Kind.QUANTITY), token.number) for token in found] == [(unit, value)]


def test_a_token_knows_its_place_in_the_text() -> None:
    text = "ＺＯＯＭ in on İstanbul，鏡頭 “Hé”"

    for token in tokenise(text):
        if Kind.QUOTE not in token:
            assert text[token.start : token.end] == token.text


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("slwoly", Kind.SPEED, "slow"),
        ("sonw", Kind.AIR, "snow"),
        ("zooom", Kind.MOVE, "zoom"),
        ("vingette", Kind.AIR, "vignette"),
        ("backgorund", Kind.AGENT, "background"),
        ("yelow", Kind.COLOR, "yellow"),
        ("cinematc", Kind.LOOK, "cinematic"),
        ("musik", Kind.MUSIC, ""),
    ],
)
def test_slips_of_the_fingers_are_mended(typed: str, kind: Kind, value: str) -> None:
    (token,) = tokenise(typed)

    assert kind in token
    assert token.of(kind) == value


@pytest.mark.parametrize(
    "word", ["train", "late", "think", "store", "plan", "peach", "night", "harbors"]
)
def test_ordinary_words_are_left_alone(word: str) -> None:
    (token,) = tokenise(word)

    assert Kind.WORD in token


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("zoom in", "en"),
        ("放大", "zh"),
        ("加一个title", "zh"),
        ("a clip for 抖音 with a slow zoom", "en"),
        ('title "春天"', "en"),
        ("“春天”", "zh"),
        ("16:9", None),
        ("", None),
    ],
)
def test_the_language_is_that_of_the_words(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_the_lexicon_is_written_as_it_is_read() -> None:
    for values in LEXICON.values():
        for phrases in values.values():
            for phrase in phrases.split(" / "):
                assert phrase == phrase.strip()
                assert phrase == phrase.lower()
                assert phrase
