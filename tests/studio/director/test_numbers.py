from __future__ import annotations

import pytest

from nemo_notebook.studio.director.numbers import read_number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("12", 12),
        ("2.5", 2.5),
        ("seven", 7),
        ("twenty five", 25),
        ("one hundred", 100),
        ("two point five", 2.5),
        ("half a", 0.5),
        ("a couple of", 2),
        ("八", 8),
        ("十 五", 15),
        ("二 十 四", 24),
        ("一 百 二 十", 120),
        ("三 点 五", 3.5),
        ("半", 0.5),
        ("两", 2),
    ],
)
def test_a_number_is_read_to_its_end(words: str, value: float) -> None:
    parts = words.split()

    assert read_number(parts, 0) == (value, len(parts))


@pytest.mark.parametrize("word", ["snow", "雪", "点", "half", "point"])
def test_other_words_are_no_numbers(word: str) -> None:
    assert read_number([word], 0) is None
