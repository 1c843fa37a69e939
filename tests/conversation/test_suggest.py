"""What could be said next makes sense for what is on the timeline."""

from __future__ import annotations

import pytest

from nemo_notebook import route
from nemo_notebook.conversation.language import Language
from nemo_notebook.conversation.suggest import suggest
from nemo_notebook.conversation.translate import Action
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.events import JsonObject

CLIP: JsonObject = {"tt": 0, "sg": [{"d": 5000}]}
MUSIC: JsonObject = {"tt": 1, "sg": [{"d": 5000}]}
TITLE: JsonObject = {"tt": 7, "sg": [{"d": 3000}]}
WIDE: JsonObject = {"width": 1920, "height": 1080}


def draft(*tracks: JsonObject, meta: JsonObject | None = None) -> Draft:
    return Draft({"t": [*tracks], "m": meta or {}})


def test_what_is_missing_is_offered_first() -> None:
    assert suggest(draft(CLIP), language="en", name="old_harbour") == (
        'add the title "Old Harbour"',
        "add calm piano music",
        "slower",
    )


def test_what_is_there_is_not_offered() -> None:
    next_steps = suggest(draft(CLIP, MUSIC, TITLE, meta=WIDE), language="en", name="harbour")
    assert next_steps == ("make it 9:16 for phones", "slower", "make it black and white")


def test_after_an_export_another_container_is_offered() -> None:
    full = draft(CLIP, MUSIC, TITLE)
    assert suggest(full, language="en", name="a", exported="mp4")[0] == "export as webm"
    assert suggest(full, language="zh", name="a", exported="webm")[0] == "导出为 mp4"


def test_what_the_service_would_have_had_dragged_comes_first() -> None:
    offered = (Action("export"), Action("edit", "move the title to the bottom"))
    next_steps = suggest(draft(CLIP), language="en", name="a", offered=offered)
    assert next_steps[:2] == ("move the title to the bottom", "export")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("tracks", [(), (CLIP,), (CLIP, MUSIC, TITLE)])
def test_two_or_three_and_each_can_be_said(
    language: Language, tracks: tuple[JsonObject, ...]
) -> None:
    next_steps = suggest(draft(*tracks), language=language, name="", exported="mp4")
    assert len(next_steps) in {2, 3}
    assert all(route(step).kind in {"message", "export"} for step in next_steps)
