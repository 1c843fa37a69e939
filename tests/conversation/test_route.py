"""The words route only when they are the request."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_notebook.conversation.route import Kind, Route, route


@pytest.mark.parametrize(
    ("said", "container"),
    [
        ("export", None),
        ("Export, please!", None),
        ("export as webm", "webm"),
        ("Could you export it as an MP4?", "mp4"),
        ("download the video in .mov", "mov"),
        ("send me the video", None),
        ("give me the final clip as mkv", "mkv"),
        ("render out the video as avi", "avi"),
        ("导出", None),
        ("导出 webm", "webm"),
        ("把视频导出为 mp4 格式", "mp4"),
        ("请下载成片", None),
        ("导出视频吧", None),
    ],
)
def test_exports(said: str, container: str | None) -> None:
    assert route(said) == Route("export", container)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("credits", "credits"),
        ("how many credits do I have?", "credits"),
        ("how much credit is left", "credits"),
        ("what's my balance?", "credits"),
        ("余额", "credits"),
        ("我还有多少积分?", "credits"),
        ("查询余额", "credits"),
        ("status", "state"),
        ("show tracks", "state"),
        ("Show me the timeline.", "state"),
        ("what's on the timeline?", "state"),
        ("状态", "state"),
        ("查看状态", "state"),
        ("upload", "upload"),
        ("upload a photo", "upload"),
        ("上传照片", "upload"),
    ],
)
def test_other_requests(said: str, kind: Kind) -> None:
    assert route(said) == Route(kind)


@pytest.mark.parametrize(
    "said",
    [
        "make a video about export credits for farmers",
        "make a video about how banks export credits",
        "show the status of the storm with heavy rain",
        "export credits",
        "save the planet",
        "get the camera to move left",
        "give the video a warm look",
        "give it snow",
        "send me to the moon",
        "show the tracks of a train in the snow",
        "balance the colours",
        'add the title "Export"',
        "webm",
        "余额不足的标题",
        "标题写上“导出”",
        "slowly pan left",
        "",
    ],
)
def test_messages_that_only_sound_like_requests(said: str) -> None:
    assert route(said) == Route("message")


@given(st.text(max_size=300))
def test_any_text_goes_somewhere(said: str) -> None:
    assert route(said).kind in {"export", "credits", "state", "upload", "message"}
