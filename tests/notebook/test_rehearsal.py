"""What would be sent, what was sent, and what a cell that is run again does: over a real studio."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from PIL import Image

from nemo_notebook.conversation.take import Take
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Sending
from nemo_notebook.notebook.extension import load
from nemo_notebook.notebook.facts import Facts

Run = Callable[..., ExecutionResult]

FIRST = "%%nemo harbour.png --no-export\nzoom in, 480p, 1 second, no music"
SECOND = "%%nemo --no-export\nblack and white"


@pytest.fixture
def folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: InteractiveShell, run: Run
) -> Iterator[Path]:
    for variable in ("NEMO_TOKEN", "NEMO_API_URL", "NEMO_MODE", "JPY_SESSION_NAME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    Image.linear_gradient("L").resize((160, 120)).save("harbour.png")
    load(shell)
    yield tmp_path
    run("%nemo new")


def shown(run: Run, cell: str) -> dict[str, str]:
    result = run(cell)
    assert result.success, result.error_in_exec
    assert isinstance(result.result, Facts)
    return dict(result.result.rows)


def turns(folder: Path) -> list[str]:
    return sorted(turn.prompt for turn in Ledger(folder / ".nemo").turns())


def taken(run: Run, cell: str, **where: str) -> Take:
    take = run(cell, **where).result
    assert isinstance(take, Take)
    return take


def test_a_dry_run_says_what_would_be_sent_and_sends_nothing(folder: Path, run: Run) -> None:
    rows = shown(run, FIRST.replace("--no-export", "--dry-run"))
    assert rows["Would say"] == "“zoom in, 480p, 1 second, no music”"
    assert rows["With"] == "harbour.png"
    assert rows["To"] == "studio · on this machine"
    assert rows["Comes to"] == "new: costs nothing"
    assert rows["Then"] == "an export as mp4"
    assert not (folder / ".nemo").exists()
    assert "None yet" in repr(run("%nemo status").result)


def test_the_price_is_told_where_it_costs(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEMO_API_URL", "http://127.0.0.1:9")
    assert shown(run, f"{FIRST} ".replace("--no-export", "--dry-run"))["Comes to"] == (
        "new: about 100 credits"
    )


def test_what_was_said_is_listed_shown_and_shared(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Empty" in repr(run("%nemo ledger").result)
    assert "None: every turn" in repr(run("%nemo resolve").result)
    first, second = taken(run, FIRST), taken(run, SECOND)
    dry = shown(run, "%%nemo --dry-run\nslower")
    assert dry["Comes to"] == "new: costs nothing"
    assert shown(run, FIRST.replace("--no-export", "--dry-run"))["Comes to"].startswith("known")
    rows = shown(run, "%nemo ledger")
    assert list(rows) == [second.key[:8], first.key[:8], "In all"]
    assert "“black and white”" in rows[second.key[:8]]
    assert rows["In all"] == "2 turns, 0 credits"
    assert shown(run, f"%nemo ledger show {first.key[:8]}")["Key"] == first.key
    why = shown(run, "%nemo ledger why")
    assert "“black and white”" in why["Turn"]
    assert why["Nearest"].startswith(first.key[:8])
    assert shown(run, "%nemo ledger gc")["Would go"].startswith("0 files")
    assert "2 turns" in shown(run, "%nemo ledger export shared.zip")["Written"]
    root = (folder / ".nemo" / "roots" / "notebook.json").read_text()
    assert first.key in root
    assert second.key in root
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    assert shown(run, "%nemo ledger import ../shared.zip")["Taken over"].startswith("2 turns")
    assert list(shown(run, "%nemo ledger"))[:1] == [second.key[:8]]


def test_a_turn_whose_end_is_not_known_is_decided_on(folder: Path, run: Run) -> None:
    key = "ab" * 32
    sending = Sending(
        key=key,
        prompt="zoom in",
        session_id="s",
        task_id="t",
        draft_before="",
        sent_at=datetime.now(UTC),
        host="another",
        pid=1,
        backend="studio",
    )
    ledger = Ledger(folder / ".nemo")
    assert ledger.claim(sending)
    rows = shown(run, "%nemo resolve")
    assert rows["abababab"].startswith("“zoom in”")
    assert rows["To decide"] == "%nemo resolve abababab adopt|resend|abandon"
    assert "unsettled" in repr(run("%nemo ledger").result)
    assert shown(run, "%nemo resolve abababab abandon")["Done"].startswith("Given up")
    turn = ledger.find(key)
    assert turn is not None
    assert turn.outcome == "abandoned"
    assert "None: every turn" in repr(run("%nemo resolve").result)


def test_a_whole_notebook_is_priced(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [
        "%load_ext nemo_notebook",
        "photo = 'harbour.png'",
        FIRST.replace("harbour.png", "{photo}"),
        SECOND,
        "%nemo export webm\n%nemo slower",
        "%%anemo\n导出 webm",
        "%%nemo {missing}\nzoom in",
    ]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), "my notebook.ipynb")
    run("photo = 'harbour.png'")
    taken(run, FIRST)
    rows = shown(run, "%nemo plan 'my notebook.ipynb'")
    assert rows["Cell 3"] == "“zoom in, 480p, 1 second, no music” · known: replayed, costs nothing"
    assert rows["Cell 4"] == "“black and white” · new: costs nothing"
    assert rows["Cell 5"] == "“slower” · new: costs nothing"
    assert "cannot be told: There is no variable missing" in rows["Cell 7"]
    assert rows["In all"] == "1 known, 2 new, no credits; nothing was sent"
    assert turns(folder) == ["zoom in, 480p, 1 second, no music"]
    monkeypatch.setenv("JPY_SESSION_NAME", "somewhere/my notebook.ipynb")
    assert shown(run, "%nemo plan") == rows
    # What was planned changes nothing: the conversation goes on from where it was.
    assert not taken(run, SECOND).replayed


def test_a_cell_that_is_run_again_goes_on_from_where_it_did(
    folder: Path, shell: InteractiveShell
) -> None:
    run: Run = shell.run_cell
    taken(run, FIRST, cell_id="a")
    sent = taken(run, SECOND, cell_id="b")
    assert taken(run, SECOND, cell_id="b").key == sent.key
    taken(run, "%%nemo --no-export\nslower", cell_id="c")
    changed = taken(run, "%%nemo --no-export\nsepia", cell_id="b")
    assert not changed.replayed
    chain = Ledger(folder / ".nemo").chain
    turn = Ledger(folder / ".nemo").find(changed.key)
    assert turn is not None
    assert [step.prompt for step in chain(turn)] == ["zoom in, 480p, 1 second, no music", "sepia"]
    again = taken(run, SECOND, cell_id="b")
    assert again.replayed
    assert again.key == sent.key
    assert re.search(r"Replayed: nothing was sent · key [0-9a-f]{8}", "".join(again.turn.notes))


def test_offline_an_unknown_turn_is_an_error_that_names_it(folder: Path, run: Run) -> None:
    known = taken(run, FIRST)
    run("%config NemoMagics.mode = 'offline'")
    assert taken(run, FIRST).key == known.key
    error = run(SECOND).error_in_exec
    assert "Offline, and this turn is not in the ledger" in str(error)
    run("%config NemoMagics.mode = 'plan'")
    take = taken(run, SECOND)
    assert "nothing was sent" in "".join(take.turn.notes)
    assert "“zoom in" in repr(run("%nemo status").result)
    assert turns(folder) == ["zoom in, 480p, 1 second, no music"]
