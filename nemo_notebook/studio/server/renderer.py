"""The threads that make videos, apart from the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Renderer:
    """Runs one piece of work after the other, as many at a time as it has threads.

    Attributes:
        stopping: Set when the studio ends; work that is under way must stop then.
    """

    def __init__(self, threads: int = 1) -> None:
        self.stopping = threading.Event()
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="render")

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Have something done."""
        return self._executor.submit(work)

    async def run(self, work: Callable[[Callable[[], bool]], T]) -> T:
        """Have something done and wait for it.

        Args:
            work: Is given a function that says whether to stop: when the studio ends, or when
                nobody waits any more.
        """
        given_up = threading.Event()
        try:
            return await asyncio.wrap_future(
                self.submit(lambda: work(lambda: given_up.is_set() or self.stopping.is_set()))
            )
        finally:
            given_up.set()

    def stop(self, grace_s: float) -> bool:
        """Stop all work; returns whether it has stopped in time."""
        self.stopping.set()
        self._executor.shutdown(wait=False, cancel_futures=True)
        last = threading.Thread(target=self._executor.shutdown, daemon=True)
        last.start()
        last.join(grace_s)
        return not last.is_alive()
