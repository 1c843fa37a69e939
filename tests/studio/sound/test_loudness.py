from __future__ import annotations

import numpy as np
import pytest

from nemo_notebook.studio.sound.filters import SAMPLE_RATE, Samples
from nemo_notebook.studio.sound.loudness import integrated_loudness, true_peak


def sine(hertz: float, level_db: float, seconds: float = 5.0, phase: float = 0.0) -> Samples:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    tone = 10 ** (level_db / 20) * np.sin(2 * np.pi * hertz * time + phase)
    return np.stack([tone, tone]).astype(np.float32)


@pytest.mark.parametrize("level", [-23.0, -33.0])
def test_a_stereo_tone_reads_its_level(level: float) -> None:
    """EBU Tech 3341, cases 1 and 2: a 1 kHz tone on both sides, within 0.1 LU."""
    assert integrated_loudness(sine(1_000, level, 20)) == pytest.approx(level, abs=0.1)


def test_quiet_parts_do_not_count() -> None:
    """EBU Tech 3341, case 3: 10 s at -36, 60 s at -23, 10 s at -36 dBFS."""
    parts = [sine(1_000, -36, 10), sine(1_000, -23, 60), sine(1_000, -36, 10)]
    assert integrated_loudness(np.concatenate(parts, axis=1)) == pytest.approx(-23, abs=0.1)


def test_bass_counts_less_and_treble_more() -> None:
    middle = integrated_loudness(sine(1_000, -20))
    assert integrated_loudness(sine(40, -20)) < middle - 3
    assert integrated_loudness(sine(8_000, -20)) == pytest.approx(middle + 3.3, abs=0.3)


def test_silence_has_no_loudness() -> None:
    assert integrated_loudness(np.zeros((2, 48_000), np.float32)) == -np.inf


def test_a_moment_is_measured_as_one_block() -> None:
    assert integrated_loudness(sine(1_000, -20, 0.2)) == pytest.approx(-20, abs=0.5)


def test_peaks_between_samples_are_seen() -> None:
    """A quarter of the sample rate, 45 degrees off: the samples miss the crest by 3 dB."""
    tone = sine(12_000, -6, 0.5, np.pi / 4)
    tone *= np.hanning(tone.shape[1]).astype(np.float32)
    assert 20 * np.log10(np.abs(tone).max()) == pytest.approx(-9, abs=0.1)
    assert 20 * np.log10(true_peak(tone)) == pytest.approx(-6, abs=0.2)


def test_silence_has_no_peak() -> None:
    assert true_peak(np.zeros((2, 100), np.float32)) == 0
