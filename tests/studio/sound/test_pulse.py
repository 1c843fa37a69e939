from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nemo_notebook.studio.direction import Music
from nemo_notebook.studio.sound.filters import SAMPLE_RATE
from nemo_notebook.studio.sound.music import beats, compose
from nemo_notebook.studio.sound.pulse import found_beats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import Mood

    Sound = NDArray[np.float32]


def stereo(mono: NDArray[np.float64]) -> Sound:
    return np.repeat(mono[:, None], 2, axis=1).astype(np.float32)


def clicks(
    tempo: float, meter: int = 4, *, first: float = 0.4, seconds: float = 16, noise: float = 0.02
) -> tuple[Sound, NDArray[np.float64]]:
    """A metronome in a noisy room, which stresses the first of a bar; and when it clicks."""
    track = noise * np.random.default_rng(round(tempo)).standard_normal(
        round(seconds * SAMPLE_RATE)
    )
    since = np.arange(round(0.09 * SAMPLE_RATE)) / SAMPLE_RATE
    times = np.arange(first, seconds - 0.1, 60 / tempo)
    for number, start in enumerate(times):
        pitch, level = (1000, 0.3) if number % meter else (1500, 0.5)
        click = level * np.sin(2 * np.pi * pitch * since) * np.exp(-45 * since)
        place = round(start * SAMPLE_RATE)
        track[place : place + len(click)] += click
    return stereo(track), times


def off(found: tuple[int, ...], true: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many milliseconds each beat is away from the nearest true one."""
    return np.asarray(np.abs(np.subtract.outer(np.array(found), 1000 * true)).min(axis=1))


@pytest.mark.parametrize("meter", [3, 4])
@pytest.mark.parametrize("tempo", [66, 88, 101.3, 120, 140])
def test_every_beat_is_found(tempo: float, meter: int) -> None:
    sound, times = clicks(tempo, meter)
    found = found_beats(sound)
    assert off(found, times).max() < 25
    assert len(times) - 1 <= len(found) <= len(times)


def test_of_a_very_fast_one_every_other_beat_will_do() -> None:
    sound, times = clicks(184)
    found = found_beats(sound)
    assert off(found, times).max() < 25
    assert len(found) > len(times) / 2 - 2


def test_nothing_is_counted_before_the_first_beat() -> None:
    sound, times = clicks(112, first=4.7)
    found = found_beats(sound)
    assert found[0] == pytest.approx(4700, abs=25)
    assert off(found, times).max() < 25


def test_a_loud_room_does_not_matter() -> None:
    sound, times = clicks(97, noise=0.15)
    assert off(found_beats(sound), times).max() < 30


def test_players_may_hurry() -> None:
    times = np.cumsum(np.concatenate([[0.5], np.linspace(0.6, 0.57, 30)]))
    track = 0.01 * np.random.default_rng(0).standard_normal(20 * SAMPLE_RATE)
    for start in times:
        place = round(start * SAMPLE_RATE)
        track[place : place + 2400] += 0.4 * np.hanning(4800)[2400:]
    found = found_beats(stereo(track))
    assert len(found) >= 28
    assert off(found, times).max() < 40


@pytest.mark.parametrize("mood", ["lofi", "upbeat", "acoustic"])
def test_what_is_composed_here_is_heard_as_it_was_written(mood: Mood) -> None:
    found = found_beats(compose(Music(mood=mood), 12_000, seed=3))
    written = np.array(beats(mood, 12_000, seed=3)) / 1000
    assert off(found, written).max() < 40
    assert len(found) > 0.9 * len(written)


def speech(seed: int) -> Sound:
    """Syllables that come as they like, with pauses for breath."""
    random, length = np.random.default_rng(seed), 16 * SAMPLE_RATE
    level, place = np.zeros(length), 0
    while place < length:
        syllable = np.hanning(round(random.uniform(0.08, 0.3) * SAMPLE_RATE))
        part = level[place : place + len(syllable)]
        part[...] = random.uniform(0.4, 1) * syllable[: len(part)]
        pause = random.uniform(0.2, 0.8) if random.random() < 0.15 else 0
        place += round(len(syllable) * random.uniform(0.8, 1.3) + pause * SAMPLE_RATE)
    time_ = np.arange(length) / SAMPLE_RATE
    voice = 0.3 * np.sign(np.sin(2 * np.pi * 120 * time_ + 5 * np.sin(3 * time_)))
    return stereo((voice + 0.2 * random.standard_normal(length)) * level)


@pytest.mark.parametrize("seed", range(4))
def test_speech_has_no_beat(seed: int) -> None:
    assert found_beats(speech(seed)) == ()


@pytest.mark.parametrize("seconds", [0, 0.5, 6, 20])
def test_noise_silence_and_a_held_tone_have_none(seconds: float) -> None:
    length = round(seconds * SAMPLE_RATE)
    noise = 0.1 * np.random.default_rng(5).standard_normal(length)
    held = 0.3 * np.sin(2 * np.pi * 440 / SAMPLE_RATE * np.arange(length))
    for sound in (noise, held, 0 * held):
        assert found_beats(stereo(sound)) == ()


def test_a_minute_of_music_is_heard_to_its_end_the_same_each_time() -> None:
    sound, times = clicks(120, seconds=60)
    found = found_beats(sound)
    assert len(found) >= len(times) - 1
    assert found == found_beats(sound)
