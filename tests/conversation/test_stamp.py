from __future__ import annotations

import shutil
from pathlib import Path

import av
import numpy as np
import pytest
from av.container import InputContainer, OutputContainer
from PIL import Image

from nemo_notebook.conversation.stamp import read_comment, stamp, stream_hash
from nemo_notebook.protocol.errors import ExportFailedError
from nemo_notebook.protocol.media import CONTAINERS
from nemo_notebook.studio.direction import CameraMove, Direction
from nemo_notebook.studio.render.pipeline import render

COMMENT = '{"prompt": "镜头 <b>&amp; \\"é\\""}'


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A clip with sound in each container."""
    folder = tmp_path_factory.mktemp("clips")
    waves = np.indices((300, 400)).sum(axis=0) % 97
    photo = folder / "photo.png"
    Image.fromarray(np.stack([waves, waves * 2, 200 - waves], axis=-1).astype(np.uint8)).save(photo)
    tone = np.sin(np.arange(48_000) / 17).astype(np.float32)[:, None].repeat(2, axis=1)
    pan = Direction(
        camera=(CameraMove(move="pan", direction="left"),), height=480, duration_ms=1000, fps=30
    )
    clips = {}
    for container in CONTAINERS:
        clips[container] = folder / f"clip.{container}"
        render(photo, pan, clips[container], container=container, sound=tone)
    return clips


@pytest.fixture(params=CONTAINERS)
def clip(request: pytest.FixtureRequest, clips: dict[str, Path], tmp_path: Path) -> Path:
    return Path(shutil.copy(clips[request.param], tmp_path))


def frames(path: Path) -> list[tuple[float, bytes]]:
    with av.open(str(path)) as file:
        decoded = file.decode(video=0)
        return [(round(frame.time, 3), frame.to_ndarray().tobytes()) for frame in decoded]


def samples(path: Path) -> bytes:
    with av.open(str(path)) as file:
        return b"".join(frame.to_ndarray().tobytes() for frame in file.decode(audio=0))


def duration(path: Path) -> int:
    with av.open(str(path)) as file:
        return file.duration or 0


def test_a_comment_is_read_as_it_was_written(clip: Path) -> None:
    stamp(clip, COMMENT)
    assert read_comment(clip) == COMMENT
    stamp(clip, "x" * 60_000)
    assert read_comment(clip) == "x" * 60_000
    stamp(clip, None)
    assert read_comment(clip) == ""


def test_picture_and_sound_stay_as_they_were(clip: Path, clips: dict[str, Path]) -> None:
    stamp(clip, COMMENT)
    before = clips[clip.suffix[1:]]
    assert frames(clip) == frames(before)
    assert samples(clip) == samples(before)
    assert duration(clip) == duration(before)
    assert stream_hash(clip) == stream_hash(before)


def test_the_same_comment_gives_the_same_bytes(clip: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(clip, tmp_path / f"other{clip.suffix}"))
    stamp(clip, "another one before")
    for path in (clip, other):
        stamp(path, COMMENT)
    assert clip.read_bytes() == other.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {clip.name, other.name}


@pytest.mark.parametrize("container", ["mp4", "mov"])
def test_the_index_stays_in_front(clips: dict[str, Path], tmp_path: Path, container: str) -> None:
    clip = Path(shutil.copy(clips[container], tmp_path))
    stamp(clip, COMMENT)
    content = clip.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_what_a_service_wrote_into_a_file_stays(clips: dict[str, Path], tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    with av.open(str(clips["mp4"])) as source, av.open(str(clip), "w") as target:
        target.metadata.update({"title": "From the service", "comment": "theirs"})
        copy_streams(source, target)
    stamp(clip, COMMENT)
    with av.open(str(clip)) as file:
        assert file.metadata["title"] == "From the service"
        assert file.metadata["comment"] == COMMENT


def copy_streams(source: InputContainer, target: OutputContainer) -> None:
    streams = [target.add_stream_from_template(stream) for stream in source.streams]
    for packet in source.demux():
        if packet.size:
            packet.stream = streams[packet.stream_index]
            target.mux(packet)


def test_the_hash_outlives_other_containers_and_lost_tags(
    clips: dict[str, Path], tmp_path: Path
) -> None:
    tagged = Path(shutil.copy(clips["mp4"], tmp_path / "tagged.mp4"))
    stamp(tagged, COMMENT)
    for name in ("copy.mov", "copy.mp4"):
        with av.open(str(tagged)) as source, av.open(str(tmp_path / name), "w") as target:
            copy_streams(source, target)
        assert stream_hash(tmp_path / name) == stream_hash(clips["mp4"])
    assert stream_hash(clips["webm"]) != stream_hash(clips["mp4"])


def test_a_file_that_is_no_video_is_said_and_left_alone(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    for content in (b"", b"no video", b"\0\0\0\x18ftypmp42" + b"\0" * 5000):
        broken.write_bytes(content)
        for work in (read_comment, stream_hash, lambda path: stamp(path, COMMENT)):
            with pytest.raises(ExportFailedError, match=r"broken\.mp4"):
                work(broken)
        assert broken.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["broken.mp4"]


def test_a_playlist_reads_no_other_file(clips: dict[str, Path], tmp_path: Path) -> None:
    playlist = tmp_path / "clip.mp4"
    playlist.write_text(f"#EXTM3U\n#EXTINF:1,\nfile://{clips['mp4']}\n#EXT-X-ENDLIST\n")
    with pytest.raises(ExportFailedError, match="is not a video"):
        stream_hash(playlist)


def test_a_cut_off_video_is_said_or_read_but_never_crashes(
    clips: dict[str, Path], tmp_path: Path
) -> None:
    whole = clips["mp4"].read_bytes()
    for share in (0.02, 0.3, 0.9):
        cut = tmp_path / "cut.mp4"
        cut.write_bytes(whole[: int(len(whole) * share)])
        try:
            stamp(cut, COMMENT)
        except ExportFailedError:
            assert cut.read_bytes() == whole[: int(len(whole) * share)]
