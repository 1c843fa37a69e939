"""Videos that say how they were made: in their own comment, and in a small file beside them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from nemo_notebook.conversation.recipe import LEVELS, Level, Recipe
from nemo_notebook.conversation.stamp import stamp, stream_hash
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Turn
from nemo_notebook.protocol.errors import ExportFailedError, OptionError


@dataclass(frozen=True, slots=True)
class Mark:
    """What a file says.

    Attributes:
        level: How much; `off` where nothing could be written into it.
        streams: The hash of its picture and sound; empty where it cannot be read so.
    """

    level: Level
    streams: str


class Marker:
    """Writes recipes into videos and beside them.

    Args:
        ledger: Where the turns are that a video came of.
        level: `full`, `keys` (without prompts) or `off`.

    Raises:
        OptionError: There is no such level.
    """

    def __init__(self, ledger: Ledger, level: str) -> None:
        self._ledger = ledger
        self.level = checked_level(level)

    def mark(self, turn: Turn, video: Path, *, quality: str) -> Mark:
        """Have a video say how it was made; a file that cannot is left as it is."""
        recipe = self._recipe(turn, video, quality)
        try:
            stamp(video, recipe.text if recipe else None)
            streams = stream_hash(video)
        except ExportFailedError:
            return Mark("off", "")
        self._write_beside(video, recipe, streams)
        return Mark(self.level, streams)

    def see_beside(self, turn: Turn, video: Path, streams: str, *, quality: str) -> None:
        """Write the file beside a video again where it has gone."""
        if self.level != "off" and not beside(video).exists():
            self._write_beside(video, self._recipe(turn, video, quality), streams)

    def _recipe(self, turn: Turn, video: Path, quality: str) -> Recipe | None:
        if self.level == "off":
            return None
        container = video.suffix.removeprefix(".")
        chain = self._ledger.chain(turn)
        return Recipe.of(chain, container=container, quality=quality, level=self.level)

    def _write_beside(self, video: Path, recipe: Recipe | None, streams: str) -> None:
        target = beside(video)
        if recipe is None:
            target.unlink(missing_ok=True)
            return
        content = recipe.model_copy(update={"streams": streams})
        aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        try:
            text = content.model_dump_json(exclude_none=True, indent=1)
            aside.write_text(f"{text}\n", encoding="utf-8")
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)


def beside(video: Path) -> Path:
    """Where the recipe beside a video is."""
    return video.with_name(f"{video.name}.json")


def checked_level(level: str) -> Level:
    """The level of that name.

    Raises:
        OptionError: There is none.
    """
    for known in LEVELS:
        if level == known:
            return known
    raise OptionError(
        f"There is no level of provenance {level!r}", hint=f"Choose one of {', '.join(LEVELS)}."
    )
