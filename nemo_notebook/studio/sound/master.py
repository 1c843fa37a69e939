"""The last step: an end that fades, even loudness, no peak too high."""

from __future__ import annotations

import numpy as np

from nemo_notebook.studio.sound.filters import SAMPLE_RATE, Samples
from nemo_notebook.studio.sound.loudness import integrated_loudness, true_peak

TARGET_LUFS = -16.0
PEAK_DBFS = -1.0

_CEILING = 10 ** ((PEAK_DBFS - 0.6) / 20)
_HIGHEST = 10 ** ((PEAK_DBFS - 0.05) / 20)
_STEP = 48
_LOOK_AHEAD = 8
_RECOVERY = 120
_ROUNDS = 3
_SILENT_END = 0.02
_SOFT_START = 0.01


def master(sound: Samples, ring: float) -> Samples:
    """Fades the end out over most of `ring` seconds, and brings loudness and peaks into place."""
    faded = sound * _edges(sound.shape[1], ring)
    loud = faded
    gain = 1.0
    for _ in range(_ROUNDS):
        measured = integrated_loudness(loud)
        if not np.isfinite(measured):
            return loud
        gain *= 10 ** ((TARGET_LUFS - measured) / 20)
        raised = faded * np.float32(gain)
        loud = _limit(raised)
        if loud is raised:
            break
    guarded: Samples = loud * np.float32(min(1.0, _HIGHEST / true_peak(loud)))
    return guarded


def _edges(length: int, ring: float) -> Samples:
    """A few milliseconds of rise, and half a cosine down over the last chord's tail."""
    time = np.arange(length) / SAMPLE_RATE
    seconds = length / SAMPLE_RATE
    begin = seconds - 0.8 * min(ring, seconds)
    fall = np.clip((time - begin) / (seconds - _SILENT_END - begin), 0, 1)
    rise = np.clip(time / _SOFT_START, 0, 1)
    curve = np.cos(np.pi / 2 * fall) ** 2 * np.sin(np.pi / 2 * rise) ** 2
    return np.asarray(curve[None], np.float32)


def _limit(sound: Samples) -> Samples:
    """Holds peaks below the ceiling by turning down around them, both channels alike.

    The gain that each millisecond needs is spread to its neighbours as a running minimum, and then
    smoothed over less than that spread, so it is low enough wherever it must be, and never jumps.
    """
    length = sound.shape[1]
    steps = -(-length // _STEP)
    padded = np.zeros((len(sound), steps * _STEP), np.float32)
    padded[:, :length] = np.abs(sound)
    peaks = padded.reshape(len(sound), steps, _STEP).max(axis=(0, 2))
    need = np.minimum(1.0, _CEILING / np.maximum(peaks, 1e-9))
    if need.min() == 1:
        return sound
    reach = _LOOK_AHEAD + _RECOVERY // 2
    spread = np.lib.stride_tricks.sliding_window_view(
        np.pad(need, reach, constant_values=1.0), 2 * reach + 1
    ).min(axis=1)
    window = np.hanning(2 * reach - 1)
    smooth = np.convolve(np.pad(spread, reach - 1, mode="edge"), window / window.sum(), "valid")
    curve = np.interp(np.arange(length), np.arange(steps) * _STEP + _STEP / 2, smooth)
    return sound * curve.astype(np.float32)
