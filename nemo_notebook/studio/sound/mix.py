"""From a score to sound: every note rendered, placed between left and right, and put in a room."""

from __future__ import annotations

import numpy as np

from nemo_notebook.studio.sound.filters import (
    SAMPLE_RATE,
    Samples,
    convolve,
    high_pass,
    high_shelf,
    impulse_response,
    low_pass,
    low_shelf,
)
from nemo_notebook.studio.sound.form import LEAD_IN
from nemo_notebook.studio.sound.instruments import KICK
from nemo_notebook.studio.sound.record import old_record
from nemo_notebook.studio.sound.reverb import reverberate
from nemo_notebook.studio.sound.score import Instrument, Note, Score, Tone, Track
from nemo_notebook.studio.sound.theory import hertz

_LEVEL = 0.1
_HEARD = round(0.4 * SAMPLE_RATE)
_FORCES = 4
_SHORTEST = 0.3
_MIDDLE = 62
_LOWS, _HIGHS = 120.0, 1_800.0
_UNEVEN = 0.07  # of a note's force: no player is a machine


class Orchestra:
    """Makes every tone once, all of them equally strong."""

    def __init__(self) -> None:
        self._tones: dict[tuple[Tone, int, int], Samples] = {}

    def tone(self, instrument: Instrument, pitch: int, force: float) -> Samples:
        """One whole tone, shape (1 or 2, samples), its first 0.4 s at the same mean power."""
        layer = round(force * _FORCES)
        key = (instrument.tone, pitch, layer)
        if key not in self._tones:
            tone = instrument.tone(hertz(pitch), layer / _FORCES)
            power = np.square(tone[:, :_HEARD]).sum() / (len(tone) * _HEARD)
            self._tones[key] = tone * np.float32(_LEVEL / np.sqrt(power))
        return self._tones[key]


def mix(score: Score, length: int, rng: np.random.Generator) -> Samples:
    """Plays all tracks; shape (2, length)."""
    dry = np.zeros((2, length), np.float32)
    sent = np.zeros((2, length), np.float32)
    orchestra = Orchestra()
    room_left = _ducking(score, length)
    for track in score.tracks:
        played = np.zeros((2, length), np.float32)
        for note in track.notes:
            _play(orchestra, score, track, note, played, rng)
        if track.ducked:
            played *= room_left
        dry += played
        sent += played * np.float32(track.reverb)
    wet = reverberate(sent, score.room)
    colour = impulse_response(
        high_pass(32),
        low_shelf(_LOWS, score.lows_db),
        high_shelf(_HIGHS, score.highs_db),
        low_pass(score.ceiling, 0.6),
    )
    mixed = convolve(dry + wet, colour)[:, :length]
    return old_record(mixed, rng) if score.crackle else mixed


def _play(
    orchestra: Orchestra,
    score: Score,
    track: Track,
    note: Note,
    played: Samples,
    rng: np.random.Generator,
) -> None:
    """Adds one note to the track's sound."""
    start = LEAD_IN + note.start * score.plan.beat + track.loose * rng.standard_normal()
    first = round(max(0.0, start) * SAMPLE_RATE)
    tone = orchestra.tone(track.instrument, note.pitch, note.force)
    seconds = note.length * score.plan.beat
    shaped = _shape(tone, track.instrument, seconds, played.shape[1] - first)
    level = 10 ** (track.gain_db / 20) * note.force
    if track.loose:
        level *= 1 + _UNEVEN * rng.standard_normal()
    pan = track.pan + track.spread * (note.pitch - _MIDDLE) / 12
    played[:, first : first + shaped.shape[1]] += _placed(shaped, pan) * np.float32(level)


def _ducking(score: Score, length: int) -> Samples:
    """Level left to the others at every moment, as the kicks go by."""
    curve = np.ones((1, length), np.float32)
    time = np.arange(round(0.4 * SAMPLE_RATE)) / SAMPLE_RATE
    dip = 1 - 0.45 * np.minimum(time / 0.008, 1) * np.exp(-time / 0.09) * (1 - time / 0.4)
    kicks = (note for track in score.tracks if track.instrument is KICK for note in track.notes)
    for kick in kicks:
        first = round((LEAD_IN + kick.start * score.plan.beat) * SAMPLE_RATE)
        place = curve[:, first : first + dip.size]
        np.minimum(place, dip[: place.shape[1]], out=place)
    return curve


def _shape(tone: Samples, instrument: Instrument, seconds: float, room: int) -> Samples:
    """The tone as long as the note and its release, or `room`, with soft edges; a copy."""
    length = round((seconds + instrument.release) * SAMPLE_RATE)
    if instrument.sustained:
        tone = np.tile(tone, -(-length // tone.shape[1]))
    shaped = tone[:, :length].copy()
    rise = round(min(instrument.attack, _SHORTEST * seconds) * SAMPLE_RATE)
    fall = min(round(instrument.release * SAMPLE_RATE), shaped.shape[1] - rise)
    shaped[:, :rise] *= _swell(rise)
    shaped[:, shaped.shape[1] - fall :] *= _swell(fall)[::-1]
    return shaped[:, : max(0, room)]


def _swell(length: int) -> Samples:
    """Half a cosine from 0 to 1."""
    return (0.5 - 0.5 * np.cos(np.pi * (np.arange(length) + 0.5) / length)).astype(np.float32)


def _placed(sound: Samples, pan: float) -> Samples:
    """Sound between left and right at constant power; shape (2, samples)."""
    angle = (np.clip(pan, -1, 1) + 1) * np.pi / 4
    sides = np.array([[np.cos(angle)], [np.sin(angle)]], np.float32) * np.float32(np.sqrt(2))
    return sound * sides
