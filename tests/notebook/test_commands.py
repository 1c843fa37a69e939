from __future__ import annotations

import pytest

from nemo_notebook.notebook.commands import COMMANDS, Request, read_command
from nemo_notebook.protocol.errors import OptionError


@pytest.mark.parametrize("name", COMMANDS)
def test_a_subcommand_is_known_by_its_name(name: str) -> None:
    assert read_command(f"  {name} ").name == name


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("", Request("help")),
        ("export webm", Request("export", "webm")),
        ("export --quality low", Request("export", "--quality low")),
        ("export webm -o a.webm", Request("export", "webm -o a.webm")),
        ("export it as mkv", Request("export", "mkv")),
        ("export the video please", Request("export", "")),
        ("download", Request("export", "")),
        ("导出 webm", Request("export", "webm")),
        ("积分", Request("credits")),
        ("状态", Request("status")),
        ("how many credits are left?", Request("credits")),
        ("status please", Request("status")),
        ("show tracks", Request("status")),
        ("上传", Request("upload")),
        ("upload a photo", Request("upload")),
        ("upload other.jpg", Request("upload", "other.jpg")),
        ("chats my photo", Request("chats", "my photo")),
        ("chats credits", Request("chats", "credits")),
        ("open", Request("open")),
        ("undo", Request("undo")),
        ("chat", Request("chat")),
        ("chat harbour", Request("chat", "harbour")),
        ("backend studio", Request("backend", "studio")),
        ("connect MY_TOKEN", Request("connect", "MY_TOKEN")),
        ("config quality low", Request("config", "quality low")),
    ],
)
def test_requests_are_told_from_sentences(line: str, command: Request) -> None:
    assert read_command(line) == command


@pytest.mark.parametrize(
    "sentence",
    [
        "slowly zoom in",
        "slower",
        "don't move the camera",
        "new snow falls on the roofs",
        "track the bird with the camera",
        "open the curtains slowly",
        "export trade in a harbour, cinematic",
        "help is on the way as a title",
        "credits roll over the photo",
        "undo the snow",
        "chat of two birds on a roof",
        "connect the dots with light",
        "backend of the house stays dark",
        "config that a machine would like",
        "export webm mkv avi",
        "镜头慢慢推近",
        '把标题改成"港口"',
        "add {braces} and $dollars",
    ],
)
def test_sentences_are_sent_as_written(sentence: str) -> None:
    assert read_command(sentence) == Request("say", sentence)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("statsu", "status"),
        ("stauts", "status"),
        ("exprt webm", "export"),
        ("uplaod a.jpg", "upload"),
        ("credit5", "credits"),
        ("hlep", "help"),
        ("trakcs", "tracks"),
        ("udno", "undo"),
        ("conect", "connect"),
        ("confgi format", "config"),
        ("bakend", "backend"),
        ("chta harbour", "chat"),
    ],
)
def test_a_near_miss_is_not_sent_but_asked_about(line: str, meant: str) -> None:
    with pytest.raises(OptionError, match=f"Did you mean %nemo {meant}"):
        read_command(line)


@pytest.mark.parametrize("line", ["status --json", "new york", "help export", "undo that"])
def test_a_word_too_many_is_not_sent_as_a_sentence(line: str) -> None:
    with pytest.raises(OptionError, match="takes nothing after it"):
        read_command(line)


def test_a_word_more_than_a_subcommand_takes_is_asked_about() -> None:
    with pytest.raises(OptionError, match=r"%nemo export takes \[FORMAT\] after it"):
        read_command("export webm mkv")
