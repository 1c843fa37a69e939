"""Strings in minor that grow towards the end, over a pulse and great drums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nemo_notebook.studio.sound import instruments as play
from nemo_notebook.studio.sound.form import Harmony, fit
from nemo_notebook.studio.sound.melody import Singer, sing
from nemo_notebook.studio.sound.patterns import Notes, beaten, grown, held, intro, roots, voicings
from nemo_notebook.studio.sound.score import Note, Plan, Score, Track
from nemo_notebook.studio.sound.theory import MAJOR, nearest

if TYPE_CHECKING:
    import numpy as np

_HARMONY = Harmony(
    verse=("Am9", "Fmaj7", "Cadd9", "Gsus4"),
    bridge=("Dm9", "Am7", "Fmaj7", "E7sus4"),
    cadence=("Dm9", "E7sus4"),
    home="Amadd9",
)

_SINGER = Singer(
    scale=MAJOR,
    low=64,
    high=81,
    figures=(
        ((0.0, 2.0), (2.0, 2.0)),
        ((0.0, 3.0), (3.0, 1.0)),
        ((0.0, 4.0),),
    ),
)


def cinematic(seconds: float, rng: np.random.Generator) -> Score:
    """Strings in minor that grow towards the end, over a pulse and great drums."""
    plan = fit(_HARMONY, tempo=80, key=int(rng.integers(-2, 4)), seconds=seconds)
    middle = voicings(plan, 4, 50, 69)
    melody = sing(plan, _SINGER, rng, rest=intro(plan))
    return Score(
        plan,
        (
            Track(play.STRINGS, grown(plan, held(plan, middle, 0.6)), -8, reverb=0.35),
            Track(play.STRINGS, grown(plan, roots(plan, 40, 0.7)), -5, reverb=0.15),
            Track(play.SHORT_STRINGS, grown(plan, _pulse(plan, middle)), -4, 0.25, 0.0, 0.2, 0.005),
            Track(play.STRINGS, grown(plan, melody), -6, reverb=0.5, pan=-0.15),
            Track(play.GREAT_DRUM, grown(plan, _drums(plan)), -3, reverb=0.3, loose=0.004),
        ),
        room=3.2,
        ceiling=10_000,
        lows_db=-1.0,
        highs_db=4.0,
    )


def _pulse(plan: Plan, spreads: list[list[int]]) -> Notes:
    """Short strokes on every half beat, up and down through the chord."""
    notes: Notes = []
    for slot, spread in zip(plan.body, spreads[:-1], strict=True):
        figure = (nearest(slot.chord.bass, 45), spread[1], spread[2], spread[1])
        for step in range(int(2 * slot.beats)):
            force = 0.6 if step % 4 == 0 else 0.4
            notes.append(Note(slot.start + step / 2, 0.32, figure[step % 4], force))
    return notes


def _drums(plan: Plan) -> Notes:
    """A beat for every chord, with two that lead there, and one that lands on the tonic."""
    pattern = {0.0: 0.7, 3.0: 0.35, 3.5: 0.5}
    return [*beaten(plan, pattern, 33), Note(plan.last.start, 1, 31, 0.9)]
