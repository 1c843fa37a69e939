from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from nemo_notebook.studio.server.assets import clean_name
from tests.studio.server.conftest import Person, jpeg, picture, wav

PATH = "/api/upload-video/nemo_agent/me/"


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size; its pixels are missing."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 1 << 20) + b"IDAT"


def sideways() -> bytes:
    image = Image.open(io.BytesIO(jpeg(320, 180)))
    exif = image.getexif()
    exif[0x0112] = 6
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()


def clip(path: Path) -> bytes:
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(12):
            frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), "rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path.read_bytes()


def test_a_photo_is_taken_and_told_of(person: Person) -> None:
    session, content = person.open_session(), jpeg()
    (file,) = person.upload(session, content, "海港.jpg").json()["data"]["files"]
    assert file["filename"] == "海港.jpg"
    assert file["file_type"] == "image/jpeg"
    assert (file["width"], file["height"]) == (320, 180)
    assert (file["duration"], file["fps"]) == (None, None)
    assert file["hash"] == hashlib.sha256(content).hexdigest()
    assert person.state(session)["video_infos"] == [file]
    assert person.http.get(file["cdn_url"]).content == content


def test_the_size_of_a_photo_is_that_of_the_upright_picture(person: Person) -> None:
    (file,) = person.upload(person.open_session(), sideways()).json()["data"]["files"]
    assert (file["width"], file["height"]) == (180, 320)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_other_pictures_are_taken(person: Person, kind: str) -> None:
    content = picture(np.zeros((32, 48, 3), np.uint8), kind)
    (file,) = person.upload(person.open_session(), content, "x").json()["data"]["files"]
    assert file["file_type"] == f"image/{kind.lower()}"


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv", "avi"])
def test_a_clip_is_measured(person: Person, tmp_path: Path, ending: str) -> None:
    content = clip(tmp_path / f"clip.{ending}")
    (file,) = person.upload(person.open_session(), content).json()["data"]["files"]
    assert (file["width"], file["height"], file["fps"]) == (64, 48, 24)
    assert file["duration"] == pytest.approx(0.5, abs=0.05)


def test_a_video_file_with_sound_alone_is_sound(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with av.open(path, "w") as container:
        stream = container.add_stream("aac", 48_000)
        silence = av.AudioFrame.from_ndarray(np.zeros((2, 48_000), np.float32), "fltp", "stereo")
        silence.sample_rate = 48_000
        container.mux(stream.encode(silence))
        container.mux(stream.encode())
    session = person.open_session()
    (file,) = person.upload(session, path.read_bytes(), "a.mp4").json()["data"]["files"]
    assert (file["width"], file["fps"]) == (None, None)
    assert file["duration"] == pytest.approx(1, abs=0.1)
    assert "need a photo or a clip" in str(person.say(session, "pan left")[-2])


def test_a_clip_without_a_picture_in_it_is_refused(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        container.start_encoding()
    answer = person.upload(person.open_session(), path.read_bytes(), "empty.mkv")
    assert (answer.status_code, answer.json()["code"]) == (415, 4001)
    assert "empty.mkv is damaged" in answer.json()["message"]


def test_music_is_measured(person: Person) -> None:
    (file,) = person.upload(person.open_session(), wav(1.5)).json()["data"]["files"]
    assert (file["file_type"], file["duration"], file["width"]) == ("audio/wav", 1.5, None)


def test_several_files_come_in_one_request(person: Person) -> None:
    session = person.open_session()
    files = [("files", (f"{n}.jpg", jpeg(seed=n))) for n in range(3)]
    answer = person.http.post(PATH + session, files=files).json()
    assert [file["filename"] for file in answer["data"]["files"]] == ["0.jpg", "1.jpg", "2.jpg"]


def test_one_bad_file_and_none_is_taken(person: Person) -> None:
    session = person.open_session()
    files = [("files", ("a.jpg", jpeg())), ("files", ("b.jpg", b"text"))]
    answer = person.http.post(PATH + session, files=files)
    assert "b.jpg" in answer.json()["message"]
    assert person.state(session)["video_infos"] == []


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", 4001, "empty"),
        (b"just some text", 4001, "accepted type"),
        (b"%PDF-1.7", 4001, "accepted type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 4001, "accepted type"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", 4001, "accepted type"),
        (b"\xff\xd8\xff\xe0 is no photo", 4001, "damaged"),
        (jpeg()[:2000], 4001, "damaged"),
        (b"RIFF\x00\x00\x00\x00WAVE", 4001, "damaged"),
        (b"\x00\x00\x00\x18ftypmp42", 4001, "damaged"),
        (picture(np.zeros((1, 1, 3), np.uint8), "PNG"), 4001, "1 × 1"),
        (picture(np.zeros((15, 400, 3), np.uint8), "PNG"), 4001, "too small"),
        (png_header(20_000, 20_000), 4002, "100 million pixels"),
        (png_header(12_000, 9_000), 4002, "12000 × 9000"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(
    person: Person, content: bytes, code: int, said: str
) -> None:
    session = person.open_session()
    answer = person.upload(session, content, "holiday.jpg")
    assert answer.status_code in {413, 415}
    assert answer.json()["code"] == code
    assert "holiday.jpg" in answer.json()["message"]
    assert said in answer.json()["message"]
    assert person.state(session)["video_infos"] == []


@pytest.mark.parametrize("field", ["file", "photo"])
def test_a_form_without_files_is_refused(person: Person, field: str) -> None:
    answer = person.http.post(PATH + person.open_session(), files=[(field, ("a.jpg", jpeg()))])
    assert answer.status_code == 400
    assert "'files'" in answer.json()["message"]


def test_an_address_inside_is_not_fetched_unless_allowed(
    person: Person, files_server: Callable[[bytes], str]
) -> None:
    session = person.open_session()
    url = files_server(jpeg())
    answer = person.http.post(PATH + session, json={"urls": [f"{url}/a.jpg"]})
    assert answer.status_code == 400
    assert "--allow-private-urls" in answer.json()["message"]
    assert person.state(session)["video_infos"] == []


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=x", b"--y\r\nnonsense"),
        ("application/octet-stream", b"\xff\xd8\xff"),
        ("application/json", b'{"urls": []}'),
        ("application/json", b'{"urls": ["ftp://example.org/a.jpg"], "source_type": "url"}'),
    ],
)
def test_a_malformed_upload_is_refused(person: Person, content_type: str, body: bytes) -> None:
    path = PATH + person.open_session()
    answer = person.http.post(path, content=body, headers={"Content-Type": content_type})
    assert answer.status_code == 400
    assert answer.json()["message"]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../.ssh/authorized_keys", "authorized_keys"),
        ("C:\\photos\\cat.jpg", "cat.jpg"),
        ("a\x00b\n.jpg", "ab.jpg"),
        ("  ", "file"),
        ("/", "file"),
        ("\u202egpj.exe", "gpj.exe"),
        ("x" * 500 + ".jpg", "x" * 116 + ".jpg"),
    ],
)
def test_a_name_is_for_show_only(name: str, clean: str) -> None:
    assert clean_name(name) == clean
