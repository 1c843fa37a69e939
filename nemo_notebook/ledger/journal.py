"""The write-ahead log of a turn under way: each phase is durable before the next begins.

<key>.sending          the fence: it exists before the first byte of the message leaves
<key>.events.jsonl     accepted, then events as they come, then settled

What a process that dies leaves tells whoever comes next how far the turn had come, and that it was
sent. Nobody who finds a fence sends. Where it turns out that what was sent is lost and cost
nothing, the next attempt puts up a fence of its own (`<key>.2.sending`), again by exclusive
creation: of several that find the same, one sends, and no fence is ever taken from under somebody.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from pydantic import BaseModel, ValidationError

from nemo_notebook.ledger import files
from nemo_notebook.ledger.records import Accepted, HeardEvent, Sending, Turn

_FENCE = ".sending"
_EVENTS = ".events.jsonl"


class _Line(BaseModel):
    accepted: Accepted | None = None
    event: HeardEvent | None = None
    settled: Turn | None = None


@dataclass(frozen=True, slots=True)
class Phases:
    """How far a turn had come when its journal was last written.

    Attributes:
        accepted: The server had begun to answer; None if that is not known.
        events: What it had said.
        settled: The turn had ended, and was about to be written down.
    """

    accepted: Accepted | None = None
    events: tuple[HeardEvent, ...] = ()
    settled: Turn | None = None


class Journal:
    """The turns of a ledger that are under way.

    Args:
        folder: Where it is kept; made when the first fence is put up.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def claim(self, sending: Sending) -> bool:
        """Put up the fence of an attempt. Only who gets True may send, and only once.

        Raises:
            OSError: Nothing can be written here, so nothing may be sent.
        """
        fence = self._path(sending.key, sending.attempt, _FENCE)
        return files.create(fence, sending.model_dump_json(indent=1).encode())

    def sending(self, key: str) -> Sending | None:
        """The fence of a turn's last attempt, if there is one.

        Raises:
            ValidationError: It is damaged.
        """
        found = None
        for attempt in count(1):
            try:
                content = self._path(key, attempt, _FENCE).read_bytes()
            except FileNotFoundError:
                return found
            found = Sending.model_validate_json(content)
        return found

    def known(self) -> Iterator[str]:
        """The keys of all turns that have a fence, in no order."""
        for path in self._folder.glob(f"*{_FENCE}"):
            key = path.name.removesuffix(_FENCE)
            if "." not in key:
                yield key

    def accept(self, sending: Sending, accepted: Accepted) -> None:
        """Write down that the server has begun to answer."""
        self._append(sending, _Line(accepted=accepted), durable=True)

    def hear(self, sending: Sending, event: HeardEvent) -> None:
        """Write down an event; it outlives the process at once, and the machine when settled."""
        self._append(sending, _Line(event=event), durable=False)

    def settle(self, sending: Sending, turn: Turn) -> None:
        """Write down that a turn has ended, before its record is made."""
        self._append(sending, _Line(settled=turn), durable=True)

    def phases(self, sending: Sending) -> Phases:
        """How far an attempt has come; a line that a dying process left half-written is none."""
        accepted: Accepted | None = None
        events: list[HeardEvent] = []
        for line in self._lines(sending):
            if line.settled is not None:
                return Phases(accepted, tuple(events), line.settled)
            accepted = line.accepted or accepted
            if line.event is not None:
                events.append(line.event)
        return Phases(accepted, tuple(events))

    def clear(self, key: str) -> None:
        """Take all fences of a turn down, and first what was written behind each."""
        last = self.sending(key)
        for attempt in range(last.attempt if last else 1, 0, -1):
            self._path(key, attempt, _EVENTS).unlink(missing_ok=True)
            self._path(key, attempt, _FENCE).unlink(missing_ok=True)

    def _lines(self, sending: Sending) -> Iterator[_Line]:
        try:
            content = self._path(sending.key, sending.attempt, _EVENTS).read_bytes()
        except FileNotFoundError:
            return
        for line in content.splitlines():
            try:
                yield _Line.model_validate_json(line)
            except ValidationError:
                continue

    def _append(self, sending: Sending, line: _Line, *, durable: bool) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        # A new line first: what another process left half-written must not swallow this one.
        written = b"\n" + line.model_dump_json(exclude_none=True).encode() + b"\n"
        with self._path(sending.key, sending.attempt, _EVENTS).open("ab") as file:
            file.write(written)
            if durable:
                file.flush()
                os.fsync(file.fileno())

    def _path(self, key: str, attempt: int, ending: str) -> Path:
        number = f".{attempt}" if attempt > 1 else ""
        return self._folder / f"{key}{number}{ending}"
