"""Music made for a clip: a mood and a length in, finished stereo sound out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nemo_notebook.studio.sound.filters import SAMPLE_RATE
from nemo_notebook.studio.sound.form import LEAD_IN
from nemo_notebook.studio.sound.master import master
from nemo_notebook.studio.sound.mix import mix
from nemo_notebook.studio.sound.moods import SCORES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import Mood, Music
    from nemo_notebook.studio.sound.score import Score

_SHORTEST = 0.5
"""Seconds that one chord takes at least; a shorter clip is cut out of its beginning."""

__all__ = ["SAMPLE_RATE", "beats", "compose"]


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
    score, rng = _written(music.mood, duration_ms, seed)
    sound = master(mix(score, length, rng), ring=score.plan.last.beats * score.plan.beat)
    return np.ascontiguousarray((sound * np.float32(music.volume)).T)


def beats(mood: Mood, duration_ms: int, *, seed: int = 0) -> tuple[int, ...]:
    """When the beats of `compose`'s piece fall, for cuts that keep time with it.

    Composes no sound, so it takes about a millisecond.

    Args:
        mood: Mood of the music.
        duration_ms: Length of the clip in milliseconds.
        seed: The seed that `compose` is given.

    Returns:
        Milliseconds from the start of the clip, rising, up to the last chord.
    """
    plan = _written(mood, duration_ms, seed)[0].plan
    count = int(plan.last.start + 1e-6) + 1
    times = (round(1000 * (LEAD_IN + index * plan.beat)) for index in range(count))
    return tuple(time for time in times if time < duration_ms)


def _written(mood: Mood, duration_ms: int, seed: int) -> tuple[Score, np.random.Generator]:
    """The score for a clip, and the chance that its players go on with."""
    rng = np.random.default_rng([seed, list(SCORES).index(mood)])
    return SCORES[mood](max(duration_ms / 1000, _SHORTEST), rng), rng
