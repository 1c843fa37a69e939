from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def texture(width: int, height: int, seed: int = 7) -> NDArray[np.uint8]:
    """Colourful blots of several sizes: something to follow everywhere, at every zoom."""
    random = np.random.default_rng(seed)
    picture = np.full((height, width, 3), 128, np.float32)
    for spread in (2, 6, 20):
        noise = random.standard_normal((height, width, 3)).astype(np.float32)
        blots = np.asarray(cv2.GaussianBlur(noise, (0, 0), spread))
        picture += 22 * blots / blots.std()
    return picture.clip(0, 255).astype(np.uint8)


@pytest.fixture(scope="session")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A landscape photo of 1280 × 720."""
    path = tmp_path_factory.mktemp("photos") / "blots.png"
    Image.fromarray(texture(1280, 720)).save(path)
    return path
