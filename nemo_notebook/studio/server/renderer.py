"""What makes videos, apart from the event loop: one piece of work at a time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

_MOST_BEGUN = 200  # more than there may be turns and exports


class _Place:
    """Where a piece of work stands in the queue."""

    def __init__(self, is_wanted: Callable[[], bool]) -> None:
        self.is_wanted = is_wanted
        self.has_come_up = threading.Event()


class Renderer:
    """Runs one piece of work after the other, in their order.

    Work that nobody waits for any more stands aside between two of its frames while there is other
    work that somebody waits for.

    Attributes:
        stopping: Set when the studio ends; work that is under way must stop then.
    """

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self._executor = ThreadPoolExecutor(_MOST_BEGUN, thread_name_prefix="render")
        self._lock = threading.Lock()
        self._at_work: _Place | None = None
        self._queue: list[_Place] = []

    def submit(self, work: Callable[[], object]) -> None:
        """Have something done that is waited for to its end; not begun once the studio ends."""
        self._executor.submit(self._do, self._queued(lambda: True), work)

    async def run(
        self, work: Callable[[Callable[[], bool]], T], *, is_wanted: Callable[[], bool]
    ) -> T:
        """Have something done and wait for it.

        Args:
            work: Is given a function that says whether to stop: when the studio ends, or when this
                call is cancelled. Its answer takes long where other work goes first.
            is_wanted: Whether a person waits for what comes of it; called on any thread.

        Raises:
            CancelledError: The studio ends.
        """
        place, given_up = self._queued(is_wanted), threading.Event()

        def stops() -> bool:
            if not given_up.is_set():
                self._stand_aside(place)
            return given_up.is_set() or self.stopping.is_set()

        done: list[T] = []

        def begin() -> None:
            if not given_up.is_set():
                done.append(work(stops))

        begun = self._executor.submit(self._do, place, begin)
        try:
            # What is given up comes up all the same, so that the next one does.
            await asyncio.shield(asyncio.wrap_future(begun))
        finally:
            given_up.set()
        if not done:
            raise asyncio.CancelledError
        return done[0]

    def stop(self, grace_s: float) -> bool:
        """Stop all work; returns whether it has stopped in time."""
        with self._lock:
            self.stopping.set()
            for place in self._queue:
                place.has_come_up.set()
        self._executor.shutdown(wait=False, cancel_futures=True)
        last = threading.Thread(target=self._executor.shutdown, daemon=True)
        last.start()
        last.join(grace_s)
        return not last.is_alive()

    def _queued(self, is_wanted: Callable[[], bool]) -> _Place:
        place = _Place(is_wanted)
        with self._lock:
            self._queue.append(place)
            if self._at_work is None:
                self._call_next()
        return place

    def _do(self, place: _Place, work: Callable[[], object]) -> None:
        place.has_come_up.wait()
        try:
            if not self.stopping.is_set():
                work()
        finally:
            with self._lock:
                self._call_next()

    def _stand_aside(self, place: _Place) -> None:
        with self._lock:
            if self.stopping.is_set() or place.is_wanted():
                return
            if not any(other.is_wanted() for other in self._queue):
                return
            place.has_come_up.clear()
            self._queue.append(place)
            self._call_next()
        place.has_come_up.wait()

    def _call_next(self) -> None:
        """Have the first that is wanted go on, else the first; called with the lock held."""
        wanted = (place for place in self._queue if place.is_wanted())
        self._at_work = next(wanted, self._queue[0] if self._queue else None)
        if self._at_work is not None:
            self._queue.remove(self._at_work)
            self._at_work.has_come_up.set()
