"""Photos without what the camera wrote about the place and the person; pixels stay as they are.

Dropped are Exif, XMP, IPTC, comments and whatever follows the picture (phones append a video, or
a second picture with its own Exif). Kept are the colour profile and the orientation.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace

from nemo_notebook.client.files import Upload
from nemo_notebook.protocol.errors import PhotoError

RECIPE = "exif-strip/1"
"""Names what `without_place` does: another number says that a server would see other bytes."""

_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_UPRIGHT = 1
_LARGEST_ORIENTATION = 8

# JPEG markers, ISO/IEC 10918-1 table B.1
_SOI, _EOI, _SOS = b"\xff\xd8", b"\xff\xd9", 0xDA
_APP0, _APP2 = 0xE0, 0xE2
_NOTES = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})  # not JFIF, and not Adobe's kind of colours
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # past the pixels of one scan

_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_PNG_TEXTS = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt"})
_WEBP_NOTES = frozenset({b"EXIF", b"XMP "})
_WEBP_HAS_EXIF, _WEBP_HAS_XMP = 0x08, 0x04


def without_place(upload: Upload) -> Upload:
    """Take the camera's notes out of a photo.

    Args:
        upload: Any file; what is no JPEG, PNG or WebP passes as it is.

    Returns:
        The photo as it shall be sent, held in memory; `upload` itself where nothing had to go.

    Raises:
        PhotoError: Its structure cannot be read, so that nobody can tell what it gives away.
    """
    cleaners = {"image/jpeg": _clean_jpeg, "image/png": _clean_png, "image/webp": _clean_webp}
    clean = cleaners.get(upload.media_type)
    if clean is None:
        return upload
    with upload.open() as file:
        data = file.read()
    try:
        cleaned = clean(data)
    except (struct.error, IndexError, ValueError):
        raise PhotoError(
            f"{upload.name} is damaged, and where it was taken cannot be removed from it",
            hint="Save it again, or send it as it is with keep_exif=True.",
        ) from None
    if cleaned == data:
        return upload
    return replace(
        upload,
        path=None,
        data=cleaned,
        size=len(cleaned),
        sha256=hashlib.sha256(cleaned).hexdigest(),
    )


def _clean_jpeg(data: bytes) -> bytes:
    parts: list[bytes] = []
    orientation = _UPRIGHT
    for marker, part in _jpeg_parts(data):
        body = part[4:]
        profile = marker == _APP2 and body.startswith(b"ICC_PROFILE\0")
        if marker not in _NOTES or profile:
            parts.append(part)
        elif body.startswith(_EXIF):
            orientation = _orientation(body.removeprefix(_EXIF))
    if orientation != _UPRIGHT:
        exif = _EXIF + _exif(orientation)
        place = 1 if parts and parts[0][1] == _APP0 else 0  # JFIF must come first
        parts.insert(place, struct.pack(">BBH", 0xFF, 0xE1, len(exif) + 2) + exif)
    return b"".join((_SOI, *parts, _EOI))


def _jpeg_parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments between start and end of the image; a scan comes with its pixels."""
    at = len(_SOI)
    while True:
        if data[at] != 0xFF:  # noqa: PLR2004 (a marker begins with it)
            raise ValueError("no marker")
        while data[at + 1] == 0xFF:  # noqa: PLR2004 (filling)
            at += 1
        marker = data[at + 1]
        if marker == _EOI[1]:
            return
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if marker == _SOS:
            found = _NEXT_MARKER.search(data, end)
            end = found.start() if found else len(data)
        yield marker, data[at:end]
        at = end
        if at == len(data):  # the picture is cut, but can be shown
            return


def _clean_png(data: bytes) -> bytes:
    parts = [_PNG_MAGIC]
    orientation = _UPRIGHT
    at = len(_PNG_MAGIC)
    kind = b""
    while kind != b"IEND":
        (length,) = struct.unpack_from(">I", data, at)
        kind = data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            raise ValueError("a chunk is cut")
        if kind == b"eXIf":
            orientation = _orientation(data[at + 8 : end - 4])
        if kind == b"IDAT" and orientation != _UPRIGHT:
            parts.append(_png_chunk(b"eXIf", _exif(orientation)))
            orientation = _UPRIGHT
        if kind not in _PNG_TEXTS:
            parts.append(data[at:end])
        at = end
    return b"".join(parts)


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _clean_webp(data: bytes) -> bytes:
    parts: list[bytes] = []
    orientation = _UPRIGHT
    (size,) = struct.unpack_from("<I", data, 4)
    at, stop = 12, min(8 + size, len(data))
    while at + 8 <= stop:
        kind = data[at : at + 4]
        (length,) = struct.unpack_from("<I", data, at + 4)
        end = at + 8 + length + length % 2
        if kind == b"EXIF":
            orientation = _orientation(data[at + 8 : at + 8 + length].removeprefix(_EXIF))
        if kind not in _WEBP_NOTES:
            parts.append(data[at:end])
        at = end
    if parts and parts[0].startswith(b"VP8X"):
        flags = parts[0][8] & ~(_WEBP_HAS_EXIF | _WEBP_HAS_XMP)
        if orientation != _UPRIGHT:
            exif = _exif(orientation)
            parts.append(b"EXIF" + struct.pack("<I", len(exif)) + exif)
            flags |= _WEBP_HAS_EXIF
        parts[0] = parts[0][:8] + bytes([flags]) + parts[0][9:]
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _orientation(tiff: bytes) -> int:
    """The orientation in an Exif block, upright where there is none; TIFF 6.0, section 2."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return _UPRIGHT
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for entry in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * entry)
            if tag == _ORIENTATION:
                return value if _UPRIGHT <= value <= _LARGEST_ORIENTATION else _UPRIGHT
    except struct.error:
        pass
    return _UPRIGHT


def _exif(orientation: int) -> bytes:
    """An Exif block that says the orientation and nothing else."""
    return struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
