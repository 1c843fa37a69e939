"""The photo as a camera sees it, layer by layer.

Frames are drawn from `levels` by warps of single 8-bit planes, straight into the memory that the
encoder reads. What bends the picture is asked at a few places only (see `grid`), and where nothing
is bent the affine way is taken.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np

from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render import upright
from nemo_notebook.studio.render.grid import Box, Grid
from nemo_notebook.studio.render.levels import STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nemo_notebook.studio.render.camera import Floats, Path
    from nemo_notebook.studio.render.grid import Floats as Floats32
    from nemo_notebook.studio.render.grid import Warp
    from nemo_notebook.studio.render.levels import Level, Levels
    from nemo_notebook.studio.render.planes import Plane, Planes

    Maps = tuple[cv2.typing.MatLike, cv2.typing.MatLike]

_AFFINE: Final = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
_UNMOVED: Final = 0.02  # pixels of a frame: less does not show
_LINES: Final = 1080  # for which a warp's pitch is given


class _Places(NamedTuple):
    """Where a grid lies in a level, in pixels, and in the photo, in fractions."""

    grid: Grid
    x: Floats32
    y: Floats32
    of_photo: tuple[Floats32, Floats32]


class Source:
    """A photo, or what is cut out of it, under a camera path.

    Args:
        levels: Its resolutions.
        path: The views to come.
        frame: Width and height of the clip in pixels.
        warps: What bends the picture; each looks where the one before it has pointed.
    """

    def __init__(
        self, levels: Levels, path: Path, frame: tuple[int, int], warps: Sequence[Warp] = ()
    ) -> None:
        self._levels, self._path, self._frame, self._warps = levels, path, frame, warps
        self._reach = sum(warp.reach for warp in warps)
        scale = min(frame) / _LINES
        self._pitch = (
            _even(min((warp.pitch[0] for warp in warps), default=2) * scale),
            _even(min((warp.pitch[1] for warp in warps), default=2) * scale),
        )
        self._own, self._other = (_buffers(frame, cover=levels.cut_out) for _ in range(2))
        # What a camera that holds still sees is drawn once, and taken from there wherever, and as
        # long as, nothing bends it.
        self._is_still = path.is_still
        self._rest: tuple[Plane, ...] = ()
        self._places: _Places | None = None
        self._drawn: tuple[int, Box] | None = None

    def draw(self, index: int, planes: Planes) -> None:
        """Draws the view of frame `index` into the planes of a frame, or lays the cutout over."""
        if not self._levels.cut_out:
            self._render(index, planes, Box(0, 0, *self._frame))
            return
        box, (y, u, v, cover, cover_half) = self._cutout(index)
        for plane, own, share, step in (
            (planes[0], y, cover, 1),
            (planes[1], u, cover_half, 2),
            (planes[2], v, cover_half, 2),
        ):
            part = box.of(plane, step)
            cv2.multiply(part, cv2.bitwise_not(share), dst=part, scale=1 / 255)
            cv2.add(part, own, dst=part)

    def matte(self, index: int) -> Plane:
        """How much of the cutout there is in each pixel of frame `index`, 0 to 255."""
        matte = np.zeros(self._frame[::-1], np.uint8)
        box, layer = self._cutout(index)
        box.of(matte, 1)[...] = layer[3]
        return matte

    def _cutout(self, index: int) -> tuple[Box, tuple[Plane, ...]]:
        """The part of frame `index` where the cutout is, and the cutout there with its cover."""
        unchanged = self._is_still and not self._warps
        if self._drawn and (unchanged or self._drawn[0] == index):
            box, layer = self._drawn[1], self._within(self._drawn[1])
        else:
            box = self._place(index)
            layer = self._within(box)
            self._render(index, layer, box)
            self._drawn = (index, box)
        return box, layer

    def _within(self, box: Box) -> tuple[Plane, ...]:
        return tuple(box.of(plane, step) for plane, step in zip(self._own, STEPS, strict=True))

    def _place(self, index: int) -> Box:
        """Where in frame `index` the levels' part lies, with what may stray from it."""
        matrix = self._matrix(index, (0.0, 0.0), (1.0, 1.0))
        inverse = np.linalg.inv(matrix[:, :2])
        left, top, right, bottom = self._levels.part
        corners = np.array([(x, y) for x in (left, right) for y in (top, bottom)])
        places = (corners - 0.5 - matrix[:, 2]) @ inverse.T
        stray = np.abs(inverse).sum(axis=1) * self._reach + 2
        low, high = places.min(axis=0) - stray, places.max(axis=0) + stray
        # A speck at least, so that nothing that follows needs to know of emptiness.
        width, height = self._frame
        left, top = (
            min(max(0, math.floor(v / 2) * 2), side - 2)
            for v, side in zip(low, (width, height), strict=True)
        )
        right, bottom = (
            max(min(side, math.ceil(v / 2) * 2), first + 2)
            for v, side, first in zip(high, (width, height), (left, top), strict=True)
        )
        return Box(left, top, right, bottom)

    def _render(self, index: int, targets: Sequence[Plane], box: Box) -> None:
        level, following, weight = self._levels.at(index)
        self._sample(level, index, targets, box)
        if following:
            others = [box.of(plane, step) for plane, step in zip(self._other, STEPS, strict=False)]
            self._sample(following, index, others, box)
            for plane, other in zip(targets, others, strict=True):
                cv2.addWeighted(plane, 1 - weight, other, weight, 0, dst=plane)

    def _sample(self, level: Level, index: int, targets: Sequence[Plane], box: Box) -> None:
        matrix = self._matrix(index, (level.left, level.top), (level.across, level.down))
        if self._is_still and not self._rest:
            rest = _buffers(self._frame, cover=self._levels.cut_out)
            whole = Box(0, 0, *self._frame)
            _straight(level, rest, matrix, whole, whole)
            self._rest = rest
        bent, maps = self._bent(level, index, matrix, box)
        for top, bottom in ((box.top, bent.top), (bent.bottom, box.bottom)):
            band = box._replace(top=top, bottom=bottom)
            if self._rest:
                for plane, target, step in zip(self._rest, targets, STEPS, strict=False):
                    np.copyto(_band(target, box, band, step), band.of(plane, step))
            else:
                _straight(level, targets, matrix, box, band)
        if not bent.empty:
            planes = (*level.planes, *level.cover)
            for plane, target, step in zip(planes, targets, STEPS, strict=False):
                rows, (x, y) = _band(target, box, bent, step), maps[step - 1]
                cv2.remap(plane, x, y, cv2.INTER_LINEAR, dst=rows, borderMode=level.border)

    def _bent(
        self, level: Level, index: int, matrix: Floats, box: Box
    ) -> tuple[Box, tuple[Maps, ...]]:
        """The rows of a part of the frame that are bent, and where in the level to look there.

        The places are given for luma, and then for chroma.
        """
        if not self._warps:
            return box._replace(top=box.bottom), ()
        grid, x, y, straight = self._looked_at(level, matrix, box)
        place = straight
        for warp in self._warps:
            place = warp(index, *place)
        (xx, _, _), (yx, yy, _) = matrix.astype(np.float32)
        off_x = (place[0] - straight[0]) * np.float32(level.across)
        off_y = (place[1] - straight[1]) * np.float32(level.down)
        rows = grid.rows(np.maximum(np.abs(off_x / xx), np.abs(off_y / yy)) > _UNMOVED)
        if rows.empty:
            return box._replace(top=box.bottom), ()
        x, y = x + off_x, y + off_y
        # The frame's chroma sits half a pixel to the left of where the grid is spread to.
        half_x, half_y = (x - 0.5 * xx - 0.5) / 2, (y - 0.5 * yx - 0.5) / 2
        return rows, (
            (grid.spread(x, rows, 1), grid.spread(y, rows, 1)),
            (grid.spread(half_x, rows, 2), grid.spread(half_y, rows, 2)),
        )

    def _looked_at(self, level: Level, matrix: Floats, box: Box) -> _Places:
        """Places over a part of the frame, as pixels of the level and as fractions of the photo."""
        if self._places:
            return self._places
        grid = Grid(box, self._pitch)
        (xx, xy, x0), (yx, yy, y0) = matrix.astype(np.float32)
        x, y = xx * grid.x + xy * grid.y + x0, yx * grid.x + yy * grid.y + y0
        left = np.float32(level.left + 0.5 / level.across)
        top = np.float32(level.top + 0.5 / level.down)
        of_photo = x / np.float32(level.across) + left, y / np.float32(level.down) + top
        places = _Places(grid, x, y, of_photo)
        if self._is_still:
            self._places = places
        return places

    def _matrix(self, index: int, corner: tuple[float, float], size: tuple[float, float]) -> Floats:
        """From pixels of a frame to those of a picture, shape (2, 3).

        Args:
            index: The frame.
            corner: Of the photo, where the picture starts.
            size: Pixels of the picture that the whole photo would have.
        """
        path, (width, height) = self._path, self._frame
        cosine, sine = np.cos(path.angle[index]), np.sin(path.angle[index])
        step_x, step_y = path.width[index] * size[0] / width, path.height[index] * size[1] / height
        turn = np.array([[step_x * cosine, -step_x * sine], [step_y * sine, step_y * cosine]])
        centre = np.array(
            [
                (path.x[index] - corner[0]) * size[0] - 0.5,
                (path.y[index] - corner[1]) * size[1] - 0.5,
            ]
        )
        return np.column_stack([turn, centre - turn @ [(width - 1) / 2, (height - 1) / 2]])


def _moved(matrix: Floats, step: int, left: int, top: int) -> Floats:
    """The matrix for luma (`step` 1) or chroma (2) of a part of the frame that starts elsewhere.

    Pixel centres lie at integers. The frame's chroma sits on its left luma pixel and between two
    rows (MPEG-2 siting), the source's in the middle of 2 × 2 pixels.
    """
    corner = matrix @ [left, top, 1]
    if step == 2:  # noqa: PLR2004 - chroma
        corner = (matrix @ [left, top + 0.5, 1] - 0.5) / 2
    return np.column_stack([matrix[:, :2], corner])


def _straight(level: Level, targets: Sequence[Plane], matrix: Floats, box: Box, band: Box) -> None:
    """Draws some rows, `band`, of the part of a frame, `box`, that the targets are."""
    if band.empty:
        return
    for plane, target, step in zip((*level.planes, *level.cover), targets, STEPS, strict=False):
        rows = _band(target, box, band, step)
        moved = _moved(matrix, step, box.left, band.top)
        if upright.draw(plane, moved, rows):
            continue
        cv2.warpAffine(
            plane,
            moved,
            (rows.shape[1], rows.shape[0]),
            dst=rows,
            flags=_AFFINE,
            borderMode=level.border,
        )


def _band(target: Plane, box: Box, band: Box, step: int) -> Plane:
    return target[(band.top - box.top) // step : (band.bottom - box.top) // step]


def _even(length: float) -> int:
    return max(2, 2 * round(length / 2))


def _buffers(frame: tuple[int, int], *, cover: bool) -> tuple[Plane, ...]:
    planes = planar.blank(*frame)
    return (*planes, *planar.blank(*frame)[:2]) if cover else planes
