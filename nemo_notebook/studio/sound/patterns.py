"""Ways to play the chords of a plan: held, struck, broken into a bass line, beaten."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from nemo_notebook.studio.sound.score import Note, Plan
from nemo_notebook.studio.sound.theory import nearest, voice_chord

if TYPE_CHECKING:
    from collections.abc import Iterable

Notes: TypeAlias = list[Note]
Rhythm: TypeAlias = tuple[tuple[float, float], ...]
"""Onsets and lengths in beats."""

_LONG, _VERY_LONG = 8, 12
_ROUNDS = 16  # chords until the rounds begin again


def voicings(plan: Plan, count: int, low: int, high: int) -> list[list[int]]:
    """A spread of every chord of the plan, led from one to the next."""
    spreads: list[list[int]] = []
    for slot in plan.slots:
        spreads.append(voice_chord(slot.chord, count, low, high, spreads[-1] if spreads else []))
    return spreads


def held(plan: Plan, spreads: list[list[int]], force: float) -> tuple[Note, ...]:
    """Every chord held for the whole of its slot."""
    return tuple(
        Note(slot.start, slot.beats, pitch, force)
        for slot, spread in zip(plan.slots, spreads, strict=True)
        for pitch in spread
    )


def roots(plan: Plan, around: int, force: float) -> tuple[Note, ...]:
    """The bass note of every chord, held."""
    return tuple(
        Note(slot.start, slot.beats, nearest(slot.chord.bass, around), force) for slot in plan.slots
    )


def struck(spread: list[int], start: float, length: float, force: float, roll: float) -> Notes:
    """A chord struck from the bottom up, `roll` beats from one voice to the next."""
    return [
        Note(start + index * roll, length, pitch, force * (0.9 + 0.1 * (pitch == spread[-1])))
        for index, pitch in enumerate(spread)
    ]


def comped(plan: Plan, spreads: list[list[int]], rhythm: Rhythm, force: float) -> Notes:
    """Chords in a rhythm, and a rolled one at the end."""
    notes = []
    for slot, spread in zip(plan.body, spreads[:-1], strict=True):
        for onset, length in rhythm:
            if onset < slot.beats:
                held = min(length, slot.beats - onset)
                notes += struck(spread, slot.start + onset, held, force, 0.02)
    return notes + struck(spreads[-1], plan.last.start, plan.last.beats, force * 0.9, 0.09)


def beaten(plan: Plan, pattern: dict[float, float], pitch: int, *, rest: int = 0) -> Notes:
    """A drum's onsets and forces, the same in every slot but the first `rest` and the last.

    In a long piece it also falls silent where the third round of chords begins, as a breath before
    it goes on.
    """
    breath = range(8, 10) if len(plan.body) >= _VERY_LONG else ()
    return [
        Note(slot.start + onset, 0.2, pitch, force)
        for index, slot in enumerate(plan.body)
        if index >= rest and index % _ROUNDS not in breath
        for onset, force in pattern.items()
        if onset < slot.beats
    ]


def walked(plan: Plan, rhythm: tuple[tuple[float, float, int], ...], around: int) -> Notes:
    """A bass line of (onset, length, semitones above the chord's bass), and the root at the end."""
    notes = [
        Note(slot.start + onset, length, nearest(slot.chord.bass, around) + step, 0.7)
        for slot in plan.body
        for onset, length, step in rhythm
        if onset < slot.beats
    ]
    home = nearest(plan.last.chord.bass, around)
    return [*notes, Note(plan.last.start, plan.last.beats, home, 0.65)]


def intro(plan: Plan) -> int:
    """How many chords go by before everyone is in: none in a short clip."""
    return 2 if len(plan.body) >= _LONG else 0


def grown(plan: Plan, notes: Iterable[Note]) -> tuple[Note, ...]:
    """Softer the earlier they are, up to full force when the tonic comes."""
    peak = max(plan.last.start, 1.0)
    return tuple(
        replace(note, force=note.force * (0.6 + 0.4 * min(1.0, note.start / peak)))
        for note in notes
    )
