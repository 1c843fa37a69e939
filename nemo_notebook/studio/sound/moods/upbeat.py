"""Mallets and plucks over four to the floor, bright and quick on its feet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nemo_notebook.studio.sound import instruments as play
from nemo_notebook.studio.sound.form import Harmony, fit
from nemo_notebook.studio.sound.melody import Singer, sing
from nemo_notebook.studio.sound.patterns import (
    Rhythm,
    beaten,
    comped,
    held,
    intro,
    voicings,
    walked,
)
from nemo_notebook.studio.sound.score import Note, Score, Track
from nemo_notebook.studio.sound.theory import PENTATONIC

if TYPE_CHECKING:
    import numpy as np

_HARMONY = Harmony(
    verse=("Cadd9", "G", "Am7", "Fmaj7"),
    bridge=("Fmaj7", "G", "Em7", "Am7"),
    cadence=("Fadd9", "Gsus4"),
    home="C6/9",
)

_SINGER = Singer(
    scale=PENTATONIC,
    low=69,
    high=86,
    figures=(
        ((0.0, 0.5), (0.5, 0.5), (1.5, 0.5), (2.0, 0.5), (3.0, 0.5)),
        ((0.0, 0.5), (1.0, 0.5), (1.5, 0.5), (2.5, 0.5), (3.0, 0.5)),
        ((0.5, 0.5), (1.0, 0.5), (2.0, 0.5), (2.5, 0.5)),
        ((0.0, 0.5), (0.5, 0.5), (1.5, 1.0)),
    ),
)


def upbeat(seconds: float, rng: np.random.Generator) -> Score:
    """Mallets and plucks over four to the floor, bright and quick on its feet."""
    plan = fit(_HARMONY, tempo=112, key=int(rng.integers(-1, 5)), seconds=seconds)
    spreads = voicings(plan, 4, 55, 74)
    rhythm: Rhythm = ((0.5, 0.4), (1.5, 0.4), (2.5, 0.4), (3.0, 0.3), (3.5, 0.4))
    bass = walked(plan, tuple((i / 2, 0.42, (0, 0, 0, 12)[i % 4]) for i in range(8)), 38)
    rest = intro(plan)
    kick = beaten(plan, dict.fromkeys((0.0, 1.0, 2.0, 3.0), 0.7), 32, rest=rest)
    kick.append(Note(plan.last.start, 0.2, 32, 0.7))
    clap = beaten(plan, {1.0: 0.6, 3.0: 0.6}, 60, rest=rest)
    hats = beaten(plan, {i + 0.5: 0.55 for i in range(4)}, 60, rest=rest)
    shaker = beaten(plan, {i / 4: (0.5, 0.25, 0.4, 0.25)[i % 4] for i in range(16)}, 64)
    melody = sing(plan, _SINGER, rng, rest=rest)
    return Score(
        plan,
        (
            Track(play.PLUCK, tuple(comped(plan, spreads, rhythm, 0.6)), -9, 0.2, 0.0, 0.3, 0.003),
            Track(play.WARM_PAD, held(plan, spreads, 0.4), -17, reverb=0.2, ducked=True),
            Track(play.FINGER_BASS, tuple(bass), -5, reverb=0.0, ducked=True),
            Track(play.KICK, tuple(kick), -3, reverb=0.02),
            Track(play.CLAP, tuple(clap), -13, reverb=0.2, pan=0.06),
            Track(play.HAT, tuple(hats), -24, 0.05, 0.3, 0.0, 0.003),
            Track(play.SHAKER, tuple(shaker), -25, 0.05, -0.3, 0.0, 0.003),
            Track(play.MALLET, tuple(melody), -4, 0.3, -0.05, 0.1, 0.004),
        ),
        room=1.3,
        ceiling=13_000,
        lows_db=-3.0,
        highs_db=5.0,
    )
