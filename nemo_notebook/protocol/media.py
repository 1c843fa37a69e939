"""Which files the protocol takes, and how to tell them by their first bytes."""

from __future__ import annotations

from typing import Literal

MediaKind = Literal["image", "video", "audio"]

HEAD_BYTES = 4096
"""How many first bytes `sniff` wants to see."""

ACCEPTED: dict[str, tuple[MediaKind, str]] = {
    "mp4": ("video", "video/mp4"),
    "mov": ("video", "video/quicktime"),
    "avi": ("video", "video/x-msvideo"),
    "webm": ("video", "video/webm"),
    "mkv": ("video", "video/x-matroska"),
    "jpg": ("image", "image/jpeg"),
    "jpeg": ("image", "image/jpeg"),
    "png": ("image", "image/png"),
    "gif": ("image", "image/gif"),
    "webp": ("image", "image/webp"),
    "mp3": ("audio", "audio/mpeg"),
    "wav": ("audio", "audio/wav"),
    "m4a": ("audio", "audio/mp4"),
    "aac": ("audio", "audio/aac"),
}
"""File name endings that the protocol accepts, with kind and media type."""

CONTAINERS = ("mp4", "mov", "avi", "webm", "mkv")
"""What an export can be."""

QUALITIES = ("low", "medium", "high")
"""How good an export can be."""

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "jpg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (8, b"WEBP", "webp"),
    (8, b"WAVE", "wav"),
    (8, b"AVI ", "avi"),
    (4, b"ftypqt  ", "mov"),
    (4, b"ftypM4A", "m4a"),
    (4, b"ftyp", "mp4"),
    (4, b"moov", "mov"),  # QuickTime before 2001 has no ftyp
    (4, b"mdat", "mov"),
    (4, b"wide", "mov"),
    (0, b"ID3", "mp3"),
)


def sniff(head: bytes) -> str | None:
    """Tell a file's type by its first bytes.

    Args:
        head: The first `HEAD_BYTES` of the file (fewer if it is shorter).

    Returns:
        A key of `ACCEPTED`, or None for a type that the protocol does not take.
    """
    for offset, magic, name in _MAGIC:
        if head.startswith(magic, offset) and (offset != 8 or head.startswith(b"RIFF")):  # noqa: PLR2004 (RIFF's form type stands at byte 8)
            return None if head[8:12] in _IMAGES_IN_MP4 else name
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm" if b"webm" in head[:64] else "mkv"
    if head[:2] in {b"\xff\xf1", b"\xff\xf9"}:
        return "aac"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:  # noqa: PLR2004 (MPEG audio frame sync, layer III)
        return "mp3"
    return None


_IMAGES_IN_MP4 = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis"})
"""Brands of still images in an MP4 shell, which the protocol does not list."""
