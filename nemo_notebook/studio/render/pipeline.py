"""Footage and Direction to a video file.

Frames are drawn on one thread while the encoder works on those before; OpenCV and PyAV let go of
the GIL, so two cores are busy. A frame is drawn straight into the memory that the encoder reads.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import av
import numpy as np

from nemo_notebook.studio.render.container import CONTAINERS, SAMPLE_RATE, Writer
from nemo_notebook.studio.render.errors import Cancelled, RenderError
from nemo_notebook.studio.render.film import film
from nemo_notebook.studio.render.footage import natural_size
from nemo_notebook.studio.render.size import frame_size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import Direction
    from nemo_notebook.studio.render.container import Quality
    from nemo_notebook.studio.render.footage import Footage, Picture
    from nemo_notebook.studio.render.planes import Plane, Planes

__all__ = ["Cancelled", "Output", "RenderError", "render"]

_AHEAD: Final = 6  # frames drawn before the encoder asks for them


@dataclass(frozen=True, slots=True)
class Output:
    """A finished video file.

    Attributes:
        path: Where it is.
        width: In pixels.
        height: In pixels.
        duration_ms: Of the picture.
        fps: Frames a second.
        bytes: Its size.
    """

    path: Path
    width: int
    height: int
    duration_ms: int
    fps: int
    bytes: int


def render(
    footage: Footage,
    direction: Direction,
    target: Path,
    *,
    container: str = "mp4",
    quality: Quality = "high",
    sound: NDArray[np.float32] | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Output:
    """Renders a clip: the same bytes for the same footage, Direction, sound and options.

    Args:
        footage: A photo or a clip, or several segments in their order.
        direction: What happens; wishes that `capabilities.unsupported` names are left out.
        target: The video's file; replaced when the clip is complete, untouched until then.
        container: One of `container.CONTAINERS`.
        quality: How much of the picture's detail is kept.
        sound: Samples of shape (n, 2) at 48 kHz from -1 to 1, cut or filled up with silence to the
            clip's length; None makes a clip without sound.
        progress: Called after each frame with the frames done and the frames in all.
        cancelled: Asked before each frame whether to stop.

    Raises:
        Cancelled: If `cancelled` said so.
        RenderError: If a file cannot be read or the clip cannot be written.
    """
    if container not in CONTAINERS:
        raise RenderError(f"No container {container!r}; there are {', '.join(CONTAINERS)}.")
    size = frame_size(direction.aspect, direction.height, natural_size(footage))
    picture = film(footage, direction, size)
    fitted = (
        None if sound is None else _fitted(sound, picture.frames * SAMPLE_RATE // direction.fps)
    )
    with _replacing(target) as part:
        with Writer(part, CONTAINERS[container], quality, size, direction.fps, fitted) as writer:
            for index, frame in enumerate(_drawn(picture, size)):
                if cancelled and cancelled():
                    raise Cancelled
                writer.write(frame)
                if progress:
                    progress(index + 1, picture.frames)
        length = part.stat().st_size
    duration_ms = round(picture.frames * 1000 / direction.fps)
    return Output(target, *size, duration_ms, direction.fps, length)


def _fitted(sound: NDArray[np.float32], samples: int) -> NDArray[np.float32]:
    missing = max(0, samples - len(sound))
    return np.pad(sound[:samples], ((0, missing), (0, 0)))


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """A new file beside the target that takes its place at the end, or is gone."""
    part = target.with_name(f".{target.name}.{uuid4().hex}.part")
    try:
        yield part
        part.replace(target)
    except OSError as error:  # PyAV's errors are among them where the system is at fault
        reason = error.strerror or type(error).__name__
        raise RenderError(f"The video cannot be written: {reason}.") from error
    finally:
        part.unlink(missing_ok=True)


def _drawn(picture: Picture, size: tuple[int, int]) -> Iterator[av.VideoFrame]:
    """All frames in order; each is drawn over again once the next but `_AHEAD` is asked for."""

    def draw(index: int, frame: av.VideoFrame) -> av.VideoFrame:
        frame.make_writable()
        picture.draw(index, _planes(frame))
        return frame

    executor = ThreadPoolExecutor(1, thread_name_prefix="draw")
    pending: deque[Future[av.VideoFrame]] = deque()
    try:
        for index in range(picture.frames):
            if index < _AHEAD:
                frame = av.VideoFrame(*size, "yuv420p")
            else:
                yield (frame := pending.popleft().result())
            pending.append(executor.submit(draw, index, frame))
        while pending:
            yield pending.popleft().result()
    finally:
        executor.shutdown(cancel_futures=True)


def _planes(frame: av.VideoFrame) -> Planes:
    """The frame's own memory."""
    y, u, v = (_plane(plane) for plane in frame.planes)
    return y, u, v


def _plane(plane: av.video.plane.VideoPlane) -> Plane:
    rows: Plane = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: plane.height, : plane.width]
