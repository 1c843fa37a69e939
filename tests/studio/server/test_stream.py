from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from nemo_notebook.studio.server import adk, stream
from nemo_notebook.studio.server.database import Database
from nemo_notebook.studio.server.presence import Presence
from nemo_notebook.studio.server.store import Store
from nemo_notebook.studio.server.stream import streamed
from nemo_notebook.studio.server.turns import Turn, Turns


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "studio.db")
    yield database
    database.close()


async def test_silence_is_filled_with_heartbeats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.01)
    turn = Turn("e-1", "s", "")
    frames = aiter(streamed(turn).body_iterator)
    assert await anext(frames) == ": heartbeat\n\n"
    turn.emit(adk.text("hello"))
    heard = await anext(frames)
    while heard == ": heartbeat\n\n":
        heard = await anext(frames)
    assert str(heard).startswith("id: e-1-1\ndata: {")
    turn.end()
    rest = [frame async for frame in frames]
    assert set(rest) <= {": heartbeat\n\n"}


async def test_many_listeners_hear_the_same() -> None:
    turn = Turn("e-1", "s", "")

    async def listen() -> list[int]:
        return [number async for number, _ in turn.frames_after(0, silence_s=60)]

    listeners = [asyncio.create_task(listen()) for _ in range(3)]
    for _ in range(5):
        await asyncio.sleep(0)
        turn.emit(adk.text("x"))
    turn.end()
    assert await asyncio.gather(*listeners) == [[1, 2, 3, 4, 5]] * 3


async def test_a_line_break_does_not_break_the_frame() -> None:
    turn = Turn("e-1", "s", "")
    turn.emit(adk.text("one\ntwo\r\nthree\u2028four"))
    turn.end()
    (frame,) = [str(frame) async for frame in streamed(turn).body_iterator]
    assert frame.count("\n") == 3
    assert "\r" not in frame
    said = json.loads(frame.partition("data: ")[2])["content"]["parts"][0]["text"]
    assert said == "one\ntwo\r\nthree\u2028four"


async def test_a_turn_that_breaks_says_so_and_the_next_one_plays(
    tmp_path: Path, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    presence = Presence(tmp_path)

    async def play(turn: Turn, text: str) -> None:
        if text == "break":
            raise RuntimeError("secret detail")
        turn.emit(adk.text(text))

    turns = Turns(Store(database, presence.id), presence, play)
    heard = []
    for words in ("break", "play"):
        turn = await turns.start("s", words, "")
        heard.append([json.loads(frame) async for _, frame in turn.frames_after(0, silence_s=60)])
    presence.leave()
    assert [event.get("errorCode") for event in heard[0]] == ["STUDIO_ERROR"]
    assert "secret" not in json.dumps(heard[0])
    assert "secret detail" in caplog.text
    assert heard[1][-1]["turnComplete"] is True


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


def test_a_process_is_alive_until_it_leaves(tmp_path: Path) -> None:
    here, there = Presence(tmp_path), Presence(tmp_path)
    assert here.is_alive(there.id)
    assert here.is_alive(here.id)
    there.leave()
    assert not here.is_alive(there.id)
    assert not here.is_alive("nobody")
    here.leave()


def test_what_the_dead_leave_behind_is_swept(tmp_path: Path) -> None:
    here = Presence(tmp_path)
    dead = tmp_path / "processes" / "dead"
    dead.mkdir()
    (dead / "lock").touch()
    (dead / "half.mp4").touch()
    there = Presence(tmp_path)
    assert not dead.exists()
    assert here.scratch.exists()
    here.leave()
    there.leave()


def test_what_is_no_database_is_moved_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "studio.db"
    for number in (1, 2):
        path.write_bytes(b"this is no database" * 1000)
        Database(path).close()
        assert f"studio.db.broken-{number}" in caplog.text
        aside = tmp_path / f"studio.db.broken-{number}"
        assert aside.read_bytes().startswith(b"this is no database")


def test_a_damaged_page_is_noticed_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    database = Database(path)
    with database.transaction() as connection:
        for number in range(500):
            connection.execute(
                "INSERT INTO tokens VALUES (?, 'user', 'read', 0)", (f"{number:064d}",)
            )
    database.close()
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4096] = bytes(4096)
    path.write_bytes(content)

    Database(path).close()
    assert (tmp_path / "studio.db.broken-1").exists()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM tokens").fetchone() == (0,)


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(sqlite3.NotSupportedError, match="newer"):
        Database(path)
    assert [file.name for file in tmp_path.iterdir()] == ["studio.db"]


def test_half_a_transaction_is_none(tmp_path: Path, database: Database) -> None:
    def half() -> None:
        with database.transaction() as connection:
            connection.execute("INSERT INTO tokens VALUES ('t', 'user', 'read', 0)")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert database.rows("SELECT * FROM tokens") == []
