"""Clocks, deadlines and back-off: how long the client waits, and for what."""

from __future__ import annotations

import asyncio
import email.utils
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import anyio

TICK_S = 0.2
"""How often a waiting loop is woken."""

LONGEST_WAIT_S = 120.0
"""A server that asks for more patience than this is not waited for."""

RATE_LIMIT_WAIT_S = 30.0
"""The wait after a 429 that names none."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Longest waits, in seconds.

    Attributes:
        connect: For a connection.
        read: For the next bytes of an answer.
        upload: For the answer to an upload, which the server may look at first.
        silence: For the next bytes of a message's stream; heartbeats count.
        quiet: For news in a message's stream; heartbeats do not count.
        turn: For the end of a message's stream.
    """

    connect: float = 10.0
    read: float = 60.0
    upload: float = 300.0
    silence: float = 75.0
    quiet: float = 600.0
    turn: float = 900.0


@dataclass(frozen=True, slots=True)
class Timing:
    """Where the time comes from, and how long what may take; tests have one that does not wait."""

    now: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = anyio.sleep
    deadlines: Deadlines = field(default_factory=Deadlines)


def backoff(attempt: int) -> float:
    """Seconds before the next attempt: 0.5 s doubled each time, at most 8 s, less up to a quarter.

    Args:
        attempt: How many attempts have failed, from 1.
    """
    return min(0.5 * 2.0 ** (attempt - 1), 8.0) * (1 - 0.25 * random.random())  # noqa: S311 (spreads load, guards nothing)


def retry_after(value: str | None, wall: float) -> float | None:
    """Read a `Retry-After` header: seconds, or a date.

    Args:
        value: The header's value.
        wall: Now, as seconds since the epoch.

    Returns:
        Seconds from now; None where the header is missing or unreadable.
    """
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(value).timestamp() - wall
        except ValueError:
            return None
    return max(seconds, 0.0) if seconds == seconds else None  # noqa: PLR0124 (not a number)


@contextmanager
def ticking() -> Iterator[None]:
    """Keep the running loop from sleeping through an interrupt.

    ipykernel's interrupt handler runs inside the loop's own thread and does not wake a loop that
    waits for a socket, so a silent `await` in a cell could not be stopped.
    """
    loop = asyncio.get_running_loop()
    handle: asyncio.TimerHandle | None = None

    def tick() -> None:
        nonlocal handle
        handle = loop.call_later(TICK_S, tick)

    tick()
    try:
        yield
    finally:
        if handle is not None:
            handle.cancel()
