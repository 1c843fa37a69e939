"""Instructions for a web page go, descriptions of the content stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_notebook.conversation.translate import Action, translate, translate_so_far


@pytest.mark.parametrize(
    ("said", "shown", "kind"),
    [
        (
            "Your video is ready! Click the Export button to download it.",
            "Your video is ready!",
            "export",
        ),
        ("To export, click the Export button in the top right.", "", "export"),
        ("I added a title, you can click on it to edit.", "I added a title.", "state"),
        (
            "Your video is ready and you can click Export to download it.",
            "Your video is ready.",
            "export",
        ),
        ("Open the Effects panel to see the snow.", "", "state"),
        ("Preview it in the timeline.", "", "timeline"),
        (
            "I made the boat drift. You can preview the result in the timeline! Enjoy.",
            "I made the boat drift. Enjoy.",
            "timeline",
        ),
        ("Check your account or billing page for credits.", "", "credits"),
        ("The Export button is in the top right.", "", "export"),
        (
            "Your 10 s clip with snow is finished and can be downloaded with the Export button.",
            "Your 10 s clip with snow is finished.",
            "export",
        ),
        (
            "- Snow falls\n- Click the Export button\n- The boat drifts",
            "- Snow falls\n- The boat drifts",
            "export",
        ),
        ("Once you are happy with it, hit Export.", "", "export"),
        ("Select the 'Music' tab and choose a track.", "", "state"),
        ("Press play in the preview panel to watch it.", "", "timeline"),
        (
            "Let me know if you want changes, or use the Export button when done.",
            "Let me know if you want changes.",
            "export",
        ),
        ("视频已生成\uff01点击导出按钮\uff0c即可下载视频。", "视频已生成\uff01", "export"),
        ("如需下载\uff0c请点击右上角的“导出”按钮。", "", "export"),
        ("标题已添加\uff0c您可以打开文字面板修改。", "标题已添加。", "state"),
        ("您可以在时间线中预览效果。", "", "timeline"),
        ("请查看您的账户余额。", "", "credits"),
        ("视频已完成并可点击导出按钮下载", "视频已完成。", "export"),
    ],
)
def test_an_instruction_becomes_an_action(said: str, shown: str, kind: str) -> None:
    told = translate(said)
    assert told.text == shown
    assert [action.kind for action in told.actions] == [kind]


@pytest.mark.parametrize(
    "said",
    [
        "The clip shows a girl who opens the door and a panel of stained glass.",
        "You have 100 credits left.",
        "The timeline now has 3 tracks: video, music and a title.",
        "Which one do you choose, warm or cool?",
        "I pressed flowers into the scene and a bird opens its wings.",
        "The camera moves past an open window; the account of the storm goes on.",
        'Title "Click here" was added at the top.',
        "A finger taps the button of an old radio.",
        "The music drops at 0:05 and the boat drags its anchor.",
        "画面中女孩点击手机屏幕\uff0c灯亮了。",
        "海浪拍打岸边\uff0c女孩打开窗户。",
        "## Done\n\n1. **Snow** over the harbour\n2. A slow pan, 5.5 s",
    ],
)
def test_content_stays_as_it_is(said: str) -> None:
    told = translate(said)
    assert (told.text, told.actions) == (said, ())


@pytest.mark.parametrize(
    ("said", "edit"),
    [
        ("Drag and drop the title to the bottom.", "move the title to the bottom"),
        ("You can reposition the title by dragging it.", "reposition the title"),
        ("请将标题拖拽到底部。", "将标题移到底部"),
        ("Click **Add music** to add a soundtrack.", "add music"),
    ],
)
def test_an_edit_by_hand_becomes_a_sentence_to_say(said: str, edit: str) -> None:
    told = translate(said)
    assert (told.text, told.actions) == ("", (Action("edit", edit),))


def test_an_action_that_is_asked_for_twice_is_one() -> None:
    told = translate("Click Export. Then click the Export button again.")
    assert told.actions == (Action("export"),)


def test_while_it_is_being_written_no_instruction_shows() -> None:
    said = "Your video is ready! Click the Export button. Enjoy the snow."
    shown = [translate_so_far(said[:end]) for end in range(1, len(said) + 1)]
    assert not any("Click" in text or "Export" in text for text in shown)
    assert shown[-1] == "Your video is ready! Enjoy the snow."
    assert "Your video is re" in shown


@given(st.text(max_size=200))
def test_any_text_is_translated(said: str) -> None:
    told = translate(said)
    assert len(told.text) <= len(said) + said.count("\n") + 10


@given(
    st.lists(
        st.sampled_from(
            ["Click Export. ", "The boat drifts. ", "点击导出。", "海浪。", "\n", "\n- "]
        ),
        max_size=12,
    )
)
def test_what_was_translated_needs_it_no_more(parts: list[str]) -> None:
    told = translate("".join(parts))
    assert "Click" not in told.text
    assert "点击" not in told.text
    assert told.text.count("The boat drifts") == parts.count("The boat drifts. ")


@pytest.mark.parametrize(
    "again", ["you can ", "click ", "to, ", "点击", "可以请", "drag ", "(", "open the"]
)
def test_a_sentence_without_an_end_is_not_thought_about_for_long(again: str) -> None:
    said = (again * 20_000).strip()
    assert translate(said).text == said
    near_the_limit = again * (590 // len(again))
    for _ in range(20):
        translate(near_the_limit)
