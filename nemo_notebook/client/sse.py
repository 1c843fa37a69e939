"""Server-sent events out of bytes, as the WHATWG specification has them. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from operator import contains
from typing import NamedTuple, TypeAlias

from nemo_notebook.protocol.errors import ServiceError

MAX_EVENT_BYTES = 16 * 2**20
"""Default bound on one event: room for an inline picture, not for a flood."""

_BOM = b"\xef\xbb\xbf"
_CR = ord("\r")


class ServerSentEvent(NamedTuple):
    """One dispatched event.

    Attributes:
        event: The event's type, `message` where the stream names none.
        data: The lines of data, joined by line feeds.
        id: The last id that the stream has given, which holds for later events too.
    """

    event: str
    data: str
    id: str


class Comment(NamedTuple):
    """A sign of life: a comment line, or an event whose data is empty."""

    text: str


_new: Callable[[type[ServerSentEvent], tuple[str, str, str]], ServerSentEvent] = tuple.__new__
Item: TypeAlias = ServerSentEvent | Comment


class EventTooLargeError(ServiceError):
    """One event is larger than the decoder may hold.

    Attributes:
        before: What the same chunk held before it.
    """

    default_hint = "Raise max_event_bytes if such events are expected."

    def __init__(self, limit: int, before: list[Item]) -> None:
        super().__init__(f"The server sent one event of more than {limit:,} bytes")
        self.before = before


class EventDecoder:
    """Turns the chunks of a stream, split anywhere, into events and signs of life.

    Decoding follows https://html.spec.whatwg.org/multipage/server-sent-events.html. Beyond it,
    comments and events with empty data are reported as `Comment`, since a client must know that
    a quiet stream is alive. An event that the end of the stream leaves unfinished is never
    reported.

    Args:
        max_event_bytes: Bound on one line, and on the data of one event.

    Attributes:
        last_event_id: The last id that came with a finished event, for `Last-Event-ID`.
        retry_ms: The reconnection time that the stream asks for, or None.
    """

    def __init__(self, *, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self.last_event_id = ""
        self.retry_ms: int | None = None
        self._max = max_event_bytes
        self._head: bytes | None = b""  # what may yet turn out to be a byte order mark
        self._after_cr = False
        self._partial: list[bytes] = []  # pieces of a line whose end has not come
        self._partial_size = 0
        self._data: list[bytes] = []
        self._data_size = 0
        self._event = b""
        self._id = ""

    @property
    def unfinished(self) -> bool:
        """Whether the bytes so far end inside a line or an event."""
        return bool(self._partial or self._data)

    def feed(self, chunk: bytes) -> list[Item]:
        """Take the next bytes.

        Args:
            chunk: Any number of bytes.

        Returns:
            What they complete, in the order of the stream.

        Raises:
            EventTooLargeError: A line or an event exceeds the bound.
        """
        if self._head is not None or self._after_cr or _CR in chunk:
            chunk = self._normalized(chunk)
        end = chunk.rfind(b"\n") + 1
        items: list[Item] = []
        if end:
            lines = chunk if end == len(chunk) else chunk[:end]
            if self._partial:
                lines = b"".join((*self._partial, lines))
                self._partial, self._partial_size = [], 0
            if not self._decode_plain(lines, items):
                self._decode(lines, items)
        if end != len(chunk):
            self._partial.append(chunk[end:])
            self._partial_size += len(chunk) - end
            if self._data_size + self._partial_size > self._max:
                raise EventTooLargeError(self._max, items)
        return items

    def _normalized(self, chunk: bytes) -> bytes:
        """Drop one leading byte order mark, and end every line with a line feed."""
        if self._head is not None:
            chunk = self._head + chunk
            if len(chunk) < len(_BOM) and _BOM.startswith(chunk):
                self._head = chunk
                return b""
            self._head = None
            chunk = chunk.removeprefix(_BOM)
        if self._after_cr and chunk:
            self._after_cr = False
            chunk = chunk.removeprefix(b"\n")
        if _CR in chunk:
            self._after_cr = chunk.endswith(b"\r")
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return chunk

    def _decode_plain(self, lines: bytes, items: list[Item]) -> bool:
        """Decode whole events of one line of data each, as nearly all are; False if they are not.

        A line feed is one byte in UTF-8 and never a part of another character, so that decoding
        before splitting changes nothing.
        """
        if (
            self._data
            or self._event
            or not lines.startswith(b"data: ")
            or not lines.endswith(b"\n\n")
            or len(lines) > self._max
        ):
            return False
        content = lines[6:-2]
        if b"\n" not in content:
            if content:
                items.append(ServerSentEvent("message", _text(content), self._id))
                self.last_event_id = self._id
            return bool(content)
        data = _text(content).split("\n\ndata: ")
        if not all(data) or any(map(contains, data, repeat("\n"))):
            return False
        fields = zip(repeat("message"), data, repeat(self._id), strict=False)
        items.extend(map(_new, repeat(ServerSentEvent), fields))
        self.last_event_id = self._id
        return True

    def _decode(self, lines: bytes, items: list[Item]) -> None:
        may_overflow = self._data_size + len(lines) > self._max
        for line in lines.split(b"\n")[:-1]:
            if may_overflow and self._data_size + len(line) > self._max:
                raise EventTooLargeError(self._max, items)
            if line[:6] == b"data: ":
                self._data.append(line[6:])
                self._data_size += len(line) - 5
            elif not line:
                self._dispatch(items)
            elif line[:4] == b"id: " and b"\0" not in line:
                self._id = _text(line[4:])
            else:
                self._field(line, items)

    def _field(self, line: bytes, items: list[Item]) -> None:
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        match name:
            case b"data":
                self._data.append(value)
                self._data_size += len(value) + 1
            case b"":
                items.append(Comment(_text(value)))
            case b"event":
                self._event = value
            case b"id" if b"\0" not in value:
                self._id = _text(value)
            case b"retry" if value.isdigit():
                self.retry_ms = int(value[:18])

    def _dispatch(self, items: list[Item]) -> None:
        self.last_event_id = self._id
        if self._data:
            data = _text(b"\n".join(self._data))
            event = _text(self._event) if self._event else "message"
            items.append(_new(ServerSentEvent, (event, data, self._id)) if data else Comment(""))
            self._data.clear()
            self._data_size = 0
        self._event = b""


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
