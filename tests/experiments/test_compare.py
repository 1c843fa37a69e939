from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import av
import numpy as np
import pytest
from PIL import Image

from nemo_notebook import compare, contact_sheet
from nemo_notebook.conversation.take import TakeData
from nemo_notebook.conversation.turn import TurnState
from nemo_notebook.conversation.video import look_into
from nemo_notebook.experiments.measure import motion, ssim
from nemo_notebook.experiments.together import View
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.errors import NothingToExportError, OptionError
from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.studio.direction import CameraMove, Direction, Grade
from nemo_notebook.studio.render.pipeline import render

STILL = Direction(camera=(CameraMove(move="static"),), height=480, duration_ms=1000, fps=24)
FAST = STILL.model_copy(
    update={"camera": (CameraMove(move="pan", direction="left", speed="fast", amount=1),)}
)
GREY = FAST.model_copy(update={"grade": Grade(look="bw"), "duration_ms": 500})


@pytest.fixture(scope="module")
def takes(tmp_path_factory: pytest.TempPathFactory) -> tuple[TakeData, TakeData, TakeData]:
    """A still clip, a fast one, and a grey one that is half as long."""
    folder = tmp_path_factory.mktemp("takes")
    noise = np.random.default_rng(0).integers(0, 255, (15, 20, 3), dtype=np.uint8)
    photo = folder / "photo.png"
    Image.fromarray(noise).resize((640, 480), Image.Resampling.BICUBIC).save(photo)
    made = []
    for name, direction in (("still", STILL), ("fast", FAST), ("grey", GREY)):
        clip = folder / f"{name}.mp4"
        render(photo, direction, clip)
        draft: JsonObject = {"m": {"asset": name, "direction": direction.model_dump(mode="json")}}
        take = TakeData("", name, TurnState(name), Draft(draft), look_into(clip), folder)
        made.append(take)
    return made[0], made[1], made[2]


def frames(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as file:
        return [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]


def test_what_differs_stands_above_and_nothing_else(takes: tuple[TakeData, ...]) -> None:
    found = dict(compare(takes[0], takes[1]).differences)
    assert found["prompt"] == ("still", "fast")
    assert found["camera 1 move"] == ("static", "pan")
    assert found["camera 1 speed"] == ("normal", "fast")
    assert not {"asset", "height", "fps", "aspect"} & set(found)


def test_both_play_in_step_in_one_video(takes: tuple[TakeData, ...]) -> None:
    _, fast, grey = takes
    video = compare(fast, grey).video
    assert (video.duration_ms, video.width, video.height) == (1000, 2 * 634 + 8, 476)
    together = frames(video.path)
    assert len(together) == 30
    alone = frames(fast.video.path) if fast.video else []
    for number in (0, 10, 20):
        left = together[number][:, :634].astype(int)
        picture = Image.fromarray(alone[number * 24 // 30]).resize((634, 476))
        seen = np.asarray(picture).astype(int)
        assert np.abs(left - seen).mean() < 6
    right = together[29][:, -630:].astype(int)
    assert np.abs(right[..., 0] - right[..., 1]).mean() < 4  # grey, and still there at the end


def test_a_wipe_shows_one_left_and_the_other_right_of_a_line(takes: tuple[TakeData, ...]) -> None:
    _, fast, grey = takes
    video = compare(fast, grey, view="wipe").video
    middle = frames(video.path)[8].astype(int)
    colour = np.abs(middle[..., 0] - middle[..., 2]).mean(axis=0)
    line = int(np.argmax(middle.mean(axis=(0, 2))))
    assert 200 < line < 440
    assert colour[: line - 10].mean() > 5 * colour[line + 10 :].mean()


def test_three_take_less_room_each(takes: tuple[TakeData, ...]) -> None:
    video = compare(*takes).video
    assert video.width <= 1280
    assert video.height == pytest.approx(316, abs=2)


def test_figures_stand_below(takes: tuple[TakeData, ...]) -> None:
    found = compare(takes[0], takes[1])
    assert found.motion[0] < 0.1
    assert found.motion[1] > 5
    assert found.ssim[0] == pytest.approx(1, abs=1e-6)
    assert found.ssim[1] < 0.9
    bundle = found._repr_mimebundle_()
    for word in ("motion", "SSIM", f"{found.ssim[1]:.3f}", "camera 1 move"):
        assert word in bundle["text/html"]
        assert word in bundle["text/plain"]
    assert 'src="nemo_media/compare-' in bundle["text/html"]


def test_the_same_pair_is_made_once(takes: tuple[TakeData, ...]) -> None:
    first = compare(takes[0], takes[1]).video.path
    made = first.stat().st_mtime_ns
    assert compare(takes[0], takes[1]).video.path == first
    assert first.stat().st_mtime_ns == made


def test_likeness_follows_how_much_was_changed(takes: tuple[TakeData, ...]) -> None:
    still, fast, _ = (take.video for take in takes)
    assert still is not None
    assert fast is not None
    assert ssim(still, still) > 0.999 > ssim(still, fast) > -1
    assert motion(still) < motion(fast)


def test_words_of_others_are_text(takes: tuple[TakeData, ...]) -> None:
    evil = replace(takes[1], prompt="<script>alert(1)</script>")
    assert "<script" not in compare(takes[0], evil)._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize(
    ("ask", "kind", "said"),
    [
        (lambda a, b: compare(a, replace(b, video=None)), NothingToExportError, "Take B has no"),
        (lambda a, b: compare(a, cast("TakeData", "b.mp4")), OptionError, "B is a str, not a take"),
        (lambda a, b: compare(a, b, view=cast("View", "slide")), OptionError, "side or wipe"),
        (lambda a, b: compare(a, b, a, view="wipe"), OptionError, "takes 2 at most"),
        (lambda a, b: compare(a, b, a, b, a, b, a), OptionError, "takes 6 at most"),
        (lambda a, b: contact_sheet(cast("TakeData", "a.mp4")), OptionError, "not a take"),
    ],
)
def test_what_cannot_be_compared_is_said(
    takes: tuple[TakeData, ...],
    ask: Callable[[TakeData, TakeData], object],
    kind: type[Exception],
    said: str,
) -> None:
    with pytest.raises(kind, match=said):
        ask(takes[0], takes[1])
