"""A finished video: its file, and what can be told by looking into it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nemo_notebook.conversation.turn import Picture
from nemo_notebook.protocol.errors import ExportFailedError
from nemo_notebook.protocol.media import ACCEPTED

if TYPE_CHECKING:  # PyAV is heavy, and a replayed cell never needs it
    import av.container

Jpeg = bytes
"""A name for it, because `Video.bytes` hides the other one."""

_POSTER_SIDE = 960
_POSTER_QUALITY = 82
DEMUXERS = {"mp4": "mov", "mov": "mov", "avi": "avi", "webm": "matroska", "mkv": "matroska"}
"""The one reader that each container may be opened with: a file cannot choose another."""

ONLY_THIS_FILE = {"protocol_whitelist": "file"}
"""FFmpeg's words for it: a playlist dressed as a video reaches neither network nor device."""


@dataclass(frozen=True, slots=True)
class Video:
    """A video on this machine.

    Attributes:
        path: Where it is.
        media_type: For example `video/mp4`.
        width: In pixels.
        height: In pixels.
        duration_ms: How long it plays.
        bytes: Size of the file.
        poster: A JPEG still of it, at most 960 pixels wide or high.
        link: An address that opens its project in a browser, where the hosted service has just made
            it; whoever has it can open the project, so it stands in no output.
    """

    path: Path
    media_type: str
    width: int
    height: int
    duration_ms: int
    bytes: int
    poster: Jpeg
    link: str | None = None

    @property
    def picture(self) -> Picture:
        """What a turn's state says of it."""
        return Picture(
            name=self.path.name,
            media_type=self.media_type,
            width=self.width,
            height=self.height,
            duration_ms=self.duration_ms,
            bytes=self.bytes,
        )

    def __repr__(self) -> str:
        seconds = f"{self.duration_ms / 1000:g} s"
        return f"Video({str(self.path)!r}, {self.width}x{self.height}, {seconds})"


def look_into(path: Path) -> Video:
    """Read a video's size and length, and take a still from it.

    Args:
        path: A file whose ending is one of the five containers.

    Raises:
        ExportFailedError: The file cannot be read as a video.
    """
    import av  # noqa: PLC0415 (heavy; see above)

    container = path.suffix.removeprefix(".").lower()
    try:
        with av.open(str(path), format=DEMUXERS.get(container), options=ONLY_THIS_FILE) as file:
            stream = file.streams.video[0]
            duration_ms = round((file.duration or 0) / 1000)
            poster = _still(file, duration_ms)
            width, height = stream.width, stream.height
    except (av.FFmpegError, IndexError, StopIteration) as error:
        raise ExportFailedError(f"The file {path.name} is not a video that can be read") from error
    return Video(
        path=path,
        media_type=ACCEPTED[container][1],
        width=width,
        height=height,
        duration_ms=duration_ms,
        bytes=path.stat().st_size,
        poster=poster,
    )


def _still(file: av.container.InputContainer, duration_ms: int) -> bytes:
    """The frame at a third: past a fade or a title's entry, before it leaves."""
    third_s = duration_ms / 3000
    file.seek(duration_ms * 1000 // 3)
    frames = file.decode(video=0)
    frame = next(frames)
    # A seek lands on the key frame before, which may be the very first.
    while frame.time < third_s and (after := next(frames, None)) is not None:
        frame = after
    image = frame.to_image()
    image.thumbnail((_POSTER_SIDE, _POSTER_SIDE))
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=_POSTER_QUALITY, optimize=True)
    return jpeg.getvalue()
