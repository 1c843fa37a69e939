"""Pitch and harmony: names to notes, and chords led from one to the next.

Pitches are MIDI numbers (60 is middle C), pitch classes are those modulo 12.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAJOR = (0, 2, 4, 5, 7, 9, 11)
PENTATONIC = (0, 2, 4, 7, 9)
MINOR = (0, 2, 3, 5, 7, 8, 10)

_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_ACCIDENTALS = {"": 0, "#": 1, "b": -1}
_SYMBOL = re.compile(r"([A-G])([#b]?)([^/]*)(?:/([A-G])([#b]?))?$")

# Semitones above the root, in the order in which a full hand lets them go last.
_QUALITIES = {
    "": (4, 0, 7),
    "m": (3, 0, 7),
    "add9": (4, 14, 0, 7),
    "madd9": (3, 14, 0, 7),
    "6/9": (4, 9, 14, 0, 7),
    "maj7": (4, 11, 7, 0),
    "maj9": (4, 11, 14, 7, 0),
    "m7": (3, 10, 7, 0),
    "m9": (3, 10, 14, 7, 0),
    "m11": (3, 10, 17, 7, 0),
    "7": (4, 10, 0, 7),
    "9": (4, 10, 14, 7, 0),
    "13": (4, 10, 21, 14, 0),
    "sus2": (2, 0, 7),
    "sus4": (5, 0, 7),
    "7sus4": (5, 10, 0, 7),
    "9sus4": (5, 10, 14, 0, 7),
}

_MUDDY_BELOW = 53
_WIDE = 14


@dataclass(frozen=True)
class Chord:
    """A chord of a known key.

    Attributes:
        symbol: As it was written, before it was moved into the key.
        root: Pitch class of the root.
        bass: Pitch class of the lowest note.
        tones: Pitch classes, the ones that give the chord its colour first.
    """

    symbol: str
    root: int
    bass: int
    tones: tuple[int, ...]


def hertz(pitch: float) -> float:
    """Frequency in twelve-tone equal temperament with A4 (69) at 440 Hz."""
    return float(440 * 2 ** ((pitch - 69) / 12))


def parse_chord(symbol: str, key: int) -> Chord:
    """Reads a chord symbol such as "Dm9" or "G/B", written in C, and moves it up by `key`.

    Raises:
        ValueError: The symbol names no chord known here.
    """
    parts = _SYMBOL.match(symbol.replace("6/9", "6-9"))
    quality = parts[3].replace("6-9", "6/9") if parts else ""
    if parts is None or quality not in _QUALITIES:
        raise ValueError(f"{symbol!r} is not a chord symbol known here.")
    root = _LETTERS[parts[1]] + _ACCIDENTALS[parts[2]] + key
    bass = _LETTERS[parts[4]] + _ACCIDENTALS[parts[5]] + key if parts[4] else root
    tones = tuple((root + step) % 12 for step in _QUALITIES[quality])
    return Chord(symbol, root % 12, bass % 12, tones)


def nearest(pitch_class: int, pitch: float) -> int:
    """The pitch of that class which lies nearest to `pitch`."""
    return round((pitch - pitch_class) / 12) * 12 + pitch_class


def voice_chord(chord: Chord, count: int, low: int, high: int, before: list[int]) -> list[int]:
    """Spreads a chord over `count` pitches between `low` and `high`, ascending.

    Of all spreads the one is taken whose voices move least from `before` (an empty list: that lies
    nearest to the middle), with a price on what sounds bad: close intervals at the bottom,
    semitones and minor ninths between voices, gaps, and a crowded cluster.
    """
    tones = [chord.tones[i % len(chord.tones)] for i in range(count)]
    places = [[p for p in range(low, high + 1) if p % 12 == tone] for tone in tones]
    spreads = sorted({tuple(sorted(spread)) for spread in product(*places)})
    rest = before or [(low + high) // 2] * count

    def price(spread: Iterable[int]) -> float:
        spread = tuple(spread)
        moved = sum(abs(a - b) for a, b in zip(spread, rest, strict=True))
        return moved + sum(_roughness(a, b) for a, b in pairwise(spread)) + _ninths(spread)

    return list(min(spreads, key=price))


def _roughness(below: int, above: int) -> float:
    gap = above - below
    if gap == 0:
        return 30
    cost = {1: 14.0, 2: 2.0}.get(gap, 0.0)
    if below < _MUDDY_BELOW and gap < 5:  # noqa: PLR2004 - a fourth
        cost += 4.0 * (5 - gap)
    return cost + 2.0 * max(0, gap - 9)


def _ninths(spread: Sequence[int]) -> float:
    pairs = ((a, b) for i, a in enumerate(spread) for b in spread[i + 1 :])
    return sum(8.0 for a, b in pairs if b - a == _WIDE - 1)
