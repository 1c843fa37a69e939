"""Fog: banks at several distances, drifting one behind the other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np

from nemo_notebook.studio.render.atmosphere import veil

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.atmosphere.air import Air, Moment
    from nemo_notebook.studio.render.planes import Plane, Planes

    Cover = NDArray[np.float32]


class _Bank(NamedTuple):
    """Fog at one distance.

    Attributes:
        speed: Pixels of 1080 lines a second.
        size: Of its largest billows, as a share of the frame's short side.
        top: Of the frame's height, above which it thins out.
        density: Of its thickest part at full amount.
        behind: Whether it is farther away than the subject.
        nearness: How near it is, the subject's being 1.
    """

    speed: float
    size: float
    top: float
    density: float
    behind: bool
    nearness: float


_BANKS: Final = (
    _Bank(26, 0.5, 0.1, 0.85, behind=True, nearness=0.55),
    _Bank(46, 0.75, 0.35, 0.75, behind=True, nearness=0.85),
    _Bank(85, 1.1, 0.4, 0.7, behind=False, nearness=1.4),
)
_HAZE: Final = 0.2  # of a bank's density is there between its billows, too
_OCTAVES: Final = 4
_FLATTER: Final = 2.2  # billows are wider than high by as much
_LIFT: Final = 45.0  # luma by which it is lighter than the picture's mean, at least
_TURNOVER: Final = 8.0  # seconds in which a bank has become another one


class Fog:
    """Banks of fog over a frame, thicker the greater the amount."""

    def __init__(self, air: Air, amount: float) -> None:
        self._air, self._amount = air, 0.15 + 0.85 * amount
        self._seen = veil.coarse(air.frame)
        # An upright box that a view which is turned fits in.
        width, height = (math.ceil(side.max()) for side in air.travel.upright)
        self._size = veil.coarse((width, height))
        rows = np.arange(self._size[1], dtype=np.float32) - (self._size[1] - 1) / 2
        self._down = np.asarray(0.5 + rows[:, None] / max(1, self._seen[1] - 1), np.float32)
        self._billows = [[self._billow(bank) for _ in range(2)] for bank in _BANKS]

    def draw(self, moment: Moment, planes: Planes, matte: Plane | None) -> None:
        """Draws it over a frame as it is at a moment.

        Args:
            moment: Which frame, and when.
            planes: The frame.
            matte: How much of the subject there is in each pixel of luma, 0 to 255; or None.
        """
        clear = {behind: np.ones(self._size[::-1], np.float32) for behind in (True, False)}
        for bank, billows in zip(_BANKS, self._billows, strict=True):
            # So soft a thing may do without growing.
            across, below = self._air.travel.shift(moment.frame, bank.nearness)
            height = _rising(self._down - np.float32(below / self._air.frame[1]), bank.top)
            place = across / veil.COARSE, below / veil.COARSE
            thick = np.float32(bank.density * self._amount) * height
            clear[bank.behind] *= 1 - thick * self._drifted(bank, billows, moment.seconds, place)
        angle = float(self._air.travel.angle[moment.frame])
        behind, before = (1 - _view(clear[far], self._seen, angle) for far in (True, False))
        veil.lay_around(planes, behind, before, self._ink(planes), matte)

    def _ink(self, planes: Planes) -> tuple[float, float, float]:
        """As bright as the lights of the picture are, with a little of its colour."""
        small = [cv2.resize(plane, (32, 32), interpolation=cv2.INTER_AREA) for plane in planes]
        mean, spread = float(small[0].mean()), float(small[0].std())
        light = mean + max(1.3 * spread, _LIFT)
        u, v = (128 + 0.4 * (float(plane.mean()) - 128) for plane in small[1:])
        return min(max(light, 80.0), 218.0), u, v

    def _billow(self, bank: _Bank) -> Cover:
        """Noise that can be repeated to all sides."""
        width, height = 2 * self._size[0], 2 * self._size[1]
        cell = bank.size * min(self._seen)
        total, weight = np.zeros((height, width), np.float32), 1.0
        for octave in range(_OCTAVES):
            step = cell / 2**octave
            shape = (max(2, round(height / step * _FLATTER)), max(2, round(width / step)))
            noise = self._air.random.standard_normal(shape).astype(np.float32)
            total += np.float32(weight) * _spread(noise, (width, height))
            weight /= 2
        return np.asarray(total / total.std(), np.float32)

    def _drifted(
        self, bank: _Bank, billows: list[Cover], seconds: float, place: tuple[float, float]
    ) -> Cover:
        """Two kinds of billows taking turns: each is gone when it begins anew."""
        turnover = self._air.period or _TURNOVER
        if self._air.period:
            turnover /= max(1, round(turnover / _TURNOVER))
        speed = bank.speed * self._air.unit / veil.COARSE * np.sign(self._air.wind.steady)
        total = np.zeros(self._size[::-1], np.float32)
        shares = []
        for number, billow in enumerate(billows):
            turns, share = np.divmod(seconds / turnover + number / 2, 1)
            # As long as a loop turns over once, every turn is the same; else each is elsewhere.
            turns = 0 if self._air.period else turns
            shift = (share - 0.5) * turnover * speed + turns * 0.37 * billow.shape[1]
            shares.append(np.sin(np.pi * share) ** 2)
            total += np.float32(shares[-1]) * _part(
                billow, (shift + place[0], place[1]), self._size
            )
        # Of two that are independent the squares add up.
        total *= np.float32(1 / np.hypot(*shares))
        thick = (0.42 + 0.5 * total).clip(0, 1)
        return np.asarray(np.float32(_HAZE) + np.float32(1 - _HAZE) * thick, np.float32)


def _view(cover: Cover, size: tuple[int, int], angle: float) -> Cover:
    """The middle of a cover, seen by a view that is turned clockwise, in radians."""
    if cover.shape[::-1] == size:
        return cover
    middle = ((cover.shape[1] - 1) / 2, (cover.shape[0] - 1) / 2)
    matrix = cv2.getRotationMatrix2D(middle, math.degrees(angle), 1)
    matrix[:, 2] += [(size[0] - 1) / 2 - middle[0], (size[1] - 1) / 2 - middle[1]]
    turned = cv2.warpAffine(cover, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, np.float32)


def _rising(down: Cover, top: float) -> Cover:
    """Nothing much above, all of it below."""
    share = ((down - top + 0.35) / 0.7).clip(0, 1)
    return np.asarray(0.25 + 0.75 * share * share * (3 - 2 * share), np.float32)


def _spread(noise: Cover, size: tuple[int, int]) -> Cover:
    """Enlarges noise smoothly, so that its opposite edges fit together."""
    rows, columns = noise.shape
    wide = np.pad(noise, 2, mode="wrap")
    across, down = size[0] / columns, size[1] / rows
    matrix = np.array(
        [[1 / across, 0, 2 + 0.5 / across - 0.5], [0, 1 / down, 2 + 0.5 / down - 0.5]]
    )
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(wide, matrix, size, flags=flags), np.float32)


def _part(billow: Cover, shift: tuple[float, float], size: tuple[int, int]) -> Cover:
    """A part of the billows, moved to the right and down by so much."""
    (left, right), (top, below) = (np.divmod(-way, 1) for way in shift)
    columns = (np.arange(size[0] + 1) + int(left)) % billow.shape[1]
    rows = (np.arange(size[1] + 1) + int(top)) % billow.shape[0]
    part = billow[rows[:, None], columns]
    part = part[:, :-1] * np.float32(1 - right) + part[:, 1:] * np.float32(right)
    return np.asarray(part[:-1] * np.float32(1 - below) + part[1:] * np.float32(below))
