"""Which part of a photo is its subject: a small network finds it, the photo's edges trim it.

The network is U²-Net's small model (Qin et al. 2020, arXiv:2005.09007), run by OpenCV. It looks at
the photo squeezed into a square of 320 pixels and says for each how surely it belongs to what
people would look at first. It may also say that there is nothing of the kind; then nothing here
pretends that there is.
"""

from __future__ import annotations

import hashlib
import math
import threading
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from nemo_notebook.studio.render.errors import RenderError
from nemo_notebook.studio.render.photo import load_photo, thumbnail

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from nemo_notebook.studio.render.planes import Plane

    Floats = NDArray[np.float32]
    Box = tuple[float, float, float, float]

SIDE: Final = 320  # pixels of the square that the network looks at
_SHA256: Final = "309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8"
# ImageNet's mean and deviation, as the network was trained.
_MEAN: Final = np.array([0.485, 0.456, 0.406], np.float32)
_DEVIATION: Final = np.array([0.229, 0.224, 0.225], np.float32)

_SURE: Final = 0.8  # mean certainty of the subject's pixels, below which it is a guess
_LEAST, _MOST = 0.002, 0.85  # shares of the photo: a speck is no subject, nor is everything
_SMALL: Final = 0.45  # of the photo: a smaller subject is worth a nearer look
_REMEMBERED: Final = 32
_LUMA: Final = np.array([[0.2126 * 219 / 255, 0.7152 * 219 / 255, 0.0722 * 219 / 255, 16]])
_GUIDE: Final = 640  # pixels of the long side at which edges are looked for
_REACH: Final = 5  # how far, at that size, an edge may be off
_EVENNESS: Final = 6.0  # variance of 8-bit luma below which a patch has no edge
_CLEAR: Final = 0.12  # shares below are nothing, and above 1 minus it all


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """Where a photo's subject is.

    Attributes:
        cover: How surely a place belongs to the subject, 0 to 255, a square over the whole photo,
            whatever its aspect; all 0 where there is no clear subject.
        box: Left, top, right and bottom of the subject as fractions of the photo; None if there is
            no clear one.
    """

    cover: Plane
    box: Box | None


class Matte:
    """The share of the subject in each pixel, along the photo's own edges.

    A guided filter (He, Sun, Tang 2013, doi 10.1109/TPAMI.2012.213): near an edge, the share is a
    linear function of the luma, fitted to the mask at `_GUIDE` pixels, and applied at any size
    (He, Sun 2015, arXiv:1505.00996).

    Args:
        mask: Of the photo.
        photo: The same pixels, graded or not, that `over` will see parts of; shape (height, width,
            3), R, G, B.
    """

    def __init__(self, mask: Mask, photo: NDArray[np.uint8]) -> None:
        small = thumbnail(photo, _GUIDE)
        size = (small.shape[1], small.shape[0])
        cover = cv2.resize(mask.cover, size, interpolation=cv2.INTER_LINEAR)
        self._slope, self._offset = _guided(
            np.asarray(cv2.transform(small, _LUMA), np.float32), cover / np.float32(255)
        )

    def over(self, luma: Plane, box: Box) -> Plane:
        """The matte of a part of the photo, 0 to 255, in the shape of its luma.

        Args:
            luma: BT.709 in limited range.
            box: Left, top, right and bottom of the part, as fractions of the photo.
        """
        height, width = self._slope.shape
        left, top, right, bottom = box
        step_x = (right - left) * width / luma.shape[1]
        step_y = (bottom - top) * height / luma.shape[0]
        matrix = np.array(
            [
                [step_x, 0, left * width + (step_x - 1) / 2],
                [0, step_y, top * height + (step_y - 1) / 2],
            ]
        )
        slope, offset = (
            cv2.warpAffine(
                part,
                matrix,
                luma.shape[::-1],
                flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REPLICATE,
            )
            for part in (self._slope, self._offset)
        )
        share = slope * luma.astype(np.float32) + offset
        # What is nearly all or nearly nothing is all or nothing: no veil of the subject around it.
        share = (share - np.float32(_CLEAR)) * np.float32(255 / (1 - 2 * _CLEAR))
        return np.asarray(share.clip(0, 255), np.uint8)


def find(photo: Path) -> Mask:
    """Finds the subject; of a photo that was looked at before, at once.

    The photo is decoded for this by itself, and as small as will do, so that the mask does not
    hang on the size of the clip.

    Args:
        photo: The file.

    Raises:
        RenderError: If the photo cannot be read, or if the network is damaged.
    """
    try:
        digest = hashlib.blake2b(photo.read_bytes(), digest_size=16).digest()
    except OSError as error:
        raise RenderError("The photo is no longer there. Upload it again.") from error
    with _looking:  # the network works on one picture at a time
        mask = _known.pop(digest, None) or look(load_photo(photo, enough=(2 * SIDE, 2 * SIDE)))
        _known[digest] = mask
        while len(_known) > _REMEMBERED:
            del _known[next(iter(_known))]
    return mask


def forget() -> None:
    """Forgets every photo that was looked at."""
    with _looking:
        _known.clear()


_looking = threading.Lock()
_known: dict[bytes, Mask] = {}


def look(photo: NDArray[np.uint8]) -> Mask:
    """Finds the subject in pixels of shape (height, width, 3), R, G, B.

    A small one is looked at again from nearer by.
    """
    network = _network()
    sure = _certainty(network, photo)
    inside = sure > 0.5  # noqa: PLR2004 - more likely than not
    share = float(inside.mean())
    if not _LEAST < share < _MOST or float(sure[inside].mean()) < _SURE:
        return Mask(np.zeros((SIDE, SIDE), np.uint8), None)
    box = _box(inside)
    if max(box[2] - box[0], box[3] - box[1]) < _SMALL:
        sure = _nearer(network, photo, sure, box)
        box = _box(sure > 0.5)  # noqa: PLR2004
    return Mask(np.rint(sure * 255).clip(0, 255).astype(np.uint8), box)


def _nearer(network: cv2.dnn.Net, photo: NDArray[np.uint8], sure: Floats, box: Box) -> Floats:
    """Certainty over the photo, twice as fine, with what a look at the box alone has shown."""
    left, right = _about(box[0], box[2])
    top, bottom = _about(box[1], box[3])
    height, width = photo.shape[:2]
    part = photo[
        math.floor(top * height) : math.ceil(bottom * height),
        math.floor(left * width) : math.ceil(right * width),
    ]
    whole = cv2.resize(sure, (2 * SIDE, 2 * SIDE), interpolation=cv2.INTER_LINEAR)
    rows = slice(round(top * 2 * SIDE), round(bottom * 2 * SIDE))
    columns = slice(round(left * 2 * SIDE), round(right * 2 * SIDE))
    target = whole[rows, columns]
    again = cv2.resize(_certainty(network, part), target.shape[::-1], interpolation=cv2.INTER_AREA)
    # What it takes for the subject must be, or be part of, what it took for it from afar.
    if float(np.asarray(again)[np.asarray(target) > 0.5].mean()) > _SURE:  # noqa: PLR2004
        target[...] = again
    return np.asarray(whole, np.float32)


def _about(start: float, end: float) -> tuple[float, float]:
    """A stretch around another, wide enough to see what is around it."""
    middle, half = (start + end) / 2, max(1.1 * (end - start), 0.1)
    return max(0.0, middle - half), min(1.0, middle + half)


def _box(inside: NDArray[np.bool_]) -> Box:
    left, top, width, height = cv2.boundingRect(inside.astype(np.uint8))
    side = len(inside)
    return left / side, top / side, (left + width) / side, (top + height) / side


def _certainty(network: cv2.dnn.Net, photo: NDArray[np.uint8]) -> Floats:
    """How surely each of 320 × 320 places belongs to the subject, 0 to 1."""
    square = cv2.resize(photo, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    square = (square / max(float(square.max()), 1.0) - _MEAN) / _DEVIATION
    network.setInput(np.ascontiguousarray(square.transpose(2, 0, 1)[None]))
    sure = network.forward(network.getUnconnectedOutLayersNames()[0])
    return np.asarray(np.asarray(sure)[0, 0], np.float32)


def _network() -> cv2.dnn.Net:
    """The network, anew: it is read in a twentieth of a second, and holds a quarter of a GB."""
    weights = (files(__package__) / "models" / "u2netp.onnx").read_bytes()
    if hashlib.sha256(weights).hexdigest() != _SHA256:
        raise RenderError(
            "What finds the subject of a photo (u2netp.onnx) is damaged. "
            "Install nemo-notebook again: pip install --force-reinstall nemo-notebook"
        )
    return cv2.dnn.readNetFromONNX(np.frombuffer(weights, np.uint8))


def _guided(guide: Floats, cover: NDArray[np.floating]) -> tuple[Floats, Floats]:
    """Slope and offset, so that slope × guide + offset is the cover along the guide's edges."""
    mean, mean_cover = _mean(guide), _mean(cover)
    spread = _mean(guide * guide) - mean * mean
    slope = (_mean(guide * cover) - mean * mean_cover) / (spread + _EVENNESS)
    return _mean(slope), _mean(mean_cover - slope * mean)


def _mean(part: NDArray[np.floating]) -> Floats:
    size = (2 * _REACH + 1, 2 * _REACH + 1)
    return np.asarray(cv2.blur(part, size, borderType=cv2.BORDER_REFLECT), np.float32)
