from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, cast

import av
import numpy as np
import pytest

from nemo_notebook.studio.recording import RecordingError
from nemo_notebook.studio.sound.loudness import integrated_loudness, true_peak
from nemo_notebook.studio.sound.soundtrack import together
from nemo_notebook.studio.sound.uploaded import own_sound, song

if TYPE_CHECKING:
    from pathlib import Path

    from av.audio.stream import AudioStream
    from numpy.typing import NDArray

RATE: Final = 48_000


def tone(seconds: float, level: float = 0.1, hertz: float = 440) -> NDArray[np.float32]:
    time = np.arange(round(seconds * RATE)) / RATE
    wave = level * np.sin(2 * np.pi * hertz * time)
    return np.stack([wave, wave], axis=1).astype(np.float32)


def ticks(*seconds: float, length: float) -> NDArray[np.float32]:
    sound = np.zeros((round(length * RATE), 2), np.float32)
    for second in seconds:
        sound[round(second * RATE) : round((second + 0.05) * RATE)] = 0.5
    return sound


def write(path: Path, sound: NDArray[np.float32], codec: str, rate: int = RATE) -> Path:
    """Any format of sound; `rate` is what the file says it has."""
    with av.open(str(path), "w") as file:
        stream = cast("AudioStream", file.add_stream(codec, rate))
        stored = "s16" if codec == "pcm_s16le" else "fltp"
        resampler = av.AudioResampler(stored, "stereo", rate)
        frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="flt", layout="stereo")
        frame.sample_rate, frame.time_base = RATE, Fraction(1, RATE)
        for resampled in resampler.resample(frame):
            file.mux(stream.encode(resampled))
        file.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [
        ("a.mp3", "libmp3lame", 44_100),
        ("a.m4a", "aac", 48_000),
        ("a.aac", "aac", 44_100),
        ("a.wav", "pcm_s16le", 22_050),
    ],
)
@pytest.mark.parametrize("volume", [1.0, 0.25])
def test_a_song_is_brought_to_the_loudness_of_music(
    tmp_path: Path, name: str, codec: str, rate: int, volume: float
) -> None:
    heard = song(write(tmp_path / name, tone(4), codec, rate), volume, 3000)
    assert heard.shape == (3 * RATE, 2)
    wanted = -16 + 20 * np.log10(volume)
    assert integrated_loudness(heard.T[:, : 2 * RATE]) == pytest.approx(wanted, abs=1.5)
    assert true_peak(heard.T) < 0.9


def test_a_song_that_goes_on_is_faded_out_and_does_not_click(tmp_path: Path) -> None:
    heard = np.abs(song(write(tmp_path / "a.wav", tone(5), "pcm_s16le"), 1, 4000))
    assert heard[-480:].max() < 0.01
    assert heard[:24].max() < 0.02
    assert heard[RATE : 2 * RATE].max() > 0.1


def test_after_a_short_song_there_is_silence(tmp_path: Path) -> None:
    heard = song(write(tmp_path / "a.wav", tone(1), "pcm_s16le"), 1, 3000)
    assert heard.shape == (3 * RATE, 2)
    assert np.abs(heard[round(1.1 * RATE) :]).max() == 0


@pytest.mark.parametrize(("name", "codec"), [("a.wav", "pcm_s16le"), ("a.m4a", "aac")])
def test_a_part_of_a_clip_is_heard_in_its_time(tmp_path: Path, name: str, codec: str) -> None:
    clip = write(tmp_path / name, ticks(0.2, 2.5, 4.0, length=5), codec)
    heard = own_sound(clip, 2000, 1500)
    assert heard is not None
    assert heard.shape == (round(1.5 * RATE), 2)
    loud = np.flatnonzero(np.abs(heard[:, 0]) > 0.25) / RATE
    late = 1024 / RATE if codec == "aac" else 0  # the encoder's own delay, which the file keeps
    assert loud.min() == pytest.approx(0.5 + late, abs=0.01)
    assert loud.max() == pytest.approx(0.55 + late, abs=0.01)


def test_after_the_end_of_a_clip_there_is_silence(tmp_path: Path) -> None:
    clip = write(tmp_path / "a.wav", tone(1), "pcm_s16le")
    heard = own_sound(clip, 500, 2000)
    assert heard is not None
    assert heard.shape == (2 * RATE, 2)
    assert np.abs(heard[: RATE // 4]).max() > 0.05
    assert np.abs(heard[RATE:]).max() == 0


def test_the_same_file_sounds_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp3", tone(3), "libmp3lame", 44_100)
    assert np.array_equal(song(path, 0.5, 2000), song(path, 0.5, 2000))


def test_a_broken_song_plays_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp3", tone(4), "libmp3lame")
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2] + bytes(2000))
    heard = np.abs(song(path, 1, 4000))
    assert heard[RATE : 3 * RATE // 2].max() > 0.1
    assert heard[3 * RATE :].max() < 0.05


@pytest.mark.parametrize("content", [b"", b"no song at all", b"#EXTM3U\nfile:///etc/hostname\n"])
def test_what_is_no_song_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with pytest.raises(RecordingError):
        song(path, 1, 1000)
    assert own_sound(path, 0, 1000) is None


def test_a_clip_without_sound_is_silent(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "a.mp4"), "w") as file:
        stream = file.add_stream("libx264", 24)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        file.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        file.mux(stream.encode(None))
    assert own_sound(tmp_path / "a.mp4", 0, 1000) is None


def level(sound: NDArray[np.float32], start: float, end: float) -> float:
    part = sound[round(start * RATE) : round(end * RATE)]
    return float(20 * np.log10(np.sqrt(np.square(part, dtype=float).mean()) + 1e-9))


def test_music_steps_back_while_somebody_speaks() -> None:
    music = tone(6, 0.1, 330)
    speech = tone(6, 0.2, 150)
    speech[: 2 * RATE] = speech[4 * RATE :] = 0
    mixed = together(music, speech) - speech
    assert level(mixed, 0, 1.2) == pytest.approx(level(music, 0, 1.2), abs=0.3)
    assert level(mixed, 2.6, 3.4) == pytest.approx(level(music, 2.6, 3.4) - 10, abs=1)
    assert level(mixed, 5, 6) == pytest.approx(level(music, 5, 6), abs=0.3)
    assert np.abs(np.diff(mixed[:, 0])).max() < 0.01  # nothing clicks


def test_both_together_do_not_clip() -> None:
    assert np.abs(together(tone(1, 0.9), tone(1, 0.9))).max() <= 0.9


def test_without_speech_the_music_is_as_it_was() -> None:
    assert np.array_equal(together(tone(1), np.zeros((RATE, 2), np.float32)), tone(1))
