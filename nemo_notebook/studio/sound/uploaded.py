"""Sound that a person handed over: a song as music, and what a clip brings along."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

import av
import numpy as np

from nemo_notebook.studio.recording import (
    UNREADABLE,
    RecordingError,
    frames,
    opened,
    origin,
    sound_stream,
)
from nemo_notebook.studio.sound.filters import SAMPLE_RATE
from nemo_notebook.studio.sound.master import master
from nemo_notebook.studio.sound.pulse import found_beats

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from numpy.typing import NDArray

_RING: Final = 3.0  # seconds over which a song that goes on is faded out
_SOFT: Final = 0.01  # seconds at either end, so that nothing clicks
_RUN_UP: Final = 0.5  # seconds that decoders need before they are right
_GAP: Final = 0.1  # seconds; less is the rounding of clocks
_TO_KNOW: Final = 20.0  # seconds of a song that tell its beat, however short the video is
_MOST_SAMPLES: Final = 3600 * SAMPLE_RATE  # decoded on the way to the part that is wanted


def song(path: Path, volume: float, duration_ms: int) -> NDArray[np.float32]:
    """A song as the music of a video: from its beginning, faded where the video ends.

    Volume 1 is a loudness of -16 LUFS with a true peak below -1 dBFS, as for music made here.

    Args:
        path: The file.
        volume: Linear gain.
        duration_ms: Length of the video; after a shorter song there is silence.

    Returns:
        Shape (round(duration_ms * 48), 2), 48 kHz, between -1 and 1.

    Raises:
        RecordingError: There is no sound in it that can be read.
    """
    seconds = duration_ms / 1000
    played = _decoded(path, 0.0, seconds)
    loud = master(played.T, ring=min(_RING, seconds / 2))
    return _filled((loud * np.float32(volume)).T, duration_ms)


def beats(path: Path, duration_ms: int) -> tuple[int, ...]:
    """When the beats of a song fall in a video that it is the music of, in milliseconds.

    Args:
        path: The file.
        duration_ms: Length of the video.

    Returns:
        Rising; none where no beat is clear, or the song cannot be read.
    """
    try:
        heard = _decoded(path, 0.0, max(duration_ms / 1000, _TO_KNOW))
    except RecordingError:  # which is said where the song is to play
        return ()
    return tuple(beat for beat in found_beats(heard) if beat < duration_ms)


def own_sound(
    path: Path, start_ms: int, length_ms: int, *, fades_ms: tuple[int, int] = (0, 0)
) -> NDArray[np.float32] | None:
    """What is heard in a part of a clip, in time with its picture.

    Args:
        path: The clip.
        start_ms: Where the part begins in the clip.
        length_ms: How long it is; after the clip's end there is silence.
        fades_ms: Over how long it comes and goes, where it takes turns with another clip.

    Returns:
        Shape (round(length_ms * 48), 2), 48 kHz; None where the clip has no sound.
    """
    try:
        sound = _decoded(path, start_ms / 1000, length_ms / 1000)
    except RecordingError:
        return None
    filled = _filled(sound, length_ms)
    for part, fade_ms in zip((filled, filled[::-1]), fades_ms, strict=True):
        fade = max(fade_ms / 1000, _SOFT)
        rise = np.linspace(0, 1, round(fade * SAMPLE_RATE), dtype=np.float32)[: len(part), None]
        part[: len(rise)] *= np.sin(rise * np.float32(np.pi / 2))  # at constant power
    return filled


def own_sound_in_a_loop(
    path: Path, start_ms: int, duration_ms: int, *, period_ms: float, over_ms: float | None
) -> NDArray[np.float32] | None:
    """What is heard of a clip that comes back, in time with its picture.

    Args:
        path: The clip.
        start_ms: Where the loop begins in the clip.
        duration_ms: How long it goes round.
        period_ms: How long it takes once.
        over_ms: How long what lies beyond its end goes over into its beginning; None if it goes
            there and back.

    Returns:
        Shape (round(duration_ms * 48), 2), 48 kHz; None where the clip has no sound.
    """
    length_ms = period_ms / 2 if over_ms is None else period_ms + over_ms
    heard = own_sound(path, start_ms, round(length_ms))
    if heard is None:
        return None
    if over_ms is None:
        once = np.concatenate([heard, heard[::-1]])
    else:
        period = round(period_ms * SAMPLE_RATE / 1000)
        once, beyond = heard[:period], heard[period:]
        turn = np.linspace(0, np.pi / 2, len(beyond), dtype=np.float32)[:, None]
        once[: len(beyond)] = once[: len(beyond)] * np.sin(turn) + beyond * np.cos(turn)
    length = round(duration_ms * SAMPLE_RATE / 1000)
    return np.ascontiguousarray(np.resize(once, (max(length, 1), 2))[:length])


def _filled(sound: NDArray[np.float32], duration_ms: int) -> NDArray[np.float32]:
    length = round(duration_ms * SAMPLE_RATE / 1000)
    missing = max(0, length - len(sound))
    return np.ascontiguousarray(np.pad(sound[:length], ((0, missing), (0, 0))))


def _decoded(path: Path, start: float, seconds: float) -> NDArray[np.float32]:
    """A part of a recording, shape (samples, 2); as much as there is of it."""
    kind = path.suffix[1:]
    with opened(path, kind) as container:
        stream = sound_stream(container)
        if stream is None:
            raise RecordingError("has no sound in it")
        begin = origin(path, kind) + start
        sound = np.zeros((round(seconds * SAMPLE_RATE), 2), np.float32)
        heard = 0
        for at, samples in _stretches(container, stream, max(0.0, begin - _RUN_UP)):
            first = round((at - begin) * SAMPLE_RATE)
            part = samples[max(0, -first) : max(0, len(sound) - first)]
            place = max(0, first)
            sound[place : place + len(part)] = part
            heard = max(heard, place + len(part) if len(part) else 0)
            if first + len(samples) >= len(sound):
                break
    if not heard:
        raise RecordingError("has no sound in it")
    return sound[:heard]


def _stretches(
    container: InputContainer, stream: AudioStream, start: float
) -> Iterator[tuple[float, NDArray[np.float32]]]:
    """Stereo samples at 48 kHz with their times on the file's own clock."""
    if start > 0:
        with suppress(*UNREADABLE):  # then it stands at its beginning
            container.seek(int(start / float(stream.time_base or 1)), stream=stream)
    resampler = av.AudioResampler("flt", "stereo", SAMPLE_RATE)
    clock: float | None = None
    decoded = 0
    for frame in frames(container, stream):
        begins = clock if frame.time is None else frame.time
        if clock is None or begins is None or abs(begins - clock) > _GAP:
            clock = begins or 0.0
        for resampled in resampler.resample(frame):
            samples = np.asarray(resampled.to_ndarray(), np.float32).reshape(-1, 2)
            yield clock, samples
            clock += len(samples) / SAMPLE_RATE
            decoded += len(samples)
        if decoded > _MOST_SAMPLES:
            return
