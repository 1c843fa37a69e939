from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from nemo_notebook.notebook.images import as_image
from nemo_notebook.protocol.errors import PhotoError


def test_an_image_is_itself() -> None:
    image = Image.new("RGB", (32, 32))
    assert as_image(image) is image
    assert as_image(3) is None
    assert as_image("text") is None


@pytest.mark.parametrize(
    ("array", "mode"),
    [
        (np.full((20, 30, 3), 200, np.uint8), "RGB"),
        (np.full((20, 30, 4), 200, np.uint8), "RGBA"),
        (np.full((20, 30), 200, np.uint8), "L"),
        (np.full((20, 30, 1), 200, np.uint8), "L"),
        (np.full((20, 30, 3), 200 / 255), "RGB"),
        (np.full((20, 30), 200 / 255, np.float32), "L"),
    ],
)
def test_an_array_of_pixels_is_a_photo(array: np.ndarray, mode: str) -> None:
    image = as_image(array)
    assert image is not None
    assert (image.mode, image.size) == (mode, (30, 20))
    assert image.convert("RGB").getpixel((3, 3)) == (200, 200, 200)


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.zeros((2, 3, 5), np.uint8), "An array of 2 × 3 × 5 is not a photo"),
        (np.zeros(7), "An array of 7 is not a photo"),
        (np.zeros((2, 2, 3)) - 1, "outside of 0 to 1"),
        (np.full((2, 2), np.nan), "outside of 0 to 1"),
        (np.zeros((0, 4), np.uint8), "The array is empty"),
        (np.zeros((4, 4), np.int64), "An array of int64 is not a photo"),
        (np.zeros((4, 4), complex), "An array of complex128 is not a photo"),
    ],
)
def test_another_array_is_refused_with_what_would_do(array: np.ndarray, said: str) -> None:
    with pytest.raises(PhotoError, match=said):
        as_image(array)


def test_a_figure_and_its_axes_are_a_photo() -> None:
    figure = Figure(figsize=(4, 3))
    axes = figure.subplots()
    axes.plot([0, 1], [1, 0])
    for value in (figure, axes):
        image = as_image(value)
        assert image is not None
        assert (image.mode, image.size) == ("RGB", (800, 600))
        assert image.getextrema() != ((255, 255),) * 3
