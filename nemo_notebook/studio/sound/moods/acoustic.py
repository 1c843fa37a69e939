"""Two guitars, one picked with thumb and fingers and one that sings, and a shaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nemo_notebook.studio.sound import instruments as play
from nemo_notebook.studio.sound.form import Harmony, fit
from nemo_notebook.studio.sound.melody import Singer, sing
from nemo_notebook.studio.sound.patterns import Notes, beaten, intro, roots, struck, voicings
from nemo_notebook.studio.sound.score import Note, Plan, Score, Track
from nemo_notebook.studio.sound.theory import MAJOR, nearest

if TYPE_CHECKING:
    import numpy as np

_HARMONY = Harmony(
    verse=("Cadd9", "Am7", "Fadd9", "Gsus4"),
    bridge=("Am7", "Em7", "Fadd9", "G"),
    cadence=("Fadd9", "G7sus4"),
    home="Cadd9",
)

_SINGER = Singer(
    scale=MAJOR,
    low=67,
    high=83,
    figures=(
        ((0.0, 1.0), (1.0, 0.5), (1.5, 1.5), (3.0, 1.0)),
        ((0.5, 0.5), (1.0, 1.0), (2.0, 1.0), (3.0, 0.5)),
        ((0.0, 1.5), (1.5, 0.5), (2.5, 1.5)),
        ((0.0, 2.0),),
    ),
)


# Which voices of the chord the fingers pluck on each half beat; the thumb has every second beat.
_PICKINGS = (
    ((0, 3), (), (1,), (2,), (3,), (1,), (2,), (1,)),
    ((), (2,), (3,), (1,), (), (2,), (3,), (1,)),
)


def acoustic(seconds: float, rng: np.random.Generator) -> Score:
    """Two guitars, one picked with thumb and fingers and one that sings, and a shaker."""
    plan = fit(_HARMONY, tempo=92, key=int(rng.integers(-1, 5)), seconds=seconds)
    picked = _picked(plan, _PICKINGS[rng.integers(2)])
    shaker = beaten(plan, {i / 2: (0.5, 0.3)[i % 2] for i in range(8)}, 64, rest=intro(plan))
    thump = beaten(plan, {0.0: 0.6, 2.0: 0.45}, 33, rest=intro(plan))
    melody = sing(plan, _SINGER, rng, rest=intro(plan))
    return Score(
        plan,
        (
            Track(play.GUITAR, tuple(picked), -7, 0.2, -0.15, 0.1, 0.007),
            Track(play.SUB_BASS, roots(plan, 38, 0.45), -10, reverb=0.0),
            Track(play.GUITAR, tuple(melody), -6.5, 0.3, 0.25, 0.05, 0.008),
            Track(play.SHAKER, tuple(shaker), -24, 0.08, 0.2, 0.0, 0.005),
            Track(play.KICK, tuple(thump), -9, reverb=0.05),
        ),
        room=1.5,
        ceiling=12_000,
        lows_db=-2.0,
        highs_db=3.5,
    )


def _picked(plan: Plan, picking: tuple[tuple[int, ...], ...]) -> Notes:
    """The thumb takes root and fifth in turn, the fingers the chord above it."""
    spreads = voicings(plan, 4, 52, 69)
    notes: Notes = []
    for slot, spread in zip(plan.body, spreads[:-1], strict=True):
        bass = nearest(slot.chord.bass, 43)
        for step in range(int(2 * slot.beats)):
            onset, left = slot.start + step / 2, slot.beats - step / 2
            force = 0.55 if step % 4 == 0 else 0.45
            notes += [Note(onset, left, spread[finger], force) for finger in picking[step]]
            if step % 4 == 0:
                notes.append(Note(onset, min(2.0, left), bass + (7 if step else 0), 0.6))
    last = plan.last
    root = nearest(last.chord.bass, 43)
    return notes + struck([root, *spreads[-1]], last.start, last.beats, 0.5, 0.07)
