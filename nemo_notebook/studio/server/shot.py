"""What is to be made after a sentence, if anything."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.direction import Direction
from nemo_notebook.studio.server.cutting import lengths
from nemo_notebook.studio.server.files import Files
from nemo_notebook.studio.server.material import Material, Part
from nemo_notebook.studio.server.phrases import Language
from nemo_notebook.studio.server.store import Asset, Session

if TYPE_CHECKING:
    from nemo_notebook.studio.server.hearing import Heard

_PREVIEW_SIDE: Final = 480


@dataclass(frozen=True, slots=True)
class Shot:
    """A video that is to be made, or made anew.

    Attributes:
        key: Names everything that decides how the raw clip looks and sounds.
        is_new: Whether the raw clip is another than the last.
    """

    material: Material
    direction: Direction
    memory: str
    language: Language
    key: str
    is_new: bool


def planned(session: Session, heard: Heard, files: Files) -> Shot | None:
    """What is to be made after a sentence, if anything."""
    if not heard.parts or heard.direction is None or heard.question:
        return None
    material = _material(heard.parts, heard.song, heard.direction, files)
    key = _clip_key(material, heard.direction)
    is_new = key != session.clip
    if not heard.changed and not is_new:
        return None
    return Shot(material, heard.direction, heard.memory, heard.language, key, is_new)


def raw_direction(direction: Direction) -> Direction:
    """The picture alone, small: what stage one shows."""
    side = min(direction.height, _PREVIEW_SIDE)
    return direction.model_copy(update={"title": None, "music": None, "height": side})


def _material(
    parts: Sequence[Asset], song: Asset | None, direction: Direction, files: Files
) -> Material:
    music = direction.music
    song = song if music and music.uploaded else None
    pulse: Sequence[int] = ()
    if len(parts) > 1:
        pulse = _pulse(direction, files.path(song.sha256, song.type) if song else None)
    durations = lengths(parts, direction, pulse)
    shown = tuple(Part(part, length) for part, length in zip(parts, durations, strict=True))
    return Material(shown, song)


def _pulse(direction: Direction, song: Path | None) -> tuple[int, ...]:
    """When the beats of the music fall, if there is music that has any."""
    if not direction.music:
        return ()
    if direction.music.uploaded:
        return _of_song(song, direction.duration_ms) if song else ()
    from nemo_notebook.studio.sound.music import beats  # noqa: PLC0415 (NumPy loads when needed)

    return beats(direction.music.mood, direction.duration_ms, seed=direction.seed)


@lru_cache(maxsize=4)  # a turn is planned before it is played, and the next has the same song
def _of_song(song: Path, duration_ms: int) -> tuple[int, ...]:
    from nemo_notebook.studio.sound.uploaded import beats  # noqa: PLC0415 (loads PyAV)

    return beats(song, duration_ms)


def _clip_key(material: Material, direction: Direction) -> str:
    """Names everything that decides how the raw clip looks and sounds."""
    files = " ".join(f"{part.asset.sha256} {part.duration_ms}" for part in material.parts)
    made_of = f"{files} {raw_direction(direction).model_dump_json()}"
    return hashlib.sha256(made_of.encode()).hexdigest()
