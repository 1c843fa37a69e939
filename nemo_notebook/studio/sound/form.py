"""How a progression is fitted into a clip of any length."""

from __future__ import annotations

from dataclasses import dataclass

from nemo_notebook.studio.sound.score import Plan, Slot
from nemo_notebook.studio.sound.theory import parse_chord

LEAD_IN = 0.03
"""Seconds before the first note."""

_HALF_BAR = 2.0
_STRETCH = (0.9, 1.1)
_FEW = 6


@dataclass(frozen=True)
class Harmony:
    """The chords of a mood, written in C.

    Attributes:
        verse: Four chords, a bar each.
        bridge: Four others, for every third round.
        cadence: The two chords that lead home.
        home: The tonic that ends it.
    """

    verse: tuple[str, str, str, str]
    bridge: tuple[str, str, str, str]
    cadence: tuple[str, str]
    home: str

    def symbols(self, count: int) -> list[str]:
        """The first `count` chords, of which the last is home and those before lead to it."""
        rounds = (self.verse, self.verse, self.bridge, self.verse)
        before = count - 1 - len(self.cadence)
        body = [rounds[i // 4 % 4][i % 4] for i in range(max(0, before))]
        cadence = self.cadence[max(0, -before) :] if count > 1 else ()
        return [*body, *cadence, self.home]


def fit(harmony: Harmony, *, tempo: float, key: int, seconds: float) -> Plan:
    """Fits chords into `seconds` so that the last one has the time to ring.

    The piece is counted in half bars of two beats. As many are taken as leave the tonic between one
    and four seconds, the longer the clip the more, and the tempo gives way by up to 10 %. Short
    clips change the chord each half bar, longer ones each bar, with a half bar as upbeat where the
    number is odd. A clip without room for two chords is the tonic alone.
    """
    ring = min(max(1.3, 0.12 * seconds), 3.0)
    half = _HALF_BAR * 60 / tempo
    room = seconds - LEAD_IN - 1.25 * ring
    halves = max(0, round(room / half))
    stretch = min(max(room / (halves * half), _STRETCH[0]), _STRETCH[1]) if halves else 1.0
    if halves and seconds - LEAD_IN - halves * half * stretch < 0.85 * ring:
        halves -= 1
    beat = stretch * 60 / tempo
    lengths = [_HALF_BAR] * halves
    if halves >= _FEW:
        lengths = [_HALF_BAR] * (halves % 2) + [2 * _HALF_BAR] * (halves // 2)
    lengths.append((seconds - LEAD_IN) / beat - sum(lengths))
    names = harmony.symbols(len(lengths))
    if halves >= _FEW and halves % 2:
        names = [harmony.verse[-1], *harmony.symbols(len(lengths) - 1)]
    starts = [sum(lengths[:i]) for i in range(len(lengths))]
    chords = [parse_chord(name, key) for name in names]
    slots = tuple(Slot(*slot) for slot in zip(chords, starts, lengths, strict=True))
    return Plan(slots, beat, seconds, key)
