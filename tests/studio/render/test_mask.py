from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image

from nemo_notebook.studio.render import mask as masking
from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render.errors import RenderError
from nemo_notebook.studio.render.mask import Mask, Matte, find, look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

PHOTOS = Path(__file__).parent / "photos"
DANDELIONS = Path(str(files("nemo_notebook"))) / "samples" / "dandelions.jpg"


@pytest.fixture
def _forgetful() -> Iterator[None]:
    masking.forget()
    yield
    masking.forget()


def pixels(path: Path) -> NDArray[np.uint8]:
    rgb = np.asarray(Image.open(path).convert("RGB"))
    return rgb[: rgb.shape[0] // 2 * 2, : rgb.shape[1] // 2 * 2]


@pytest.mark.parametrize(
    ("photo", "inside", "outside"),
    [
        (
            PHOTOS / "astronaut.jpg",
            [(0.42, 0.25), (0.4, 0.75), (0.85, 0.8)],
            [(0.15, 0.1), (0.9, 0.1), (0.7, 0.2), (0.3, 0.1)],
        ),
        (
            PHOTOS / "coffee.jpg",
            [(0.43, 0.35), (0.55, 0.8), (0.2, 0.6)],
            [(0.05, 0.05), (0.95, 0.1), (0.05, 0.95), (0.9, 0.9)],
        ),
        (DANDELIONS, [(0.3, 0.3)], [(0.6, 0.3), (0.85, 0.8), (0.05, 0.9)]),
    ],
)
def test_finds_who_or_what_a_photo_is_of(
    photo: Path, inside: list[tuple[float, float]], outside: list[tuple[float, float]]
) -> None:
    rgb = pixels(photo)
    mask = find(photo)
    matte = Matte(mask, rgb).over(planar.from_rgb(rgb)[0], (0, 0, 1, 1))
    height, width = matte.shape
    assert matte.shape == rgb.shape[:2]
    assert all(matte[round(y * height), round(x * width)] > 250 for x, y in inside)
    assert all(matte[round(y * height), round(x * width)] < 5 for x, y in outside)
    assert mask.box is not None
    left, top, right, bottom = mask.box
    assert all(left < x < right and top < y < bottom for x, y in inside)


def test_the_edge_is_where_the_photo_has_one() -> None:
    """A dark disc on bright ground, known only roughly, is cut out along its rim."""
    rows, columns = np.indices((360, 640))
    disc = (columns - 320) ** 2 + (rows - 180) ** 2 < 100**2
    rgb = np.where(disc[..., None], 50, 190).astype(np.uint8).repeat(3, axis=2)
    rough = cv2.GaussianBlur(disc.astype(np.float32), (0, 0), 2)
    cover = np.asarray(cv2.resize(rough, (320, 320)) * 255, np.uint8)
    luma = planar.from_rgb(rgb)[0]
    matte = Matte(Mask(cover, (0.34, 0.2, 0.66, 0.8)), rgb).over(luma, (0, 0, 1, 1))
    assert np.mean((matte > 127) == disc) > 0.998
    unsure = np.mean((matte > 20) & (matte < 235))
    assert unsure < 0.2 * np.mean((rough > 0.1) & (rough < 0.9))


def test_a_part_of_the_photo_has_that_part_of_the_matte() -> None:
    rgb = pixels(PHOTOS / "coffee.jpg")
    luma = planar.from_rgb(rgb)[0]
    height, width = luma.shape
    matte = Matte(find(PHOTOS / "coffee.jpg"), rgb)
    part = matte.over(luma[100:200, 80:300], (80 / width, 100 / height, 300 / width, 200 / height))
    whole = matte.over(luma, (0, 0, 1, 1))[100:200, 80:300]
    assert np.abs(part.astype(int) - whole).max() <= 2


@pytest.mark.parametrize("kind", ["plain", "gradient", "noise", "speck"])
def test_where_there_is_no_subject_it_finds_none(kind: str) -> None:
    rgb = np.full((300, 400, 3), 120, np.uint8)
    if kind == "gradient":
        rgb = np.linspace(60, 200, 300).astype(np.uint8)[:, None, None].repeat(400, 1).repeat(3, 2)
    elif kind == "noise":
        rgb = np.random.default_rng(4).integers(0, 255, rgb.shape, np.uint8)
    elif kind == "speck":
        rgb[150:156, 200:206] = 255
    mask = look(rgb)
    assert mask.box is None
    assert not mask.cover.any()
    assert not Matte(mask, rgb).over(planar.from_rgb(rgb)[0], (0, 0, 1, 1)).any()


@pytest.mark.parametrize("size", [(2, 2), (3000, 4), (4, 3000)])
def test_odd_photos_are_looked_at_too(size: tuple[int, int]) -> None:
    rgb = np.full((*size, 3), 200, np.uint8)
    assert look(rgb).cover.shape == (320, 320)
    assert Matte(look(rgb), rgb).over(planar.from_rgb(rgb)[0], (0, 0, 1, 1)).shape == size


def test_any_number_of_threads_finds_the_same() -> None:
    rgb, before = pixels(PHOTOS / "coffee.jpg"), cv2.getNumThreads()
    covers = []
    for threads in (1, 2):
        cv2.setNumThreads(threads)
        covers.append(look(rgb).cover)
    cv2.setNumThreads(before)
    assert np.array_equal(covers[0], covers[1])


@pytest.mark.usefixtures("_forgetful")
def test_looks_at_a_photo_once_by_whatever_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []

    def looked(rgb: NDArray[np.uint8]) -> Mask:
        looks.append(len(rgb))
        return look(rgb)

    monkeypatch.setattr(masking, "look", looked)
    (tmp_path / "copy.jpg").write_bytes((PHOTOS / "coffee.jpg").read_bytes())
    first = find(PHOTOS / "coffee.jpg")
    assert find(tmp_path / "copy.jpg") is first
    assert find(PHOTOS / "astronaut.jpg") is not first
    assert len(looks) == 2


@pytest.mark.usefixtures("_forgetful")
def test_forgets_photos_long_not_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "look", lambda _: Mask(np.zeros((320, 320), np.uint8), None))
    monkeypatch.setattr(masking, "_REMEMBERED", 3)
    for gray in range(6):
        Image.new("L", (8, 8), gray).save(tmp_path / f"{gray}.png")
        find(tmp_path / f"{gray}.png")
    assert len(masking._known) == 3


def test_a_photo_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="no longer there"):
        find(tmp_path / "gone.jpg")


def test_damaged_weights_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "_SHA256", "0" * 64)
    with pytest.raises(RenderError, match="Install nemo-notebook again"):
        look(np.zeros((8, 8, 3), np.uint8))


def test_the_licence_goes_with_the_weights() -> None:
    models = files("nemo_notebook") / "studio" / "render" / "models"
    text = (models / "LICENSE").read_text()
    assert "Apache License" in text
    assert masking._SHA256 in text
