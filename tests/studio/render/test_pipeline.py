from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import av
import cv2
import numpy as np
import pytest
from PIL import Image

from nemo_notebook import sample_photo
from nemo_notebook.studio.direction import (
    Aspect,
    Background,
    CameraMove,
    Direction,
    Grade,
    Heading,
    Move,
    Subject,
    Title,
)
from nemo_notebook.studio.render.pipeline import Cancelled, RenderError, render

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SECOND = Direction(duration_ms=1000, fps=24, height=480)
EVERYTHING = Direction(
    duration_ms=1000,
    fps=24,
    height=480,
    camera=(
        CameraMove(move="zoom", direction="in", speed="fast", amount=1),
        CameraMove(move="pan", direction="left"),
        CameraMove(move="dolly", direction="in"),
        CameraMove(move="orbit", direction="left"),
    ),
    subject=(Subject(motion="breathe"),),
    background=(
        Background(motion="ripple"),
        Background(motion="sway"),
        Background(motion="drift"),
        Background(motion="blur", amount=0.1),
    ),
    title=Title(text="Harbour 海港", end_ms=900),
    grade=Grade(contrast=0.2, saturation=0.3),
    fade_in_ms=200,
    fade_out_ms=200,
)
TONE = np.sin(np.arange(48_000, dtype=np.float32) * 0.06)[:, None].repeat(2, axis=1) * 0.3


def decoded(path: Path) -> list[NDArray[np.uint8]]:
    """Frames as yuv420p arrays of shape (3 height / 2, width)."""
    with av.open(str(path)) as file:
        return [np.asarray(f.to_ndarray(), np.uint8) for f in file.decode(video=0)]


def luma(path: Path) -> list[NDArray[np.uint8]]:
    frames = decoded(path)
    return [frame[: len(frame) * 2 // 3] for frame in frames]


def moved(photo: Path, target: Path, move: Move, heading: Heading | None) -> tuple[float, ...]:
    """How far the picture went in the middle of a clip: right, down, and its growth."""
    camera = (CameraMove(move=move, direction=heading),)
    render(photo, SECOND.model_copy(update={"camera": camera}), target)
    frames = luma(target)
    before, after = (cv2.resize(frames[k], None, fx=0.5, fy=0.5) for k in (9, 15))
    flow = cv2.DISOpticalFlow.create().calc(before, after, np.zeros((0,)))
    flow = np.asarray(flow)[20:-20, 20:-20]
    width = flow.shape[1]
    x = np.linspace(-width / 2, width / 2, width)
    growth = np.polyfit(x, flow[..., 0].mean(axis=0), 1)[0]
    return float(np.median(flow[..., 0])), float(np.median(flow[..., 1])), float(growth)


@pytest.mark.parametrize(
    ("move", "heading", "right", "down", "growth"),
    [
        ("pan", "left", 1, 0, 0),
        ("pan", "right", -1, 0, 0),
        ("tilt", "up", 0, 1, 0),
        ("tilt", "down", 0, -1, 0),
        ("zoom", "in", 0, 0, 1),
        ("zoom", "out", 0, 0, -1),
        ("static", None, 0, 0, 0),
    ],
)
def test_the_picture_goes_against_the_camera(
    photo: Path,
    tmp_path: Path,
    move: Move,
    heading: Heading | None,
    right: int,
    down: int,
    growth: int,
) -> None:
    way = moved(photo, tmp_path / "a.mp4", move, heading)
    for seen, wanted, least in zip(way, (right, down, growth), (1.0, 0.8, 0.008), strict=True):
        if wanted:
            assert seen * wanted > least
        else:
            # A zoom may have its fixed point off the middle, but well inside the frame.
            assert abs(seen) < 0.25 * least + 0.25 * abs(way[2]) * 427


def test_says_what_it_made(photo: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.mp4"
    output = render(photo, SECOND, target)
    assert (output.width, output.height, output.fps) == (854, 480, 24)
    assert output.path == target
    assert output.duration_ms == 1000
    assert output.bytes == target.stat().st_size
    frames = luma(target)
    assert len(frames) == 24
    assert frames[0].shape == (480, 854)


def test_frames_hold_the_photo_and_nothing_else(photo: Path, tmp_path: Path) -> None:
    render(photo, SECOND, tmp_path / "a.mp4")
    seen = np.asarray(Image.open(photo).convert("L"))
    small = cv2.resize(seen, (854, 480), interpolation=cv2.INTER_AREA).astype(float)
    frame = (luma(tmp_path / "a.mp4")[12].astype(float) - 16) * 255 / 219
    assert np.corrcoef(small.ravel(), frame.ravel())[0, 1] > 0.97
    for edge in (np.s_[:3], np.s_[-3:], np.s_[:, :3], np.s_[:, -3:]):
        assert np.corrcoef(small[edge].ravel(), frame[edge].ravel())[0, 1] > 0.9


@pytest.mark.parametrize("container", ["mp4", "webm"])
def test_same_request_same_bytes(photo: Path, tmp_path: Path, container: str) -> None:
    digests = set()
    before = cv2.getNumThreads()
    for name, threads in (("a", 1), ("b", 2)):
        cv2.setNumThreads(threads)
        render(photo, EVERYTHING, tmp_path / name, container=container, sound=TONE)
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    cv2.setNumThreads(before)
    assert len(digests) == 1


def test_another_process_makes_the_same_bytes(photo: Path, tmp_path: Path) -> None:
    render(photo, EVERYTHING, tmp_path / "here.mp4")
    code = (
        "import sys; from pathlib import Path\n"
        "from nemo_notebook.studio.direction import Direction\n"
        "from nemo_notebook.studio.render.pipeline import render\n"
        "direction = Direction.model_validate_json(sys.argv[2])\n"
        "render(Path(sys.argv[1]), direction, Path(sys.argv[3]))\n"
    )
    there = tmp_path / "there.mp4"
    subprocess.run(
        [sys.executable, "-c", code, str(photo), EVERYTHING.model_dump_json(), str(there)],
        check=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert there.read_bytes() == (tmp_path / "here.mp4").read_bytes()


@pytest.mark.parametrize("height", [480, 720])
def test_a_photograph_panned_across_gives_the_same_bytes_every_time(
    height: int, tmp_path: Path
) -> None:
    pan = CameraMove(move="pan", direction="left")
    across = SECOND.model_copy(update={"camera": (pan,), "height": height})
    photograph = sample_photo(tmp_path)
    digests = set()
    for _ in range(4):  # 854 wide: 54 macroblocks to a row, where wide vectors read too far
        made = render(photograph, across, tmp_path / "a.mp4")
        digests.add(hashlib.sha256(made.path.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_black_and_white_has_no_colour(photo: Path, tmp_path: Path) -> None:
    render(photo, SECOND.model_copy(update={"grade": Grade(look="bw")}), tmp_path / "a.mp4")
    for frame in decoded(tmp_path / "a.mp4")[::8]:
        assert np.abs(frame[480:].astype(int) - 128).max() <= 1


def test_fades_from_black_and_to_black(photo: Path, tmp_path: Path) -> None:
    faded = SECOND.model_copy(update={"fade_in_ms": 400, "fade_out_ms": 300})
    render(photo, faded, tmp_path / "a.mp4")
    light = [float(frame.mean()) for frame in luma(tmp_path / "a.mp4")]
    assert light[0] == pytest.approx(16, abs=1)
    assert light[-1] == pytest.approx(16, abs=1)
    assert light[4] == pytest.approx(16 + (light[12] - 16) * 0.417, abs=3)
    assert light[12] > 90


@pytest.mark.parametrize(
    ("aspect", "size"),
    [("9:16", (480, 854)), ("1:1", (480, 480)), ("4:5", (480, 600)), ("21:9", (1120, 480))],
)
def test_crops_to_the_aspect_without_stretching(
    tmp_path: Path, aspect: Aspect, size: tuple[int, int]
) -> None:
    photo = np.full((720, 1280, 3), 40, np.uint8)
    cv2.circle(photo, (640, 360), 140, (255, 255, 255), -1, cv2.LINE_AA)
    Image.fromarray(photo).save(tmp_path / "disc.png")
    short = SECOND.model_copy(update={"aspect": aspect})
    output = render(tmp_path / "disc.png", short, tmp_path / "a.mp4")
    assert (output.width, output.height) == size
    rows, columns = np.nonzero(luma(tmp_path / "a.mp4")[0] > 140)
    assert np.ptp(rows) == pytest.approx(np.ptp(columns), abs=4)
    assert columns.mean() == pytest.approx(size[0] / 2, abs=0.05 * size[0])


@pytest.mark.parametrize("size", [(64, 64), (3000, 40), (40, 3000)])
def test_odd_photos_render(tmp_path: Path, size: tuple[int, int]) -> None:
    Image.new("RGB", size, "teal").save(tmp_path / "a.png")
    direction = EVERYTHING.model_copy(update={"title": None})
    output = render(tmp_path / "a.png", direction, tmp_path / "a.mp4")
    chroma = decoded(tmp_path / "a.mp4")[12][output.height :]  # waves glint, but in its colour
    assert np.ptp(chroma.reshape(2, -1), axis=1).max() <= 4


def test_tells_how_far_it_is(photo: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    render(photo, SECOND, tmp_path / "a.mp4", progress=lambda done, of: told.append((done, of)))
    assert told == [(done, 24) for done in range(1, 25)]


def test_cancelled_before_it_began_it_leaves_nothing(photo: Path, tmp_path: Path) -> None:
    for container in ("mp4", "webm"):
        with pytest.raises(Cancelled):
            render(photo, SECOND, tmp_path / "a", container=container, cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_cancelled_it_leaves_nothing_and_keeps_what_was_there(photo: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.mp4"
    target.write_bytes(b"before")
    stop = threading.Event()

    def progress(done: int, _: int) -> None:
        if done == 5:
            stop.set()

    with pytest.raises(Cancelled):
        render(photo, SECOND, target, progress=progress, cancelled=stop.is_set)
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]
    assert target.read_bytes() == b"before"
    assert not [t for t in threading.enumerate() if t.name.startswith("draw")]


def test_a_failure_on_the_way_leaves_nothing(photo: Path, tmp_path: Path) -> None:
    def progress(done: int, _: int) -> None:
        if done == 3:
            raise LookupError

    with pytest.raises(LookupError):
        render(photo, SECOND, tmp_path / "a.mp4", sound=TONE, progress=progress)
    assert [path.name for path in tmp_path.iterdir()] == []


def test_a_broken_photo_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"no photo")
    with pytest.raises(RenderError, match="cannot be read"):
        render(tmp_path / "a.jpg", SECOND, tmp_path / "a.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]


def test_a_folder_that_is_not_there_is_said(photo: Path, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="cannot be written"):
        render(photo, SECOND, tmp_path / "gone" / "a.mp4")


def test_an_unknown_container_is_said(photo: Path, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="mp4, mov, webm"):
        render(photo, SECOND, tmp_path / "a.flv", container="flv")


@dataclass(frozen=True)
class Seen:
    video: str
    audio: str


@pytest.mark.parametrize(
    ("container", "seen"),
    [
        ("mp4", Seen("h264", "aac")),
        ("mov", Seen("h264", "aac")),
        ("webm", Seen("vp9", "opus")),
        ("mkv", Seen("h264", "opus")),
        ("avi", Seen("h264", "mp3float")),
    ],
)
def test_containers_hold_both_streams_for_the_whole_time(
    photo: Path, tmp_path: Path, container: str, seen: Seen
) -> None:
    target = tmp_path / f"a.{container}"
    render(photo, SECOND, target, container=container, sound=TONE)
    with av.open(str(target)) as file:
        video, audio = file.streams.video[0], file.streams.audio[0]
        assert (video.codec_context.name, audio.codec_context.name) == (seen.video, seen.audio)
        assert video.codec_context.pix_fmt == "yuv420p"
        assert video.average_rate == 24
        assert (audio.rate, audio.layout.name) == (48_000, "stereo")
        frames = list(file.decode(video=0))
        assert len(frames) == 24
        context = video.codec_context
        assert context.color_primaries == context.color_trc == context.colorspace == 1
        assert context.color_range == 1
    with av.open(str(target)) as file:
        sound = np.concatenate([f.to_ndarray() for f in file.decode(audio=0)], axis=1)
        assert sound.shape[1] / 48_000 == pytest.approx(1, abs=0.06)
        assert np.abs(sound).max() == pytest.approx(0.3, abs=0.05)


@pytest.mark.parametrize("container", ["mp4", "mov"])
def test_the_index_comes_before_the_picture(photo: Path, tmp_path: Path, container: str) -> None:
    render(photo, SECOND, tmp_path / "a", container=container, sound=TONE)
    data = (tmp_path / "a").read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize("samples", [0, 10_000, 100_000])
def test_sound_is_cut_or_filled_to_the_clip(photo: Path, tmp_path: Path, samples: int) -> None:
    sound = np.tile(TONE, (3, 1))[:samples]
    render(photo, SECOND, tmp_path / "a.mp4", sound=sound)
    with av.open(str(tmp_path / "a.mp4")) as file:
        stream = file.streams.audio[0]
        assert stream.duration is not None
        assert stream.time_base is not None
        assert float(stream.duration * stream.time_base) == pytest.approx(1, abs=0.03)


def test_without_sound_there_is_no_audio_stream(photo: Path, tmp_path: Path) -> None:
    render(photo, SECOND, tmp_path / "a.mp4")
    with av.open(str(tmp_path / "a.mp4")) as file:
        assert not file.streams.audio


@pytest.mark.parametrize("container", ["mp4", "webm"])
def test_better_quality_takes_more_bytes(photo: Path, tmp_path: Path, container: str) -> None:
    qualities: tuple[Literal["low", "medium", "high"], ...] = ("low", "medium", "high")
    sizes = [
        render(photo, SECOND, tmp_path / "a", container=container, quality=quality).bytes
        for quality in qualities
    ]
    assert sizes == sorted(sizes)
    assert sizes[2] > 1.2 * sizes[0]


@pytest.mark.parametrize(("fps", "frames"), [(25, 38), (60, 90)])
def test_the_clip_is_as_long_as_asked(photo: Path, tmp_path: Path, fps: int, frames: int) -> None:
    direction = SECOND.model_copy(update={"fps": fps, "duration_ms": 1500})
    output = render(photo, direction, tmp_path / "a.mp4")
    assert output.duration_ms == pytest.approx(1500, abs=20)
    assert len(decoded(tmp_path / "a.mp4")) == frames
