"""Any change of colours as a table of three dimensions, quick enough for every frame of a video.

One axis of the table has all 256 values, the other two have 33 nodes and are interpolated. The 256
slices lie side by side in one picture, so that OpenCV's bilinear `remap` is the whole look-up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render.strips import each_strip

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nemo_notebook.studio.render.planes import Plane, Planes

    Floats = NDArray[np.float64]
    Colours = Callable[[Floats], Floats]
    """Takes and gives colours of shape (..., 3): R, G, B as sRGB values from 0 to 1."""

_NODES: Final = 33
_SLICES_A_ROW: Final = 16
_STRIP: Final = 64  # rows looked up at a time, in cache
# Nodes of R and G are denser in the dark, where tone curves bend most; evenly spaced for chroma.
_RGB_SPACING: Final = 0.7
_EXACT_NODES: Final = 34  # of the axis that has all values, worked out; those between are filled in


class RgbTable:
    """A change of colours for pictures of R, G and B."""

    def __init__(self, change: Colours) -> None:
        nodes = np.linspace(0, 1, _NODES) ** (1 / _RGB_SPACING)
        blue = np.linspace(0, 1, _EXACT_NODES)
        b, g, r = np.meshgrid(blue, nodes, nodes, indexing="ij")
        changed = change(np.stack([r, g, b], axis=-1)) * 255
        position = (np.arange(256) / 255) ** _RGB_SPACING * (_NODES - 1)
        self._slices = _Slices(changed, position)

    def __call__(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Changes a picture of shape (height, width, 3) into a new one."""
        result = np.empty_like(rgb)

        def change(top: int, bottom: int) -> None:
            r, g, b = (_pixels(part) for part in cv2.split(rgb[top:bottom]))
            self._slices.look_up(b, r, g, result[top:bottom])

        each_strip(len(rgb), change)
        return result


class PlanesTable:
    """A change of colours for frames of Y, U and V."""

    def __init__(self, change: Colours) -> None:
        y, v, u = np.meshgrid(
            np.linspace(0, 255, _EXACT_NODES),
            *[np.linspace(0, 255, _NODES)] * 2,
            indexing="ij",
        )
        yuv = planar.encode(change(planar.decode(np.stack([y, u, v], axis=-1)).clip(0, 1)))
        position = np.arange(256) / 255 * (_NODES - 1)
        self._luma = _Slices(yuv[..., :1], position)
        self._chroma = _Slices(yuv[..., 1:], position)

    def __call__(self, planes: Planes) -> None:
        """Changes the planes of a frame in place."""
        y, u, v = planes
        for top in range(0, len(y), _STRIP):
            rows, half = y[top : top + _STRIP], slice(top // 2, (top + _STRIP) // 2)
            small = _pixels(cv2.resize(rows, u[half].shape[::-1], interpolation=cv2.INTER_AREA))
            chroma = np.empty((*u[half].shape, 2), np.uint8)
            self._chroma.look_up(small, u[half], v[half], chroma)
            self._luma.look_up(rows, _wide(u[half], rows), _wide(v[half], rows), rows)
            u[half], v[half] = chroma[..., 0], chroma[..., 1]


class _Slices:
    """A table of shape (256, nodes, nodes, channels) spread out in one picture."""

    def __init__(self, table: Floats, position: Floats) -> None:
        exact = _stretched(table, 256)
        across = np.arange(256) % _SLICES_A_ROW
        channels = exact.shape[-1]
        rows = exact.reshape(-1, _SLICES_A_ROW, _NODES, _NODES, channels).swapaxes(1, 2)
        sheet = rows.reshape(-1, _SLICES_A_ROW * _NODES, channels)
        self._sheet = np.ascontiguousarray(np.rint(sheet).clip(0, 255), np.uint8)
        self._left = (across * _NODES).astype(np.float32)
        self._top = (np.arange(256) // _SLICES_A_ROW * _NODES).astype(np.float32)
        self._position = position.astype(np.float32)

    def look_up(self, exact: Plane, across: Plane, down: Plane, target: NDArray[np.uint8]) -> None:
        """Writes what stands in the slices `exact` at `across` and `down` into `target`."""
        x = cv2.add(cv2.LUT(exact, self._left), cv2.LUT(across, self._position))
        y = cv2.add(cv2.LUT(exact, self._top), cv2.LUT(down, self._position))
        cv2.remap(self._sheet, x, y, cv2.INTER_LINEAR, dst=target)


def _stretched(table: Floats, length: int) -> Floats:
    """Fills in the first axis between evenly spaced nodes."""
    flat = np.ascontiguousarray(table.reshape(len(table), -1))
    where = np.linspace(0, len(flat) - 1, length)
    before = np.minimum(where.astype(int), len(flat) - 2)
    after = (where - before)[:, None]
    full: Floats = flat[before] * (1 - after) + flat[before + 1] * after
    return full.reshape(length, *table.shape[1:])


def _wide(chroma: Plane, luma: Plane) -> Plane:
    return _pixels(cv2.resize(chroma, luma.shape[::-1], interpolation=cv2.INTER_LINEAR))


def _pixels(matrix: cv2.typing.MatLike) -> Plane:
    return np.asarray(matrix, np.uint8)
