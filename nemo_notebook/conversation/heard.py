"""How far the streams of a turn have come, for who has to tell whether it is over."""

from __future__ import annotations

from dataclasses import dataclass, field

from nemo_notebook.protocol.events import (
    Aborted,
    Event,
    Heartbeat,
    StreamError,
    TextEvent,
    ToolCall,
    ToolResult,
    TurnComplete,
)


@dataclass(slots=True)
class Heard:
    """What a turn's streams have said so far.

    Attributes:
        last_id: Of the last event.
        resume_path: Where the run can be attached to again, or None.
        is_complete: Whether the server has said that the turn is over.
        was_aborted: Whether it has said that the turn was cut short.
        said_something: Whether there were words for the person.
        is_writing: Whether the last of them are the beginning of a text.
        failed_last: Whether the last thing was an error.
        is_flat: Whether the events are of the flat flavour.
        attached_to_the_end: Whether a stream that was attached to was closed in order.
        invocation: The server's own name for the turn, where it says one.
        under_way: Tools that have begun and not ended.
    """

    last_id: str = ""
    resume_path: str | None = None
    is_complete: bool = False
    was_aborted: bool = False
    said_something: bool = False
    is_writing: bool = False
    failed_last: bool = False
    is_flat: bool = False
    attached_to_the_end: bool = False
    invocation: str = ""
    under_way: set[str] = field(default_factory=set)

    def take(self, event: Event) -> None:
        """Take note of an event."""
        self.is_flat = self.is_flat or "type" in event.raw
        named = event.raw.get("invocationId", event.raw.get("invocation_id"))
        self.invocation = self.invocation or (named if isinstance(named, str) else "")
        if not isinstance(event, Heartbeat):
            self.failed_last = isinstance(event, StreamError)
        match event:
            case TextEvent():
                self.said_something = True
                self.is_writing = event.partial
            case ToolCall(name=name):
                self.under_way.add(name)
                self.is_writing = False
            case ToolResult(name=name, response=response):
                if response.get("status") not in {"pending", "processing"}:
                    self.under_way.discard(name)
            case TurnComplete() | Aborted():
                self.is_complete = True
                self.was_aborted = isinstance(event, Aborted)

    @property
    def is_an_answer(self) -> bool:
        """Whether the stream may have ended for good: with words, or with an error."""
        return self.failed_last or (self.said_something and not self.under_way)

    @property
    def is_over(self) -> bool:
        """Whether the server has said all; the flat flavour has no word for it but to close."""
        return self.is_complete or (self.is_flat and self.attached_to_the_end)
