"""A wide pad, voices far off, a deep bass, and now and then a bell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nemo_notebook.studio.sound import instruments as play
from nemo_notebook.studio.sound.form import Harmony, fit
from nemo_notebook.studio.sound.melody import Singer, sing
from nemo_notebook.studio.sound.patterns import held, roots, voicings
from nemo_notebook.studio.sound.score import Score, Track
from nemo_notebook.studio.sound.theory import MAJOR

if TYPE_CHECKING:
    import numpy as np

_HARMONY = Harmony(
    verse=("Cmaj9", "Am9", "Fmaj9", "G9sus4"),
    bridge=("Fmaj9", "Em7", "Dm9", "G9sus4"),
    cadence=("Fmaj9", "G9sus4"),
    home="Cadd9",
)

_SINGER = Singer(
    scale=MAJOR,
    low=67,
    high=86,
    figures=(
        ((0.0, 2.0), (1.5, 2.0), (3.0, 2.0)),
        ((0.5, 2.0), (2.0, 2.0)),
        ((1.0, 3.0),),
    ),
)


def ambient(seconds: float, rng: np.random.Generator) -> Score:
    """A wide pad, voices far off, a deep bass, and now and then a bell."""
    plan = fit(_HARMONY, tempo=64, key=int(rng.integers(0, 5)), seconds=seconds)
    bells = sing(plan, _SINGER, rng, rest=min(1, len(plan.body) // 4))
    return Score(
        plan,
        (
            Track(play.WARM_PAD, held(plan, voicings(plan, 4, 52, 74), 0.5), -6, reverb=0.35),
            Track(play.VOICES, held(plan, voicings(plan, 2, 69, 83), 0.5), -15, reverb=0.6),
            Track(play.SUB_BASS, roots(plan, 40, 0.4), -8, reverb=0.0),
            Track(play.GLASS, tuple(bells), -8, reverb=0.7, spread=0.3, loose=0.012),
        ),
        room=3.6,
        ceiling=9_000,
        lows_db=0.0,
        highs_db=5.0,
    )
