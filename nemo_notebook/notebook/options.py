"""What stands on a magic's line, read: words into options, files and subcommands."""

from __future__ import annotations

import argparse
import difflib
import keyword
import os
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from nemo_notebook.conversation.route import route
from nemo_notebook.protocol.errors import OptionError
from nemo_notebook.protocol.media import CONTAINERS

_ALONE = ("status", "tracks", "credits", "open", "new", "backend", "help")
_WITH_WORDS = ("export", "upload", "chats")
SUBCOMMANDS = (*_ALONE, *_WITH_WORDS)
_ROUTES = {"credits": "credits", "state": "status", "upload": "upload"}


@dataclass
class Options:
    """What a line asks for beside the sentence.

    Attributes:
        files: Photos, or the words that stand where files may, in the order said.
        out: Where a copy of the video goes.
        format: The container, None where nothing says which.
        quality: low, medium or high.
        name: The variable that gets the `Take`.
        again: Ask for another take.
        no_export: Leave the video on the server.
        quiet: Show nothing.
        embed: Put the video into the notebook.
        keep_exif: Leave place and person in photos that go to the hosted service.
    """

    files: list[str] = field(default_factory=list)
    out: Path | None = None
    format: str | None = None
    quality: str = "high"
    name: str | None = None
    again: bool = False
    no_export: bool = False
    quiet: bool = False
    embed: bool = False
    keep_exif: bool = False

    @property
    def export(self) -> str | None:
        """The container to export to, or None for no export."""
        if self.no_export:
            return None
        if self.format is None and self.out is not None:
            return self.out.suffix.removeprefix(".").lower()
        return self.format or "mp4"


@dataclass(frozen=True, slots=True)
class Command:
    """A `%nemo` line: a subcommand and what follows it, or `say` and the sentence."""

    name: str
    rest: str = ""


def read_cell_line(line: str) -> Options:
    """Read the line of a `%%nemo` cell.

    Raises:
        OptionError: An option does not exist, lacks its value or contradicts another.
    """
    return _checked(_parse(_parser("%%nemo", _OUTPUT, _TURN), line))


def read_export(rest: str) -> Options:
    """Read what follows `%nemo export`: a container, and options.

    Raises:
        OptionError: An option does not exist, lacks its value or contradicts another.
    """
    options = _parse(_parser("%nemo export", _OUTPUT), rest)
    if len(options.files) > 1:
        raise OptionError(
            f"An export is to one container, not to {' and '.join(options.files)}",
            hint="Use %nemo export once for each.",
        )
    if options.files:
        options.format = options.files.pop().lower().removeprefix(".")
    return _checked(options)


def read_files(rest: str) -> list[str]:
    """Read what follows `%nemo upload`.

    Raises:
        OptionError: No file is named, or an option is.
    """
    files = _parse(_parser("%nemo upload"), rest).files
    if not files:
        raise OptionError("No file is named", hint="Name one: %nemo upload photo.jpg")
    return files


def read_name(rest: str) -> str:
    """Read what follows `%nemo chats`: a title or a key, or nothing.

    Raises:
        OptionError: An option is named; there are none.
    """
    return " ".join(_parse(_parser("%nemo chats"), rest).files)


def read_command(line: str) -> Command:
    """Tell a subcommand from a sentence: "export webm" from "new snow falls on the roofs".

    Raises:
        OptionError: It is nearly a subcommand, or one with a word too many.
    """
    first, _, rest = line.strip().partition(" ")
    where = route(line)
    if not first or line.strip() == "help":
        return Command("help")
    if where.kind == "export" and first != "export":
        return Command("export", where.format or "")
    if where.kind in _ROUTES and first not in SUBCOMMANDS:
        return Command(_ROUTES[where.kind])
    if first in SUBCOMMANDS:
        return _subcommand(first, rest.strip(), line)
    _refuse_near_miss(first, rest.split())
    return Command("say", line.strip())


def did_you_mean(word: str, known: list[str] | tuple[str, ...]) -> str | None:
    """The known word that was probably meant."""
    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.7)
    return near[0] if near else None


def words(line: str) -> list[str]:
    """Split a line as a shell does; on Windows a backslash is part of a path.

    Raises:
        OptionError: A quotation mark has no partner.
    """
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    lexer.escape = "" if os.name == "nt" else lexer.escape
    try:
        return list(lexer)
    except ValueError:
        raise OptionError(
            "A quotation mark has no partner",
            hint='Quote names with spaces as in "my photo.jpg"; the sentence goes below the line.',
        ) from None


class _Parser(argparse.ArgumentParser):
    """Says what is wrong instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        said = message.removeprefix("argument ")
        raise OptionError(f"{self.prog} {said}", hint="See %nemo help.")


def _parser(prog: str, *groups: argparse.ArgumentParser) -> _Parser:
    return _Parser(prog=prog, parents=list(groups), add_help=False, allow_abbrev=False)


_OUTPUT = argparse.ArgumentParser(add_help=False)
_OUTPUT.add_argument("-o", "--out", type=Path)
_OUTPUT.add_argument("--quality")
_OUTPUT.add_argument("--as", dest="name")
_OUTPUT.add_argument("--quiet", action="store_true")
_OUTPUT.add_argument("--embed", action="store_true")

_TURN = argparse.ArgumentParser(add_help=False)
_TURN.add_argument("--format")
_TURN.add_argument("--again", action="store_true")
_TURN.add_argument("--no-export", action="store_true")
_TURN.add_argument("--keep-exif", action="store_true")


def _parse(parser: _Parser, line: str) -> Options:
    options, rest = parser.parse_known_args(words(line), namespace=Options())
    for word in rest:
        if word.startswith("-"):
            raise _unknown(word, parser)
    options.files = rest
    return options


def _unknown(word: str, parser: _Parser) -> OptionError:
    known = [name[2:] for name in parser._option_string_actions if name.startswith("--")]  # noqa: SLF001 (argparse lists its options nowhere else)
    meant = did_you_mean(word.lstrip("-").partition("=")[0], known)
    return OptionError(
        f"{parser.prog} has no option {word}",
        hint=f"Did you mean --{meant}?" if meant else "See %nemo help.",
    )


def _checked(options: Options) -> Options:
    if options.format is not None:
        _check_container(options.format)
    if options.name is not None:
        _check_name(options.name)
    if options.out is not None:
        _check_out(options.out, options)
    return options


def _check_container(container: str) -> None:
    if container not in CONTAINERS:
        meant = did_you_mean(container, CONTAINERS)
        raise OptionError(
            f"There is no export to {container!r}",
            hint=f"Did you mean {meant}?" if meant else f"Choose one of {', '.join(CONTAINERS)}.",
        )


def _check_name(name: str) -> None:
    if not name.isidentifier() or keyword.iskeyword(name):
        raise OptionError(f"{name!r} cannot be the name of a variable", hint="Try --as take.")


def _check_out(out: Path, options: Options) -> None:
    ending = out.suffix.removeprefix(".").lower()
    if options.no_export:
        raise OptionError("--out wants a video, and --no-export wants none", hint="Drop one.")
    if ending != options.export or ending not in CONTAINERS:
        wanted = f".{options.format}" if options.format else f"one of .{', .'.join(CONTAINERS)}"
        raise OptionError(f"{out} should end in {wanted}", hint="Give it that ending.")
    if out.expanduser().is_dir():
        raise OptionError(f"{out} is a folder", hint="Give the file another name.")
    if not out.expanduser().parent.is_dir():
        raise OptionError(f"The folder {out.parent} does not exist", hint="Make it first.")


def _subcommand(name: str, rest: str, line: str) -> Command:
    if name in _ALONE:
        if not rest:
            return Command(name)
        if (where := route(line)).kind in _ROUTES:
            return Command(_ROUTES[where.kind])
        if len(rest.split()) == 1 or rest.startswith("-"):
            raise OptionError(
                f"%nemo {name} takes nothing after it",
                hint="To say it as a sentence, use a %%nemo cell.",
            )
        return Command("say", line.strip())
    where = route(line)
    if where.kind == name:
        return Command(name, where.format or "")
    if name == "export" and _is_sentence(rest):
        return Command("say", line.strip())
    return Command(name, rest)


def _is_sentence(rest: str) -> bool:
    """Whether it is more than what `%nemo export` can take: a container, and options."""
    return "-" not in rest and len(rest.split()) > 1


def _refuse_near_miss(first: str, rest: list[str]) -> None:
    """Refuse "exprt webm", but not "track the bird": a long line is a sentence."""
    meant = did_you_mean(first, SUBCOMMANDS)
    if meant is None or len(rest) > (1 if meant in _WITH_WORDS else 0):
        return
    raise OptionError(
        f"There is no %nemo {first}",
        hint=f"Did you mean %nemo {meant}? To say it as a sentence, use a %%nemo cell.",
    )
