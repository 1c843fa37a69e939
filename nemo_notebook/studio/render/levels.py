"""A photo at several resolutions: band-limited planes at about twice the output's size.

Bilinear sampling of a source that holds two pixels per output pixel, smoothed to what the output
can show, comes nearer to ideal resampling than Lanczos on a source of the output's size, does not
alias, and costs three 8-bit warps a frame. With four thirds it is half a decibel off that, which
nobody sees, and decoding takes a quarter. A zoom crosses a few such levels, faded into each other
so that no switch shows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render import upright

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.camera import Path
    from nemo_notebook.studio.render.mask import Matte
    from nemo_notebook.studio.render.planes import Plane, Planes

    Part = tuple[float, float, float, float]

OVERSAMPLING: Final = 2.0
STEPS: Final = (1, 2, 2, 1, 2)
"""Pixels of the picture for one of a level's planes: Y, U, V, and the cover at both sizes."""

WHOLE: Final[Part] = (0.0, 0.0, 1.0, 1.0)
# Ratio between levels, so that a level's smoothing fits each zoom it serves well enough.
_STEP: Final = 1.2
_SOFTNESS: Final = 1.05  # its smoothing is right for the middle of them
_CROSSFADE: Final = 0.2  # share of a level's range in which it gives way to the next
_MARGIN: Final = 4  # pixels around what a level shows, for smoothing and sampling
_KEPT: Final = 2  # levels: as many as a frame may need
_FEWEST: Final = 2 / 3  # of the wanted pixels: with fewer, a picture is worth enlarging


def enough(view: tuple[float, float], frame: tuple[int, int]) -> tuple[int, int]:
    """Width and height of the photo beyond which its pixels cannot show in a clip.

    Args:
        view: Width and height of the narrowest view, as fractions of the photo.
        frame: Width and height of the clip in pixels.
    """
    return (
        math.ceil(_FEWEST * OVERSAMPLING * frame[0] / view[0]),
        math.ceil(_FEWEST * OVERSAMPLING * frame[1] / view[1]),
    )


@dataclass(frozen=True, slots=True)
class Level:
    """A part of the photo at one resolution.

    Attributes:
        planes: Its picture; what is cut out is multiplied by its cover.
        cover: How much of it there is in each pixel, at luma's and at chroma's size; none if all.
        border: How it goes on beyond its edges, by OpenCV's name.
        left: Of the photo's width, where it starts.
        top: Of the photo's height, where it starts.
        across: Pixels that the photo's whole width would have.
        down: Pixels that the photo's whole height would have.
    """

    planes: Planes
    cover: tuple[Plane, ...]
    border: int
    left: float
    top: float
    across: float
    down: float


class Levels:
    """The resolutions of a photo, or of what is cut out of it, that a camera path needs.

    Args:
        photo: Pixels of shape (height, width, 3), R, G, B.
        path: The views to come.
        frame: Width and height of the clip in pixels.
        matte: What is cut out of the photo; nothing if there is none.
        part: Left, top, right and bottom of the part where anything is, as fractions of the photo.
        reach: How far outside the views the photo will be looked up, as a fraction of it.
    """

    def __init__(
        self,
        photo: NDArray[np.uint8],
        path: Path,
        frame: tuple[int, int],
        *,
        matte: Matte | None = None,
        part: Part = WHOLE,
        reach: float = 0,
    ) -> None:
        self._photo, self._path, self._matte, self._reach = photo, path, matte, reach
        self.part = part
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
        self._kept: dict[int, Level] = {}

    @property
    def cut_out(self) -> bool:
        """Whether the levels have a cover."""
        return self._matte is not None

    def at(self, index: int) -> tuple[Level, Level | None, float]:
        """The level for frame `index`, the next one if that is fading in, and how far it is."""
        lower, weight = self._level(int(self._lower[index])), float(self._weight[index])
        return lower, self._level(int(self._upper[index])) if weight else None, weight

    def _level(self, number: int) -> Level:
        if number not in self._kept:
            # The farthest goes before the new one takes its memory, which is most of a render's.
            if len(self._kept) == _KEPT:
                del self._kept[max(self._kept, key=lambda kept: abs(kept - number))]
            self._kept[number] = self._build(number)
        return self._kept[number]

    def _build(self, number: int) -> Level:
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
        planes = _smooth(planar.from_rgb(picture), spread)
        across, down = picture.shape[1] / ratio_x, picture.shape[0] / ratio_y
        del picture
        cover: tuple[Plane, ...] = ()
        if self._matte:
            box = (left / width, top / height, (left + across) / width, (top + down) / height)
            cover = _covered(planes, self._matte.over(planes[0], box))
        # Beyond its edges a photo goes on as in a mirror; what is cut out just ends.
        border = cv2.BORDER_REPLICATE if self._matte else cv2.BORDER_REFLECT_101
        y, u, v, *covers = (
            _surrounded(plane, upright.ROOM // step, border)
            for plane, step in zip((*planes, *cover), STEPS, strict=False)
        )
        return Level(
            planes=(y, u, v),
            cover=tuple(covers),
            border=border,
            left=(left - upright.ROOM / ratio_x) / width,
            top=(top - upright.ROOM / ratio_y) / height,
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
        across, down = across + self._reach * width, down + self._reach * height
        # What nobody sees still needs a pixel or two to be looked up.
        left = min(max((x - across).min(), self.part[0] * width), width - 2)
        top = min(max((y - down).min(), self.part[1] * height), height - 2)
        return (
            max(0, math.floor(left) - margin),
            max(0, math.floor(top) - margin),
            min(
                width, math.ceil(max(min((x + across).max(), self.part[2] * width), left)) + margin
            ),
            min(height, math.ceil(max(min((y + down).max(), self.part[3] * height), top)) + margin),
        )


def _covered(planes: Planes, cover: Plane) -> tuple[Plane, Plane]:
    """Multiplies planes by a cover, in place; returns it at luma's and at chroma's size."""
    half = planes[1].shape[::-1]
    covers = cover, np.asarray(cv2.resize(cover, half, interpolation=cv2.INTER_AREA), np.uint8)
    for plane, part in zip(planes, (covers[0], covers[1], covers[1]), strict=True):
        cv2.multiply(plane, part, dst=plane, scale=1 / 255)
    return covers


def _surrounded(plane: Plane, room: int, border: int) -> Plane:
    """A plane with the room around it that upright views may begin in."""
    return np.asarray(cv2.copyMakeBorder(plane, room, room, room, room, border), np.uint8)


def _smooth(planes: Planes, spread: float) -> Planes:
    """Takes out what the output cannot show, with a Gaussian of `spread` pixels, in place."""
    if spread > 0.1:  # noqa: PLR2004 - less is less than rounding
        for plane in planes:
            cv2.GaussianBlur(plane, (0, 0), spread, dst=plane, borderType=cv2.BORDER_REPLICATE)
    return planes


def _resized(picture: NDArray[np.uint8], scale: float) -> tuple[NDArray[np.uint8], float, float]:
    """Brings a picture to at least `_FEWEST` of the scale: halved, as it is, or enlarged.

    Returns the new picture and the scales that it really has, across and down.

    More pixels than wanted do no harm once they are smoothed, and halving is exact and quick where
    other ratios are slow. Width and height become even; at most a few last rows and columns go.
    """
    if scale > 1 / _FEWEST:
        height, width = picture.shape[:2]
        size = (max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2)))
        large = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC), np.uint8)
        return large, size[0] / width, size[1] / height
    halvings = max(0, math.floor(-math.log2(_FEWEST * scale)))
    unit = 2 << halvings
    height, width = (length // unit * unit for length in picture.shape[:2])
    picture = picture[:height, :width]
    for _ in range(halvings):
        half = (picture.shape[1] // 2, picture.shape[0] // 2)
        picture = np.asarray(cv2.resize(picture, half, interpolation=cv2.INTER_AREA), np.uint8)
    return picture, 0.5**halvings, 0.5**halvings
