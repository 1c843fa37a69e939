"""The ledger for a person to read."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.report import entries, rows
from tests.ledger.made import WHEN, a_sending, a_turn, an_export, with_photo


def test_what_is_not_known_comes_first_and_then_the_latest(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    early = a_turn("pan left", when=WHEN)
    late = a_turn("slower", parent=early.key, when=WHEN + timedelta(hours=1))
    lost = a_turn("snow", parent=late.key)
    for turn in (early, late):
        ledger.settle(turn)
    ledger.claim(a_sending(lost))
    an_export(ledger, early)
    assert [(entry.prompt, entry.status, entry.exports) for entry in entries(ledger)] == [
        ("snow", "unsettled", 0),
        ("slower", "done", 0),
        ("pan left", "done", 1),
    ]


def test_all_about_a_turn_with_the_state_of_its_files(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    turn = a_turn("pan left", inputs=with_photo(ledger), params={"seed": 7})
    ledger.settle(turn)
    export = an_export(ledger, turn)
    ledger.blobs.path(turn.inputs[0].sha256).unlink()
    blob = ledger.blobs.path(export.sha256)
    blob.chmod(0o644)
    blob.write_bytes(b"something else")
    told = dict(rows(ledger, turn))
    assert told["Said"] == "“pan left”"
    assert told["After"] == "the beginning"
    assert told["Parameters"] == "seed 7"
    assert told["With"].endswith("missing)")
    assert told["Video"].endswith("damaged)")
    assert told["Answer"] == "Did: pan left."
