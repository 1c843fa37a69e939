"""What lens and film do: grain, darker corners, light that leaks in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np

from nemo_notebook.studio.render.atmosphere import veil

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.atmosphere.air import Air
    from nemo_notebook.studio.render.planes import Plane, Planes

    Floats = NDArray[np.float64]

_GRAIN: Final = 11.0  # luma: its deviation at full amount where it shows most
_GRAIN_SOFTNESS: Final = 0.7  # pixels of 1080 lines
_GRAIN_ROOM: Final = 128  # pixels by which it is moved about from frame to frame
_GRAIN_SCALE: Final = 4.0  # of the noise in its bytes
_CORNERS: Final = 0.85  # how much darker they are at full amount


class Grain:
    """Film grain: another in every frame, strongest in the middle tones, none in white."""

    def __init__(self, air: Air, amount: float) -> None:
        width, height = air.frame
        scale = max(1.0, air.unit)
        room = _GRAIN_ROOM
        shape = (round(height / scale) + room, round(width / scale) + room)
        noise = air.random.standard_normal(shape, np.float32)
        noise = np.asarray(
            cv2.GaussianBlur(noise, (0, 0), _GRAIN_SOFTNESS * min(1.0, air.unit) + 0.1)
        )
        noise = np.asarray(cv2.resize(noise, (width + room, height + room)) / noise.std())
        self._noise = (128 + 127 / _GRAIN_SCALE * noise).clip(0, 255).astype(np.uint8)
        self._places = air.random.integers(0, room, (1024, 2))
        tone = ((np.arange(256) - 16) / 219).clip(0, 1)
        shows = (4 * tone * (1 - tone)) ** 0.7 * (1 - 0.35 * tone)
        strength = _GRAIN * (0.1 + 0.9 * amount) * shows
        self._weights = np.rint(strength * _GRAIN_SCALE * 255 / 127).clip(0, 255).astype(np.uint8)
        # The noise lies around 128, so as much is taken away before it is added.
        lowered = np.arange(256) - 128 / 255 * self._weights
        self._lowered = np.rint(lowered).clip(0, 255).astype(np.uint8)

    def draw(self, index: int, planes: Planes) -> None:
        """Draws the grain of frame `index`."""
        luma = planes[0]
        left, top = self._places[index % len(self._places)]
        noise = self._noise[top : top + luma.shape[0], left : left + luma.shape[1]]
        grain = cv2.multiply(noise, cv2.LUT(luma, self._weights), scale=1 / 255)
        cv2.add(cv2.LUT(luma, self._lowered), grain, dst=luma)


class Vignette:
    """Corners that are darker than the middle, without a step that shows.

    Factors are dithered: rounded up or down at random, so that their means are right.
    """

    def __init__(self, air: Air, amount: float) -> None:
        width, height = air.frame
        x = (np.arange(width) + 0.5) / width * 2 - 1
        y = ((np.arange(height) + 0.5) / height * 2 - 1)[:, None]
        # An ellipse on wide frames, but rounder than they are.
        ratio = (width / height) ** 0.3
        out = (x * x * ratio + y * y / ratio) / (ratio + 1 / ratio)
        keep = 1 - _CORNERS * (0.15 + 0.85 * amount) * _smooth((out - 0.06) / 0.94)
        half = cv2.resize(keep, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        self._factors = []
        for factor, middle in ((keep, 16), (half, 128), (half, 128)):
            kept = _dithered(255 * factor, air.random)
            self._factors.append((kept, _dithered(middle * (1 - kept / 255), air.random)))

    def draw(self, planes: Planes) -> None:
        """Darkens a frame."""
        for plane, (keep, middle) in zip(planes, self._factors, strict=True):
            cv2.add(cv2.multiply(plane, keep, scale=1 / 255), middle, dst=plane)


class _Glow(NamedTuple):
    """A patch of leaked light.

    Attributes:
        x: Of the frame's width, where its middle is; some lie beyond the edge.
        y: Likewise down.
        width: Its deviation, of the frame's width.
        height: Likewise down.
        strength: At its brightest, at full amount.
        color: R, G and B.
    """

    x: float
    y: float
    width: float
    height: float
    strength: float
    color: tuple[int, int, int]


_GLOWS: Final = (
    _Glow(-0.05, 0.3, 0.24, 0.55, 1.3, (255, 92, 30)),
    _Glow(-0.02, 0.75, 0.14, 0.35, 1.2, (255, 186, 84)),
    _Glow(1.04, 0.15, 0.17, 0.4, 0.9, (255, 76, 60)),
)


class LightLeak:
    """Light on the film that came past the lens: warm patches at the edges that swell and fade."""

    def __init__(self, air: Air, amount: float) -> None:
        self._amount, self._size = 0.15 + 0.85 * amount, veil.coarse(air.frame)
        self._inks = np.array([air.ink(*glow.color) for glow in _GLOWS]).T
        self._mirrored = bool(air.random.integers(2))
        rates = air.random.uniform(0.08, 0.2, (len(_GLOWS), 2))
        if air.period:
            rates = np.maximum(1, np.rint(rates * air.period)) / air.period
        self._turns = 2 * np.pi * rates
        self._phases = air.random.uniform(0, 2 * np.pi, (len(_GLOWS), 2))

    def draw(self, seconds: float, planes: Planes) -> None:
        """Lays the light over a frame as it is at a time."""
        covers = np.stack([self._cover(number, seconds) for number in range(len(_GLOWS))])
        total = np.maximum(covers.sum(axis=0), np.float32(1e-4))
        shown = 1 - np.exp(-total)  # together they cover no more than all
        y, u, v = np.tensordot(self._inks, covers, 1).astype(np.float32) / total
        veil.lay(planes, (shown * np.float32(0.85), shown), (y, u, v))

    def _cover(self, number: int, seconds: float) -> NDArray[np.float32]:
        glow = _GLOWS[number]
        swell, drift = np.sin(self._turns[number] * seconds + self._phases[number])
        width, height = self._size
        middle = 1 - glow.x if self._mirrored else glow.x
        x = ((np.arange(width) + 0.5) / width - middle) / glow.width
        y = ((np.arange(height) + 0.5) / height - glow.y - 0.08 * drift) / glow.height
        strength = self._amount * glow.strength * (0.75 + 0.25 * swell)
        spread = np.exp(-0.5 * (x * x + (y * y)[:, None]))
        return np.asarray(strength * spread, np.float32)


def _dithered(values: cv2.typing.MatLike, random: np.random.Generator) -> Plane:
    whole = np.floor(values + random.random(values.shape, np.float32))
    return np.asarray(whole.clip(0, 255), np.uint8)


def _smooth(value: Floats) -> Floats:
    value = value.clip(0, 1)
    return np.asarray(value * value * (3 - 2 * value))
