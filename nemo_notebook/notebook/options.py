"""What stands on a magic's line: one table of options, and words read by it."""

from __future__ import annotations

import argparse
import keyword
import os
import shlex
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

from nemo_notebook.notebook.near import did_you_mean
from nemo_notebook.notebook.sentence import filled_in
from nemo_notebook.protocol.errors import OptionError
from nemo_notebook.protocol.media import CONTAINERS, QUALITIES

LARGEST_SEED: Final = 2**31 - 1


@dataclass
class Options:
    """What a line asks for beside the sentence.

    Attributes:
        files: Photos, or the words that stand where files may, in the order said.
        out: Where a copy of the video goes.
        format: The container, None where the line does not say which.
        usual_format: The container where nothing says which.
        quality: low, medium or high.
        name: The variable that gets the `Take`.
        chat: The conversation to go on with, or what a new one is called.
        again: Ask for another take.
        seed: What everything random in the shot hangs on.
        embed: Put the video into the notebook.
        no_export: Leave the video on the server.
        no_wait: Go on with the notebook while the turn is under way.
        quiet: Show nothing.
        dry_run: Say what would be sent, and send nothing.
        keep_exif: Leave place and person in photos that go to the hosted service.
    """

    files: list[str] = field(default_factory=list)
    out: Path | None = None
    format: str | None = None
    usual_format: str = "mp4"
    quality: str = "high"
    name: str | None = None
    chat: str | None = None
    again: bool = False
    seed: int | None = None
    embed: bool = False
    no_export: bool = False
    no_wait: bool = False
    quiet: bool = False
    dry_run: bool = False
    keep_exif: bool = False

    @property
    def export(self) -> str | None:
        """The container to export to, or None for no export."""
        if self.no_export:
            return None
        if self.format is None and self.out is not None:
            return self.out.suffix.removeprefix(".").lower()
        return self.format or self.usual_format


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a line: read, explained and completed by what stands here.

    Attributes:
        flag: As it is written.
        field: Of `Options`.
        help: What it does, in a few words.
        value: What follows it, in capitals; empty where nothing does.
        short: Another way to write it.
        choices: The values that there are, where they can be counted.
        exports: Whether `%nemo export` has it, too.
    """

    flag: str
    field: str
    help: str
    value: str = ""
    short: str = ""
    choices: tuple[str, ...] = ()
    exports: bool = False

    @property
    def usage(self) -> str:
        """The option as a person writes it."""
        return f"{', '.join(filter(None, (self.short, self.flag)))} {self.value}".rstrip()


OPTIONS: Final = (
    Option("--out", "out", "put a copy of the video there", "FILE", short="-o", exports=True),
    Option("--format", "format", "mp4 (the usual one), mov, avi, webm or mkv", "FORMAT",
           choices=CONTAINERS),
    Option("--quality", "quality", "low, medium or high (the usual one)", "QUALITY",
           choices=QUALITIES, exports=True),
    Option("--as", "name", "keep the result in a variable: NAME.video.path, NAME.tracks", "NAME",
           exports=True),
    Option("--chat", "chat", "go on with that conversation; with photos, call the new one so",
           "NAME"),
    Option("--again", "again", "make another take of a turn that was made before"),
    Option("--seed", "seed", "what everything random hangs on; another number, another video",
           "NUMBER"),
    Option("--embed", "embed", "put the video into the notebook itself", exports=True),
    Option("--no-export", "no_export", "leave the video on the server"),
    Option("--no-wait", "no_wait", "go on with the notebook; NAME.result() waits for the take"),
    Option("--dry-run", "dry_run", "say what would be sent and what it costs; send nothing"),
    Option("--quiet", "quiet", "show nothing", exports=True),
    Option("--keep-exif", "keep_exif",
           "leave place and person in a photo that goes to the hosted service"),
)  # fmt: skip

_NOTHING: Final[Mapping[str, object]] = {}


def read_cell_line(
    line: str, variables: Mapping[str, object] = _NOTHING, *, usual: Options | None = None
) -> Options:
    """Read the line of a `%%nemo` cell.

    Args:
        line: As it was written.
        variables: What `{{name}}` on it may mean.
        usual: What holds where the line says nothing.

    Raises:
        OptionError: An option does not exist, lacks its value or contradicts another.
        PromptError: `{{name}}` means nothing that can be written there.
    """
    return _checked(_parse(_parser("%%nemo", OPTIONS), line, variables, usual))


def read_export(
    rest: str, variables: Mapping[str, object] = _NOTHING, *, usual: Options | None = None
) -> Options:
    """Read what follows `%nemo export`: a container, and options.

    Raises:
        OptionError: An option does not exist, lacks its value or contradicts another.
        PromptError: `{{name}}` means nothing that can be written there.
    """
    exports = [option for option in OPTIONS if option.exports]
    options = _parse(_parser("%nemo export", exports), rest, variables, usual)
    if len(options.files) > 1:
        raise OptionError(
            f"An export is to one container, not to {' and '.join(options.files)}",
            hint="Use %nemo export once for each.",
        )
    if options.files:
        options.format = options.files.pop().lower().removeprefix(".")
    return _checked(options)


def read_words(command: str, rest: str, variables: Mapping[str, object] = _NOTHING) -> list[str]:
    """Read what follows a subcommand that has no options.

    Raises:
        OptionError: An option is named.
    """
    return _parse(_parser(f"%nemo {command}", ()), rest, variables).files


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


def _parser(prog: str, options: Sequence[Option]) -> _Parser:
    parser = _Parser(prog=prog, add_help=False, allow_abbrev=False)
    for option in options:
        names = [name for name in (option.short, option.flag) if name]
        parser.add_argument(
            *names,
            dest=option.field,
            default=argparse.SUPPRESS,
            action="store" if option.value else "store_true",
        )
    return parser


def _parse(
    parser: _Parser, line: str, variables: Mapping[str, object], usual: Options | None = None
) -> Options:
    said = [_word(word, variables) for word in words(line)]
    options, rest = parser.parse_known_args(said, namespace=deepcopy(usual) or Options())
    for word in rest:
        if word.startswith("-"):
            raise _unknown(word, parser)
    options.files = rest
    return options


def _word(word: str, variables: Mapping[str, object]) -> str:
    """A word with its variables; what one holds is never taken for an option."""
    filled = filled_in(word, variables)
    if filled != word and filled.startswith("-") and not word.startswith("-"):
        raise OptionError(f"{word} would be read as the option {filled}", hint="Write it out.")
    return filled


def _unknown(word: str, parser: _Parser) -> OptionError:
    known = [name[2:] for name in parser._option_string_actions if name.startswith("--")]  # noqa: SLF001 (argparse lists its options nowhere else)
    meant = did_you_mean(word.lstrip("-").partition("=")[0], known)
    return OptionError(
        f"{parser.prog} has no option {word}",
        hint=f"Did you mean --{meant}?" if meant else "See %nemo help.",
    )


def _checked(options: Options) -> Options:
    """Make of the words what they stand for, and refuse what cannot be."""
    if options.format is not None:
        _check_choice("export to", options.format, CONTAINERS)
    _check_choice("quality", options.quality, QUALITIES)
    if options.name is not None:
        _check_name(options.name)
    if options.chat is not None:
        _check_chat(options.chat)
    if options.seed is not None:
        options.seed = _seed(options.seed)
    if options.out is not None:
        options.out = Path(options.out)
        _check_out(options.out, options)
    return options


def _check_choice(what: str, chosen: str, choices: Sequence[str]) -> None:
    if chosen not in choices:
        meant = did_you_mean(chosen, choices)
        raise OptionError(
            f"There is no {what} {chosen!r}",
            hint=f"Did you mean {meant}?" if meant else f"Choose one of {', '.join(choices)}.",
        )


def _check_name(name: str) -> None:
    if not name.isidentifier() or keyword.iskeyword(name):
        raise OptionError(f"{name!r} cannot be the name of a variable", hint="Try --as take.")


def _check_chat(chat: str) -> None:
    is_plain = chat.isprintable() and not set(chat) & set('/\\:*?"<>|') and chat.strip(". ")
    if not is_plain:  # it becomes part of the name of a file
        raise OptionError(
            f"{chat!r} cannot be the name of a conversation", hint="Try --chat harbour."
        )


def _seed(said: int | str) -> int:
    try:
        seed = int(said)
    except ValueError:
        seed = -1
    if not 0 <= seed <= LARGEST_SEED:
        raise OptionError(
            f"--seed wants a whole number from 0 to {LARGEST_SEED}, not {said!r}",
            hint="Try --seed 7.",
        )
    return seed


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
