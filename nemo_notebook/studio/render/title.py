"""A title over the picture: drawn once, laid over the frames of its time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np
from PIL import ImageColor

from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render.typeset import drawable, typeset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import Position, Title
    from nemo_notebook.studio.render.planes import Plane, Planes
    from nemo_notebook.studio.render.typeset import Block

    Floats = NDArray[np.float32]

# Lengths are shares of the frame's short side, but for the margins left and right.
_SIZE: Final[Mapping[Position, float]] = {"top": 0.08, "center": 0.11, "bottom": 0.08}
_SIDE_MARGIN: Final = 0.08
_EDGE_MARGIN: Final = 0.09
_PORTRAIT_EDGE_MARGIN: Final = 0.22  # players of upright video lay buttons and captions there
_RISE: Final = 0.02  # how far the title rises as it comes

_IN_MS: Final = 600
_OUT_MS: Final = 400
_DARK: Final = 96  # luma below which letters need a light halo instead of a shadow
_SHADOW: Final = (0.55, 0.5)  # strength close to the letters, and around them
_HALO: Final = (1.0, 0.75)
_OUTLINE: Final = 2.4  # how much fuller the close part is than a blur
_SHADOW_WIDTH: Final = 0.35  # of the font's size: deviation of the wide part
_SHADOW_REACH: Final = 1.2  # of the font's size: beyond it the shadow is gone
_COARSE: Final = 4  # the wide part is so soft that it is made at a quarter of the size
_CLEAR: Final = cv2.BORDER_CONSTANT


class TitleOverlay:
    """Letters and their shadow, ready to be laid over frames.

    Args:
        title: What to write, where, in which colour, and when.
        frame: Width and height of the clip in pixels.
        duration_ms: Of the clip; a title ends with it at the latest.
    """

    def __init__(self, title: Title, frame: tuple[int, int], duration_ms: int) -> None:
        self._start, self._end = title.start_ms, min(title.end_ms, duration_ms)
        self._rise = _RISE * min(frame)
        text = drawable(title.text)
        self._shown = bool(text) and self._start < self._end
        if self._shown:
            self._draw(text, title, frame)

    def draw(self, time_ms: float, planes: Planes) -> None:
        """Lays the title over a frame, if its time has come."""
        if not self._shown or not self._start <= time_ms < self._end:
            return
        third = (self._end - self._start) / 3
        opacity = _smooth((time_ms - self._start) / min(_IN_MS, third))
        leaving = _smooth((self._end - time_ms) / min(_OUT_MS, third))
        drop = self._rise * (1 - opacity)
        for plane, layer in zip(planes, self._layers, strict=True):
            layer.blend(plane, opacity * leaving, drop * plane.shape[0] / planes[0].shape[0])

    def _draw(self, text: str, title: Title, frame: tuple[int, int]) -> None:
        short, (width, height) = min(frame), frame
        room = round(width * (1 - 2 * _SIDE_MARGIN))
        block = typeset(text, round(_SIZE[title.position] * short), room)
        edge = _PORTRAIT_EDGE_MARGIN if height > width else _EDGE_MARGIN
        top = {
            "top": round(edge * short),
            "center": (height - block.height) // 2,
            "bottom": height - round(edge * short) - block.height,
        }[title.position]
        left = (width - block.width) // 2
        box = _Box.around(left, top, block, frame)
        letters = np.zeros((box.bottom - box.top, box.right - box.left), np.float32)
        inside = (top - box.top, left - box.left)
        letters[inside[0] : inside[0] + block.height, inside[1] : inside[1] + block.width] = (
            block.draw() / np.float32(255)
        )
        rgb = ImageColor.getrgb(title.color)
        ink = planar.color((rgb[0], rgb[1], rgb[2]))
        dark = ink[0] < _DARK
        ground = planar.color((255, 255, 255) if dark else (0, 0, 0))
        shadow = _shadow(letters, block.size, _HALO if dark else _SHADOW)
        half = (letters.shape[1] // 2, letters.shape[0] // 2)
        letters_half = cv2.resize(letters, half, interpolation=cv2.INTER_AREA)
        shadow_half = cv2.resize(shadow, half, interpolation=cv2.INTER_AREA)
        self._layers = [
            _Layer(letters, shadow, ink[0], ground[0], box.slices(1)),
            _Layer(letters_half, shadow_half, ink[1], ground[1], box.slices(2)),
            _Layer(letters_half, shadow_half, ink[2], ground[2], box.slices(2)),
        ]


class _Box(NamedTuple):
    """A part of the frame with even sides, so that it is a part of the chroma planes, too."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def around(cls, left: int, top: int, block: Block, frame: tuple[int, int]) -> _Box:
        """Where letters, shadow and rise fit, as far as the frame goes."""
        room = round(_SHADOW_REACH * block.size)
        return cls(
            max(0, left - room) // 2 * 2,
            max(0, top - room) // 2 * 2,
            min(frame[0], (left + block.width + room) // 2 * 2),
            min(frame[1], (top + block.height + room) // 2 * 2),
        )

    def slices(self, step: int) -> tuple[slice, slice]:
        """Rows and columns of a plane that has every `step`th of the frame's."""
        return (
            slice(self.top // step, self.bottom // step),
            slice(self.left // step, self.right // step),
        )


class _Layer:
    """One plane of the overlay, in the box where it is: picture × keep + paint."""

    def __init__(
        self,
        letters: cv2.typing.MatLike,
        shadow: cv2.typing.MatLike,
        ink: float,
        ground: float,
        box: tuple[slice, slice],
    ) -> None:
        self._box = box
        self._cover = np.asarray(1 - (1 - letters) * (1 - shadow), np.float32)
        self._paint = np.asarray(letters * ink + (1 - letters) * shadow * ground, np.float32)
        self._full = self._at(1.0, 0.0)

    def blend(self, plane: Plane, opacity: float, drop: float) -> None:
        """Blends into the whole plane of a frame, `drop` pixels below its place."""
        keep, paint = self._full if opacity == 1 else self._at(opacity, drop)
        part = plane[self._box]
        cv2.multiply(part, keep, dst=part, scale=1 / 255)
        cv2.add(part, paint, dst=part)

    def _at(self, opacity: float, drop: float) -> tuple[Plane, Plane]:
        cover, paint = self._cover, self._paint
        if drop:
            cover, paint = _dropped(cover, drop), _dropped(paint, drop)
        keep = np.rint(255 - 255 * opacity * cover).astype(np.uint8)
        return keep, np.rint(opacity * paint).astype(np.uint8)


def _shadow(letters: Floats, size: int, strength: tuple[float, float]) -> Floats:
    """What parts the letters from the photo: a close edge, a little lower, and a wide soft pool."""
    close = np.minimum(_OUTLINE * cv2.GaussianBlur(letters, (0, 0), max(0.03 * size, 0.8)), 1)
    close = cv2.warpAffine(close, np.array([[1.0, 0, 0], [0, 1, 0.025 * size]]), close.shape[::-1])
    rough = (max(1, letters.shape[1] // _COARSE), max(1, letters.shape[0] // _COARSE))
    wide = cv2.resize(letters, rough, interpolation=cv2.INTER_AREA)
    wide = cv2.GaussianBlur(wide, (0, 0), _SHADOW_WIDTH * size / _COARSE, borderType=_CLEAR)
    wide = cv2.resize(wide, letters.shape[::-1], interpolation=cv2.INTER_LINEAR)
    shadow = 1 - (1 - strength[0] * close) * (1 - strength[1] * np.minimum(1.8 * wide, 1))
    return np.asarray(shadow, np.float32)


def _dropped(part: Floats, drop: float) -> Floats:
    matrix = np.array([[1.0, 0, 0], [0, 1, drop]])
    return np.asarray(cv2.warpAffine(part, matrix, part.shape[::-1]), np.float32)


def _smooth(time: float) -> float:
    time = min(max(time, 0.0), 1.0)
    return time * time * (3 - 2 * time)
