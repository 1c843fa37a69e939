"""Turns and exports whose keys are what they say."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from nemo_notebook.ledger.key import ROOT, export_key, turn_key
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Export, Input, Sending, Turn
from nemo_notebook.protocol.events import JsonObject

WHEN = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PHOTO = b"a photo's bytes"


def a_turn(
    prompt: str = "pan left",
    *,
    parent: str = ROOT,
    inputs: tuple[Input, ...] = (),
    params: JsonObject | None = None,
    take: int = 0,
    when: datetime = WHEN,
) -> Turn:
    key = turn_key(
        parent=parent,
        prompt=prompt,
        inputs=[entry.name_in_key for entry in inputs],
        backend="studio",
        params=params or {},
        take=take,
    )
    return Turn(
        key=key,
        title="harbour",
        parent=parent,
        prompt=prompt,
        inputs=inputs,
        backend="studio",
        take=take,
        session_id="s1",
        task_id="t1",
        messages=(f"Did: {prompt}.",),
        draft={"t": [{"tt": 0, "sg": [{"d": 5000, "m": {"title": prompt}}]}]},
        settled_at=when,
        version="0.1.0",
        params=params or {},
        credits=0,
    )


def a_sending(turn: Turn, *, attempt: int = 1, host: str = "here", pid: int = 1) -> Sending:
    return Sending(
        key=turn.key,
        prompt=turn.prompt,
        session_id=turn.session_id,
        task_id=turn.task_id,
        draft_before="0" * 64,
        sent_at=turn.settled_at,
        host=host,
        pid=pid,
        attempt=attempt,
        parent=turn.parent,
        inputs=turn.inputs,
        backend=turn.backend,
        params=turn.params,
        take=turn.take,
        title=turn.title,
    )


def with_photo(ledger: Ledger, content: bytes = PHOTO) -> tuple[Input, ...]:
    """A photo that was handed over, and lies in the ledger."""
    return (Input(name="harbour.jpg", sha256=ledger.blobs.put(content)),)


def an_export(ledger: Ledger, turn: Turn, content: bytes = b"a video's bytes") -> Export:
    """A video of a turn, with its files in the ledger."""
    made = Export(
        key=export_key(turn.draft, container="mp4", quality="high"),
        turn=turn.key,
        container="mp4",
        quality="high",
        name="harbour.mp4",
        media_type="video/mp4",
        sha256=ledger.blobs.put(content),
        poster_sha256=ledger.blobs.put(b"poster of " + content),
        bytes=len(content),
        width=640,
        height=480,
        duration_ms=1000,
    )
    ledger.keep_export(made)
    return made


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
