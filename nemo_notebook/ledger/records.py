"""What the ledger writes down. Never a token, a URL or a path."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from nemo_notebook.protocol.events import JsonObject


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Input(_Record):
    """A file that went with a turn; its bytes are the blob of that hash."""

    name: str
    sha256: str


class Sending(_Record):
    """The fence: written before the first byte of a message leaves.

    Whoever finds one without a turn beside it looks at the session's state, and never sends.
    """

    key: str
    prompt: str
    session_id: str
    task_id: str
    draft_before: str
    sent_at: datetime
    host: str
    pid: int


class Turn(_Record):
    """A turn that has ended, as it will be replayed; `title` names the conversation."""

    key: str
    title: str
    parent: str
    prompt: str
    inputs: tuple[Input, ...]
    backend: str
    take: int
    session_id: str
    task_id: str
    messages: tuple[str, ...]
    draft: JsonObject
    settled_at: datetime
    version: str


class Export(_Record):
    """A turn's video in one container; file and poster are the blobs of their hashes."""

    key: str
    turn: str
    container: str
    quality: str
    name: str
    media_type: str
    sha256: str
    poster_sha256: str
    bytes: int
    width: int
    height: int
    duration_ms: int
