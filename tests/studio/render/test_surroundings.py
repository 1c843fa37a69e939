from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from nemo_notebook.studio.render.mask import Mask
from nemo_notebook.studio.render.surroundings import Surroundings

NOBODY = Mask(np.zeros((320, 320), np.uint8), None)


def grain(height: int, width: int, size: float) -> NDArray[np.float32]:
    noise = np.random.default_rng(1).standard_normal((height, width, 1)).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), size), np.float32)[..., None] * size * 3


@lru_cache(4)
def lake(shore: float = 0.5, beach: float = 0.8) -> NDArray[np.uint8]:
    """A clear evening over hills, a lake that grows darker towards us, and pebbles."""
    rows = np.arange(400, dtype=np.float32)[:, None, None] / 400
    sky = np.array([120, 150, 210]) * (1.1 - 0.3 * rows)
    picture = np.broadcast_to(sky, (400, 600, 3)).astype(np.float32).copy()
    hills = (rows > shore - 0.06)[:, 0, 0]
    picture[hills] = [50, 60, 45]
    water = (rows > shore)[:, 0, 0]
    picture[water] = np.array([130, 140, 190]) * (1.3 - rows[water])
    pebbles = (rows > beach)[:, 0, 0]
    picture[pebbles] = [140, 120, 95]
    picture[pebbles] += 25 * grain(400, 600, 1.2)[pebbles]
    return (picture + grain(400, 600, 1)).clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize("shore", [0.35, 0.5, 0.62])
def test_the_horizon_is_where_the_land_ends(shore: float) -> None:
    found = Surroundings(lake(shore, 0.9), NOBODY).horizon
    assert shore - 0.08 < found < shore + 0.02


def test_a_plain_photo_has_its_horizon_where_horizons_are() -> None:
    plain = np.full((300, 400, 3), 120, np.uint8)
    assert Surroundings(plain, NOBODY).horizon == pytest.approx(0.47)


def rows_of(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.resize(values, (1, 100), interpolation=cv2.INTER_AREA)[:, 0], np.float32)


def test_water_is_told_from_sky_and_shore() -> None:
    water = rows_of(Surroundings(lake(), NOBODY).water)
    assert water[:45].max() < 0.05
    assert water[56:74].mean() > 0.7
    assert water[86:].mean() < 0.25


def test_sky_is_told_from_hills_and_water() -> None:
    sky = rows_of(Surroundings(lake(), NOBODY).sky)
    assert sky[2:38].mean() > 0.9
    assert sky[50:].max() < 0.1


def test_grass_is_foliage_and_sky_is_not() -> None:
    picture = np.broadcast_to(np.array([130, 160, 220.0]), (300, 400, 3)).copy()
    picture[150:] = np.array([70, 120, 40]) + 40 * grain(300, 400, 1)[150:]
    foliage = rows_of(Surroundings(picture.clip(0, 255).astype(np.uint8), NOBODY).foliage)
    assert foliage[60:].mean() > 0.5
    assert foliage[:40].mean() < 0.1


def test_where_there_is_none_it_is_where_it_would_be() -> None:
    """Who asks for ripples on a wall sees its lower part ripple."""
    wall = (140 + 60 * grain(300, 400, 1)).clip(0, 255).astype(np.uint8).repeat(3, axis=2)
    around = Surroundings(wall, NOBODY)
    assert rows_of(around.water)[70:].mean() > 0.05
    assert rows_of(around.water)[:40].max() < 0.01
    assert rows_of(around.sky)[:20].mean() > 0.05


@pytest.mark.parametrize("size", [(2, 2), (3000, 4), (4, 3000)])
def test_odd_photos_have_surroundings_too(size: tuple[int, int]) -> None:
    around = Surroundings(np.full((*size, 3), 90, np.uint8), NOBODY)
    for part in (around.water, around.sky, around.foliage):
        assert np.isfinite(part).all()
        assert part.min() >= 0
        assert part.max() <= 1
