from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_notebook.studio.direction import Aspect
from nemo_notebook.studio.render.size import ASPECTS, frame_size


@pytest.mark.parametrize(
    ("aspect", "size"),
    [
        ("16:9", (1920, 1080)),
        ("9:16", (1080, 1920)),
        ("1:1", (1080, 1080)),
        ("4:5", (1080, 1350)),
        ("4:3", (1440, 1080)),
        ("21:9", (2520, 1080)),
    ],
)
def test_height_is_the_short_side(aspect: Aspect, size: tuple[int, int]) -> None:
    assert frame_size(aspect, 1080, (100, 100)) == size


@pytest.mark.parametrize(
    ("photo", "size"),
    [
        ((4000, 3000), (640, 480)),
        ((3000, 4000), (480, 640)),
        ((6000, 4000), (720, 480)),
        ((2560, 1440), (854, 480)),
        ((1080, 2400), (480, 854)),
        ((900, 900), (480, 480)),
        ((20_000, 300), (1120, 480)),
        ((10, 20_000), (480, 854)),
    ],
)
def test_without_an_aspect_the_photo_keeps_its_own(
    photo: tuple[int, int], size: tuple[int, int]
) -> None:
    assert frame_size(None, 480, photo) == size


@given(st.sampled_from(sorted(ASPECTS)), st.integers(480, 2160))
def test_sizes_are_even_and_keep_the_aspect(aspect: Aspect, height: int) -> None:
    width, tall = frame_size(aspect, height, (1, 1))
    across, down = ASPECTS[aspect]
    assert width % 2 == tall % 2 == 0
    assert width / tall == pytest.approx(across / down, rel=0.01)


def test_needs_no_opencv() -> None:
    code = (
        "import sys; from nemo_notebook.studio.render.size import frame_size;"
        "sys.exit(bool({'cv2', 'av', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
