"""The photo as a camera sees it: band-limited planes at about twice the output's size.

Bilinear sampling of a source that holds two pixels per output pixel, smoothed to what the output
can show, comes nearer to ideal resampling than Lanczos on a source of the output's size, does not
alias, and costs three 8-bit warps a frame. A zoom crosses a few such levels, faded into each other
so that no switch shows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from nemo_notebook.studio.render import planes as planar

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.camera import Floats, Path
    from nemo_notebook.studio.render.planes import Plane, Planes

OVERSAMPLING: Final = 2.0
# Ratio between levels, so that a level's smoothing fits each zoom it serves well enough.
_STEP: Final = 1.2
_SOFTNESS: Final = 1.05  # its smoothing is right for the middle of them
_CROSSFADE: Final = 0.2  # share of a level's range in which it gives way to the next
_MARGIN: Final = 4  # pixels around what a level shows, for smoothing and sampling
_KEPT: Final = 2
_WORTH_ENLARGING: Final = 1.3
_WARP: Final = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP


def enough(path: Path, frame: tuple[int, int]) -> tuple[int, int]:
    """Width and height of the photo beyond which its pixels cannot show in a clip."""
    return (
        math.ceil(OVERSAMPLING * frame[0] / path.width.min()),
        math.ceil(OVERSAMPLING * frame[1] / path.height.min()),
    )


@dataclass(frozen=True, slots=True)
class _Level:
    """A part of the photo at one resolution.

    Attributes:
        planes: Its picture.
        left: Of the photo's width, where it starts.
        top: Of the photo's height, where it starts.
        across: Pixels that the photo's whole width would have.
        down: Pixels that the photo's whole height would have.
    """

    planes: Planes
    left: float
    top: float
    across: float
    down: float


class Source:
    """A photo under a camera path.

    Args:
        photo: Pixels of shape (height, width, 3), R, G, B.
        path: The views to come.
        frame: Width and height of the clip in pixels.
    """

    def __init__(self, photo: NDArray[np.uint8], path: Path, frame: tuple[int, int]) -> None:
        self._photo, self._path, self._frame = photo, path, frame
        # Twice the photo's own pixels are all that smooth sampling can use.
        wanted = np.minimum(OVERSAMPLING * frame[0] / path.width, 2 * photo.shape[1])
        least, most = float(wanted.min()), float(wanted.max())
        count = max(1, math.ceil(math.log(most / least) / math.log(_STEP) - 0.01))
        self._across = [least * (most / least) ** ((i + 1) / count) for i in range(count)]
        self._lower = np.minimum(np.searchsorted(self._across, wanted * 0.9999), count - 1)
        self._upper = np.minimum(self._lower + 1, count - 1)
        into = np.log(wanted / np.take(self._across, self._lower))  # from minus a step up to 0
        step = math.log(most / least) / count or 1.0
        self._weight = np.clip(1 + into / (_CROSSFADE * step), 0, 1) * (self._upper > self._lower)
        self._level = lru_cache(_KEPT)(self._build)
        self._other = planar.blank(*frame)

    def draw(self, index: int, planes: Planes) -> None:
        """Draws the view of frame `index` into the planes of a frame."""
        weight = float(self._weight[index])
        self._warp(int(self._lower[index]), index, planes)
        if weight:
            self._warp(int(self._upper[index]), index, self._other)
            for plane, other in zip(planes, self._other, strict=True):
                cv2.addWeighted(plane, 1 - weight, other, weight, 0, dst=plane)

    def _warp(self, number: int, index: int, planes: Planes) -> None:
        level = self._level(number)
        luma = self._matrix(index, level)
        # Pixel centres lie at integers. The frame's chroma sits on its left luma pixel and between
        # two rows (MPEG-2 siting), the source's in the middle of 2 × 2 pixels.
        siting = luma @ [0, 0.5, 1] - 0.5
        chroma = np.column_stack([luma[:, :2], siting / 2])
        for plane, target, matrix in zip(level.planes, planes, (luma, chroma, chroma), strict=True):
            _sample(plane, target, matrix)

    def _matrix(self, index: int, level: _Level) -> Floats:
        """From pixels of a frame to those of a level, shape (2, 3)."""
        path, (width, height) = self._path, self._frame
        cosine, sine = np.cos(path.angle[index]), np.sin(path.angle[index])
        step_x = path.width[index] * level.across / width
        step_y = path.height[index] * level.down / height
        turn = np.array([[step_x * cosine, -step_x * sine], [step_y * sine, step_y * cosine]])
        centre = np.array(
            [
                (path.x[index] - level.left) * level.across - 0.5,
                (path.y[index] - level.top) * level.down - 0.5,
            ]
        )
        return np.column_stack([turn, centre - turn @ [(width - 1) / 2, (height - 1) / 2]])

    def _build(self, number: int) -> _Level:
        height, width = self._photo.shape[:2]
        left, top, right, bottom = self._shown(number)
        wanted = self._across[number] / width
        picture, ratio_x, ratio_y = _resized(self._photo[top:bottom, left:right], wanted)
        enlarged = max(ratio_x, 1.0)
        per_output = (
            _SOFTNESS * OVERSAMPLING / wanted * ratio_x / enlarged
        )  # the photo's own pixels
        # 0.29 pixels is the deviation of a box of one; variances add.
        spread = 0.29 * math.sqrt(max(per_output**2 - 1, 0)) * enlarged
        return _Level(
            planes=_smooth(planar.from_rgb(picture), spread),
            left=left / width,
            top=top / height,
            across=width * ratio_x,
            down=height * ratio_y,
        )

    def _shown(self, number: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom, in photo pixels, of all that a level will ever show."""
        height, width = self._photo.shape[:2]
        margin = math.ceil(_MARGIN * max(1.0, width / self._across[number]))
        uses = (self._lower == number) | ((self._upper == number) & (self._weight > 0))
        x, y = self._path.x[uses] * width, self._path.y[uses] * height
        across, down = (reach[uses] for reach in self._path.reach((width, height)))
        return (
            max(0, math.floor((x - across).min()) - margin),
            max(0, math.floor((y - down).min()) - margin),
            min(width, math.ceil((x + across).max()) + margin),
            min(height, math.ceil((y + down).max()) + margin),
        )


def _sample(plane: Plane, target: Plane, matrix: Floats) -> None:
    size = (target.shape[1], target.shape[0])
    cv2.warpAffine(plane, matrix, size, dst=target, flags=_WARP, borderMode=cv2.BORDER_REPLICATE)


def _smooth(planes: Planes, spread: float) -> Planes:
    """Takes out what the output cannot show, with a Gaussian of `spread` pixels, in place."""
    if spread > 0.1:  # noqa: PLR2004 - less is less than rounding
        for plane in planes:
            cv2.GaussianBlur(plane, (0, 0), spread, dst=plane, borderType=cv2.BORDER_REPLICATE)
    return planes


def _resized(picture: NDArray[np.uint8], scale: float) -> tuple[NDArray[np.uint8], float, float]:
    """Brings a picture to at least the scale, or near it: halved, as it is, or enlarged.

    Returns the new picture and the scales that it really has, across and down.

    More pixels than wanted do no harm once they are smoothed, and halving is exact and quick where
    other ratios are slow. Width and height become even; at most a few last rows and columns go.
    """
    if scale > _WORTH_ENLARGING:
        height, width = picture.shape[:2]
        size = (max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2)))
        large = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC), np.uint8)
        return large, size[0] / width, size[1] / height
    halvings = max(0, math.floor(-math.log2(scale)))
    unit = 2 << halvings
    height, width = (length // unit * unit for length in picture.shape[:2])
    picture = picture[:height, :width]
    for _ in range(halvings):
        half = (picture.shape[1] // 2, picture.shape[0] // 2)
        picture = np.asarray(cv2.resize(picture, half, interpolation=cv2.INTER_AREA), np.uint8)
    return picture, 0.5**halvings, 0.5**halvings
