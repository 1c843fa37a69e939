from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest

from nemo_notebook.studio.direction import Mood
from nemo_notebook.studio.sound.filters import SAMPLE_RATE
from nemo_notebook.studio.sound.instruments import KICK
from nemo_notebook.studio.sound.mix import mix
from nemo_notebook.studio.sound.moods import SCORES
from nemo_notebook.studio.sound.score import Note, Score
from nemo_notebook.studio.sound.theory import hertz

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOODS: tuple[Mood, ...] = get_args(Mood)
SECONDS = 12.0


def score_of(mood: Mood, seconds: float = SECONDS, seed: int = 3) -> Score:
    return SCORES[mood](seconds, np.random.default_rng(seed))


def melodic(score: Score) -> list[Note]:
    """Notes of the instruments that have a pitch: drums are written as short strokes low down."""
    drums = {"_kick", "_brush", "_hat", "_shaker", "_clap", "_great_drum"}
    tracks = [t for t in score.tracks if t.instrument.tone.__name__ not in drums]
    return [note for track in tracks for note in track.notes]


@pytest.mark.parametrize("mood", MOODS)
def test_what_is_heard_is_the_chord(mood: Mood) -> None:
    """Over each chord's time, the strongest pitch classes of the sound are the chord's."""
    score = score_of(mood)
    sound = mix(
        replace(score, crackle=False), round(SECONDS * SAMPLE_RATE), np.random.default_rng(0)
    ).mean(axis=0)
    for slot in score.plan.slots:
        first = round(slot.start * score.plan.beat * SAMPLE_RATE)
        last = round((slot.start + slot.beats) * score.plan.beat * SAMPLE_RATE)
        chroma = pitch_classes(sound[first:last])
        inside = chroma[list(slot.chord.tones)].sum() / chroma.sum()
        assert inside > 0.6, slot.chord.symbol
        assert int(np.argmax(chroma)) in slot.chord.tones, slot.chord.symbol


def pitch_classes(sound: NDArray[np.float32]) -> NDArray[np.float64]:
    """Power at the fundamentals from 110 to 880 Hz, added up by pitch class."""
    size = 1 << 18
    power = np.abs(np.fft.rfft(sound * np.hanning(sound.size), size)) ** 2
    chroma = np.zeros(12)
    for pitch in range(45, 82):
        middle = hertz(pitch) * size / SAMPLE_RATE
        chroma[pitch % 12] += power[round(middle * 0.99) : round(middle * 1.01)].max()
    return chroma


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seconds", [1.0, 2.0, 3.3, 5.0, 8.0, 17.0, 60.0])
def test_it_ends_on_the_tonic_that_has_time_to_ring(mood: Mood, seconds: float) -> None:
    plan = score_of(mood, seconds).plan
    home = plan.key - (3 if mood == "cinematic" else 0)
    ring = plan.last.beats * plan.beat
    assert plan.last.chord.root == home % 12
    assert min(0.9 * seconds, 1.0) < ring < max(3.5, 0.12 * seconds)
    assert plan.last.start * plan.beat + ring == pytest.approx(seconds, abs=0.05)


@pytest.mark.parametrize("mood", MOODS)
def test_every_note_begins_within_the_clip(mood: Mood) -> None:
    for seconds in (1.0, 4.0, 30.0):
        score = score_of(mood, seconds)
        for track in score.tracks:
            for note in track.notes:
                assert 0 <= note.start * score.plan.beat < seconds
                assert note.length > 0
                assert 0 < note.force <= 1


@pytest.mark.parametrize("mood", MOODS)
def test_hardly_anything_rubs(mood: Mood) -> None:
    """Semitones and minor ninths between notes that sound together are rare."""
    pairs = rubs = 0
    for seed in range(4):
        notes = melodic(score_of(mood, 20.0, seed))
        starts, ends, pitches = np.array([(n.start, n.start + n.length, n.pitch) for n in notes]).T
        together = np.minimum.outer(ends, ends) - np.maximum.outer(starts, starts) > 0.2
        gap = np.abs(np.subtract.outer(pitches, pitches))
        pairs += together.sum()
        rubs += (together & np.isin(gap, (1, 13))).sum()
    assert rubs < 0.02 * pairs


@pytest.mark.parametrize("mood", MOODS)
def test_the_bottom_is_clear(mood: Mood) -> None:
    """Below E3, notes that begin together are at least a third apart."""
    notes = [note for note in melodic(score_of(mood, 20.0)) if note.pitch < 52]
    for one in notes:
        for other in notes:
            if one.start == other.start and one.pitch != other.pitch:
                assert abs(one.pitch - other.pitch) >= 3


def test_the_drums_of_a_long_piece_pause_for_a_breath_and_come_back() -> None:
    score = SCORES["upbeat"](40.0, np.random.default_rng(3))
    tracks = (track for track in score.tracks if track.instrument is KICK)
    kicks = [note.start for track in tracks for note in track.notes]
    gaps = [after - before for before, after in pairwise(sorted(kicks))]

    assert sorted(gaps)[-2:] == [1.0, 9.0]
