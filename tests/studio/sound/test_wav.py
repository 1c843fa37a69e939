from __future__ import annotations

import io
import wave
from typing import TYPE_CHECKING

import numpy as np

from nemo_notebook.studio.sound.wav import write_wav

if TYPE_CHECKING:
    from pathlib import Path


def test_samples_come_back_as_16_bit(tmp_path: Path) -> None:
    sound = np.array([[0, 0.5], [-0.5, 1], [2, -2]], np.float32)
    write_wav(tmp_path / "music.wav", sound)
    with wave.open(str(tmp_path / "music.wav")) as file:
        assert file.getparams()[:4] == (2, 2, 48_000, 3)
        pcm = np.frombuffer(file.readframes(3), "<i2").reshape(3, 2)
    assert pcm.tolist() == [[0, 16384], [-16384, 32767], [32767, -32767]]


def test_the_same_sound_gives_the_same_bytes() -> None:
    sound = np.linspace(-1, 1, 200, dtype=np.float32).reshape(100, 2)
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        write_wav(file, sound)
    assert files[0].getvalue() == files[1].getvalue()
