"""What takes room: files that nobody needs go, turns never."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from nemo_notebook.ledger.collect import collect
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.protocol.errors import LedgerError
from tests.ledger.made import a_sending, a_turn, an_export, sha256, with_photo

LATER = time.time() + 40 * 86_400


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / ".nemo")


def test_what_a_run_touched_is_kept_with_all_before_it(ledger: Ledger) -> None:
    first = a_turn("pan left", inputs=with_photo(ledger))
    second = a_turn("slower", parent=first.key)
    stray = a_turn("zoom in", inputs=with_photo(ledger, b"another photo"))
    for number, turn in enumerate((first, second, stray)):
        ledger.settle(turn)
        an_export(ledger, turn, f"video {number}".encode())
    ledger.roots.touch("harbour.ipynb", second.key)
    found = collect(ledger, now=LATER)
    gone = {sha256(content) for content in (b"another photo", b"video 2", b"poster of video 2")}
    assert (set(found.names), found.kept) == (gone, 5)
    assert all(ledger.blobs.find(name) for name in gone)
    collect(ledger, now=LATER, delete=True)
    assert not any(ledger.blobs.find(name) for name in gone)
    assert {turn.key for turn in ledger.turns()} == {first.key, second.key, stray.key}
    assert collect(ledger, now=LATER).names == ()


def test_young_pinned_and_unsettled_files_are_kept(ledger: Ledger) -> None:
    needed, pinned = a_turn("pan left"), a_turn("tilt up", inputs=with_photo(ledger, b"pinned"))
    for turn in (needed, pinned):
        ledger.settle(turn)
    ledger.roots.touch("harbour", needed.key)
    ledger.claim(a_sending(a_turn("under way", inputs=with_photo(ledger, b"under way"))))
    ledger.blobs.put(b"a stray file")
    assert collect(ledger).names == ()
    assert set(collect(ledger, now=LATER).names) == {sha256(b"a stray file"), sha256(b"pinned")}
    ledger.roots.pin(pinned.key)
    assert collect(ledger, now=LATER).names == (sha256(b"a stray file"),)


def test_without_roots_every_turn_counts(ledger: Ledger) -> None:
    turn = a_turn(inputs=with_photo(ledger))
    ledger.settle(turn)
    an_export(ledger, turn)
    ledger.blobs.put(b"a stray file")
    assert collect(ledger, now=LATER).names == (sha256(b"a stray file"),)


def test_a_video_is_kept_for_every_turn_with_its_draft(ledger: Ledger) -> None:
    made = a_turn("pan left")
    asked = a_turn("what can you do?", parent="root").model_copy(update={"draft": made.draft})
    for turn in (made, asked):
        ledger.settle(turn)
    export = an_export(ledger, made)
    ledger.roots.touch("harbour", asked.key)
    assert export.sha256 not in collect(ledger, now=LATER).names


def test_what_killed_processes_have_left_goes(ledger: Ledger) -> None:
    turn, unsettled = a_turn("pan left"), a_turn("under way")
    ledger.settle(turn)
    ledger.journal.claim(a_sending(turn))
    ledger.claim(a_sending(unsettled))
    left = ledger.folder / "turns" / turn.key[:2] / f".{turn.key}.json.0a1b2c3d"
    left.write_text("{")
    assert collect(ledger, delete=True).names == ()
    assert collect(ledger, delete=True, now=LATER).names == (left.name,)
    assert not left.exists()
    assert (ledger.folder / ".gitignore").exists()
    assert list(ledger.journal.known()) == [unsettled.key]


def test_nothing_goes_while_a_record_is_damaged(ledger: Ledger) -> None:
    turn = a_turn()
    ledger.settle(turn)
    stray = ledger.blobs.put(b"a stray file")
    next((ledger.folder / "turns").glob("*/*.json")).write_text("{")
    with pytest.raises(LedgerError, match="damaged"):
        collect(ledger, now=LATER, delete=True)
    assert ledger.blobs.find(stray)
