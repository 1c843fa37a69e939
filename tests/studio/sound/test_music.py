from __future__ import annotations

import hashlib
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest

from nemo_notebook.studio.direction import Mood, Music
from nemo_notebook.studio.sound.filters import convolve, high_pass, impulse_response
from nemo_notebook.studio.sound.loudness import integrated_loudness, true_peak
from nemo_notebook.studio.sound.music import SAMPLE_RATE, beats, compose

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOODS: tuple[Mood, ...] = get_args(Mood)
MILLISECONDS = 5_000


@pytest.fixture(scope="module")
def pieces() -> dict[Mood, NDArray[np.float32]]:
    return {mood: compose(Music(mood=mood, volume=1), MILLISECONDS, seed=7) for mood in MOODS}


def rms_db(sound: NDArray[np.float32]) -> float:
    return float(10 * np.log10(np.square(sound, dtype=np.float64).mean() + 1e-20))


@pytest.mark.parametrize("milliseconds", [1, 250, 1_000, 1_001, 1_337, 2_503])
@pytest.mark.parametrize("mood", ["ambient", "upbeat"])
def test_music_is_exactly_as_long_as_the_clip(mood: Mood, milliseconds: int) -> None:
    sound = compose(Music(mood=mood), milliseconds)
    assert sound.shape == (round(milliseconds * 48), 2)
    assert sound.dtype == np.float32
    assert np.isfinite(sound).all()


def test_no_length_is_no_music() -> None:
    assert compose(Music(), 0).shape == (0, 2)


@pytest.mark.parametrize("mood", MOODS)
def test_a_second_is_a_whole_piece(mood: Mood) -> None:
    sound = compose(Music(mood=mood, volume=1), 1_000)
    assert rms_db(sound) > -30
    assert rms_db(sound[-2400:]) < rms_db(sound) - 40
    assert true_peak(sound.T) < 10 ** (-1 / 20)


def test_a_minute_keeps_time_level_and_end() -> None:
    sound = compose(Music(mood="lofi", volume=1), 60_000)
    assert sound.shape == (2_880_000, 2)
    assert integrated_loudness(sound.T) == pytest.approx(-16, abs=0.7)
    assert true_peak(sound.T) < 10 ** (-1 / 20)
    seconds = sound[: 55 * SAMPLE_RATE].reshape(11, -1)
    assert min(map(rms_db, seconds)) > rms_db(sound) - 8, "music all the way, no hole"
    assert rms_db(sound[-2400:]) < rms_db(sound) - 40


@pytest.mark.parametrize("mood", MOODS)
def test_full_volume_is_minus_16_lufs(pieces: dict[Mood, NDArray[np.float32]], mood: Mood) -> None:
    assert integrated_loudness(pieces[mood].T) == pytest.approx(-16, abs=0.7)


@pytest.mark.parametrize("mood", MOODS)
def test_no_peak_clips_in_a_player(pieces: dict[Mood, NDArray[np.float32]], mood: Mood) -> None:
    assert true_peak(pieces[mood].T) < 10 ** (-1 / 20)


def test_volume_is_linear(pieces: dict[Mood, NDArray[np.float32]]) -> None:
    half = compose(Music(mood="piano", volume=0.5), MILLISECONDS, seed=7)
    assert np.allclose(half, pieces["piano"] / 2, atol=1e-7)
    assert not compose(Music(mood="piano", volume=0), 1_000).any()


def test_the_same_request_gives_the_same_sound(pieces: dict[Mood, NDArray[np.float32]]) -> None:
    script = (
        "import hashlib\n"
        "from nemo_notebook.studio.direction import Music\n"
        "from nemo_notebook.studio.sound.music import compose\n"
        f"for mood in {MOODS!r}:\n"
        f"    sound = compose(Music(mood=mood, volume=1), {MILLISECONDS}, seed=7)\n"
        "    print(hashlib.sha256(sound.tobytes()).hexdigest())\n"
    )
    other = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
    here = [hashlib.sha256(pieces[mood].tobytes()).hexdigest() for mood in MOODS]
    assert other.stdout.decode().split() == here


@pytest.mark.parametrize("mood", MOODS)
def test_another_seed_is_another_piece(pieces: dict[Mood, NDArray[np.float32]], mood: Mood) -> None:
    other = compose(Music(mood=mood, volume=1), MILLISECONDS, seed=8)
    assert abs(correlation(pieces[mood], other)) < 0.7


def test_every_mood_is_its_own(pieces: dict[Mood, NDArray[np.float32]]) -> None:
    for index, mood in enumerate(MOODS):
        for other in MOODS[index + 1 :]:
            assert abs(correlation(pieces[mood], pieces[other])) < 0.5


def correlation(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float(np.corrcoef(one.mean(axis=1), other.mean(axis=1))[0, 1])


@pytest.mark.parametrize("mood", MOODS)
def test_it_starts_softly_and_dies_away(
    pieces: dict[Mood, NDArray[np.float32]], mood: Mood
) -> None:
    sound = pieces[mood]
    assert np.abs(sound[:48]).max() < 0.01
    last = [rms_db(sound[len(sound) - 9_600 * k :][:9_600]) for k in range(6, 0, -1)]
    assert all(after < before + 1 for before, after in pairwise(last))
    assert rms_db(sound[-2400:]) < rms_db(sound) - 40
    assert last[0] > rms_db(sound) - 25, "the tail is heard, not cut"


@pytest.mark.parametrize("mood", MOODS)
def test_no_clicks(pieces: dict[Mood, NDArray[np.float32]], mood: Mood) -> None:
    """A click is one step far above the steps around it."""
    steps = np.abs(np.diff(pieces[mood], axis=0)).max(axis=1)
    assert steps.max() < 0.25
    around = np.lib.stride_tricks.sliding_window_view(np.pad(steps, 240, mode="edge"), 481)
    loud = np.flatnonzero(steps > 0.03)
    typical = np.array([np.sort(around[place])[-24] for place in loud])
    assert (steps[loud] < 3 * typical).all()


@pytest.mark.parametrize("mood", MOODS)
def test_it_has_no_offset_and_survives_mono(
    pieces: dict[Mood, NDArray[np.float32]], mood: Mood
) -> None:
    sound = pieces[mood]
    assert np.abs(sound.mean(axis=0)).max() < 1e-4
    assert rms_db(sound.mean(axis=1)) > rms_db(sound) - 2.5
    left, right = sound.T
    assert abs(rms_db(left) - rms_db(right)) < 3
    assert not np.allclose(left, right, atol=1e-3), "it is stereo"


@pytest.mark.parametrize("mood", MOODS)
def test_nothing_is_harsh_or_muddy(pieces: dict[Mood, NDArray[np.float32]], mood: Mood) -> None:
    power = np.square(np.abs(np.fft.rfft(pieces[mood].mean(axis=1).astype(np.float64))))
    hertz = np.fft.rfftfreq(len(pieces[mood]), 1 / SAMPLE_RATE)
    share = {edge: power[hertz > edge].sum() / power.sum() for edge in (30, 8_000)}
    assert share[8_000] < 10 ** (-22 / 10)
    assert 1 - share[30] < 10 ** (-25 / 10)


@pytest.mark.parametrize("mood", MOODS)
def test_a_telephone_can_play_it(pieces: dict[Mood, NDArray[np.float32]], mood: Mood) -> None:
    """Without what lies below 300 Hz it is still music, and not much softer."""
    small = impulse_response(high_pass(300), high_pass(300))
    left = convolve(pieces[mood].T, small)[:, : len(pieces[mood])]
    assert integrated_loudness(left) > -20.5


@pytest.mark.parametrize("mood", MOODS)
def test_it_is_not_dull(pieces: dict[Mood, NDArray[np.float32]], mood: Mood) -> None:
    power = np.square(np.abs(np.fft.rfft(pieces[mood].mean(axis=1).astype(np.float64))))
    hertz = np.fft.rfftfreq(len(pieces[mood]), 1 / SAMPLE_RATE)
    bite = power[(hertz > 1_200) & (hertz < 6_000)].sum() / power.sum()
    assert bite > 10 ** (-20 / 10)


@pytest.mark.parametrize(("mood", "tempo"), [("upbeat", 112), ("lofi", 76), ("acoustic", 92)])
def test_rhythm_keeps_its_beat(mood: Mood, tempo: int) -> None:
    """What rises in level comes again after a bar, at about the mood's tempo."""
    sound = compose(Music(mood=mood, volume=1), 12_000, seed=2).mean(axis=1)
    level = np.sqrt(np.square(sound).reshape(-1, 480).sum(axis=1))
    rise = np.convolve(np.maximum(np.diff(level), 0)[:950], np.hanning(9), "same")
    rise -= rise.mean()
    likeness = np.correlate(rise, rise, "full")[rise.size - 1 :] / np.arange(rise.size, 0, -1)
    bar = 4 * 6_000 / tempo
    assert likeness[round(0.9 * bar) : round(1.1 * bar) + 1].max() > 0.4 * likeness[0]


@pytest.mark.parametrize("mood", ["upbeat", "lofi"])
def test_the_beats_are_where_the_drums_are(mood: Mood) -> None:
    sound = compose(Music(mood=mood, volume=1), 12_000, seed=2).mean(axis=1)
    level = np.sqrt(np.square(sound).reshape(-1, 480).sum(axis=1))
    rise = np.maximum(np.diff(level), 0)
    onsets = [rise[max(0, ms // 10 - 4) : ms // 10 + 5].max() for ms in beats(mood, 12_000, seed=2)]
    between = np.median([rise[i : i + 9].max() for i in range(0, rise.size - 9, 9)])
    assert np.median(onsets) > 1.5 * between


@pytest.mark.parametrize("milliseconds", [1, 1_000, 5_000, 60_000])
@pytest.mark.parametrize("mood", MOODS)
def test_the_beats_are_regular_and_end_with_the_last_chord(mood: Mood, milliseconds: int) -> None:
    times = beats(mood, milliseconds, seed=3)
    steps = np.diff(times)
    assert all(0 <= time < milliseconds for time in times)
    assert steps.size == 0 or (steps.min() > 300 and np.ptp(steps) <= 1)
    assert milliseconds < 5_000 or milliseconds - times[-1] < 5_000
