from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from nemo_notebook.conversation.take import Take
from nemo_notebook.conversation.turn import TurnState
from nemo_notebook.conversation.video import Video
from nemo_notebook.ledger.key import ROOT
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Input, Turn
from nemo_notebook.notebook import footage
from nemo_notebook.protocol.draft import Draft

RATE = 48_000


def clip(path: Path, *, fps: int = 24, loud: slice | None = None, seconds: int = 2) -> Path:
    """A grey clip; its sound is a tone in a stretch of samples, and silence elsewhere."""
    with av.open(str(path), "w") as file:
        video = file.add_stream("libx264", rate=fps, width=64, height=64, pix_fmt="yuv420p")
        sound = file.add_stream("aac", rate=RATE, layout="mono") if loud is not None else None
        for _ in range(fps * seconds):
            file.mux(video.encode(av.VideoFrame(64, 64, "yuv420p")))
        file.mux(video.encode(None))
        if sound is not None:
            tone = np.zeros((1, RATE * seconds), np.float32)
            tone[:, loud] = 0.5
            for at in range(0, tone.shape[1], 1024):
                frame = av.AudioFrame.from_ndarray(tone[:, at : at + 1024], "fltp", "mono")
                frame.sample_rate, frame.pts = RATE, at
                file.mux(sound.encode(frame))
            file.mux(sound.encode(None))
    return path


def test_the_frame_rate_is_read_from_the_file(tmp_path: Path) -> None:
    found = footage.look_at(clip(tmp_path / "a.mp4", fps=25))
    assert found == footage.Footage(fps=25.0, peaks=())


def test_peaks_say_where_it_is_loud(tmp_path: Path) -> None:
    found = footage.look_at(clip(tmp_path / "a.mp4", loud=slice(RATE, 2 * RATE)))
    assert found is not None
    assert len(found.peaks) == footage.PEAKS
    half = footage.PEAKS // 2
    assert max(found.peaks[: half - 4]) < 5
    assert min(found.peaks[half + 4 : -4]) > 50
    assert max(found.peaks) == 100


def test_what_is_no_video_tells_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n")
    assert footage.look_at(path) is None
    assert footage.look_at(tmp_path / "gone.mp4") is None


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / ".nemo")


def settled(ledger: Ledger, key: str, parent: str, data: bytes | None) -> None:
    sha256 = [] if data is None else [ledger.blobs.put(data)]
    inputs = tuple(Input(name="harbour.jpg", sha256=digest) for digest in sha256)
    ledger.settle(
        Turn(
            key=key,
            title="harbour",
            parent=parent,
            prompt="slowly zoom in",
            inputs=inputs,
            backend="studio",
            take=0,
            session_id="s",
            task_id="t",
            messages=(),
            draft={},
            settled_at=datetime.now(UTC),
            version="1",
        )
    )


def take(folder: Path, key: str, *photos: str) -> Take:
    def nothing(*_: str, **__: object) -> Video:
        raise AssertionError

    return Take(key, "", TurnState("", photos=photos), Draft(), None, folder, exporter=nothing)


def test_the_photo_of_an_edit_is_that_of_the_turn_before(ledger: Ledger, tmp_path: Path) -> None:
    png = io.BytesIO()
    Image.new("RGBA", (2600, 1300), "teal").save(png, "PNG")
    settled(ledger, "a" * 64, ROOT, png.getvalue())
    settled(ledger, "b" * 64, "a" * 64, None)
    jpeg = footage.photo_of(take(tmp_path, "b" * 64))
    assert jpeg is not None
    with Image.open(io.BytesIO(jpeg)) as image:
        assert (image.format, image.size) == ("JPEG", (1280, 640))


def test_a_photo_that_is_gone_or_none_is_none(ledger: Ledger, tmp_path: Path) -> None:
    settled(ledger, "a" * 64, ROOT, b"\xff\xd8\xff broken")
    settled(ledger, "c" * 64, ROOT, b"RIFF....WAVE")
    for key in ("", "a" * 64, "c" * 64, "d" * 64):
        assert footage.photo_of(take(tmp_path, key)) is None


def test_a_photo_that_was_dropped_into_a_chat_is_named_as_a_notebook_finds_it(
    ledger: Ledger, tmp_path: Path
) -> None:
    settled(ledger, "a" * 64, ROOT, b"dropped")
    made = take(tmp_path, "a" * 64, "harbour.jpg")
    assert footage.files_of(made) == ["harbour.jpg"]
    dropped = tmp_path / "nemo_media" / "photos" / "harbour.jpg"
    dropped.parent.mkdir(parents=True)
    dropped.write_bytes(b"dropped")
    assert footage.files_of(made) == ["nemo_media/photos/harbour.jpg"]


@pytest.mark.parametrize(
    ("beside", "written"),
    [(b"the turn's", "harbour.jpg"), (b"another", "nemo_media/photos/harbour.jpg")],
)
def test_of_two_photos_with_one_name_the_turns_own_is_named(
    ledger: Ledger, tmp_path: Path, beside: bytes, written: str
) -> None:
    settled(ledger, "a" * 64, ROOT, b"the turn's")
    (tmp_path / "nemo_media" / "photos").mkdir(parents=True)
    (tmp_path / "nemo_media" / "photos" / "harbour.jpg").write_bytes(b"the turn's, or not")
    (tmp_path / "harbour.jpg").write_bytes(beside)
    assert footage.files_of(take(tmp_path, "a" * 64, "harbour.jpg")) == [written]
