"""Sound as a WAV file."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from nemo_notebook.studio.sound.filters import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FULL_SCALE = 32767


def write_wav(target: Path | BinaryIO, sound: NDArray[np.float32]) -> None:
    """Writes `sound`, shape (samples, channels) in -1 to 1, as 16-bit PCM at 48 kHz.

    The same sound gives the same bytes. What lies beyond full scale is held there.
    """
    pcm = np.rint(np.clip(sound, -1, 1) * _FULL_SCALE).astype("<i2")
    with wave.open(str(target) if isinstance(target, Path) else target, "wb") as file:
        file.setnchannels(sound.shape[1])
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(pcm.tobytes())
