"""Instruments, each a formula.

A tone function takes a frequency in Hz and a force from 0 to 1 and gives one whole tone of shape
(channels, samples). Noise in it hangs on the frequency alone, so a tone is the same every time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nemo_notebook.studio.sound.filters import (
    SAMPLE_RATE,
    Biquad,
    Samples,
    high_pass,
    low_pass,
    shape_noise,
)
from nemo_notebook.studio.sound.score import Instrument

# Even lengths near 2.7 s with no prime factor above 5, which an FFT does quickly.
_LOOPS = np.array(
    sorted(
        2**a * 3**b * 5**c
        for a in range(1, 18)
        for b in range(11)
        for c in range(8)
        if 110_000 < 2**a * 3**b * 5**c < 150_000  # noqa: PLR2004
    )
)
_BLOCK = 512
_TOP = 9_000.0
_INAUDIBLE = 1e-5


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
    part = np.empty_like(out)
    for outer, inner in zip(coarse.astype(np.complex64), fine.astype(np.complex64), strict=True):
        heard = int((np.abs(outer) > _INAUDIBLE).sum())
        for one, other in ((outer.imag, inner.real), (outer.real, inner.imag)):
            np.multiply(one[:heard, None], other, out=part[:heard])
            out[:heard] += part[:heard]
    return out.reshape(1, -1)


def _ensemble(
    hertz: float, amplitudes: NDArray[np.float64], cents: float, steady: float
) -> Samples:
    """Many players on one note: a loop whose partials are narrow bands instead of lines.

    After O. P. Nasca's PADsynth: each harmonic is spread over a Gaussian of `cents` in the
    spectrum, phases are random, and one inverse FFT makes a loop without a seam. `steady` is the
    share of a line in the middle of each band, which keeps the level from wandering. The sides are
    independent in part, so it is wide but adds up in mono.
    """
    rng = np.random.default_rng(round(hertz * 100))
    periods, length = _loop(hertz)
    bins = np.arange(length // 2 + 1)
    spectrum = np.zeros((2, bins.size), np.complex64)
    for index, amplitude in enumerate(amplitudes, start=1):
        centre = periods * index
        width = max(0.5, centre * (2 ** (cents / 1200) - 1))
        near = slice(max(1, int(centre - 4 * width)), int(centre + 4 * width) + 2)
        bell = np.exp(-0.5 * ((bins[near] - centre) / width) ** 2)
        bell *= amplitude / np.sqrt(np.square(bell).sum())
        phases = rng.uniform(0, 2 * np.pi, (2, bell.size))
        spectrum[:, near] += bell * np.exp(1j * phases)
        spectrum[0, centre] += steady * amplitude * np.exp(2j * np.pi * rng.random())
    middle, side = np.fft.irfft(spectrum, length)
    return np.stack([middle + 0.6 * side, middle - 0.6 * side]).astype(np.float32)


def _loop(hertz: float) -> tuple[int, int]:
    """How many periods, in how many samples, make the loop that is truest to the pitch."""
    periods = np.rint(hertz * _LOOPS / SAMPLE_RATE)
    best = int(np.argmin(np.abs(periods / _LOOPS * SAMPLE_RATE - hertz)))
    return int(periods[best]), int(_LOOPS[best])


def _harmonics(hertz: float, top: float) -> NDArray[np.float64]:
    """Numbers of the harmonics of `hertz` that stay below `top`, at least one."""
    return np.arange(1.0, max(2.0, min(40.0, top / hertz)))


def _warm_pad(hertz: float, force: float) -> Samples:
    """Harmonics that fall 6 dB an octave, and faster above a corner which the force opens."""
    number = _harmonics(hertz, 7_000)
    corner = 700 + 1_300 * force
    shape = 1 / (number * (1 + (number * hertz / corner) ** 2))
    return _ensemble(hertz, shape, cents=14, steady=1.0)


def _voices(hertz: float, force: float) -> Samples:
    """A choir far off on "ah": harmonics under the formants of the vowel, 700, 1100 and 2600 Hz."""
    number = _harmonics(hertz, 6_000)
    pitch = number * hertz
    formants = ((700.0, 130.0, 1.0), (1_100.0, 160.0, 0.6), (2_600.0, 300.0, 0.12 + 0.2 * force))
    vowel = sum(level / (1 + ((pitch - at) / width) ** 2) for at, width, level in formants)
    return _ensemble(hertz, (vowel + 0.05) / number**0.5, cents=15, steady=1.2)


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


def _strings(hertz: float, force: float) -> Samples:
    """A section of bowed strings: sawtooth harmonics, darker when played softly."""
    number = _harmonics(hertz, 6_500)
    corner = 900 + 1_600 * force
    shape = 1 / (number * (1 + (number * hertz / corner) ** 2))
    return _ensemble(hertz, shape, cents=18, steady=1.0)


def _felt_piano(hertz: float, force: float) -> Samples:
    """An upright piano with felt before its strings.

    Partials of a stiff string, f_n = n f sqrt(1 + B n^2) with B near 0.0004 in the middle (H.
    Fletcher, 1964); the hammer at an eighth of the string leaves out every eighth; two strings a
    note, a little apart, die away at two speeds (G. Weinreich, "Coupled piano strings", 1977).
    """
    number = _harmonics(hertz, 6_000)[:24]
    stiff = 4e-4 * (hertz / 262) ** 1.2
    pitch = number * hertz * np.sqrt(1 + stiff * number**2)
    corner = 420 + 900 * force
    loud = np.abs(np.sin(np.pi * number / 8)) / number / (1 + (pitch / corner) ** 2)
    prompt = 1.1 * (262 / hertz) ** 0.55 / (1 + 0.22 * number)
    tone = _partials(
        np.concatenate([pitch, pitch[:6] * 1.0004]),
        np.concatenate([loud, 0.35 * loud[:6]]),
        np.concatenate([prompt, 3.2 * prompt[:6]]),
        4.5,
    )
    return _with_noise(tone, hertz, 0.06, 0.018, low_pass(700), high_pass(140))


def _electric_piano(hertz: float, force: float) -> Samples:
    """Tine and bar by frequency modulation (J. Chowning, 1973), as electric pianos of the 1980s.

    sin(w t + I(t) sin(w t)) makes the body; a faint partial far above makes the tine.
    """
    time = np.arange(round(3.2 * SAMPLE_RATE)) / SAMPLE_RATE
    turn = (2 * np.pi * (hertz * time % 1)).astype(np.float32)
    time = time.astype(np.float32)
    index = (0.35 + 0.9 * force) * min(1.0, (300 / hertz) ** 0.5) * np.exp(-time / 0.55)
    body = np.sin(turn + index * np.sin(turn)) * np.exp(-time / (1.5 * (262 / hertz) ** 0.4))
    over = max(2, min(14, round(3_600 / hertz)))
    body += 0.05 * force * np.sin(over * turn) * np.exp(-time / 0.09)
    sway = 0.14 * np.sin(2 * np.pi * 4.3 * time)
    return np.stack([body * (1 + sway), body * (1 - sway)]).astype(np.float32)


def _guitar(hertz: float, force: float) -> Samples:
    """A plucked nylon string: K. Karplus and A. Strong, with the tuning of Jaffe and Smith (1983).

    What the finger leaves goes round a delay line: the triangle of a string held at a sixth of its
    length, and a little noise. Each round it passes a two-point average, whose half sample of delay
    counts for the pitch, and an interpolation for the rest of the period. A round is computed at
    once from the round before.
    """
    loss = 0.5
    period = SAMPLE_RATE / hertz
    whole = int(period - loss)
    rest = period - loss - whole
    taps = np.convolve([1 - loss, loss], [1 - rest, rest]) * 0.001 ** (1 / (hertz * 4.5))
    taps = taps.astype(np.float32)
    rng = np.random.default_rng(round(hertz * 100))
    noise = shape_noise(rng, 1, 4 * whole, low_pass(700 + 2_000 * force))[0, -whole:]
    held = np.interp(np.arange(whole) / whole, [0, 1 / 12, 11 / 12, 1], [0, 1, -1, 0])
    string = np.zeros((int(3.5 * hertz) + 2) * whole + 2, np.float32)
    share = 0.1 + 0.3 * force
    string[2 : 2 + whole] = held + share * (noise - noise.mean()) / noise.std()
    for begin in range(2 + whole, string.size - whole, whole):
        before = begin - whole
        string[begin : begin + whole] = (
            taps[0] * string[before:begin]
            + taps[1] * string[before - 1 : begin - 1]
            + taps[2] * string[before - 2 : begin - 2]
        )
    return string[None, 2:]


def _mallet(hertz: float, force: float) -> Samples:
    """A marimba bar: tuned to the fundamental, its fourth and (about) its tenth harmonic."""
    ratio = np.array([1.0, 3.98, 9.4])
    amplitude = np.array([1.0, 0.16 * force, 0.05 * force])
    decay = np.array([0.34, 0.1, 0.03]) * (440 / hertz) ** 0.4
    keep = ratio * hertz < _TOP
    tone = _partials(hertz * ratio[keep], amplitude[keep], decay[keep], 1.6)
    return _with_noise(tone, hertz, 0.05, 0.008, low_pass(2_500), high_pass(300))


def _pluck(hertz: float, force: float) -> Samples:
    """A synthetic pluck: a sawtooth whose filter closes, each harmonic faster than the last."""
    number = _harmonics(hertz, 9_000)
    loud = 1 / number / (1 + (number * hertz / (1_000 + 2_200 * force)) ** 2)
    decay = 0.4 / (1 + 0.35 * (number - 1))
    apart = 1.003
    return np.concatenate(
        [
            _partials(number * hertz, loud, decay, 1.6),
            _partials(number * hertz * apart, loud, decay, 1.6),
        ]
    )


def _finger_bass(hertz: float, force: float) -> Samples:
    """A bass string under a finger: few harmonics, round, long."""
    number = np.arange(1.0, 9.0)
    loud = 1 / number**1.2 / (1 + (number * hertz / (240 + 300 * force)) ** 2)
    decay = 1.3 / (1 + 0.5 * (number - 1))
    tone = _partials(number * hertz, loud, decay, 3.0)
    return _with_noise(tone, hertz, 0.04, 0.012, low_pass(500), high_pass(80))


def _with_noise(
    tone: Samples, hertz: float, share: float, seconds: float, *sections: Biquad
) -> Samples:
    """Adds the knock of a strike: filtered noise that dies away, `share` of the tone's peak."""
    length = round(8 * seconds * SAMPLE_RATE)
    rng = np.random.default_rng(round(hertz * 100))
    knock = shape_noise(rng, 1, length, *sections)
    knock *= np.exp(-np.arange(length) / (seconds * SAMPLE_RATE)).astype(np.float32)
    knock *= np.float32(share) * np.abs(tone).max() / np.abs(knock).max()
    tone[:, :length] += knock
    return tone


def _drop(hertz: float, above: float, seconds: float, decay: float) -> Samples:
    """A drum skin: a sine that falls from `hertz` + `above` to `hertz`, as shape (1, samples)."""
    time = np.arange(round(6 * decay * SAMPLE_RATE)) / SAMPLE_RATE
    turn = 2 * np.pi * (hertz * time + above * seconds * (1 - np.exp(-time / seconds)))
    return (np.sin(turn) * np.exp(-time / decay))[None].astype(np.float32)


def _burst(hertz: float, attack: float, decay: float, *sections: Biquad) -> Samples:
    """A puff of filtered noise; the pitch only chooses which."""
    length = round((attack + 7 * decay) * SAMPLE_RATE)
    time = np.arange(length) / SAMPLE_RATE
    noise = shape_noise(np.random.default_rng(round(hertz * 100)), 1, length, *sections)
    shape = np.minimum(time / attack, 1) * np.exp(-np.maximum(time - attack, 0) / decay)
    return noise * shape.astype(np.float32)


def _kick(hertz: float, force: float) -> Samples:
    """A soft bass drum."""
    tone = _drop(hertz, 60 + 50 * force, 0.028, 0.13)
    return _with_noise(tone, hertz, 0.08 * force, 0.004, low_pass(2_200), high_pass(300))


def _brush(hertz: float, force: float) -> Samples:
    """A snare under a brush: a puff of wires over a short skin."""
    wires = _burst(hertz, 0.003, 0.05 + 0.03 * force, high_pass(900), low_pass(4_200))
    skin = 1.6 * _drop(hertz, 40, 0.01, 0.05)
    length = max(wires.shape[1], skin.shape[1])
    return _longer(wires, length) + _longer(skin, length)


def _longer(sound: Samples, length: int) -> Samples:
    return np.pad(sound, ((0, 0), (0, length - sound.shape[1])))


def _hat(hertz: float, force: float) -> Samples:
    """A closed hi-hat, kept below what hisses."""
    return _burst(hertz, 0.002, 0.016 + 0.02 * force, high_pass(4_500), low_pass(8_500))


def _shaker(hertz: float, force: float) -> Samples:
    """A shaker: it swells before it stops."""
    return _burst(hertz, 0.03, 0.018 + 0.012 * force, high_pass(3_500), low_pass(7_500))


def _clap(hertz: float, force: float) -> Samples:
    """Hands: three puffs ten milliseconds apart, then the room."""
    puff = _burst(hertz, 0.002, 0.007, high_pass(800), low_pass(3_600))
    body = _burst(hertz, 0.003, 0.04 + 0.03 * force, high_pass(700), low_pass(3_200))
    out = np.zeros((1, body.shape[1] + 960), np.float32)
    for start, sound in ((0, puff), (470, puff), (960, body)):
        out[:, start : start + sound.shape[1]] += sound
    return out


def _great_drum(hertz: float, force: float) -> Samples:
    """A large drum, far away."""
    tone = _drop(hertz, 22 + 14 * force, 0.06, 0.38)
    return _with_noise(tone, hertz, 0.22, 0.03, low_pass(260), high_pass(60))


WARM_PAD = Instrument(_warm_pad, attack=0.9, release=1.6, sustained=True)
VOICES = Instrument(_voices, attack=1.4, release=2.2, sustained=True)
SUB_BASS = Instrument(_sub_bass, attack=0.25, release=0.7, sustained=True)
STRINGS = Instrument(_strings, attack=0.45, release=1.1, sustained=True)
SHORT_STRINGS = Instrument(_strings, attack=0.03, release=0.22, sustained=True)
GLASS = Instrument(_glass, attack=0.006, release=1.2)
FELT_PIANO = Instrument(_felt_piano, attack=0.004, release=0.35)
ELECTRIC_PIANO = Instrument(_electric_piano, attack=0.004, release=0.25)
GUITAR = Instrument(_guitar, attack=0.002, release=0.3)
MALLET = Instrument(_mallet, attack=0.002, release=0.4)
PLUCK = Instrument(_pluck, attack=0.003, release=0.12)
FINGER_BASS = Instrument(_finger_bass, attack=0.005, release=0.08)
KICK = Instrument(_kick, attack=0.001, release=0.15)
BRUSH = Instrument(_brush, attack=0.001, release=0.15)
HAT = Instrument(_hat, attack=0.001, release=0.05)
SHAKER = Instrument(_shaker, attack=0.002, release=0.05)
CLAP = Instrument(_clap, attack=0.001, release=0.1)
GREAT_DRUM = Instrument(_great_drum, attack=0.002, release=0.5)
