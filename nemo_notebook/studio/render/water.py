"""Water: its waves waver what it mirrors, and glint where they turn to the light."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np

from nemo_notebook.studio.render.grid import Box, Grid, at
from nemo_notebook.studio.render.rhythm import phases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nemo_notebook.studio.render.camera import Path
    from nemo_notebook.studio.render.grid import Floats, Warp
    from nemo_notebook.studio.render.planes import Plane, Planes
    from nemo_notebook.studio.render.rhythm import Times
    from nemo_notebook.studio.render.surroundings import Surroundings

    _Waves = tuple[tuple[Floats, Floats], list[list[Floats]]]

_LEAST: Final = 0.15  # an amount of 0 still moves, "hardly"


class _Wave(NamedTuple):
    """A wave that comes towards the viewer over level water.

    Attributes:
        number: Of its crests from the horizon to the viewer, as an angle.
        slant: Of its crests.
        period: Seconds for one.
        size: How high it is.
    """

    number: float
    slant: float
    period: float
    size: float


_SWELL: Final = (
    _Wave(31.0, 1.1, 2.3, 1.0),
    _Wave(19.0, -1.9, 3.1, 0.8),
    _Wave(47.0, 3.1, 1.6, 0.45),
)
_FLAT: Final = 0.12  # keeps waves at the horizon from becoming too fine to be drawn


def _in_perspective(horizon: float, x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """How near places are, from a little at the horizon; and where they are along and across.

    On water seen in perspective, waves of one length look ever shorter and lower towards the
    horizon.
    """
    near = np.clip((y - np.float32(horizon)) / np.float32(1 - horizon), 0, 1)
    near = near + np.float32(_FLAT)
    return near, np.log(near), (x - np.float32(0.5)) / near


class Ripple:
    """Waves that come towards the viewer over level water (see `grid.Warp`).

    What is mirrored in them wavers sideways above all.

    Args:
        surroundings: Where water is.
        amount: How high the waves are, 0 to 1.
        times: Of the frames.
        aspect: Width to height of the photo.
    """

    pitch = (16, 4)
    _HEIGHT: Final = 0.012  # of the photo's height, at its lower edge
    _UPWARDS: Final = 0.4
    # How much finer the waves' other motion is, up and down.
    _FINER: Final = 1.3
    _MOST: Final = sum(wave.size for wave in _SWELL)

    def __init__(
        self, surroundings: Surroundings, amount: float, times: Times, aspect: float
    ) -> None:
        self._water, self._horizon = surroundings.water, surroundings.horizon
        self._size, self._aspect = self._HEIGHT * _amount(amount), aspect
        self._phases = [phases(times, wave.period) for wave in _SWELL]
        self.reach = self._MOST * self._size
        self._seen: tuple[Floats, _Waves] | None = None

    def __call__(self, index: int, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where to look (see `grid.Warp`)."""
        (wide, high), crests = self._waves(x, y)
        across, down = np.zeros_like(x), np.zeros_like(x)
        # sin(a - b) and cos(a - b), a being the place's and b the time's.
        for phase, (sine, cosine, steep_sine, steep_cosine) in zip(
            self._phases, crests, strict=True
        ):
            turn, rise = np.float32(math.cos(phase[index])), np.float32(math.sin(phase[index]))
            across += turn * sine - rise * cosine
            down += turn * steep_cosine + rise * steep_sine
        return x + across * wide, y + down * high

    def _waves(self, x: Floats, y: Floats) -> _Waves:
        """How far they go across and down, and their crests; kept while the camera holds still."""
        if self._seen and self._seen[0] is x:
            return self._seen[1]
        near, depth, side = _in_perspective(self._horizon, x, y)
        crests = []
        for number, slant, _, size in _SWELL:
            crest = np.float32(number) * depth + np.float32(slant) * side
            angles = (crest, np.float32(self._FINER) * crest)
            parts = [
                np.float32(size) * part(angle) for angle in angles for part in (np.sin, np.cos)
            ]
            crests.append(parts)
        there = np.float32(self._size) * near * at(self._water, x, y)
        # What is beyond the photo's edges is not water: none of it is to be drawn in.
        wide = self._bounded(there, np.minimum(x, 1 - x), 1 / self._aspect)
        high = self._bounded(there, 1 - y, self._UPWARDS)
        waves = (wide, high), crests
        self._seen = x, waves
        return waves

    def _bounded(self, size: Floats, inwards: Floats, share: float) -> Floats:
        """A share of the waves' size, less near an edge, by how far in from it a place is."""
        most = self._MOST * (1 + _FLAT) * self._size * share
        free = np.clip(inwards / np.float32(2 * most), 0, 1)
        return np.asarray(size * np.float32(share) * free, np.float32)


class _Water(NamedTuple):
    """What a frame shows of the water.

    Attributes:
        rows: Of the frame, in which there is some.
        first: The grid's first row below the horizon.
        waves: From there on, cosine and sine of each wave's crests, as high as it is there.
    """

    rows: Box
    first: int
    waves: list[tuple[Floats, Floats]]


class Glints:
    """Light on the waves of a `Ripple`, brightest where the water is the brightest.

    It travels with the crests of the same waves and of finer ones that ride on them, which break
    them up into glints; towards the horizon they are finer and fainter.

    Args:
        surroundings: Where water is, and how bright.
        amount: How high the waves are, 0 to 1.
        times: Of the frames.
        path: The views of the water.
        frame: Width and height of the clip in pixels.
        before: What bends the picture under the water's own waves.
    """

    _PITCH: Final = (16, 4)
    _LINES: Final = 1080  # for which it is given
    _WAVES: Final = (
        *_SWELL,
        _Wave(61.0, 13.0, 1.9, 1.0),
        _Wave(83.0, -19.0, 1.5, 1.1),
        _Wave(113.0, 31.0, 1.2, 1.1),
        _Wave(139.0, -41.0, 0.9, 1.0),
    )
    # How long a wave must look to be drawn at all, and in full, as a share of the water's height.
    _SEEN: Final = 0.015
    _WHOLE: Final = 0.04
    _FAINTER: Final = 0.25  # towards the horizon, with this power of the nearness

    def __init__(
        self,
        surroundings: Surroundings,
        amount: float,
        times: Times,
        path: Path,
        frame: tuple[int, int],
        before: Sequence[Warp] = (),
    ) -> None:
        self._water, self._horizon = surroundings.water, surroundings.horizon
        self._path, self._frame, self._before = path, frame, before
        self._phases = [phases(times, wave.period) for wave in self._WAVES]
        scale = min(frame) / self._LINES
        across, down = (max(2, 2 * round(length * scale / 2)) for length in self._PITCH)
        self._grid = Grid(Box(0, 0, *frame), (across, down))
        self._shine = _Shine(_amount(amount), surroundings.brightest_water)
        self._is_still = path.is_still and not before
        self._seen: _Water | None = None  # kept where all frames show the same

    def draw(self, index: int, planes: Planes) -> None:
        """Lays the light of frame `index` over its water."""
        water = self._seen or self._look(index)
        if self._is_still:
            self._seen = water
        if not water.rows.empty:
            light = self._shine.light(self._slopes(index, water))
            self._shine.draw(self._grid.spread(light, water.rows, 1), water.rows.of(planes[0], 1))

    def _look(self, index: int) -> _Water:
        """What frame `index` shows of the water."""
        x, y = self._path.places(index, self._frame, self._grid.x, self._grid.y)
        for warp in self._before:
            x, y = warp(index, x, y)
        below = y > self._horizon
        rows, first = self._grid.rows(below), int(np.argmax(below.any(axis=1)))
        return _Water(rows, first, [] if rows.empty else self._waves(x[first:], y[first:]))

    def _waves(self, x: Floats, y: Floats) -> list[tuple[Floats, Floats]]:
        """Cosine and sine of each wave's crests, as high as it is; together a deviation is 1."""
        near, depth, side = _in_perspective(self._horizon, x, y)
        waves, power = [], np.full_like(x, 1e-4)
        for number, slant, _, size in self._WAVES:
            length = np.float32(2 * math.pi / number) * near
            shown = np.clip((length - self._SEEN) / np.float32(self._WHOLE - self._SEEN), 0, 1)
            height = np.float32(size) * shown
            waves.append((height, np.float32(number) * depth + np.float32(slant) * side))
            power += height * height / 2
        there = at(self._water, x, y) * np.minimum(near, 1) ** np.float32(self._FAINTER)
        scale = there / np.sqrt(power)
        return [
            (scale * height * np.cos(crest), scale * height * np.sin(crest))
            for height, crest in waves
        ]

    def _slopes(self, index: int, water: _Water) -> Floats:
        """How steeply the water rises towards the viewer, over the whole grid."""
        slopes = np.zeros((self._grid.y.size, self._grid.x.size), np.float32)
        below = slopes[water.first :]
        # The cosine of the place's phase less the time's.
        for phase, (cosine, sine) in zip(self._phases, water.waves, strict=True):
            below += np.float32(math.cos(phase[index])) * cosine
            below += np.float32(math.sin(phase[index])) * sine
        return slopes


class _Shine:
    """What slopes of water do to its light.

    Args:
        amount: How much of it there is.
        brightest: How light the lightest of the water is, up to 1.
    """

    _BEGINS: Final = 0.8  # deviations of a slope, from where on it shines
    _FULL: Final = 2.3
    _DARK: Final = 2.0  # likewise, of the back of a wave
    _SHADE: Final = 0.3  # how dark that is, to how bright its front
    _STRENGTH: Final = 125.0  # luma, of the brightest water
    _AT_NIGHT: Final = 0.12  # as a share of it: nothing is very bright in dark water
    _DARKEST: Final = 0.1  # shines a little, too

    def __init__(self, amount: float, brightest: float) -> None:
        # Light is kept in bytes: what changes nothing, less for shade, and more for shine.
        self._nothing = round(255 * self._SHADE / (1 + self._SHADE))
        tone = np.clip((np.arange(256) - 16) / 219 / brightest, self._DARKEST, 1)
        strength = self._STRENGTH * amount**0.7 * (self._AT_NIGHT + brightest)
        weights = np.rint(strength * tone**2)
        lowered = np.arange(256) - np.rint(self._nothing * weights / 255)
        self._lowered, self._weights = (
            values.clip(0, 255).astype(np.uint8) for values in (lowered, weights)
        )

    def light(self, slopes: Floats) -> Plane:
        """The light of slopes."""
        shine = np.clip((slopes - self._BEGINS) / (self._FULL - self._BEGINS), 0, 1)
        shade = np.clip(slopes / -self._DARK, 0, 1)
        light = self._nothing * (1 - shade) + (255 - self._nothing) * shine
        return np.asarray(np.rint(light), np.uint8)

    def draw(self, light: Plane, luma: Plane) -> None:
        """Brightens and darkens water."""
        change = cv2.multiply(light, cv2.LUT(luma, self._weights), scale=1 / 255)
        cv2.add(cv2.LUT(luma, self._lowered), change, dst=luma)


def _amount(amount: float) -> float:
    return _LEAST + (1 - _LEAST) * amount
