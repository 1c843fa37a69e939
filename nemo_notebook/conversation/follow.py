"""From a message to the last of its events, whatever happens to the connection on the way.

The message goes out once. When the stream breaks, the same run is attached to again where the
server offers it; else the session's state is read until it shows what became of the turn.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import anyio

from nemo_notebook.client import AsyncNemoClient
from nemo_notebook.ledger.key import digest
from nemo_notebook.protocol.errors import (
    BackendError,
    ConnectionLostError,
    NemoError,
    ServiceError,
    TurnIndeterminateError,
)
from nemo_notebook.protocol.events import Event, Heartbeat, JsonObject, StateChange

TURN_LIMIT_S = 900.0
MARGIN_S = 60.0
_SERVER_FAILED = 500


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait between tries, and when to stop waiting, in seconds."""

    resume_after_s: tuple[float, ...]
    poll_after_s: tuple[float, ...]
    give_up_after_s: float


_HOSTED = Patience(
    resume_after_s=(2, 4, 8, 16), poll_after_s=(30, 60), give_up_after_s=TURN_LIMIT_S + MARGIN_S
)
# A studio that answers but has no change to show after seconds has lost the turn with its life.
_LOCAL = Patience(resume_after_s=(0.2, 0.5, 1), poll_after_s=(0.5,), give_up_after_s=5)


@dataclass(slots=True)
class Follower:
    """Follows one turn on one session.

    Args:
        client: Talks to the server.
        session_id: The session that the message belongs to.
        draft_before: `draft_digest` of the state before the message.
        local: Whether the server is on this machine, and may be asked more often.
        age_s: How long ago the message was sent, where it was sent before.
        sleep: Waits for seconds; a fake one in tests.
    """

    client: AsyncNemoClient
    session_id: str
    draft_before: str
    local: bool = False
    age_s: float = 0.0
    sleep: Callable[[float], Awaitable[None]] = field(default=anyio.sleep, repr=False)

    async def send(self, text: str) -> AsyncIterator[Event]:
        """Send the message, once, and yield its events to the last.

        Raises:
            BackendError: The message never left.
            ServiceError: The server refused it.
            ConnectionLostError: The server is gone, and what became of the message with it.
            TurnIndeterminateError: The server answers, but shows no trace of the turn.
        """
        resume_path, last_id = None, ""
        try:
            async with self.client.message(self.session_id, text) as stream:
                resume_path = stream.resume_path
                try:
                    async for event in stream:
                        yield event
                finally:
                    last_id = stream.last_event_id
        except ConnectionLostError:
            pass
        except ServiceError as refusal:
            # A server that fails may have worked on the message before it did.
            if (refusal.status or 0) < _SERVER_FAILED:
                raise
        else:
            return
        try:
            async for event in self._recover(resume_path, last_id):
                yield event
        except BackendError as gone:
            raise ConnectionLostError("The connection broke and the server is gone") from gone

    async def look(self) -> AsyncIterator[Event]:
        """Yield what became of a message that was sent earlier, by the state alone.

        Raises:
            TurnIndeterminateError: No change shows, and a turn cannot take longer.
        """
        delays = iter(self._patience.poll_after_s)
        delay, waited = 0.0, self.age_s if not self.local else 0.0
        while True:
            draft = (await self.client.state(self.session_id)).draft or {}
            if draft_digest(draft) != self.draft_before:
                yield StateChange(delta={"draft": draft})
                return
            if waited >= self._patience.give_up_after_s:
                raise TurnIndeterminateError(
                    "The connection broke, and the timeline shows no change since",
                    hint="The message was not sent again; ask for another take to send it anew.",
                )
            yield Heartbeat()
            delay = next(delays, delay)
            await self.sleep(delay)
            waited += delay

    async def _recover(self, resume_path: str | None, last_id: str) -> AsyncIterator[Event]:
        for delay in self._patience.resume_after_s if resume_path else ():
            await self.sleep(delay)
            try:
                async with self.client.resume(resume_path or "", last_id) as stream:
                    try:
                        async for event in stream:
                            yield event
                    finally:
                        last_id = stream.last_event_id or last_id
            except NemoError:
                continue
            else:
                return
        async for event in self.look():
            yield event

    @property
    def _patience(self) -> Patience:
        return _LOCAL if self.local else _HOSTED


def draft_digest(draft: JsonObject | None) -> str:
    """What tells one state of the timeline from another."""
    return digest(draft or {}, form="nemo-draft/1")
