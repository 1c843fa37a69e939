"""Photos on their way to another machine lose place and person, and not one pixel."""

from __future__ import annotations

import functools
import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from nemo_notebook.client.exif import without_place
from nemo_notebook.client.files import Upload, inspect
from nemo_notebook.protocol.errors import PhotoError
from tests.client.fault_server import FaultServer, ok
from tests.client.pictures import picture
from tests.client.ways import Way

CANARY = b"CANARY"
GPS = 0x8825
UPLOAD = "/api/upload-video/nemo_agent/me/s-1"


@functools.cache  # the colour profile says when it was made, so another one differs by a second
def photo(kind: str, orientation: int = 6) -> bytes:
    """A photo with place, comment, XMP and colour profile, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "CANARY camera"
    exif.get_ifd(GPS).update({1: "N", 2: (48.0, 12.0, 30.0)})
    image = Image.radial_gradient("L").resize((64, 48)).convert("RGB")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = io.BytesIO()
    xmp = b"<x:xmpmeta>CANARY</x:xmpmeta>"
    match kind:
        case "JPEG":
            image.save(file, kind, exif=exif, icc_profile=profile, comment=CANARY, xmp=xmp)
        case "PNG":
            notes = PngInfo()
            notes.add_text("Location", "CANARY")
            notes.add_itxt("XML:com.adobe.xmp", "CANARY")
            image.save(file, kind, exif=exif, icc_profile=profile, pnginfo=notes)
        case _:
            image.save(file, kind, exif=exif, icc_profile=profile, xmp=xmp)
    return file.getvalue()


def content(upload: Upload) -> bytes:
    with upload.open() as file:
        return file.read()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 6, 8])
def test_place_and_person_go_pixels_colours_and_orientation_stay(
    kind: str, orientation: int
) -> None:
    before = photo(kind, orientation)
    assert CANARY in before
    after = content(without_place(inspect(before)))
    assert CANARY not in after
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after)) as new:
        assert new.tobytes() == old.tobytes()
        assert new.info["icc_profile"] == old.info["icc_profile"]
        assert not new.getexif().get_ifd(GPS)
        assert new.getexif().get(0x0112, 1) == orientation
        assert set(new.getexif()) <= {0x0112}


def test_what_a_phone_appends_goes_too() -> None:
    after = content(without_place(inspect(photo("JPEG") + b"\0\0\0\x18ftypmp42CANARY")))
    assert CANARY not in after
    assert after.endswith(b"\xff\xd9")


def test_a_cut_jpeg_is_cleaned_too() -> None:
    cut = photo("JPEG")[:-40]
    assert CANARY in cut
    assert CANARY not in content(without_place(inspect(cut)))


def test_a_photo_that_cannot_be_cleaned_is_not_sent(way: Way, server: FaultServer) -> None:
    cut = inspect(photo("PNG")[:-40], name="a.png")
    with pytest.raises(PhotoError, match=r"a\.png is damaged"):
        way.run(lambda c: c.upload("s-1", [cut]))
    assert server.requests == []


def test_a_progressive_jpeg_keeps_all_its_scans() -> None:
    file = io.BytesIO()
    image = Image.radial_gradient("L").convert("RGB")
    image.save(file, "JPEG", progressive=True, comment=CANARY)
    after = content(without_place(inspect(file.getvalue())))
    assert CANARY not in after
    with Image.open(file) as old, Image.open(io.BytesIO(after)) as new:
        assert new.tobytes() == old.tobytes()


def test_the_size_and_sum_are_those_of_what_is_sent() -> None:
    cleaned = without_place(inspect(photo("JPEG"), name="a.jpg"))
    again = inspect(content(cleaned), name="a.jpg")
    assert cleaned == again


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_photo_without_notes_passes_as_it_is(kind: str) -> None:
    upload = inspect(picture(kind))
    assert without_place(upload) is upload


def test_a_file_in_place_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(photo("JPEG"))
    without_place(inspect(path))
    assert path.read_bytes() == photo("JPEG")


@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 3000), st.binary(max_size=4))
def test_no_damage_is_fatal(kind: str, at: int, noise: bytes) -> None:
    whole = _PHOTOS[kind]
    damaged = whole[:16] + whole[16 : 16 + at] + noise + whole[16 + at + 2 * len(noise) :]
    upload = Upload("a", None, damaged, f"image/{kind.lower()}", len(damaged), "")
    with suppress(PhotoError):
        without_place(upload)


_PHOTOS = {kind: photo(kind) for kind in ("JPEG", "PNG", "WEBP")}


def test_the_hosted_service_gets_it_clean_and_that_is_said_once(
    way: Way, server: FaultServer
) -> None:
    server.on("POST", UPLOAD, ok({"files": [{}, {}]}))
    files = [inspect(photo("JPEG")), inspect(photo("PNG"))]
    way.run(lambda c: c.upload("s-1", files))
    assert CANARY not in server.requests[0].body
    assert len(way.notices) == 1
    assert "keep_exif=True" in way.notices[0]


def test_who_wants_to_keep_it_keeps_it(way: Way, server: FaultServer) -> None:
    server.on("POST", UPLOAD, ok({"files": [{}]}))
    way.run(lambda c: c.upload("s-1", [inspect(photo("JPEG"))], keep_exif=True))
    assert photo("JPEG") in server.requests[0].body
    assert way.notices == []


def test_the_studio_gets_it_as_it_is(way: Way, server: FaultServer) -> None:
    way.local = True
    server.on("POST", UPLOAD, ok({"files": [{}]}))
    way.run(lambda c: c.upload("s-1", [inspect(photo("JPEG"))]))
    assert photo("JPEG") in server.requests[0].body
