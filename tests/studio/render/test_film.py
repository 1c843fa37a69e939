from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest
from PIL import Image

from nemo_notebook.studio.direction import Atmosphere, CameraMove, Direction, Title, Transition
from nemo_notebook.studio.render.errors import RenderError
from nemo_notebook.studio.render.film import film, moves_of
from nemo_notebook.studio.render.footage import Segment
from nemo_notebook.studio.render.pipeline import render
from nemo_notebook.studio.render.planes import blank
from nemo_notebook.studio.render.scene import Scene
from nemo_notebook.studio.render.still import poster

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from nemo_notebook.studio.render.footage import Picture

SIZE = (96, 54)
STILL = (CameraMove(move="static"),)
THREE_SECONDS = Direction(duration_ms=3000, fps=24, camera=STILL)
GRAYS = (40, 120, 200)


@pytest.fixture
def grays(tmp_path: Path) -> list[Segment]:
    """Three photos, dark, middling and bright."""
    parts = []
    for gray in GRAYS:
        path = tmp_path / f"{gray}.png"
        Image.new("RGB", (320, 180), (gray, gray, gray)).save(path)
        parts.append(Segment(path))
    return parts


def drawn(picture: Picture, index: int) -> NDArray[np.uint8]:
    """Luma of a frame, from 0 (black) to 255."""
    planes = blank(*SIZE)
    picture.draw(index, planes)
    full = (planes[0].astype(float) - 16) * 255 / 219
    return np.rint(full).clip(0, 255).astype(np.uint8)


def seen(picture: Picture) -> list[int]:
    return [round(float(drawn(picture, index).mean())) for index in range(picture.frames)]


def test_photos_come_in_their_order_and_share_the_time(grays: list[Segment]) -> None:
    cut = THREE_SECONDS.model_copy(update={"transition": "cut"})
    means = seen(film(grays, cut, SIZE))
    assert len(means) == 72
    for part, gray in enumerate(GRAYS):
        assert means[24 * part : 24 * part + 24] == [pytest.approx(gray, abs=2)] * 24


def test_a_photo_can_have_more_time_than_another(grays: list[Segment]) -> None:
    parts = [Segment(part.path, share) for part, share in zip(grays, (3, 1, 2), strict=True)]
    cut = THREE_SECONDS.model_copy(update={"transition": "cut"})
    means = seen(film(parts, cut, SIZE))
    assert [sum(abs(mean - gray) < 3 for mean in means) for gray in GRAYS] == [36, 12, 24]


def test_without_a_word_they_fade_into_each_other(grays: list[Segment]) -> None:
    means = seen(film(grays, THREE_SECONDS, SIZE))
    assert means[0] == pytest.approx(40, abs=2)
    assert means[-1] == pytest.approx(200, abs=2)
    assert np.all(np.diff(means) >= 0)
    assert means[23] + means[24] == pytest.approx(40 + 120, abs=4)  # half-way at the boundary
    assert np.diff(means).max() < 10


@pytest.mark.parametrize(("kind", "comes_from"), [("slide", "right"), ("wipe", "left")])
def test_the_next_picture_comes_from_its_side(
    grays: list[Segment], kind: Transition, comes_from: str
) -> None:
    picture = film(grays, THREE_SECONDS.model_copy(update={"transition": kind}), SIZE)
    middle = drawn(picture, 24).astype(float)
    left, right = middle[:, :8].mean(), middle[:, -8:].mean()
    new, old = (right, left) if comes_from == "right" else (left, right)
    assert new == pytest.approx(120, abs=3)
    assert old == pytest.approx(40, abs=3)


@pytest.mark.parametrize("kind", get_args(Transition))
def test_a_frame_is_the_same_however_often_it_is_asked(
    grays: list[Segment], kind: Transition
) -> None:
    direction = THREE_SECONDS.model_copy(update={"transition": kind, "camera": ()})
    picture = film(grays, direction, SIZE)
    order = [24, 60, 25, 0, 24, 25]
    frames = {index: drawn(picture, index) for index in order}
    again = film(grays, direction, SIZE)
    assert all(np.array_equal(drawn(again, index), frames[index]) for index in sorted(frames))


def test_nothing_moves_unasked_where_stillness_was_asked_for(photo: Path) -> None:
    picture = film([Segment(photo), Segment(photo)], THREE_SECONDS, SIZE)
    assert np.array_equal(drawn(picture, 0), drawn(picture, 20))


def test_without_a_word_about_the_camera_it_moves_gently(photo: Path) -> None:
    direction = THREE_SECONDS.model_copy(update={"camera": ()})
    picture = film([Segment(photo), Segment(photo)], direction, SIZE)
    assert not np.array_equal(drawn(picture, 0), drawn(picture, 20))


def heading(camera: tuple[CameraMove, ...], number: int) -> list[tuple[str, str | None]]:
    return [(move.move, move.direction) for move in moves_of(camera, number)]


def test_one_move_goes_there_and_back() -> None:
    pan = (CameraMove(move="pan", direction="left", speed="fast"),)
    assert [heading(pan, n) for n in range(3)] == [
        [("pan", "left")],
        [("pan", "right")],
        [("pan", "left")],
    ]
    assert moves_of(pan, 1)[0].speed == "fast"
    assert heading((CameraMove(move="zoom"),), 1) == [("zoom", "out")]


def test_a_sequence_is_dealt_out_as_it_was_said() -> None:
    said = (
        CameraMove(move="zoom", direction="in"),
        CameraMove(move="pan", direction="left"),
        CameraMove(move="tilt", direction="up", then=True),
    )
    first, second = [("zoom", "in"), ("pan", "left")], [("tilt", "up")]
    assert [heading(said, n) for n in range(3)] == [first, second, first]
    assert not moves_of(said, 1)[0].then


def test_the_title_and_the_fades_are_those_of_the_whole(grays: list[Segment]) -> None:
    direction = THREE_SECONDS.model_copy(
        update={
            "title": Title(text="Summer", end_ms=3000),
            "fade_in_ms": 500,
            "fade_out_ms": 500,
            "transition": "cut",
        }
    )
    picture = film(grays, direction, SIZE)
    assert drawn(picture, 0).max() == 0
    assert drawn(picture, 71).max() == 0
    for index in (20, 24, 47, 50):
        assert np.ptp(drawn(picture, index)) > 30  # letters, over the boundaries too
    assert len(poster(grays, direction, max_side=160)) > 1000


def test_more_photos_than_there_is_time_for_get_a_frame_each(grays: list[Segment]) -> None:
    picture = film(grays * 10, Direction(duration_ms=1000, fps=24, camera=STILL), SIZE)
    means = seen(picture)
    assert len(means) == 30
    assert means[:3] == [pytest.approx(gray, abs=2) for gray in GRAYS]


def test_few_photos_are_held_at_a_time(
    grays: list[Segment], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def counted(path: Path, direction: Direction, size: tuple[int, int]) -> Picture:
        made.append(path.stem)
        return Scene(path, direction, size)

    monkeypatch.setattr("nemo_notebook.studio.render.film.Scene", counted)
    picture = film(grays, THREE_SECONDS, SIZE)
    assert made == ["40"]
    seen(picture)
    assert made == ["40", "120", "200"]


def test_a_photo_in_the_middle_that_cannot_be_read_is_said(
    grays: list[Segment], tmp_path: Path
) -> None:
    grays[1].path.write_bytes(b"no photo")
    target = tmp_path / "a.mp4"
    with pytest.raises(RenderError, match="cannot be read"):
        render(grays, THREE_SECONDS.model_copy(update={"height": 480}), target)
    assert not target.exists()


def test_the_same_photos_make_the_same_file(grays: list[Segment], tmp_path: Path) -> None:
    second = Direction(duration_ms=1000, fps=24, height=480)
    outputs = [render(grays, second, tmp_path / name) for name in ("a", "b")]
    assert outputs[0].path.read_bytes() == outputs[1].path.read_bytes()
    assert (outputs[0].width, outputs[0].height) == (854, 480)


def test_a_seamless_loop_goes_from_the_last_photo_into_the_first(grays: list[Segment]) -> None:
    means = seen(film(grays, THREE_SECONDS.model_copy(update={"loop": "seamless"}), SIZE))
    assert len(means) == 72
    steps = np.abs(np.diff([*means, means[0]]))
    assert steps.max() < 20
    assert means[0] + means[-1] == pytest.approx(40 + 200, abs=8)
    assert means[12] == pytest.approx(40, abs=2)


def test_a_boomerang_shows_them_there_and_back(grays: list[Segment]) -> None:
    direction = THREE_SECONDS.model_copy(update={"loop": "boomerang", "transition": "cut"})
    means = seen(film(grays, direction, SIZE))
    assert len(means) == 72
    assert means[1:] == means[:0:-1]
    assert [means[index] for index in (2, 18, 36)] == [pytest.approx(g, abs=2) for g in GRAYS]


def test_snow_falls_on_over_the_cuts(grays: list[Segment]) -> None:
    snow = (Atmosphere(kind="snow", amount=1),)
    direction = THREE_SECONDS.model_copy(update={"atmosphere": snow, "transition": "cut"})
    same = [Segment(grays[0].path)] * 2
    picture, whole = film(same, direction, SIZE), film(grays[0].path, direction, SIZE)
    for index in (35, 36):
        assert np.array_equal(drawn(picture, index), drawn(whole, index))
