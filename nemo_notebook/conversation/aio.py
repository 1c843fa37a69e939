"""The conversation: say something, get a take."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from nemo_notebook import backend as backends
from nemo_notebook.backend import Backend, choose
from nemo_notebook.conversation.asides import not_here, seed_ignored
from nemo_notebook.conversation.audience import Audience
from nemo_notebook.conversation.branch import Branch, Step
from nemo_notebook.conversation.chats import LEDGER_FOLDER, find_turn
from nemo_notebook.conversation.delivery import Delivery, check_options
from nemo_notebook.conversation.exchange import Exchange
from nemo_notebook.conversation.handed import Handed, look_at
from nemo_notebook.conversation.language import language_of
from nemo_notebook.conversation.mode import Mode, chosen_mode
from nemo_notebook.conversation.plan import Plan, Planner, price_on
from nemo_notebook.conversation.price import Confirm
from nemo_notebook.conversation.progress import OnUpdate, Progress, ticking
from nemo_notebook.conversation.receipt import receipt
from nemo_notebook.conversation.replay import missed, replayed
from nemo_notebook.conversation.resolve import Way, find_unsettled, resolve
from nemo_notebook.conversation.route import Route, route
from nemo_notebook.conversation.session import SessionKeeper
from nemo_notebook.conversation.suggest import suggest
from nemo_notebook.conversation.take import AsyncTake
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.conversation.video import Video
from nemo_notebook.conversation.wish import Namer, Wish, check_seed
from nemo_notebook.ledger.key import normalise
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Turn
from nemo_notebook.protocol.draft import Draft, Track
from nemo_notebook.protocol.envelopes import Credits
from nemo_notebook.protocol.errors import (
    BackendError,
    InputError,
    NothingToExportError,
    OfflineError,
    OptionError,
    PromptError,
    ServiceError,
)

if TYPE_CHECKING:
    from nemo_notebook.conversation.handed import Photo

__all__ = ["LEDGER_FOLDER", "MEDIA_FOLDER", "AsyncConversation", "Photo", "balance"]

MEDIA_FOLDER = "nemo_media"


class AsyncConversation:
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
        self.backend = backend or choose()
        self.folder = Path(folder or Path.cwd())
        self.mode = mode
        self.audience = Audience()
        self._waiting = [look_at(photo) for photo in photos]
        self._is_named = bool(title or self._waiting)
        self._title = title or (Path(self._waiting[0].name).stem if self._waiting else "video")
        self._branch = Branch()
        self._ledger = Ledger(self.folder / LEDGER_FOLDER)
        self._namer = Namer(self._ledger, self.backend.family, keep_exif=keep_exif)
        self._planner = Planner(self._ledger, self._namer, costs_credits=self.backend.costs_credits)
        self._keeper = SessionKeeper(self.backend, self._ledger, self._title, keep_exif=keep_exif)
        self._exchange = Exchange(self.backend, self._ledger, self._keeper)
        self._provenance = provenance or self.backend.settings.provenance
        self._delivery = self._delivering()
        self._one_at_a_time = asyncio.Lock()

    @property
    def title(self) -> str:
        """What the conversation is called; its videos' names begin so."""
        return self._title

    @property
    def key(self) -> str:
        """Of the latest turn; empty before the first."""
        return self._head.key if self._head else ""

    @property
    def prompt(self) -> str:
        """The sentence of the latest turn; empty before the first."""
        return self._head.prompt if self._head else ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Of all turns that the next one goes on from, the first one first."""
        return self._branch.keys

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
        ledger = Ledger(Path(folder or Path.cwd()) / LEDGER_FOLDER)
        turn = find_turn(ledger, name)
        if backend is None:
            backend = backends.studio() if turn.backend == "studio" else backends.hosted()
        if backend.family != turn.backend:
            raise OptionError(
                f"The conversation was held with {turn.backend}, not with {backend.family}",
                hint="Choose that backend, or begin a new conversation with the photo.",
            )
        chat = cls(backend=backend, folder=folder, mode=mode)
        chat._go_on_from(turn)
        return chat

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections; what was made stays."""
        await self._keeper.aclose()

    async def say(  # noqa: PLR0913 (a call, with what may be said about it)
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
    ) -> AsyncTake:
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
                given the question and says whether to go on. May be awaitable.
            on_update: Told of every change of the turn's state.

        Raises:
            OfflineError: Nothing may be sent, and the ledger does not know this turn.
            NemoError: What went wrong and what to do next; nothing is sent a second time.
        """
        prompt = normalise(text)
        if not prompt:
            raise PromptError("There is nothing to say", hint='Try "slowly zoom in", for example.')
        check_options(export or "mp4", quality)
        check_seed(seed)
        holds = self._mode(mode)
        handed = tuple(look_at(photo) for photo in photos)
        async with ticking(), self._one_at_a_time:
            where = route(prompt)
            files = self._files(handed, cell) if where.kind == "message" else ()
            state = TurnState(
                prompt,
                photos=tuple(file.name for file in files),
                backend=self.backend.label,
            )
            # What is only planned is not said.
            audience = self.audience if holds != "plan" else Audience()
            progress = Progress(state, audience.hears(on_update))
            with audience.until_the_end(progress), progress.ending_well():
                if where.kind != "message":
                    self._waiting += handed
                    return await self._routed(where, export, quality, progress, holds)
                if holds == "plan":
                    return self._planned(handed, progress, seed=seed, again=again, cell=cell)
                branch = self._branch.before(cell)
                wish = self._namer.wish(
                    branch,
                    prompt,
                    files,
                    self._title,
                    seed=seed,
                    again=again or holds == "refresh",
                    confirm=confirm,
                )
                turn = await self._turn(wish, branch, progress, may_send=holds != "offline")
                self._branch = branch.then(
                    Step(turn.key, Draft(turn.draft), turn, cell=cell, files=files)
                )
                self._waiting = []
                self._planner.forget()
                await self._carry_out(progress)
                if export is None or not Draft(turn.draft).can_be_exported:
                    return self._take(turn, None, progress)
                video = await self._video(turn, export, quality, progress, holds)
                return self._take(turn, video, progress, exported=export if video else None)

    async def plan(self, *sentences: str, seed: int | None = None) -> Plan:
        """Tell what saying these sentences, one after the other, would send; nothing is sent.

        Args:
            sentences: What would be said next. What is no message costs nothing and is left out.
            seed: As for `say`.

        Returns:
            Each turn with its key, whether the ledger knows it, and about what it would cost.
        """
        check_seed(seed)
        prompts = [prompt for prompt in map(normalise, sentences) if prompt]
        messages = [prompt for prompt in prompts if route(prompt).kind == "message"]
        return self._planner.all(
            self._branch, messages, tuple(self._waiting), self._title, seed=seed
        )

    async def resolve(self, key: str, way: Way) -> str:
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
        sending = find_unsettled(self._ledger, key)
        return await resolve(self._ledger, sending, way, await self._keeper.client())

    @property
    def waiting(self) -> tuple[str, ...]:
        """Names of the files that go with the next sentence."""
        return tuple(file.name for file in self._waiting)

    async def upload(self, *photos: Photo) -> list[Handed]:
        """Check files and have them ready: they go to the server with the next sentence.

        A web address is taken as it is: the server fetches the file then.

        Raises:
            PhotoError: A file cannot be used; then none of them is taken.
        """
        checked = [look_at(photo) for photo in photos]
        if checked and not self._is_named:
            self._title = self._keeper.name = Path(checked[0].name).stem
            self._is_named = True
        names = [file.sha256 for file in checked]
        # A cell that hands over files and is run again means the same files.
        if names != [file.sha256 for file in self._waiting[-len(names) :]]:
            self._waiting += checked
            self.audience.change()
        return checked

    async def undo(self) -> tuple[Turn, Turn]:
        """Go back to the turn before; what is said next goes on from there.

        Returns:
            The turn that was taken back, and the one where the conversation stands now.

        Raises:
            InputError: There is no turn before.
        """
        async with self._one_at_a_time:
            branch, undone = self._branch.back(), self._head
            if undone is None:
                raise InputError("There is nothing to take back yet", hint="Say something first.")
            if branch.head is None:
                raise InputError(
                    "This was the first turn: there is none before it",
                    hint="A new conversation begins afresh.",
                )
            self._branch = branch
            self._planner.forget()
        self.audience.change()
        return undone, branch.head

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

    async def takes(self) -> list[AsyncTake]:
        """What the turns so far came to, as it was written down, the first one first.

        A take has its video where it was exported before: nothing is rendered, no server is asked.

        Raises:
            LedgerError: A record is damaged.
        """
        turns = self._ledger.chain(self._head) if self._head else []
        return [await self._recalled(turn) for turn in turns]

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
        self._branch = Branch(self._ledger.chain(turn))
        self._title, self._is_named = turn.title, True
        self._keeper = SessionKeeper(self.backend, self._ledger, turn.title)
        self._exchange = Exchange(self.backend, self._ledger, self._keeper)
        self._delivery = self._delivering()

    def _delivering(self) -> Delivery:
        media = self.folder / MEDIA_FOLDER
        return Delivery(self._keeper, self._ledger, media, provenance=self._provenance)

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

    @property
    def _head(self) -> Turn | None:
        return self._branch.head

    def _mode(self, said: Mode | None) -> Mode:
        return chosen_mode(said, self.mode, costs_credits=self.backend.costs_credits)

    def _files(self, handed: tuple[Handed, ...], cell: str | None) -> tuple[Handed, ...]:
        """What goes with the sentence, or what the same cell handed over before.

        What is handed over with a sentence that fails does not wait for the next: it comes with the
        sentence again, and twice it would be another turn, which is sent and paid for.
        """
        known = self._branch.step_of(cell)
        return (*self._waiting, *handed) or (known.files if known else ())

    async def _turn(
        self, wish: Wish, branch: Branch, progress: Progress, *, may_send: bool
    ) -> Turn:
        known = self._ledger.find(wish.key)
        if known is None and not may_send:
            price = price_on(self._ledger, branch) if self.backend.costs_credits else 0
            raise missed(self._ledger, wish, self.backend.family, price)
        if known is not None:
            progress.set(replayed(progress.turn, known))
        elif wish.seed is not None and self.backend.costs_credits:
            progress.set(progress.turn.noting(seed_ignored(language_of(wish.prompt))))
        turn = known or await self._exchange.run(wish, progress)
        state = replace(progress.turn, key=turn.key, credits=turn.credits)
        progress.set(state.noting(receipt(state)))
        return turn

    def _planned(
        self,
        handed: tuple[Handed, ...],
        progress: Progress,
        *,
        seed: int | None,
        again: bool,
        cell: str | None,
    ) -> AsyncTake:
        """Tell what would be sent; what is planned next goes on from it."""
        prompt = progress.turn.prompt
        turn = self._planner.next(
            self._branch,
            prompt,
            self._waiting,
            handed,
            self._title,
            seed=seed,
            again=again,
            cell=cell,
        )
        state = replace(progress.turn, key=turn.key, credits=turn.credits)
        progress.set(state.noting(turn.said(language_of(prompt))).at(Stage.DONE, ""))
        return AsyncTake(
            key=turn.key,
            prompt=prompt,
            turn=progress.turn,
            draft=Draft(),
            video=None,
            folder=self.folder,
            exporter=_nothing_to_export,
        )

    async def _video(
        self, turn: Turn, container: str, quality: str, progress: Progress, mode: Mode
    ) -> Video | None:
        """The turn's video; offline it may be missing where only words are in version control."""
        try:
            return await self._delivery.get(turn, container, quality, progress, mode)
        except OfflineError:
            progress.set(progress.turn.noting(not_here(language_of(turn.prompt))))
            return None

    async def _routed(
        self, where: Route, export: str | None, quality: str, progress: Progress, mode: Mode
    ) -> AsyncTake:
        """Do what is no message: it costs nothing and changes nothing."""
        video, container = None, None
        match where.kind:
            case "export":
                if self._head is None:
                    raise NothingToExportError("There is no video to export yet")
                container = where.format or export or "mp4"
                video = await self._delivery.get(self._head, container, quality, progress, mode)
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
        progress.take = AsyncTake(
            key=turn.key if turn else "",
            prompt=progress.turn.prompt,
            turn=progress.turn,
            draft=Draft(turn.draft) if turn else Draft(),
            video=video,
            folder=self.folder,
            exporter=partial(self._export, turn) if turn else _nothing_to_export,
        )
        return progress.take

    async def _recalled(self, turn: Turn) -> AsyncTake:
        """A turn that has ended as a take, without its passing notes."""
        video = await asyncio.to_thread(self._delivery.recall, turn)
        draft = Draft(turn.draft)
        state = TurnState(
            turn.prompt,
            photos=tuple(file.name for file in turn.inputs),
            backend=self.backend.label,
            messages=turn.messages,
            tracks=draft.summary() if draft.tracks else "",
            key=turn.key,
        )
        container = video.path.suffix.removeprefix(".") if video is not None else None
        # Nobody has waited for it now.
        return self._take(turn, video, Progress(state, clock=lambda: 0.0), exported=container)

    async def _export(
        self, turn: Turn, container: str, quality: str, *, on_update: OnUpdate | None = None
    ) -> Video:
        progress = Progress(TurnState(f"export {container}"), on_update)
        async with ticking(), self._one_at_a_time:
            with progress.ending_well():
                mode = self._mode(None)
                return await self._delivery.get(turn, container, quality, progress, mode)


def balance(have: Credits, *, costs: bool) -> str:
    """The balance in a sentence."""
    if not costs:
        return "The studio on this machine charges nothing."
    frozen = f", {have.frozen:g} reserved by work under way" if have.frozen else ""
    return f"{have.available:g} credits available{frozen}."


async def _nothing_to_export(
    container: str,  # noqa: ARG001 (whatever is asked for)
    quality: str,  # noqa: ARG001 (as above)
    *,
    on_update: OnUpdate | None = None,  # noqa: ARG001 (as above)
) -> Video:
    raise NothingToExportError("There is no video to export yet")
