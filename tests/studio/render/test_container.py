from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import av
import cv2
import numpy as np
import pytest

from nemo_notebook.studio.direction import Direction
from nemo_notebook.studio.render.container import CONTAINERS
from nemo_notebook.studio.render.film import film
from nemo_notebook.studio.render.pipeline import render
from nemo_notebook.studio.render.planes import blank

if TYPE_CHECKING:
    from pathlib import Path

SECOND = Direction(duration_ms=1000, fps=24, height=480)


@pytest.mark.parametrize("container", CONTAINERS)
def test_another_reader_opens_it(photo: Path, tmp_path: Path, container: str) -> None:
    target = tmp_path / f"a.{container}"
    render(photo, SECOND, target, container=container, quality="low")
    video = cv2.VideoCapture(str(target))
    pictures = []
    while (read := video.read())[0]:
        pictures.append(read[1])
    assert len(pictures) == 24
    assert pictures[0].shape == (480, 854, 3)
    assert video.get(cv2.CAP_PROP_FPS) == pytest.approx(24)


@pytest.mark.parametrize("container", ["mp4", "webm"])
def test_quality_is_seen(photo: Path, tmp_path: Path, container: str) -> None:
    picture, planes = film(photo, SECOND, (854, 480)), blank(854, 480)
    picture.draw(12, planes)
    qualities: tuple[Literal["low", "medium", "high"], ...] = ("low", "medium", "high")
    errors = []
    for quality in qualities:
        render(photo, SECOND, tmp_path / "a", container=container, quality=quality)
        with av.open(str(tmp_path / "a")) as file:
            frame = list(file.decode(video=0))[12].to_ndarray()[:480]
        errors.append(float(np.mean((frame.astype(float) - planes[0]) ** 2)))
    decibels = 10 * np.log10(255**2 / np.array(errors))
    assert np.all(np.diff(decibels) > 1)
    assert decibels[2] > 36
