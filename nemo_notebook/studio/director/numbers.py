"""Numbers as people write them: digits, English words, Chinese numerals."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENGLISH = {
    word: float(value)
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: 20.0 + 10 * step
    for step, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    )
}
NUMBER_NAMES = frozenset(_ENGLISH)
NUMBER_WORDS = NUMBER_NAMES | {"hundred", "point", "quarter", "couple", "dozen"}
_PHRASES = {
    ("half", "a"): 0.5,
    ("half", "an"): 0.5,
    ("a", "quarter", "of", "a"): 0.25,
    ("quarter", "of", "a"): 0.25,
    ("three", "quarters", "of", "a"): 0.75,
    ("a", "quarter", "of", "an"): 0.25,
    ("three", "quarters", "of", "an"): 0.75,
    ("a", "couple", "of"): 2.0,
    ("a", "couple"): 2.0,
    ("a", "dozen"): 12.0,
}
_TEN, _TENS = 10, 20  # below one, digits; from the other on, words that take a digit
_LONGEST = 9  # characters
_OF_THOUSAND = 3  # digits behind the comma of 1,500
_CHINESE = {char: float(value) for value, char in enumerate("零一二三四五六七八九")} | {"两": 2.0}
_CHINESE_UNITS = {"十": 10.0, "百": 100.0, "千": 1000.0}


def read_number(words: Sequence[str], start: int) -> tuple[float, int] | None:
    """Reads the number that begins at `words[start]`.

    Returns:
        The value and how many words it takes, or None where no number begins.
    """
    for read in (_digits, _phrase, _english, _chinese):
        found = read(words, start)
        if found is not None:
            return found
    return None


def _digits(words: Sequence[str], start: int) -> tuple[float, int] | None:
    word = words[start]
    if not word[0].isdecimal() or len(word) > _LONGEST:
        return None
    thousands = len(word.rpartition(",")[2]) == _OF_THOUSAND
    return float(word.replace(",", "" if thousands else ".")), 1


def _phrase(words: Sequence[str], start: int) -> tuple[float, int] | None:
    for phrase, value in _PHRASES.items():
        if tuple(words[start : start + len(phrase)]) == phrase:
            return value, len(phrase)
    return None


def _english(words: Sequence[str], start: int) -> tuple[float, int] | None:
    value = _ENGLISH.get(words[start])
    if value is None:
        return None
    here = start + 1
    if value >= _TENS and here < len(words) and 1 <= _ENGLISH.get(words[here], 0) < _TEN:
        value += _ENGLISH[words[here]]
        here += 1
    if here < len(words) and words[here] == "hundred":
        value *= 100
        here += 1
    if (
        here + 1 < len(words)
        and words[here] == "point"
        and _ENGLISH.get(words[here + 1], _TEN) < _TEN
    ):
        value += _ENGLISH[words[here + 1]] / 10
        here += 2
    return value, here - start


def _chinese(words: Sequence[str], start: int) -> tuple[float, int] | None:
    if words[start] == "半":
        return 0.5, 1
    total, digit, here = 0.0, 0.0, start
    while here < len(words):
        word = words[here]
        if word in _CHINESE:
            digit = digit * 10 + _CHINESE[word]  # 二四 as spoken for 24
        elif word in _CHINESE_UNITS:
            total += (digit or 1.0) * _CHINESE_UNITS[word]
            digit = 0.0
        else:
            break
        here += 1
        if here - start > _LONGEST:
            break
    if here == start:
        return None
    value = total + digit
    if here + 1 < len(words) and words[here] == "点" and words[here + 1] in _CHINESE:
        value += _CHINESE[words[here + 1]] / 10
        here += 2
    return value, here - start
