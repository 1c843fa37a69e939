"""One thread that owns an event loop, so that plain code can call the async API.

It works in any kernel, with any loop policy, beside a loop that already runs, and patches nothing.
A keyboard interrupt in the waiting thread cancels the coroutine and waits for its cleaning up.
"""

from __future__ import annotations

import asyncio
import atexit
import contextvars
import os
import threading
import weakref
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")

SLICE_S = 0.05
"""Longest wait in one piece: on Windows a lock is not interrupted by Ctrl-C."""


class Call(Generic[T]):
    """A coroutine on the loop thread; on its way there from `begin` on."""

    def __init__(self, loop: asyncio.AbstractEventLoop, coro: Coroutine[Any, Any, T]) -> None:
        self._loop = loop
        self._coro = coro
        self._context = contextvars.copy_context()
        self._task: asyncio.Task[T] | None = None
        self._news = threading.Event()
        self._done = threading.Event()

    def begin(self) -> None:
        """Have the loop take it up."""
        self._loop.call_soon_threadsafe(self._start)

    @property
    def done(self) -> bool:
        """Whether it has ended, cleaning up included."""
        return self._done.is_set()

    def wake(self) -> None:
        """End the present wait early; for the coroutine's side, when it has posted something."""
        self._news.set()

    def wait(self) -> bool:
        """Wait for news or an end, one slice at most; whether it has ended."""
        self._news.wait(SLICE_S)
        self._news.clear()
        return self.done

    def cancel(self) -> None:
        """Cancel it and wait until it has cleaned up."""
        if not self.done and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._cancel)
        while not self._done.wait(SLICE_S):
            if self._loop.is_closed():
                return

    def result(self) -> T:
        """What it returned; raises what it raised. Only when `done`."""
        if self._task is None:
            raise asyncio.CancelledError
        return self._task.result()

    def _start(self) -> None:
        self._task = self._loop.create_task(self._coro, context=self._context)
        self._task.add_done_callback(self._finish)

    def _finish(self, task: asyncio.Task[T]) -> None:
        if not task.cancelled():
            task.exception()  # marks it as seen: the caller may have left
        self._done.set()
        self._news.set()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        else:  # it was not even begun
            self._coro.close()
            self._done.set()


class LoopThread:
    """A daemon thread with an asyncio loop; started when needed, again after `stop` or a fork."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._of_the_parent: list[object] = []
        _all.add(self)

    def start(self, coro: Coroutine[Any, Any, T]) -> Call[T]:
        """Begin a coroutine and return at once.

        Raises:
            RuntimeError: Called on the loop's own thread, which would wait for itself.
        """
        call = self._call(coro)
        call.begin()
        return call

    def run(self, coro: Coroutine[Any, Any, T], *, pump: Callable[[], None] | None = None) -> T:
        """Run a coroutine and wait for it.

        Args:
            coro: What to run.
            pump: Called on the caller's thread at least every 50 ms, and once after the end: the
                place to hand on what the coroutine has posted.

        Returns:
            What the coroutine returns.

        Raises:
            BaseException: What the coroutine raises; or what interrupted the wait or the pump,
                after the coroutine was cancelled and has cleaned up.
        """
        call = self._call(coro)
        try:  # an interrupt may come before the first wait
            call.begin()
            while not call.wait():
                if pump is not None:
                    pump()
            if pump is not None:
                pump()
        except BaseException:
            call.cancel()
            raise
        return call.result()

    def stop(self) -> None:
        """Cancel what is under way, and end the thread."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()

    def _call(self, coro: Coroutine[Any, Any, T]) -> Call[T]:
        if threading.current_thread() is self._thread:
            coro.close()
            raise RuntimeError("This is the loop's own thread: await the async API instead.")
        return Call(self._running_loop(), coro)

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None or self._thread is None or not self._thread.is_alive():
                loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=_serve, args=(loop,), name="nemo-notebook-loop", daemon=True
                )
                self._thread.start()
                self._loop = loop
            return self._loop

    def forget(self) -> None:
        """After a fork: the thread stayed with the parent, and the loop's selector is shared."""
        self._of_the_parent.append(self._loop)  # closing it would disturb the parent's
        self._lock = threading.Lock()
        self._loop = self._thread = None


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    loop.set_exception_handler(_without_late_wakes)
    try:
        loop.run_forever()
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        asyncio.set_event_loop(None)
        loop.close()


def _without_late_wakes(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Report what goes wrong in the loop, but for what AnyIO does when a read is cancelled.

    It wakes who reads a Unix socket by setting a future's result, and does not look whether that
    was cancelled in the same round of the loop. Nothing is lost by it, and a cell that was stopped
    would show a traceback.
    """
    is_late = isinstance(context.get("exception"), asyncio.InvalidStateError)
    if not (is_late and "Future.set_result" in context["message"]):
        loop.default_exception_handler(context)


_all: weakref.WeakSet[LoopThread] = weakref.WeakSet()


def _forget_all() -> None:
    for thread in list(_all):
        thread.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)

_shared = LoopThread()
atexit.register(_shared.stop)


def shared_loop() -> LoopThread:
    """The one loop thread of this process."""
    return _shared
