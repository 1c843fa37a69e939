"""Music and what a clip brings along, together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from nemo_notebook.studio.sound.filters import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Stereo = NDArray[np.float32]

_WINDOW: Final = SAMPLE_RATE // 20  # samples in which loudness is looked at
_QUIET, _LOUD = 10 ** (-45 / 20), 10 ** (-30 / 20)  # RMS of a window: nothing, and somebody speaks
_STEP_BACK: Final = 10 ** (-10 / 20)  # of the music while somebody speaks
_SLOW: Final = 13  # windows over which the music gives way and comes back
_HIGHEST: Final = 0.89  # -1 dBFS


def together(music: Stereo, own: Stereo) -> Stereo:
    """Music under the sound of a clip, which it gives way to as it would to a voice.

    Args:
        music: Shape (samples, 2) at 48 kHz.
        own: Of the same shape.
    """
    both = own + music * _room_left(own)
    highest = float(np.abs(both).max(initial=0.0))
    mixed: Stereo = both * np.float32(min(1.0, _HIGHEST / highest)) if highest else both
    return mixed


def _room_left(own: Stereo) -> Stereo:
    """How much of the music stays at every moment, shape (samples, 1)."""
    count = -(-len(own) // _WINDOW)
    padded = np.zeros((count * _WINDOW, own.shape[1]), np.float32)
    padded[: len(own)] = own
    level = np.sqrt(np.square(padded).reshape(count, -1).mean(axis=1))
    speaks = np.clip((level - _QUIET) / (_LOUD - _QUIET), 0, 1)
    held = np.lib.stride_tricks.sliding_window_view(np.pad(speaks, _SLOW // 2), _SLOW).max(axis=1)
    smooth = np.convolve(np.pad(held, _SLOW // 2, mode="edge"), np.full(_SLOW, 1 / _SLOW), "valid")
    where = (np.arange(count) + 0.5) * _WINDOW
    curve = np.interp(np.arange(len(own)), where, 1 - smooth * (1 - _STEP_BACK))
    return curve.astype(np.float32)[:, None]
