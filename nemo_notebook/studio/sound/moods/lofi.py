"""Jazz chords on an electric piano over a lazy, swung beat, off an old record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nemo_notebook.studio.sound import instruments as play
from nemo_notebook.studio.sound.form import Harmony, fit
from nemo_notebook.studio.sound.melody import Singer, sing
from nemo_notebook.studio.sound.patterns import Rhythm, beaten, comped, intro, voicings, walked
from nemo_notebook.studio.sound.score import Score, Track
from nemo_notebook.studio.sound.theory import MAJOR

if TYPE_CHECKING:
    import numpy as np

_HARMONY = Harmony(
    verse=("Dm9", "G13", "Cmaj9", "Am9"),
    bridge=("Fmaj9", "Em7", "Dm9", "G13"),
    cadence=("Dm9", "G13"),
    home="Cmaj9",
)

_SINGER = Singer(
    scale=MAJOR,
    low=69,
    high=84,
    figures=(
        ((0.5, 0.5), (1.0, 0.6), (1.58, 1.2)),
        ((0.0, 0.9), (1.58, 0.4), (2.0, 1.5)),
        ((1.0, 0.6), (1.58, 0.5), (2.58, 1.0)),
        ((0.58, 1.6),),
    ),
)


def lofi(seconds: float, rng: np.random.Generator) -> Score:
    """Jazz chords on an electric piano over a lazy, swung beat, off an old record."""
    plan = fit(_HARMONY, tempo=76, key=int(rng.integers(0, 6)), seconds=seconds)
    rhythms: tuple[Rhythm, ...] = (
        ((0.0, 1.45), (1.58, 0.8), (2.58, 1.42)),
        ((0.0, 2.4), (2.58, 1.42)),
    )
    chords = comped(plan, voicings(plan, 4, 50, 70), rhythms[rng.integers(2)], 0.5)
    bass = walked(plan, ((0.0, 1.5, 0), (1.58, 0.35, 0), (2.58, 1.3, 7)), 38)
    rest = intro(plan)
    kick = beaten(plan, {0.0: 0.7, 1.58: 0.4, 2.58: 0.6}, 31, rest=rest)
    brush = beaten(plan, {1.0: 0.6, 3.0: 0.65}, 54, rest=rest)
    hats = {0.0: 0.5, 0.58: 0.3, 1.0: 0.45, 1.58: 0.35, 2.0: 0.5, 2.58: 0.3, 3.0: 0.45, 3.58: 0.35}
    melody = sing(plan, _SINGER, rng, rest=rest)
    return Score(
        plan,
        (
            Track(play.ELECTRIC_PIANO, tuple(chords), -8, reverb=0.22, spread=0.15, loose=0.006),
            Track(play.FINGER_BASS, tuple(bass), -6, reverb=0.0, loose=0.004),
            Track(play.KICK, tuple(kick), -5.5, reverb=0.02),
            Track(play.BRUSH, tuple(brush), -13, reverb=0.15, pan=0.08, loose=0.005),
            Track(play.HAT, tuple(beaten(plan, hats, 60, rest=rest)), -22, 0.05, 0.25, 0.0, 0.006),
            Track(play.ELECTRIC_PIANO, tuple(melody), -8, reverb=0.4, pan=-0.1, loose=0.012),
        ),
        room=1.6,
        ceiling=7_000,
        lows_db=-2.5,
        highs_db=5.0,
        crackle=True,
    )
