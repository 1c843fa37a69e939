"""How loud a piece is, and how high its peaks go.

Loudness after Recommendation ITU-R BS.1770-4, annex 1 (K-weighting, 400 ms blocks with 75 %
overlap, an absolute gate at -70 LUFS and a relative gate at -10 LU); true peak after annex 2
(four-fold oversampling).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nemo_notebook.studio.sound.filters import (
    SAMPLE_RATE,
    Biquad,
    Samples,
    convolve,
    impulse_response,
)

# Tables 1 and 2 of annex 1, for 48 kHz: the head as a shelf, then the revised low-frequency curve.
_HEAD: Biquad = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_LOW_CUT: Biquad = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))

_STEP = SAMPLE_RATE // 10
_STEPS_PER_BLOCK = 4
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
_OVERSAMPLING = 4
_TAPS = 24


def integrated_loudness(sound: Samples) -> float:
    """Integrated loudness in LUFS of `sound`, shape (channels, samples).

    Less than one block is measured as one short block. Silence is minus infinity.
    """
    blocks = _block_powers(sound)
    audible = blocks[_lufs(blocks) > _ABSOLUTE_GATE]
    if not audible.size:
        return -np.inf
    gate = _lufs(audible.mean()) + _RELATIVE_GATE
    return float(_lufs(audible[_lufs(audible) > gate].mean()))


def _lufs(power: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    with np.errstate(divide="ignore"):
        return np.asarray(-0.691 + 10 * np.log10(power))


def _block_powers(sound: Samples) -> NDArray[np.float64]:
    """Power of each gating block after K-weighting, channels added with weight 1."""
    length = sound.shape[1]
    weighted = convolve(sound, impulse_response(_HEAD, _LOW_CUT))[:, :length]
    steps = length // _STEP
    if steps < _STEPS_PER_BLOCK:
        return np.array([np.square(weighted, dtype=np.float64).mean(axis=1).sum()])
    tiles = weighted[:, : steps * _STEP].reshape(len(sound), steps, _STEP)
    powers = np.square(tiles, dtype=np.float64).mean(axis=2).sum(axis=0)
    return np.convolve(powers, np.full(_STEPS_PER_BLOCK, 1 / _STEPS_PER_BLOCK), "valid")


def true_peak(sound: Samples) -> float:
    """Highest absolute value between and at the samples, by four-fold oversampling.

    The interpolator is a sinc under a Kaiser window. Only samples near enough to the highest one
    to matter are looked at.
    """
    highest = float(np.abs(sound).max(initial=0.0))
    reach = np.arange(1 - _TAPS // 2, _TAPS // 2 + 1)
    window = np.kaiser(_TAPS + 1, 8.0)
    peak = highest
    for channel in sound:
        padded = np.pad(channel, _TAPS)
        near = np.flatnonzero(np.abs(padded[_TAPS:-_TAPS]) > highest / 2) + _TAPS
        around = padded[near[:, None] + reach]
        for phase in range(1, _OVERSAMPLING):
            offset = reach - phase / _OVERSAMPLING
            taps = np.sinc(offset) * np.interp(offset + _TAPS / 2, np.arange(_TAPS + 1), window)
            peak = max(peak, float(np.abs((around * taps).sum(axis=1)).max(initial=0.0)))
    return peak
