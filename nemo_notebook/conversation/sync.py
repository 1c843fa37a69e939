"""The conversation for code that does not await: the same, waited for on the loop's thread."""

from __future__ import annotations

import asyncio
import concurrent.futures
import inspect
import os
import threading
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Self, TypeVar

from nemo_notebook.backend import Backend
from nemo_notebook.client.loop import shared_loop
from nemo_notebook.conversation.aio import AsyncConversation
from nemo_notebook.conversation.audience import Watcher
from nemo_notebook.conversation.handed import Handed
from nemo_notebook.conversation.mode import Mode
from nemo_notebook.conversation.plan import Plan
from nemo_notebook.conversation.price import AskRarely, Confirm, ask_here
from nemo_notebook.conversation.progress import OnUpdate
from nemo_notebook.conversation.resolve import Way
from nemo_notebook.conversation.take import AsyncTake, Take
from nemo_notebook.conversation.turn import TurnState
from nemo_notebook.conversation.video import Video
from nemo_notebook.protocol.draft import Draft, Track
from nemo_notebook.protocol.envelopes import Credits
from nemo_notebook.protocol.errors import OptionError

if TYPE_CHECKING:
    from nemo_notebook.conversation.handed import Photo
    from nemo_notebook.ledger.records import Turn

T = TypeVar("T")

_CALLER: ContextVar[int] = ContextVar("caller", default=0)
"""The thread whose call runs on the loop's, in whatever task of it."""


class Conversation:
    """Photos in, words to and fro, a take after every turn.

    Nothing is started or sent before the first `say`. A turn that the ledger knows is replayed:
    nothing is sent, and the take says so.

    Args:
        photos: Files, bytes, Pillow images or web addresses to begin with; checked at once, but for
            what lies on the web, which the server fetches.
        backend: Which server answers; by default the studio, or what the environment chooses.
        folder: Where videos (`nemo_media/`) and the ledger (`.nemo/`) are kept.
        title: What the conversation is called; by default as the first photo.
        keep_exif: Leave place and person in photos that go to the hosted service; they are taken
            out otherwise.
        mode: What may be sent (see `say`); by default what `NEMO_MODE` says.
        provenance: How much a video says, in its own comment and in a file beside it, of how it was
            made: `full`, `keys` (all but your words) or `off`; by default what `NEMO_PROVENANCE`
            says, else `full`.

    Raises:
        PhotoError: A photo cannot be used.
        OptionError: There is no such level of provenance.
    """

    def __init__(
        self,
        *photos: Photo,
        backend: Backend | None = None,
        folder: str | os.PathLike[str] | None = None,
        title: str | None = None,
        keep_exif: bool = False,
        mode: Mode | None = None,
        provenance: str | None = None,
    ) -> None:
        self._loop = shared_loop()
        self._talk = AsyncConversation(
            *photos,
            backend=backend,
            folder=folder,
            title=title,
            keep_exif=keep_exif,
            mode=mode,
            provenance=provenance,
        )
        self._under_way: dict[int, asyncio.Task[object]] = {}

    @classmethod
    def resume(
        cls,
        name: str,
        *,
        backend: Backend | None = None,
        folder: str | os.PathLike[str] | None = None,
        mode: Mode | None = None,
    ) -> Self:
        """Take up a conversation that the ledger knows, in this kernel or another.

        Args:
            name: The key of its last turn or of an earlier one, the beginning of such a key, or the
                conversation's title. `chats` lists them.
            backend: Which server answers; by default one of the family that answered before.
            folder: Where the conversation was held.
            mode: What may be sent, as for a new one.

        Raises:
            InputError: There is no such conversation.
            OptionError: The backend is of another family than the conversation.
        """
        talk = AsyncConversation.resume(name, backend=backend, folder=folder, mode=mode)
        chat = cls(backend=talk.backend, folder=talk.folder)
        chat._talk = talk
        return chat

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def backend(self) -> Backend:
        """Which server answers."""
        return self._talk.backend

    @property
    def title(self) -> str:
        """What the conversation is called; its videos' names begin so."""
        return self._talk.title

    @property
    def key(self) -> str:
        """Of the latest turn; empty before the first."""
        return self._talk.key

    @property
    def prompt(self) -> str:
        """The sentence of the latest turn; empty before the first."""
        return self._talk.prompt

    @property
    def keys(self) -> tuple[str, ...]:
        """Of all turns that the next one goes on from, the first one first."""
        return self._talk.keys

    @property
    def folder(self) -> Path:
        """Where videos (`nemo_media/`) and the ledger (`.nemo/`) are kept."""
        return self._talk.folder

    def cancel(self, thread: int | None = None) -> None:
        """Stop the `say` or `export` under way, from any thread, and do not wait for its end.

        The thread that waits for it gets `asyncio.CancelledError` once it has cleaned up.

        Args:
            thread: The one whose call is meant, as `threading.get_ident` names it; by default every
                call is.
        """
        for caller, task in [*self._under_way.items()]:
            if thread in {None, caller}:
                task.get_loop().call_soon_threadsafe(task.cancel)

    def close(self) -> None:
        """Close the connections; what was made stays."""
        self._loop.run(self._talk.aclose())

    def say(  # noqa: PLR0913 (a call, with what may be said about it)
        self,
        text: str,
        *photos: Photo,
        export: str | None = "mp4",
        quality: str = "high",
        again: bool = False,
        seed: int | None = None,
        mode: Mode | None = None,
        cell: str | None = None,
        confirm: Confirm = False,
        on_update: OnUpdate | None = None,
    ) -> Take:
        """Say what should happen, in English or Chinese, and wait for what comes of it.

        "export as webm", "credits" and "status" do what they say; everything else is a message.

        Args:
            text: The sentence.
            photos: Files to hand over with it.
            export: The container to export to, or None to leave the video on the server.
            quality: low, medium or high.
            again: Ask for another take, even where the ledger knows this turn.
            seed: What everything random hangs on from now on, 0 to 2³¹ - 1. Another seed is another
                turn. The studio goes by it; the hosted service is told and ignores it.
            mode: `auto` replays a turn that the ledger knows and sends any other, `offline` raises
                for any other, `refresh` asks for the next take of every turn, `plan` tells what
                would be sent and its price. By default the conversation's, else `NEMO_MODE`, else
                `auto`; with a backend that costs credits `offline` where `CI` is set.
            cell: Names the cell that says it. Said again from the same cell, the conversation goes
                back to before that turn: the same words are replayed, others begin a branch there.
            confirm: Ask before a message that costs credits: the person, or a function, which is
                given the question, on the calling thread, and says whether to go on.
            on_update: Told of the turn's newest state, on the calling thread.

        Raises:
            OfflineError: Nothing may be sent, and the ledger does not know this turn.
            NemoError: What went wrong and what to do next; nothing is sent a second time.
            asyncio.CancelledError: `cancel` was called.
        """
        asked = _Asked(confirm)
        take = self._watched(
            lambda tell: self._talk.say(
                text,
                *photos,
                export=export,
                quality=quality,
                again=again,
                seed=seed,
                mode=mode,
                cell=cell,
                confirm=asked.ask if confirm else AskRarely(asked.ask),
                on_update=tell,
            ),
            on_update,
            asked.answer,
        )
        return self._waited_for(take)

    def watch(self, watcher: Watcher) -> None:
        """Have somebody told of the turn under way and of every later one, whoever says it.

        Args:
            watcher: Who. It is not kept alive by this.
        """

        async def add() -> None:
            self._talk.audience.add(watcher, take_of=self._waited_for, caller=_CALLER.get)

        self._loop.run(add())

    def plan(self, *sentences: str, seed: int | None = None) -> Plan:
        """Tell what saying these sentences, one after the other, would send; nothing is sent.

        Args:
            sentences: What would be said next. What is no message costs nothing and is left out.
            seed: As for `say`.

        Returns:
            Each turn with its key, whether the ledger knows it, and about what it would cost.
        """
        return self._loop.run(self._talk.plan(*sentences, seed=seed))

    def resolve(self, key: str, way: Way) -> str:
        """Decide on a turn that was sent and whose end nobody knows; nothing is sent.

        Args:
            key: Of the turn, or the beginning of it; the error that it ended with names it.
            way: `adopt` takes the timeline as it is now for what the turn came to, `resend` has it
                sent anew when it is said next (which may be paid again), `abandon` gives it up.

        Returns:
            What was done, and what the credits tell about it.

        Raises:
            InputError: There is no such turn, or it may still be under way.
            OptionError: There is no such way.
        """
        return self._loop.run(self._talk.resolve(key, way))

    @property
    def waiting(self) -> tuple[str, ...]:
        """Names of the files that go with the next sentence."""
        return self._talk.waiting

    def upload(self, *photos: Photo) -> list[Handed]:
        """Check files and have them ready: they go to the server with the next sentence.

        A web address is taken as it is: the server fetches the file then.

        Raises:
            PhotoError: A file cannot be used; then none of them is taken.
        """
        return self._loop.run(self._talk.upload(*photos))

    def undo(self) -> tuple[Turn, Turn]:
        """Go back to the turn before; what is said next goes on from there.

        Returns:
            The turn that was taken back, and the one where the conversation stands now.

        Raises:
            InputError: There is no turn before.
        """
        return self._loop.run(self._talk.undo())

    def export(
        self,
        container: str = "mp4",
        *,
        quality: str = "high",
        on_update: OnUpdate | None = None,
    ) -> Video:
        """Make the latest take into a file.

        Raises:
            ExportFailedError: The server could not render it.
            NothingToExportError: There is no take with a video yet.
            OptionError: There is no such container or quality.
        """
        return self._watched(
            lambda tell: self._talk.export(container, quality=quality, on_update=tell), on_update
        )

    def credits(self) -> Credits:
        """The balance; the studio charges nothing."""
        return self._loop.run(self._talk.credits())

    def state(self) -> Draft:
        """The timeline as the server has it now, empty before the first turn."""
        return self._loop.run(self._talk.state())

    def tracks(self) -> tuple[Track, ...]:
        """What stands on the timeline after the latest turn; asks no server."""
        return self._loop.run(self._talk.tracks())

    def takes(self) -> list[Take]:
        """What the turns so far came to, as it was written down, the first one first.

        A take has its video where it was exported before: nothing is rendered, no server is asked.

        Raises:
            LedgerError: A record is damaged.
        """
        return [self._waited_for(take) for take in self._loop.run(self._talk.takes())]

    def link(self) -> str:
        """An address that opens the project in a browser; holds no token of the person.

        Raises:
            NothingToExportError: There is no project before the first turn.
        """
        return self._loop.run(self._talk.link())

    def _watched(
        self,
        begin: Callable[[OnUpdate], Coroutine[object, object, T]],
        on_update: OnUpdate | None,
        answer: Callable[[], None] = lambda: None,
    ) -> T:
        """Run with updates carried to this thread; of several at once only the newest is told."""
        updates: SimpleQueue[TurnState] = SimpleQueue()

        def pump() -> None:
            newest = None
            while True:
                try:
                    newest = updates.get_nowait()
                except Empty:
                    break
            if newest is not None and on_update is not None:
                on_update(newest)
            answer()

        caller = threading.get_ident()

        async def work() -> T:
            _CALLER.set(caller)
            if (task := asyncio.current_task()) is not None:
                self._under_way[caller] = task
            try:
                return await begin(updates.put)
            finally:
                self._under_way.pop(caller, None)

        try:
            return self._loop.run(work(), pump=pump)
        finally:
            pump()

    def _waited_for(self, take: AsyncTake) -> Take:
        return Take(
            key=take.key,
            prompt=take.prompt,
            turn=take.turn,
            draft=take.draft,
            video=take.video,
            folder=take.folder,
            exporter=lambda container, quality, *, on_update=None: self._loop.run(
                take.export(container, quality=quality, on_update=on_update)
            ),
            conversation=self,
        )


class _Asked:
    """Carries a question from the loop's thread to the one that waits, and the answer back."""

    def __init__(self, confirm: Confirm) -> None:
        self._confirm = confirm
        self._waiting: SimpleQueue[tuple[str, concurrent.futures.Future[bool]]] = SimpleQueue()

    async def ask(self, question: str) -> bool:
        """Have the question answered by whoever calls `answer`."""
        reply: concurrent.futures.Future[bool] = concurrent.futures.Future()
        self._waiting.put((question, reply))
        return await asyncio.wrap_future(reply)

    def answer(self) -> None:
        """Answer what waits, on this thread; whatever that raises goes to who asked."""
        while not self._waiting.empty():
            question, reply = self._waiting.get()
            if not reply.set_running_or_notify_cancel():
                continue  # the turn was stopped before it could be asked
            try:
                reply.set_result(self._decided(question))
            except Exception as error:  # noqa: BLE001 (it is raised on the other side)
                reply.set_exception(error)

    def _decided(self, question: str) -> bool:
        if isinstance(self._confirm, bool):
            return ask_here(question)
        said = self._confirm(question)
        if inspect.isawaitable(said):
            if inspect.iscoroutine(said):
                said.close()  # nobody will await it
            raise OptionError("confirm must answer at once here", hint="Use AsyncConversation.")
        return bool(said)
