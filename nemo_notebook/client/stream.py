"""A message's stream while it is open: bytes to events, silence and endings told apart."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterable

import httpx

from nemo_notebook.client.answer import said
from nemo_notebook.client.sse import EventDecoder, EventTooLargeError, Item, ServerSentEvent
from nemo_notebook.client.timing import Timing, ticking
from nemo_notebook.protocol.errors import ConnectionLostError, TurnTimeoutError
from nemo_notebook.protocol.events import Event, Heartbeat, lift


class MessageStream:
    """The events of a turn, in the order in which they come.

    It ends when the server closes the stream; whether the turn is over then, only the state tells.

    Attributes:
        resume_path: Where the stream can be attached to again, or None.
        last_event_id: Of the last event seen, for `AsyncNemoClient.resume`.
    """

    def __init__(
        self,
        response: httpx.Response,
        *,
        timing: Timing,
        resume_path: str | None,
    ) -> None:
        self.resume_path = resume_path
        self.last_event_id = ""
        self._response = response
        self._deadlines = timing.deadlines
        self._timing = timing
        self._decoder = EventDecoder()
        self._started = timing.now()
        self._heard = self._started
        self._events = self._read()

    def __aiter__(self) -> AsyncIterator[Event]:
        return self

    async def __anext__(self) -> Event:
        return await anext(self._events)

    async def aclose(self) -> None:
        """Stop reading."""
        await self._events.aclose()

    async def _read(self) -> AsyncGenerator[Event, None]:
        try:
            with ticking():
                async for chunk in self._response.aiter_bytes():
                    for event in self._lifted(self._decoder.feed(chunk)):
                        yield event
                    self._check_deadlines()
        except EventTooLargeError as error:
            for event in self._lifted(error.before):
                yield event
            raise ConnectionLostError(error.message) from None
        except httpx.ReadTimeout:
            raise ConnectionLostError(
                f"The server has been silent for {self._deadlines.silence:.0f} s"
            ) from None
        except httpx.RequestError as error:
            raise ConnectionLostError(f"The connection was lost ({said(error)})") from None
        if self._decoder.unfinished and not self._framed:
            raise ConnectionLostError("The stream ended in the middle of an event")

    def _lifted(self, items: Iterable[Item]) -> Iterable[Event]:
        for item in items:
            if not isinstance(item, ServerSentEvent):
                yield Heartbeat(id=self.last_event_id)
                continue
            self.last_event_id = item.id
            for event in lift(item.data, id=item.id):
                if not isinstance(event, Heartbeat):
                    self._heard = self._timing.now()
                yield event

    def _check_deadlines(self) -> None:
        now = self._timing.now()
        if now - self._heard > self._deadlines.quiet:
            minutes = self._deadlines.quiet / 60
            raise TurnTimeoutError(f"Nothing but heartbeats for {minutes:.0f} minutes")
        if now - self._started > self._deadlines.turn:
            raise TurnTimeoutError(f"The turn took more than {self._deadlines.turn:.0f} s")

    @property
    def _framed(self) -> bool:
        """Whether the end of the body is marked, so that a cut would have been noticed."""
        headers = self._response.headers
        return "Content-Length" in headers or "chunked" in headers.get("Transfer-Encoding", "")
