"""Files: which streams a container takes, and how they are written, byte for byte the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, Self, cast

import av
import cv2
import numpy as np
from av.codec.context import Flags

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    Quality = Literal["low", "medium", "high"]

SAMPLE_RATE: Final = 48_000
_BT709: Final = 1  # the same number in H.273's primaries, transfer and matrix
_LIMITED_RANGE: Final = 1


@dataclass(frozen=True, slots=True)
class VideoCodec:
    """An encoder and its options.

    Attributes:
        name: As FFmpeg calls it.
        crf: Constant rate factor by quality.
        threads: Fixed, for the bytes depend on it.
        options: The encoder's own.
    """

    name: str
    crf: Mapping[Quality, int]
    threads: int
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AudioCodec:
    """An encoder, its bit rate, and the samples it takes."""

    name: str
    bit_rate: int
    sample_format: str


@dataclass(frozen=True, slots=True)
class Container:
    """A kind of file."""

    muxer: str
    video: VideoCodec
    audio: AudioCodec
    options: Mapping[str, str] = field(default_factory=dict)


# Looking ahead is what keeps other cores waiting, unless two threads do it. Blocks of 16 pixels
# that move as one are enough for what a camera does to a photo: to try smaller ones takes a tenth
# to a fifth of the time, and saves nothing but where particles fall, and there 4 % of the file.
_X264_PARAMS: Final = "lookahead-threads=2:partitions=i8x8,i4x4"
_X264_OPTIONS: Final = {"preset": "veryfast", "x264-params": _X264_PARAMS}
_AVX_512F: Final = 13  # OpenCV's number for it, CV_CPU_AVX_512F
_AT_ONCE: Final = 16 * 8  # pixels of a row that x264's AVX-512 code works on at once
_X264 = VideoCodec("libx264", {"low": 30, "medium": 25, "high": 20}, 3, _X264_OPTIONS)
# AVI cannot say that frames are shown in another order than they are stored in.
_X264_IN_ORDER = VideoCodec("libx264", _X264.crf, 3, {**_X264_OPTIONS, "bf": "0"})
_VP9 = VideoCodec(
    "libvpx-vp9",
    {"low": 44, "medium": 37, "high": 30},
    2,
    {"deadline": "realtime", "cpu-used": "7", "row-mt": "1", "lag-in-frames": "0", "b": "0"},
)
_AAC = AudioCodec("aac", 192_000, "fltp")
_OPUS = AudioCodec("libopus", 160_000, "flt")
_MP3 = AudioCodec("libmp3lame", 192_000, "fltp")
_INDEX_FIRST: Final = {"movflags": "+faststart"}

CONTAINERS: Final[Mapping[str, Container]] = {
    "mp4": Container("mp4", _X264, _AAC, _INDEX_FIRST),
    "mov": Container("mov", _X264, _AAC, _INDEX_FIRST),
    "webm": Container("webm", _VP9, _OPUS),
    "mkv": Container("matroska", _X264, _OPUS),
    "avi": Container("avi", _X264_IN_ORDER, _MP3),
}


class Writer:
    """Writes frames, and sound beside them, into one file.

    Args:
        target: The file; written over if it is there.
        container: What kind of file.
        quality: How much of the picture's detail is kept.
        size: Width and height of the frames in pixels.
        fps: Frames a second.
        sound: Samples of shape (n, 2) at 48 kHz from -1 to 1, as long as the clip; or None.
    """

    def __init__(
        self,
        target: Path,
        container: Container,
        quality: Quality,
        size: tuple[int, int],
        fps: int,
        sound: NDArray[np.float32] | None,
    ) -> None:
        options = {**container.options, "fflags": "+bitexact"}
        self._file = av.open(str(target), "w", format=container.muxer, options=options)
        self._fps, self._frames = fps, 0
        codec = container.video
        options = {**_sure(codec.options, size[0]), "crf": str(codec.crf[quality])}
        # PyAV's stubs know a stream's kind only for codecs named in the source.
        self._video = cast("VideoStream", self._file.add_stream(codec.name, fps, options))
        self._video.width, self._video.height = size
        self._video.pix_fmt = "yuv420p"
        context = self._video.codec_context
        context.thread_count = codec.threads
        # PyAV's own choice, a slice of each frame to each thread, is slower and compresses less.
        context.thread_type = "FRAME"
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = _LIMITED_RANGE
        self._sound = _Sound(self._file, container.audio, sound) if sound is not None else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._file.mux(self._video.encode(None))
                if self._sound:
                    self._sound.finish()
        finally:
            self._file.close()

    def write(self, frame: av.VideoFrame) -> None:
        """Encodes the next frame, and the sound up to its end."""
        frame.pts, frame.time_base = self._frames, Fraction(1, self._fps)
        self._file.mux(self._video.encode(frame))
        self._frames += 1
        if self._sound:
            self._sound.write(until=self._frames * SAMPLE_RATE // self._fps)


def _sure(options: Mapping[str, str], width: int) -> Mapping[str, str]:
    """The encoder's options, so that the bytes do not change from run to run.

    Where a row of macroblocks is no multiple of eight, x264's AVX-512 code goes on into memory that
    nobody wrote, and its rate control goes by it: such a clip is left to AVX2.
    """
    if "x264-params" not in options or width % _AT_ONCE == 0:
        return options
    if not cv2.checkHardwareSupport(_AVX_512F):
        return options
    return {**options, "x264-params": options["x264-params"] + ":asm=avx2"}


class _Sound:
    """The sound's stream in a file."""

    def __init__(
        self, file: OutputContainer, codec: AudioCodec, samples: NDArray[np.float32]
    ) -> None:
        self._file, self._samples, self._done = file, samples, 0
        self._stream = cast("AudioStream", file.add_stream(codec.name, SAMPLE_RATE))
        context = self._stream.codec_context
        context.layout, context.format = "stereo", codec.sample_format
        context.bit_rate = codec.bit_rate
        context.flags |= Flags.bitexact

    def write(self, until: int) -> None:
        part = self._samples[self._done : until]
        if not len(part):
            return
        packed = np.ascontiguousarray(part, np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="flt", layout="stereo")
        frame.sample_rate, frame.pts = SAMPLE_RATE, self._done
        frame.time_base = Fraction(1, SAMPLE_RATE)
        self._file.mux(self._stream.encode(frame))
        self._done += len(part)

    def finish(self) -> None:
        self.write(until=len(self._samples))
        self._file.mux(self._stream.encode(None))
