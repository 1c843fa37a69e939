from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image

from nemo_notebook.studio.direction import CameraMove
from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render.camera import Path, plan
from nemo_notebook.studio.render.levels import Levels, enough
from nemo_notebook.studio.render.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import Heading
    from nemo_notebook.studio.render.planes import Planes

FRAME = (640, 360)
FAST_ZOOM = (CameraMove(move="zoom", direction="in", speed="fast", amount=1),)
SLOW_ZOOM = (CameraMove(move="zoom", direction="in", speed="slow", amount=0.4),)
SLOW_PAN = (CameraMove(move="pan", direction="left", speed="slow", amount=0.2),)


def views(
    photo: NDArray[np.uint8], moves: Sequence[CameraMove], frames: int = 150
) -> tuple[Path, Source]:
    path = plan(moves, frames, 5, (photo.shape[1], photo.shape[0]), FRAME)
    return path, Source(Levels(photo, path, FRAME), path, FRAME)


def drawn(source: Source, index: int, frame: tuple[int, int] = FRAME) -> Planes:
    planes = planar.blank(*frame)
    source.draw(index, planes)
    return planes


def noise(width: int, height: int) -> NDArray[np.uint8]:
    """Gray noise down to single pixels: the hardest to sample well."""
    picture = np.random.default_rng(3).normal(128, 50, (height, width)).clip(0, 255)
    return picture.astype(np.uint8)[..., None].repeat(3, axis=2)


@pytest.mark.parametrize("moves", [FAST_ZOOM, SLOW_PAN])
@pytest.mark.parametrize("width", [2560, 1900, 1280, 860, 640])
def test_frames_are_what_ideal_resampling_gives(width: int, moves: tuple[CameraMove, ...]) -> None:
    photo = cv2.GaussianBlur(noise(width, width * 9 // 16), (0, 0), 0.8)
    path, source = views(np.asarray(photo, np.uint8), moves)
    luma = Image.fromarray(planar.from_rgb(np.asarray(photo, np.uint8))[0])
    for index in (0, 40, 75, 149):
        left, top = path.x[index] - path.width[index] / 2, path.y[index] - path.height[index] / 2
        box = np.array([left, top, left + path.width[index], top + path.height[index]])
        box = (box * np.tile(luma.size, 2)).clip(0, np.tile(luma.size, 2))
        ideal = np.asarray(luma.resize(FRAME, Image.Resampling.LANCZOS, box=tuple(box)))
        error = (drawn(source, index)[0].astype(float) - ideal)[4:-4, 4:-4]
        # Bilinear sampling of the photo itself is off by more than the picture's own variation.
        assert error.std() < 0.55 * ideal.std()
        assert abs(error.mean()) < 0.5


def centroids(
    luma: NDArray[np.uint8], near: NDArray[np.float64], radius: int
) -> NDArray[np.float64]:
    found = []
    for x, y in near:
        left, top = round(x) - radius, round(y) - radius
        patch = luma[top : top + 2 * radius + 1, left : left + 2 * radius + 1].astype(float) - 60
        weight = patch.clip(0)
        rows, columns = np.indices(weight.shape)
        total = weight.sum()
        found.append(((weight * columns).sum() / total + left, (weight * rows).sum() / total + top))
    return np.array(found)


@pytest.mark.parametrize("moves", [SLOW_ZOOM, SLOW_PAN])
def test_slow_moves_do_not_shake(moves: tuple[CameraMove, ...]) -> None:
    width, height = 2000, 1125
    where = np.array([(x, y) for x in range(400, 1700, 240) for y in range(250, 900, 120)], float)
    where += np.random.default_rng(5).random(where.shape)
    rows, columns = np.indices((height, width), dtype=np.float32)
    dots = np.zeros((height, width), np.float32)
    for x, y in where:
        near = (slice(int(y) - 40, int(y) + 41), slice(int(x) - 40, int(x) + 41))
        dots[near] += np.exp(-((columns[near] - x) ** 2 + (rows[near] - y) ** 2) / 98)
    photo = (30 + 200 * dots).astype(np.uint8)[..., None].repeat(3, axis=2)
    path, source = views(photo, moves)
    track = []
    for index in range(50, 100):
        scale = FRAME[0] / (path.width[index] * width)
        corner = (
            np.array([path.x[index], path.y[index]])
            - np.array([path.width[index], path.height[index]]) / 2
        )
        truth = (where + 0.5 - corner * [width, height]) * scale - 0.5
        track.append(centroids(drawn(source, index)[0], truth, 8) - truth)
    off = np.array(track)
    acceleration = np.diff(off, n=2, axis=0)
    assert np.sqrt(np.mean(acceleration**2)) < 0.03
    assert np.abs(off).max() < 0.1


@pytest.mark.parametrize("direction", ["clockwise", "counterclockwise"])
def test_a_roll_turns_the_picture_the_other_way_and_shows_no_border(direction: Heading) -> None:
    """A cross of two colours lies where the path says, in luma and in chroma."""
    photo = np.full((720, 1280, 3), 90, np.uint8)
    where = {(900, 360): (250, 90, 90), (640, 200): (90, 90, 250)}
    for place, colour in where.items():
        cv2.circle(photo, place, 30, colour, -1, cv2.LINE_AA)
    path, source = views(photo, [CameraMove(move="roll", direction=direction, speed="fast")], 30)
    assert np.sign(path.angle[-1]) == (1 if direction == "clockwise" else -1)
    assert abs(path.angle[-1]) > 0.1
    y, u, v = drawn(source, 29)
    scale = FRAME[0] / (path.width[29] * 1280)
    for (x, down), plane in zip(where, (v, u), strict=True):
        off = np.array([x + 0.5 - path.x[29] * 1280, down + 0.5 - path.y[29] * 720])
        back = np.array(
            [
                [np.cos(path.angle[29]), np.sin(path.angle[29])],
                [-np.sin(path.angle[29]), np.cos(path.angle[29])],
            ]
        )
        expected = np.array(FRAME) / 2 - 0.5 + scale * back @ off
        weight = (plane.astype(float) - 128).clip(4) - 4
        rows, columns = np.indices(plane.shape)
        found = (
            2 * np.average(columns, weights=weight),
            2 * np.average(rows, weights=weight) + 0.5,
        )
        assert found == pytest.approx(expected, abs=0.15)
    assert y.min() > 85


def test_colour_lies_where_the_light_is() -> None:
    """A red disc's luma and chroma have one centre: chroma is sited as MPEG-2 says."""
    photo = np.zeros((720, 1280, 3), np.uint8)
    cv2.circle(photo, (640, 360), 150, (255, 0, 0), -1, cv2.LINE_AA)
    _, source = views(photo, (), 1)
    y, _, v = drawn(source, 0)
    x_luma = np.average(np.arange(640), weights=(y.astype(float) - 16).sum(axis=0))
    x_chroma = np.average(np.arange(320), weights=np.abs(v.astype(float) - 128).sum(axis=0))
    y_luma = np.average(np.arange(360), weights=(y.astype(float) - 16).sum(axis=1))
    y_chroma = np.average(np.arange(180), weights=np.abs(v.astype(float) - 128).sum(axis=1))
    assert x_luma == pytest.approx(639.5 / 2 - 0.25, abs=0.3)
    assert 2 * x_chroma == pytest.approx(x_luma, abs=0.05)
    assert 2 * y_chroma + 0.5 == pytest.approx(y_luma, abs=0.05)


@pytest.mark.parametrize("size", [(2, 2), (64, 64), (9000, 16), (16, 9000), (3, 700)])
def test_odd_photos_fill_the_frame(size: tuple[int, int]) -> None:
    photo = np.full((size[1], size[0], 3), 200, np.uint8)
    path = plan(FAST_ZOOM, 5, 1, size, FRAME)
    source = Source(Levels(photo, path, FRAME), path, FRAME)
    for index in range(5):
        y, u, v = drawn(source, index)
        assert np.ptp(y) == np.ptp(u) == np.ptp(v) == 0
        assert y[0, 0] == 188


def test_says_how_many_pixels_are_enough() -> None:
    assert enough((1.0, 1.0), FRAME) == (854, 480)
    assert enough((0.5, 0.5), FRAME) == (1707, 960)
