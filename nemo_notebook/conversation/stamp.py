"""The comment in a video's container, written without touching picture or sound."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nemo_notebook.conversation.video import DEMUXERS, ONLY_THIS_FILE
from nemo_notebook.protocol.errors import ExportFailedError
from nemo_notebook.protocol.media import HEAD_BYTES, sniff

if TYPE_CHECKING:  # PyAV is heavy, and a replayed cell never needs it
    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer
    from av.subtitles.stream import SubtitleStream
    from av.video.stream import VideoStream

_MUXERS = {"mp4": "mp4", "mov": "mov", "avi": "avi", "webm": "webm", "mkv": "matroska"}
_INDEX_FIRST = {"mp4": {"movflags": "+faststart"}, "mov": {"movflags": "+faststart"}}
_MUXERS_OWN = {"major_brand", "minor_version", "compatible_brands", "encoder", "comment"}


def stamp(path: Path, comment: str | None) -> None:
    """Put a comment into a video in the place of whatever comment it has, whole or not at all.

    The packets are copied, not encoded anew, and the same file and comment give the same bytes.

    Args:
        path: A file in one of the five containers.
        comment: What to write; None leaves no comment.

    Raises:
        ExportFailedError: The file cannot be copied so; it is then as it was.
    """
    import av  # noqa: PLC0415 (heavy; see above)

    container = path.suffix.removeprefix(".").lower()
    options = {"fflags": "+bitexact", **_INDEX_FIRST.get(container, {})}
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with (
            _opened(path) as source,
            av.open(str(aside), "w", format=_MUXERS[container], options=options) as target,
        ):
            kept = source.metadata.items()
            target.metadata.update({k: v for k, v in kept if k.lower() not in _MUXERS_OWN})
            if comment is not None:
                target.metadata["comment"] = comment
            _copy(source, target)
        aside.replace(path)
    except (OSError, KeyError, ValueError) as error:  # PyAV's errors are among them
        raise ExportFailedError(f"Nothing can be written into {path.name}") from error
    finally:
        aside.unlink(missing_ok=True)


def read_comment(path: Path) -> str:
    """The comment in a video, empty if there is none. Whoever made the file decides what it says.

    Raises:
        ExportFailedError: The file is not a video that can be read.
    """
    with _opened(path) as source:
        tags = {name.lower(): text for name, text in source.metadata.items()}
    return tags.get("comment", "")


def stream_hash(path: Path) -> str:
    """sha256 over each stream's codec data and packets: what no change of tags can change.

    Raises:
        ExportFailedError: The file is not a video that can be read.
    """
    with _opened(path) as source:
        hashes = {
            stream.index: hashlib.sha256(stream.codec_context.extradata or b"")
            for stream in _copied(source)
        }
        for packet in source.demux(*_copied(source)):
            hashes[packet.stream_index].update(bytes(packet))
        each = [f"{stream.type} {hashes[stream.index].hexdigest()}" for stream in _copied(source)]
    return hashlib.sha256("\n".join(["nemo-streams/1", *sorted(each)]).encode()).hexdigest()


@contextmanager
def _opened(path: Path) -> Iterator[InputContainer]:
    """The file, read as what its first bytes say that it is, and no other file beside it."""
    import av  # noqa: PLC0415 (heavy; see above)

    try:
        with path.open("rb") as file:
            kind = sniff(file.read(HEAD_BYTES))
        if kind not in DEMUXERS:
            raise ExportFailedError(f"{path.name} is not a video", hint=_KNOWN)
        with av.open(
            str(path), format=DEMUXERS[kind], options=ONLY_THIS_FILE, metadata_errors="replace"
        ) as source:
            yield source
    except (av.FFmpegError, OSError) as error:
        raise ExportFailedError(
            f"The file {path.name} is not a video that can be read", hint=_KNOWN
        ) from error


_KNOWN = f"Videos are {', '.join(DEMUXERS)}."


def _copied(source: InputContainer) -> list[VideoStream | AudioStream | SubtitleStream]:
    """Picture, sound and subtitles; time codes and attachments do not go into every container."""
    return [*source.streams.video, *source.streams.audio, *source.streams.subtitles]


def _copy(source: InputContainer, target: OutputContainer) -> None:
    streams = {stream.index: target.add_stream_from_template(stream) for stream in _copied(source)}
    for packet in source.demux(*_copied(source)):
        if not packet.size:  # the end of a stream
            continue
        stream = packet.stream
        if stream.type == "video" and stream.average_rate and packet.time_base:
            # Matroska cuts lengths to whole milliseconds, and the last one is the clip's.
            packet.duration = round(1 / (stream.average_rate * packet.time_base))
        packet.stream = streams[packet.stream_index]
        target.mux(packet)
