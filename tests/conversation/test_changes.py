"""What changed, in sentences: a silent turn is never met with silence."""

from __future__ import annotations

from nemo_notebook.conversation.changes import changes
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.events import JsonObject


def track(kind: int, title: str, ms: int, **meta: object) -> JsonObject:
    return {"tt": kind, "sg": [{"d": ms, "m": {"title": title, **meta}}]}  # type: ignore[dict-item]  # mypy cannot see JSON through **


def draft(*tracks: JsonObject, **fields: object) -> Draft:
    return Draft({"t": list(tracks), **fields})  # type: ignore[dict-item]  # as above


CLIP = track(0, "harbour", 5000)


def test_nothing_changed() -> None:
    assert changes(draft(CLIP), draft(CLIP)) == []


def test_a_title_was_added() -> None:
    told = changes(draft(CLIP), draft(CLIP, track(7, "Paradise Found", 3000)))
    assert told == ['Title added: "Paradise Found" (0-3s).']


def test_music_was_removed() -> None:
    told = changes(draft(CLIP, track(1, "Lo-fi", 5000, volume=0.35)), draft(CLIP))
    assert told == ["Music removed: Lo-fi (0-5s, 35%)."]


def test_a_clip_was_made_longer() -> None:
    told = changes(draft(CLIP), draft(track(0, "harbour", 8500)))
    assert told == ["Video changed: harbour (0-5s) → harbour (0-8.5s)."]


def test_a_change_that_no_track_shows_is_told_all_the_same() -> None:
    assert changes(draft(CLIP, d=1), draft(CLIP, d=2)) == ["The picture was changed."]


def test_the_first_draft_lists_everything() -> None:
    told = changes(Draft(), draft(CLIP, track(1, "Ambient", 5000)))
    assert told == ["Video added: harbour (0-5s).", "Music added: Ambient (0-5s)."]
