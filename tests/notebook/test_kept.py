"""`%nemo chats`, over what a ledger holds, and once over the real studio."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from PIL import Image

from nemo_notebook.conversation.chats import chats
from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.conversation.take import Take
from nemo_notebook.ledger.key import ROOT
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Input, Turn
from nemo_notebook.notebook import reports
from nemo_notebook.notebook.chat import Chat
from nemo_notebook.notebook.extension import load
from nemo_notebook.notebook.facts import Facts
from nemo_notebook.protocol.draft import Draft

Run = Callable[[str], ExecutionResult]

BEGUN = datetime(2025, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: InteractiveShell) -> Path:
    monkeypatch.chdir(tmp_path)
    load(shell)
    return tmp_path


def settle(folder: Path, key: str, title: str, prompt: str, *, parent: str = ROOT) -> None:
    ledger = Ledger(folder / ".nemo")
    turn = Turn(
        key=key.ljust(64, "0"),
        title=title,
        parent=parent if parent == ROOT else parent.ljust(64, "0"),
        prompt=prompt,
        inputs=(Input(name=f"{title}.jpg", sha256="0" * 64),) if parent == ROOT else (),
        backend="studio",
        take=0,
        session_id="s",
        task_id="t",
        messages=("Done.",),
        draft={"t": [{"tt": 0, "sg": [{"d": 2000, "m": {"title": title}}]}]},
        settled_at=BEGUN + timedelta(minutes=len(list(ledger.turns()))),
        version="1",
    )
    ledger.settle(turn)


def shown(run: Run, line: str) -> dict[str, str]:
    result = run(line)
    assert result.success, result.error_in_exec
    assert isinstance(result.result, Facts)
    return dict(result.result.rows)


def test_no_conversation_says_how_to_begin_one(folder: Path, run: Run) -> None:
    assert "None was held in this folder yet. Begin with a photo" in repr(run("%nemo chats").result)
    assert not list(folder.iterdir())


def test_conversations_are_listed_the_latest_first(folder: Path, run: Run) -> None:
    settle(folder, "aaaa1111", "harbour", "slowly zoom in")
    settle(folder, "bbbb1111", "harbour", "很慢" * 60, parent="aaaa1111")
    settle(folder, "cccc1111", "forest", "pan left")
    rows = shown(run, "%nemo chats")
    assert list(rows) == ["forest", "harbour", "To go on"]
    assert re.fullmatch(r"“pan left” · 1 turn · 2025-05-0\d \d\d:\d\d · cccc1111", rows["forest"])
    assert "很…” · 2 turns" in rows["harbour"]
    assert rows["harbour"].endswith("bbbb1111")
    assert len(rows["harbour"]) < 110


def test_of_many_conversations_the_latest_are_listed(folder: Path, run: Run) -> None:
    for number in range(23):
        settle(folder, f"{number:04}", f"photo {number}", "zoom in")
    rows = shown(run, "%nemo chats")
    assert next(iter(rows)) == "photo 22"
    assert len(rows) == 22
    assert rows["Before these"].startswith("3 more")


@pytest.mark.parametrize("name", ["my harbour", '"My Harbour"', "bbbb1111", "BBBB"])
def test_one_is_taken_up_by_its_title_or_key(folder: Path, run: Run, name: str) -> None:
    settle(folder, "aaaa1111", "my harbour", "slowly zoom in")
    settle(folder, "bbbb1111", "my harbour", "slower", parent="aaaa1111")
    rows = shown(run, f"%nemo chats {name}")
    assert (rows["Taken up"], rows["Last said"]) == ("my harbour", "“slower”")
    assert rows["Backend"] == "studio · on this machine"
    assert "%nemo chats bbbb1111" in rows["Key"]
    assert "Video: my harbour (0-2s)" in repr(run("%nemo tracks").result)


def test_status_knows_what_was_said_in_a_chat_on_the_page(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(folder, "aaaa1111", "my harbour", "slowly zoom in")
    settle(folder, "bbbb1111", "my harbour", "slower", parent="aaaa1111")
    with Conversation.resume("bbbb1111", folder=folder) as talk:
        monkeypatch.setattr(talk, "state", Draft)
        rows = dict(reports.status(Chat(talk, "my harbour"), talk.backend).rows)
        assert rows["Last said"] == "“slower”"
        talk.undo()
        rows = dict(reports.status(Chat(talk, "my harbour"), talk.backend).rows)
        assert rows["Last said"] == "“slowly zoom in”"


def test_of_several_with_a_title_the_latest_is_taken_and_that_is_said(
    folder: Path, run: Run
) -> None:
    settle(folder, "aaaa1111", "harbour", "slowly zoom in")
    settle(folder, "bbbb1111", "harbour", "pan left")
    rows = shown(run, "%nemo chats harbour")
    assert rows["Taken up"] == "harbour, the latest of 2 with that title"
    assert rows["Last said"] == "“pan left”"
    assert shown(run, "%nemo chats aaaa1111")["Taken up"] == "harbour"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("harbuor", "Did you mean %nemo chats Harbour?"),
        ("mountain", "There is Harbour"),
        ("aaaa", "2 turns have a key that begins with aaaa. Give more of it."),
        ("aaaa3", "There is no conversation 'aaaa3'"),
        ("aaa", "There is no conversation 'aaa'"),
    ],
)
def test_what_cannot_be_taken_up_leaves_the_present_one(
    folder: Path, run: Run, name: str, said: str
) -> None:
    settle(folder, "aaaa1111", "Harbour", "slowly zoom in")
    settle(folder, "aaaa2222", "Harbour", "slower", parent="aaaa1111")
    run("%nemo chats harbour")
    assert said in str(run(f"%nemo chats {name}").error_in_exec)
    assert "Video: Harbour" in repr(run("%nemo tracks").result)


def test_a_damaged_record_is_named(
    folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(folder, "aaaa1111", "harbour", "slowly zoom in")
    (record,) = (folder / ".nemo" / "turns").glob("*/*.json")
    record.write_text("{")
    assert "is damaged" in str(run("%nemo chats").error_in_exec)
    assert "Traceback" not in capsys.readouterr().out


def test_the_next_cell_goes_on_from_what_was_taken_up(folder: Path, run: Run) -> None:
    Image.linear_gradient("L").resize((160, 120)).save("harbour.png")
    assert run("%%nemo harbour.png --no-export\nzoom in, 480p, 1 second, no music").success
    run("%nemo new")
    assert run("%nemo chats harbour").success
    status = repr(run("%nemo status").result)
    assert "“zoom in, 480p, 1 second, no music”" in status
    assert "harbour.png" in status
    assert run("%%nemo --no-export\nblack and white").success
    undone = shown(run, "%nemo undo")
    assert undone["Taken back"] == "“black and white”"
    assert "“zoom in, 480p, 1 second, no music”" in repr(run("%nemo status").result)
    assert "there is none before it" in str(run("%nemo undo").error_in_exec)
    replayed = run("%%nemo --no-export\nblack and white").result
    assert isinstance(replayed, Take)
    assert replayed.replayed
    assert [chat.prompts for chat in chats(folder)] == [
        ("zoom in, 480p, 1 second, no music", "black and white")
    ]
    run("%nemo new")
