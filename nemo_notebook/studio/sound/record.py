"""What an old record adds: dust, a breath of noise, and a motor that wavers."""

from __future__ import annotations

import numpy as np

from nemo_notebook.studio.sound.filters import (
    SAMPLE_RATE,
    Samples,
    convolve,
    high_pass,
    impulse_response,
    low_pass,
    shape_noise,
)

_CLICKS_PER_SECOND = 9
# Highest click, and noise, against the mean power of the music.
_DUST_DB = -13.0
_HISS_DB = -56.0
# Rate in Hz and deviation of the pitch, as a turntable's wow and flutter.
_WAVER = ((0.55, 0.0011), (5.3, 0.0003))


def old_record(sound: Samples, rng: np.random.Generator) -> Samples:
    """The sound as an old record would give it back; shape (2, samples)."""
    length = sound.shape[1]
    power = float(np.sqrt(np.square(sound).mean()))
    clicks = np.zeros((2, length), np.float32)
    count = round(_CLICKS_PER_SECOND * length / SAMPLE_RATE)
    places = rng.integers(0, length, count)
    clicks[:, places] = np.minimum(rng.lognormal(0, 0.7, count), 3) * rng.uniform(
        0.3, 1, (2, count)
    )
    dust = convolve(clicks, impulse_response(high_pass(700), low_pass(3_800)))[:, :length]
    hiss = shape_noise(rng, 2, length, high_pass(400), low_pass(4_500))
    dust *= np.float32(
        power * 10 ** (_DUST_DB / 20) / max(float(np.abs(dust).max(initial=0)), 1e-9)
    )
    hiss *= np.float32(power * 10 ** (_HISS_DB / 20) / max(float(hiss.std()), 1e-9))
    return _wavering(sound) + dust + hiss


def _wavering(sound: Samples) -> Samples:
    """Sound read back with a speed that wavers: 1 + the sum of d cos(2 pi r t)."""
    index = np.arange(sound.shape[1], dtype=np.float64)
    place = index.copy()
    for rate, deviation in _WAVER:
        turn = 2 * np.pi * rate / SAMPLE_RATE
        place += deviation * np.sin(turn * index) / turn
    return np.stack([np.interp(place, index, channel) for channel in sound]).astype(np.float32)
