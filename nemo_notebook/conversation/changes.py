"""What changed on the timeline, a sentence a change: a silent turn is never met with silence."""

from __future__ import annotations

from nemo_notebook.protocol.draft import Draft, Track, TrackType

_NAMES = {TrackType.VIDEO: "Video", TrackType.AUDIO: "Music", TrackType.TEXT: "Title"}


def changes(before: Draft, after: Draft) -> list[str]:
    """Tell the difference between two drafts.

    Returns:
        Sentences such as `Title added: "Harbour" (0-3s).`; empty if the timeline is the same.
    """
    told = []
    for kind, name in _NAMES.items():
        told += _track_changes(name, _of(before, kind), _of(after, kind))
    if not told and before.raw != after.raw:
        told.append("The picture was changed.")
    return told


def _of(draft: Draft, kind: TrackType) -> list[Track]:
    return [track for track in draft.tracks if track.kind == kind]


def _track_changes(name: str, before: list[Track], after: list[Track]) -> list[str]:
    told = [
        f"{name} changed: {_what(old)} → {_what(new)}."
        for old, new in zip(before, after, strict=False)
        if old != new
    ]
    told += [f"{name} added: {_what(track)}." for track in after[len(before) :]]
    told += [f"{name} removed: {_what(track)}." for track in before[len(after) :]]
    return told


def _what(track: Track) -> str:
    return str(track).partition(": ")[2]
