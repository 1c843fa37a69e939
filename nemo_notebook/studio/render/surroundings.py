"""What is around the subject: where the horizon is, and what is water, sky, foliage.

Nothing here is learnt; it is measured on a thumbnail, and meant for someone who has said that there
is water, or a sky, and only wants the right part of the picture to move. Where nothing looks like
it, it is the part where it would be.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from nemo_notebook.studio.render.photo import thumbnail

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nemo_notebook.studio.render.mask import Mask

    Floats = NDArray[np.float32]

_SIDE: Final = 192  # pixels of the thumbnail's long side
_FREE: Final = 77  # of 255: below, a place is none of the subject
_BAND: Final = 0.05  # of the height, compared above and below a horizon
_USUAL: Final = 0.47  # where horizons are, give or take
_GIVE: Final = 0.22
_FAINT: Final = 4.0  # in Lab: less is no horizon
_LIKE: Final = 13.0  # in Lab, lightness counting less: water changes so much from row to row
_LIGHTNESS: Final = 0.6
_SHORE: Final = 0.12  # of the height: how much land there may be between horizon and water
_HASTE: Final = 100.0  # in Lab, for the whole height: the sooner the water begins, the likelier
_TOO_LITTLE: Final = 0.06  # of the part below the horizon, or above: then it is all of it
_SKY_ROUNDS: Final = 3
_LIGHTEST: Final = 0.97  # of it, as much is darker


class Surroundings:
    """A photo's background, looked over.

    Args:
        photo: Pixels of shape (height, width, 3), R, G, B.
        mask: Of the photo.
    """

    def __init__(self, photo: NDArray[np.uint8], mask: Mask) -> None:
        small = thumbnail(photo, _SIDE)
        size = (max(16, small.shape[1]), max(16, small.shape[0]))
        self._rgb = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_LINEAR), np.uint8)
        eight_bit = _floats(cv2.cvtColor(self._rgb, cv2.COLOR_RGB2Lab))
        self._lab = (eight_bit - [0, 128, 128]) * np.array([100 / 255, 1, 1], np.float32)
        self._free = np.asarray(cv2.resize(mask.cover, size, interpolation=cv2.INTER_AREA)) < _FREE
        self._y = ((np.arange(size[1], dtype=np.float32) + 0.5) / size[1])[:, None]

    @cached_property
    def horizon(self) -> float:
        """How far from the top it is, as a fraction of the photo's height.

        It is where most columns change in the same way from just above to just below.
        """
        rows = len(self._lab)
        band, share = max(2, round(_BAND * rows)), _floats(self._free)[..., None]
        total = np.cumsum(np.pad(self._lab * share, ((1, 0), (0, 0), (0, 0))), axis=0)
        known = np.cumsum(np.pad(share, ((1, 0), (0, 0), (0, 0))), axis=0)
        mean = (total[band:] - total[:-band]) / np.maximum(known[band:] - known[:-band], 1)
        whole = (known[band:] - known[:-band])[..., 0] > band / 2
        best = (_FAINT, _USUAL)
        for row in range(band, rows - band):
            both = whole[row - band] & whole[row]
            if both.mean() < 0.2:  # noqa: PLR2004 - too little to tell
                continue
            change = np.median((mean[row] - mean[row - band])[both], axis=0)
            usual = np.exp(-(((row / rows - _USUAL) / _GIVE) ** 2))
            best = max(best, (float(np.linalg.norm(change) * usual), row / rows))
        return best[1]

    @cached_property
    def water(self) -> Floats:
        """How surely a place is water, 0 to 1, shape of the thumbnail.

        It begins below the horizon, where it mirrors the sky, and goes on downwards as long as its
        colour changes but slowly.
        """
        lab = _floats(cv2.GaussianBlur(self._lab, (0, 0), 0.8))
        lab *= np.array([_LIGHTNESS, 1, 1], np.float32)
        rows, columns = self._free.shape
        first, free = self._shore(lab), _floats(self._free)
        band = max(2, round(_BAND * rows))
        share = free[first : first + band]
        strip = (lab[first : first + band] * share[..., None]).sum(axis=0)
        model = _beside(strip / np.maximum(share.sum(axis=0), 1e-2)[:, None], share.mean(axis=0))
        found = np.zeros((rows, columns), np.float32)
        for row in range(first, rows):
            off = lab[row] - model
            found[row] = np.exp(-np.sum(off * off, axis=1) / _LIKE**2) * free[row]
            model = model + 0.3 * found[row][:, None] * off
            model = 0.8 * model + 0.2 * _beside(model, np.ones(columns, np.float32))
        soft = _floats(cv2.GaussianBlur(found, (0, 0), 0.02 * columns))
        below = np.clip((self._y - self.horizon) / 0.03, 0, 1)
        return _else_all(np.clip((soft - 0.15) / 0.4, 0, 1), below)

    @cached_property
    def brightest_water(self) -> float:
        """How light the lightest of the water is, above 0 and up to 1, as luma counts it."""
        luma = self._rgb @ np.array([0.2126, 0.7152, 0.0722]) / 255
        return max(0.1, float(np.quantile(luma[self.water >= self.water.max() / 2], _LIGHTEST)))

    def _shore(self, lab: Floats) -> int:
        """The row below the horizon, or below the land there, that is most like the sky."""
        rows = len(lab)
        row = int(np.ceil((self.horizon + 0.015) * rows))
        colours = np.median(lab, axis=1)
        sky = colours[max(0, row - round(0.2 * rows)) : max(1, row - round(0.05 * rows))]
        below = colours[row : row + round(_SHORE * rows)]
        if not len(below):
            return rows - 2
        unlike = np.linalg.norm(below - np.median(sky, axis=0), axis=1)
        return min(rows - 2, row + int(np.argmin(unlike + _HASTE * np.arange(len(below)) / rows)))

    @cached_property
    def sky(self) -> Floats:
        """How surely a place is sky, 0 to 1, shape of the thumbnail.

        Mixtures of the colours above and below part it from the rest (GrabCut, Rother et al. 2004).
        """
        labels = np.full(self._free.shape, cv2.GC_PR_BGD, np.uint8)
        y = self._y[:, 0]
        labels[y < max(0.3, 0.75 * self.horizon)] = cv2.GC_PR_FGD
        labels[y < 0.04] = cv2.GC_FGD  # noqa: PLR2004 - if there is a sky, it is there
        labels[y > min(0.95, self.horizon + 0.25)] = cv2.GC_BGD
        labels[~self._free] = cv2.GC_BGD
        cv2.setRNGSeed(1)  # its first guess is drawn by lot
        models = np.zeros((1, 65)), np.zeros((1, 65))
        cv2.grabCut(self._rgb, labels, (0, 0, 0, 0), *models, _SKY_ROUNDS, cv2.GC_INIT_WITH_MASK)
        found = _floats((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD))
        soft = _floats(cv2.GaussianBlur(found, (0, 0), 0.015 * found.shape[1]))
        above = np.clip((self.horizon + 0.1 - self._y) / 0.1, 0, 1) + np.zeros_like(found)
        return _else_all(np.clip(1.6 * soft - 0.6, 0, 1), above)

    @cached_property
    def foliage(self) -> Floats:
        """How much a place looks like leaves or grass, 0 to 1, shape of the thumbnail.

        Those are rather green than blue, and detailed.
        """
        light, a, b = cv2.split(self._lab)
        detail = np.abs(light - _floats(cv2.GaussianBlur(light, (0, 0), 2)))
        rough = np.clip(_floats(cv2.GaussianBlur(detail, (0, 0), 4)) / 3, 0, 1)
        leafy = np.clip((_floats(b) - _floats(a) * 0.5 + 4) / 12, 0, 1)
        soft = cv2.GaussianBlur(_floats(rough * (0.25 + 0.75 * leafy)), (0, 0), 4)
        return _else_all(_floats(soft), np.ones_like(rough))


def _else_all(found: Floats, where: Floats) -> Floats:
    """What was found where it may be; if that is next to nothing, all of where it may be."""
    inside = found * where
    if inside.sum() < _TOO_LITTLE * max(float(np.broadcast_to(where, found.shape).sum()), 1):
        return _floats(where + np.zeros_like(found))
    return _floats(inside)


def _beside(colours: Floats, share: Floats) -> Floats:
    """A row of colours, each the mean of those beside it."""
    spread = 0.06 * len(share)
    total = cv2.GaussianBlur((colours * share[:, None])[None], (0, 0), spread, sigmaY=0.1)
    known = cv2.GaussianBlur(share[None], (0, 0), spread, sigmaY=0.1)
    return _floats(_floats(total)[0] / np.maximum(_floats(known)[0], 1e-3)[:, None])


def _floats(values: cv2.typing.MatLike | NDArray[np.bool_]) -> Floats:
    return np.asarray(values, np.float32)
