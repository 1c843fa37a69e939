"""Following a turn: the message goes out once, whatever the connection does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import pytest

from nemo_notebook.client import AsyncNemoClient
from nemo_notebook.conversation.asides import FOLLOWING, PROCESSING, Aside
from nemo_notebook.conversation.follow import Follower, draft_digest
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import State
from nemo_notebook.protocol.errors import (
    BackendError,
    ConnectionLostError,
    NemoError,
    ServiceError,
    TurnIndeterminateError,
)
from nemo_notebook.protocol.events import (
    Event,
    Heartbeat,
    JsonObject,
    StateChange,
    StreamError,
    TextEvent,
    ToolCall,
    TurnComplete,
)

BEFORE: JsonObject = {"t": []}
CLIP: JsonObject = {"tt": 0, "sg": [{"d": 5000}]}
MUSIC: JsonObject = {"tt": 1, "sg": [{"d": 5000}]}
TITLE: JsonObject = {"tt": 7, "sg": [{"d": 3000}]}
AFTER: JsonObject = {"t": [CLIP, MUSIC, TITLE]}
RAW_CLIP: JsonObject = {"t": [CLIP]}
END = TurnComplete()


@dataclass
class Connection:
    """One stream: what it says, and how it ends."""

    says: list[str | Event] = field(default_factory=list)
    ends: NemoError | None = None
    resume_path: str | None = None
    last_event_id: str = ""

    async def __aiter__(self) -> AsyncIterator[Event]:
        for said in self.says:
            if isinstance(said, str):
                self.last_event_id = said
                yield TextEvent(text=said)
            else:
                yield said
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
    attach_takes_s: float = 0.0
    time: float = 1000.0

    @asynccontextmanager
    async def message(
        self,
        _session: str,
        text: str,
        *,
        seed: int | None = None,
        on_leaving: Callable[[], None],
    ) -> AsyncIterator[Connection]:
        self.asked.append(f"message {text}" if seed is None else f"message {text} by {seed}")
        if isinstance(self.message_is, NemoError):
            raise self.message_is
        on_leaving()
        yield self.message_is

    @asynccontextmanager
    async def resume(self, path: str, last_event_id: str) -> AsyncIterator[Connection]:
        self.asked.append(f"resume {path} after {last_event_id}")
        self.time += self.attach_takes_s
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
        self.time += seconds

    def follower(
        self, *, local: bool = False, age_s: float = 0.0, before: Draft | None = None
    ) -> Follower:
        return Follower(
            client=cast("AsyncNemoClient", self),
            session_id="s1",
            draft_before=draft_digest(before.raw if before else BEFORE),
            before=before,
            local=local,
            age_s=age_s,
            sleep=self.sleep,
            now=lambda: self.time,
        )

    def messages_sent(self) -> int:
        return sum(asked.startswith("message") for asked in self.asked)


async def heard(events: AsyncIterator[Event]) -> list[str]:
    return [event.text for event in [e async for e in events] if isinstance(event, TextEvent)]


async def everything(events: AsyncIterator[Event]) -> list[Event]:
    return [event async for event in events if not isinstance(event, Heartbeat)]


def notes(events: list[Event]) -> list[str]:
    return [event.note for event in events if isinstance(event, Aside) and event.note]


def labels(events: list[Event]) -> list[str]:
    return [event.label for event in events if isinstance(event, Aside) and event.label]


def timelines(events: list[Event]) -> list[object]:
    return [event.delta["draft"] for event in events if isinstance(event, StateChange)]


async def test_a_turn_that_is_complete_by_the_servers_word_is_over() -> None:
    server = Server(Connection(["a", "b", END]))
    assert await heard(server.follower().send("pan")) == ["a", "b"]
    assert server.asked == ["message pan"]


async def test_words_without_a_change_are_an_answer() -> None:
    server = Server(Connection(["a", "b"]))
    assert await heard(server.follower().send("what can you do?")) == ["a", "b"]
    assert server.asked == ["message what can you do?", "state"]
    assert server.slept == []


async def test_an_error_that_ends_the_stream_is_not_waited_on() -> None:
    server = Server(Connection([ToolCall(name="generate_video"), StreamError(message="no")]))
    events = await everything(server.follower().send("pan"))
    assert isinstance(events[-1], StreamError)
    assert server.slept == []


async def test_a_silent_turn_is_looked_after_until_its_change_shows() -> None:
    before = Draft(RAW_CLIP)
    titled: JsonObject = {"t": [CLIP, TITLE]}
    server = Server(Connection(), drafts=[RAW_CLIP, RAW_CLIP, titled])
    events = await everything(server.follower(before=before).send("add a title"))
    assert labels(events) == [PROCESSING]
    assert timelines(events) == [titled]
    assert server.slept == [30, 60]
    assert server.messages_sent() == 1


async def test_a_stream_that_closes_while_work_is_under_way_is_not_the_end() -> None:
    server = Server(
        Connection(["I begin.", ToolCall(name="generate_video")]), drafts=[BEFORE, AFTER]
    )
    events = await everything(server.follower(before=Draft(BEFORE)).send("pan"))
    assert timelines(events) == [AFTER]


async def test_a_silent_turn_that_did_nothing_ends_when_no_turn_can_last_longer() -> None:
    server = Server(Connection())
    events = await everything(server.follower(before=Draft(BEFORE)).send("pan"))
    assert sum(server.slept) >= 960
    assert "No change on the timeline for 3 minutes" in " ".join(notes(events))
    assert server.messages_sent() == 1


async def test_two_stages_are_told_one_after_the_other() -> None:
    with_music: JsonObject = {"t": [CLIP, MUSIC]}
    server = Server(
        Connection(["Here is the clip."]),
        drafts=[RAW_CLIP, RAW_CLIP, RAW_CLIP, with_music, with_music, AFTER],
    )
    events = await everything(server.follower(before=Draft(BEFORE)).send("pan"))
    assert timelines(events) == [RAW_CLIP, with_music, AFTER]
    assert notes(events) == ["The raw clip is there; music, title and effects follow."]
    assert labels(events) == [FOLLOWING]


async def test_a_first_stage_that_nothing_follows_is_the_result_after_a_while() -> None:
    server = Server(Connection(["Here it is."]), drafts=[RAW_CLIP])
    events = await everything(server.follower(before=Draft(BEFORE)).send("pan, no music"))
    assert timelines(events) == [RAW_CLIP]
    assert sum(server.slept) == 90


async def test_an_edit_has_no_second_stage() -> None:
    edited: JsonObject = {"t": [CLIP], "d": 1}
    server = Server(Connection(["Warmer now."]), drafts=[edited])
    events = await everything(server.follower(before=Draft(RAW_CLIP)).send("warmer"))
    assert timelines(events) == [edited]
    assert server.slept == []


async def test_a_stream_that_closes_without_its_end_is_attached_to_again() -> None:
    server = Server(Connection(["a"], resume_path="/run_sse/e-1"), resumes=[Connection(["b", END])])
    assert await heard(server.follower().send("pan")) == ["a", "b"]
    assert server.asked == ["message pan", "resume /run_sse/e-1 after a"]


async def test_the_flat_flavour_is_over_when_nothing_more_can_be_had() -> None:
    first, second = (TextEvent(text=said, raw={"type": "text", "content": said}) for said in "ab")
    server = Server(Connection([first], resume_path="/run_sse/e-1"), resumes=[Connection([second])])
    assert await heard(server.follower().send("pan")) == ["a", "b"]
    assert server.asked == ["message pan", "resume /run_sse/e-1 after "]


async def test_a_long_interruption_is_told_and_a_short_one_is_not() -> None:
    lost = ConnectionLostError("gone")
    for takes_s, told in ((0.0, []), (40.0, ["The connection was interrupted for 42 s"])):
        server = Server(
            Connection(["a"], ends=lost, resume_path="/run_sse/e-1"),
            resumes=[Connection(["b", END])],
            attach_takes_s=takes_s,
        )
        events = await everything(server.follower().send("pan"))
        assert [note.partition(";")[0] for note in notes(events)] == told


async def test_a_hosted_service_that_is_away_for_a_while_is_waited_for() -> None:
    server = Server(
        Connection(["a"], ends=ConnectionLostError("gone")),
        drafts=[BackendError("no network"), ServiceError("busy", status=503), AFTER],
    )
    events = await everything(server.follower().send("pan"))
    assert timelines(events) == [AFTER]


async def test_a_refusal_to_show_the_state_is_no_refusal_of_the_message() -> None:
    server = Server(
        Connection(["a"], ends=ConnectionLostError("gone")),
        drafts=[ServiceError("Session not found", status=404)],
    )
    with pytest.raises(TurnIndeterminateError, match="was sent"):
        await heard(server.follower().send("pan"))


async def test_a_broken_stream_is_attached_to_again_after_the_last_event() -> None:
    lost = ConnectionLostError("gone")
    server = Server(
        Connection(["a", "b"], ends=lost, resume_path="/run_sse/e-1"),
        resumes=[BackendError("not yet"), Connection(["c"], ends=lost), Connection(["d", END])],
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
    assert timelines(events) == [AFTER]
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
