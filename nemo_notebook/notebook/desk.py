"""The notebook's conversation: what the magics do once their lines are read."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from IPython.core.interactiveshell import InteractiveShell

from nemo_notebook.backend import Backend, choose
from nemo_notebook.conversation.aio import LEDGER_FOLDER, MEDIA_FOLDER, balance
from nemo_notebook.conversation.bundle import describe, relative
from nemo_notebook.conversation.delivery import check_options
from nemo_notebook.conversation.price import Confirm, ask_here
from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.conversation.take import Take
from nemo_notebook.conversation.turn import TurnState
from nemo_notebook.notebook import kept
from nemo_notebook.notebook.copies import copy_to, spare_sources
from nemo_notebook.notebook.facts import Facts
from nemo_notebook.notebook.live import TextView, View, WidgetView
from nemo_notebook.notebook.options import Options
from nemo_notebook.notebook.photos import find_photos, shown
from nemo_notebook.notebook.show import Output
from nemo_notebook.notebook.takes import TakeShower, in_kernel
from nemo_notebook.notebook.troubles import shortened
from nemo_notebook.protocol.draft import Draft, Track
from nemo_notebook.protocol.envelopes import Credits
from nemo_notebook.protocol.errors import (
    InputError,
    NemoError,
    NothingToExportError,
    PromptError,
)

if TYPE_CHECKING:
    from nemo_notebook.conversation.aio import Photo
    from nemo_notebook.conversation.video import Video

_BEGIN = "Begin with a photo: a cell with %%nemo photo.jpg, and below it what should happen."


class Desk:
    """Holds the conversation that the notebook is in.

    Args:
        shell: Whose variables photos come from and takes go to.
        shower: Told which take the running cell shows.
    """

    def __init__(self, shell: InteractiveShell, shower: TakeShower) -> None:
        self._shell = shell
        self._shower = shower
        self._conversation: Conversation | None = None
        self._photos: tuple[str, ...] = ()
        self._take: Take | None = None
        self._said = ""

    def say(self, sentence: str, options: Options, *, confirm: bool = False) -> Take:
        """Say a sentence; photos on the line begin a new conversation.

        Args:
            sentence: What should happen.
            options: What stands on the line.
            confirm: Ask before it costs credits.

        Raises:
            NemoError: What went wrong and what to do next.
        """
        if not sentence.strip():
            raise PromptError(
                "There is nothing to say", hint="Write below the line what should happen."
            )
        check_options(options.export or "mp4", options.quality)
        photos = find_photos(options.files, self._shell.user_ns)
        if options.out is not None:
            spare_sources(photos, options.out)
        if photos:
            self._begin(photos, keep_exif=options.keep_exif)
        if self._conversation is None:
            raise InputError("There is no conversation yet", hint=_BEGIN)
        return self._follow(
            self._conversation, sentence, options, confirm=_ask if confirm else False
        )

    def export(self, options: Options) -> Take:
        """Export the latest take again, to another container or quality.

        Raises:
            NemoError: What went wrong and what to do next.
        """
        check_options(options.export or "mp4", options.quality)
        if self._conversation is None:
            raise NothingToExportError("There is no video to export yet", hint=_BEGIN)
        return self._follow(self._conversation, f"export {options.export}", options)

    def upload(self, files: Sequence[str]) -> Facts:
        """Have files ready for the next sentence; without a conversation they begin one.

        Raises:
            PhotoError: A file cannot be used; then none of them is taken.
        """
        photos = find_photos(files, self._shell.user_ns)
        if self._conversation is None:
            self._begin(photos)
        else:
            self._conversation.upload(*photos)
        return Facts((("Ready", f"{shown(files)}: goes with the next sentence"),))

    def status(self) -> Facts:
        """Who answers, what was said last, what stands on the timeline, where files are."""
        rows = [("Backend", self._backend.label)]
        if self._conversation is None:
            return Facts((*rows, ("Conversation", f"None yet. {_BEGIN}")))
        rows += self._conversation_rows(self._conversation)
        rows += _timeline_rows(self._conversation)
        folder = self._conversation.folder
        rows += [
            ("Videos", f"{relative(folder / MEDIA_FOLDER, Path.cwd())}/"),
            ("Ledger", f"{relative(folder / LEDGER_FOLDER, Path.cwd())}/"),
        ]
        return Facts(tuple(rows))

    def tracks(self) -> Facts:
        """What stands on the timeline, a row a track."""
        tracks = self._conversation.tracks() if self._conversation else ()
        if not tracks:
            return Facts((("Timeline", f"Empty. {_BEGIN}"),))
        return Facts(
            tuple((f"Track {number}", str(track)) for number, track in enumerate(tracks, 1))
        )

    def credits(self) -> Facts:
        """The balance; a backend that charges nothing is not asked.

        Raises:
            NemoError: The service did not answer.
        """
        backend = self._backend
        if not backend.costs_credits:
            have = Credits()
        elif self._conversation is not None:
            have = self._conversation.credits()
        else:
            with Conversation() as passing:
                have = passing.credits()
        return Facts((("Credits", balance(have, costs=backend.costs_credits)),))

    def backend(self) -> Facts:
        """Who answers, and how another is chosen."""
        if self._backend.costs_credits:
            change = "Unset NEMO_TOKEN and NEMO_API_URL to use the studio on this machine."
        else:
            change = "Set NEMO_TOKEN to use the hosted service; photos then leave this machine."
        return Facts((("Backend", self._backend.label), ("To change it", change)))

    def chats(self, name: str) -> Facts:
        """The conversations of this folder; with a title or a key, one of them is taken up.

        Raises:
            NemoError: There is no such conversation, or it cannot be read.
        """
        folder = Path.cwd()
        if not name:
            none = Facts((("Conversations", f"None was held in this folder yet. {_BEGIN}"),))
            return kept.listed(folder) or none
        turn = kept.find(name, folder)
        conversation = Conversation.resume(turn.key, folder=folder)
        self._leave()
        self._conversation = conversation
        self._photos, self._said = kept.photos_of(turn, folder), turn.prompt
        key = turn.key[: kept.KEY_LETTERS]
        return Facts(
            (
                ("Taken up", kept.called(turn, name, folder)),
                ("Last said", f"“{turn.prompt}”"),
                ("Backend", conversation.backend.label),
                ("Key", f"{key}: %nemo chats {key} takes up this very turn"),
                ("To go on", "A cell with %%nemo, and below it what should change."),
            )
        )

    def open(self) -> Facts:
        """An address that opens the project in a browser; the studio has no pages.

        Raises:
            NemoError: There is no project yet.
        """
        if self._backend.family == "studio":
            where = f"The studio has no page for it; its videos are in {MEDIA_FOLDER}/."
            return Facts((("Project", where),))
        if self._conversation is None:
            raise NothingToExportError("There is no project to open yet", hint=_BEGIN)
        return Facts(
            (
                ("Project", self._conversation.link()),
                ("Mind", "Whoever has this address can open the project."),
            )
        )

    def new(self) -> Facts:
        """Leave the conversation; what was made stays."""
        self._leave()
        return Facts((("Conversation", f"Left; its files stay. {_BEGIN}"),))

    @property
    def _backend(self) -> Backend:
        return self._conversation.backend if self._conversation else choose()

    def _begin(self, photos: Sequence[Photo], *, keep_exif: bool = False) -> None:
        conversation = Conversation(
            *photos, keep_exif=keep_exif
        )  # may refuse them; then the present one goes on
        self._leave()
        self._conversation = conversation

    def _leave(self) -> None:
        if self._conversation is not None:
            self._conversation.close()
        self._conversation, self._take, self._photos, self._said = None, None, (), ""

    def _follow(
        self,
        conversation: Conversation,
        sentence: str,
        options: Options,
        *,
        confirm: Confirm = False,
    ) -> Take:
        view = self._view(conversation, options)
        try:
            take = conversation.say(
                sentence,
                export=options.export,
                quality=options.quality,
                again=options.again,
                confirm=confirm,
                on_update=view.update,
            )
        except (KeyboardInterrupt, asyncio.CancelledError):
            take = _stopped_take(view.end_stopped(sentence), conversation.folder)
            self._shower.stands_above(take)
            return take
        except NemoError as error:
            view.end_failed()
            shortened(error, told=view.tells_troubles)
            raise
        view.end(take.turn, take.video)
        self._keep(take, options)
        return take

    def _keep(self, take: Take, options: Options) -> None:
        self._shower.stands_above(take)
        self._take, self._said = take, take.prompt
        self._photos += take.turn.photos
        if options.name:
            self._shell.user_ns[options.name] = take
        if options.out is not None:
            copy_to(options.out, take.video)

    def _view(self, conversation: Conversation, options: Options) -> View:
        if options.quiet:
            return View()
        if not in_kernel(self._shell):
            return TextView(sys.stdout, beside=conversation.folder)
        return WidgetView(
            Output(self._shell),
            backend=conversation.backend.label,
            beside=conversation.folder,
            stop=conversation.cancel,
            embed=options.embed,
        )

    def _conversation_rows(self, conversation: Conversation) -> list[tuple[str, str]]:
        if not self._said:
            return [("Conversation", "Nothing said yet")]
        rows = [("Photos", ", ".join(self._photos))] if self._photos else []
        rows.append(("Last said", f"“{self._said}”"))
        if self._take is not None and (video := self._take.video) is not None:
            where = relative(video.path, conversation.folder)
            rows.append(("Last video", f"{where} ({describe(video)})"))
        return rows


def _ask(question: str) -> bool:
    """Ask in the cell or the terminal.

    Raises:
        InputError: There is nobody to ask, as where a notebook is run as a whole.
    """
    try:
        return ask_here(question)
    except InputError as error:
        hint = "Run it where it can ask, or %config NemoMagics.confirm = False sends it unasked."
        raise InputError(error.message, hint=hint) from None


def _timeline_rows(conversation: Conversation) -> list[tuple[str, str]]:
    """The timeline as the server has it; where it does not answer, as it was written down."""
    try:
        return [("Timeline", _listed(conversation.state().tracks))]
    except NemoError as error:
        written_down = f"{_listed(conversation.tracks())} (as written down)"
        return [("Timeline", written_down), ("Server", str(error))]


def _listed(tracks: Sequence[Track]) -> str:
    return ", ".join(map(str, tracks)) or "empty"


def _stopped_take(turn: TurnState, folder: Path) -> Take:
    def nothing(_container: str, _quality: str) -> Video:
        raise NothingToExportError("This turn was stopped before its video was there")

    return Take(
        key="",
        prompt=turn.prompt,
        turn=turn,
        draft=Draft(),
        video=None,
        folder=folder,
        exporter=nothing,
    )
