"""Linear filters: biquads as impulse responses, and convolution by blocks of FFT.

Without a compiled recursion, a biquad is run as its impulse response, which for the gentle
filters used here has died away long before it is cut off.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 48_000
"""Samples per second of everything in this package."""

Samples: TypeAlias = NDArray[np.float32]
"""Sound as an array of shape (channels, samples)."""

Biquad: TypeAlias = tuple[tuple[float, float, float], tuple[float, float, float]]
"""Numerator and denominator of a second-order section, in powers of 1/z."""

_RESPONSE_LENGTH = 1 << 13


def low_pass(hertz: float, q: float = 0.7071) -> Biquad:
    """Second-order low-pass (R. Bristow-Johnson, "Cookbook formulae for audio EQ biquads")."""
    cosine, alpha = _cosine_alpha(hertz, q)
    edge = (1 - cosine) / 2
    return (edge, 2 * edge, edge), (1 + alpha, -2 * cosine, 1 - alpha)


def high_pass(hertz: float, q: float = 0.7071) -> Biquad:
    """Second-order high-pass (from the same cookbook)."""
    cosine, alpha = _cosine_alpha(hertz, q)
    edge = (1 + cosine) / 2
    return (edge, -2 * edge, edge), (1 + alpha, -2 * cosine, 1 - alpha)


def peak(hertz: float, q: float, gain_db: float) -> Biquad:
    """Bell that lifts or cuts by `gain_db` around `hertz` (from the same cookbook)."""
    cosine, alpha = _cosine_alpha(hertz, q)
    ratio = 10 ** (gain_db / 40)
    return (
        (1 + alpha * ratio, -2 * cosine, 1 - alpha * ratio),
        (1 + alpha / ratio, -2 * cosine, 1 - alpha / ratio),
    )


def low_shelf(hertz: float, gain_db: float) -> Biquad:
    """Shelf of slope 1 that lifts or cuts what lies below `hertz` (from the same cookbook)."""
    ratio, cosine, edge = _shelf(hertz, gain_db)
    up, down = ratio + 1, ratio - 1
    return (
        (
            ratio * (up - down * cosine + edge),
            2 * ratio * (down - up * cosine),
            ratio * (up - down * cosine - edge),
        ),
        (up + down * cosine + edge, -2 * (down + up * cosine), up + down * cosine - edge),
    )


def high_shelf(hertz: float, gain_db: float) -> Biquad:
    """Shelf of slope 1 that lifts or cuts what lies above `hertz` (from the same cookbook)."""
    ratio, cosine, edge = _shelf(hertz, gain_db)
    up, down = ratio + 1, ratio - 1
    return (
        (
            ratio * (up + down * cosine + edge),
            -2 * ratio * (down + up * cosine),
            ratio * (up + down * cosine - edge),
        ),
        (up - down * cosine + edge, 2 * (down - up * cosine), up - down * cosine - edge),
    )


def _shelf(hertz: float, gain_db: float) -> tuple[float, float, float]:
    """Amplitude, cosine of the corner, and 2 sqrt(A) alpha, which both shelves are made of."""
    cosine, alpha = _cosine_alpha(hertz, 0.7071)
    ratio = 10 ** (gain_db / 40)
    return ratio, cosine, float(2 * np.sqrt(ratio) * alpha)


def _cosine_alpha(hertz: float, q: float) -> tuple[float, float]:
    omega = 2 * np.pi * hertz / SAMPLE_RATE
    return float(np.cos(omega)), float(np.sin(omega) / (2 * q))


def impulse_response(*sections: Biquad) -> Samples:
    """The sections one after the other, as one impulse response of shape (1, samples)."""
    delay = np.exp(-2j * np.pi * np.arange(_RESPONSE_LENGTH + 1) / (2 * _RESPONSE_LENGTH))
    response = np.ones_like(delay)
    for numerator, denominator in sections:
        response *= np.polyval(numerator[::-1], delay) / np.polyval(denominator[::-1], delay)
    return np.fft.irfft(response)[None, :_RESPONSE_LENGTH].astype(np.float32)


def convolve(sound: Samples, response: Samples) -> Samples:
    """Convolution of every channel, by overlap-add.

    Args:
        sound: Shape (channels, n).
        response: Shape (channels, m), or (1, m) for the same response on every channel.

    Returns:
        Shape (channels, n + m - 1).
    """
    length, tail = sound.shape[1], response.shape[1]
    size = 1 << (min(4 * tail, length + tail) - 1).bit_length()
    hop = size - tail + 1
    spectrum = np.fft.rfft(response, size)
    out = np.zeros((sound.shape[0], length + size), np.float32)
    for start in range(0, length, hop):
        block = np.fft.rfft(sound[:, start : start + hop], size)
        out[:, start : start + size] += np.fft.irfft(block * spectrum, size)
    return out[:, : length + tail - 1]


def shape_noise(rng: np.random.Generator, channels: int, length: int, *sections: Biquad) -> Samples:
    """White noise of unit variance, run through the sections; shape (channels, length)."""
    white = rng.standard_normal((channels, length), dtype=np.float32)
    return convolve(white, impulse_response(*sections))[:, :length] if sections else white
