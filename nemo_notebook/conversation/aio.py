"""The conversation: say something, get a take."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Self

from nemo_notebook import backend as backends
from nemo_notebook.backend import Backend, choose
from nemo_notebook.conversation.chats import LEDGER_FOLDER, find_turn
from nemo_notebook.conversation.delivery import Delivery, check_options
from nemo_notebook.conversation.exchange import Exchange, Wish
from nemo_notebook.conversation.handed import Handed, look_at
from nemo_notebook.conversation.language import language_of
from nemo_notebook.conversation.price import Confirm
from nemo_notebook.conversation.progress import OnUpdate, Progress
from nemo_notebook.conversation.route import Route, route
from nemo_notebook.conversation.session import SessionKeeper
from nemo_notebook.conversation.suggest import suggest
from nemo_notebook.conversation.take import AsyncTake
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.conversation.video import Video
from nemo_notebook.ledger.key import ROOT, normalise, turn_key
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Turn
from nemo_notebook.protocol.draft import Draft, Track
from nemo_notebook.protocol.envelopes import Credits
from nemo_notebook.protocol.errors import (
    BackendError,
    NothingToExportError,
    OptionError,
    PromptError,
    ServiceError,
)

if TYPE_CHECKING:
    from nemo_notebook.conversation.handed import Photo

__all__ = ["LEDGER_FOLDER", "MEDIA_FOLDER", "AsyncConversation", "Photo", "balance"]

MEDIA_FOLDER = "nemo_media"
REPLAYED = "Replayed from the ledger: nothing was sent."


class AsyncConversation:
    """Photos in, words to and fro, a take after every turn.

    Nothing is started or sent before the first `say`. A turn that the ledger knows is replayed:
    nothing is sent, and the take says so.

    Args:
        photos: Files, bytes, Pillow images or web addresses to begin with; checked at once, but for
            what lies on the web, which the server fetches.
        backend: Which server answers; by default the studio, or what the environment chooses.
        folder: Where videos (`nemo_media/`) and the ledger (`.nemo/`) are kept.
        keep_exif: Leave place and person in photos that go to the hosted service; they are taken
            out otherwise.

    Raises:
        PhotoError: A photo cannot be used.
    """

    def __init__(
        self,
        *photos: Photo,
        backend: Backend | None = None,
        folder: str | os.PathLike[str] | None = None,
        keep_exif: bool = False,
    ) -> None:
        self.backend = backend or choose()
        self.folder = Path(folder or Path.cwd())
        self._waiting = [look_at(photo) for photo in photos]
        self._title = Path(self._waiting[0].name).stem if self._waiting else "video"
        self._head: Turn | None = None
        self._ledger = Ledger(self.folder / LEDGER_FOLDER)
        self._keeper = SessionKeeper(self.backend, self._ledger, self._title, keep_exif=keep_exif)
        self._exchange = Exchange(self.backend, self._ledger, self._keeper)
        self._delivery = Delivery(self._keeper, self._ledger, self.folder / MEDIA_FOLDER)
        self._one_at_a_time = asyncio.Lock()

    @classmethod
    def resume(
        cls,
        name: str,
        *,
        backend: Backend | None = None,
        folder: str | os.PathLike[str] | None = None,
    ) -> Self:
        """Take up a conversation that the ledger knows, in this kernel or another.

        Args:
            name: The key of its last turn or of an earlier one, the beginning of such a key, or the
                conversation's title. `chats` lists them.
            backend: Which server answers; by default one of the family that answered before.
            folder: Where the conversation was held.

        Raises:
            InputError: There is no such conversation.
            OptionError: The backend is of another family than the conversation.
        """
        ledger = Ledger(Path(folder or Path.cwd()) / LEDGER_FOLDER)
        turn = find_turn(ledger, name)
        if backend is None:
            backend = backends.studio() if turn.backend == "studio" else backends.hosted()
        if backend.family != turn.backend:
            raise OptionError(
                f"The conversation was held with {turn.backend}, not with {backend.family}",
                hint="Choose that backend, or begin a new conversation with the photo.",
            )
        chat = cls(backend=backend, folder=folder)
        chat._go_on_from(turn)
        return chat

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections; what was made stays."""
        await self._keeper.aclose()

    async def say(
        self,
        text: str,
        *photos: Photo,
        export: str | None = "mp4",
        quality: str = "high",
        again: bool = False,
        confirm: Confirm = False,
        on_update: OnUpdate | None = None,
    ) -> AsyncTake:
        """Say what should happen, in English or Chinese, and wait for what comes of it.

        "export as webm", "credits" and "status" do what they say; everything else is a message.

        Args:
            text: The sentence.
            photos: Files to hand over with it.
            export: The container to export to, or None to leave the video on the server.
            quality: low, medium or high.
            again: Ask for another take, even where the ledger knows this turn.
            confirm: Ask before a message that costs credits: the person, or a function, which is
                given the question and says whether to go on. May be awaitable.
            on_update: Told of every change of the turn's state.

        Raises:
            NemoError: What went wrong and what to do next; nothing is sent a second time.
        """
        prompt = normalise(text)
        if not prompt:
            raise PromptError("There is nothing to say", hint='Try "slowly zoom in", for example.')
        check_options(export or "mp4", quality)
        await self.upload(*photos)
        progress = Progress(
            TurnState(
                prompt,
                photos=tuple(file.name for file in self._waiting),
                backend=self.backend.label,
            ),
            on_update,
        )
        async with self._one_at_a_time:
            with progress.ending_well():
                where = route(prompt)
                if where.kind != "message":
                    return await self._routed(where, export, quality, progress)
                turn = await self._turn(prompt, again=again, confirm=confirm, progress=progress)
                self._head = turn
                self._waiting = []
                await self._carry_out(progress)
                if export is None or not Draft(turn.draft).can_be_exported:
                    return self._take(turn, None, progress)
                video = await self._delivery.export(turn, export, quality, progress)
                return self._take(turn, video, progress, exported=export)

    async def upload(self, *photos: Photo) -> list[Handed]:
        """Check files and have them ready: they go to the server with the next sentence.

        A web address is taken as it is: the server fetches the file then.

        Raises:
            PhotoError: A file cannot be used; then none of them is taken.
        """
        checked = [look_at(photo) for photo in photos]
        self._waiting += checked
        return checked

    async def export(
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
        if self._head is None:
            raise NothingToExportError("There is no video to export yet")
        return await self._export(self._head, container, quality, on_update=on_update)

    async def credits(self) -> Credits:
        """The balance; the studio charges nothing."""
        client = await self._keeper.client()
        return await client.credits()

    async def state(self) -> Draft:
        """The timeline as the server has it now, empty before the first turn."""
        if self._head is None:
            return Draft()
        client = await self._keeper.client()
        return (await client.state(self._head.session_id)).timeline()

    async def tracks(self) -> tuple[Track, ...]:
        """What stands on the timeline after the latest turn; asks no server."""
        return Draft(self._head.draft).tracks if self._head else ()

    async def link(self) -> str:
        """An address that opens the project in a browser; holds no token of the person.

        Raises:
            NothingToExportError: There is no project before the first turn.
        """
        if self._head is None:
            raise NothingToExportError("There is no project to open yet")
        client = await self._keeper.client()
        return await client.link(self._head.task_id, self._head.session_id)

    def _go_on_from(self, turn: Turn) -> None:
        self._head = turn
        self._title = turn.title
        self._keeper = SessionKeeper(self.backend, self._ledger, turn.title)
        self._exchange = Exchange(self.backend, self._ledger, self._keeper)
        self._delivery = Delivery(self._keeper, self._ledger, self.folder / MEDIA_FOLDER)

    async def _carry_out(self, progress: Progress) -> None:
        """Do what the service told the person to do on its page, each once.

        An export follows a turn anyway, the timeline is shown with it, and edits are only offered
        (see `translate`); so the balance is left. Nothing here sends a message.
        """
        if any(action.kind == "credits" for action in progress.turn.actions):
            try:
                said = balance(await self.credits(), costs=self.backend.costs_credits)
            except (BackendError, ServiceError):
                return  # the turn is done, and is not lost over this
            progress.set(progress.turn.noting(said))

    async def _turn(
        self, prompt: str, *, again: bool, confirm: Confirm, progress: Progress
    ) -> Turn:
        wish = replace(self._wish(prompt, again=again), confirm=confirm)
        known = self._ledger.find(wish.key)
        if known is None:
            return await self._exchange.run(wish, progress)
        draft = Draft(known.draft)
        state = replace(
            progress.turn,
            messages=known.messages,
            tracks=draft.summary() if draft.tracks else "",
            replayed=True,
        )
        progress.set(state.noting(REPLAYED))
        return known

    def _wish(self, prompt: str, *, again: bool) -> Wish:
        """Name the turn; `again` moves on to the first take that nobody has asked for."""
        for take in count():
            key = turn_key(
                parent=self._head.key if self._head else ROOT,
                prompt=prompt,
                inputs=[file.sha256 for file in self._waiting],
                backend=self.backend.family,
                params={},
                take=take,
            )
            if not again or not (self._ledger.find(key) or self._ledger.sending(key)):
                break
        return Wish(key, self._head, prompt, tuple(self._waiting), take, self._title)

    async def _routed(
        self, where: Route, export: str | None, quality: str, progress: Progress
    ) -> AsyncTake:
        """Do what is no message: it costs nothing and changes nothing."""
        video, container = None, None
        match where.kind:
            case "export":
                if self._head is None:
                    raise NothingToExportError("There is no video to export yet")
                container = where.format or export or "mp4"
                video = await self._delivery.export(self._head, container, quality, progress)
                zh = language_of(progress.turn.prompt) == "zh"
                said = f"已导出 {video.path.name}。" if zh else f"Exported {video.path.name}."
            case "credits":
                said = balance(await self.credits(), costs=self.backend.costs_credits)
            case "upload":
                said = 'Name the file: `%nemo upload photo.jpg`, or `upload("photo.jpg")`.'
            case _:
                said = (await self.state()).summary()
        progress.set(replace(progress.turn, messages=(said,)))
        return self._take(self._head, video, progress, exported=container)

    def _take(
        self,
        turn: Turn | None,
        video: Video | None,
        progress: Progress,
        *,
        exported: str | None = None,
    ) -> AsyncTake:
        done = progress.turn.at(Stage.DONE, "")
        following = suggest(
            Draft(turn.draft) if turn else Draft(),
            language=language_of(done.prompt),
            name=self._title,
            exported=exported,
            offered=done.actions,
        )
        picture = video.picture if video is not None else None
        progress.set(replace(done, video=picture, suggestions=following))
        return AsyncTake(
            key=turn.key if turn else "",
            prompt=progress.turn.prompt,
            turn=progress.turn,
            draft=Draft(turn.draft) if turn else Draft(),
            video=video,
            folder=self.folder,
            exporter=partial(self._export, turn) if turn else _nothing_to_export,
        )

    async def _export(
        self, turn: Turn, container: str, quality: str, *, on_update: OnUpdate | None = None
    ) -> Video:
        progress = Progress(TurnState(f"export {container}"), on_update)
        async with self._one_at_a_time:
            with progress.ending_well():
                return await self._delivery.export(turn, container, quality, progress)


def balance(have: Credits, *, costs: bool) -> str:
    """The balance in a sentence."""
    if not costs:
        return "The studio on this machine charges nothing."
    frozen = f", {have.frozen:g} reserved by work under way" if have.frozen else ""
    return f"{have.available:g} credits available{frozen}."


async def _nothing_to_export(_container: str, _quality: str) -> Video:
    raise NothingToExportError("There is no video to export yet")
