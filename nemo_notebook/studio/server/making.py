"""Photo and Direction to files, with picture and sound: the one door to the rooms that make them.

Importing this loads OpenCV and PyAV: the studio does so once it answers, not before.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nemo_notebook.studio.direction import Direction, Music
from nemo_notebook.studio.render.capabilities import unsupported
from nemo_notebook.studio.render.pipeline import Cancelled, Output, RenderError, render
from nemo_notebook.studio.render.still import poster
from nemo_notebook.studio.sound.music import compose

__all__ = [
    "Cancelled",
    "RenderError",
    "compose_music",
    "poster",
    "unsupported",
    "video",
]

Quality = Literal["low", "medium", "high"]


@lru_cache(maxsize=2)  # a piece composed in a turn is heard again in its export
def compose_music(music: Music, duration_ms: int, seed: int) -> NDArray[np.float32]:
    """The music of a clip, as samples of shape (n, 2) at 48 kHz that must not be changed."""
    samples = compose(music, duration_ms, seed=seed)
    samples.flags.writeable = False
    return samples


def video(
    photo: Path,
    direction: Direction,
    target: Path,
    *,
    container: str,
    quality: Quality,
    progress: Callable[[int], object],
    step: int,
    cancelled: Callable[[], bool],
) -> Output:
    """Make a video with everything that the Direction has.

    Args:
        photo: The photo's file.
        direction: The shot.
        target: The video's file.
        container: One of the protocol's containers.
        quality: How much of the picture's detail is kept.
        progress: Called with the per cent that are done.
        step: By how much they must have grown for that.
        cancelled: Asked all the time whether to stop.

    Raises:
        Cancelled: If `cancelled` said so.
        RenderError: The video could not be made; the message is for people.
    """
    music = direction.music
    sound = compose_music(music, direction.duration_ms, direction.seed) if music else None
    return render(
        photo,
        direction,
        target,
        container=container,
        quality=quality,
        sound=sound,
        progress=_in_steps(progress, step),
        cancelled=cancelled,
    )


def _in_steps(progress: Callable[[int], object], step: int) -> Callable[[int, int], None]:
    told = 0

    def count(done: int, total: int) -> None:
        nonlocal told
        percent = 100 * done // total
        if percent >= told + step:
            told = percent
            progress(percent)

    return count
