"""Following a turn: the message goes out once, whatever the connection does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import pytest

from nemo_notebook.client import AsyncNemoClient
from nemo_notebook.conversation.follow import Follower, draft_digest
from nemo_notebook.protocol.envelopes import State
from nemo_notebook.protocol.errors import (
    BackendError,
    ConnectionLostError,
    NemoError,
    ServiceError,
    TurnIndeterminateError,
)
from nemo_notebook.protocol.events import Event, JsonObject, StateChange, TextEvent

BEFORE: JsonObject = {"t": []}
AFTER: JsonObject = {"t": [{"tt": 0, "sg": [{"d": 5000}]}]}


@dataclass
class Connection:
    """One stream: what it says, and how it ends."""

    says: list[str] = field(default_factory=list)
    ends: NemoError | None = None
    resume_path: str | None = None
    last_event_id: str = ""

    async def __aiter__(self) -> AsyncIterator[Event]:
        for text in self.says:
            self.last_event_id = text
            yield TextEvent(text=text)
        if self.ends is not None:
            raise self.ends


@dataclass
class Server:
    """A client whose server plays a script, and writes down what it was asked."""

    message_is: Connection | NemoError
    resumes: list[Connection | NemoError] = field(default_factory=list)
    drafts: list[JsonObject | NemoError] = field(default_factory=lambda: [BEFORE])
    asked: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    @asynccontextmanager
    async def message(self, _session: str, text: str) -> AsyncIterator[Connection]:
        self.asked.append(f"message {text}")
        if isinstance(self.message_is, NemoError):
            raise self.message_is
        yield self.message_is

    @asynccontextmanager
    async def resume(self, path: str, last_event_id: str) -> AsyncIterator[Connection]:
        self.asked.append(f"resume {path} after {last_event_id}")
        connection = self.resumes.pop(0)
        if isinstance(connection, NemoError):
            raise connection
        yield connection

    async def state(self, _session: str) -> State:
        self.asked.append("state")
        draft = self.drafts.pop(0) if len(self.drafts) > 1 else self.drafts[0]
        if isinstance(draft, NemoError):
            raise draft
        return State(draft=draft)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def follower(self, *, local: bool = False, age_s: float = 0.0) -> Follower:
        return Follower(
            client=cast("AsyncNemoClient", self),
            session_id="s1",
            draft_before=draft_digest(BEFORE),
            local=local,
            age_s=age_s,
            sleep=self.sleep,
        )

    def messages_sent(self) -> int:
        return sum(asked.startswith("message") for asked in self.asked)


async def heard(events: AsyncIterator[Event]) -> list[str]:
    return [event.text for event in [e async for e in events] if isinstance(event, TextEvent)]


async def test_an_unbroken_stream_is_followed_to_its_end() -> None:
    server = Server(Connection(["a", "b"]))
    assert await heard(server.follower().send("pan")) == ["a", "b"]
    assert server.asked == ["message pan"]


async def test_a_broken_stream_is_attached_to_again_after_the_last_event() -> None:
    lost = ConnectionLostError("gone")
    server = Server(
        Connection(["a", "b"], ends=lost, resume_path="/run_sse/e-1"),
        resumes=[BackendError("not yet"), Connection(["c"], ends=lost), Connection(["d"])],
    )
    assert await heard(server.follower().send("pan")) == ["a", "b", "c", "d"]
    assert server.asked == [
        "message pan",
        "resume /run_sse/e-1 after b",
        "resume /run_sse/e-1 after b",
        "resume /run_sse/e-1 after c",
    ]
    assert server.slept == [2, 4, 8]


async def test_without_a_resume_address_the_state_tells() -> None:
    server = Server(
        Connection(["a"], ends=ConnectionLostError("gone")), drafts=[BEFORE, BEFORE, AFTER]
    )
    events = [event async for event in server.follower().send("pan")]
    assert isinstance(events[-1], StateChange)
    assert events[-1].delta == {"draft": AFTER}
    assert server.asked == ["message pan", "state", "state", "state"]
    assert server.slept == [30, 60]


async def test_the_verdict_waits_for_as_long_as_a_turn_may_take() -> None:
    server = Server(Connection(ends=ConnectionLostError("gone")))
    with pytest.raises(TurnIndeterminateError, match="not sent again"):
        await heard(server.follower().send("pan"))
    assert sum(server.slept) >= 960
    assert server.messages_sent() == 1


async def test_a_turn_of_an_hour_ago_is_judged_at_once() -> None:
    server = Server(Connection())
    with pytest.raises(TurnIndeterminateError):
        await heard(server.follower(age_s=3600).look())
    assert server.slept == []
    assert server.messages_sent() == 0


async def test_a_server_that_failed_may_have_worked_on_it() -> None:
    failed = ServiceError("The server answered with HTTP status 502", status=502)
    server = Server(failed, drafts=[AFTER])
    events = [event async for event in server.follower().send("pan")]
    assert isinstance(events[-1], StateChange)
    assert server.messages_sent() == 1


@pytest.mark.parametrize("status", [400, 402, 403, 404, 429, None])
async def test_a_refusal_is_final_and_nothing_was_done(status: int | None) -> None:
    server = Server(ServiceError("No", status=status))
    with pytest.raises(ServiceError):
        await heard(server.follower().send("pan"))
    assert server.asked == ["message pan"]


async def test_a_message_that_never_left_is_said_to_have_not() -> None:
    server = Server(BackendError("cannot be reached"))
    with pytest.raises(BackendError):
        await heard(server.follower().send("pan"))
    assert server.asked == ["message pan"]


async def test_a_server_that_is_gone_after_the_message_is_not_one_that_never_heard_it() -> None:
    server = Server(
        Connection(["a"], ends=ConnectionLostError("gone")),
        drafts=[BackendError("cannot be reached")],
    )
    with pytest.raises(ConnectionLostError):
        await heard(server.follower(local=True).send("pan"))
    assert server.messages_sent() == 1
