from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from nemo_notebook.studio.server.database import Database


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
