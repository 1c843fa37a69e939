"""The chat: a conversation that is held in a widget, while no cell runs."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import traitlets

from nemo_notebook.conversation.aio import MEDIA_FOLDER
from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.notebook.pieces import Intake
from nemo_notebook.notebook.turn_widget import TurnWidget
from nemo_notebook.protocol.errors import InputError, NemoError
from nemo_notebook.protocol.events import JsonObject

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from nemo_notebook.conversation.take import Take
    from nemo_notebook.notebook.show import Output

PHOTO_FOLDER = "photos"
"""Where photos that are dropped into a chat are kept, in the folder of the videos."""

_PICKED_UP = "Not finished: say it again to pick it up. Nothing is sent twice."


class ChatWidget(TurnWidget):
    """A conversation held by writing and dropping photos, beside the videos that come of it.

    A turn is made on the package's own threads: the kernel runs its cells meanwhile.

        from nemo_notebook import ChatWidget
        chat = ChatWidget()
        chat

    Args:
        conversation: What to go on with, or None for a new one. Cells may use it, too; one turn is
            made after the other.

    Attributes:
        conversation: The same.
        waiting: Names of files that were handed over in cells, and go with the next sentence.
    """

    waiting = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, conversation: Conversation | None = None) -> None:
        self.conversation = conversation if conversation is not None else Conversation()
        self._intake = Intake(self.conversation.folder / MEDIA_FOLDER / PHOTO_FOLDER)
        self._outputs: list[Output] = []
        self._is_busy = self._is_stopped = False
        self._thread: int | None = None
        super().__init__(backend=self.conversation.backend.label, on_stop=self._stop)
        self.use = "chat"
        for take in self.conversation.takes():
            self.end(take.turn, take.video, take)
        self.waiting = list(self.conversation.waiting)
        self.ask_balance(self.conversation)

    @property
    def takes(self) -> list[Take]:
        """What came of the turns so far, the latest last."""
        return [self._takes[index] for index in sorted(self._takes)]

    def say(self, text: str, *photos: str | Path) -> None:
        """Say something as if it were written into the widget, and return at once.

        Args:
            text: What should happen.
            photos: Files to hand over with it.

        Raises:
            InputError: A turn is under way.
        """
        with self._lock:
            if self._is_busy:
                raise InputError("A turn is under way", hint="Wait for its end, or stop it.")
            self._is_busy, self._is_stopped = True, False
        self._aside(lambda: self._see_through(text, photos))

    def _answer(self, content: JsonObject, buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "say", "id": str(said), "text": str(text), "photos": list(photos)}:
                self._hear(said, text, [str(photo) for photo in photos])
            case {"kind": "hand", "id": str(file_id)}:
                self._take_piece(file_id, content, buffers)
            case {"kind": "forget", "id": str(file_id)}:
                self._intake.forget(file_id)
            case _:
                super()._answer(content, buffers)

    def _hear(self, said: str, text: str, photo_ids: list[str]) -> None:
        try:
            self.say(text, *self._intake.collect(photo_ids))
        except NemoError as error:
            self.send({"kind": "unsaid", "id": said, "message": str(error)})
        else:
            self.send({"kind": "heard", "id": said})

    def _take_piece(self, file_id: str, content: JsonObject, buffers: list[memoryview]) -> None:
        try:
            match content:
                case {"name": str(name), "size": int(size), "part": int(part), "parts": int(parts)}:
                    taken = self._intake.take(
                        file_id, name, size, part=part, parts=parts, data=bytes(buffers[0])
                    )
                case _:
                    return
        except (NemoError, OSError) as error:
            self.send({"kind": "refused", "id": file_id, "message": str(error)})
            return
        if isinstance(taken, int):
            self.send({"kind": "taken", "id": file_id, "parts": taken})
        else:
            self.send({"kind": "ready", "id": file_id, "name": taken.name})

    def _see_through(self, text: str, photos: tuple[str | Path, ...]) -> None:
        """Hold a turn to its end, on a thread of its own."""
        take = None
        self._thread = threading.get_ident()
        try:
            take = self.conversation.say(text, *photos, on_update=self._follow)
        except NemoError as error:
            turn = self._so_far(text).failed(error)
        except asyncio.CancelledError:
            turn = self._so_far(text).at(Stage.STOPPED, "Stopped").noting(_PICKED_UP)
        except Exception as error:  # noqa: BLE001 (a fault of ours must not leave the chat waiting)
            turn = self._so_far(text).failed(NemoError("Something went wrong inside nemo_notebook"))
            self.show_problem(error)
        else:
            turn = take.turn
        with self._lock:  # who hears of the end may say the next sentence
            index = self.end(turn, take.video if take is not None else None, take)
            self.waiting = list(self.conversation.waiting)
            self._is_busy = False
        self._draw()
        self.bring(index)
        self.ask_balance(self.conversation)

    def _so_far(self, text: str) -> TurnState:
        return self._newest or TurnState(text, backend=self.backend)

    def _stop(self) -> None:
        with self._lock:  # it comes twice where the page can say it on two channels
            is_news, self._is_stopped = not self._is_stopped, True
        if is_news and self._thread is not None:
            self.conversation.cancel(self._thread)

    def _follow(self, turn: TurnState) -> None:
        self.follow(turn)
        if self._is_stopped and not turn.stage.is_last:  # before there was what to cancel
            raise asyncio.CancelledError

    def _ipython_display_(self) -> None:
        from IPython import get_ipython  # noqa: PLC0415 (IPython calls this)

        from nemo_notebook.notebook.show import Output  # noqa: PLC0415 (it imports this)

        shell: InteractiveShell | None = get_ipython()
        if shell is not None:
            self._outputs.append(Output(shell))
            self._draw()

    def _draw(self) -> None:
        """Have each output say for every reader what has been said and made."""
        for output in self._outputs:
            output.draw_chat(self._ended, beside=self.conversation.folder, widget=self)
