from __future__ import annotations

from pathlib import Path

import pytest

from nemo_notebook.notebook.options import (
    SUBCOMMANDS,
    Command,
    read_cell_line,
    read_command,
    read_export,
    read_files,
    read_name,
    words,
)
from nemo_notebook.protocol.errors import OptionError


def test_a_cell_line_holds_photos_and_options_in_any_order(tmp_path: Path) -> None:
    options = read_cell_line(
        f'a.jpg --format webm "b c.jpg" --as take -o {tmp_path}/x.webm --again photos/*.png'
    )
    assert options.files == ["a.jpg", "b c.jpg", "photos/*.png"]
    assert (options.format, options.name, options.again) == ("webm", "take", True)
    assert options.out == tmp_path / "x.webm"
    assert options.export == "webm"


def test_an_empty_line_means_the_usual_export() -> None:
    options = read_cell_line("")
    assert options.files == []
    assert (options.export, options.quality, options.quiet) == ("mp4", "high", False)


def test_the_container_follows_the_ending_of_the_copy(tmp_path: Path) -> None:
    assert read_cell_line(f"--out={tmp_path}/clip.MKV").export == "mkv"


def test_no_export_leaves_the_video_where_it_is() -> None:
    assert read_cell_line("--no-export").export is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a.jpg --qualty high", "Did you mean --quality?"),
        ("--agian", "Did you mean --again?"),
        ("--no-exprot", "Did you mean --no-export?"),
        ("--fromat=webm", "Did you mean --format?"),
        ("--speed 5", "has no option --speed. See %nemo help."),
        ("-x", "has no option -x"),
        ("--help", "See %nemo help."),
        ("--format", "--format: expected one argument"),
        ("--format webn", "Did you mean webm?"),
        ("--format gif", "Choose one of mp4, mov, avi, webm, mkv."),
        ("--as class", "'class' cannot be the name of a variable"),
        ("--as my-take", "'my-take' cannot be the name of a variable"),
        ('"my photo.jpg', "A quotation mark has no partner"),
        ("-o clip.txt", "clip.txt should end in one of .mp4"),
        ("-o clip.mp4 --format webm", "clip.mp4 should end in .webm"),
        ("-o nowhere/clip.mp4", "The folder nowhere does not exist"),
        ("-o clip.mp4 --no-export", "Drop one."),
        ("--quiet=yes", "ignored explicit argument"),
    ],
)
def test_what_cannot_be_is_said_in_one_message(line: str, said: str) -> None:
    with pytest.raises(OptionError) as caught:
        read_cell_line(line)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_copy_cannot_take_a_folders_place(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").mkdir()
    with pytest.raises(OptionError, match="is a folder"):
        read_cell_line(f"-o {tmp_path}/clip.mp4")


def test_an_abbreviated_option_is_not_guessed_at() -> None:
    with pytest.raises(OptionError, match="has no option --qual"):
        read_cell_line("--qual low")


def test_words_keep_what_a_shell_would_expand() -> None:
    assert words("{photo} $HOME/a#b.jpg 'it''s.jpg'") == ["{photo}", "$HOME/a#b.jpg", "its.jpg"]


def test_a_backslash_is_part_of_a_path_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nemo_notebook.notebook.options.os.name", "nt")
    assert words(r"C:\photos\a.jpg") == [r"C:\photos\a.jpg"]


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_a_subcommand_is_known_by_its_name(name: str) -> None:
    assert read_command(f"  {name} ").name == name


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("", Command("help")),
        ("export webm", Command("export", "webm")),
        ("export --quality low", Command("export", "--quality low")),
        ("export webm -o a.webm", Command("export", "webm -o a.webm")),
        ("export it as mkv", Command("export", "mkv")),
        ("export the video please", Command("export", "")),
        ("download", Command("export", "")),
        ("导出 webm", Command("export", "webm")),
        ("积分", Command("credits")),
        ("状态", Command("status")),
        ("how many credits are left?", Command("credits")),
        ("status please", Command("status")),
        ("show tracks", Command("status")),
        ("上传", Command("upload")),
        ("upload a photo", Command("upload")),
        ("upload other.jpg", Command("upload", "other.jpg")),
        ("chats my photo", Command("chats", "my photo")),
        ("chats credits", Command("chats", "credits")),
        ("open", Command("open")),
    ],
)
def test_requests_are_told_from_sentences(line: str, command: Command) -> None:
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
        "镜头慢慢推近",
        '把标题改成"港口"',
        "add {braces} and $dollars",
    ],
)
def test_sentences_are_sent_as_written(sentence: str) -> None:
    assert read_command(sentence) == Command("say", sentence)


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
        ("bakend", "backend"),
        ("chat harbour", "chats"),
    ],
)
def test_a_near_miss_is_not_sent_but_asked_about(line: str, meant: str) -> None:
    with pytest.raises(OptionError, match=f"Did you mean %nemo {meant}"):
        read_command(line)


@pytest.mark.parametrize("line", ["status --json", "new york", "help export"])
def test_a_word_too_many_is_not_sent_as_a_sentence(line: str) -> None:
    with pytest.raises(OptionError, match="takes nothing after it"):
        read_command(line)


def test_an_export_names_one_container() -> None:
    options = read_export(".WEBM --quality low --as x")
    assert (options.export, options.quality, options.name) == ("webm", "low", "x")
    assert read_export("").export == "mp4"
    with pytest.raises(OptionError, match="not to webm and mkv"):
        read_export("webm mkv")
    with pytest.raises(OptionError, match="Did you mean webm"):
        read_export("wbm")
    with pytest.raises(OptionError, match="%nemo export has no option --again"):
        read_export("--again")


def test_an_upload_names_files() -> None:
    assert read_files("a.jpg 'b c.jpg'") == ["a.jpg", "b c.jpg"]
    with pytest.raises(OptionError, match="No file is named"):
        read_files("")
    with pytest.raises(OptionError, match="has no option --all"):
        read_files("--all")


def test_a_conversation_is_named_by_its_title() -> None:
    assert read_name("") == ""
    assert read_name("my photo") == read_name('"my photo"') == "my photo"
    with pytest.raises(OptionError, match="%nemo chats has no option --all"):
        read_name("--all")
