"""What the ledger writes down. Never a token, a URL or a path."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from nemo_notebook.protocol.events import JsonObject

Outcome: TypeAlias = Literal["done", "adopted", "abandoned"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Input(_Record):
    """A file that went with a turn; its bytes are the blob of that hash.

    `recipe` names what was done to it on the way to the server, if anything.
    """

    name: str
    sha256: str
    recipe: str = ""

    @property
    def name_in_key(self) -> str:
        """What stands for it in the turn's key."""
        return f"{self.sha256}:{self.recipe}" if self.recipe else self.sha256


class Sending(_Record):
    """The fence: written before the first byte of a message leaves.

    Whoever finds one without a turn beside it looks at the session's state, and never sends. Who
    asked for what stands in it whole, so that the turn can be written down by another process;
    `available` and `frozen` are the credits before it, where they were known. `attempt` counts from
    1: another one follows only where the one before was lost and cost nothing.
    """

    key: str
    prompt: str
    session_id: str
    task_id: str
    draft_before: str
    sent_at: datetime
    host: str
    pid: int
    attempt: int = 1
    parent: str = "root"
    inputs: tuple[Input, ...] = ()
    backend: str = ""
    params: JsonObject = {}
    take: int = 0
    title: str = ""
    user_id: str = ""
    available: float | None = None
    frozen: float | None = None


class Accepted(_Record):
    """The server has begun to answer; the path, if any, leads back to the same stream."""

    resume_path: str = ""
    at: datetime


class HeardEvent(_Record):
    """An event of the answer as it came, without addresses; `id` as it stood on the wire."""

    id: str = ""
    raw: JsonObject


class Turn(_Record):
    """A turn that has ended, as it will be replayed; `title` names the conversation.

    `invocation` is the server's own name for it, from which a studio forks a session. `credits` is
    what the balance went down by meanwhile, None where nobody could see. `outcome` tells a turn
    that ended by itself from one that a person had to decide on.
    """

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
    params: JsonObject = {}
    invocation: str = ""
    credits: float | None = None
    outcome: Outcome = "done"


class Export(_Record):
    """A turn's video in one container; file and poster are the blobs of their hashes.

    `turn` is the first that it was made of; every turn with the same draft shares it.
    `streams` is the hash of picture and sound alone, and `provenance` how much the file says.
    """

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
    streams: str = ""
    provenance: str = "off"
