"""What is played: notes, who plays them, and the chords that they belong to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from nemo_notebook.studio.sound.filters import Samples

if TYPE_CHECKING:
    from nemo_notebook.studio.sound.theory import Chord

Tone: TypeAlias = Callable[[float, float], Samples]
"""From frequency in Hz and force (0 to 1) to one whole tone, shape (1 or 2, samples)."""


@dataclass(frozen=True)
class Instrument:
    """One way to make a tone.

    Attributes:
        tone: What it sounds like.
        attack: Seconds of rise. A strike still needs a few milliseconds, or it clicks.
        release: Seconds of fall after the note's end.
        sustained: The tone is periodic and repeats for as long as the note lasts.
    """

    tone: Tone
    attack: float
    release: float
    sustained: bool = False


@dataclass(frozen=True)
class Note:
    """A note: `start` and `length` in beats, `pitch` as MIDI number, `force` from 0 to 1."""

    start: float
    length: float
    pitch: int
    force: float


@dataclass(frozen=True)
class Track:
    """The notes of one instrument.

    Attributes:
        gain_db: Level of its notes, each of which has the same energy before that.
        reverb: Share that also goes into the room.
        pan: From -1 (left) to 1 (right).
        spread: How far notes move from `pan` by pitch, low to the left, in pan per octave.
        loose: Seconds by which a player's timing strays (standard deviation).
        ducked: Steps back for a moment at every kick.
    """

    instrument: Instrument
    notes: tuple[Note, ...]
    gain_db: float
    reverb: float = 0.2
    pan: float = 0.0
    spread: float = 0.0
    loose: float = 0.0
    ducked: bool = False


@dataclass(frozen=True)
class Slot:
    """A chord's place in time, in beats."""

    chord: Chord
    start: float
    beats: float


@dataclass(frozen=True)
class Plan:
    """How the music fills the clip.

    Attributes:
        slots: The chords one after the other; the last is the tonic, which rings until the end.
        beat: Seconds of a beat.
        seconds: Length of the whole.
        key: Pitch class that C of the written chords has become.
    """

    slots: tuple[Slot, ...]
    beat: float
    seconds: float
    key: int

    @property
    def body(self) -> tuple[Slot, ...]:
        """All slots before the last."""
        return self.slots[:-1]

    @property
    def last(self) -> Slot:
        """The tonic at the end."""
        return self.slots[-1]


@dataclass(frozen=True)
class Score:
    """A plan and its tracks, with how the whole is to sound.

    Attributes:
        room: Seconds of reverberation.
        ceiling: Hz above which the sound rolls off.
        lows_db: Level of what lies below 120 Hz, most of which a telephone cannot play.
        highs_db: Level of what lies above 1.8 kHz, where instruments have their bite.
        crackle: Whether it comes off an old record, with its dust and its wobble.
    """

    plan: Plan
    tracks: tuple[Track, ...]
    room: float
    ceiling: float
    lows_db: float
    highs_db: float
    crackle: bool = False
