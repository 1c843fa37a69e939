from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from nemo_notebook.studio.render.fill import without_subject
from nemo_notebook.studio.render.mask import Mask, find
from tests.studio.render.conftest import texture

COFFEE = Path(__file__).parent / "photos" / "coffee.jpg"


def test_what_was_behind_goes_on_where_the_subject_was() -> None:
    rows, columns = np.indices((360, 640))
    disc = (columns - 320) ** 2 + (rows - 180) ** 2 < 90**2
    ground = texture(640, 360) // 2 + np.array([0, 60, 0], np.uint8)
    photo = np.where(disc[..., None], np.array([230, 20, 20], np.uint8), ground)
    cover = np.asarray(cv2.resize(disc.astype(np.uint8) * 255, (320, 320)), np.uint8)
    filled = without_subject(photo, Mask(cover, (0.36, 0.25, 0.64, 0.75)))
    assert (filled[disc].astype(int) @ [1, -1, 0]).max() < 60
    far = (columns - 320) ** 2 + (rows - 180) ** 2 > 130**2
    assert np.array_equal(filled[far], photo[far])
    # It has the texture of what is around, as far in as a moving subject may uncover it.
    rim = disc & ((columns - 320) ** 2 + (rows - 180) ** 2 > 60**2)
    detail = np.abs(cv2.Laplacian(filled[..., 1].astype(np.float32), cv2.CV_32F))
    assert detail[rim].mean() > 0.5 * detail[far].mean()


def test_leaves_the_photo_itself_alone() -> None:
    photo = np.asarray(Image.open(COFFEE).convert("RGB"))
    before = photo.copy()
    filled = without_subject(photo, find(COFFEE))
    assert np.array_equal(photo, before)
    assert filled.shape == photo.shape
    wood = photo[100:160, 330:390].reshape(-1, 3).mean(axis=0)
    cup = filled[60:200, 130:230].reshape(-1, 3).astype(int)
    assert np.abs(cup - wood).max() < 60
    assert np.abs(photo[60:200, 130:230].reshape(-1, 3).astype(int) - wood).max() > 120


@pytest.mark.parametrize("size", [(2, 2), (700, 8), (8, 700), (33, 65)])
@pytest.mark.parametrize("box", [(0, 0, 1, 1), (0, 0, 0.5, 0.5), (0.45, 0.45, 0.55, 0.55)])
def test_any_photo_with_any_subject_is_filled(
    size: tuple[int, int], box: tuple[float, float, float, float]
) -> None:
    cover = np.zeros((320, 320), np.uint8)
    left, top, right, bottom = (round(320 * v) for v in box)
    cover[top:bottom, left:right] = 255
    photo = np.full((*size, 3), 90, np.uint8)
    filled = without_subject(photo, Mask(cover, box))
    assert filled.shape == photo.shape
    assert np.abs(filled.astype(int) - 90).max() <= 1
