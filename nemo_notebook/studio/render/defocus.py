"""What a lens that is focused on the subject makes of the rest: the farther off, the softer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.depth import Ground

_WIDEST: Final = 0.03  # of the photo's short side: radius of a far point's disc at full amount
_LEAST: Final = 0.15
_FINE: Final = 5.0  # pixels of radius that are enough to work at


def defocused(plate: NDArray[np.uint8], ground: Ground, amount: float) -> NDArray[np.uint8]:
    """The background out of focus.

    Args:
        plate: Without its subject, whose colours would bleed into what is around it otherwise;
            shape (height, width, 3).
        ground: How near what is.
        amount: How wide open the lens is, 0 to 1.

    Returns:
        A new picture of the same shape.
    """
    height, width = plate.shape[:2]
    radius = _WIDEST * (_LEAST + (1 - _LEAST) * amount) * min(width, height)
    rows = (np.arange(height, dtype=np.float32) + 0.5) / height
    # Twice as soft where it is farthest as half-way there; sharp where the subject stands.
    far = 2 * np.clip(1.05 - ground.nearness(rows), 0, 1)
    soft = _disc(plate, radius)
    half = _disc(plate, radius / 2) if radius > 1 else plate
    result = np.empty_like(plate)
    for row in range(0, height, 64):
        some = slice(row, row + 64)
        share = far[some]
        near = _mixed(plate[some], half[some], np.minimum(share, 1))
        result[some] = _mixed(near, soft[some], np.clip(share - 1, 0, 1))
    return result


def _mixed(
    one: NDArray[np.uint8], other: NDArray[np.uint8], share: NDArray[np.float32]
) -> NDArray[np.uint8]:
    whole = np.repeat(share[:, None], one.shape[1], axis=1)
    return np.asarray(cv2.blendLinear(other, one, whole, 1 - whole), np.uint8)


def _disc(picture: NDArray[np.uint8], radius: float) -> NDArray[np.uint8]:
    """Spreads each point to a disc, as apertures do: its light, not the encoding of that."""
    height, width = picture.shape[:2]
    scale = min(1.0, _FINE / radius)
    size = (max(2, round(width * scale)), max(2, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    light = (np.asarray(small, np.float32) / 255) ** 2.2
    reach = max(1, round(radius * scale))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    kernel = np.clip(reach + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    spread = cv2.filter2D(light, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT)
    spread = np.clip(np.asarray(spread), 0, 1) ** np.float32(1 / 2.2) * 255
    return np.asarray(
        cv2.resize(spread, (width, height), interpolation=cv2.INTER_LINEAR).round(), np.uint8
    )
