"""From one picture to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nemo_notebook.studio.direction import Transition
    from nemo_notebook.studio.render.planes import Planes

SECONDS: Final[Mapping[Transition, float]] = {
    "crossfade": 0.8,
    "slide": 0.7,
    "wipe": 0.8,
    "cut": 0.0,
}
"""How long each takes where there is room for it."""

_SOFT_EDGE: Final = 0.18  # of the frame's width: over as much the wipe goes from old to new


def blend(kind: Transition, old: Planes, new: Planes, progress: float) -> None:
    """Draws a moment between two pictures into the planes of the old one.

    Args:
        kind: Which transition.
        old: What was there before.
        new: What comes.
        progress: From 0 (only the old) to 1 (only the new).
    """
    _BLENDS[kind](old, new, progress * progress * (3 - 2 * progress))


def _crossfade(old: Planes, new: Planes, progress: float) -> None:
    for before, after in zip(old, new, strict=True):
        cv2.addWeighted(before, 1 - progress, after, progress, 0, dst=before)


def _slide(old: Planes, new: Planes, progress: float) -> None:
    """The new picture pushes the old one out to the left, by whole samples of chroma."""
    gone = round(progress * old[1].shape[1])
    for before, after, step in zip(old, new, (2, 1, 1), strict=True):
        edge = before.shape[1] - step * gone
        before[:, :edge] = before[:, step * gone :].copy()
        before[:, edge:] = after[:, : step * gone]


def _wipe(old: Planes, new: Planes, progress: float) -> None:
    """The new picture appears from the left behind a soft edge."""
    for before, after in zip(old, new, strict=True):
        width = before.shape[1]
        place = (np.arange(width, dtype=np.float32) + 0.5) / width
        edge = np.clip((progress * (1 + _SOFT_EDGE) - place) / _SOFT_EDGE, 0, 1)
        weight = np.broadcast_to(edge * edge * (3 - 2 * edge), before.shape).astype(np.float32)
        cv2.blendLinear(before, after, 1 - weight, weight, dst=before)


def _cut(old: Planes, new: Planes, progress: float) -> None:
    if progress:
        for before, after in zip(old, new, strict=True):
            np.copyto(before, after)


_BLENDS: Final[Mapping[Transition, Callable[[Planes, Planes, float], None]]] = {
    "crossfade": _crossfade,
    "slide": _slide,
    "wipe": _wipe,
    "cut": _cut,
}
