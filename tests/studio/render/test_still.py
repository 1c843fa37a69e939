from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from nemo_notebook.studio.direction import Aspect, Direction, Title
from nemo_notebook.studio.render.errors import RenderError
from nemo_notebook.studio.render.still import poster

if TYPE_CHECKING:
    from pathlib import Path


def opened(jpeg: bytes) -> Image.Image:
    image = Image.open(BytesIO(jpeg))
    assert image.format == "JPEG"
    return image


@pytest.mark.parametrize(("aspect", "size"), [("16:9", (320, 180)), ("9:16", (180, 320))])
def test_has_the_clips_aspect_and_the_size_asked_for(
    photo: Path, aspect: Aspect, size: tuple[int, int]
) -> None:
    assert opened(poster(photo, Direction(aspect=aspect), max_side=320)).size == size


def test_shows_the_title_in_full_and_no_fade(photo: Path) -> None:
    title = Title(text="Harbour", start_ms=500, end_ms=2000)
    image = opened(poster(photo, Direction(title=title, fade_in_ms=1000)))
    gray = np.asarray(image.convert("L"))
    assert np.count_nonzero(gray[150:210, 200:440] > 240) > 500
    assert gray[:60].mean() > 80


def test_keeps_the_photos_colours(tmp_path: Path) -> None:
    Image.new("RGB", (400, 300), (200, 120, 40)).save(tmp_path / "a.png")
    pixels = np.asarray(opened(poster(tmp_path / "a.png", Direction())))
    assert np.abs(pixels.reshape(-1, 3).mean(axis=0) - [200, 120, 40]).max() < 3


def test_of_what_is_no_photo_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"nothing")
    with pytest.raises(RenderError):
        poster(tmp_path / "a.jpg", Direction())
