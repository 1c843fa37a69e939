"""A felt piano alone: broken chords below, a melody above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nemo_notebook.studio.sound import instruments as play
from nemo_notebook.studio.sound.form import Harmony, fit
from nemo_notebook.studio.sound.melody import Singer, sing
from nemo_notebook.studio.sound.patterns import Notes, intro, struck, voicings
from nemo_notebook.studio.sound.score import Note, Plan, Score, Track
from nemo_notebook.studio.sound.theory import MAJOR, nearest

if TYPE_CHECKING:
    import numpy as np

_HARMONY = Harmony(
    verse=("Cadd9", "G/B", "Am7", "Fmaj9"),
    bridge=("Dm9", "Em7", "Fmaj9", "Gsus4"),
    cadence=("Fmaj9", "G7sus4"),
    home="Cadd9",
)

_SINGER = Singer(
    scale=MAJOR,
    low=69,
    high=86,
    figures=(
        ((0.0, 1.5), (1.5, 0.5), (2.0, 2.0)),
        ((0.0, 1.0), (1.0, 1.0), (2.0, 1.5), (3.5, 0.5)),
        ((0.5, 1.0), (1.5, 0.5), (2.0, 2.0)),
        ((0.0, 3.0),),
    ),
)


# The order in which the left hand goes through the chord, after the bass.
_ORDERS = ((0, 1, 2, 1), (0, 2, 1, 2))


def piano(seconds: float, rng: np.random.Generator) -> Score:
    """A felt piano alone: broken chords below, a melody above."""
    plan = fit(_HARMONY, tempo=69, key=int(rng.integers(0, 6)), seconds=seconds)
    left = _broken(plan, _ORDERS[rng.integers(2)])
    melody = sing(plan, _SINGER, rng, rest=intro(plan) // 2)
    return Score(
        plan,
        (
            Track(play.FELT_PIANO, tuple(left), -7, 0.3, 0.0, 0.22, 0.008),
            Track(play.FELT_PIANO, tuple(melody), -6, 0.4, 0.0, 0.22, 0.008),
        ),
        room=2.6,
        ceiling=9_000,
        lows_db=0.0,
        highs_db=2.0,
    )


def _broken(plan: Plan, order: tuple[int, ...]) -> Notes:
    """The left hand: a bass note and the chord above it, one note each half beat, pedal down."""
    spreads = voicings(plan, 3, 52, 67)
    notes: Notes = []
    for slot, spread in zip(plan.body, spreads[:-1], strict=True):
        notes.append(Note(slot.start, slot.beats, nearest(slot.chord.bass, 43), 0.5))
        for step in range(1, int(2 * slot.beats)):
            force = 0.42 if step % 4 == 0 else 0.36
            start, left = slot.start + step / 2, slot.beats - step / 2
            notes.append(Note(start, left, spread[order[step % 4]], force))
    last = plan.last
    root = nearest(last.chord.bass, 43)
    return notes + struck([root, *spreads[-1]], last.start, last.beats, 0.42, 0.12)
