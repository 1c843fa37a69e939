from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nemo_notebook.studio.direction import Direction
from nemo_notebook.studio.director.director import Director
from nemo_notebook.studio.director.lexicon import LEXICON

PHRASES = sorted(
    phrase.strip().replace("~", "")
    for values in LEXICON.values()
    for phrases in values.values()
    for phrase in phrases.split(" / ")
)
SCRAPS = [*PHRASES, "3", "10%", '"hi"', ",", ".", "5 seconds", "16:9", "；", "八秒", "'", "?", "“"]


def assert_sane(director: Director, text: str) -> None:
    direction = director.hear(text)

    assert Direction.model_validate(direction.model_dump()) == direction
    assert director.direction == direction
    assert director.heard.reply


@given(st.text(max_size=2000))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_a_valid_direction_and_an_answer(text: str) -> None:
    assert_sane(Director(), text)


@given(st.lists(st.lists(st.sampled_from(SCRAPS), min_size=1, max_size=12), min_size=1, max_size=4))
@settings(max_examples=120, deadline=None)
def test_any_words_in_any_order_give_a_valid_direction(conversation: list[list[str]]) -> None:
    director = Director()
    for words in conversation:
        assert_sane(director, " ".join(words))


@given(st.text(alphabet="“”\"'‘’「」《》ab ,，", min_size=1, max_size=200))
@settings(max_examples=60, deadline=None)
def test_quotes_in_any_disorder_are_survived(text: str) -> None:
    assert_sane(Director(), "title " + text)


def test_the_longest_sentences_are_survived() -> None:
    for text in (
        "no " * 700,
        "雪" * 2000,
        "zoom in and " * 160,
        '"' * 2000,
        "1" * 2000,
        "9:" * 900,
    ):
        assert_sane(Director(), text)
