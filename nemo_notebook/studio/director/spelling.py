"""Typing errors: a word that nobody knows becomes the word of the lexicon that it nearly is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from nemo_notebook.studio.director.numbers import NUMBER_NAMES, NUMBER_WORDS
from nemo_notebook.studio.director.ordinary import ORDINARY

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORTEST, _LONG, _LONGEST = 3, 8, 24  # letters
_NUMBER = 5  # letters; shorter numbers are too near to other words
_CANDIDATES = 4
_VOWELS = frozenset("aeiouy")
_SOUND_ALIKE = ({"c", "k"}, {"s", "z"}, {"i", "y"}, {"a", "e"}, {"e", "i"})


class Speller:
    """Mends single words against a vocabulary.

    Args:
        vocabulary: Every word that means something, which is therefore right as it is.
        targets: Those of them that a misspelt word may be meant for.
    """

    def __init__(self, vocabulary: Iterable[str], targets: Iterable[str]) -> None:
        self._known = frozenset(vocabulary) | NUMBER_WORDS | ORDINARY
        self._by_initial: dict[str, list[str]] = {}
        for word in sorted({*targets, *(n for n in NUMBER_NAMES if len(n) >= _NUMBER)}):
            if len(word) >= _SHORTEST and word.isascii() and word.isalpha():
                self._by_initial.setdefault(word[0], []).append(word)

    def mend(self, word: str) -> str:
        """The word itself where it is known or ordinary, else the one it was meant to be."""
        if word in self._known or not word.isascii():
            return word
        base = word.removesuffix("'s")
        if base in self._known:
            return base
        if (plain := next((p for p in _undrawn(word) if p in self._known), None)) is not None:
            return plain
        if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
            return word
        slips = 2 if len(word) >= _LONG else 1
        near = process.extract(
            word,
            self._by_initial.get(word[0], ()),
            scorer=OSA.distance,
            score_cutoff=slips,
            limit=_CANDIDATES,
        )
        return next((meant for meant, _, _ in near if _is_slip(word, meant)), word)


_DRAWN = re.compile(r"(.)\1{2,}")


def _undrawn(word: str) -> tuple[str, ...]:
    """What a drawn out word may be: "zoooom" is "zoom", "sloooowly" is "slowly"."""
    if not _DRAWN.search(word):
        return ()
    return _DRAWN.sub(r"\1\1", word), _DRAWN.sub(r"\1", word)


def _undoubled(word: str) -> str:
    """The word with each letter once where it stands twice in a row."""
    return "".join(
        letter for letter, before in zip(word, " " + word, strict=False) if letter != before
    )


def _is_slip(word: str, meant: str) -> bool:
    """Whether it looks like a slip of the fingers.

    In a short word a letter too many, too few or out of place does; another letter ("late" for
    "lake") is more often another word. In the shortest only the last may be missing, or the second
    of two alike ("lef", "zom").
    """
    if sorted(word) == sorted(meant):
        return True
    if not set(word) & _VOWELS:  # "lft", "rght": no word is without
        return "".join(letter for letter in meant if letter not in _VOWELS) == word
    if _undoubled(word) == _undoubled(meant):  # "zomm", "tille": the wrong letter twice
        return True
    if len(word) == _SHORTEST:
        return meant[:-1] == word or _undoubled(meant) == word
    if len(word) != len(meant) or len(word) >= _LONG - 1:
        return True
    differing = [{a, b} for a, b in zip(word, meant, strict=True) if a != b]
    return len(word) > _SHORTEST + 1 and all(pair in _SOUND_ALIKE for pair in differing)
