"""The lexicon as it is looked up: the longest phrase that begins at a word, and typing errors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from nemo_notebook.studio.director.lexicon import LEXICON, Kind
from nemo_notebook.studio.director.spelling import Speller

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WORD = re.compile(
    r"\d{1,3}(?:,\d{3})+(?![\d,])"  # 1,500
    r"|(?<![:\d.])\d+,\d(?=\s*(?:s|secs?|seconds?)\b)"  # 2,5 seconds
    r"|\d+(?:\.\d+)?"
    r"|[\u3400-\u9fff]"
    r"|(?:(?![\u3400-\u9fff])[^\W\d_])+(?:'[a-z]+)*"
    r"|#[0-9a-f]{6}(?!\w)"
    r"|(?<![\w.])[+-](?=\d)"  # +10
    r"|(?<=\d)/|(?<=\d)[-–~](?=\d)|[,;.!?:\n()%&×、—–|]"
)
_MENDED = frozenset(  # the kinds whose words are worth guessing at
    {
        Kind.MOVE,
        Kind.HEADING,
        Kind.SPEED,
        Kind.MOTION,
        Kind.AIR,
        Kind.LOOK,
        Kind.TONE,
        Kind.TITLE,
        Kind.MUSIC,
        Kind.MOOD,
        Kind.VOLUME,
        Kind.FADE,
        Kind.EDGE,
        Kind.LOOP,
        Kind.ASPECT,
        Kind.PLATFORM,
        Kind.LENGTH,
        Kind.COLOR,
        Kind.POSITION,
        Kind.CHANGE,
        Kind.UNIT,
        Kind.AMOUNT,
        Kind.NOT,
        Kind.UNDO,
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """All that a phrase may mean, and the number that it carries."""

    senses: Mapping[Kind, str]
    number: float


class Trie:
    """Phrases by their words, to find the longest that begins at a place."""

    __slots__ = ("entry", "next")

    def __init__(self) -> None:
        self.entry: Entry | None = None
        self.next: dict[str, Trie] = {}

    def insert(self, words: Sequence[str], kind: Kind, value: str, number: float) -> None:
        """Makes a phrase known."""
        node = self
        for word in words:
            node = node.next.setdefault(word, Trie())
        known = dict(node.entry.senses) if node.entry else {}
        known.setdefault(kind, value)
        carried = node.entry.number if node.entry else 0.0
        node.entry = Entry(known, carried or number)

    def longest(self, words: Sequence[str], start: int) -> tuple[Entry, int] | None:
        """The longest phrase at `words[start]`, and how many words it takes."""
        node, found = self, None
        for here in range(start, len(words)):
            following = node.next.get(words[here])
            if following is None:
                break
            node = following
            if node.entry is not None:
                found = (node.entry, here - start + 1)
        return found


def _forms(word: str) -> tuple[str, ...]:
    """All regular forms of an English word marked with `~`."""
    if not word.endswith("~"):
        return (word,)
    stem = word[:-1]
    if stem.endswith("e"):
        return (stem, stem + "s", stem + "d", stem[:-1] + "ing")
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return (stem, stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing")
    sibilant = stem.endswith(("s", "sh", "ch", "x", "z"))
    doubled = stem + stem[-1] if re.search(r"[^aeiou][aeiou][bdglmnprt]$", stem) else stem
    forms = (stem, stem + ("es" if sibilant else "s"), doubled + "ed", doubled + "ing")
    return (*forms, stem + "ed", stem + "ing") if doubled != stem else forms


def _phrases(marked: str) -> Iterator[tuple[str, ...]]:
    """The word runs that one lexicon phrase stands for."""
    variants: list[tuple[str, ...]] = [()]
    for piece in re.findall(r"[^\s~]+~?", marked):
        words = [tuple(WORD.findall(form)) for form in _forms(piece)]
        variants = [(*variant, *word) for variant in variants for word in words]
    yield from variants


@cache
def dictionary() -> tuple[Trie, Speller]:
    """What sentences are read with; building it takes a moment the first time."""
    trie, vocabulary, targets = Trie(), set[str](), set[str]()
    for kind, values in LEXICON.items():
        for key, phrases in values.items():
            value, _, number = key.partition("@")
            amount = float(number or (value if kind in {Kind.AMOUNT, Kind.TIMES} else 0))
            for marked in phrases.split(" / "):
                for words in _phrases(marked.strip()):
                    trie.insert(words, kind, value, amount)
                    vocabulary.update(words)
                    if kind in _MENDED:
                        targets.update(words)
    return trie, Speller(vocabulary, targets)
