"""Clips to be handed over, made by the encoder of the day."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import av
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

RATE = 48_000


@dataclass(frozen=True)
class Coding:
    """An encoder, as FFmpeg calls it, how pixels are stored, and the encoder's options."""

    codec: str = "libx264"
    pix_fmt: str = "yuv420p"
    options: dict[str, str] = field(default_factory=dict)


def exactly(**options: str) -> Coding:
    """Pixels come back as they were, every frame in its place."""
    return Coding(options={"qp": "0", "preset": "ultrafast", **options})


def write_clip(
    path: Path,
    pictures: Sequence[Pixels],
    coding: Coding = Coding(),
    *,
    fps: int = 24,
    rotation: int = 0,
    times_ms: Iterable[int] | None = None,
    sample_aspect: Fraction | None = None,
    sound: NDArray[np.float32] | None = None,
) -> Path:
    """Writes pictures of shape (height, width, 3), R, G, B, as frames.

    Args:
        path: The file; its ending says which container.
        pictures: The frames.
        coding: How they are encoded.
        fps: Frames a second.
        rotation: Degrees, counterclockwise, by which a player is told to turn the picture.
        times_ms: When each frame is shown, instead of at `fps`.
        sample_aspect: Width to height of one sample.
        sound: Samples of shape (n, 2) at 48 kHz.
    """
    with av.open(str(path), "w") as file:
        stream = cast("VideoStream", file.add_stream(coding.codec, fps, coding.options))
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = coding.pix_fmt
        if rotation:
            stream.set_display_rotation(rotation)
        if sample_aspect:
            stream.codec_context.sample_aspect_ratio = sample_aspect
        audio = file.add_stream("aac", RATE) if sound is not None else None
        if audio is not None:
            audio.codec_context.layout = "stereo"
        times = iter(times_ms) if times_ms is not None else None
        if times is not None:
            stream.codec_context.time_base = Fraction(1, 1000)
        for number, pixels in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), "rgb24")
            frame = frame.reformat(format=coding.pix_fmt, dst_colorspace="ITU709")
            if times is None:
                frame.pts, frame.time_base = number, Fraction(1, fps)
            else:
                frame.pts, frame.time_base = next(times), Fraction(1, 1000)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
        if audio is not None and sound is not None:
            packed = np.ascontiguousarray(sound, np.float32).reshape(1, -1)
            samples = av.AudioFrame.from_ndarray(packed, format="flt", layout="stereo")
            samples.sample_rate, samples.pts = RATE, 0
            samples.time_base = Fraction(1, RATE)
            file.mux(audio.encode(samples))
            file.mux(audio.encode(None))
    return path


def grays(levels: Iterable[int], size: tuple[int, int] = (160, 90)) -> list[Pixels]:
    """Plain pictures, each of one gray: what is seen tells which frame it is."""
    return [np.full((size[1], size[0], 3), level, np.uint8) for level in levels]
