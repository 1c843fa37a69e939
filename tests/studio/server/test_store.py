from __future__ import annotations

from pathlib import Path

from nemo_notebook.studio.server.database import Database
from nemo_notebook.studio.server.presence import Presence
from nemo_notebook.studio.server.store import Store


def test_a_session_has_one_turn_at_a_time_whatever_process_plays_it(
    tmp_path: Path, database: Database
) -> None:
    here, there = Presence(tmp_path), Presence(tmp_path)
    first, second = (Store(database, presence.id) for presence in (here, there))
    for store, turn in ((first, "a"), (second, "b"), (second, "c")):
        store.add_turn(turn, "s")
    assert first.begin_turn("a", "s", here.is_alive)
    assert not second.begin_turn("b", "s", there.is_alive)
    first.end_turn("a", "done", [])
    assert second.begin_turn("b", "s", there.is_alive)
    there.leave()  # in the middle of its turn
    first.add_turn("d", "s")
    assert first.begin_turn("d", "s", here.is_alive)
    here.leave()


def test_a_turn_that_was_called_off_does_not_begin_after_all(
    tmp_path: Path, database: Database
) -> None:
    presence = Presence(tmp_path)
    store = Store(database, presence.id)
    store.add_turn("a", "s")
    store.end_turn("a", "aborted", [])
    store.begin_turn("a", "s", presence.is_alive)  # in its thread, which nothing can call off
    record = store.turn("a")
    assert record is not None
    assert record.status == "aborted"
    presence.leave()
