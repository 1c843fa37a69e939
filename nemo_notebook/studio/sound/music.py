"""Music made for a clip: a mood and a length in, finished stereo sound out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nemo_notebook.studio.sound.filters import SAMPLE_RATE
from nemo_notebook.studio.sound.master import master
from nemo_notebook.studio.sound.mix import mix
from nemo_notebook.studio.sound.moods import SCORES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import Music

_SHORTEST = 0.5
"""Seconds that one chord takes at least; a shorter clip is cut out of its beginning."""

__all__ = ["SAMPLE_RATE", "compose"]


def compose(music: Music, duration_ms: int, *, seed: int = 0) -> NDArray[np.float32]:
    """Composes, plays and masters a piece that ends where the clip ends.

    Volume 1 is a master of -16 LUFS (integrated, ITU-R BS.1770-4) with a true peak below -1 dBFS;
    lower volumes scale it, so 0.5 is 6 dB below. The last chord is the tonic, and it has died away
    at the end. The same arguments give the same samples.

    Args:
        music: Mood and volume.
        duration_ms: Length in milliseconds.
        seed: Chooses key, melody and the small liberties of the players.

    Returns:
        Shape (round(duration_ms * 48), 2), 48 kHz, between -1 and 1.
    """
    length = round(duration_ms * SAMPLE_RATE / 1000)
    if not length:
        return np.zeros((0, 2), np.float32)
    moods = list(SCORES)
    rng = np.random.default_rng([seed, moods.index(music.mood)])
    score = SCORES[music.mood](max(length / SAMPLE_RATE, _SHORTEST), rng)
    sound = master(mix(score, length, rng), ring=score.plan.last.beats * score.plan.beat)
    return np.ascontiguousarray((sound * np.float32(music.volume)).T)
