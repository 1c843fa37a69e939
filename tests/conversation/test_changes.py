"""What changed, in sentences: a silent turn is never met with silence."""

from __future__ import annotations

from nemo_notebook.conversation.changes import as_message, changes
from nemo_notebook.protocol.envelopes import State
from nemo_notebook.protocol.events import JsonObject


def track(kind: int, title: str, ms: int, **meta: object) -> JsonObject:
    return {"tt": kind, "sg": [{"d": ms, "m": {"title": title, **meta}}]}  # type: ignore[dict-item]  # mypy cannot see JSON through **


def state(*tracks: JsonObject, canvas: JsonObject | None = None, **fields: object) -> State:
    draft = {"t": list(tracks), **fields}
    return State.model_validate({"draft": draft, "canvas_config": canvas})


CLIP = track(0, "harbour", 5000)


def test_nothing_changed() -> None:
    assert changes(state(CLIP), state(CLIP)) == []
    assert as_message([], "en") == "Nothing was changed."


def test_a_title_was_added() -> None:
    title = track(7, "Paradise Found", 3000, color="white", position="top")
    told = changes(state(CLIP), state(CLIP, title))
    assert told == ['Title added: "Paradise Found" (white, top centre, 0-3 s)']


def test_a_title_was_changed() -> None:
    old = track(7, "Harbour", 3000, color="#ffffff", position="top")
    new = track(7, "Harbour at dawn", 3000, color="#FFD700", position="bottom", start_ms=1000)
    (told,) = changes(state(CLIP, old), state(CLIP, new))
    was, now = told.split(" → ")
    assert was == 'Title changed: "Harbour" (white, top centre, 0-3 s)'
    assert now == '"Harbour at dawn" (gold, bottom centre, 1-4 s)'


def test_music_was_removed() -> None:
    told = changes(state(CLIP, track(1, "Lo-fi", 5000, volume=0.35)), state(CLIP))
    assert told == ["Music removed: Lo-fi (35%, 0-5 s)"]


def test_a_clip_was_made_longer() -> None:
    told = changes(state(CLIP), state(track(0, "harbour", 8500)))
    assert told == ["Video changed: harbour (0-5 s) → harbour (0-8.5 s)"]


def test_the_middle_of_three_titles_was_removed() -> None:
    first, second, third = (track(7, name, 1000) for name in "abc")
    told = changes(state(first, second, third), state(first, third))
    assert told == ['Title removed: "b" (0-1 s)']


def test_segments_of_one_track_are_told_apart() -> None:
    two: JsonObject = {
        "tt": 7,
        "sg": [{"d": 1000, "m": {"title": "a"}}, {"d": 2000, "m": {"title": "b"}}],
    }
    told = changes(state(track(7, "a", 1000)), state(two))
    assert told == ['Title added: "b" (1-3 s)']


def test_the_canvas_was_turned() -> None:
    wide: JsonObject = {"width": 1920, "height": 1080}
    tall: JsonObject = {"width": 1080, "height": 1920}
    told = changes(state(CLIP, canvas=wide), state(CLIP, canvas=tall))
    assert told == ["Canvas size: 1920×1080 → 1080×1920"]


def test_media_that_was_generated_is_named() -> None:
    made = {"generated_media": [{"filename": "harbour.mp4", "width": 640, "height": 480}]}
    told = changes(State(), State.model_validate(made))
    assert told == ["Media generated: harbour.mp4 (640×480)"]


def test_a_change_that_no_track_shows_is_told_all_the_same() -> None:
    assert changes(state(CLIP, d=1), state(CLIP, d=2)) == ["The picture was changed."]


def test_the_first_draft_lists_everything() -> None:
    told = changes(State(), state(CLIP, track(1, "Ambient", 5000)))
    assert told == ["Video added: harbour (0-5 s)", "Music added: Ambient (0-5 s)"]
    assert as_message(told, "en") == f"- {told[0]}\n- {told[1]}"


def test_in_chinese() -> None:
    title = track(7, "天堂", 3000, color="white", position="top")
    told = changes(state(CLIP), state(CLIP, title), "zh")
    assert told == ['已添加标题\uff1a"天堂" (白色, 顶部居中, 0-3 s)']


def test_odd_drafts_are_no_crash() -> None:
    odd: list[JsonObject] = [
        {"t": [7, {"tt": "x", "sg": [3, {"d": float("inf"), "m": {"volume": True}}]}, {"sg": 3}]},
        {"t": {}},
        {},
    ]
    for one in odd:
        for other in odd:
            told = changes(State(draft=one), State(draft=other))
            assert bool(told) == (one != other)
