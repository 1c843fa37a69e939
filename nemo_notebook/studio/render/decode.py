"""The frames of an uploaded clip, by time."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.recording import (
    UNREADABLE,
    RecordingError,
    frames,
    opened,
    picture_stream,
    upright_size,
)
from nemo_notebook.studio.render.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import av
    from av.container import InputContainer
    from av.video.stream import VideoStream

_FAR: Final = 3.0  # seconds ahead, beyond which winding is quicker than decoding
_MOST_SKIPPED: Final = 20_000  # frames on the way to one; more is no clip but a trap
_USUAL_RATE: Final = 30
_TICK: Final = 1e-4  # seconds by which clocks may round


class Frames:
    """Gives the frame that stands at a time: the last one that began until then.

    Frames come as they were recorded, at whatever rate; asked forwards, each is decoded once. After
    the end, or where the rest is broken, the last one stays.

    Args:
        path: The clip.

    Attributes:
        size: Width and height as the clip is looked at.

    Raises:
        RenderError: If nothing of it can be decoded.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._container: InputContainer | None = None
        self._stream: VideoStream
        self._coming: Iterator[tuple[float, av.VideoFrame]]
        self._since: float
        self._frame: av.VideoFrame
        self._next: tuple[float, av.VideoFrame] | None
        self._origin = 0.0
        self._begin()
        self._origin = self._since
        self.size = upright_size(self._frame, self._stream.sample_aspect_ratio)

    def at(self, seconds: float) -> av.VideoFrame:
        """The frame at a time since the clip's beginning.

        Raises:
            RenderError: If it takes too long to get there.
        """
        seconds += self._origin
        if not self._since - _TICK <= seconds < self._since + _FAR:
            self._wind(seconds)
        for _ in range(_MOST_SKIPPED):
            if self._next is None or self._next[0] > seconds + _TICK:
                return self._frame
            self._since, self._frame = self._next
            self._next = next(self._coming, None)
        raise RenderError(
            f"The clip takes too long to reach {seconds - self._origin:.0f} s: cut it first."
        )

    def _wind(self, seconds: float) -> None:
        """To the last place before a time where decoding can begin; a poor index may have none."""
        if self._next is None and seconds >= self._since:
            return  # at the end
        self._begin(seconds)
        if self._since > seconds + _TICK:
            self._begin()

    def _begin(self, seconds: float = 0.0) -> None:
        if self._container:  # which would hold its decoder's pictures until Python looks for them
            self._container.close()
        container, stream = _opened(self._path)
        self._container = container
        if seconds > 0:
            ticks = int(seconds / float(stream.time_base or 1))
            with suppress(*UNREADABLE):  # then it stands at its beginning
                container.seek(ticks, stream=stream)
        self._stream, self._coming = stream, _timed(container, stream)
        first = next(self._coming, None)
        if first is None:
            raise RenderError("The clip is damaged: nothing in it can be shown. Save it again.")
        self._since, self._frame = first
        self._next = next(self._coming, None)


def _opened(path: Path) -> tuple[InputContainer, VideoStream]:
    try:
        container = opened(path, path.suffix[1:])
        stream = picture_stream(container)
    except RecordingError as error:
        raise RenderError(f"The clip {error}.") from None
    if stream is None:
        raise RenderError("The clip has no pictures in it.")
    return container, stream


def _timed(container: InputContainer, stream: VideoStream) -> Iterator[tuple[float, av.VideoFrame]]:
    """Frames with their times on the file's own clock, as far as they can be decoded."""
    rate = float(stream.average_rate or _USUAL_RATE)
    expected = 0.0  # old AVI files tell no times
    for frame in frames(container, stream):
        time = expected if frame.pts is None else frame.time
        expected = time + 1 / rate
        yield time, frame
