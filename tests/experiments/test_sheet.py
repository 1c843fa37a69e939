from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageChops

from nemo_notebook import NemoError, contact_sheet, sample_photo
from nemo_notebook.conversation.take import TakeData
from nemo_notebook.conversation.turn import TurnState
from nemo_notebook.conversation.video import look_into
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.errors import NothingToExportError, OptionError
from nemo_notebook.studio.direction import Aspect, CameraMove, Direction
from nemo_notebook.studio.render.pipeline import render

LEFT = CameraMove(move="pan", direction="left", amount=1)


def rendered(folder: Path, aspect: Aspect) -> TakeData:
    direction = Direction(camera=(LEFT,), aspect=aspect, height=480, duration_ms=1000, fps=24)
    clip = folder / "clip.mp4"
    render(sample_photo(folder), direction, clip)
    return TakeData("", "pan left", TurnState("pan left"), Draft(), look_into(clip), folder)


@pytest.fixture(scope="module")
def take(tmp_path_factory: pytest.TempPathFactory) -> TakeData:
    return rendered(tmp_path_factory.mktemp("sheet"), "16:9")


def still(sheet: Image.Image, row: int, column: int) -> Image.Image:
    """A still of the landscape sheet, without the corner that carries its time."""
    left, top = column * 488, row * 278
    return sheet.crop((left, top, left + 480, top + 200))


def difference(one: Image.Image, other: Image.Image) -> float:
    return float(np.asarray(ImageChops.difference(one, other)).mean())


def test_six_stills_stand_in_two_rows_of_three(take: TakeData) -> None:
    sheet = contact_sheet(take)
    assert sheet.mode == "RGB"
    assert sheet.size == (3 * 488 - 8, 2 * 278 - 8)


@pytest.mark.parametrize(
    ("stills", "size"),
    [(1, (480, 270)), (2, (968, 270)), (3, (1456, 270)), (5, (1456, 548)), (8, (1944, 548))],
)
def test_rows_are_as_many_as_are_needed(take: TakeData, stills: int, size: tuple[int, int]) -> None:
    assert contact_sheet(take, stills=stills).size == size


def test_each_still_is_the_frame_of_its_time(take: TakeData) -> None:
    assert take.video is not None
    with av.open(str(take.video.path)) as file:
        frames = [frame.to_image() for frame in file.decode(video=0)]
    sheet = contact_sheet(take, stills=4)
    for number, frame in enumerate((3, 9, 15, 21)):  # an eighth of a second on, of 24 frames
        shown = frames[frame]
        shown.thumbnail((480, 480))
        row, column = divmod(number, 2)
        assert difference(still(sheet, row, column), shown.crop((0, 0, 480, 200))) == 0


def test_the_time_stands_on_the_still(take: TakeData) -> None:
    corner = np.asarray(contact_sheet(take, stills=1).crop((8, 240, 70, 264)).convert("L"))
    assert corner.max() > 230
    assert np.median(corner) < 60


def test_portrait_clips_keep_their_shape(tmp_path: Path) -> None:
    width, height = contact_sheet(rendered(tmp_path, "9:16"), stills=2).size
    assert (width, height) == (2 * 270 + 8, 480)


def test_a_take_without_a_video_says_so(take: TakeData) -> None:
    with pytest.raises(NothingToExportError, match="no video to show"):
        contact_sheet(replace(take, video=None))


@pytest.mark.parametrize("stills", [0, -1, 65])
def test_a_number_of_stills_that_cannot_be_is_refused(take: TakeData, stills: int) -> None:
    with pytest.raises(OptionError, match="Choose 1 to 64") as refusal:
        contact_sheet(take, stills=stills)
    assert isinstance(refusal.value, NemoError)
