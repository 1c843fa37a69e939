"""A room: convolution with decaying noise."""

from __future__ import annotations

from functools import cache

import numpy as np

from nemo_notebook.studio.sound.filters import (
    SAMPLE_RATE,
    Samples,
    convolve,
    high_pass,
    low_pass,
    shape_noise,
)

_BANDS = ((250.0, 900.0, 1.0), (900.0, 2600.0, 0.8), (2600.0, 6500.0, 0.45))
_PRE_DELAY = 0.018
_ONSET = 0.012


@cache
def room(seconds: float) -> Samples:
    """Impulse response of a room of shape (2, samples), with unit energy in each channel.

    After J. A. Moorer ("About this reverberation business", 1979): noise that dies away
    exponentially, 60 dB in `seconds`. Here in three bands, the higher the faster, as air and walls
    would have it; the lowest octaves are left out to keep the bass clear. The channels are
    independent, which is what makes it wide, and adds up in mono without cancelling.
    """
    rng = np.random.default_rng(1979)
    length = round(seconds * SAMPLE_RATE)
    time = np.arange(length) / SAMPLE_RATE
    response = np.zeros((2, length), np.float32)
    for low, high, share in _BANDS:
        noise = shape_noise(rng, 2, length, high_pass(low), low_pass(high))
        response += noise * np.exp(-6.908 * time / (seconds * share)).astype(np.float32)
    response *= np.minimum(time / _ONSET, 1).astype(np.float32)
    response *= np.minimum((seconds - time) / (0.1 * seconds), 1).astype(np.float32)
    response /= np.sqrt(np.square(response).sum(axis=1, keepdims=True))
    return np.pad(response, ((0, 0), (round(_PRE_DELAY * SAMPLE_RATE), 0)))


def reverberate(sound: Samples, seconds: float) -> Samples:
    """The room's answer to `sound`, shape (2, n), cut to the same length."""
    return convolve(sound, room(seconds))[:, : sound.shape[1]]
