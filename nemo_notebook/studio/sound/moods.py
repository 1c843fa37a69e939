"""The six moods: what each plays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nemo_notebook.studio.sound import instruments as play
from nemo_notebook.studio.sound.form import Harmony, fit
from nemo_notebook.studio.sound.melody import Singer, sing
from nemo_notebook.studio.sound.score import Note, Plan, Score, Track
from nemo_notebook.studio.sound.theory import MAJOR, nearest, voice_chord

if TYPE_CHECKING:
    import numpy as np


def _voicings(plan: Plan, count: int, low: int, high: int) -> list[list[int]]:
    """A spread of every chord of the plan, led from one to the next."""
    spreads: list[list[int]] = []
    for slot in plan.slots:
        spreads.append(voice_chord(slot.chord, count, low, high, spreads[-1] if spreads else []))
    return spreads


def _held(plan: Plan, spreads: list[list[int]], force: float) -> tuple[Note, ...]:
    """Every chord held for the whole of its slot."""
    return tuple(
        Note(slot.start, slot.beats, pitch, force)
        for slot, spread in zip(plan.slots, spreads, strict=True)
        for pitch in spread
    )


def _roots(plan: Plan, around: int, force: float) -> tuple[Note, ...]:
    """The bass note of every chord, held."""
    return tuple(
        Note(slot.start, slot.beats, nearest(slot.chord.bass, around), force) for slot in plan.slots
    )


def _ambient(seconds: float, rng: np.random.Generator) -> Score:
    harmony = Harmony(
        verse=("Cmaj9", "Am9", "Fmaj9", "G9sus4"),
        bridge=("Fmaj9", "Em7", "Dm9", "G9sus4"),
        cadence=("Fmaj9", "G9sus4"),
        home="Cadd9",
    )
    plan = fit(harmony, tempo=64, key=int(rng.integers(0, 5)), seconds=seconds)
    singer = Singer(
        scale=MAJOR,
        low=67,
        high=86,
        figures=(
            ((0.0, 2.0), (1.5, 2.0), (3.0, 2.0)),
            ((0.5, 2.0), (2.0, 2.0)),
            ((1.0, 3.0),),
        ),
    )
    bells = sing(plan, singer, rng, rest=min(1, len(plan.body) // 4))
    return Score(
        plan,
        (
            Track(play.WARM_PAD, _held(plan, _voicings(plan, 4, 52, 74), 0.5), -6, reverb=0.35),
            Track(play.SUB_BASS, _roots(plan, 40, 0.4), -7, reverb=0.0),
            Track(play.GLASS, tuple(bells), -8, reverb=0.7, spread=0.3, loose=0.012),
        ),
        room=3.6,
        ceiling=6_000,
    )


SCORES = {
    "ambient": _ambient,
}
