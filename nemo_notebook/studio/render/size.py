"""Pixel sizes: the aspect asked for, or the photo's own."""

from __future__ import annotations

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
_TALLEST: Final = 9 / 16
_WIDEST: Final = 21 / 9


def frame_size(aspect: Aspect | None, height: int, photo_size: tuple[int, int]) -> tuple[int, int]:
    """Width and height of the clip in pixels.

    Args:
        aspect: Width to height; None keeps the photo's own, from 9:16 to 21:9.
        height: Pixels of the short side.
        photo_size: Width and height of the photo as it is looked at (orientation applied).

    Returns:
        Width and height, both even, as 4:2:0 video needs them.
    """
    across, down = photo_size if aspect is None else ASPECTS[aspect]
    ratio = min(max(across / down, _TALLEST), _WIDEST)
    if ratio < 1:
        return _even(height), _even(height / ratio)
    return _even(height * ratio), _even(height)


def _even(length: float) -> int:
    return max(2, 2 * round(length / 2))
