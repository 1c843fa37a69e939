from __future__ import annotations

import numpy as np
import pytest

from nemo_notebook.studio.sound import instruments as play
from nemo_notebook.studio.sound.filters import SAMPLE_RATE, Samples
from nemo_notebook.studio.sound.score import Instrument

PITCHED = {
    name: instrument
    for name, instrument in vars(play).items()
    if isinstance(instrument, Instrument)
    and name not in {"KICK", "BRUSH", "HAT", "SHAKER", "CLAP", "GREAT_DRUM"}
}


def strongest_near(sound: Samples, hertz: float) -> float:
    """Frequency of the strongest partial within a semitone of `hertz`."""
    size = 1 << 19
    power = np.abs(np.fft.rfft(sound.sum(axis=0)[:SAMPLE_RATE] * np.hanning(SAMPLE_RATE), size))
    near = slice(int(hertz * 0.945 * size / SAMPLE_RATE), int(hertz * 1.06 * size / SAMPLE_RATE))
    return float((near.start + np.argmax(power[near])) * SAMPLE_RATE / size)


@pytest.mark.parametrize("hertz", [82.41, 261.63, 659.26])
@pytest.mark.parametrize("name", PITCHED)
def test_instruments_are_in_tune(name: str, hertz: float) -> None:
    found = strongest_near(PITCHED[name].tone(hertz, 0.6), hertz)
    assert abs(1200 * np.log2(found / hertz)) < 8


@pytest.mark.parametrize("name", [name for name in PITCHED if PITCHED[name].sustained])
def test_sustained_tones_repeat_without_a_seam(name: str) -> None:
    tone = PITCHED[name].tone(196.0, 0.6)
    steps = np.abs(np.diff(tone, axis=1))
    assert (np.abs(tone[:, 0] - tone[:, -1]) <= steps.max()).all()


@pytest.mark.parametrize("name", ["WARM_PAD", "STRINGS", "FELT_PIANO", "GUITAR", "FINGER_BASS"])
def test_force_makes_it_brighter(name: str) -> None:
    soft, hard = (brightness(PITCHED[name].tone(220.0, force)) for force in (0.25, 1.0))
    assert hard > soft


def brightness(sound: Samples) -> float:
    power = np.abs(np.fft.rfft(sound.sum(axis=0))) ** 2
    hertz = np.fft.rfftfreq(sound.shape[1], 1 / SAMPLE_RATE)
    return float((hertz * power).sum() / power.sum())
