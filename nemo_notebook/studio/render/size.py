"""Pixel sizes: the aspect asked for, or the one nearest to the photo's own."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nemo_notebook.studio.direction import Aspect

ASPECTS: Final[Mapping[Aspect, tuple[int, int]]] = {
    "16:9": (16, 9),
    "9:16": (9, 16),
    "1:1": (1, 1),
    "4:5": (4, 5),
    "4:3": (4, 3),
    "21:9": (21, 9),
}


def frame_size(aspect: Aspect | None, height: int, photo_size: tuple[int, int]) -> tuple[int, int]:
    """Width and height of the clip in pixels.

    Args:
        aspect: Width to height; None takes the nearest of the six to the photo's own.
        height: Pixels of the short side.
        photo_size: Width and height of the photo as it is looked at (orientation applied).

    Returns:
        Width and height, both even, as 4:2:0 video needs them.
    """
    across, down = ASPECTS[aspect or _nearest(photo_size)]
    unit = height / min(across, down)
    return _even(across * unit), _even(down * unit)


def _nearest(photo_size: tuple[int, int]) -> Aspect:
    width, height = photo_size

    def distance(aspect: Aspect) -> float:
        across, down = ASPECTS[aspect]
        return abs(math.log(width / height * down / across))

    return min(ASPECTS, key=distance)


def _even(length: float) -> int:
    return max(2, 2 * round(length / 2))
