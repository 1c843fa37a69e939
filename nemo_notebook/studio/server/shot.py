"""What is to be made after a sentence, if anything."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.direction import Direction
from nemo_notebook.studio.server.phrases import Language
from nemo_notebook.studio.server.store import Asset, Session

if TYPE_CHECKING:
    from nemo_notebook.studio.server.hearing import Heard

_PREVIEW_SIDE: Final = 480


@dataclass(frozen=True, slots=True)
class Shot:
    """A video that is to be made, or made anew.

    Attributes:
        key: Names everything that decides how the raw clip looks.
        is_new: Whether the raw clip is another than the last.
    """

    photo: Asset
    direction: Direction
    memory: str
    language: Language
    key: str
    is_new: bool


def planned(session: Session, heard: Heard, photo: Asset | None) -> Shot | None:
    """What is to be made after a sentence, if anything."""
    if photo is None or heard.direction is None or heard.question:
        return None
    key = _clip_key(photo, heard.direction)
    is_new = key != session.clip
    if not heard.changed and not is_new:
        return None
    return Shot(photo, heard.direction, heard.memory, heard.language, key, is_new)


def raw_direction(direction: Direction) -> Direction:
    """The picture alone, small: what stage one shows."""
    side = min(direction.height, _PREVIEW_SIDE)
    return direction.model_copy(update={"title": None, "music": None, "height": side})


def _clip_key(photo: Asset, direction: Direction) -> str:
    """Names everything that decides how the raw clip looks."""
    made_of = f"{photo.sha256} {raw_direction(direction).model_dump_json()}"
    return hashlib.sha256(made_of.encode()).hexdigest()
