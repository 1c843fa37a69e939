"""What Tab offers, as a front end asks for it: the whole cell, and where the cursor stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

from nemo_notebook.conversation.resolve import WAYS
from nemo_notebook.notebook import commands
from nemo_notebook.notebook.archive import ACTIONS
from nemo_notebook.notebook.extension import load
from nemo_notebook.notebook.options import OPTIONS
from nemo_notebook.notebook.vocabulary import CHINESE, ENGLISH
from nemo_notebook.studio.director import Director

Tab = Callable[[str], list[str]]


@pytest.fixture
def tab(shell: InteractiveShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tab:
    """The cell after each offer is taken, the cursor where `|` stands."""
    monkeypatch.chdir(tmp_path)
    for name in ("harbour.jpg", "my photo.PNG", "notes.txt", "clip.mp4", ".hidden.jpg", "a.ipynb"):
        (tmp_path / name).touch()
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "beach.webp").touch()
    load(shell)
    shell.user_ns.update(photo="harbour.jpg", seconds=3)

    def press(cell: str) -> list[str]:
        cursor = cell.index("|")
        before, after = cell[:cursor], cell[cursor + 1 :]
        with provisionalcompleter():
            found = list(shell.Completer.completions(before + after, cursor))
        return [before[: one.start] + one.text + after for one in found]

    return press


def test_options_are_offered_each_once(tab: Tab) -> None:
    assert tab("%%nemo harbour.jpg --fo|\nzoom in") == ["%%nemo harbour.jpg --format\nzoom in"]
    offered = tab("%%nemo --quiet --|\n")
    assert len(offered) == len(OPTIONS) - 1
    assert "%%nemo --quiet --dry-run\n" in offered
    assert "%%nemo --quiet --quiet\n" not in offered
    assert tab("%%anemo --see|\n") == ["%%anemo --seed\n"]


def test_values_of_an_option_are_offered(tab: Tab) -> None:
    assert tab("%%nemo --format |\n") == [
        f"%%nemo --format {name}\n" for name in ("mp4", "mov", "avi", "webm", "mkv")
    ]
    assert tab("%%nemo --quality=h|\n") == ["%%nemo --quality=high\n"]
    assert tab("%%nemo -o c|\n") == ["%%nemo -o clip.mp4\n"]


def test_files_that_can_be_handed_over_are_offered(tab: Tab) -> None:
    assert tab("%%nemo |\nzoom in") == [
        f"%%nemo {name}\nzoom in"
        for name in ("clip.mp4", "harbour.jpg", '"my photo.PNG"', "photos/")
    ]
    assert tab("%%nemo photos/b|\n") == ["%%nemo photos/beach.webp\n"]
    assert tab('%%nemo "my p|\n') == ['%%nemo "my photo.PNG"\n']
    assert tab("%%nemo {ph|\n") == ["%%nemo {photo}\n"]
    assert tab("%nemo upload har|") == ["%nemo upload harbour.jpg"]
    assert tab("%nemo plan |") == ["%nemo plan a.ipynb", "%nemo plan photos/"]


def test_subcommands_and_what_they_take_are_offered(tab: Tab) -> None:
    assert tab("%nemo stat|") == ["%nemo status"]
    assert len(tab("%nemo |")) == len(commands.COMMANDS)
    assert tab("take = %nemo export w|") == ["take = %nemo export webm"]
    assert tab("%nemo export webm --qua|") == ["%nemo export webm --quality"]
    assert tab("%nemo export webm --quality l|") == ["%nemo export webm --quality low"]
    assert tab("%nemo backend st|") == ["%nemo backend studio"]
    assert tab("%nemo config qua|") == ["%nemo config quality"]
    assert tab("%nemo config quality l|") == ["%nemo config quality low"]
    assert tab("%nemo config confirm T|") == ["%nemo config confirm True"]
    assert tab("%nemo ledger wh|") == ["%nemo ledger why"]
    assert tab("%nemo resolve abcd ab|") == ["%nemo resolve abcd abandon"]
    assert tuple(ACTIONS) == commands.LEDGER_ACTIONS
    assert commands.RESOLVE_WAYS == WAYS


def test_conversations_are_offered_by_their_titles(
    tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nemo_notebook.notebook.completion.chat_titles", lambda: ["my sea", "sea"])
    monkeypatch.setattr("nemo_notebook.notebook.commands.chat_titles", lambda: ["my sea", "sea"])
    assert tab("%%nemo --chat |\n") == ['%%nemo --chat "my sea"\n', "%%nemo --chat sea\n"]
    assert tab("%nemo chats my s|") == ["%nemo chats my sea"]


@pytest.mark.parametrize(
    ("begun", "whole"),
    [
        ("%%nemo\nslowly zo|", "%%nemo\nslowly zoom in"),
        ("%%nemo\n\nPan le|", "%%nemo\n\npan left"),
        ("%%nemo\nzoom in, add fire|", "%%nemo\nzoom in, add fireflies"),
        ("%%nemo\nzoom in\nthen sep|", "%%nemo\nzoom in\nthen sepia"),
        ("%%nemo\n镜头慢慢推|", "%%nemo\n镜头慢慢推近"),
        ("%%nemo\n向左平|，然后", "%%nemo\n向左平移，然后"),
        ("%%nemo\nfor {{sec|", "%%nemo\nfor {{seconds}}"),
        ("%nemo pan ri|", "%nemo pan right"),
    ],
)
def test_words_are_offered_in_a_sentence(tab: Tab, begun: str, whole: str) -> None:
    assert whole in tab(begun)


def test_python_is_left_alone_and_is_not_offered_in_a_sentence(tab: Tab) -> None:
    assert "photo.upper" in [text.rstrip("(") for text in tab("photo.upp|")]
    assert tab("%%nemo\nimp|") == ["%%nemo\nimp"]
    assert tab("%nemo status pri|") == ["%nemo status pri"]
    assert len(tab("%%nemo\n|")) == len(ENGLISH)
    assert tab("%%nemo --for|mat\n")
    assert "%%nemo" in tab("%%nem|")


@pytest.mark.parametrize("phrase", [*ENGLISH, *CHINESE])
def test_what_is_offered_is_understood(phrase: str) -> None:
    heard = []
    for before in (
        "pan left",
        "slowly zoom in, 4 seconds, add snow and rain, add the title 'x' at the top, piano music",
        "tilt up, 720p, add the title 'x' at the bottom, fade in, fade out, black and white",
    ):
        director = Director()
        director.hear(before)
        director.hear(phrase.replace("…", "Harbour"))
        heard.append(director.heard)
    assert any(one.changed for one in heard), heard
