"""Several videos as one, frame by frame in step: side by side, or one wiped over the other."""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from nemo_notebook.conversation.video import Video, look_into
from nemo_notebook.experiments.stills import frames_at
from nemo_notebook.ledger.key import digest

if TYPE_CHECKING:  # heavy, and most notebooks compare nothing
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

View: TypeAlias = Literal["side", "wipe"]

_WIDTH = 1280
_TALLEST = 720
_FPS = 30
_LONGEST_S = 120.0
_GAP = 8
_LINE = 2
_ENCODER = {"preset": "veryfast", "crf": "20"}
_THREADS = 3  # fixed, for the bytes depend on them


def together(videos: Sequence[Video], view: View, folder: Path) -> Video:
    """Make one video of several; where it is there already it is not made again.

    They begin together, and play as long as the longest; one that is over stays at its last frame.

    Args:
        videos: Two or more; for a wipe two.
        view: Side by side, or the second wiped over the first, there and back.
        folder: Where it is put.

    Returns:
        It without sound, at most 1280 pixels wide, 30 frames a second, at most two minutes.
    """
    shown = " ".join(f"{video.path.name} {video.bytes}" for video in videos)
    target = folder / f"compare-{digest([view, shown])[:12]}.mp4"
    if not target.exists():
        aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        folder.mkdir(parents=True, exist_ok=True)
        try:
            _write(aside, videos, view)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
    return look_into(target)


def _write(target: Path, videos: Sequence[Video], view: View) -> None:
    import av  # noqa: PLC0415 (heavy; see above)

    seconds = min(max(video.duration_ms for video in videos) / 1000, _LONGEST_S)
    times = [number / _FPS for number in range(max(1, round(seconds * _FPS)))]
    sizes = _sizes(videos, view)
    strips = zip(*(_scaled(video, times, size) for video, size in zip(videos, sizes, strict=True)))  # noqa: B905 (the times are the same)
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(target), "w", format="mp4", options=options) as file:
        stream = file.add_stream("libx264", _FPS, dict(_ENCODER))
        stream.pix_fmt, stream.codec_context.thread_count = "yuv420p", _THREADS
        for number, pictures in enumerate(strips):
            whole = _joined(pictures) if view == "side" else _wiped(pictures, number / len(times))
            if not number:
                stream.height, stream.width = whole.shape[:2]
            frame = av.VideoFrame.from_ndarray(whole, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, _FPS)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


def _sizes(videos: Sequence[Video], view: View) -> list[tuple[int, int]]:
    """Width and height of each: of one height, and for a wipe all of the first one's shape."""
    if view == "wipe":
        videos = [videos[0]] * len(videos)
        shapes = [videos[0].width / videos[0].height]
    else:
        shapes = [video.width / video.height for video in videos]
    gaps = _GAP * (len(shapes) - 1)
    height = _even(min((_WIDTH - gaps) / sum(shapes), _TALLEST, max(v.height for v in videos)))
    return [(_even(height * video.width / video.height), height) for video in videos]


def _even(length: float) -> int:
    """Half the colours of 4:2:0 stand in pairs."""
    return max(2, 2 * int(length / 2))


def _scaled(video: Video, times: Sequence[float], size: tuple[int, int]) -> Iterator[Picture]:
    import numpy as np  # noqa: PLC0415 (heavy; see above)

    for frame in frames_at(video.path, times):
        small = frame.reformat(*size, format="rgb24", interpolation="AREA")
        yield np.asarray(small.to_ndarray(), np.uint8)


def _joined(pictures: Sequence[Picture]) -> Picture:
    import numpy as np  # noqa: PLC0415 (the same)

    gap = np.full((pictures[0].shape[0], _GAP, 3), 255, np.uint8)
    parts = [part for picture in pictures for part in (gap, picture)][1:]
    return np.ascontiguousarray(np.hstack(parts))


def _wiped(pictures: Sequence[Picture], share: float) -> Picture:
    """The first picture left of a line, the second right of it; the line goes there and back."""
    first, second = pictures
    width = first.shape[1]
    line = round(width * (0.5 + 0.45 * math.cos(2 * math.pi * share)))
    whole = second.copy()
    whole[:, :line] = first[:, :line]
    whole[:, max(line - _LINE, 0) : line + _LINE] = 255
    return whole
