"""A question to the page, on which a turn waits until a person has answered it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from uuid import uuid4


class Asking:
    """Asks one question at a time; a page that is opened meanwhile can answer it, too.

    Args:
        show: Puts a question before the person, with the id that its answer names; None takes it
            away again.
    """

    def __init__(self, show: Callable[[tuple[str, str] | None], None]) -> None:
        self._show = show
        self._lock = threading.Lock()
        self._open: tuple[str, Future[bool]] | None = None
        self._is_off = False

    def begin(self) -> None:
        """A turn begins: it may ask."""
        with self._lock:
            self._is_off = False

    def ask(self, question: str) -> bool:
        """Ask, and wait for the answer on this thread; `call_off` is a no."""
        asked: tuple[str, Future[bool]] = (uuid4().hex, Future())
        with self._lock:
            if self._is_off:
                return False
            self._open = asked
        self._show((asked[0], question))
        try:
            return asked[1].result()
        finally:
            self._open = None
            self._show(None)

    def answer(self, question_id: str, *, yes: bool) -> None:
        """Take the answer to a question; the first one counts, and one to another is late."""
        with self._lock:
            if self._open is not None and self._open[0] == question_id:
                self._decide(yes=yes)

    def call_off(self) -> bool:
        """Have nothing sent that would be asked about; whether a question was still open."""
        with self._lock:
            self._is_off = True
            return self._decide(yes=False)

    def _decide(self, *, yes: bool) -> bool:
        if self._open is None or self._open[1].done():
            return False
        self._open[1].set_result(yes)
        return True
