from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from nemo_notebook.studio.direction import Position, Title
from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render.title import TitleOverlay

if TYPE_CHECKING:
    from nemo_notebook.studio.render.planes import Planes

HD, UPRIGHT = (1280, 720), (720, 1280)


def canvas(frame: tuple[int, int], gray: int = 128) -> Planes:
    return planar.from_rgb(np.full((frame[1], frame[0], 3), gray, np.uint8))


def titled(
    title: Title, frame: tuple[int, int] = HD, time_ms: float = 1500, gray: int = 128
) -> Planes:
    planes = canvas(frame, gray)
    TitleOverlay(title, frame, 5000).draw(time_ms, planes)
    return planes


def letters(planes: Planes) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is bright."""
    rows, columns = np.nonzero(planes[0] > 215)
    return columns.min(), rows.min(), columns.max(), rows.max()


@pytest.mark.parametrize("frame", [HD, UPRIGHT, (720, 720), (1680, 720)])
@pytest.mark.parametrize("position", ["top", "center", "bottom"])
@pytest.mark.parametrize("text", ["Harbour", "海港的早晨", "The long way home " * 6])
def test_lies_inside_the_safe_margins_in_its_place(
    frame: tuple[int, int], position: Position, text: str
) -> None:
    left, top, right, bottom = letters(titled(Title(text=text, position=position), frame))
    width, height = frame
    assert left >= 0.05 * width
    assert right <= 0.95 * width
    assert top >= 0.05 * height
    assert bottom <= 0.95 * height
    assert (left + right) / 2 == pytest.approx(width / 2, abs=0.01 * width)
    middle = (top + bottom) / 2 / height
    assert (middle < 0.4, 0.45 < middle < 0.55, middle > 0.6).index(True) == (
        "top",
        "center",
        "bottom",
    ).index(position)


@pytest.mark.parametrize("gray", [0, 60, 128, 200, 255])
@pytest.mark.parametrize(
    ("color", "contrary"), [("white", 0), ("black", 255), ("yellow", 0), ("#1d3fbb", 255)]
)
def test_is_legible_on_any_photo(gray: int, color: str, contrary: int) -> None:
    """Just beside the letters the ground is clearly darker, or lighter, than they are."""
    title = Title(text="HHHH", color=color)
    clear = titled(title, gray=contrary)[0].astype(float)
    ink = float(clear[340:380, 500:780].max() if contrary == 0 else clear[340:380, 500:780].min())
    letter = (np.abs(clear - ink) < 6).astype(np.uint8)
    assert 2000 < letter.sum() < 20_000
    near = cv2.dilate(letter, np.ones((9, 9))) > cv2.dilate(letter, np.ones((5, 5)))
    ground = float(np.median(titled(title, gray=gray)[0][near]))
    assert abs(ground - ink) > 25


def test_has_the_colour_asked_for() -> None:
    planes = titled(Title(text="HHHH", color="#ff0000"))
    rgb = planar.to_rgb(planes)[330:390, 500:780].reshape(-1, 3).astype(int)
    assert np.count_nonzero(np.abs(rgb - [255, 0, 0]).max(axis=1) < 12) > 1000


@pytest.mark.parametrize(
    ("time_ms", "shown"), [(0, 0), (999, 0), (1100, 1), (2000, 2), (2950, 1), (3000, 0), (4000, 0)]
)
def test_comes_and_goes_in_its_time(time_ms: int, shown: int) -> None:
    planes = titled(Title(text="Harbour", start_ms=1000, end_ms=3000), time_ms=time_ms)
    change = np.abs(planes[0].astype(int) - canvas(HD)[0]).max()
    full = np.abs(
        titled(Title(text="Harbour", start_ms=1000, end_ms=3000), time_ms=2000)[0].astype(int)
        - canvas(HD)[0]
    ).max()
    assert int(change > 0) + int(change == full) == shown


def test_a_title_longer_than_the_clip_ends_with_it() -> None:
    assert np.array_equal(
        titled(Title(text="Harbour", end_ms=60_000), time_ms=5000)[0], canvas(HD)[0]
    )


@pytest.mark.parametrize(
    "title",
    [
        Title(text="Late", start_ms=7000, end_ms=9000),
        Title(text="Backwards", start_ms=3000, end_ms=1000),
        Title(text="🌊"),
        Title(text="   "),
    ],
)
def test_what_cannot_be_seen_leaves_the_picture_alone(title: Title) -> None:
    for time_ms in (0, 1500, 4999):
        assert np.array_equal(titled(title, time_ms=time_ms)[0], canvas(HD)[0])
