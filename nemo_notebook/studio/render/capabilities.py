"""What a Direction can wish for that is not drawn yet, so that nobody is promised it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.render.typeset import undrawable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nemo_notebook.studio.direction import Direction, Title

NEED_DEPTH: Final = frozenset({"dolly", "orbit"})
"""Moves of the camera that need to know what is near and what is far."""


def unsupported(direction: Direction) -> list[tuple[str, str]]:
    """Wishes that the clip will not show, as field and value."""
    return list(dict.fromkeys(_unsupported(direction)))


def _unsupported(direction: Direction) -> Iterator[tuple[str, str]]:
    if direction.title:
        yield from _unsupported_title(direction.title, direction.duration_ms)


def photo_only(direction: Direction) -> list[tuple[str, str]]:
    """Wishes that need a photo, and are left out on a clip, as field and value."""
    moves = [("camera", move.move) for move in direction.camera if move.move in NEED_DEPTH]
    subject = [("subject", subject.motion) for subject in direction.subject]
    background = [("background", background.motion) for background in direction.background]
    return list(dict.fromkeys([*moves, *subject, *background]))


def _unsupported_title(title: Title, duration_ms: int) -> Iterator[tuple[str, str]]:
    if title.start_ms >= min(title.end_ms, duration_ms):
        yield "title", f"from {title.start_ms} to {title.end_ms} ms"
    if missing := undrawable(title.text):
        yield "title", missing
