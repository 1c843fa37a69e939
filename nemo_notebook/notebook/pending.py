"""A turn under way: waited for by its cell, or while the notebook goes on."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

from nemo_notebook.client.loop import SLICE_S
from nemo_notebook.conversation.progress import OnUpdate
from nemo_notebook.conversation.take import Take
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.notebook.troubles import shortened
from nemo_notebook.protocol.errors import NemoError, TurnError

if TYPE_CHECKING:
    from nemo_notebook.notebook.live import View

Say = Callable[[OnUpdate], Take]
BEFORE = "Waiting for the turn before"


class Saying:
    """A sentence on its way to a take, shown by a view and stopped from any thread.

    Args:
        sentence: What is said.
        say: Says it, and is told where the turn's states go.
        cancel: Ends what a thread has called `say` for, from another thread.
        after: The turns of the same conversation that have to end first.
        stopped_take: Makes a take of a turn that was stopped.
    """

    def __init__(
        self,
        sentence: str,
        say: Say,
        *,
        cancel: Callable[[int], None],
        after: Sequence[PendingTake],
        stopped_take: Callable[[TurnState], Take],
    ) -> None:
        self.sentence = sentence
        self._say = say
        self._cancel = cancel
        self._after = after
        self._stopped_take = stopped_take
        self._lock = threading.Lock()
        self._thread: int | None = None
        self._stopped = False

    def stop(self) -> None:
        """End the turn; whoever waits for it gets what there is."""
        with self._lock:
            # It comes twice where a page can say it on two channels.
            thread = None if self._stopped else self._thread
            self._stopped = True
        if thread is not None:
            self._cancel(thread)

    def follow(self, view: View) -> Take:
        """See it through on this thread; an interrupt stops it.

        Raises:
            NemoError: What went wrong and what to do next.
        """
        try:
            self._wait_for_those_before(view)
            take = self._say(lambda turn: self._tell(view, turn))
        except (KeyboardInterrupt, asyncio.CancelledError):
            return self._stopped_take(view.end_stopped(self.sentence))
        except NemoError as error:
            view.end_failed()
            shortened(error, told=view.tells_troubles)
            raise
        view.end(take.turn, take.video, take)
        return take

    def _tell(self, view: View, turn: TurnState) -> None:
        view.update(turn)
        if self._stopped and not turn.stage.is_last:  # it came before there was what to cancel
            raise asyncio.CancelledError

    def _wait_for_those_before(self, view: View) -> None:
        for turn in self._after:
            if not turn.done:
                view.update(TurnState(self.sentence).at(Stage.WAITING, BEFORE))
            while not (turn.wait(SLICE_S) or self._stopped):
                pass
        with self._lock:
            if self._stopped:
                raise asyncio.CancelledError
            self._thread = threading.get_ident()


class PendingTake:
    """A take that is being made while the notebook goes on.

    `await pending`, or `pending.result()` where nothing can be awaited, gives the `Take`. The video
    plays where the turn was said. An interrupt of the cell that waits stops the turn, which then
    leaves a take without a video, and no error.

    Args:
        saying: The turn.
        view: Where it is shown; told on a thread of its own.
        settle: Told of the take when it is there.
    """

    def __init__(self, saying: Saying, view: View, settle: Callable[[Take], None]) -> None:
        self._saying = saying
        self._view = view
        self._settle = settle
        self._over = threading.Event()
        self._take: Take | None = None
        self._error: BaseException | None = None
        # What is published by this thread belongs to the cell that it was begun in.
        context = contextvars.copy_context()
        threading.Thread(
            target=context.run, args=(self._work,), name="nemo-notebook-turn", daemon=True
        ).start()

    def __repr__(self) -> str:
        if not self.done:
            return f"“{self.sentence}” is under way: await it, or ask for its result()."
        return repr(self._take if self._take is not None else self._error)

    def __await__(self) -> Generator[object, None, Take]:
        return self._awaited().__await__()

    @property
    def sentence(self) -> str:
        """What was said."""
        return self._saying.sentence

    @property
    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return self._over.is_set()

    def stop(self) -> None:
        """End the turn, from any thread, and do not wait for its end."""
        if not self.done:
            self._saying.stop()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the end, at most so many seconds; whether it has come."""
        return self._over.wait(timeout)

    def result(self, timeout: float | None = None) -> Take:
        """Wait for the take.

        Args:
            timeout: Seconds; without it, as long as it takes.

        Raises:
            NemoError: What went wrong and what to do next.
            TimeoutError: The time is over, and the turn goes on.
        """
        left = float("inf") if timeout is None else timeout
        with self._view.waited_for():
            try:
                while not self._over.wait(min(SLICE_S, max(left, 0))):
                    left -= SLICE_S
                    if left <= 0:
                        raise TimeoutError(repr(self))
            except KeyboardInterrupt:
                self.stop()
                self._over.wait()
        return self._outcome()

    async def _awaited(self) -> Take:
        with self._view.waited_for():
            while not self.done:
                try:
                    # In short pieces: a kernel's interrupt is noticed when its loop wakes.
                    await asyncio.sleep(SLICE_S)
                except asyncio.CancelledError:
                    self.stop()
                    if (task := asyncio.current_task()) is not None:
                        task.uncancel()  # the cell ends with what there is, not with an error
        return self._outcome()

    def _outcome(self) -> Take:
        if self._error is not None:
            raise self._error
        if self._take is None:
            raise TurnError("The turn has not ended")
        return self._take

    def _work(self) -> None:
        try:
            self._take = self._saying.follow(self._view)
            self._settle(self._take)
        except BaseException as error:  # noqa: BLE001 (it is raised where the take is asked for)
            self._error = error
        finally:
            self._over.set()
