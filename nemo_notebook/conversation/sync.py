"""The conversation for code that does not await: the same, waited for on the loop's thread."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Self, TypeVar

from nemo_notebook.backend import Backend
from nemo_notebook.client.files import Upload
from nemo_notebook.client.loop import shared_loop
from nemo_notebook.conversation.aio import AsyncConversation
from nemo_notebook.conversation.progress import OnUpdate
from nemo_notebook.conversation.take import AsyncTake, Take
from nemo_notebook.conversation.turn import TurnState
from nemo_notebook.conversation.video import Video
from nemo_notebook.protocol.draft import Draft, Track
from nemo_notebook.protocol.envelopes import Credits

if TYPE_CHECKING:
    from nemo_notebook.conversation.aio import Photo

T = TypeVar("T")


class Conversation:
    """Photos in, words to and fro, a take after every turn.

    Nothing is started or sent before the first `say`. A turn that the ledger knows is replayed:
    nothing is sent, and the take says so.

    Args:
        photos: Files, bytes or Pillow images to begin with; checked at once.
        backend: Which server answers; by default the studio, or what the environment chooses.
        folder: Where videos (`nemo_media/`) and the ledger (`.nemo/`) are kept.

    Raises:
        PhotoError: A photo cannot be used.
    """

    def __init__(
        self,
        *photos: Photo,
        backend: Backend | None = None,
        folder: str | os.PathLike[str] | None = None,
    ) -> None:
        self._loop = shared_loop()
        self._talk = AsyncConversation(*photos, backend=backend, folder=folder)
        self._under_way: asyncio.Task[object] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def backend(self) -> Backend:
        """Which server answers."""
        return self._talk.backend

    @property
    def folder(self) -> Path:
        """Where videos (`nemo_media/`) and the ledger (`.nemo/`) are kept."""
        return self._talk.folder

    def cancel(self) -> None:
        """Stop the `say` or `export` under way, from any thread, and do not wait for its end.

        The thread that waits for it gets `asyncio.CancelledError` once it has cleaned up.
        """
        task = self._under_way
        if task is not None:
            task.get_loop().call_soon_threadsafe(task.cancel)

    def close(self) -> None:
        """Close the connections; what was made stays."""
        self._loop.run(self._talk.aclose())

    def say(
        self,
        text: str,
        *photos: Photo,
        export: str | None = "mp4",
        quality: str = "high",
        again: bool = False,
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
            on_update: Told of the turn's newest state, on the calling thread.

        Raises:
            NemoError: What went wrong and what to do next; nothing is sent a second time.
            asyncio.CancelledError: `cancel` was called.
        """
        take = self._watched(
            lambda tell: self._talk.say(
                text, *photos, export=export, quality=quality, again=again, on_update=tell
            ),
            on_update,
        )
        return self._waited_for(take)

    def upload(self, *photos: Photo) -> list[Upload]:
        """Check files and have them ready: they go to the server with the next sentence.

        Raises:
            PhotoError: A file cannot be used; then none of them is taken.
        """
        return self._loop.run(self._talk.upload(*photos))

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

    def link(self) -> str:
        """An address that opens the project in a browser; holds no token of the person.

        Raises:
            NothingToExportError: There is no project before the first turn.
        """
        return self._loop.run(self._talk.link())

    def _watched(
        self, begin: Callable[[OnUpdate], Coroutine[object, object, T]], on_update: OnUpdate | None
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

        async def work() -> T:
            self._under_way = asyncio.current_task()
            try:
                return await begin(updates.put)
            finally:
                self._under_way = None

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
            exporter=lambda container, quality: self._loop.run(
                take.export(container, quality=quality)
            ),
        )
