"""Typing errors: a word that nobody knows becomes the word of the lexicon that it nearly is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from nemo_notebook.studio.director.numbers import NUMBER_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 24
# Ordinary English words that are one slip away from a word of the lexicon, and are meant.
_ORDINARY = frozenset(
    """
    """.split()
)


class Speller:
    """Mends single words against a vocabulary.

    Args:
        vocabulary: The words that mean something; Chinese characters are left alone.
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._known = frozenset(vocabulary) | NUMBER_WORDS
        self._by_initial: dict[str, list[str]] = {}
        for word in sorted(self._known):
            if len(word) >= 3 and word.isascii() and word.isalpha():
                self._by_initial.setdefault(word[0], []).append(word)
        self._mended: dict[str, str] = {}

    def mend(self, word: str) -> str:
        """The word itself where it is known or ordinary, else the one it was meant to be."""
        if word in self._known or word in _ORDINARY or not word.isascii():
            return word
        base = word.removesuffix("'s")
        if base in self._known:
            return base
        if not 3 <= len(word) <= _LONGEST or not word.isalpha():
            return word
        return self._nearest(word)

    def _nearest(self, word: str) -> str:
        slips = 2 if len(word) >= 8 else 1
        found = process.extractOne(
            word, self._by_initial.get(word[0], ()), scorer=OSA.distance, score_cutoff=slips
        )
        if found is None:
            return word
        meant, distance, _ = found
        swapped = sorted(meant) == sorted(word)
        if len(word) == 3 and not (swapped and distance == 1):
            return word
        return meant
