"""The text that is being written in a turn, on its way to the browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from nemo_notebook.protocol.events import JsonObject

INTERVAL = 0.05
"""Seconds between two messages: a page that is told more often than 20 times a second only lags."""

SLACK = 0.05
"""And at least this share of the time that the text has taken so far: a message costs some 800
bytes of envelope, and a long text would be mostly that."""


def _later(seconds: float, call: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, call)
    timer.daemon = True
    timer.start()


class LiveText:
    """Gathers deltas into few messages, each of which says where in its text it belongs.

    A page that opens late, or is reloaded, has missed messages and has no way to ask a kernel that
    is running a cell. So the whole text goes again each time it has grown fourfold, which adds a
    third to what is sent. May be called from any thread.

    Args:
        send: Sends one custom message.
        clock: Seconds, monotonic.
        later: Calls a function after so many seconds.
    """

    def __init__(
        self,
        send: Callable[[JsonObject], None],
        *,
        clock: Callable[[], float] = time.monotonic,
        later: Callable[[float, Callable[[], None]], None] = _later,
    ) -> None:
        self._send = send
        self._clock = clock
        self._later = later
        self._lock = threading.Lock()
        self._place = (0, 0)
        self._text = ""
        self._sent = 0
        self._last_whole = 0
        self._last_sent_at = float("-inf")
        self._begun_at = clock()
        self._flush_is_due = False

    def begin(self, turn: int, message: int) -> None:
        """Turn to this message of this turn; what was pending of another one is dropped."""
        with self._lock:
            if self._place != (turn, message):
                self._place = (turn, message)
                self._text = ""
                self._sent = self._last_whole = 0
                self._begun_at = self._clock()

    def reach(self, text: str) -> None:
        """Take the text as it stands now; what was added to it is sent."""
        if text.startswith(self._text):
            self.add(text[len(self._text) :])

    def add(self, delta: str) -> None:
        """Append to the text; it is sent now or with what follows, within the interval."""
        if not delta:
            return
        with self._lock:
            self._text += delta
            now = self._clock()
            pause = max(INTERVAL, SLACK * (now - self._begun_at))
            wait = self._last_sent_at + pause - now
            if wait <= 0:
                self._send_rest()
            elif not self._flush_is_due:
                self._flush_is_due = True
                self._later(wait, self._flush_when_due)

    def flush(self) -> None:
        """Send what is pending, now."""
        with self._lock:
            self._send_rest()

    def repeat(self) -> None:
        """Send the whole text again, for a page that has missed some of it."""
        with self._lock:
            self._send_from(0)

    def _flush_when_due(self) -> None:
        with self._lock:
            self._flush_is_due = False
            self._send_rest()

    def _send_rest(self) -> None:
        if self._sent < len(self._text):
            grown_fourfold = len(self._text) >= 4 * self._last_whole
            self._send_from(0 if grown_fourfold else self._sent)

    def _send_from(self, start: int) -> None:
        if not self._text:
            return
        if start == 0:
            self._last_whole = len(self._text)
        turn, message = self._place
        self._send(
            {
                "kind": "text",
                "turn": turn,
                "message": message,
                "at": _utf16_length(self._text[:start]),
                "delta": self._text[start:],
            }
        )
        self._sent = len(self._text)
        self._last_sent_at = self._clock()


def _utf16_length(text: str) -> int:
    # A browser counts an emoji as two.
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
