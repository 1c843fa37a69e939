"""What may be uploaded: looked at and named before anything is sent."""

from __future__ import annotations

import difflib
import hashlib
import io
import os
import stat
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias

from nemo_notebook.protocol.errors import MediaTooLargeError, PhotoError, UnsupportedMediaError
from nemo_notebook.protocol.media import ACCEPTED, HEAD_BYTES, sniff

if TYPE_CHECKING:
    from PIL.Image import Image

    Source: TypeAlias = str | os.PathLike[str] | bytes | Image

MAX_BYTES = 2 * 2**30
MAX_PIXELS = 100_000_000
MIN_SIDE = 16

_SAME_SHELL = ({"jpg", "jpeg"}, {"mp4", "mov", "m4a"}, {"webm", "mkv"})
_TAKEN = "Accepted are " + ", ".join(ACCEPTED) + "."
_LARGE = "Make it smaller (resize, compress or trim it) and try again."
_READABLE_IMAGES = ("JPEG", "PNG", "GIF", "WEBP")
_PNG_MODES = frozenset({"1", "L", "LA", "I;16", "P", "RGB", "RGBA"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has been looked at and can be sent.

    Attributes:
        name: The file name that the server is told.
        path: Where it lies; None if it is held in memory.
        data: Its content if it is held in memory.
        media_type: By its content.
        size: In bytes.
        sha256: Of its content, in hexadecimal.
    """

    name: str
    path: Path | None
    data: bytes | None = field(repr=False)
    media_type: str
    size: int
    sha256: str

    def open(self) -> IO[bytes]:
        """The content from its beginning, read as it is needed.

        Raises:
            PhotoError: It was there when it was looked at, and cannot be read any more.
        """
        if self.path is None:
            return io.BytesIO(self.data or b"")
        try:
            return self.path.open("rb")
        except OSError as error:
            raise PhotoError(
                f"{self.name} cannot be read any more: {error.strerror}",
                hint="Hand it over again.",
            ) from None


def inspect(source: Source, *, name: str | None = None) -> Upload:
    """Look at a photo, clip or piece of music before it is sent.

    Args:
        source: A path, the content itself, or a Pillow image (which is sent as PNG, upright).
        name: The file name that the server is told; by default the file's own.

    Returns:
        What will be sent.

    Raises:
        UnsupportedMediaError: It is of a type that the service does not take.
        MediaTooLargeError: It is over 2 GiB, or an image of over 100 megapixels.
        PhotoError: It is missing, unreadable, empty, broken or not what its name says.
    """
    if isinstance(source, bytes):
        return _inspect_data(source, name)
    if isinstance(source, str | os.PathLike):
        return _inspect_path(source, name)
    return _inspect_image(source, name)


def _inspect_path(source: str | os.PathLike[str], name: str | None) -> Upload:
    said = os.fspath(source)
    if not said.strip():
        raise PhotoError("No file is named", hint='Name a photo, as in "photo.jpg".')
    if said.lower().startswith(("http://", "https://")):
        raise PhotoError(f"{said} is an address, not a file", hint="Hand it over as a URL.")
    path = Path(said).expanduser()
    try:
        info = path.stat()
        if stat.S_ISDIR(info.st_mode):
            raise PhotoError(f"{said} is a folder", hint=_example_in(path))
        if not stat.S_ISREG(info.st_mode):
            raise PhotoError(f"{said} is not a file", hint="Name a photo.")
        _check_size(said, info.st_size)
        with path.open("rb") as file:
            kind = _kind(file, said, path.suffix)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        raise PhotoError(f"{said} does not exist", hint=_near(path)) from None
    except PermissionError:
        raise PhotoError(
            f"{said} cannot be read: permission is missing", hint="Allow reading it and try again."
        ) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise PhotoError(f"{said!r} cannot be read: {reason}", hint="Check its name.") from None
    return Upload(
        name=_named(name or path.name, kind),
        path=path.absolute(),
        data=None,
        media_type=ACCEPTED[kind][1],
        size=info.st_size,
        sha256=digest,
    )


def _inspect_data(data: bytes, name: str | None) -> Upload:
    said = name or "The data"
    _check_size(said, len(data))
    kind = _kind(io.BytesIO(data), said, Path(name or "").suffix)
    return Upload(
        name=_named(name or ACCEPTED[kind][0], kind),
        path=None,
        data=data,
        media_type=ACCEPTED[kind][1],
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _inspect_image(image: Image, name: str | None) -> Upload:
    from PIL import Image as PILImage  # noqa: PLC0415 (only who hands over a Pillow image needs Pillow)
    from PIL import ImageOps  # noqa: PLC0415 (likewise)

    if not isinstance(image, PILImage.Image):
        raise PhotoError(
            f"A {type(image).__name__} is not a photo",
            hint="Hand over a path, bytes or a Pillow image.",
        )
    said = name or Path(str(getattr(image, "filename", "") or "image")).name
    _check_pixels(said, image.size)
    png = io.BytesIO()
    try:
        upright = ImageOps.exif_transpose(image)
        writable = upright if upright.mode in _PNG_MODES else upright.convert("RGB")
        writable.save(png, "PNG")
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise PhotoError(
            f"{said} cannot be decoded: {error}", hint="Open it again and check that it shows."
        ) from None
    return _inspect_data(png.getvalue(), str(Path(said).with_suffix(".png")))


def _check_size(said: str, size: int) -> None:
    if size == 0:
        raise PhotoError(f"{said} is empty", hint="Check that it was saved or copied whole.")
    if size > MAX_BYTES:
        raise MediaTooLargeError(f"{said} has {size / 2**30:.1f} GiB, more than the 2 GiB allowed")


def _kind(file: IO[bytes], said: str, suffix: str) -> str:
    """The file's type by its content, as a key of `ACCEPTED`; leaves `file` at its beginning."""
    head = file.read(HEAD_BYTES)
    file.seek(0)
    ending = suffix.removeprefix(".").lower()
    kind = sniff(head)
    if kind is None:
        raise _not_taken(head, said, ending)
    for shell in _SAME_SHELL:
        if kind in shell and ending in shell:
            kind = ending
    if ending in ACCEPTED and ACCEPTED[ending][0] != ACCEPTED[kind][0]:
        raise PhotoError(
            f"{said} is called .{ending} but contains {kind.upper()}",
            hint=f"Rename it so that it ends in .{kind}.",
        )
    if ACCEPTED[kind][0] == "image":
        _check_image(file, said)
        file.seek(0)
    return kind


def _not_taken(head: bytes, said: str, ending: str) -> PhotoError:
    if head[4:8] == b"ftyp" and head[8:12] in {b"avif", b"avis"}:
        return UnsupportedMediaError(f"{said} is an AVIF image", hint="Convert it to JPEG or PNG.")
    if head[4:8] == b"ftyp":
        return UnsupportedMediaError(
            f"{said} is a HEIC photo, as iPhones make them",
            hint='Save it as JPEG (on the phone: Settings, Camera, Formats, "Most Compatible").',
        )
    if b"<svg" in head.lower():
        return UnsupportedMediaError(
            f"{said} is an SVG drawing", hint="Save it as PNG in the size that you want."
        )
    if ending in ACCEPTED:
        kind = ACCEPTED[ending][0]
        article = "an" if kind in {"image", "audio"} else "a"
        return PhotoError(
            f"{said} is called .{ending} but its content is not that of {article} {kind} file",
            hint="Check that it was saved or downloaded whole.",
        )
    return UnsupportedMediaError(f"{said} is of a type that is not taken", hint=_TAKEN)


def _check_image(file: IO[bytes], said: str) -> None:
    from PIL import Image as PILImage  # noqa: PLC0415 (clips and music need no Pillow)

    broken = PhotoError(f"{said} is broken: its header cannot be read", hint="Save it again.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PILImage.DecompressionBombWarning)
            with PILImage.open(file, formats=_READABLE_IMAGES) as image:
                size = image.size
    except PILImage.DecompressionBombError:
        raise MediaTooLargeError(
            f"{said} has far more than the {MAX_PIXELS // 10**6} megapixels allowed", hint=_LARGE
        ) from None
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError):
        raise broken from None
    _check_pixels(said, size)


def _check_pixels(said: str, size: tuple[int, int]) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        raise MediaTooLargeError(
            f"{said} has {width * height / 1e6:.0f} megapixels ({width}×{height}), more than the"
            f" {MAX_PIXELS // 10**6} allowed",
            hint=_LARGE,
        )
    if min(size) < MIN_SIDE:
        raise PhotoError(
            f"{said} is only {width}×{height} pixels",
            hint=f"Both sides must have at least {MIN_SIDE} pixels.",
        )


def _named(name: str, kind: str) -> str:
    """The name with an ending that says what is inside, since a server may go by it."""
    path = Path(name)
    ending = path.suffix.removeprefix(".").lower()
    if ending == kind or any(kind in shell and ending in shell for shell in _SAME_SHELL):
        return path.name
    return f"{path.stem if ending in ACCEPTED else path.name}.{kind}"


def _near(path: Path) -> str:
    """What the person may have meant."""
    folder = path.parent
    if not folder.is_dir():
        return f"The folder {folder} does not exist either."
    names = _media_in(folder)
    by_lower = {name.lower(): name for name in names}
    close = difflib.get_close_matches(path.name.lower(), by_lower, n=3, cutoff=0.6)
    if close:
        return f"Did you mean {' or '.join(by_lower[name] for name in close)}?"
    return f"Relative names start at {Path.cwd()}." if not path.is_absolute() else "Check its name."


def _example_in(folder: Path) -> str:
    names = _media_in(folder)
    return f"Name a file in it, such as {Path(folder.name, names[0])}." if names else "Name a file."


def _media_in(folder: Path) -> list[str]:
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 (names are wanted, not paths)
    except OSError:
        return []
    return [name for name in names if Path(name).suffix.removeprefix(".").lower() in ACCEPTED]
