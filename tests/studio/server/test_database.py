from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from nemo_notebook.studio.server import database as module
from nemo_notebook.studio.server.database import Database
from nemo_notebook.studio.server.process import StudioProcess
from tests.studio.server.conftest import Person, parts


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
    whole = Database(path)
    with whole.transaction() as connection:
        for number in range(500):
            connection.execute(
                "INSERT INTO tokens VALUES (?, 'user', 'read', 0)", (f"{number:064d}",)
            )
    whole.close()
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


def test_half_a_transaction_is_none(database: Database) -> None:
    def half() -> None:
        with database.transaction() as connection:
            connection.execute("INSERT INTO tokens VALUES ('t', 'user', 'read', 0)")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert database.rows("SELECT * FROM tokens") == []


def old_database(path: Path, version: int) -> None:
    """A file as that version of the studio has left it, with one session."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        module._take_steps(connection, 0, version)
        connection.execute(
            "INSERT INTO sessions (id, task, user, name, language, created, memory)"
            " VALUES ('s', 't', 'owner', '', 'en', 0, '{\"shots\": \"in an older form\"}')"
        )
        connection.commit()


def test_a_database_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    old_database(tmp_path / "studio.db", 1)
    current = Database(tmp_path / "studio.db")
    try:
        assert [row["id"] for row in current.rows("SELECT id FROM sessions")] == ["s"]
        assert current.rows("SELECT * FROM charges") == []
        (version,) = current.rows("PRAGMA user_version")[0]
    finally:
        current.close()
    assert version == len(module._STEPS)
    assert not list(tmp_path.glob("studio.db.*-1"))


@pytest.mark.parametrize("version", [0, 1, 2])
def test_other_tables_than_the_version_says_are_moved_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, version: int
) -> None:
    path = tmp_path / "studio.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE sessions (id TEXT, words TEXT)")
        connection.execute(f"PRAGMA user_version = {version}")
    current = Database(path)
    assert current.rows("SELECT memory FROM sessions") == []
    current.close()
    assert "studio.db.old-1" in caplog.text
    with contextlib.closing(sqlite3.connect(tmp_path / "studio.db.old-1")) as connection:
        connection.execute("SELECT words FROM sessions")


def test_a_conversation_that_another_version_kept_goes_on(tmp_path: Path) -> None:
    old_database(tmp_path / "studio.db", 1)
    studio = StudioProcess.start(tmp_path)
    person = Person(studio)
    try:
        said = person.say("s", "slowly pan left")
        log = studio.log_tail()
    finally:
        person.close()
        studio.close()
    assert "Panning left slowly." in parts(said, "text")
    assert not any("errorCode" in event for event in said)
    assert "another version" in log
