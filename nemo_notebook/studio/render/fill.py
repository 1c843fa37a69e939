"""What may lie behind the subject: its surroundings, carried on into the place where it is.

Near the edge, which is all that a moving subject uncovers, what lies outside is mirrored inwards,
so that its texture goes on; farther in, colours flow in from all sides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from nemo_notebook.studio.render.photo import thumbnail

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.mask import Mask

    Floats = NDArray[np.float32]

_SIDE: Final = 400  # pixels of the long side at which is worked
_DRAWN: Final = 1600  # and at which the filling is drawn
_PART_OF: Final = 64  # of 255: what is less the subject than this is no part of it
_FRINGE: Final = 3  # pixels around the subject that have something of its colour
_MIRRORED: Final = 24.0  # pixels from the edge, which hardly more is ever seen of
_FADING: Final = 16.0  # and over which the mirror image then fades
_SOFT: Final = 1.5


def without_subject(photo: NDArray[np.uint8], mask: Mask) -> NDArray[np.uint8]:
    """The photo with its subject painted over.

    Args:
        photo: Pixels of shape (height, width, 3), R, G, B.
        mask: Of the photo, with a subject.

    Returns:
        A new picture of the same shape.
    """
    middling = thumbnail(photo, _DRAWN)
    small = thumbnail(middling, _SIDE)
    size = (small.shape[1], small.shape[0])
    cover = cv2.resize(mask.cover, size, interpolation=cv2.INTER_LINEAR)
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * _FRINGE + 1, 2 * _FRINGE + 1))
    hole = np.asarray(cv2.dilate((np.asarray(cover) > _PART_OF).astype(np.uint8), brush), np.uint8)
    if hole.all():
        return photo.copy()
    left, top, right, bottom = _around(hole)
    inside = (slice(top, bottom), slice(left, right))
    painted = _painted(middling, small, hole, inside)
    soft = _floats(cv2.GaussianBlur(hole.astype(np.float32), (0, 0), _SOFT))[inside]
    rows = slice(top * photo.shape[0] // size[1], -(-bottom * photo.shape[0] // size[1]))
    columns = slice(left * photo.shape[1] // size[0], -(-right * photo.shape[1] // size[0]))
    filled = photo.copy()
    part = filled[rows, columns]
    whole = (part.shape[1], part.shape[0])
    filled[rows, columns] = _mixed(_large(painted, whole), part, _large(soft, whole))
    return filled


def _painted(
    photo: NDArray[np.uint8],
    small: NDArray[np.uint8],
    hole: NDArray[np.uint8],
    inside: tuple[slice, slice],
) -> NDArray[np.uint8]:
    """What fills the part of the photo that is around the hole, at the photo's size."""
    height, width = small.shape[:2]
    ratio_x, ratio_y = photo.shape[1] / width, photo.shape[0] / height
    x, y, depth = (_floats(part)[inside] for part in _mirror(hole))
    size = (max(1, round(x.shape[1] * ratio_x)), max(1, round(x.shape[0] * ratio_y)))
    across, down = _large(x, size), _large(y, size)
    mirrored = cv2.remap(
        photo,
        across * np.float32(ratio_x),
        down * np.float32(ratio_y),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT_101,
    )
    fading = np.clip(1 - (depth - _MIRRORED) / _FADING, 0, 1)
    # Between two edges the places to look at lie between two mirrors, maybe on the subject itself.
    hidden = cv2.remap(_wide(hole), across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    flowed = _flowed(_floats(small), hole)[inside].astype(np.uint8)
    return _mixed(mirrored, _large(flowed, size), _large(fading, size) * (1 - _floats(hidden)))


def _flowed(picture: Floats, hole: NDArray[np.uint8]) -> Floats:
    """Colours that flow into the hole, by averages over ever larger surroundings (push-pull)."""
    known = (1 - hole).astype(np.float32)
    pyramid = [(picture * known[..., None], known)]
    while max(pyramid[-1][1].shape) > 1:
        colours, share = pyramid[-1]
        pyramid.append((np.asarray(cv2.pyrDown(colours)), np.asarray(cv2.pyrDown(share))))
    colours, share = pyramid[-1]
    flowed = colours / np.maximum(share, 1e-6)[..., None]
    for colours, share in reversed(pyramid[:-1]):
        size = (share.shape[1], share.shape[0])
        coarse = cv2.resize(flowed, size, interpolation=cv2.INTER_LINEAR)
        flowed = colours + (1 - share[..., None]) * coarse
    return np.asarray(flowed, np.float32)


def _mirror(hole: NDArray[np.uint8]) -> tuple[Floats, Floats, Floats]:
    """For each place the one beyond the nearest edge of the hole, and how deep inside it is."""
    depth, labels = cv2.distanceTransformWithLabels(
        hole, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    rows, columns = np.nonzero(hole == 0)
    order = np.zeros(int(np.max(labels)) + 1, np.intp)
    order[np.asarray(labels)[rows, columns]] = np.arange(len(rows))
    nearest = order[np.asarray(labels)]
    y, x = np.indices(hole.shape, dtype=np.float32)
    across, down = (2 * columns[nearest] - x), (2 * rows[nearest] - y)
    # A mean of some neighbours, so that the outline's own steps are not mirrored.
    return (
        np.asarray(cv2.blur(across.astype(np.float32), (5, 5)), np.float32),
        np.asarray(cv2.blur(down.astype(np.float32), (5, 5)), np.float32),
        np.asarray(depth, np.float32),
    )


def _wide(hole: NDArray[np.uint8]) -> Floats:
    """The hole with a soft edge that begins where it ends, 1 inside and 0 outside."""
    soft = cv2.GaussianBlur(hole.astype(np.float32), (0, 0), _SOFT)
    return np.asarray(np.clip(2 * np.asarray(soft) - 1, 0, 1), np.float32)


def _around(hole: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the hole with its soft edge."""
    x, y, across, down = cv2.boundingRect(hole)
    margin = 4 * round(_SOFT)
    return (
        max(0, x - margin),
        max(0, y - margin),
        min(hole.shape[1], x + across + margin),
        min(hole.shape[0], y + down + margin),
    )


def _large(values: cv2.typing.MatLike, size: tuple[int, int]) -> cv2.typing.MatLike:
    return cv2.resize(values, size, interpolation=cv2.INTER_LINEAR)


def _floats(values: cv2.typing.MatLike) -> Floats:
    return np.asarray(values, np.float32)


def _mixed(
    one: cv2.typing.MatLike, other: cv2.typing.MatLike, share: cv2.typing.MatLike
) -> NDArray[np.uint8]:
    return np.asarray(cv2.blendLinear(one, other, share, 1 - share), np.uint8)
