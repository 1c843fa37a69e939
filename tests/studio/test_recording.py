from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from nemo_notebook.studio import recording
from nemo_notebook.studio.recording import Measures, RecordingError, measure
from tests.studio.render.clips import Coding, exactly, grays, write_clip
from tests.studio.render.conftest import texture


def test_a_clip_is_measured_as_it_is_looked_at(tmp_path: Path) -> None:
    pictures = grays([60] * 50, (320, 180))
    clip = write_clip(tmp_path / "a.mov", pictures, fps=25, rotation=90)
    assert measure(clip, "mov") == Measures((180, 320), 2000, 25, has_sound=False)


def test_samples_that_are_not_square_widen_it(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.mp4", grays([60] * 3), sample_aspect=Fraction(4, 3))
    assert measure(clip, "mp4").size == (213, 90)


def test_sound_beside_the_picture_is_noticed(tmp_path: Path) -> None:
    silence = np.zeros((48_000, 2), np.float32)
    clip = write_clip(tmp_path / "a.mp4", grays([60] * 24), sound=silence)
    assert measure(clip, "mp4").has_sound


def test_irregular_frames_have_the_length_that_they_take(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.mkv", grays([1, 2, 3]), exactly(), times_ms=[0, 500, 3000])
    assert measure(clip, "mkv").duration_ms == pytest.approx(3040, abs=50)


def test_what_can_be_read_counts_and_not_what_the_head_promises(tmp_path: Path) -> None:
    noise = [texture(160, 90, seed) for seed in range(48)]
    whole = write_clip(tmp_path / "a.mkv", noise, exactly(g="4")).read_bytes()
    broken = tmp_path / "b.mkv"
    broken.write_bytes(whole[: len(whole) // 2])
    assert 500 < measure(broken, "mkv").duration_ms < 1500


def nothing_in_it(path: Path, **options: str) -> Path:
    with av.open(str(path), "w", options=options) as file:
        stream = file.add_stream("libx264", 24)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        file.start_encoding()
    return path


@pytest.mark.parametrize(
    ("name", "options"), [("a.mkv", {}), ("a.mp4", {"movflags": "empty_moov+frag_keyframe"})]
)
def test_a_clip_without_a_frame_is_said(tmp_path: Path, name: str, options: dict[str, str]) -> None:
    clip = nothing_in_it(tmp_path / name, **options)
    with pytest.raises(RecordingError, match=r"no pictures|damaged"):
        measure(clip, name[2:])


def test_a_cover_is_no_moving_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as file:
        sound = file.add_stream("aac", 48_000)
        cover = file.add_stream("mjpeg", 1)
        cover.width, cover.height, cover.pix_fmt = 64, 64, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        file.mux(cover.encode(av.VideoFrame(64, 64, "yuvj420p")))
        silence = av.AudioFrame.from_ndarray(np.zeros((2, 48_000), np.float32), "fltp", "stereo")
        silence.sample_rate = 48_000
        file.mux(sound.encode(silence))
        file.mux(sound.encode(None))
    found = measure(path, "mp4")
    assert (found.size, found.has_sound) == (None, True)


def test_a_picture_that_is_too_large_is_said_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = write_clip(tmp_path / "a.mp4", grays([60], (320, 180)))
    monkeypatch.setattr(recording, "MAX_PIXELS", 50_000)
    with pytest.raises(RecordingError, match="pixels a frame: make it smaller"):
        measure(clip, "mp4")


def test_a_picture_that_grows_on_the_way_is_not_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = write_clip(tmp_path / "a.mp4", grays([60], (320, 180)))
    content = bytearray(clip.read_bytes())
    at = content.index(b"avc1") + 28  # width and height in the head; the stream has its own
    content[at : at + 4] = bytes([0, 64, 0, 64])
    clip.write_bytes(content)
    monkeypatch.setattr(recording, "MAX_PIXELS", 50_000)
    with pytest.raises(RecordingError, match=r"damaged|pixels|no pictures"):
        measure(clip, "mp4")


def test_a_tiny_picture_is_said(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.mkv", grays([60] * 3, (8, 8)), Coding("ffv1", "yuv444p"))
    with pytest.raises(RecordingError, match="8 × 8 pixels, which is too small"):
        measure(clip, "mkv")


PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{}\n#EXT-X-ENDLIST\n"


@pytest.mark.parametrize("kind", [*recording.DEMUXERS])
def test_a_playlist_opens_nothing_whatever_it_is_called(tmp_path: Path, kind: str) -> None:
    other = write_clip(tmp_path / "other.mp4", grays([60] * 3))
    path = tmp_path / f"a.{kind}"
    path.write_text(PLAYLIST.format(other.as_uri()))
    with pytest.raises(RecordingError):
        measure(path, kind)


def test_old_names_in_the_head_do_no_harm(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.mkv", grays([60] * 3))
    content = clip.read_bytes()
    assert b"Lavf" in content
    clip.write_bytes(content.replace(b"Lavf", b"\xff\xfe\xfd\xfc"))
    assert measure(clip, "mkv").size == (160, 90)


def test_a_damaged_beginning_is_passed_over(tmp_path: Path) -> None:
    noise = [texture(160, 90, seed) for seed in range(24)]
    data = bytearray(write_clip(tmp_path / "a.mkv", noise, exactly(g="4")).read_bytes())
    at = data.index(b"\xa3", len(data) // 20)
    data[at + 20 : at + 3000] = bytes(2980)
    (tmp_path / "b.mkv").write_bytes(data)
    assert measure(tmp_path / "b.mkv", "mkv").size == (160, 90)


def test_absurd_times_are_held_to_a_day(tmp_path: Path) -> None:
    times = [0, 40, 10**11]
    clip = write_clip(tmp_path / "a.mkv", grays([1, 2, 3]), exactly(), times_ms=times)
    assert measure(clip, "mkv").duration_ms == 86_400_000
