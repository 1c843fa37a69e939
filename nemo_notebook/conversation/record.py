"""A turn under way, written down while it comes: what a process that dies leaves to the next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pydantic import JsonValue

from nemo_notebook.conversation.heard import Heard
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Accepted, HeardEvent, Sending
from nemo_notebook.protocol.events import Event, Heartbeat, JsonObject, lift


@dataclass(slots=True)
class Recorder:
    """Writes down how far a turn has come.

    Args:
        ledger: Where.
        sending: The turn's fence.
    """

    ledger: Ledger
    sending: Sending
    _last: JsonObject | None = field(default=None, init=False, repr=False)

    def accepted(self, resume_path: str | None) -> None:
        """The server has begun to answer."""
        accepted = Accepted(resume_path=resume_path or "", at=datetime.now(UTC))
        with suppress(OSError):  # a full disk must not end a turn that is paid for
            self.ledger.journal.accept(self.sending, accepted)

    def heard(self, event: Event, event_id: str) -> None:
        """It has said something; several events of one frame are written down once."""
        if isinstance(event, Heartbeat) or not event.raw or event.raw is self._last:
            return
        self._last = event.raw
        raw = _without_addresses(event.raw)
        if not isinstance(raw, dict):
            return
        with suppress(OSError):  # as above
            self.ledger.journal.hear(self.sending, HeardEvent(id=event_id, raw=raw))


def recalled(ledger: Ledger, sending: Sending) -> tuple[Heard, list[Event]]:
    """How far a turn had come, and what had been said in it."""
    phases = ledger.journal.phases(sending)
    heard, events = Heard(), list(_events(phases.events))
    for event in events:
        heard.take(event)
    heard.last_id = phases.events[-1].id if phases.events else ""
    if phases.accepted is not None:
        heard.resume_path = phases.accepted.resume_path or None
    return heard, events


def _events(kept: tuple[HeardEvent, ...]) -> Iterator[Event]:
    for event in kept:
        yield from lift(json.dumps(event.raw, ensure_ascii=False), id=event.id)


def _without_addresses(value: JsonValue) -> JsonValue:
    """The same without addresses, which may hold a signature; words are kept as they are."""
    if isinstance(value, dict):
        return {name: _without_addresses(held) for name, held in value.items()}
    if isinstance(value, list):
        return [_without_addresses(held) for held in value]
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        return ""
    return value
