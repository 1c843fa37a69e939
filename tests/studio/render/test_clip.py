from __future__ import annotations

import struct
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from PIL import Image

from nemo_notebook.studio import recording
from nemo_notebook.studio.direction import (
    CameraMove,
    Direction,
    Grade,
    Heading,
    Loop,
    Title,
    Trim,
)
from nemo_notebook.studio.render.errors import RenderError
from nemo_notebook.studio.render.film import film
from nemo_notebook.studio.render.footage import Segment, natural_size
from nemo_notebook.studio.render.pipeline import render
from nemo_notebook.studio.render.planes import blank, to_rgb
from tests.studio.render.clips import Coding, exactly, grays, write_clip
from tests.studio.render.conftest import texture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from av.container import InputContainer
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.footage import Picture

SIZE = (160, 90)
SECOND = Direction(duration_ms=1000, fps=24)
RAMP = list(range(20, 236, 9))  # 24 frames, each brighter than the one before


@pytest.fixture
def ramp(tmp_path: Path) -> Path:
    return write_clip(tmp_path / "ramp.mp4", grays(RAMP), exactly())


def drawn(picture: Picture, index: int, size: tuple[int, int] = SIZE) -> NDArray[np.uint8]:
    planes = blank(*size)
    picture.draw(index, planes)
    return to_rgb(planes)


def levels(path: Path, direction: Direction = SECOND) -> list[int]:
    """The gray of every frame."""
    picture = film(path, direction, SIZE)
    return [round(float(drawn(picture, index).mean())) for index in range(picture.frames)]


def near(wanted: Sequence[int]) -> Any:
    return pytest.approx(wanted, abs=2)


def test_every_frame_is_shown_at_its_time(ramp: Path) -> None:
    assert levels(ramp) == near(RAMP)


@pytest.mark.parametrize(("fps", "wanted"), [(48, np.repeat(RAMP, 2)), (12, RAMP[::2])])
def test_another_rate_repeats_or_leaves_out_frames(
    ramp: Path, fps: int, wanted: NDArray[np.int64]
) -> None:
    direction = SECOND.model_copy(update={"fps": fps})
    assert levels(ramp, direction) == near(list(wanted))


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv", "avi"])
def test_a_part_is_cut_out(tmp_path: Path, ending: str) -> None:
    clip = write_clip(tmp_path / f"a.{ending}", grays(RAMP), exactly())
    half = SECOND.model_copy(update={"trim": Trim(start_ms=250, end_ms=750), "duration_ms": 500})
    assert levels(clip, half) == near(RAMP[6:18])


def test_after_its_end_the_last_frame_stays(ramp: Path) -> None:
    longer = SECOND.model_copy(update={"duration_ms": 1250})
    assert levels(ramp, longer) == near(RAMP + [RAMP[-1]] * 6)
    cut = longer.model_copy(update={"trim": Trim(start_ms=500, end_ms=750)})
    assert levels(ramp, cut) == near(RAMP[12:18] + [RAMP[17]] * 24)


def test_a_part_beyond_the_end_is_its_last_frame(ramp: Path) -> None:
    beyond = SECOND.model_copy(update={"trim": Trim(start_ms=60_000)})
    assert set(levels(ramp, beyond)) == {levels(ramp)[-1]}


def test_frames_that_come_irregularly_stay_until_the_next(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.mkv", grays([40, 120, 200]), exactly(), times_ms=[0, 125, 750])
    assert levels(clip) == near([40] * 3 + [120] * 15 + [200] * 6)


def test_a_clip_far_into_a_long_one_is_found(tmp_path: Path) -> None:
    pictures = grays([level % 200 + 20 for level in range(240)])
    clip = write_clip(tmp_path / "a.mp4", pictures, exactly(g="24"))
    direction = SECOND.model_copy(update={"trim": Trim(start_ms=8000)})
    assert levels(clip, direction)[:4] == near([192 + 20, 193 + 20, 194 + 20, 195 + 20])


def test_a_frame_is_the_same_however_often_it_is_asked(ramp: Path) -> None:
    picture = film(ramp, SECOND, SIZE)
    asked = [20, 3, 3, 4, 23, 0]
    assert [round(float(drawn(picture, index).mean())) for index in asked] == near(
        [RAMP[index] for index in asked]
    )


CORNERS = {0: (0, 0), 90: (-1, 0), 180: (-1, -1), -90: (0, -1)}
"""Where the top left corner of what is stored is seen, as rows and columns."""


@pytest.mark.parametrize("rotation", CORNERS)
def test_a_clip_is_shown_upright(tmp_path: Path, rotation: int) -> None:
    marked = np.full((90, 160, 3), 60, np.uint8)
    marked[:30, :30] = 220
    clip = write_clip(tmp_path / "a.mp4", [marked] * 3, exactly(), rotation=rotation)
    size = (90, 160) if rotation % 180 else (160, 90)
    assert natural_size(clip) == size
    frame = drawn(film(clip, SECOND, size), 0, size)
    bright = {
        (row, column)
        for row in (0, -1)
        for column in (0, -1)
        if frame[10 * (row * 2 + 1), 10 * (column * 2 + 1)].mean() > 150
    }
    assert bright == {CORNERS[rotation]}


def test_samples_that_are_not_square_are_shown_as_wide_as_they_are(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.mp4", grays([90] * 3), sample_aspect=Fraction(4, 3))
    assert natural_size(clip) == (213, 90)


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt"),
    [
        ("a.mp4", "libx264", "yuv420p10le"),
        ("a.mkv", "libx265", "yuv420p10le"),
        ("a.mp4", "libx264", "yuv444p"),
        ("a.mkv", "libx264rgb", "rgb24"),
        ("a.mkv", "ffv1", "gray"),
        ("a.mov", "prores_ks", "yuv422p10le"),
        ("a.webm", "libvpx-vp9", "yuv420p"),
        ("a.avi", "mpeg4", "yuv420p"),
        ("a.avi", "mjpeg", "yuvj420p"),
    ],
)
def test_every_usual_codec_is_read(tmp_path: Path, name: str, codec: str, pix_fmt: str) -> None:
    options = {"x265-params": "log-level=none"} if codec == "libx265" else {}
    coding = Coding(codec, pix_fmt, options)
    clip = write_clip(tmp_path / name, grays([50, 180] * 6), coding)
    assert levels(clip)[:12] == pytest.approx([50, 180] * 6, abs=6)


def test_odd_sizes_are_read(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.mkv", grays([70] * 3, (161, 91)), Coding(pix_fmt="yuv444p"))
    assert natural_size(clip) == (161, 91)
    assert levels(clip)[0] == pytest.approx(70, abs=2)


@pytest.mark.parametrize(("height", "matrix"), [(90, "ITU601"), (720, "ITU709")])
def test_colours_are_those_a_player_shows(tmp_path: Path, height: int, matrix: str) -> None:
    """Without a word in the file, small pictures have the matrix of old television."""
    red = np.zeros((height, 160 if height < 720 else 1280, 3), np.uint8)
    red[..., 0] = 200
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", 24, {"qp": "0"})
        stream.height, stream.width, stream.pix_fmt = *red.shape[:2], "yuv420p"
        frame = av.VideoFrame.from_ndarray(red, "rgb24")
        file.mux(stream.encode(frame.reformat(format="yuv420p", dst_colorspace=matrix)))
        file.mux(stream.encode(None))
    assert drawn(film(path, SECOND, SIZE), 0)[45, 80].astype(int) == pytest.approx(
        [200, 0, 0], abs=5
    )


def test_a_photo_and_a_clip_follow_each_other(photo: Path, tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.mp4", grays([200] * 48))
    cut = Direction(duration_ms=2000, fps=24, transition="cut")
    picture = film([Segment(photo), Segment(clip)], cut, SIZE)
    spread = [float(np.ptp(drawn(picture, index))) for index in (10, 40)]
    assert spread[0] > 50
    assert spread[1] < 5


def hdr_clip(path: Path, signal: tuple[float, float, float], transfer: int) -> Path:
    """A plain clip of BT.2020 signal values as a telephone writes it, in ten bits."""
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx265", 24, {"x265-params": "log-level=none:lossless=1"})
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p10le"
        context = stream.codec_context
        context.color_primaries, context.color_trc, context.colorspace = 9, transfer, 9
        rgb = np.full((90, 160, 3), np.array(signal) * 65535, np.uint16)
        frame = av.VideoFrame.from_ndarray(rgb, "rgb48le")
        frame = frame.reformat(format="yuv420p10le", dst_colorspace="BT2020")
        frame.color_trc = transfer
        for number in range(3):
            frame.pts, frame.time_base = number, Fraction(1, 24)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("transfer", "signal", "seen"),
    [
        (18, (0.75,) * 3, (225, 250)),  # hybrid log-gamma: 75 % is paper white
        (18, (1.0,) * 3, (250, 255)),
        (18, (0.38,) * 3, (100, 135)),  # 18 % gray
        (16, (0.58,) * 3, (225, 250)),  # perceptual quantizer: 58 % is paper white
        (16, (0.0,) * 3, (0, 3)),
    ],
)
def test_high_dynamic_range_is_brought_to_an_ordinary_screen(
    tmp_path: Path, transfer: int, signal: tuple[float, float, float], seen: tuple[int, int]
) -> None:
    pixel = drawn(film(hdr_clip(tmp_path / "a.mov", signal, transfer), SECOND, SIZE), 0)[45, 80]
    assert np.ptp(pixel.astype(int)) <= 3
    assert seen[0] <= pixel.mean() <= seen[1]


def test_wide_colours_keep_their_hue(tmp_path: Path) -> None:
    clip = hdr_clip(tmp_path / "a.mov", (0.6, 0.3, 0.3), 18)
    red, green, blue = drawn(film(clip, SECOND, SIZE), 0)[45, 80].astype(int)
    assert red > 1.5 * max(green, blue)
    assert abs(green - blue) < 40


@pytest.mark.parametrize("kept", [96, 5])
def test_a_boomerang_of_a_clip_goes_there_and_back(
    ramp: Path, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few frames are kept on the way back."""
    monkeypatch.setattr("nemo_notebook.studio.render.rewind._MOST_FRAMES", kept)
    twice = SECOND.model_copy(update={"loop": "boomerang", "duration_ms": 2000})
    assert levels(ramp, twice) == near([*RAMP, RAMP[-1], *RAMP[:0:-1]])
    assert levels(ramp, SECOND.model_copy(update={"loop": "boomerang"})) == near(
        [*RAMP[:13], *RAMP[11:0:-1]]
    )
    longer = SECOND.model_copy(update={"loop": "boomerang", "duration_ms": 4000})
    seen = levels(ramp, longer)
    assert seen[:48] == seen[48:] == near([*RAMP, RAMP[-1], *RAMP[:0:-1]])


def test_on_the_way_back_no_frame_is_decoded_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even of a clip that can be begun nowhere but at its beginning."""
    clip = write_clip(tmp_path / "a.mp4", grays(range(40, 140)), exactly(g="1000"))
    decoded = 0

    def counted(container: InputContainer, stream: VideoStream) -> Iterator[av.VideoFrame]:
        nonlocal decoded
        for frame in recording.frames(container, stream):
            decoded += 1
            yield frame

    monkeypatch.setattr("nemo_notebook.studio.render.decode.frames", counted)
    seen = levels(clip, SECOND.model_copy(update={"loop": "boomerang", "duration_ms": 8000}))
    assert seen[1:] == seen[:0:-1]
    assert decoded < 100 + 3 * 100


def test_a_seamless_loop_of_a_clip_goes_over_into_its_beginning(tmp_path: Path) -> None:
    ramp = list(range(20, 236, 3))
    clip = write_clip(tmp_path / "a.mp4", grays(ramp), exactly())
    seen = levels(clip, SECOND.model_copy(update={"loop": "seamless", "duration_ms": 2500}))
    assert len(seen) == 60
    assert seen[12:] == near(ramp[12:60])  # at its own pace
    assert seen[:1] == near(ramp[60:61])  # what comes after the end
    assert np.abs(np.diff([*seen, seen[0]])).max() < 30
    longer = levels(clip, SECOND.model_copy(update={"loop": "seamless", "duration_ms": 5000}))
    assert longer[:60] == longer[60:] == seen


def test_a_loop_is_one_of_the_part_that_is_shown(tmp_path: Path) -> None:
    ramp = list(range(20, 236, 3))
    clip = write_clip(tmp_path / "a.mp4", grays(ramp), exactly())
    part = Trim(start_ms=1000, end_ms=2000)
    there = SECOND.model_copy(update={"loop": "boomerang", "duration_ms": 2000, "trim": part})
    seen = levels(clip, there)
    assert seen[:24] == near(ramp[24:48])
    assert seen[1:24] == seen[:24:-1]
    around = levels(clip, SECOND.model_copy(update={"loop": "seamless", "trim": part}))
    assert min(around) >= ramp[24] - 2
    assert max(around) <= ramp[48] + 2


@pytest.mark.parametrize("loop", ["boomerang", "seamless"])
def test_a_clip_among_photos_loops_with_them(ramp: Path, tmp_path: Path, loop: Loop) -> None:
    photo = tmp_path / "a.png"
    Image.new("RGB", (160, 90), (90, 90, 90)).save(photo)
    direction = SECOND.model_copy(
        update={"loop": loop, "duration_ms": 2000, "transition": "crossfade"}
    )
    picture = film([Segment(ramp), Segment(photo)], direction, SIZE)
    seen = [round(float(drawn(picture, index).mean())) for index in range(picture.frames)]
    assert len(seen) == 48
    if loop == "boomerang":
        assert seen[1:] == near(seen[:0:-1])
    assert abs(seen[-1] - seen[0]) <= max(np.abs(np.diff(seen)).max(), 9)


def stripes(at: int) -> NDArray[np.uint8]:
    """A bright bar on a dark ground, `at` pixels from the left."""
    pixels = np.full((180, 320, 3), 40, np.uint8)
    pixels[:, at : at + 40] = 220
    return pixels


@pytest.mark.parametrize(("heading", "way"), [("left", 1), ("right", -1)])
def test_the_camera_pans_over_a_clip(tmp_path: Path, heading: Heading, way: int) -> None:
    clip = write_clip(tmp_path / "a.mp4", [stripes(140)] * 24, exactly())
    move = CameraMove(move="pan", direction=heading, amount=1)
    picture = film(clip, SECOND.model_copy(update={"camera": (move,)}), SIZE)
    middles = [
        float(np.average(np.arange(160), weights=drawn(picture, index).mean(axis=(0, 2)) - 30))
        for index in range(24)
    ]
    assert way * (middles[-1] - middles[0]) > 3
    assert np.all(way * np.diff(middles) > -0.05)


def test_a_zoom_shows_no_border_and_stays_sharp(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.mp4", [texture(640, 360)] * 24, exactly())
    move = CameraMove(move="zoom", direction="in", amount=1)
    size = (320, 180)
    picture = film(clip, SECOND.model_copy(update={"camera": (move,)}), size)
    frames = [drawn(picture, index, size).astype(float) for index in (0, 23)]
    for frame in frames:
        assert frame[:2].std() > 15
        assert frame[:, -2:].std() > 15
    assert np.abs(frames[0] - frames[1]).mean() > 10


def test_a_clip_is_cropped_to_the_aspect_and_not_stretched(tmp_path: Path) -> None:
    square = np.full((180, 320, 3), 40, np.uint8)
    square[60:120, 130:190] = 220
    clip = write_clip(tmp_path / "a.mp4", [square] * 24, exactly())
    direction = SECOND.model_copy(update={"aspect": "9:16", "height": 480})
    made = render(clip, direction, tmp_path / "b.mp4")
    assert (made.width, made.height) == (480, 854)
    with av.open(str(made.path)) as file:
        frame = next(file.decode(video=0)).to_ndarray(format="gray")
    rows, columns = np.nonzero(frame > 140)
    assert np.ptp(rows) == pytest.approx(np.ptp(columns), abs=4)


def test_it_is_graded_titled_and_faded(tmp_path: Path) -> None:
    red = np.zeros((90, 160, 3), np.uint8)
    red[..., 0] = 180
    clip = write_clip(tmp_path / "a.mp4", [red] * 24, exactly())
    direction = SECOND.model_copy(
        update={
            "grade": Grade(look="bw"),
            "title": Title(text="Harbour", end_ms=1000),
            "fade_in_ms": 200,
        }
    )
    picture = film(clip, direction, SIZE)
    middle = drawn(picture, 12).astype(int)
    assert np.ptp(middle, axis=2).max() <= 4  # no colour is left
    assert middle.max() > 230  # the letters
    assert drawn(picture, 0).max() <= 2


def test_the_same_clip_makes_the_same_file(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.mp4", [texture(320, 180, seed) for seed in range(12)])
    direction = Direction(
        duration_ms=1000, fps=30, height=480, camera=(CameraMove(move="zoom"),), aspect="1:1"
    )
    made = [render(clip, direction, tmp_path / name).path.read_bytes() for name in ("b", "c")]
    assert made[0] == made[1]


def test_of_a_broken_clip_all_is_shown_that_can_be_read(tmp_path: Path) -> None:
    noise = [texture(160, 90, seed) for seed in range(24)]
    whole = write_clip(tmp_path / "a.mkv", noise, exactly(g="4")).read_bytes()
    broken = tmp_path / "b.mkv"
    broken.write_bytes(whole[: len(whole) // 2])
    picture = film(broken, SECOND, SIZE)
    frames = [drawn(picture, index) for index in range(24)]
    assert not np.array_equal(frames[0], frames[8])
    assert np.array_equal(frames[16], frames[23])


def test_damage_in_the_middle_does_not_end_it(tmp_path: Path) -> None:
    noise = [texture(160, 90, seed) for seed in range(24)]
    data = bytearray(write_clip(tmp_path / "a.mkv", noise, exactly(g="4")).read_bytes())
    data[len(data) // 3 : len(data) // 3 + 500] = bytes(500)
    broken = tmp_path / "b.mkv"
    broken.write_bytes(data)
    picture = film(broken, SECOND, SIZE)
    assert not np.array_equal(drawn(picture, 20), drawn(picture, 23))


PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.mp4", b"", "cannot be read"),
        ("a.mp4", PLAYLIST, "cannot be read"),
        ("a.mkv", PLAYLIST, "cannot be read"),
        ("a.mp4", struct.pack(">I", 16) + b"ftypmp42\0\0\0\0", "cannot be read"),
    ],
)
def test_what_is_no_clip_is_said(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RenderError, match=said):
        render(tmp_path / name, SECOND, tmp_path / "b.mp4")
    assert not (tmp_path / "b.mp4").exists()


def test_sound_alone_is_no_clip(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("aac", 48_000)
        silence = av.AudioFrame.from_ndarray(np.zeros((2, 4800), np.float32), "fltp", "stereo")
        silence.sample_rate = 48_000
        file.mux(stream.encode(silence))
        file.mux(stream.encode(None))
    with pytest.raises(RenderError, match="no pictures"):
        film(path, SECOND, SIZE)
