"""Files and Direction to videos, with picture and sound: the one door to the rooms that make them.

Importing this loads OpenCV and PyAV: the studio does so once it answers, not before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from nemo_notebook.studio.direction import Direction, Music, Trim
from nemo_notebook.studio.recording import RecordingError
from nemo_notebook.studio.render import still
from nemo_notebook.studio.render.capabilities import NEED_DEPTH, unsupported
from nemo_notebook.studio.render.clip import course_of
from nemo_notebook.studio.render.film import stretches
from nemo_notebook.studio.render.footage import Segment, is_clip
from nemo_notebook.studio.render.pipeline import Cancelled, Output, RenderError, render
from nemo_notebook.studio.server.material import Sources
from nemo_notebook.studio.sound import uploaded
from nemo_notebook.studio.sound.music import SAMPLE_RATE, compose
from nemo_notebook.studio.sound.soundtrack import together

__all__ = [
    "Cancelled",
    "RenderError",
    "music",
    "poster",
    "preview",
    "unsupported",
    "video",
]

Quality = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True)
class Still:
    """A picture, with its width and height in pixels."""

    jpeg: bytes
    width: int
    height: int


_PREVIEW_SIDE: Final = 720
_PREVIEW_LONG_SIDE: Final = 1280


def video(
    sources: Sources,
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
        sources: The files.
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
    return render(
        _segments(sources),
        direction,
        target,
        container=container,
        quality=quality,
        sound=_sound(sources, direction),
        progress=_in_steps(progress, step),
        cancelled=cancelled,
    )


def poster(sources: Sources, direction: Direction) -> bytes:
    """A JPEG that stands for the whole video.

    Raises:
        RenderError: A file cannot be read.
    """
    return still.poster(_segments(sources), direction)


def preview(sources: Sources, direction: Direction) -> Still:
    """What the video begins with, larger than a poster and ready long before the video.

    Raises:
        RenderError: A file cannot be read.
    """
    share = sources.footage[0][1] / sum(share for _, share in sources.footage)
    quick = direction.model_copy(
        update={
            "duration_ms": max(1, round(direction.duration_ms * share)),
            "height": min(direction.height, _PREVIEW_SIDE),
            # What needs depth takes longer than there is time for, and hardly shows in a still.
            "camera": tuple(move for move in direction.camera if move.move not in NEED_DEPTH),
            "subject": (),
            "background": (),
            "atmosphere": (),
            "title": None,
        }
    )
    jpeg = still.poster(_segments(sources)[:1], quick, max_side=_PREVIEW_LONG_SIDE)
    with Image.open(BytesIO(jpeg)) as image:
        return Still(jpeg, *image.size)


def _segments(sources: Sources) -> list[Segment]:
    return [Segment(path, share) for path, share in sources.footage]


def _sound(sources: Sources, direction: Direction) -> NDArray[np.float32] | None:
    """All that is heard; None for a video without a sound track."""
    played, own = music(sources, direction), _own_sound(sources, direction)
    if played is None or own is None:
        return own if played is None else played
    return together(played, own)


def music(sources: Sources, direction: Direction) -> NDArray[np.float32] | None:
    """The music of a video; made once where it is asked for twice.

    Raises:
        RenderError: The song that was handed over cannot be read.
    """
    wanted, song = direction.music, sources.song
    if wanted is None:
        return None
    if not wanted.uploaded:
        return _composed(wanted, direction.duration_ms, direction.seed)
    if song is None:
        return None
    try:
        return uploaded.song(song, wanted.volume, direction.duration_ms)
    except RecordingError as error:
        raise RenderError(f"The music {error}.") from None


@lru_cache(maxsize=2)  # a piece composed in a turn is heard again in its export
def _composed(music: Music, duration_ms: int, seed: int) -> NDArray[np.float32]:
    """The music of a clip, as samples of shape (n, 2) at 48 kHz that must not be changed."""
    samples = compose(music, duration_ms, seed=seed)
    samples.flags.writeable = False
    return samples


def _own_sound(sources: Sources, direction: Direction) -> NDArray[np.float32] | None:
    """What clips bring along, each while it is seen."""
    parts = _segments(sources)
    if not direction.clip_volume or not any(is_clip(part.path) for part in parts):
        return None
    if len(parts) == 1 and direction.loop != "none":
        whole = _round_and_round(parts[0].path, direction)
    else:
        whole = _one_after_the_other(parts, direction)
    return None if whole is None else whole * np.float32(direction.clip_volume)


def _round_and_round(clip: Path, direction: Direction) -> NDArray[np.float32] | None:
    """The sound of a clip in a loop."""
    course = course_of(clip, direction)
    return uploaded.own_sound_in_a_loop(
        clip,
        direction.trim.start_ms if direction.trim else 0,
        direction.duration_ms,
        period_ms=1000 * course.period / direction.fps,
        over_ms=None if direction.loop == "boomerang" else 1000 * course.fade / direction.fps,
    )


def _one_after_the_other(parts: list[Segment], direction: Direction) -> NDArray[np.float32] | None:
    """The sound of clips, each in its stretch of the whole."""
    whole = np.zeros((round(direction.duration_ms * SAMPLE_RATE / 1000), 2), np.float32)
    silent = True
    for part in stretches(parts, direction):
        if not is_clip(part.segment.path):
            continue
        start, length, lead, tail = (
            round(1000 * frames / direction.fps)
            for frames in (part.start, part.end - part.start, part.lead, part.tail)
        )
        trim = part.trim or Trim()
        heard = uploaded.own_sound(
            part.segment.path,
            trim.start_ms,
            length if trim.end_ms is None else min(length, trim.end_ms - trim.start_ms),
            fades_ms=(lead, tail),
        )
        if heard is None:
            continue
        silent = False
        # Around the end of a loop what is left of it is heard at its beginning.
        first = start * SAMPLE_RATE // 1000
        around = direction.loop == "seamless"
        places = np.arange(first, first + len(heard))
        places = places % len(whole) if around else places[places < len(whole)]
        whole[places] += heard[: len(places)]
    if direction.loop == "boomerang":
        half = len(whole) // 2
        whole[len(whole) - half :] = whole[:half][::-1]
    return None if silent else whole


def _in_steps(progress: Callable[[int], object], step: int) -> Callable[[int, int], None]:
    told = 0

    def count(done: int, total: int) -> None:
        nonlocal told
        percent = 100 * done // total
        if percent >= told + step:
            told = percent
            progress(percent)

    return count
