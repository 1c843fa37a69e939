"""Who sees a conversation's turns, whoever says them: a chat sees the turns of cells."""

from __future__ import annotations

import logging
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from nemo_notebook.conversation.progress import OnUpdate, Progress
from nemo_notebook.conversation.turn import TurnState

if TYPE_CHECKING:
    from nemo_notebook.conversation.take import AsyncTake, Take

_log = logging.getLogger(__name__)


class Watcher(Protocol):
    """Sees every turn of a conversation from its beginning to its end, one after the other.

    It is called on the loop's own thread, which everything else waits for, so it must be quick.
    `caller` names whose call a turn is, as `Conversation.cancel` does.
    """

    def on_turn(self, turn: TurnState, caller: int) -> None:
        """Take the newest state of the turn under way."""

    def on_end(self, turn: TurnState, take: Take | None, caller: int) -> None:
        """Take a turn's last state, and what came of it unless it failed or was stopped."""

    def on_change(self) -> None:
        """The conversation went back to an earlier turn, or files wait for its next sentence."""


@dataclass(frozen=True, slots=True)
class _Seat:
    watcher: weakref.ref[Watcher]
    take_of: Callable[[AsyncTake], Take]
    caller: Callable[[], int]


class Audience:
    """Tells watchers of turns. It keeps none of them alive, and none of them can spoil a turn."""

    def __init__(self) -> None:
        self._seats: tuple[_Seat, ...] = ()
        self._under_way: tuple[TurnState, Context] | None = None

    def add(
        self, watcher: Watcher, *, take_of: Callable[[AsyncTake], Take], caller: Callable[[], int]
    ) -> None:
        """Have somebody told of the turn under way, and of whatever happens from now on.

        It is called on the loop's own thread, or what is told here could come after what is newer.

        Args:
            watcher: Who; as long as somebody else needs it.
            take_of: Makes an end's take into one that can be used without awaiting.
            caller: Tells whose call the turn under way is.
        """
        taken = (seat for seat in self._seats if seat.watcher() is not None)
        own = _Seat(weakref.ref(watcher), take_of, caller)
        self._seats = (*taken, own)
        if self._under_way is not None:
            turn, context = self._under_way
            self._tell(lambda watcher, _: watcher.on_turn(turn, context.run(caller)), own)

    def hears(self, on_update: OnUpdate | None) -> OnUpdate:
        """Tells whoever said a turn, and the watchers."""
        context = copy_context()  # it knows whose call it is

        def tell(turn: TurnState) -> None:
            if on_update is not None:
                on_update(turn)
            self._under_way = turn, context
            self._tell(lambda watcher, seat: watcher.on_turn(turn, seat.caller()))

        return tell

    @contextmanager
    def until_the_end(self, progress: Progress) -> Iterator[None]:
        """However the turn ends in here, tell of it."""
        try:
            yield
        finally:
            self._under_way = None
            turn, take = progress.turn, progress.take
            self._tell(
                lambda watcher, seat: watcher.on_end(
                    turn, seat.take_of(take) if take is not None else None, seat.caller()
                )
            )

    def change(self) -> None:
        """Tell that the conversation stands elsewhere, or other files wait."""
        self._tell(lambda watcher, _: watcher.on_change())

    def _tell(self, call: Callable[[Watcher, _Seat], None], *seats: _Seat) -> None:
        for seat in seats or self._seats:
            if (watcher := seat.watcher()) is None:
                continue
            try:
                call(watcher, seat)
            except Exception:  # noqa: BLE001 (the turn goes on, whatever a watcher does)
                _log.exception("A watcher of a conversation failed")
