from __future__ import annotations

from pathlib import Path

import pytest

from nemo_notebook.notebook.options import (
    Options,
    read_cell_line,
    read_export,
    read_words,
    words,
)
from nemo_notebook.protocol.errors import OptionError, PromptError


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
        ("--volume 5", "has no option --volume. See %nemo help."),
        ("-x", "has no option -x"),
        ("--help", "See %nemo help."),
        ("--format", "--format: expected one argument"),
        ("--format webn", "Did you mean webm?"),
        ("--quality best", "There is no quality 'best'"),
        ("--quality hihg", "Did you mean high?"),
        ("--seed x", "--seed wants a whole number from 0 to 2147483647, not 'x'"),
        ("--seed 2147483648", "--seed wants a whole number"),
        ("--seed", "--seed: expected one argument"),
        ("--chat", "--chat: expected one argument"),
        ("--chat a/b", "cannot be the name of a conversation"),
        ("--chat ..", "cannot be the name of a conversation"),
        ("--no-wiat", "Did you mean --no-wait?"),
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


def test_words_have_no_options_where_there_are_none() -> None:
    assert read_words("upload", "a.jpg 'b c.jpg'") == ["a.jpg", "b c.jpg"]
    assert read_words("chats", "") == []
    with pytest.raises(OptionError, match="%nemo upload has no option --all"):
        read_words("upload", "--all")


def test_what_the_line_leaves_open_is_as_usual() -> None:
    usual = Options(usual_format="webm", quality="low")
    assert read_cell_line("", usual=usual).export == "webm"
    assert read_cell_line("--format mkv --quality high", usual=usual).quality == "high"
    assert read_cell_line("-o clip.mp4", usual=usual).export == "mp4"
    assert read_export("", usual=usual).export == "webm"
    assert usual == Options(usual_format="webm", quality="low")


def test_a_variable_is_one_word_of_the_line() -> None:
    variables = {"photo": "my photo.jpg", "what": "webm"}
    options = read_cell_line("{{photo}} {kept} --format {{what}}", variables)
    assert (options.files, options.format) == (["my photo.jpg", "{kept}"], "webm")
    with pytest.raises(PromptError, match="no variable whta"):
        read_cell_line("--format {{whta}}", variables)


def test_a_variable_adds_no_option() -> None:
    with pytest.raises(OptionError, match="would be read as the option --quiet"):
        read_cell_line("{{sly}}", {"sly": "--quiet"})
