"""A melody over chords: few notes, mostly steps, at home in the harmony."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nemo_notebook.studio.sound.score import Note, Plan, Slot
from nemo_notebook.studio.sound.theory import nearest

if TYPE_CHECKING:
    from nemo_notebook.studio.sound.theory import Chord

_PHRASE = (0, 1, 0, 2)
_REACH = 3.5
_SEMITONE = 1


@dataclass(frozen=True)
class Singer:
    """What a melody may do.

    Attributes:
        scale: Steps of the scale above the key.
        low: Lowest pitch.
        high: Highest pitch.
        figures: Rhythms of a bar, each a tuple of (onset, length) in beats, busiest first.
    """

    scale: tuple[int, ...]
    low: int
    high: int
    figures: tuple[tuple[tuple[float, float], ...], ...]


def sing(plan: Plan, singer: Singer, rng: np.random.Generator, *, rest: int = 0) -> list[Note]:
    """Makes a melody for all but the first `rest` slots, which ends on a note of the tonic.

    Two figures are drawn and alternate over four chords with a pause, so that the ear finds a
    phrase again. Pitches are drawn with a preference for chord tones on the beat, for small steps,
    and for an arch over the phrase. What lies a semitone above a note of the chord is left out, or
    rare where it belongs to the chord itself.
    """
    choice = rng.permutation(len(singer.figures) - 1)
    figures = [singer.figures[choice[0]], singer.figures[choice[-1]], singer.figures[-1]]
    middle = (singer.low + singer.high) / 2
    notes: list[Note] = []
    pitch = middle
    for index, slot in enumerate(plan.body[rest:]):
        height = middle + 4 * np.sin(np.pi * (index % 4 + 0.5) / 4) - 2
        for onset, length in figures[_PHRASE[index % 4]]:
            if onset >= slot.beats:
                continue
            on_beat = onset % 1 == 0
            pitch = _next_pitch(slot.chord, plan.key, singer, rng, (pitch, height, on_beat))
            force = 0.62 + 0.1 * on_beat + 0.08 * rng.standard_normal()
            notes.append(
                Note(slot.start + onset, length, int(pitch), float(np.clip(force, 0.3, 1)))
            )
    notes.append(_goodbye(plan.last, pitch))
    return notes


def _next_pitch(
    chord: Chord,
    key: int,
    singer: Singer,
    rng: np.random.Generator,
    where: tuple[float, float, bool],
) -> int:
    before, height, on_beat = where
    pitches = np.arange(singer.low, singer.high + 1)
    in_chord = np.isin(pitches % 12, chord.tones)
    in_scale = np.isin((pitches - key) % 12, singer.scale)
    rubs = np.isin((pitches - _SEMITONE) % 12, chord.tones)
    passing = 0.04 if on_beat else 0.6
    weight = np.where(in_chord, np.where(rubs, 0.08, 1.0), in_scale * ~rubs * passing)
    weight *= np.exp(-(((pitches - before) / _REACH) ** 2) - ((pitches - height) / 9) ** 2)
    weight *= np.where(pitches == before, 0.35, 1.0)
    return int(rng.choice(pitches, p=weight / weight.sum()))


def _goodbye(last: Slot, before: float) -> Note:
    """Root, third or fifth of the tonic, whichever is nearest to the note before."""
    third = next(t for t in last.chord.tones if (t - last.chord.root) % 12 in {3, 4})
    fifth = (last.chord.root + 7) % 12
    ends = [nearest(tone, before) for tone in (last.chord.root, third, fifth)]
    pitch = min(ends, key=lambda end: abs(end - before))
    return Note(last.start, last.beats, pitch, 0.55)
