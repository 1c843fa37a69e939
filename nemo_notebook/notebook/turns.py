"""From a sentence to a take: said, shown in the cell, remembered."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from IPython.core.interactiveshell import InteractiveShell

from nemo_notebook.conversation.chats import LEDGER_FOLDER
from nemo_notebook.conversation.mode import Mode, chosen_mode
from nemo_notebook.conversation.price import Confirm, ask_here
from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.conversation.take import Take
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.notebook.cells import notebook_path
from nemo_notebook.notebook.chat import Chat
from nemo_notebook.notebook.copies import copy_to
from nemo_notebook.notebook.live import TextView, View, WidgetView
from nemo_notebook.notebook.options import Options
from nemo_notebook.notebook.pending import PendingTake, Saying
from nemo_notebook.notebook.preferences import Preferences
from nemo_notebook.notebook.show import Output
from nemo_notebook.notebook.takes import TakeShower, in_kernel
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.errors import InputError, NothingToExportError, OptionError

if TYPE_CHECKING:
    from nemo_notebook.conversation.video import Video


class Turns:
    """Sees a notebook's sentences through.

    Args:
        shell: Whose variables takes go to.
        shower: Told which take the running cell shows.
        preferences: What holds where a line says nothing.
    """

    def __init__(
        self, shell: InteractiveShell, shower: TakeShower, preferences: Preferences
    ) -> None:
        self._shell = shell
        self._shower = shower
        self._preferences = preferences
        self._ledgers: dict[Path, Ledger] = {}

    def ledger(self, folder: Path) -> Ledger:
        """A folder's ledger, the same one each time: it remembers what this run has touched."""
        if folder not in self._ledgers:
            self._ledgers[folder] = Ledger(folder / LEDGER_FOLDER)
        return self._ledgers[folder]

    def follow(
        self, chat: Chat, sentence: str, options: Options, *, cell: str | None, asks: bool = True
    ) -> Take | PendingTake:
        """Say a sentence and see it through; with `no_wait`, on a thread of its own.

        Args:
            chat: Where it is said.
            sentence: What should happen.
            options: What stands on the line.
            cell: The front end's name for the cell that says it.
            asks: Whether to ask before it costs credits, where a person wants to be asked.

        Raises:
            NemoError: What went wrong and what to do next.
        """
        say = partial(
            chat.conversation.say,
            sentence,
            export=options.export,
            quality=options.quality,
            again=options.again,
            seed=options.seed,
            mode=self._mode(chat),
            cell=cell,
            confirm=self._confirm(chat, options) if asks else False,
        )
        saying = Saying(
            sentence,
            lambda tell: say(on_update=tell),
            cancel=chat.conversation.cancel,
            after=chat.under_way,
            stopped_take=partial(_stopped_take, folder=chat.conversation.folder),
        )
        view = self._view(chat.conversation, options, stop=saying.stop)
        settle = partial(self._settle, chat, options)
        if options.no_wait:
            view.update(TurnState(sentence, backend=chat.conversation.backend.label))
            pending = PendingTake(saying, view, settle)
            chat.begun.append(pending)
            self._give(options.name, pending)
            return pending
        take = saying.follow(view)
        self._shower.stands_above(take)
        settle(take)
        self._give(options.name, take)
        return take

    def _confirm(self, chat: Chat, options: Options) -> Confirm:
        if not self._preferences.confirm:
            return False
        if options.no_wait and chat.conversation.backend.costs_credits:
            raise OptionError(
                "A cell that does not wait cannot ask, and %config NemoMagics.confirm wants that",
                hint="Leave out --no-wait, or %config NemoMagics.confirm = False.",
            )
        return _ask

    def _mode(self, chat: Chat) -> Mode:
        costs = chat.conversation.backend.costs_credits
        return chosen_mode(self._preferences.mode, costs_credits=costs)

    def _settle(self, chat: Chat, options: Options, take: Take) -> None:
        """Remember a take, and put the copy of its video where it was wanted."""
        if take.turn.stage is Stage.STOPPED or self._mode(chat) == "plan":
            return
        chat.take = take
        chat.photos += take.turn.photos
        self._touch(take)
        if options.out is not None:
            copy_to(options.out, take.video)

    def _touch(self, take: Take) -> None:
        """Note that this notebook needs the turn, so that its files are kept."""
        name, ledger = notebook_path(self._shell.user_ns), self.ledger(take.folder)
        if take.key and ledger.find(take.key) is not None:
            with suppress(OSError):  # the turn is made; only a cleaning up would not know of it
                ledger.roots.touch(name.stem if name else "notebook", take.key)

    def _give(self, name: str | None, value: Take | PendingTake) -> None:
        if name:
            self._shell.user_ns[name] = value

    def _view(
        self, conversation: Conversation, options: Options, *, stop: Callable[[], None]
    ) -> View:
        if options.quiet:
            return View()
        if in_kernel(self._shell):
            return WidgetView(
                Output(self._shell),
                backend=conversation.backend.label,
                beside=conversation.folder,
                stop=stop,
                conversation=conversation,
                embed_limit=round(self._preferences.embed_limit * 2**20) if options.embed else 0,
                waits=not options.no_wait,
            )
        # What another thread writes into a terminal lands in whatever is being typed.
        return View() if options.no_wait else TextView(sys.stdout, beside=conversation.folder)


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


def _stopped_take(turn: TurnState, *, folder: Path) -> Take:
    def nothing(*_: str, **__: object) -> Video:
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
