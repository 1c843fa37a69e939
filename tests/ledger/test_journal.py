"""The write-ahead log: what a process leaves tells the next one how far the turn had come."""

from __future__ import annotations

from pathlib import Path

import pytest

from nemo_notebook.ledger.journal import Journal, Phases
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Accepted, HeardEvent
from nemo_notebook.protocol.errors import LedgerError
from tests.ledger.made import WHEN, a_sending, a_turn

TURN = a_turn()
SENDING = a_sending(TURN)
ACCEPTED = Accepted(resume_path="/run_sse/e-1", at=WHEN)
EVENTS = tuple(HeardEvent(id=str(number), raw={"id": str(number)}) for number in (1, 2))


def test_each_phase_is_read_back(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert journal.claim(SENDING)
    assert journal.phases(SENDING) == Phases()
    journal.accept(SENDING, ACCEPTED)
    assert journal.phases(SENDING) == Phases(ACCEPTED)
    for event in EVENTS:
        journal.hear(SENDING, event)
    assert Journal(tmp_path).phases(SENDING) == Phases(ACCEPTED, EVENTS)
    journal.settle(SENDING, TURN)
    assert Journal(tmp_path).phases(SENDING) == Phases(ACCEPTED, EVENTS, TURN)


def test_a_half_written_line_is_none_and_swallows_no_other(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.accept(SENDING, ACCEPTED)
    (path,) = tmp_path.glob("*.events.jsonl")
    with path.open("ab") as file:
        file.write(b'{"event":{"id":"1","raw":{"te')
    journal.hear(SENDING, EVENTS[1])
    assert journal.phases(SENDING) == Phases(ACCEPTED, EVENTS[1:])


def test_a_process_that_died_before_the_record_was_made_is_finished_for(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.claim(SENDING)
    ledger.journal.settle(SENDING, TURN)
    assert Ledger(tmp_path).find(TURN.key) == TURN
    assert not list((tmp_path / "journal").iterdir())
    assert Ledger(tmp_path).find(TURN.key) == TURN


def test_who_gets_past_the_fence_too_late_sees_that_the_turn_is_made(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    assert ledger.claim(SENDING)
    ledger.settle(TURN)
    assert not ledger.claim(SENDING)
    assert not list((tmp_path / "journal").iterdir())


def test_an_attempt_that_is_lost_is_followed_by_one_other(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    second = a_sending(TURN, attempt=2)
    assert ledger.claim(SENDING)
    assert [ledger.claim(second), ledger.claim(second)] == [True, False]
    assert ledger.sending(TURN.key) == second
    assert list(ledger.unsettled()) == [second]
    ledger.settle(TURN)
    assert ledger.find(TURN.key) == TURN
    assert not list((tmp_path / "journal").iterdir())


def test_what_is_released_leaves_nothing_for_the_next_attempt(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.claim(SENDING)
    ledger.journal.accept(SENDING, ACCEPTED)
    ledger.release(TURN.key)
    assert ledger.claim(SENDING)
    assert ledger.journal.phases(SENDING) == Phases()


def test_a_damaged_fence_stops_everything(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.claim(SENDING)
    (path,) = (tmp_path / "journal").glob("*.sending")
    path.write_text("{")
    with pytest.raises(LedgerError, match="may be paid for"):
        ledger.find(TURN.key)
    assert not ledger.claim(SENDING)
