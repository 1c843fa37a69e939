"""The draft: what stands on the timeline, read without changing a byte of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from nemo_notebook.protocol.events import JsonObject

_ENDLESS = 1e12


class TrackType(IntEnum):
    """The service's numbers for track types (`tt`)."""

    VIDEO = 0
    AUDIO = 1
    TEXT = 7


@dataclass(frozen=True, slots=True)
class Track:
    """One track of the timeline.

    Attributes:
        kind: A `TrackType`, or a number that this version does not know.
        title: What its first segment is called; empty if nothing says so.
        start_ms: Where its first segment begins.
        end_ms: Where its last segment ends.
        volume: 0 to 1, or None where the draft does not say.
    """

    kind: int
    title: str
    start_ms: int
    end_ms: int
    volume: float | None = None

    def __str__(self) -> str:
        when = f"{_seconds(self.start_ms)}-{_seconds(self.end_ms)}s"
        title = self.title or "untitled"
        match self.kind:
            case TrackType.VIDEO:
                return f"Video: {title} ({when})"
            case TrackType.AUDIO if self.volume is not None:
                return f"BGM: {title} ({when}, {round(self.volume * 100)}%)"
            case TrackType.AUDIO:
                return f"BGM: {title} ({when})"
            case TrackType.TEXT:
                return f'Title: "{title}" ({when})'
            case _:
                return f"Track type {self.kind}: {title} ({when})"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as the service gave it; `raw` goes back unchanged in an export."""

    raw: JsonObject = field(default_factory=dict)

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The tracks that have at least one segment."""
        tracks = self.raw.get("t")
        found = (_track(track) for track in tracks) if isinstance(tracks, list) else ()
        return tuple(track for track in found if track is not None)

    @property
    def can_be_exported(self) -> bool:
        """Whether there is at least one track with a segment."""
        return bool(self.tracks)

    @property
    def duration_ms(self) -> int:
        """Where the last track ends."""
        return max((track.end_ms for track in self.tracks), default=0)

    def summary(self) -> str:
        """The timeline in one line, as the protocol words it."""
        tracks = self.tracks
        if not tracks:
            return "Timeline (empty)"
        noun = "track" if len(tracks) == 1 else "tracks"
        listed = " ".join(f"{number}. {track}" for number, track in enumerate(tracks, 1))
        return f"Timeline ({len(tracks)} {noun}): {listed}"


def _track(raw: object) -> Track | None:
    if not isinstance(raw, dict):
        return None
    segments = raw.get("sg")
    spans = [s for s in segments if isinstance(s, dict)] if isinstance(segments, list) else []
    if not spans:
        return None
    meta = _object(spans[0], "m")
    start = _number(meta, "start_ms")
    kind = raw.get("tt")
    volume = meta.get("volume", _object(raw, "m").get("volume"))
    title = meta.get("title", _object(raw, "m").get("title"))
    return Track(
        kind=kind if isinstance(kind, int) else -1,
        title=title if isinstance(title, str) else "",
        start_ms=start,
        end_ms=start + sum(_number(span, "d") for span in spans),
        volume=_finite(volume),
    )


def _object(raw: JsonObject, name: str) -> JsonObject:
    value = raw.get(name)
    return value if isinstance(value, dict) else {}


def _number(raw: JsonObject, name: str) -> int:
    return int(_finite(raw.get(name)) or 0)


def _finite(value: object) -> float | None:
    """A number that a timeline can have; JSON parsers let infinity and NaN through."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if -_ENDLESS < value < _ENDLESS else None


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.1f}".removesuffix(".0")
