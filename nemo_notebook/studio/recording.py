"""Uploaded sound and video, opened with care: what others recorded is not to be trusted.

A file is given to the one demuxer that its type asks for, which may open no other file and no
address (the class of CVE-2016-1897: a playlist in disguise must not make the studio read this
machine's files or call its neighbours). The size of a picture is bounded, and how much is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final, overload

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

MAX_PIXELS: Final = 40_000_000  # of a moving picture: 8K is 33 million
MIN_SIDE: Final = 16
DEMUXERS: Final = {
    "mp4": "mov",
    "mov": "mov",
    "m4a": "mov",
    "avi": "avi",
    "webm": "matroska",
    "mkv": "matroska",
    "mp3": "mp3",
    "wav": "wav",
    "aac": "aac",
}
"""Which demuxer reads a file, by its ending; the endings are ours, by content (`sniff`)."""

UNREADABLE: Final = (av.error.FFmpegError, OSError, ValueError)
"""What PyAV raises on broken files."""

_THREADS: Final = 2
_MOST_PACKETS: Final = 2_000_000
_MOST_DAMAGED: Final = 200  # packets
_LONGEST_MS: Final = 86_400_000
_STILL: Final = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image


class RecordingError(Exception):
    """A recording that cannot be used; the message is for people and begins after its name."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What a recording is.

    Attributes:
        size: Width and height as it is looked at; None where there is sound alone.
        duration_ms: What can really be read of it.
        fps: Frames a second on average; None where nothing says.
        has_sound: Whether there is sound in it.
    """

    size: tuple[int, int] | None
    duration_ms: int
    fps: float | None
    has_sound: bool


def opened(path: Path, kind: str) -> InputContainer:
    """Opens a recording; it closes at the end of a `with`, or when it is let go.

    Args:
        path: The file.
        kind: A key of `DEMUXERS`.

    Raises:
        RecordingError: It is damaged.
    """
    demuxer = DEMUXERS[kind]
    options = {"format_whitelist": demuxer, "protocol_whitelist": "file"}
    try:
        return av.open(path, format=demuxer, container_options=options, metadata_errors="ignore")
    except UNREADABLE:
        raise RecordingError("is damaged and cannot be read: save it again") from None


def picture_stream(container: InputContainer) -> VideoStream | None:
    """The moving picture, ready to be decoded; covers and thumbnails are none.

    Raises:
        RecordingError: It is too large, or nothing here decodes it.
    """
    for stream in container.streams.video:
        if stream.disposition & _STILL:
            continue
        if stream.width * stream.height > MAX_PIXELS:
            raise RecordingError(
                f"has more than {MAX_PIXELS // 1_000_000} million pixels a frame: make it smaller"
            )
        context = stream.codec_context
        if context is None:  # PyAV's stubs do not know it, but this FFmpeg may lack a decoder
            raise RecordingError(_NO_DECODER)
        context.options = {"max_pixels": str(MAX_PIXELS)}
        context.thread_type, context.thread_count = "AUTO", _THREADS
        return stream
    return None


def sound_stream(container: InputContainer) -> AudioStream | None:
    """The sound, where there is any."""
    return next(iter(container.streams.audio), None)


@overload
def frames(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]: ...
@overload
def frames(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]: ...
def frames(
    container: InputContainer, stream: VideoStream | AudioStream
) -> Iterator[VideoFrame | AudioFrame]:
    """All frames from where the container stands that can be decoded; damage is passed over."""
    packets = container.demux(stream)
    damaged = 0
    while damaged < _MOST_DAMAGED:
        try:
            packet = next(packets, None)
            if packet is None:
                return
            decoded = packet.decode()
        except UNREADABLE:
            damaged += 1
            continue
        yield from (frame for frame in decoded if isinstance(frame, VideoFrame | AudioFrame))


def origin(path: Path, kind: str) -> float:
    """Where a recording begins, in seconds of its own clock: with its first picture, if any.

    Raises:
        RecordingError: It is damaged.
    """
    with opened(path, kind) as container:
        first: VideoFrame | AudioFrame | None = None
        if picture := picture_stream(container):
            first = next(frames(container, picture), None)
        elif sound := sound_stream(container):
            first = next(frames(container, sound), None)
        return (first.time or 0.0) if first else 0.0


def upright_size(frame: VideoFrame, aspect: Fraction | None) -> tuple[int, int]:
    """Width and height of a frame as it is looked at.

    Args:
        frame: As it is stored: it may lie on its side.
        aspect: Of its samples, width to height; None where they are square.
    """
    width, height = round(frame.width * (aspect or 1)), frame.height
    return (height, width) if turns(frame) % 2 else (width, height)


def turns(frame: VideoFrame) -> int:
    """Quarter turns, counterclockwise, that bring a frame upright."""
    return round(frame.rotation / 90) % 4


def measure(path: Path, kind: str) -> Measures:
    """Looks at a recording: decodes its first picture, and reads the rest without decoding it.

    Lengths in a file's head may promise more than there is; what can be read is what counts.

    Raises:
        RecordingError: It is damaged, has neither picture nor sound, or is too large or small.
    """
    with opened(path, kind) as container:
        picture = picture_stream(container)
        size = _first_size(container, picture) if picture else None
    with opened(path, kind) as container:  # anew: not every file can be wound back
        picture, sound = picture_stream(container), sound_stream(container)
        stream = picture or sound
        if stream is None:
            raise RecordingError("has neither a picture nor sound")
        begin, end, packets = _extent(container, stream)
        if not packets:
            raise RecordingError("has no sound in it")
        rate = float(picture.average_rate or 0) if picture else None
        duration_ms = min(round(1000 * (end - begin)), _LONGEST_MS)
        return Measures(size, duration_ms, rate or None, sound is not None)


_NO_DECODER: Final = "has a picture of a kind that cannot be read here: save it as H.264 in an MP4"


def _first_size(container: InputContainer, stream: VideoStream) -> tuple[int, int]:
    frame = next(frames(container, stream), None)
    if frame is None:
        raise RecordingError("has no pictures in it that can be read: save it again")
    size = upright_size(frame, stream.sample_aspect_ratio)
    if min(size) < MIN_SIDE:
        raise RecordingError(
            f"has {size[0]} × {size[1]} pixels, which is too small: at least {MIN_SIDE} each way"
            " are needed"
        )
    return size


def _extent(
    container: InputContainer, stream: VideoStream | AudioStream
) -> tuple[float, float, int]:
    """Where the packets of a stream begin and end, in seconds, and how many there are."""
    first, last, count = None, 0, 0
    usual = _usual_length(stream)
    with suppress(*UNREADABLE):  # of a broken tail, what came before it is there
        for number, packet in enumerate(container.demux(stream)):
            if packet.size and packet.pts is not None:
                count += 1
                first = packet.pts if first is None else min(first, packet.pts)
                last = max(last, packet.pts + (packet.duration or usual))
            elif packet.size:  # old AVI files tell no times
                count, first = count + 1, first or 0
                last += usual
            if number > _MOST_PACKETS:
                raise RecordingError("is too long: cut it first")
    base = float(stream.time_base or 1)
    return (first or 0) * base, last * base, count


def _usual_length(stream: VideoStream | AudioStream) -> int:
    rate = stream.average_rate if isinstance(stream, VideoStream) else None
    return round(1 / (rate * stream.time_base)) if rate and stream.time_base else 0
