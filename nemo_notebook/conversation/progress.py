"""A turn under way: its newest state, and who is told of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.protocol.errors import NemoError

if TYPE_CHECKING:
    from nemo_notebook.conversation.take import AsyncTake

OnUpdate = Callable[[TurnState], None]


@asynccontextmanager
async def ticking() -> AsyncIterator[None]:
    """Wake the loop 20 times a second, so that a kernel's interrupt is noticed at once.

    A signal alone does not end a wait for the network: Python hears of it when the loop wakes.
    """

    async def tick() -> None:
        while True:  # noqa: ASYNC110 (to wake is all that it is for)
            await asyncio.sleep(_TICK_S)

    ticks = asyncio.create_task(tick())
    try:
        yield
    finally:
        ticks.cancel()


_TICK_S = 0.05


class Progress:
    """Keeps a turn's state and tells it on.

    Args:
        turn: The state to begin with.
        on_update: Called with every new state; must be quick.
        clock: Seconds that only go forward; a fake one in tests.

    Attributes:
        turn: The newest state.
        take: What the turn came to, once it has.
    """

    def __init__(
        self,
        turn: TurnState,
        on_update: OnUpdate | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._begun = clock()
        self._on_update = on_update
        self.turn = turn
        self.take: AsyncTake | None = None
        self.set(turn)

    def set(self, turn: TurnState) -> None:
        """Take a new state and tell it on."""
        self.turn = replace(turn, elapsed_ms=round((self._clock() - self._begun) * 1000))
        if self._on_update is not None:
            self._on_update(self.turn)

    def at(self, stage: Stage, label: str, progress: float | None = None) -> None:
        """Move on to a stage."""
        self.set(self.turn.at(stage, label, progress))

    @contextmanager
    def ending_well(self) -> Iterator[None]:
        """Whatever ends the turn, its last state says so."""
        try:
            yield
        except NemoError as error:
            self.set(self.turn.failed(error))
            raise
        except Exception:
            self.set(self.turn.failed(NemoError("Something went wrong inside nemo_notebook")))
            raise
        except BaseException:
            self.at(Stage.STOPPED, "Stopped")
            raise
