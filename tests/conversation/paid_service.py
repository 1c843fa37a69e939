"""A hosted service on a real socket that counts what reaches it, and works on it slowly."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from nemo_notebook.protocol.events import JsonObject
from tests.client.fault_server import CLOSE, KEEP, FaultServer, Visit, ok, text

SESSIONS = "/api/tasks/me/with-session/nemo_agent"
CREDITS = "/api/credits/balance/simple"
PRICE = 10


@dataclass
class PaidService:
    """Every message costs `PRICE` credits, whether or not anybody hears the answer.

    Attributes:
        pace_s: How long it takes before it works on a message, and between two words.
        delivered: How often each message has reached it, by its words.
        available: The credits that are left.
        reached: Set when the first message is there.
        may_answer: Until it is set again, messages are taken and paid for, and not worked on.
    """

    pace_s: float = 0.0
    delivered: Counter[str] = field(default_factory=Counter)
    available: int = 10_000
    reached: threading.Event = field(default_factory=threading.Event)
    may_answer: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.server = FaultServer()
        self.may_answer.set()
        self._lock = threading.Lock()
        self._said: dict[str, list[str]] = {}
        self.server.on("POST", SESSIONS, self._open)
        self.server.on("POST", "/run_sse", self._answer)
        self.server.on("GET", CREDITS, self._credits)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.may_answer.set()
        self.server.__exit__(kind, error, traceback)

    def _open(self, visit: Visit) -> bool:
        with self._lock:
            session = f"s{len(self._said)}"
            self._said[session] = []
        self.server.on(
            "GET", f"/api/state/nemo_agent/me/{session}/latest", lambda v: self._state(v, session)
        )
        self.server.on("POST", f"/api/upload-video/nemo_agent/me/{session}", ok({"files": []}))
        return ok({"task_id": f"t-{session}", "session_id": session})(visit)

    def _answer(self, visit: Visit) -> bool:
        body = visit.request.json()
        assert isinstance(body, dict)
        said = str(body["new_message"]["parts"][0]["text"])
        with self._lock:
            self.delivered[said] += 1
            self.available -= PRICE
        self.reached.set()
        self.may_answer.wait()
        time.sleep(self.pace_s)
        with self._lock:
            self._said[str(body["session_id"])].append(said)
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        for word in ("As ", "you ", "wish."):
            time.sleep(self.pace_s)
            visit.send(text(word))
        return CLOSE

    def _state(self, visit: Visit, session: str) -> bool:
        with self._lock:
            said = list(self._said[session])
        return ok({"state": {"draft": _draft(said) if said else None}})(visit)

    def _credits(self, visit: Visit) -> bool:
        ok({"available": self.available})(visit)
        return KEEP


def _draft(said: list[str]) -> JsonObject:
    """Video, music and title, and in the title everything that was asked for."""
    return {
        "t": [
            {"tt": kind, "sg": [{"d": 1000, "m": {"title": ", ".join(said)}}]} for kind in (0, 1, 7)
        ]
    }
