"""Instruments, each a formula.

A tone function takes a frequency in Hz and a force from 0 to 1 and gives one whole tone of shape
(channels, samples). Noise in it hangs on the frequency alone, so a tone is the same every time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nemo_notebook.studio.sound.filters import SAMPLE_RATE, Samples, low_pass, shape_noise
from nemo_notebook.studio.sound.score import Instrument

_LOOP = 1 << 17
_BLOCK = 512
_TOP = 9_000.0


def _partials(
    hertz: NDArray[np.float64],
    amplitudes: NDArray[np.float64],
    decays: NDArray[np.float64],
    seconds: float,
) -> Samples:
    """Sum of sines that die away, `decays` in seconds to 1/e, as shape (1, samples).

    A damped sine is a geometric series, z^n. With n = a B + b it is the outer product of z^(aB)
    and z^b, so that a tone costs two multiplications a sample for each partial, and no sines.
    """
    pole = -1 / (decays * SAMPLE_RATE) + 2j * np.pi * hertz / SAMPLE_RATE
    blocks = -(-round(seconds * SAMPLE_RATE) // _BLOCK)
    coarse = np.exp(np.outer(pole, _BLOCK * np.arange(blocks))) * amplitudes[:, None]
    fine = np.exp(np.outer(pole, np.arange(_BLOCK)))
    out = np.zeros((blocks, _BLOCK), np.float32)
    for outer, inner in zip(coarse.astype(np.complex64), fine.astype(np.complex64), strict=True):
        out += outer.imag[:, None] * inner.real + outer.real[:, None] * inner.imag
    return out.reshape(1, -1)


def _ensemble(
    hertz: float, amplitudes: NDArray[np.float64], cents: float, steady: float
) -> Samples:
    """Many players on one note: a loop whose partials are narrow bands instead of lines.

    After N. O. Paul's PADsynth: each harmonic is spread over a Gaussian of `cents` in the
    spectrum, phases are random, and one inverse FFT makes a loop without a seam. `steady` is the
    share of a line in the middle of each band, which keeps the level from wandering. The sides are
    independent in part, so it is wide but adds up in mono.
    """
    rng = np.random.default_rng(round(hertz * 100))
    bins = np.arange(_LOOP // 2 + 1)
    spectrum = np.zeros((2, bins.size), np.complex128)
    for index, amplitude in enumerate(amplitudes, start=1):
        centre = hertz * index * _LOOP / SAMPLE_RATE
        width = max(0.5, centre * (2 ** (cents / 1200) - 1))
        near = slice(max(1, int(centre - 4 * width)), int(centre + 4 * width) + 2)
        bell = np.exp(-0.5 * ((bins[near] - centre) / width) ** 2)
        bell *= amplitude / np.sqrt(np.square(bell).sum())
        phases = rng.uniform(0, 2 * np.pi, (2, bell.size))
        spectrum[:, near] += bell * np.exp(1j * phases)
        spectrum[0, round(centre)] += steady * amplitude * np.exp(2j * np.pi * rng.random())
    middle, side = np.fft.irfft(spectrum)
    return np.stack([middle + 0.6 * side, middle - 0.6 * side]).astype(np.float32)


def _harmonics(hertz: float, top: float) -> NDArray[np.float64]:
    """Numbers of the harmonics of `hertz` that stay below `top`, at least one."""
    return np.arange(1.0, max(2.0, min(40.0, top / hertz)))


def _warm_pad(hertz: float, force: float) -> Samples:
    """Harmonics that fall 6 dB an octave, and faster above a corner which the force opens."""
    number = _harmonics(hertz, 4_500)
    corner = 500 + 900 * force
    shape = 1 / (number * (1 + (number * hertz / corner) ** 2))
    return _ensemble(hertz, shape, cents=14, steady=1.0)


def _sub_bass(hertz: float, force: float) -> Samples:
    """A sine with a little second and third harmonic, for loudspeakers that have no bass."""
    shape = np.array([1.0, 0.22 + 0.1 * force, 0.07])
    return _ensemble(hertz, shape, cents=1.5, steady=3.0)


def _glass(hertz: float, force: float) -> Samples:
    """A soft bell: octaves of the fundamental, the upper ones brief."""
    ratio = np.array([1.0, 1.003, 2.0, 3.0, 4.02])
    amplitude = np.array([0.7, 0.45, 0.22, 0.08 * force, 0.1 * force])
    decay = np.array([1.5, 1.3, 0.7, 0.35, 0.18]) * (500 / hertz) ** 0.3
    keep = ratio * hertz < _TOP
    return _partials(hertz * ratio[keep], amplitude[keep], decay[keep], 4.0)


WARM_PAD = Instrument(_warm_pad, attack=0.9, release=1.6, sustained=True)
SUB_BASS = Instrument(_sub_bass, attack=0.25, release=0.7, sustained=True)
GLASS = Instrument(_glass, attack=0.006, release=1.2)
