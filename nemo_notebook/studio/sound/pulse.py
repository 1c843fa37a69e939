"""When the beats of a song fall that nobody has written down.

How suddenly sound sets in is read off a spectrogram; the period with which that comes back is the
beat's, the likelier the nearer to a walking pace (Ellis, "Beat tracking by dynamic programming",
2007). The beats themselves follow players who hurry or drag. Where nothing comes back as regularly
as music does (speech, wind), there are no beats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from nemo_notebook.studio.sound.filters import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_COARSER: Final = 4  # samples in one: what sets in above 6 kHz sets in below, too
_WINDOW: Final = 512
_HOP: Final = 120
_RATE: Final = SAMPLE_RATE / _COARSER / _HOP  # of frames, in hertz
_LATE: Final = 0.55  # of a window that has gone by when something new in it is felt most
_FAINT: Final = 300.0  # how much louder than that counts little more
_SILENCE: Final = 0.3  # of what music has 3 to 9 of
_USUAL: Final = 0.4  # seconds over which an onset stands out
_SHORTEST: Final = 3.0  # seconds of sound that may have a beat
_FASTEST, _SLOWEST = 0.3, 1.05  # seconds a beat
_WALKING: Final = 0.55
_OCTAVES: Final = 0.9  # a deviation of how likely beats are
_BEATS: Final = 4  # periods over which something must come back
_CLEAR: Final = 0.35  # correlation over them, below which there is no beat
_STEADY: Final = 300.0  # how much a beat that comes early or late must be worth it
_HEARD: Final = 0.25  # of a usual beat's onset: before the first, and after the last, is no music
_LEAST: Final = 6  # beats, below which there is nothing to keep time with


def found_beats(sound: NDArray[np.float32]) -> tuple[int, ...]:
    """When beats fall.

    Args:
        sound: Shape (n, 2), 48 kHz.

    Returns:
        Milliseconds from the beginning, rising; none where no beat is clear.
    """
    onsets = _onsets(sound)
    period = _period(onsets)
    if period is None:
        return ()
    frames = _heard(onsets, _followed(onsets, period))
    if len(frames) < _LEAST:
        return ()
    late = _LATE * _WINDOW / (SAMPLE_RATE / _COARSER)
    return tuple(round(1000 * (frame / _RATE + late)) for frame in frames.tolist())


def _onsets(sound: NDArray[np.float32]) -> Floats:
    """How suddenly the sound sets in, frame by frame; 0 and more, about 1 in the mean."""
    whole = len(sound) // _COARSER * _COARSER
    mono = sound[:whole].mean(axis=1).reshape(-1, _COARSER).mean(axis=1)
    if len(mono) < _SHORTEST * SAMPLE_RATE / _COARSER:
        return np.zeros(0)
    mono = mono / max(float(np.abs(mono).max()), 1e-6)
    frames = np.lib.stride_tricks.sliding_window_view(mono, _WINDOW)[::_HOP]
    window = np.hanning(_WINDOW).astype(np.float32)
    loud = np.log1p(_FAINT * np.abs(np.fft.rfft(frames * window)) / _WINDOW)
    rise = np.maximum(loud[2:] - loud[:-2], 0).sum(axis=1, dtype=np.float64)
    rise = np.concatenate([[0, 0], rise])
    spread = np.hanning(2 * round(_USUAL * _RATE) + 1)
    clear = np.maximum(rise - np.convolve(rise, spread / spread.sum(), "same"), 0)
    if rise.mean() < _SILENCE:
        return np.zeros_like(clear)
    return np.asarray(clear / max(float(clear.mean()), 1e-9))


def _period(onsets: Floats) -> float | None:
    """Frames a beat; None where nothing comes back clearly."""
    longest = round(_SLOWEST * _RATE)
    if len(onsets) < (_BEATS + 2) * longest // 2:
        return None
    level = onsets - onsets.mean()
    power = np.abs(np.fft.rfft(level, 2 * len(level))) ** 2
    alike = np.fft.irfft(power)[: len(level)]
    alike = alike / max(float(alike[0]), 1e-9)
    # A beat's frames are never whole: what comes back nearly is looked for a little around.
    alike = np.convolve(alike, np.hanning(7)[1:-1] / np.hanning(7).max(), "same")
    periods = np.arange(round(_FASTEST * _RATE), longest, 0.25)
    lags = np.arange(len(alike))
    back = np.stack([np.interp(times * periods, lags, alike) for times in range(1, _BEATS + 1)])
    often = back.mean(axis=0)
    likely = np.exp(-0.5 * (np.log2(periods / _RATE / _WALKING) / _OCTAVES) ** 2)
    best = int(np.argmax(often * likely))
    return float(periods[best]) if often[best] > _CLEAR else None


def _followed(onsets: Floats, period: float) -> NDArray[np.intp]:
    """The frames of beats that are about a period apart and fall on onsets, the best of all."""
    back = np.arange(-round(2 * period), -round(period / 2) + 1)
    worth = -_STEADY * np.log(-back / period) ** 2
    soft = np.hanning(9)
    strong = np.convolve(onsets, soft / soft.sum(), "same")
    strong = strong / max(float(strong.std()), 1e-9)
    room = -int(back[0])
    total = np.concatenate([np.zeros(room), strong])
    before = np.full(len(strong), -1)
    for frame in range(len(strong)):
        past = total[frame + room + back[0] : frame + room + back[-1] + 1] + worth
        best = int(np.argmax(past))
        total[frame + room] += past[best]
        before[frame] = frame + back[best]
    frame, found = len(strong) - 1 - int(np.argmax(total[: -round(period) - 1 : -1])), []
    while frame >= 0:
        found.append(frame)
        frame = int(before[frame])
    return np.array(found[::-1], np.intp)


def _heard(onsets: Floats, beats: NDArray[np.intp]) -> NDArray[np.intp]:
    """The beats from the first to the last that can be heard."""
    near = np.stack([onsets[np.clip(beats + off, 0, len(onsets) - 1)] for off in range(-3, 4)])
    strong = near.max(axis=0)
    heard = np.flatnonzero(strong > _HEARD * np.median(strong))
    return beats[heard[0] : heard[-1] + 1] if len(heard) else beats[:0]
