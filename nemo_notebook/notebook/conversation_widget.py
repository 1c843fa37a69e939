"""A widget that shows every turn of a conversation, whoever says it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import traitlets

from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.notebook.turn_widget import TurnWidget

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from nemo_notebook.conversation.take import Take
    from nemo_notebook.notebook.show import Output

_PICKED_UP = "Not finished: say it again to pick it up. Nothing is sent twice."


class ConversationWidget(TurnWidget):
    """Shows what was said before, and then each turn as it is made: in cells, in chats, in Python.

    A turn stands there once: said again from its cell, it is found and not shown anew. One that the
    conversation does not go on from any more is marked as taken back.

    Args:
        conversation: What is shown. It does not keep the widget alive.
        on_stop: Called when Stop is pressed.

    Attributes:
        conversation: The same.
        waiting: Names of files that were handed over in cells, and go with the next sentence.
    """

    waiting = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, conversation: Conversation, *, on_stop: Callable[[], None]) -> None:
        self.conversation = conversation
        self._outputs: list[Output] = []
        self._draws_one = threading.Lock()
        self._caller: int | None = None
        self._missed: list[Callable[[], None]] | None = []
        super().__init__(backend=conversation.backend.label, on_stop=on_stop)
        conversation.watch(self)
        for take in conversation.takes():
            self.end(take.turn, take.video, take)
        self._catch_up()
        self.on_change()
        self.ask_balance(conversation)

    @property
    def takes(self) -> list[Take]:
        """What came of the turns so far, the latest last."""
        return [self._takes[index] for index in sorted(self._takes)]

    def on_turn(self, turn: TurnState, caller: int) -> None:
        """Take the newest state of the turn under way."""
        with self._lock:
            if self._missed is not None:
                self._missed.append(lambda: self.on_turn(turn, caller))
                return
            self._caller = caller
            self.follow(turn, elsewhere=not self._is_own(caller))

    def on_end(self, turn: TurnState, take: Take | None, caller: int) -> None:
        """Take a turn's last state, and what came of it."""
        with self._lock:  # who hears of the end may say the next sentence
            if self._missed is not None:
                self._missed.append(lambda: self.on_end(turn, take, caller))
                return
            self._caller = None
            index = self._show_end(turn, take, caller)
            self.on_change()
        self._aside(lambda: self._after(index))

    def on_change(self) -> None:
        """Mark the turns that were taken back, and show which files wait."""
        with self._lock:
            if self._missed is not None:
                return  # it is looked at when the turns so far are read
            keys = self.conversation.keys
            marked = [
                turn | {"undone": bool(turn["key"]) and turn["key"] not in keys}
                for turn in self.turns
            ]
            is_news = marked != self.turns
            self.turns = marked
            self.waiting = list(self.conversation.waiting)
        if is_news:
            self._aside(self._draw)

    def _is_own(self, caller: int) -> bool:  # noqa: ARG002 (a chat's own are)
        """Whether a turn was said in this widget."""
        return False

    def _show_end(self, turn: TurnState, take: Take | None, caller: int) -> int | None:  # noqa: ARG002 (as above)
        """Show how a turn has ended; its index, None where it leaves nothing to be seen."""
        video = take.video if take is not None else None
        for index, (known, shown) in enumerate(self._ended):
            if turn.key and known.key == turn.key:
                if shown is not None or video is None:
                    self.drop()
                    return index
                return self.end(turn, video, take, place=index)
        if turn.stage is Stage.STOPPED:
            turn = turn.noting(_PICKED_UP)
        return self.end(turn, video, take)

    def _after(self, index: int | None) -> None:
        """What takes longer than a watcher may."""
        if index is not None:
            self._draw()
            self.bring(index)
        self.ask_balance(self.conversation)

    def _catch_up(self) -> None:
        """See what has happened while the turns so far were read."""
        with self._lock:
            missed, self._missed = self._missed or [], None
            for event in missed:
                event()

    def _ipython_display_(self) -> None:
        from IPython import get_ipython  # noqa: PLC0415 (IPython calls this)

        from nemo_notebook.notebook.show import Output  # noqa: PLC0415 (it imports this)

        shell: InteractiveShell | None = get_ipython()
        if shell is not None:
            self._outputs.append(Output(shell))
            self._draw()

    def _draw(self) -> None:
        """Have each output say for every reader what has been said and made."""
        with self._draws_one:  # or an older drawing could be the last
            with self._lock:
                marked = zip(self.turns, self._ended, strict=True)
                ended = [one for turn, one in marked if not turn.get("undone")]
            for output in self._outputs:
                output.draw_chat(ended, beside=self.conversation.folder, widget=self)
