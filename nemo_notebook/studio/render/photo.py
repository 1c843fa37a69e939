"""Photo files to RGB pixels, the right way up."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from PIL import Image, ImageCms, ImageOps

from nemo_notebook.studio.render.errors import RenderError
from nemo_notebook.studio.render.strips import each_strip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

MAX_PIXELS: Final = 120_000_000
_EXIF_ORIENTATION: Final = 0x0112
_SIDEWAYS: Final = (5, 6, 7, 8)
_PROFILED_MODES: Final = ("RGB", "CMYK")
_DEEP_MODES: Final = ("I", "I;16", "I;16B", "I;16L", "I;16N")


def photo_size(path: Path) -> tuple[int, int]:
    """Width and height as the photo is looked at; reads the file's head only.

    Raises:
        RenderError: If this is no photo that can be read, or too large a one.
    """
    with _opened(path) as image:
        width, height = image.size
        sideways = image.getexif().get(_EXIF_ORIENTATION) in _SIDEWAYS
    return (height, width) if sideways else (width, height)


def load_photo(path: Path, *, enough: tuple[int, int] | None = None) -> NDArray[np.uint8]:
    """Decodes a photo.

    EXIF orientation is applied; gray, palette, CMYK and 16-bit pictures become 8-bit
    sRGB, by their colour profile where they have one; what is
    transparent lies on white, as on a page; of an animation the first picture counts.

    Args:
        path: A file in any format that Pillow reads.
        enough: Width and height that are enough; a larger JPEG may be decoded at half, a quarter
            or an eighth of its size, never below this.

    Returns:
        Pixels of shape (height, width, 3) in the order R, G, B.

    Raises:
        RenderError: If this is no photo that can be read, or too large a one.
    """
    with _opened(path) as image:
        if enough:
            sideways = image.getexif().get(_EXIF_ORIENTATION) in _SIDEWAYS
            image.draft(None, enough[::-1] if sideways else enough)
        ImageOps.exif_transpose(image, in_place=True)
        return _pixels(image)


def thumbnail(photo: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """A photo made small.

    Halving is exact and quick where other ratios are slow; so it comes first.

    Args:
        photo: Pixels of shape (height, width, 3).
        side: Pixels of the long side, at most.
    """
    while max(photo.shape[:2]) >= 2 * side and min(photo.shape[:2]) > 1:
        height, width = (length // 2 for length in photo.shape[:2])
        photo = photo[: 2 * height, : 2 * width]
        half = cv2.resize(photo, (width, height), interpolation=cv2.INTER_AREA)
        photo = np.asarray(half, np.uint8)
    height, width = photo.shape[:2]
    scale = min(1.0, side / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), np.uint8)


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            # Our own limit below is the one that counts.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(path)
        with image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise RenderError(
                    f"The photo has {width} × {height} pixels, more than the "
                    f"{MAX_PIXELS // 1_000_000} million that can be animated. Make it smaller."
                )
            yield image
    except FileNotFoundError:
        raise RenderError("The photo is no longer there. Upload it again.") from None
    # Pillow's decoders raise many kinds of errors on broken data; all mean the same to a person.
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise RenderError(
            f"The photo cannot be read ({error}). Save it again as JPEG or PNG and upload that."
        ) from error


def _pixels(image: Image.Image) -> NDArray[np.uint8]:
    image.load()
    width, height = image.size
    to_srgb = _to_srgb(image)
    pixels = np.empty((height, width, 3), np.uint8)

    def convert(top: int, bottom: int) -> None:
        strip = image.crop((0, top, width, bottom))
        pixels[top:bottom] = np.asarray(to_srgb(strip) if to_srgb else _rgb(strip))

    each_strip(height, convert)
    return pixels


def _to_srgb(image: Image.Image) -> Callable[[Image.Image], Image.Image] | None:
    """What brings the colours of a camera or a press to a screen's, where a profile names them.

    Telephones take photos in Display P3; read as sRGB they would be pale.
    """
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in _PROFILED_MODES:
        return None
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return None
        transform = ImageCms.buildTransform(
            source, ImageCms.createProfile("sRGB"), image.mode, "RGB"
        )
    except (OSError, ImageCms.PyCMSError):
        return None  # a broken profile says nothing; the pixels still do
    return lambda strip: ImageCms.applyTransform(strip, transform) or strip


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode in _DEEP_MODES:
        deep = np.asarray(image).astype(np.float32)
        return Image.fromarray(np.rint(deep / 257).clip(0, 255).astype(np.uint8)).convert("RGB")
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        page = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(page, clear).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")
