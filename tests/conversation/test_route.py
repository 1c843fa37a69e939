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


@pytest.mark.parametrize(
    "said",
    [
        "export",
        "Export it",
        "export the video",
        "export video as mov",
        "download",
        "download it",
        "download my video please",
        "can you export this as mkv",
        "please export to mp4",
        "export in webm format",
        "I want to export the video",
        "I'd like to download the video as an mp4",
        "let's export",
        "send me the video",
        "send me the final video",
        "give me the file",
        "get me the mp4",
        "save the video",
        "save it as avi",
        "save as mov",
        "render the final video",
        "render it",
        "export now",
        "export the final cut",
        "can I download it?",
        "can i have the video?",
        "could you send me the clip as webm",
        "export this video in mp4 please",
        "give me the download link",
        "download link",
        "send it to me",
        "hand me the video",
        "export everything",
        "导出视频",
        "导出",
        "导出为mp4",
        "导出成 mov",
        "请导出视频",
        "帮我导出一下",
        "把视频导出",
        "把它导出来",
        "导出来",
        "下载视频",
        "我要下载",
        "我想下载视频",
        "下载",
        "把视频发给我",
        "发给我视频",
        "发视频给我",
        "发我视频",
        "视频发我",
        "保存视频",
        "给我视频",
        "把视频给我",
        "导出最终视频",
        "导出 webm 格式",
        "导出\uff0c谢谢",
        "下载成片\uff01",
        "请把成片发给我",
        "能导出吗\uff1f",
        "可以下载吗?",
        "输出视频",
        "渲染成 mp4",
        "export please as a .mkv file",
    ],
)
def test_exports_in_other_words(said: str) -> None:
    assert route(said).kind == "export"


@pytest.mark.parametrize(
    "said",
    [
        "credits",
        "credit",
        "balance",
        "my balance",
        "how many credits do I have",
        "how many credits are left?",
        "check credits",
        "show my credits",
        "check my credit balance",
        "what is my credit balance?",
        "credits left",
        "remaining credits",
        "do I have credits left?",
        "do i have any credits",
        "how much credit do I have left",
        "account balance",
        "how much is left on my account",
        "积分",
        "余额",
        "我的积分",
        "我还有多少积分",
        "还剩多少积分\uff1f",
        "剩余积分",
        "查积分",
        "查看积分余额",
        "积分余额",
        "我有多少积分",
        "还有多少余额",
        "看一下余额",
        "余额是多少",
        "查询我的积分",
        "积分还有吗",
        "我的余额还剩多少",
        "有多少积分可用",
        "可用积分",
    ],
)
def test_credits_in_other_words(said: str) -> None:
    assert route(said).kind == "credits"


@pytest.mark.parametrize(
    "said",
    [
        "status",
        "state",
        "show tracks",
        "show me the tracks",
        "show the timeline",
        "what's on the timeline",
        "list tracks",
        "show status",
        "current status",
        "what is the status?",
        "what's the status",
        "timeline",
        "tracks",
        "check the status",
        "show me the current state",
        "what tracks are there?",
        "what tracks do I have",
        "show me what's on the timeline",
        "what is the state of the project",
        "project status",
        "track list",
        "状态",
        "查看状态",
        "当前状态",
        "显示轨道",
        "查看轨道",
        "有哪些轨道",
        "时间线",
        "显示时间线",
        "查看时间轴",
        "轨道列表",
        "现在是什么状态",
        "项目状态",
        "时间线上有什么",
        "看看时间线",
    ],
)
def test_the_state_in_other_words(said: str) -> None:
    assert route(said).kind == "state"


@pytest.mark.parametrize(
    "said",
    [
        "upload",
        "upload a photo",
        "upload photo",
        "upload another picture",
        "I want to upload a photo",
        "upload a file",
        "upload my video",
        "can I upload a photo?",
        "upload more photos",
        "upload new image",
        "上传",
        "上传照片",
        "上传一张照片",
        "我要上传图片",
        "上传文件",
        "上传视频",
        "上传素材",
        "请上传",
        "上传音乐",
    ],
)
def test_uploads_in_other_words(said: str) -> None:
    assert route(said).kind == "upload"


@pytest.mark.parametrize(
    "said",
    [
        "get me a coffee video",
        "how do I export?",
        "a video",
        "the video",
        "give me a video of the sea",
        "给我一个视频",
        "i want a video",
        "发送一封信的动画",
        "make a video about how banks export credits",
        "export credits",
        "export of wine",
        "add end credits",
        "credits roll at the end",
        "add credits at the end",
        "roll the credits",
        "a balance of light and shadow",
        "balance the colours",
        "show the status of the storm",
        "export the warm look to all clips",
        "save the whales",
        "download festival poster",
        "give me a warmer look",
        "give me more snow",
        "send me to the moon",
        "get closer",
        "save some space for the title",
        "show tracks in the snow",
        "show me a train on its tracks",
        'add the title "Export"',
        "upload the mood",
        "state of the art look",
        "make it a movie",
        "render it in black and white",
        "render the sky darker",
        "show the timeline of history",
        "make it webm",
        "slower",
        "pan left then export",
        "zoom in and export as webm",
        "a state of calm",
        "the status symbol",
        "标题改成“导出”",
        "导出港的夜景",
        "下载进度条动画",
        "制作一个关于银行积分的视频",
        "余额宝广告",
        "状态很好的女孩",
        "女孩走在轨道上",
        "火车沿着轨道前进",
        "上传的照片动起来",
        "让上传的照片动起来",
        "把状态改成雪天",
        "给我一个暖色调",
        "发光的水母",
        "保存完好的古城",
        "给视频加字幕",
        "平移",
        "the tracks lead into the fog",
        "video",
        "give it a film look",
        "make the video export ready",
        "track the boat",
        "track list on a record sleeve spins",
        "show credits at the end",
        "add a credits screen",
        "timeline of my life",
        "download bar fills up slowly",
        "how many credits does a video cost in the film world",
    ],
)
def test_more_messages_that_only_sound_like_requests(said: str) -> None:
    assert route(said).kind == "message"


@pytest.mark.parametrize("again", ["还有", "查看", "看看", " have i", " the", "视频", "我的"])
@pytest.mark.parametrize("begun", ["积分", "", "how many credits", "export", "导出"])
def test_a_long_sentence_is_not_thought_about_for_long(begun: str, again: str) -> None:
    assert route(f"{begun}{again * 200}!x").kind == "message"


@given(st.text(max_size=300))
def test_any_text_goes_somewhere(said: str) -> None:
    assert route(said).kind in {"export", "credits", "state", "upload", "message"}
