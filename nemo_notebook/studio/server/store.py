"""What the studio remembers: sessions, assets, turns and jobs, as plain records."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.protocol.media import ACCEPTED, MediaKind
from nemo_notebook.studio.server.database import Database

JobStatus = Literal["pending", "processing", "completed", "failed", "cancelled"]
TurnStatus = Literal["waiting", "running", "done", "aborted"]


@dataclass(frozen=True, slots=True)
class Session:
    """A conversation.

    Attributes:
        memory: What the director remembers, as JSON; None before the first message.
        draft: The timeline; None before the first clip.
        clip: What the raw clip was made of, so that it is not made twice.
    """

    id: str
    task: str
    user: str
    memory: str | None
    draft: JsonObject | None
    clip: str | None


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of a session: uploaded, or made by the studio (`made`).

    Attributes:
        id: From its content, so that the same photo has the same id in every session.
        type: A key of `protocol.media.ACCEPTED`.
        name: What the person calls the file; never used as a path.
    """

    id: str
    sha256: str
    type: str
    name: str
    bytes: int
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    fps: float | None = None
    made: bool = False

    @property
    def kind(self) -> MediaKind:
        """Image, video or audio; a video file without a picture is sound."""
        kind = ACCEPTED[self.type][0]
        return "audio" if kind == "video" and self.width is None else kind

    @property
    def media_type(self) -> str:
        """For a `Content-Type` header."""
        return ACCEPTED[self.type][1]


@dataclass(frozen=True, slots=True)
class Job:
    """An export; `draft` and `output` are as they were sent, `starts` is how often it was begun."""

    id: str
    session: str
    draft: JsonObject
    output: JsonObject
    owner: str
    status: JobStatus
    progress: int
    starts: int
    sha256: str | None
    poster: str | None
    error: str | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.status not in {"pending", "processing"}


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """A turn; `frames` are its events as JSON, kept when it ends."""

    session: str
    owner: str
    status: TurnStatus
    frames: list[str]

    @property
    def is_open(self) -> bool:
        """Whether it has not come to an end."""
        return self.status in {"waiting", "running"}


class Store:
    """Records in, records out; every method is one transaction."""

    def __init__(self, database: Database, owner: str) -> None:
        self._db = database
        self._owner = owner

    # Sessions

    def add_session(self, session_id: str, task: str, user: str, name: str, language: str) -> None:
        """Begin a conversation."""
        self._db.write(
            "INSERT INTO sessions (id, task, user, name, language, created)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            *(session_id, task, user, name, language, time.time()),
        )

    def session(self, session_id: str) -> Session | None:
        """A conversation by its id."""
        rows = self._db.rows("SELECT * FROM sessions WHERE id = ?", session_id)
        return _session(rows[0]) if rows else None

    def save_memory(self, session: str, memory: str) -> None:
        """Keep what the director remembers."""
        self._db.write("UPDATE sessions SET memory = ? WHERE id = ?", memory, session)

    def save_clip(self, session: str, draft: JsonObject, key: str, clip: Asset) -> None:
        """Keep a raw clip with its timeline, in the middle of a turn."""
        with self._db.transaction() as connection:
            _insert_asset(connection, session, clip)
            connection.execute(
                "UPDATE sessions SET draft = ?, clip = ? WHERE id = ?",
                (json.dumps(draft), key, session),
            )

    def save_draft(self, session: str, memory: str, draft: JsonObject) -> None:
        """Keep a finished timeline with the memory that belongs to it."""
        self._db.write(
            "UPDATE sessions SET memory = ?, draft = ? WHERE id = ?",
            *(memory, json.dumps(draft), session),
        )

    def fork_session(
        self, source: str, turn_id: str, session_id: str, task: str, name: str
    ) -> bool:
        """Begin a conversation with what `source` held after a turn; False if nobody knows."""
        with self._db.transaction() as connection:
            turn = connection.execute(
                "SELECT after FROM turns WHERE id = ? AND session = ?",
                (turn_id, source),
            ).fetchone()
            if turn is None or turn["after"] is None:
                return False
            held = json.loads(turn["after"])
            connection.execute(
                "INSERT INTO sessions"
                " (id, task, user, name, language, created, memory, draft, clip)"
                " SELECT ?, ?, user, ?, language, ?, ?, ?, ? FROM sessions WHERE id = ?",
                (
                    *(session_id, task, name, time.time()),
                    *(held["memory"], held["draft"], held["clip"], source),
                ),
            )
            for asset_id in held["assets"]:
                row = connection.execute(
                    "SELECT * FROM assets WHERE session = ? AND id = ?", (source, asset_id)
                ).fetchone()
                _insert_asset(connection, session_id, _asset(row))
        return True

    # Assets

    def add_assets(self, session: str, assets: Sequence[Asset]) -> None:
        """Add files to a session, all or none; the last one counts as the newest."""
        with self._db.transaction() as connection:
            for asset in assets:
                _insert_asset(connection, session, asset)

    def assets(self, session: str, *, made: bool = False) -> list[Asset]:
        """The uploaded files of a session, or those made for it; the newest last."""
        sql = "SELECT * FROM assets WHERE session = ? AND made = ? ORDER BY number"
        return [_asset(row) for row in self._db.rows(sql, session, made)]

    def asset(self, session: str, asset_id: str) -> Asset | None:
        """One file of a session."""
        rows = self._db.rows("SELECT * FROM assets WHERE session = ? AND id = ?", session, asset_id)
        return _asset(rows[0]) if rows else None

    # Turns

    def add_turn(self, turn_id: str, session: str) -> None:
        """Record a message before anything is done about it."""
        self._db.write(
            "INSERT INTO turns (id, session, owner, status) VALUES (?, ?, ?, 'waiting')",
            *(turn_id, session, self._owner),
        )

    def begin_turn(self, turn_id: str, session: str, is_alive: Callable[[str], bool]) -> bool:
        """Begin a turn unless another process is in the middle of one in this session."""
        with self._db.transaction() as connection:
            running = connection.execute(
                "SELECT owner FROM turns WHERE session = ? AND status = 'running' AND owner <> ?",
                (session, self._owner),
            ).fetchall()
            if any(is_alive(row["owner"]) for row in running):
                return False
            # A turn that was called off while this waited for the database stays ended.
            connection.execute(
                "UPDATE turns SET status = 'running' WHERE id = ? AND status = 'waiting'",
                (turn_id,),
            )
        return True

    def keep_after(self, turn_id: str, session: str) -> None:
        """Keep what the session holds after a turn, so that another one can begin there."""
        with self._db.transaction() as connection:
            row = connection.execute(
                "SELECT memory, draft, clip FROM sessions WHERE id = ?", (session,)
            ).fetchone()
            assets = connection.execute(
                "SELECT id FROM assets WHERE session = ? ORDER BY number", (session,)
            ).fetchall()
            held = {**dict(row), "assets": [asset["id"] for asset in assets]}
            connection.execute(
                "UPDATE turns SET after = ? WHERE id = ?", (json.dumps(held), turn_id)
            )

    def end_turn(self, turn_id: str, status: TurnStatus, frames: list[str]) -> None:
        """Keep what was said in a turn."""
        self._db.write(
            "UPDATE turns SET status = ?, frames = ? WHERE id = ?",
            *(status, json.dumps(frames), turn_id),
        )

    def turn(self, turn_id: str) -> TurnRecord | None:
        """A turn by its id."""
        rows = self._db.rows("SELECT * FROM turns WHERE id = ?", turn_id)
        return _turn(rows[0]) if rows else None

    # Jobs

    def add_job(self, job_id: str, session: str, draft: JsonObject, output: JsonObject) -> bool:
        """Take an export on; False if the id is known already."""
        return bool(
            self._db.write(
                "INSERT INTO jobs (id, session, request, owner, status, progress, starts)"
                " VALUES (?, ?, ?, ?, 'pending', 0, 0) ON CONFLICT DO NOTHING",
                *(job_id, session, json.dumps({"draft": draft, "output": output}), self._owner),
            )
        )

    def job(self, job_id: str) -> Job | None:
        """An export by its id."""
        rows = self._db.rows("SELECT * FROM jobs WHERE id = ?", job_id)
        return _job(rows[0]) if rows else None

    def unfinished_jobs(self) -> list[Job]:
        """Exports that wait or are under way, in any process, oldest first."""
        sql = "SELECT * FROM jobs WHERE status IN ('pending', 'processing') ORDER BY number"
        return [_job(row) for row in self._db.rows(sql)]

    def take_over_job(self, job: Job) -> bool:
        """Make an unfinished job of a dead process ours; only one process gets it."""
        return bool(
            self._db.write(
                "UPDATE jobs SET owner = ?, status = 'pending', progress = 0"
                " WHERE id = ? AND owner = ? AND status IN ('pending', 'processing')",
                *(self._owner, job.id, job.owner),
            )
        )

    def start_job(self, job_id: str) -> bool:
        """Mark a job as under way; False if it was cancelled meanwhile."""
        return self._change_job(job_id, "status = 'processing', starts = starts + 1")

    def progress_job(self, job_id: str, percent: int) -> bool:
        """Say how far a job is; False if it was cancelled meanwhile."""
        return self._change_job(job_id, "progress = ?", percent)

    def complete_job(self, job_id: str, sha256: str, poster: str) -> bool:
        """Deliver a job; False if it was cancelled meanwhile."""
        return self._change_job(
            job_id, "status = 'completed', progress = 100, sha256 = ?, poster = ?", sha256, poster
        )

    def fail_job(self, job_id: str, error: str) -> None:
        """End a job with a sentence that says why."""
        self._change_job(job_id, "status = 'failed', error = ?", error)

    def release_job(self, job_id: str) -> None:
        """Put a job back that was stopped with the studio; it counts as not begun."""
        self._change_job(job_id, "status = 'pending', progress = 0, starts = starts - 1")

    def cancel_job(self, job_id: str) -> None:
        """End a job that is not over; whoever works on it notices."""
        self._db.write(
            "UPDATE jobs SET status = 'cancelled'"
            " WHERE id = ? AND status IN ('pending', 'processing')",
            job_id,
        )

    def _change_job(self, job_id: str, change: str, *values: object) -> bool:
        sql = (
            f"UPDATE jobs SET {change}"  # noqa: S608 (our own words)
            " WHERE id = ? AND owner = ? AND status IN ('pending', 'processing')"
        )
        return bool(self._db.write(sql, *values, job_id, self._owner))


def _insert_asset(connection: sqlite3.Connection, session: str, asset: Asset) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO assets (session, id, sha256, type, name, bytes, width, height,"
        " duration_ms, fps, made) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            session,
            asset.id,
            asset.sha256,
            asset.type,
            asset.name,
            asset.bytes,
            asset.width,
            asset.height,
            asset.duration_ms,
            asset.fps,
            asset.made,
        ),
    )


def _session(row: sqlite3.Row) -> Session:
    return Session(
        id=row["id"],
        task=row["task"],
        user=row["user"],
        memory=row["memory"],
        draft=json.loads(row["draft"]) if row["draft"] else None,
        clip=row["clip"],
    )


def _asset(row: sqlite3.Row) -> Asset:
    return Asset(
        id=row["id"],
        sha256=row["sha256"],
        type=row["type"],
        name=row["name"],
        bytes=row["bytes"],
        width=row["width"],
        height=row["height"],
        duration_ms=row["duration_ms"],
        fps=row["fps"],
        made=bool(row["made"]),
    )


def _turn(row: sqlite3.Row) -> TurnRecord:
    return TurnRecord(
        session=row["session"],
        owner=row["owner"],
        status=row["status"],
        frames=json.loads(row["frames"] or "[]"),
    )


def _job(row: sqlite3.Row) -> Job:
    request = json.loads(row["request"])
    return Job(
        id=row["id"],
        session=row["session"],
        draft=request["draft"],
        output=request["output"],
        owner=row["owner"],
        status=row["status"],
        progress=row["progress"],
        starts=row["starts"],
        sha256=row["sha256"],
        poster=row["poster"],
        error=row["error"],
    )
