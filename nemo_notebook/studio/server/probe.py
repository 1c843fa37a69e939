"""What an uploaded file is, judged by its content and never by its name.

Pictures are opened with the decoders of the protocol's formats alone; sound and video as
`studio.recording` does, which reads nothing but the one file.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from nemo_notebook.protocol.media import ACCEPTED, HEAD_BYTES, sniff
from nemo_notebook.studio.recording import RecordingError, measure
from nemo_notebook.studio.server.answers import MEDIA_TOO_LARGE, UNSUPPORTED_MEDIA, Refusal

MAX_PIXELS: Final = 100_000_000
MIN_SIDE: Final = 16

_PICTURES: Final = {"jpg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}
_ORIENTATION: Final = 0x0112
_SIDEWAYS: Final = (5, 6, 7, 8)
_THUMBNAIL: Final = (256, 256)


@dataclass(frozen=True, slots=True)
class Facts:
    """Type (a key of `ACCEPTED`) and measures of a file; None where it has no such measure."""

    type: str
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    fps: float | None = None


def probe(path: Path, name: str) -> Facts:
    """Look at a file.

    Args:
        path: The file.
        name: What the person calls it, for messages.

    Raises:
        Refusal: It is empty, of no accepted type, damaged, too small or too large.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise _unsupported(f"{name} is empty")
    kind = sniff(head)
    if kind is None:
        raise _unsupported(f"{name} is no file of an accepted type ({', '.join(ACCEPTED)})")
    if kind in _PICTURES:
        return _picture(path, name, kind)
    return _recording(path, name, kind)


def _picture(path: Path, name: str, kind: str) -> Facts:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit below rules
            image = Image.open(path, formats=[_PICTURES[kind]])
        with image:
            width, height = image.size
            _judge_size(name, width, height)
            sideways = image.getexif().get(_ORIENTATION) in _SIDEWAYS
            image.draft(None, _THUMBNAIL)  # a JPEG need not be decoded at its full size
            image.load()
    except Image.DecompressionBombError:
        raise _too_many_pixels(name) from None
    # Pillow's decoders raise many kinds of errors on broken data; all mean the same to a person.
    except (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError):
        raise _unsupported(f"{name} is damaged and cannot be read: save it again") from None
    return Facts(kind, *((height, width) if sideways else (width, height)))


def _judge_size(name: str, width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise _too_many_pixels(name, f" ({width} × {height})")
    if min(width, height) < MIN_SIDE:
        raise _unsupported(
            f"{name} has {width} × {height} pixels, which is too small to animate:"
            f" at least {MIN_SIDE} each way are needed"
        )


def _recording(path: Path, name: str, kind: str) -> Facts:
    try:
        found = measure(path, kind)
    except RecordingError as error:
        raise _unsupported(f"{name} {error}") from None
    if found.size is None:
        return Facts(kind, duration_ms=found.duration_ms)
    return Facts(kind, *found.size, found.duration_ms, found.fps)


def _unsupported(message: str) -> Refusal:
    return Refusal(415, f"{message}.", code=UNSUPPORTED_MEDIA)


def _too_many_pixels(name: str, size: str = "") -> Refusal:
    return Refusal(
        413,
        f"{name} has more than {MAX_PIXELS // 1_000_000} million pixels{size}: make it smaller.",
        code=MEDIA_TOO_LARGE,
    )
