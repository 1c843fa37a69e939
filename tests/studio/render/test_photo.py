from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageCms

from nemo_notebook.studio.render import photo as photo_module
from nemo_notebook.studio.render.errors import RenderError
from nemo_notebook.studio.render.photo import load_photo, photo_size

if TYPE_CHECKING:
    from pathlib import Path

RED = np.array([200, 30, 30])
ORIENTATION = 0x0112


def red_left(mode: str = "RGB", size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Left half red, right half black."""
    image = Image.new("RGB", size)
    image.paste(tuple(int(v) for v in RED), (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("a.jpg", "RGB"),
        ("a.jpg", "CMYK"),
        ("a.png", "RGB"),
        ("a.png", "P"),
        ("a.png", "RGBA"),
        ("a.gif", "P"),
        ("a.webp", "RGB"),
        ("a.bmp", "RGB"),
        ("a.tif", "RGB"),
    ],
)
def test_reads_the_usual_files(tmp_path: Path, name: str, mode: str) -> None:
    red_left(mode).save(tmp_path / name)
    pixels = load_photo(tmp_path / name)
    assert pixels.shape == (64, 96, 3)
    assert pixels.dtype == np.uint8
    assert np.abs(pixels[32, 20] - RED).max() < 40
    assert pixels[32, 80].max() < 40


@pytest.mark.parametrize(
    ("orientation", "sideways", "red_at"),
    [
        (1, False, (32, 20)),
        (2, False, (32, 76)),
        (3, False, (32, 76)),
        (4, False, (32, 20)),
        (5, True, (20, 32)),
        (6, True, (20, 32)),
        (7, True, (76, 32)),
        (8, True, (76, 32)),
    ],
)
@pytest.mark.parametrize("enough", [None, (1, 1)])
def test_turns_the_photo_the_right_way_up(
    tmp_path: Path,
    orientation: int,
    sideways: bool,
    red_at: tuple[int, int],
    enough: tuple[int, int] | None,
) -> None:
    image = red_left(size=(768, 512))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    image.save(tmp_path / "a.jpg", exif=exif)
    pixels = load_photo(tmp_path / "a.jpg", enough=enough)
    assert photo_size(tmp_path / "a.jpg") == ((512, 768) if sideways else (768, 512))
    scale = max(pixels.shape) / 96
    assert (pixels.shape[0] > pixels.shape[1]) == sideways
    assert pixels[round(red_at[0] * scale), round(red_at[1] * scale), 0] > 150


def test_gray_and_16_bits_keep_their_tones(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)[None].repeat(8, axis=0)
    Image.fromarray(ramp).save(tmp_path / "deep.png")
    Image.fromarray((ramp // 257).astype(np.uint8)).save(tmp_path / "gray.png")
    for name in ("deep.png", "gray.png"):
        pixels = load_photo(tmp_path / name)
        assert np.abs(pixels[4, :, 1].astype(int) - np.arange(256)).max() <= 1


def test_black_and_white_and_gray_with_alpha(tmp_path: Path) -> None:
    red_left("1").save(tmp_path / "a.png")
    assert load_photo(tmp_path / "a.png").shape == (64, 96, 3)
    red_left("LA").save(tmp_path / "b.png")
    assert load_photo(tmp_path / "b.png").shape == (64, 96, 3)


def test_colours_follow_the_profile(tmp_path: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    plain = tmp_path / "plain.png"
    red_left().save(plain, icc_profile=lab.tobytes())
    assert np.abs(load_photo(plain)[32, 20] - RED).max() == 0
    broken = tmp_path / "broken.png"
    red_left().save(broken, icc_profile=b"no profile at all")
    assert np.abs(load_photo(broken)[32, 20] - RED).max() == 0


def test_wide_colours_are_not_pale(tmp_path: Path) -> None:
    """A profile whose red and green are swapped shows whether it is used at all."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"tXYZ").replace(b"gXYZ", b"rXYZ").replace(b"tXYZ", b"gXYZ")
    swapped = swapped.replace("sRGB".encode("utf-16-be"), "mine".encode("utf-16-be"))
    red_left().save(tmp_path / "a.png", icc_profile=swapped)
    r, g, _ = load_photo(tmp_path / "a.png")[32, 20].astype(int)
    assert g > r + 80


def test_what_is_transparent_lies_on_white(tmp_path: Path) -> None:
    Image.new("RGBA", (40, 30), (255, 0, 0, 0)).save(tmp_path / "a.png")
    assert load_photo(tmp_path / "a.png").min() == 255


def test_of_an_animation_the_first_picture_counts(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (40, 30), color) for color in ("white", "black")]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    assert load_photo(tmp_path / "a.gif").min() == 255


def test_a_large_jpeg_is_not_decoded_in_full(tmp_path: Path) -> None:
    Image.new("RGB", (1600, 800), "teal").save(tmp_path / "a.jpg")
    assert load_photo(tmp_path / "a.jpg", enough=(700, 350)).shape == (400, 800, 3)
    assert load_photo(tmp_path / "a.jpg", enough=(900, 450)).shape == (800, 1600, 3)


@pytest.mark.parametrize("content", [b"", b"not a photo", b"GIF89a", b"\xff\xd8\xff\xe0" * 9])
def test_what_is_no_photo_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    for read in (photo_size, load_photo):
        with pytest.raises(RenderError, match="cannot be read"):
            read(path)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.gif"])
def test_half_a_file_is_refused(tmp_path: Path, name: str) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / name)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: len(data) // 2])
    with pytest.raises(RenderError, match="cannot be read"):
        load_photo(tmp_path / name)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="no longer there"):
        load_photo(tmp_path / "gone.jpg")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="cannot be read"):
        load_photo(tmp_path)


def test_too_many_pixels_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_module, "MAX_PIXELS", 1000)
    red_left().save(tmp_path / "a.png")
    with pytest.raises(RenderError, match="96 × 64 pixels"):
        load_photo(tmp_path / "a.png")
