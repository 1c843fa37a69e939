"""What the studio adds to the director's answer: what it shows, and what cannot be shown so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from nemo_notebook.studio.direction import Direction
from nemo_notebook.studio.director.describe import joined, missing, thing
from nemo_notebook.studio.render.capabilities import photo_only, unsupported
from nemo_notebook.studio.server.phrases import Language, Phrase
from nemo_notebook.studio.server.store import Asset

_NAMED: Final = 5
_HARDLY_MS: Final = 200
_SHORTEST_MS, _LONGEST_MS = 1_000, 60_000  # of a video, whatever the clip


@dataclass(frozen=True, slots=True)
class Remarks:
    """Remarks about a shot.

    Attributes:
        parts: The photos and clips that it shows.
        song: The sound that was handed over last.
        language: Of the remarks.
    """

    parts: Sequence[Asset]
    song: Asset | None
    language: Language

    def on(self, after: Direction, before: Direction | None = None) -> str:
        """What is to be said of a shot, or only what was not so before, a line each."""
        return "\n".join(line for line in self._lines(after, before) if line)

    def on_choice(self, before: Sequence[str], *, asked: bool) -> str:
        """What is shown, where that has changed or was asked for.

        Args:
            before: Ids of what was shown until now.
            asked: Whether the sentence was about nothing else.
        """
        names = [PurePath(part.name).stem for part in self.parts]
        same = [part.id for part in self.parts] == list(before)
        if not names or (same and not asked):
            return ""
        if len(names) > _NAMED:
            more = len(names) - _NAMED + 1
            names[_NAMED - 1 :] = [f"另外 {more} 个" if self.language == "zh" else f"{more} more"]
        listed = joined(names, self.language)
        if len(names) > 1:
            return Phrase.IN_A_ROW.say(self.language, names=listed)
        return Phrase.NOW_SHOWN.say(self.language, names=listed) if before else ""

    def on_part(self, asked: Direction, after: Direction, *, new: bool) -> str:
        """Where a clip is too short for what was asked for, or a new one too long for a video.

        Args:
            asked: What the words wanted.
            after: What is made of it.
            new: Whether the clip was not shown until now.
        """
        if len(self.parts) != 1 or self.parts[0].kind != "video":
            return ""
        (clip,) = self.parts
        length = clip.duration_ms or 0
        values = {"name": clip.name, "seconds": f"{length / 1000:.1f}".removesuffix(".0")}
        if asked.trim and asked.trim.start_ms >= length:
            return Phrase.BEYOND.say(self.language, **values)
        start = after.trim.start_ms if after.trim else 0
        ends = start + after.duration_ms > max(length, _SHORTEST_MS) + _HARDLY_MS
        if ends and after.loop == "none":  # else it goes round
            return Phrase.CLIP_ENDS.say(self.language, **values)
        if new and length - start > _LONGEST_MS == after.duration_ms:
            return Phrase.CLIP_GOES_ON.say(self.language, **values)
        return ""

    def _lines(self, after: Direction, before: Direction | None) -> Iterator[str]:
        still = self._left_out(after)
        known = {*unsupported(before), *self._left_out(before)} if before else set()
        gaps = [gap for gap in unsupported(after) if gap not in known.union(still)]
        yield missing(gaps, self.language)
        names = [thing(*gap, self.language) for gap in still if gap not in known]
        if names:
            what = joined(names, self.language)
            yield Phrase.PHOTO_ONLY.say(self.language, what=what)
        wants_song = after.music is not None and after.music.uploaded
        if wants_song and not self.song and (before is None or before.music != after.music):
            yield Phrase.SONG_NEEDED.say(self.language)

    def _left_out(self, direction: Direction) -> list[tuple[str, str]]:
        """What clips go without, where no photo shows it: all that needs a photo."""
        clips = [part.kind == "video" for part in self.parts]
        return photo_only(direction) if clips and all(clips) else []
