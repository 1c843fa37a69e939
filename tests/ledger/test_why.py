"""Why a turn is not known."""

from __future__ import annotations

from pathlib import Path

from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Turn
from nemo_notebook.ledger.why import nearest
from tests.ledger.made import a_turn, with_photo


def differing(ledger: Ledger, asked: Turn) -> list[tuple[str, str, str]]:
    found = nearest(ledger, asked)
    assert found is not None
    return [(one.part, one.known, one.asked) for one in found.differences]


def test_the_part_that_differs_is_named(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    photo, other = with_photo(ledger), with_photo(ledger, b"edited")
    first = a_turn("pan left", inputs=photo)
    second = a_turn("slower", parent=first.key)
    for turn in (first, second):
        ledger.settle(turn)
    assert differing(ledger, a_turn("pan right", inputs=photo)) == [
        ("prompt", "“pan left”", "“pan right”")
    ]
    ((part, known, asked),) = differing(ledger, a_turn("pan left", inputs=other))
    assert (part, known[:11], known != asked) == ("inputs", "harbour.jpg", True)
    assert differing(ledger, a_turn("slower", parent=second.key)) == [
        ("parent", f"after “pan left” ({first.key[:8]})", f"after “slower” ({second.key[:8]})")
    ]
    assert differing(ledger, a_turn("pan left", inputs=photo, params={"seed": 7})) == [
        ("params", "none", "seed 7")
    ]
    assert differing(ledger, a_turn("pan left", inputs=photo, take=1)) == [("take", "0", "1")]
    assert "prompt: “pan left” there, “pan right” here" in str(
        nearest(ledger, a_turn("pan right", inputs=photo))
    )


def test_an_empty_ledger_has_no_nearest(tmp_path: Path) -> None:
    assert nearest(Ledger(tmp_path), a_turn()) is None
