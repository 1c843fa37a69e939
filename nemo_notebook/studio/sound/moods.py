"""The six moods: what each plays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from nemo_notebook.studio.sound import instruments as play
from nemo_notebook.studio.sound.form import Harmony, fit
from nemo_notebook.studio.sound.melody import Singer, sing
from nemo_notebook.studio.sound.score import Note, Plan, Score, Track
from nemo_notebook.studio.sound.theory import MAJOR, PENTATONIC, nearest, voice_chord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy as np

    from nemo_notebook.studio.direction import Mood

Notes: TypeAlias = list[Note]
Rhythm: TypeAlias = tuple[tuple[float, float], ...]
"""Onsets and lengths in beats."""

_LONG = 8


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


def _struck(spread: list[int], start: float, length: float, force: float, roll: float) -> Notes:
    """A chord struck from the bottom up, `roll` beats from one voice to the next."""
    return [
        Note(start + index * roll, length, pitch, force * (0.9 + 0.1 * (pitch == spread[-1])))
        for index, pitch in enumerate(spread)
    ]


def _comped(plan: Plan, spreads: list[list[int]], rhythm: Rhythm, force: float) -> Notes:
    """Chords in a rhythm, and a rolled one at the end."""
    notes = []
    for slot, spread in zip(plan.body, spreads[:-1], strict=True):
        for onset, length in rhythm:
            if onset < slot.beats:
                held = min(length, slot.beats - onset)
                notes += _struck(spread, slot.start + onset, held, force, 0.02)
    return notes + _struck(spreads[-1], plan.last.start, plan.last.beats, force * 0.9, 0.09)


def _beaten(plan: Plan, pattern: dict[float, float], pitch: int, *, rest: int = 0) -> Notes:
    """A drum's onsets and forces, the same in every slot but the first `rest` and the last."""
    return [
        Note(slot.start + onset, 0.2, pitch, force)
        for slot in plan.body[rest:]
        for onset, force in pattern.items()
        if onset < slot.beats
    ]


def _walked(plan: Plan, rhythm: tuple[tuple[float, float, int], ...], around: int) -> Notes:
    """A bass line of (onset, length, semitones above the chord's bass), and the root at the end."""
    notes = [
        Note(slot.start + onset, length, nearest(slot.chord.bass, around) + step, 0.7)
        for slot in plan.body
        for onset, length, step in rhythm
        if onset < slot.beats
    ]
    home = nearest(plan.last.chord.bass, around)
    return [*notes, Note(plan.last.start, plan.last.beats, home, 0.65)]


def _intro(plan: Plan) -> int:
    """How many chords go by before everyone is in: none in a short clip."""
    return 2 if len(plan.body) >= _LONG else 0


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


def _lofi(seconds: float, rng: np.random.Generator) -> Score:
    """Jazz chords on an electric piano over a lazy, swung beat, off an old record."""
    harmony = Harmony(
        verse=("Dm9", "G13", "Cmaj9", "Am9"),
        bridge=("Fmaj9", "Em7", "Dm9", "G13"),
        cadence=("Dm9", "G13"),
        home="Cmaj9",
    )
    plan = fit(harmony, tempo=76, key=int(rng.integers(0, 6)), seconds=seconds)
    singer = Singer(
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
    rhythms: tuple[Rhythm, ...] = (
        ((0.0, 1.45), (1.58, 0.4), (2.58, 1.3)),
        ((0.0, 1.9), (2.58, 1.3)),
    )
    chords = _comped(plan, _voicings(plan, 4, 50, 70), rhythms[rng.integers(2)], 0.5)
    bass = _walked(plan, ((0.0, 1.5, 0), (1.58, 0.35, 0), (2.58, 1.2, 7)), 36)
    rest = _intro(plan)
    kick = _beaten(plan, {0.0: 0.7, 1.58: 0.4, 2.58: 0.6}, 31, rest=rest)
    brush = _beaten(plan, {1.0: 0.6, 3.0: 0.65}, 54, rest=rest)
    hats = {0.0: 0.5, 0.58: 0.3, 1.0: 0.45, 1.58: 0.35, 2.0: 0.5, 2.58: 0.3, 3.0: 0.45, 3.58: 0.35}
    melody = sing(plan, singer, rng, rest=rest)
    return Score(
        plan,
        (
            Track(play.ELECTRIC_PIANO, tuple(chords), -8, reverb=0.22, spread=0.15, loose=0.006),
            Track(play.FINGER_BASS, tuple(bass), -4, reverb=0.0, loose=0.004),
            Track(play.KICK, tuple(kick), -3, reverb=0.02),
            Track(play.BRUSH, tuple(brush), -13, reverb=0.15, pan=0.08, loose=0.005),
            Track(play.HAT, tuple(_beaten(plan, hats, 60, rest=rest)), -27, 0.05, 0.25, 0, 0.006),
            Track(play.ELECTRIC_PIANO, tuple(melody), -8, reverb=0.4, pan=-0.1, loose=0.012),
        ),
        room=1.6,
        ceiling=5_500,
        crackle=True,
    )


def _cinematic(seconds: float, rng: np.random.Generator) -> Score:
    """Strings in minor that grow towards the end, over a pulse and great drums."""
    harmony = Harmony(
        verse=("Am9", "Fmaj7", "Cadd9", "Gsus4"),
        bridge=("Dm9", "Am7", "Fmaj7", "E7sus4"),
        cadence=("Dm9", "E7sus4"),
        home="Amadd9",
    )
    plan = fit(harmony, tempo=80, key=int(rng.integers(-2, 4)), seconds=seconds)
    singer = Singer(
        scale=MAJOR,
        low=64,
        high=81,
        figures=(
            ((0.0, 2.0), (2.0, 2.0)),
            ((0.0, 3.0), (3.0, 1.0)),
            ((0.0, 4.0),),
        ),
    )
    middle = _voicings(plan, 4, 50, 69)
    pulse = []
    drums = []
    for slot, spread in zip(plan.body, middle, strict=False):
        for step in range(int(2 * slot.beats)):
            pitch = (nearest(slot.chord.bass, 45), spread[1], spread[2], spread[1])[step % 4]
            force = 0.6 if step % 4 == 0 else 0.4
            pulse.append(Note(slot.start + step / 2, 0.32, pitch, force))
        drums += [Note(slot.start, 1, 33, 0.7)]
        if slot.beats > 2:  # noqa: PLR2004 - a whole bar
            drums += [Note(slot.start + 3, 1, 33, 0.35), Note(slot.start + 3.5, 1, 33, 0.5)]
    drums.append(Note(plan.last.start, 1, 31, 0.9))
    melody = sing(plan, singer, rng, rest=_intro(plan))
    return Score(
        plan,
        (
            Track(play.STRINGS, _grown(plan, _held(plan, middle, 0.6)), -8, reverb=0.35),
            Track(play.STRINGS, _grown(plan, _roots(plan, 40, 0.7)), -5, reverb=0.15),
            Track(play.SHORT_STRINGS, _grown(plan, pulse), -11, 0.25, 0.0, 0.2, 0.005),
            Track(play.STRINGS, _grown(plan, melody), -6, reverb=0.5, pan=-0.15),
            Track(play.GREAT_DRUM, _grown(plan, drums), -3, reverb=0.3, loose=0.004),
        ),
        room=3.2,
        ceiling=7_500,
    )


def _grown(plan: Plan, notes: Iterable[Note]) -> tuple[Note, ...]:
    """Softer the earlier they are, up to full force when the tonic comes."""
    peak = max(plan.last.start, 1.0)
    return tuple(
        replace(note, force=note.force * (0.6 + 0.4 * min(1.0, note.start / peak)))
        for note in notes
    )


def _piano(seconds: float, rng: np.random.Generator) -> Score:
    """A felt piano alone: broken chords below, a melody above."""
    harmony = Harmony(
        verse=("Cadd9", "G/B", "Am7", "Fmaj9"),
        bridge=("Dm9", "Em7", "Fmaj9", "Gsus4"),
        cadence=("Fmaj9", "G7sus4"),
        home="Cadd9",
    )
    plan = fit(harmony, tempo=69, key=int(rng.integers(0, 6)), seconds=seconds)
    singer = Singer(
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
    spreads = _voicings(plan, 3, 52, 67)
    orders = ((0, 1, 2, 1), (0, 2, 1, 2))
    order = orders[rng.integers(2)]
    left = []
    for slot, spread in zip(plan.body, spreads, strict=False):
        left.append(Note(slot.start, slot.beats, nearest(slot.chord.bass, 43), 0.5))
        for step in range(1, int(2 * slot.beats)):
            onset = step / 2
            force = 0.36 + 0.06 * (step % 4 == 0)
            left.append(
                Note(slot.start + onset, slot.beats - onset, spread[order[step % 4]], force)
            )
    root = nearest(plan.last.chord.bass, 43)
    left += _struck([root, *spreads[-1]], plan.last.start, plan.last.beats, 0.42, 0.12)
    melody = sing(plan, singer, rng, rest=_intro(plan) // 2)
    return Score(
        plan,
        (
            Track(play.FELT_PIANO, tuple(left), -8, 0.3, 0.0, 0.22, 0.008),
            Track(play.FELT_PIANO, tuple(melody), -4, 0.4, 0.0, 0.22, 0.008),
        ),
        room=2.6,
        ceiling=7_000,
    )


def _upbeat(seconds: float, rng: np.random.Generator) -> Score:
    """Mallets and plucks over four to the floor, bright and quick on its feet."""
    harmony = Harmony(
        verse=("Cadd9", "G", "Am7", "Fmaj7"),
        bridge=("Fmaj7", "G", "Em7", "Am7"),
        cadence=("Fadd9", "Gsus4"),
        home="C6/9",
    )
    plan = fit(harmony, tempo=112, key=int(rng.integers(-1, 5)), seconds=seconds)
    singer = Singer(
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
    spreads = _voicings(plan, 4, 55, 74)
    rhythm: Rhythm = ((0.5, 0.4), (1.5, 0.4), (2.5, 0.4), (3.0, 0.3), (3.5, 0.4))
    bass = _walked(plan, tuple((i / 2, 0.42, 12 * (i % 4 == 3)) for i in range(8)), 38)
    rest = _intro(plan)
    kick = [*_beaten(plan, dict.fromkeys((0.0, 1.0, 2.0, 3.0), 0.7), 32, rest=rest)]
    kick.append(Note(plan.last.start, 0.2, 32, 0.7))
    clap = _beaten(plan, {1.0: 0.6, 3.0: 0.6}, 60, rest=rest)
    hats = _beaten(plan, {i + 0.5: 0.55 for i in range(4)}, 60, rest=rest)
    shaker = _beaten(plan, {i / 4: (0.5, 0.25, 0.4, 0.25)[i % 4] for i in range(16)}, 64)
    melody = sing(plan, singer, rng, rest=rest)
    return Score(
        plan,
        (
            Track(play.PLUCK, tuple(_comped(plan, spreads, rhythm, 0.6)), -9, 0.2, 0.0, 0.3, 0.003),
            Track(play.WARM_PAD, _held(plan, spreads, 0.4), -17, reverb=0.2, ducked=True),
            Track(play.FINGER_BASS, tuple(bass), -5, reverb=0.0, ducked=True),
            Track(play.KICK, tuple(kick), -2, reverb=0.02),
            Track(play.CLAP, tuple(clap), -13, reverb=0.2, pan=0.06),
            Track(play.HAT, tuple(hats), -24, 0.05, 0.3, 0.0, 0.003),
            Track(play.SHAKER, tuple(shaker), -25, 0.05, -0.3, 0.0, 0.003),
            Track(play.MALLET, tuple(melody), -4, 0.3, -0.05, 0.1, 0.004),
        ),
        room=1.3,
        ceiling=9_000,
    )


def _acoustic(seconds: float, rng: np.random.Generator) -> Score:
    """Two guitars, one picked with thumb and fingers and one that sings, and a shaker."""
    harmony = Harmony(
        verse=("Cadd9", "Am7", "Fadd9", "Gsus4"),
        bridge=("Am7", "Em7", "Fadd9", "G"),
        cadence=("Fadd9", "G7sus4"),
        home="Cadd9",
    )
    plan = fit(harmony, tempo=92, key=int(rng.integers(-1, 5)), seconds=seconds)
    singer = Singer(
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
    spreads = _voicings(plan, 4, 52, 69)
    fingers = (((0, 3), (), (1,), (2,), (3,), (1,), (2,), (1,)), ((), (2,), (3,), (1,)) * 2)
    picked = []
    for slot, spread in zip(plan.body, spreads, strict=False):
        for step in range(int(2 * slot.beats)):
            onset = slot.start + step / 2
            left = slot.beats - step / 2
            for finger in fingers[len(spreads) % 2][step]:
                picked.append(Note(onset, left, spread[finger], 0.45 + 0.1 * (step % 4 == 0)))
            if step % 4 == 0:
                thumb = nearest(slot.chord.bass, 43) + 7 * (step == 4)  # noqa: PLR2004
                picked.append(Note(onset, min(2.0, left), thumb, 0.6))
    root = nearest(plan.last.chord.bass, 43)
    picked += _struck([root, *spreads[-1]], plan.last.start, plan.last.beats, 0.5, 0.07)
    shaker = _beaten(plan, {i / 2: (0.5, 0.3)[i % 2] for i in range(8)}, 64, rest=_intro(plan))
    thump = _beaten(plan, {0.0: 0.6, 2.0: 0.45}, 33, rest=_intro(plan))
    melody = sing(plan, singer, rng, rest=_intro(plan))
    return Score(
        plan,
        (
            Track(play.GUITAR, tuple(picked), -7, 0.2, -0.15, 0.1, 0.007),
            Track(play.SUB_BASS, _roots(plan, 38, 0.45), -10, reverb=0.0),
            Track(play.GUITAR, tuple(melody), -4, 0.3, 0.25, 0.05, 0.008),
            Track(play.SHAKER, tuple(shaker), -24, 0.08, 0.2, 0.0, 0.005),
            Track(play.KICK, tuple(thump), -9, reverb=0.05),
        ),
        room=1.5,
        ceiling=8_000,
    )


SCORES: dict[Mood, Callable[[float, np.random.Generator], Score]] = {
    "lofi": _lofi,
    "cinematic": _cinematic,
    "piano": _piano,
    "ambient": _ambient,
    "upbeat": _upbeat,
    "acoustic": _acoustic,
}
"""For each mood, from a length in seconds and a source of chance to its score."""
