from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from nemo_notebook.studio.direction import (
    Atmosphere,
    Background,
    CameraMove,
    Direction,
    Loop,
    Music,
    Subject,
    Title,
    Trim,
)
from nemo_notebook.studio.server import making
from nemo_notebook.studio.server.material import Sources
from tests.studio.render.clips import exactly, grays, write_clip

RATE = 48_000
SECOND = Direction(duration_ms=1000, fps=25, height=480)


def made(sources: Sources, direction: Direction, target: Path, **options: Any) -> Path:
    return making.video(
        sources,
        direction,
        target,
        container=target.suffix[1:],
        quality="low",
        progress=lambda _: None,
        step=100,
        cancelled=lambda: False,
        **options,
    ).path


def one(path: Path) -> Sources:
    return Sources(((path, 1.0),))


def heard(path: Path) -> NDArray[np.float32]:
    """Samples of the left channel."""
    with av.open(str(path)) as file:
        if not file.streams.audio:
            return np.zeros(0, np.float32)
        frames = [np.asarray(frame.to_ndarray(), np.float32) for frame in file.decode(audio=0)]
    left: NDArray[np.float32] = np.concatenate(frames, axis=1)[0]
    return left


def noise(seconds: float, level: float) -> NDArray[np.float32]:
    random = np.random.default_rng(0).standard_normal((round(seconds * RATE), 2))
    return (level * random).astype(np.float32)


@pytest.mark.parametrize("start_ms", [0, 1480])
def test_picture_and_sound_of_a_clip_stay_together(tmp_path: Path, start_ms: int) -> None:
    """A flash and a tick at the same moment are seen and heard at the same moment."""
    moment = 2.0
    levels = [220 if frame == round(25 * moment) else 30 for frame in range(75)]
    sound = np.zeros((3 * RATE, 2), np.float32)
    sound[round(moment * RATE) : round((moment + 0.04) * RATE)] = 0.5
    clip = write_clip(tmp_path / "a.mp4", grays(levels), exactly(g="25"), fps=25, sound=sound)
    direction = SECOND.model_copy(
        update={"duration_ms": 2600 if not start_ms else 1000, "trim": Trim(start_ms=start_ms)}
    )
    video = made(one(clip), direction, tmp_path / "b.mp4")
    with av.open(str(video)) as file:
        light = [float(frame.to_ndarray(format="gray").mean()) for frame in file.decode(video=0)]
    seen = int(np.argmax(light)) / 25
    ticked = np.flatnonzero(np.abs(heard(video)) > 0.2)[0] / RATE
    assert seen == pytest.approx(moment - start_ms / 1000, abs=0.001)
    assert ticked == pytest.approx(seen, abs=0.05)


def test_a_clip_is_heard_only_while_it_is_seen(tmp_path: Path) -> None:
    photo = tmp_path / "a.png"
    Image.new("RGB", (160, 90), "teal").save(photo)
    clip = write_clip(tmp_path / "a.mp4", grays([90] * 50), fps=25, sound=noise(2, 0.1))
    sources = Sources(((photo, 1.0), (clip, 1.0), (photo, 1.0)))
    direction = SECOND.model_copy(update={"duration_ms": 3000, "transition": "cut"})
    sound = np.abs(heard(made(sources, direction, tmp_path / "b.mp4")))
    assert sound[: round(0.9 * RATE)].max() < 0.01
    assert sound[round(1.2 * RATE) : round(1.8 * RATE)].mean() > 0.05
    assert sound[round(2.2 * RATE) : round(2.9 * RATE)].max() < 0.01


@pytest.mark.parametrize(("volume", "least", "most"), [(0.0, 0, 0), (0.5, 0.03, 0.05)])
def test_a_clips_own_sound_has_the_volume_asked_for(
    tmp_path: Path, volume: float, least: float, most: float
) -> None:
    clip = write_clip(tmp_path / "a.mp4", grays([90] * 25), fps=25, sound=noise(1, 0.1))
    direction = SECOND.model_copy(update={"clip_volume": volume})
    sound = np.abs(heard(made(one(clip), direction, tmp_path / "b.mkv")))
    level = float(sound[RATE // 4 : RATE // 2].mean()) if sound.size else 0.0
    assert least <= level <= most


@pytest.mark.parametrize(("loop", "ticks"), [("boomerang", (0.5, 3.5)), ("seamless", (0.6, 2.6))])
def test_a_clip_in_a_loop_is_heard_when_it_is_seen(
    tmp_path: Path, loop: Loop, ticks: tuple[float, float]
) -> None:
    """There and back within four seconds, or twice around."""
    moment = ticks[0]
    levels = [220 if frame == round(25 * moment) else 30 for frame in range(51)]
    sound = np.zeros((2 * RATE, 2), np.float32)
    sound[round(moment * RATE) : round((moment + 0.04) * RATE)] = 0.5
    length = 2.0 if loop == "boomerang" else 2.5
    levels += [30] * (round(25 * length) - len(levels))
    clip = write_clip(tmp_path / "a.mp4", grays(levels), exactly(g="25"), fps=25, sound=sound)
    direction = Direction(duration_ms=4000, fps=25, height=480, loop=loop)
    video = made(one(clip), direction, tmp_path / "b.mp4")
    with av.open(str(video)) as file:
        light = [float(frame.to_ndarray(format="gray").mean()) for frame in file.decode(video=0)]
    seen = np.flatnonzero(np.array(light) > 120) / 25
    loud = np.flatnonzero(np.abs(heard(video)) > 0.2) / RATE
    parted = int(np.argmax(np.diff(loud)))
    for found in (seen, np.array([loud[0], loud[parted + 1]])):
        assert found == pytest.approx(ticks, abs=0.06)


def test_music_lies_under_the_sound_of_a_clip(tmp_path: Path) -> None:
    sound = noise(2, 0.1)
    sound[RATE:] = 0
    clip = write_clip(tmp_path / "a.mp4", grays([90] * 50), fps=25, sound=sound)
    direction = SECOND.model_copy(update={"duration_ms": 2000, "music": Music(volume=1)})
    both = np.abs(heard(made(one(clip), direction, tmp_path / "b.mkv")))
    alone = np.abs(
        heard(made(one(clip), direction.model_copy(update={"music": None}), tmp_path / "c.mkv"))
    )
    assert alone[round(1.3 * RATE) : round(1.6 * RATE)].max() < 0.001
    assert both[round(1.3 * RATE) : round(1.6 * RATE)].max() > 0.02
    assert both[: RATE // 2].mean() > 0.05


def test_a_song_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    photo, song = tmp_path / "a.png", tmp_path / "a.mp3"
    Image.new("RGB", (160, 90), "teal").save(photo)
    song.write_bytes(b"no song")
    direction = SECOND.model_copy(update={"music": Music(uploaded=True)})
    with pytest.raises(making.RenderError, match="The music is damaged"):
        made(Sources(((photo, 1.0),), song), direction, tmp_path / "b.mp4")
    assert not (tmp_path / "b.mp4").exists()


def test_a_preview_waits_for_nothing_that_takes_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("The subject was looked for")

    monkeypatch.setattr("nemo_notebook.studio.render.scene.find", never)
    photo = tmp_path / "a.png"
    Image.new("RGB", (1600, 900), "teal").save(photo)
    direction = Direction(
        camera=(CameraMove(move="dolly"), CameraMove(move="zoom")),
        subject=(Subject(motion="breathe"),),
        background=(Background(motion="ripple"),),
        atmosphere=(Atmosphere(kind="snow"),),
        title=Title(text="Later"),
        height=1080,
    )
    seen = making.preview(Sources(((photo, 1.0), (tmp_path / "not yet.png", 1.0))), direction)
    assert (seen.width, seen.height) == (1280, 720)
    assert seen.jpeg[:3] == b"\xff\xd8\xff"
