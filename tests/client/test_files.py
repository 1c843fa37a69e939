"""What may be uploaded: every bad input is named, and nothing is decoded to find out."""

from __future__ import annotations

import hashlib
import os
import struct
import sys
import tracemalloc
import warnings
import zlib
from pathlib import Path

import pytest
from PIL import Image

from nemo_notebook.client.files import inspect
from nemo_notebook.protocol.errors import MediaTooLargeError, PhotoError, UnsupportedMediaError
from tests.client.pictures import picture

FTYP = b"\0\0\0\x18ftyp%s\0\0\0\0isomiso2"
CONTENT: dict[str, tuple[bytes, str]] = {
    "mp4": (FTYP % b"isom", "video/mp4"),
    "mov": (FTYP % b"qt  ", "video/quicktime"),
    "m4a": (FTYP % b"M4A ", "audio/mp4"),
    "avi": (b"RIFF\0\0\0\0AVI LIST", "video/x-msvideo"),
    "webm": (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "video/webm"),
    "mkv": (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska", "video/x-matroska"),
    "jpg": (picture("JPEG"), "image/jpeg"),
    "jpeg": (picture("JPEG"), "image/jpeg"),
    "png": (picture("PNG"), "image/png"),
    "gif": (picture("GIF"), "image/gif"),
    "webp": (picture("WEBP"), "image/webp"),
    "mp3": (b"ID3\x04\0\0\0\0\0\0", "audio/mpeg"),
    "wav": (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
    "aac": (b"\xff\xf1\x50\x80", "audio/aac"),
}


def header(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and has no pixels."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    end = b"IEND"
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
        for part in (chunk, end)
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("ending", CONTENT)
def test_every_accepted_type(folder: Path, ending: str) -> None:
    content, media_type = CONTENT[ending]
    path = folder / f"海 port.{ending}"
    path.write_bytes(content)
    upload = inspect(path)
    assert (upload.name, upload.path, upload.media_type) == (path.name, path, media_type)
    assert upload.size == len(content)
    assert upload.sha256 == hashlib.sha256(content).hexdigest()
    with upload.open() as file:
        assert file.read() == content


@pytest.mark.parametrize(
    ("name", "content", "sent_as", "media_type"),
    [
        ("A.JPG", picture("JPEG"), "A.JPG", "image/jpeg"),
        ("a.jpg", picture("PNG"), "a.png", "image/png"),
        ("a", picture("PNG"), "a.png", "image/png"),
        ("a.v2", picture("PNG"), "a.v2.png", "image/png"),
        ("old.mov", b"\0\0\0\x08wide\0\0\0\0mdat", "old.mov", "video/quicktime"),
        ("song.m4a", FTYP % b"mp42", "song.m4a", "audio/mp4"),
        ("clip.mkv", CONTENT["webm"][0], "clip.mkv", "video/x-matroska"),
        ("raw.mp3", b"\xff\xfb\x90\x44\0\0", "raw.mp3", "audio/mpeg"),
    ],
)
def test_content_decides(
    folder: Path, name: str, content: bytes, sent_as: str, media_type: str
) -> None:
    (folder / name).write_bytes(content)
    upload = inspect(name)
    assert (upload.name, upload.media_type) == (sent_as, media_type)
    assert upload.path == folder / name


BAD: dict[str, tuple[str, bytes, type[PhotoError], str]] = {
    "empty": ("a.jpg", b"", PhotoError, "a.jpg is empty"),
    "text called .jpg": ("a.jpg", b"hello", PhotoError, "not that of an image file"),
    "text called .mp4": ("a.mp4", b"hello", PhotoError, "not that of a video file"),
    "half a header": ("a.png", picture()[:20], PhotoError, "broken"),
    "a JPEG of nothing": ("a.jpg", b"\xff\xd8\xff\xe0", PhotoError, "broken"),
    "noise after the magic": ("a.webp", b"RIFF\0\0\0\0WEBP" + b"x" * 99, PhotoError, "broken"),
    "a video called .jpg": ("a.jpg", FTYP % b"isom", PhotoError, "ends in .mp4"),
    "an image called .mp4": ("a.mp4", picture(), PhotoError, "ends in .png"),
    "a thin line": ("a.png", picture(size=(15, 400)), PhotoError, "only 15×400 pixels"),
    "over 100 megapixels": ("a.png", header(12_000, 9_000), MediaTooLargeError, "108 megapixels"),
    "a bomb": ("a.png", header(60_000, 60_000), MediaTooLargeError, "megapixels"),
    "HEIC": ("a.heic", FTYP % b"heic", UnsupportedMediaError, "iPhones"),
    "HEIC called .jpg": ("a.jpg", FTYP % b"mif1", UnsupportedMediaError, "HEIC"),
    "AVIF": ("a.avif", FTYP % b"avif", UnsupportedMediaError, "AVIF"),
    "SVG": ("a.svg", b"<?xml version='1.0'?>\n<SVG/>", UnsupportedMediaError, "SVG"),
    "a PDF": ("a.pdf", b"%PDF-1.7", UnsupportedMediaError, "mp4, mov, avi"),
    "a BMP": ("a.bmp", b"BM1234", UnsupportedMediaError, "jpg, jpeg, png"),
    "a playlist": ("a.m3u8", b"#EXTM3U\nfile:///etc/passwd", UnsupportedMediaError, "Accepted"),
    "a playlist called .mp4": ("a.mp4", b"#EXTM3U\n", PhotoError, "not that of a video"),
}


@pytest.mark.parametrize(("name", "content", "error", "words"), BAD.values(), ids=BAD)
@pytest.mark.parametrize("how", ["path", "data"])
def test_a_file_that_cannot_be_used(
    folder: Path, name: str, content: bytes, error: type[PhotoError], words: str, how: str
) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(PhotoError) as raised:
        inspect(name) if how == "path" else inspect(content, name=name)
    assert type(raised.value) is error
    assert words in str(raised.value)
    assert name in str(raised.value)
    assert raised.value.hint
    assert len(str(raised.value)) < 250


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("harbor.jpg", "Did you mean harbour.jpg?"),
        ("HARBOUR.JPG", "Did you mean harbour.jpg?"),
        ("harbour.jpeg", "Did you mean harbour.jpg?"),
        ("zebra.png", "Relative names start at"),
        ("nowhere/harbour.jpg", "The folder nowhere does not exist either."),
        ("harbour.jpg/inner.jpg", "The folder harbour.jpg does not exist either."),
    ],
)
def test_a_missing_file(folder: Path, asked: str, hint: str) -> None:
    (folder / "harbour.jpg").write_bytes(picture("JPEG"))
    (folder / "harbor.txt").write_text("no photo")
    if asked == "HARBOUR.JPG" and (folder / asked).exists():
        pytest.skip("this file system does not tell capitals apart")
    with pytest.raises(PhotoError, match="does not exist") as raised:
        inspect(asked)
    assert hint in str(raised.value)


def test_a_folder(folder: Path) -> None:
    (folder / "photos").mkdir()
    with pytest.raises(PhotoError, match=r"photos is a folder\. Name a file\."):
        inspect("photos")
    (folder / "photos" / "a.jpg").write_bytes(b"")
    with pytest.raises(PhotoError, match=r"such as photos/a\.jpg"):
        inspect(folder / "photos")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_that_may_not_be_read(folder: Path) -> None:
    (folder / "a.jpg").write_bytes(picture("JPEG"))
    (folder / "a.jpg").chmod(0)
    with pytest.raises(PhotoError, match="permission is missing"):
        inspect("a.jpg")


def test_permission_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", deny)
    with pytest.raises(PhotoError, match="permission is missing"):
        inspect("a.jpg")


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "a.jpg")
    with pytest.raises(PhotoError, match="is not a file"):
        inspect("a.jpg")


@pytest.mark.parametrize("name", ["a\0.jpg", "x" * 5000 + ".jpg"])
def test_a_name_that_cannot_be(folder: Path, name: str) -> None:
    with pytest.raises(PhotoError, match="cannot be read"):
        inspect(name)


@pytest.mark.parametrize("name", ["", " ", "https://example.org/a.jpg"])
def test_no_file_at_all(name: str) -> None:
    with pytest.raises(PhotoError):
        inspect(name)


def test_a_home_folder_is_understood(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    (folder / "a.jpg").write_bytes(picture("JPEG"))
    assert inspect("~/a.jpg").path == folder / "a.jpg"


def test_a_file_over_two_gibibytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / "a.mp4").open("wb") as file:
        file.truncate(2 * 2**30 + 1)
    with pytest.raises(MediaTooLargeError, match=r"2\.0 GiB"):
        inspect("a.mp4")


def test_a_large_but_allowed_image_warns_of_nothing(folder: Path) -> None:
    (folder / "a.png").write_bytes(header(10_000, 9_500))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert inspect("a.png").media_type == "image/png"


def test_data_without_a_name() -> None:
    assert inspect(picture("WEBP")).name == "image.webp"
    assert inspect(FTYP % b"isom").name == "video.mp4"


def test_content_is_not_in_the_repr() -> None:
    assert "IHDR" not in repr(inspect(picture()))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "F"])
def test_a_pillow_image_of_any_mode(mode: str) -> None:
    upload = inspect(Image.new(mode, (40, 30)))
    assert (upload.name, upload.media_type) == ("image.png", "image/png")
    with upload.open() as file, Image.open(file) as sent:
        assert sent.size == (40, 30)


def test_a_pillow_image_is_sent_upright_and_without_its_place(folder: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (40, 30)).save(folder / "turned.jpg", exif=exif)
    with Image.open(folder / "turned.jpg") as photo:
        upload = inspect(photo)
    assert upload.name == "turned.png"
    with upload.open() as file, Image.open(file) as sent:
        assert sent.size == (30, 40)
        assert not sent.getexif()


def test_a_pillow_image_that_cannot_be_decoded(folder: Path) -> None:
    (folder / "cut.jpg").write_bytes(picture("JPEG", (400, 300))[:-500])
    with Image.open(folder / "cut.jpg") as photo, pytest.raises(PhotoError, match="decoded"):
        inspect(photo)


def test_a_pillow_image_that_is_too_small() -> None:
    with pytest.raises(PhotoError, match="only 4×4 pixels"):
        inspect(Image.new("RGB", (4, 4)))


@pytest.mark.parametrize("thing", [None, 3, ["a.jpg"], {"a": 1}])
def test_something_else(thing: object) -> None:
    with pytest.raises(PhotoError, match="is not a photo"):
        inspect(thing)  # type: ignore[arg-type]  # what a person may hand over all the same


def test_looking_does_not_hold_the_file_in_memory(folder: Path) -> None:
    with (folder / "a.mp4").open("wb") as file:
        file.write(FTYP % b"isom")
        file.truncate(50 * 2**20)
    tracemalloc.start()
    try:
        assert inspect("a.mp4").size == 50 * 2**20
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5 * 2**20
