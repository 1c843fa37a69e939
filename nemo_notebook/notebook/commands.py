"""The subcommands of `%nemo`: one table that is carried out, explained and completed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nemo_notebook.conversation.route import route
from nemo_notebook.notebook.near import did_you_mean
from nemo_notebook.notebook.options import OPTIONS, Option, read_export, read_words, words
from nemo_notebook.notebook.preferences import BACKENDS, Preferences
from nemo_notebook.protocol.errors import NemoError, OptionError
from nemo_notebook.protocol.media import ACCEPTED, CONTAINERS

if TYPE_CHECKING:  # what talks to servers is imported when the first magic runs
    from nemo_notebook.notebook.desk import Desk

LEDGER_ACTIONS: Final = ("list", "show", "why", "gc", "export", "import")
RESOLVE_WAYS: Final = ("adopt", "resend", "abandon")
ANY: Final = 99
"""As many words as a person likes."""


@dataclass(frozen=True, slots=True)
class Command:
    """A subcommand.

    Attributes:
        name: As it is written.
        help: What it does, in a few words.
        run: Does it; is given what follows the name.
        takes: What may follow, as the usage shows it.
        most: So many words may follow; a longer line is a sentence.
        options: What may follow beside words.
        files: Endings of the files that may follow.
        offers: Words that may come next, after those before.
    """

    name: str
    help: str
    run: Callable[[Desk, str], object]
    takes: str = ""
    most: int = 0
    options: tuple[Option, ...] = ()
    files: tuple[str, ...] = ()
    offers: Callable[[Sequence[str]], Sequence[str]] = lambda _before: ()

    @property
    def usage(self) -> str:
        """The subcommand as a person writes it."""
        return f"%nemo {self.name} {self.takes}".rstrip()


@dataclass(frozen=True, slots=True)
class Request:
    """A `%nemo` line: a subcommand and what follows it, or `say` and the sentence."""

    name: str
    rest: str = ""


def chat_titles() -> Sequence[str]:
    """Of the conversations that were held in this folder, the latest first."""
    from nemo_notebook.conversation.chats import chats  # noqa: PLC0415 (heavy for loading)

    try:
        return list(dict.fromkeys(chat.title for chat in chats()))
    except NemoError:  # a damaged record is said where one is read
        return ()


def _settings(before: Sequence[str]) -> Sequence[str]:
    known = Preferences.known()
    if not before:
        return tuple(known)
    if len(before) > 1 or before[0] not in known:
        return ()
    return tuple(map(str, getattr(known[before[0]], "values", None) or ("True", "False")))


def _words(name: str, desk: Desk, rest: str) -> list[str]:
    return read_words(name, rest, desk.variables)


COMMANDS: Final = {
    command.name: command
    for command in (
        Command(
            "status",
            "who answers, what was said last, where files are",
            lambda desk, _: desk.status(),
        ),
        Command("tracks", "what stands on the timeline", lambda desk, _: desk.tracks()),
        Command("credits", "the balance", lambda desk, _: desk.credits()),
        Command(
            "upload",
            "hand over files with the next sentence",
            lambda desk, rest: desk.upload(_words("upload", desk, rest)),
            takes="FILE …",
            most=ANY,
            files=tuple(ACCEPTED),
        ),
        Command(
            "export",
            "the video as another file; with -o, --quality, --as, --embed, --quiet",
            lambda desk, rest: desk.export(read_export(rest, desk.variables, usual=desk.usual)),
            takes="[FORMAT]",
            most=1,
            options=tuple(option for option in OPTIONS if option.exports),
            offers=lambda before: () if before else CONTAINERS,
        ),
        Command("undo", "go back to the turn before", lambda desk, _: desk.undo()),
        Command(
            "chats",
            "the conversations held in this folder; take one up by title or key",
            lambda desk, rest: desk.chats(" ".join(_words("chats", desk, rest))),
            takes="[NAME]",
            most=ANY,
            offers=lambda before: () if before else chat_titles(),
        ),
        Command(
            "chat",
            "hold the conversation in a chat below, by writing and dropping photos",
            lambda desk, rest: desk.chat(" ".join(_words("chat", desk, rest))),
            takes="[NAME]",
            most=1,
            offers=lambda before: () if before else chat_titles(),
        ),
        Command("new", "leave the conversation; its files stay", lambda desk, _: desk.new()),
        Command(
            "open",
            "an address that opens the project in a browser",
            lambda desk, _: desk.open(),
        ),
        Command(
            "connect",
            "use the hosted service: asks for the token, or reads that variable",
            lambda desk, rest: desk.connect(" ".join(_words("connect", desk, rest))),
            takes="[VARIABLE]",
            most=1,
        ),
        Command(
            "backend",
            "who answers; studio, hosted or auto chooses for new conversations",
            lambda desk, rest: desk.backend(" ".join(_words("backend", desk, rest))),
            takes="[NAME]",
            most=1,
            offers=lambda before: () if before else BACKENDS,
        ),
        Command(
            "config",
            "the settings of %config NemoMagics; change one",
            lambda desk, rest: desk.config(_words("config", desk, rest)),
            takes="[NAME VALUE]",
            most=2,
            offers=_settings,
        ),
        Command(
            "plan",
            "what the whole notebook would send, and what it would cost",
            lambda desk, rest: desk.plan(" ".join(_words("plan", desk, rest))),
            takes="[NOTEBOOK]",
            most=1,
            files=("ipynb",),
        ),
        Command(
            "ledger",
            "what was sent: list, show KEY, why KEY, gc, export ZIP, import ZIP",
            lambda desk, rest: desk.ledger(_words("ledger", desk, rest)),
            takes="[WHAT …]",
            most=ANY,
            offers=lambda before: () if before else LEDGER_ACTIONS,
        ),
        Command(
            "resolve",
            "decide on a turn whose end is not known: adopt, resend or abandon",
            lambda desk, rest: desk.resolve(_words("resolve", desk, rest)),
            takes="[KEY WAY]",
            most=2,
            offers=lambda before: RESOLVE_WAYS if len(before) == 1 else (),
        ),
        Command("help", "this text", lambda desk, _: desk.help()),
    )
}

_ROUTES: Final = {"credits": "credits", "state": "status", "upload": "upload"}


def read_command(line: str) -> Request:
    """Tell a subcommand from a sentence: "export webm" from "new snow falls on the roofs".

    Raises:
        OptionError: It is nearly a subcommand, or one with a word too many.
    """
    said = line.strip()
    first, _, rest = said.partition(" ")
    where = route(line)
    if not first:
        return Request("help")
    if where.kind == "export" and first != "export":
        return Request("export", where.format or "")
    if where.kind in _ROUTES and first not in COMMANDS:
        return Request(_ROUTES[where.kind])
    if first in COMMANDS:
        return _request(COMMANDS[first], rest.strip(), said)
    _refuse_near_miss(first, rest.split())
    return Request("say", said)


def _request(command: Command, rest: str, line: str) -> Request:
    if not rest:
        return Request(command.name)
    where = route(line)
    if where.kind == command.name == "export":
        return Request(command.name, where.format or "")
    if where.kind in _ROUTES and command.most < ANY:
        return Request(_ROUTES[where.kind])
    if where.kind == command.name:
        return Request(command.name)
    many = _count(rest)
    if many <= command.most or (command.name == "export" and " -" in f" {rest}"):
        return Request(command.name, rest)
    if many > command.most + 1 and not rest.startswith("-"):
        return Request("say", line)
    takes = f"takes {command.takes} after it" if command.takes else "takes nothing after it"
    raise OptionError(
        f"%nemo {command.name} {takes}", hint="To say it as a sentence, use a %%nemo cell."
    )


def _count(rest: str) -> int:
    try:
        return len(words(rest))
    except OptionError:  # an apostrophe
        return len(rest.split())


def _refuse_near_miss(first: str, rest: list[str]) -> None:
    """Refuse "exprt webm", but not "track the bird": a long line is a sentence."""
    meant = did_you_mean(first, COMMANDS)
    if meant is None or len(rest) > min(COMMANDS[meant].most, 1):
        return
    raise OptionError(
        f"There is no %nemo {first}",
        hint=f"Did you mean %nemo {meant}? To say it as a sentence, use a %%nemo cell.",
    )
