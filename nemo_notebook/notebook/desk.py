"""The notebook's conversations: what the magics do once their lines are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from IPython.core.interactiveshell import InteractiveShell

from nemo_notebook.backend import Backend
from nemo_notebook.conversation.aio import MEDIA_FOLDER, balance
from nemo_notebook.conversation.resolve import WAYS, Way, find_unsettled
from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.conversation.take import Take
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.notebook import archive, kept, rehearsal, reports
from nemo_notebook.notebook.access import Access, hosted_with
from nemo_notebook.notebook.cells import RunningCell, notebook_path
from nemo_notebook.notebook.chat import Chat
from nemo_notebook.notebook.copies import spare_sources
from nemo_notebook.notebook.facts import Facts
from nemo_notebook.notebook.near import did_you_mean
from nemo_notebook.notebook.options import Options
from nemo_notebook.notebook.pending import PendingTake
from nemo_notebook.notebook.photos import find_photos, shown
from nemo_notebook.notebook.preferences import BACKENDS, Preferences
from nemo_notebook.notebook.takes import TakeShower, in_kernel
from nemo_notebook.notebook.turns import Turns
from nemo_notebook.notebook.usage import usage
from nemo_notebook.protocol.envelopes import Credits
from nemo_notebook.protocol.errors import (
    InputError,
    NothingToExportError,
    OptionError,
    PromptError,
)

if TYPE_CHECKING:
    from nemo_notebook.conversation.handed import Photo
    from nemo_notebook.notebook.widget import ChatWidget


class Desk:
    """Holds the conversations that the notebook is in, one of them the present one.

    Args:
        shell: Whose variables photos come from and takes go to.
        shower: Told which take the running cell shows.
        preferences: What holds where a line says nothing.
        cell: Which cell runs.
    """

    def __init__(
        self,
        shell: InteractiveShell,
        shower: TakeShower,
        preferences: Preferences,
        cell: RunningCell,
    ) -> None:
        self._shell = shell
        self._shower = shower
        self._turns = Turns(shell, shower, preferences)
        self._preferences = preferences
        self._cell = cell
        self._access = Access()
        self._is_scratch = False
        self._chats: dict[str, Chat] = {}
        self._chat: Chat | None = None
        self._open: WeakSet[ChatWidget] = WeakSet()

    @property
    def variables(self) -> Mapping[str, object]:
        """The notebook's variables, which `{name}` and `{{name}}` may mean."""
        variables: dict[str, object] = self._shell.user_ns
        return variables

    @property
    def usual(self) -> Options:
        """What a line means where it says nothing."""
        return self._preferences.usual

    def say(self, sentence: str, options: Options) -> Take | PendingTake | Facts:
        """Say a sentence; photos on the line begin a new conversation.

        Args:
            sentence: What should happen.
            options: What stands on the line.

        Returns:
            The take; with `no_wait` what it can be waited for by, with `dry_run` what would be
            sent.

        Raises:
            NemoError: What went wrong and what to do next.
        """
        if not (sentence := sentence.strip()):
            raise PromptError(
                "There is nothing to say", hint="Write below the line what should happen."
            )
        photos = find_photos(options.files, self.variables)
        if options.out is not None:
            spare_sources(photos, options.out)
        if options.dry_run:
            scratch = self._scratch(self._chats, self._chat)
            planned = scratch.planned(sentence, options, cell=self._cell.claim())
            return rehearsal.one(planned, options)
        chat = self._chat_for(photos, options)
        return self._turns.follow(chat, sentence, options, cell=self._bind(chat))

    def planned(self, sentence: str, options: Options, *, cell: str | None = None) -> Take:
        """What saying a sentence would send; what is planned next goes on from it.

        Args:
            sentence: What would be said.
            options: What stands on the line.
            cell: Which cell would say it, where that is known.

        Raises:
            NemoError: It cannot be said.
        """
        chat = self._chat_for(find_photos(options.files, self.variables), options)
        return chat.conversation.say(
            sentence,
            export=None,
            again=options.again,
            seed=options.seed,
            mode="plan",
            cell=cell,
        )

    def plan(self, notebook: str) -> Facts:
        """What the whole notebook would send, and about what it would cost.

        Args:
            notebook: Its file; empty for the one that runs here.

        Raises:
            InputError: There is no such notebook.
        """
        path = Path(notebook).expanduser() if notebook else notebook_path(self.variables)
        return rehearsal.whole(path, self._scratch({}, None))

    def ledger(self, said: Sequence[str]) -> Facts:
        """What was sent and what came of it: list, show, why, gc, export and import.

        Raises:
            NemoError: There is no such thing, or it cannot be read.
        """
        return archive.carry_out(self._ledger, said)

    def resolve(self, said: Sequence[str]) -> Facts:
        """Decide on a turn whose end nobody knows; without a key, say which there are.

        Raises:
            NemoError: There is no such turn or way, or it may still be under way.
        """
        if not said:
            return archive.unsettled(self._ledger)
        if len(said) == 1:
            ways = "|".join(WAYS)
            raise OptionError(
                "What should become of it?", hint=f"%nemo resolve {said[0]} {ways} says it."
            )
        key, way = said[0], _way(said[1])
        sending = find_unsettled(self._ledger, key)
        if self._chat is not None and self._chat.conversation.backend.family == sending.backend:
            done = self._chat.conversation.resolve(key, way)
        else:
            backend = self._access.choose("studio" if sending.backend == "studio" else "hosted")
            with Conversation(backend=backend) as passing:
                done = passing.resolve(key, way)
        return Facts((("Turn", f"“{sending.prompt}”"), ("Done", done)))

    def export(self, options: Options) -> Take | PendingTake:
        """Export the latest take again, to another container or quality.

        Raises:
            NemoError: What went wrong and what to do next.
        """
        if self._chat is None:
            raise NothingToExportError("There is no video to export yet", hint=reports.BEGIN)
        return self._turns.follow(
            self._chat, f"export {options.export}", options, cell=None, asks=False
        )

    def upload(self, files: Sequence[str]) -> Facts:
        """Have files ready for the next sentence; without a conversation they begin one.

        Raises:
            OptionError: No file is named.
            PhotoError: A file cannot be used; then none of them is taken.
        """
        if not files:
            raise OptionError("No file is named", hint="Name one: %nemo upload photo.jpg")
        photos = find_photos(files, self.variables)
        if self._chat is None:
            self._begin(photos, Options())
        else:
            self._chat.conversation.upload(*photos)
        return Facts((("Ready", f"{shown(files)}: goes with the next sentence"),))

    def status(self) -> Facts:
        """Who answers, what was said last, what stands on the timeline, where files are."""
        return reports.status(self._chat, self._backend)

    def tracks(self) -> Facts:
        """What stands on the timeline, a row a track."""
        return reports.tracks(self._chat)

    def credits(self) -> Facts:
        """The balance; a backend that charges nothing is not asked.

        Raises:
            NemoError: The service did not answer.
        """
        backend = self._backend
        have = Credits()
        if backend.costs_credits:
            have = self._balance(backend)
        return Facts((("Credits", balance(have, costs=backend.costs_credits)),))

    def undo(self) -> Facts:
        """Go back to the turn before; what is said next goes on from there.

        Raises:
            InputError: There is no turn before.
        """
        if (chat := self._chat) is None or not chat.conversation.key:
            raise InputError("There is nothing to take back yet", hint=reports.BEGIN)
        chat.stop()
        try:
            undone, before = chat.conversation.undo()
        except InputError as error:
            hint = "%nemo new leaves the conversation."
            raise InputError(error.message, hint=hint) from None
        return Facts(
            (
                ("Taken back", f"“{undone.prompt}”"),
                ("Now at", f"“{before.prompt}”"),
                ("To go on", "A cell with %%nemo, and below it what should change instead."),
            )
        )

    def chats(self, name: str) -> Facts:
        """The conversations of this folder; with a title or a key, one of them is taken up.

        Raises:
            NemoError: There is no such conversation, or it cannot be read.
        """
        folder = Path.cwd()
        if not name:
            none = f"None was held in this folder yet. {reports.BEGIN}"
            return kept.listed(folder) or Facts((("Conversations", none),))
        turn = kept.find(name, folder)
        chat = self._taken_up(turn.key, turn.title)
        return reports.taken_up(turn, kept.called(turn, name, folder), chat.conversation.backend)

    def open(self) -> Facts:
        """An address that opens the project in a browser; the studio has no pages.

        Raises:
            NemoError: There is no project yet.
        """
        if self._backend.family == "studio":
            where = f"The studio has no page for it; its videos are in {MEDIA_FOLDER}/."
            return Facts((("Project", where),))
        if self._chat is None:
            raise NothingToExportError("There is no project to open yet", hint=reports.BEGIN)
        return Facts(
            (
                ("Project", self._chat.conversation.link()),
                ("Mind", "Whoever has this address can open the project."),
            )
        )

    def chat(self, name: str) -> ChatWidget:
        """The conversation as a chat to go on with; a new one where there is none.

        Args:
            name: Another conversation, which becomes the present one.

        Raises:
            InputError: There is no page that it could be shown in, or no such conversation.
        """
        if not in_kernel(self._shell):
            raise InputError(
                "A chat needs a notebook, and this is a terminal",
                hint="%nemo and a sentence says it here.",
            )
        from nemo_notebook.notebook.widget import ChatWidget  # noqa: PLC0415 (when first shown)

        if name:
            self._chat = self._named(name)
        backend = self._access.choose(self._preferences.backend)
        chat = self._chat or self._present(Chat(Conversation(backend=backend), "chat"))
        widget = ChatWidget(chat.conversation, confirm=self._preferences.confirm)
        self._open.add(widget)
        self._preferences.observe(self._pass_on_confirm, "confirm")
        return widget

    def new(self) -> Facts:
        """Leave the conversation; what was made stays."""
        if self._chat is not None:
            if not self._is_scratch:
                self._chat.close()
            self._chats = {
                name: chat for name, chat in self._chats.items() if chat is not self._chat
            }
            self._chat = None
        return Facts((("Conversation", f"Left; its files stay. {reports.BEGIN}"),))

    def connect(self, variable: str) -> Facts:
        """Use the hosted service for new conversations; the token stands in memory alone.

        Args:
            variable: The environment variable that holds the token; empty to ask for it.

        Raises:
            NemoError: The token is refused, or nobody can be asked; nothing is changed then.
        """
        backend = hosted_with(variable)
        have = self._balance(backend, apart=True)
        self._access.connected = backend
        self._preferences.backend = "hosted"
        return reports.connected(backend, balance(have, costs=True), self._chat)

    def backend(self, name: str) -> Facts:
        """Who answers, and how another is chosen; or choose it for new conversations.

        Raises:
            OptionError: There is no such backend.
        """
        if name:
            self._preferences.choose("backend", name)
        chosen = self._access.choose(self._preferences.backend)
        return reports.backend(self._backend, chosen, BACKENDS)

    def config(self, said: Sequence[str]) -> Facts:
        """The settings; with a name and a value, one of them is changed.

        Raises:
            OptionError: There is no such setting, or it cannot be that.
        """
        if len(said) == 1 and "=" in said[0]:
            said = said[0].split("=", 1)
        if len(said) == 1:
            raise OptionError(
                f"What should {said[0]} be?", hint=f"%nemo config {said[0]} VALUE says it."
            )
        if said:
            self._preferences.choose(*said)
        return reports.config(self._preferences)

    def help(self) -> None:
        """Everything that can be written on a line."""
        print(usage())  # noqa: T201 (a cell's output)

    def _pass_on_confirm(self, change: Mapping[str, object]) -> None:
        """A chat that is open goes by what holds now, too."""
        for widget in self._open:
            widget.confirm = bool(change["new"])

    @property
    def _ledger(self) -> Ledger:
        return self._turns.ledger(Path.cwd())

    @property
    def _backend(self) -> Backend:
        if self._chat is not None:
            return self._chat.conversation.backend
        return self._access.choose(self._preferences.backend)

    def _balance(self, backend: Backend, *, apart: bool = False) -> Credits:
        if self._chat is not None and not apart:
            return self._chat.conversation.credits()
        with Conversation(backend=backend) as passing:
            return passing.credits()

    def _chat_for(self, photos: Sequence[Photo], options: Options) -> Chat:
        """The conversation that a line means."""
        if photos:
            return self._begin(photos, options)
        if options.chat is not None:
            self._chat = self._named(options.chat)
        elif (bound := self._bound()) is not None:
            self._chat = bound
        if self._chat is None:
            raise InputError("There is no conversation yet", hint=reports.BEGIN)
        return self._chat

    def _begin(self, photos: Sequence[Photo], options: Options) -> Chat:
        conversation = Conversation(
            *photos,
            backend=self._access.choose(self._preferences.backend),
            title=options.chat,
            keep_exif=options.keep_exif,
        )  # may refuse them; then the present one goes on
        return self._present(Chat(conversation, options.chat or conversation.title))

    def _bound(self) -> Chat | None:
        """The conversation that the running cell spoke in before, while it is open."""
        name = self._cell.name
        return next((chat for chat in self._chats.values() if name in chat.cells), None)

    def _bind(self, chat: Chat) -> str | None:
        """The running cell, which speaks in that conversation from now on."""
        if (name := self._cell.claim()) is not None:
            for other in self._chats.values():
                other.cells.discard(name)
            chat.cells.add(name)
        return name

    def _named(self, name: str) -> Chat:
        if (known := self._chats.get(name.lower())) is not None:
            return known
        try:
            turn = kept.find(name, Path.cwd())
        except InputError as error:
            meant = kept.near(name, [*self._chats], Path.cwd())
            hint = f"Did you mean --chat {meant}?" if meant else error.hint
            raise InputError(error.message, hint=hint) from None
        return self._taken_up(turn.key, turn.title)

    def _taken_up(self, key: str, name: str) -> Chat:
        folder = Path.cwd()
        turn = kept.find(key, folder)
        conversation = Conversation.resume(key, folder=folder)
        photos = kept.photos_of(turn, folder)
        return self._present(Chat(conversation, name, photos=photos))

    def _present(self, chat: Chat) -> Chat:
        """Make it the present one, in the place of another with its name."""
        before = self._chats.get(chat.name.lower())
        if before is not None and not self._is_scratch:
            before.close()
        self._chats[chat.name.lower()] = self._chat = chat
        return chat

    def _scratch(self, chats: dict[str, Chat], chat: Chat | None) -> Desk:
        """A desk to plan on, whose conversations begin and end nothing here."""
        desk = Desk(self._shell, self._shower, self._preferences, self._cell)
        desk._access, desk._is_scratch = self._access, True
        desk._chats, desk._chat = {**chats}, chat
        return desk


def _way(said: str) -> Way:
    for way in WAYS:
        if way == said:
            return way
    meant = did_you_mean(said, WAYS)
    raise OptionError(
        f"There is no way {said!r}",
        hint=f"Did you mean {meant}?" if meant else f"Choose one of {', '.join(WAYS)}.",
    )
