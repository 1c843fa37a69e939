"""The chat: a conversation that is held in a widget, while no cell runs."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import traitlets

from nemo_notebook.conversation.aio import MEDIA_FOLDER
from nemo_notebook.conversation.price import AskRarely
from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.notebook.asking import Asking
from nemo_notebook.notebook.conversation_widget import ConversationWidget
from nemo_notebook.notebook.footage import PHOTO_FOLDER
from nemo_notebook.notebook.pieces import Intake
from nemo_notebook.protocol.errors import InputError, NemoError
from nemo_notebook.protocol.events import JsonObject

if TYPE_CHECKING:
    from nemo_notebook.conversation.take import Take


@dataclass(slots=True)
class _Said:
    """A sentence that was said here, until its turn has ended.

    Attributes:
        text: The sentence.
        photos: What was handed over with it, by the ids that the page knows.
        thread: The one that sees it through, once it does.
        is_stopped: Whether Stop was pressed.
        is_declined: Whether the person would not have it sent.
    """

    text: str
    photos: dict[str, Path]
    thread: int = 0
    is_stopped: bool = False
    is_declined: bool = False


class ChatWidget(ConversationWidget):
    """A conversation held by writing and dropping photos, beside the videos that come of it.

    A turn is made on the package's own threads: the kernel runs its cells meanwhile. Turns that are
    said elsewhere, by cells that use the same conversation, are seen here as they are made.

        from nemo_notebook import ChatWidget
        chat = ChatWidget()
        chat

    Args:
        conversation: What to go on with, or None for a new one. Cells may use it, too; one turn is
            made after the other.
        confirm: Whether the page asks before a message that costs credits.

    Attributes:
        confirm: The same; it may be changed at any time.
        question: What has to be answered before the turn goes on, or None.
    """

    question = traitlets.Instance(dict, allow_none=True).tag(sync=True)

    def __init__(self, conversation: Conversation | None = None, *, confirm: bool = False) -> None:
        conversation = conversation if conversation is not None else Conversation()
        self.confirm = confirm
        self._intake = Intake(conversation.folder / MEDIA_FOLDER / PHOTO_FOLDER)
        self._asking = Asking(self._show_question)
        self._said: _Said | None = None
        super().__init__(conversation, on_stop=self._stop)
        self.use = "chat"

    def say(self, text: str, *photos: str | Path) -> None:
        """Say something as if it were written into the widget, and return at once.

        Args:
            text: What should happen.
            photos: Files to hand over with it.

        Raises:
            InputError: A turn is under way.
        """
        paths = [Path(photo) for photo in photos]
        self._say(text, {self._intake.hold(path): path for path in paths})

    def close(self) -> None:
        """Take the widget off every page. A turn under way goes on; a question counts as no."""
        self._asking.call_off()
        super().close()

    def _say(self, text: str, photos: dict[str, Path]) -> None:
        with self._lock:
            if self._said is not None or self._caller is not None:
                raise InputError("A turn is under way", hint="Wait for its end, or stop it.")
            self._said = said = _Said(text, photos)
            self._asking.begin()
        self._aside(lambda: self._see_through(said))

    def _answer(self, content: JsonObject, buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "say", "id": str(said), "text": str(text), "photos": list(photos)}:
                self._hear(said, text, [str(photo) for photo in photos])
            case {"kind": "answer", "id": str(question), "yes": bool(yes)}:
                self._asking.answer(question, yes=yes)
            case {"kind": "hand", "id": str(file_id)}:
                self._take_piece(file_id, content, buffers)
            case {"kind": "forget", "id": str(file_id)}:
                self._intake.forget(file_id)
            case _:
                super()._answer(content, buffers)

    def _hear(self, said: str, text: str, photo_ids: list[str]) -> None:
        try:
            paths = self._intake.collect(photo_ids)
            self._say(text, dict(zip(photo_ids, paths, strict=True)))
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

    def _see_through(self, said: _Said) -> None:
        """Hold a turn to its end, on a thread of its own."""
        said.thread = threading.get_ident()
        ask = partial(self._ask, said)
        try:
            self.conversation.say(
                said.text,
                *said.photos.values(),
                confirm=ask if self.confirm else AskRarely(ask),
                on_update=partial(_mind_stop, said),
            )
        except NemoError as error:
            self._end_unseen(said, error)
        except asyncio.CancelledError:
            self._end_unseen(said)
        except Exception as error:  # noqa: BLE001 (a fault of ours must not leave the chat waiting)
            self._end_unseen(said, NemoError("Something went wrong inside nemo_notebook"))
            self.show_problem(error)

    def _end_unseen(self, said: _Said, error: NemoError | None = None) -> None:
        """End what failed before it became a turn; of every other one `on_end` has been told."""
        with self._lock:
            if self._said is not said:
                return
            turn = TurnState(said.text, backend=self.backend)
            ended = turn.failed(error) if error is not None else turn.at(Stage.STOPPED, "Stopped")
            under_way, caller = self._newest, self._caller
            # The page waits until its sentence is the turn under way.
            self.on_turn(ended, said.thread)
            self.on_end(ended, None, said.thread)
            if under_way is not None and caller is not None:
                self.on_turn(under_way, caller)

    def _is_own(self, caller: int) -> bool:
        return self._said is not None and self._said.thread == caller

    def _show_end(self, turn: TurnState, take: Take | None, caller: int) -> int | None:
        said = self._said
        if said is None or not self._is_own(caller):
            return super()._show_end(turn, take, caller)
        self._said = None
        self._asking.call_off()  # somebody else may have stopped it while the page was asked
        if not said.is_declined:
            return super()._show_end(turn, take, caller)
        self.drop()
        photos = [{"id": key, "name": path.name} for key, path in said.photos.items()]
        self.send({"kind": "unsent", "text": said.text, "photos": photos})
        return None

    def _ask(self, said: _Said, question: str) -> bool:
        """Have the page ask, on the turn's thread."""
        is_wanted = self._asking.ask(question)
        said.is_declined = not is_wanted
        return is_wanted

    def _show_question(self, question: tuple[str, str] | None) -> None:
        self.question = {"id": question[0], "text": question[1]} if question else None

    def _stop(self) -> None:
        if self._asking.call_off():
            return  # nothing was sent, so there is nothing to cancel
        with self._lock:
            caller, said = self._caller, self._said
            if said is not None:
                # Stopped twice, its cleaning up would be stopped, too.
                caller = 0 if said.is_stopped else said.thread
                said.is_stopped = True
        if caller:
            self.conversation.cancel(caller)


def _mind_stop(said: _Said, turn: TurnState) -> None:
    """End a turn where Stop came before there was what to cancel."""
    if said.is_stopped and not turn.stage.is_last:
        raise asyncio.CancelledError
