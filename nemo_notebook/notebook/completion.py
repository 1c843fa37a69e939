"""What Tab offers after `%nemo` and in a `%%nemo` cell: options, files, chats, words to say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from IPython.core.completer import (
    CompletionContext,
    SimpleCompletion,
    SimpleMatcherResult,
    context_matcher,
)
from IPython.core.interactiveshell import InteractiveShell

from nemo_notebook.notebook.commands import ANY, COMMANDS, chat_titles
from nemo_notebook.notebook.options import OPTIONS, Option
from nemo_notebook.notebook.vocabulary import CHINESE, ENGLISH
from nemo_notebook.protocol.media import ACCEPTED, CONTAINERS

_CELL: Final = re.compile(r"%%a?nemo(?=\s|$)")
_LINE: Final = re.compile(r"(?:.*=\s*)?%nemo\s+(?P<said>.*)$")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff0-9]+$")
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """What may stand in the place of what was begun.

    Attributes:
        begun: What stands there.
        texts: What may stand there instead.
        kind: What it is, as front ends show it.
    """

    begun: str
    texts: tuple[str, ...]
    kind: str


def register(shell: InteractiveShell) -> None:
    """Have a shell's Tab offer what our magics take."""

    @context_matcher()  # type: ignore[untyped-decorator]  # IPython leaves it open
    def nemo_matcher(context: CompletionContext) -> SimpleMatcherResult:
        return _as_result(offered(context, shell.user_ns))

    shell.Completer.custom_matchers.append(nemo_matcher)


def offered(context: CompletionContext, variables: Mapping[str, object]) -> Offer | None:
    """What is offered at the cursor; None where the line is none of ours."""
    lines = context.full_text.split("\n")
    before = lines[context.cursor_line][: context.cursor_position]
    in_cell = next((line for line in lines if line.strip()), "").lstrip()
    if _CELL.match(in_cell):
        if _CELL.match(before.lstrip()):
            return _on_the_line(before.partition("nemo")[2], OPTIONS, variables)
        return _in_the_sentence(before, variables)
    found = _LINE.match(before)
    return _after_nemo(found["said"], variables) if found else None


def _as_result(offer: Offer | None) -> SimpleMatcherResult:
    if offer is None:
        return {"completions": [], "suppress": False}
    # Python's names have nothing to say here. They are kept out by what is offered alone: so where
    # that is nothing, it is what stands there already.
    texts = offer.texts[:_MOST] or (offer.begun,)
    found = [SimpleCompletion(text=text, type=offer.kind) for text in texts if text]
    return {
        "completions": found,
        "suppress": True,
        "ordered": True,
        "matched_fragment": offer.begun,
    }


def _on_the_line(
    line: str,
    options: Iterable[Option],
    variables: Mapping[str, object],
    *,
    files: Iterable[str] = ACCEPTED,
) -> Offer:
    """Options and their values, and files."""
    begun, before = _last_word(line)
    known = {name: option for option in options for name in (option.flag, option.short) if name}
    flag, is_assigned, value = begun.partition("=")
    if is_assigned and flag in known:
        return _value(known[flag], value)
    if before and (option := known.get(before[-1])) is not None and option.value:
        return _value(option, begun)
    if begun.startswith("-"):
        said = {known[word] for word in before if word in known}
        flags = [option.flag for option in known.values() if option not in said]
        return _starting(begun, dict.fromkeys(flags), "keyword")
    if begun.startswith("{"):
        return _starting(begun, [f"{{{name}}}" for name in _public(variables)], "variable")
    return _files(begun, files)


def _value(option: Option, begun: str) -> Offer:
    if option.field == "chat":
        return _starting(begun, map(_quoted, chat_titles()), "chat")
    if option.field == "out":
        return _files(begun, CONTAINERS)
    return _starting(begun, option.choices, "value")


def _after_nemo(said: str, variables: Mapping[str, object]) -> Offer:
    """Subcommands, and what they take; the words to say where it is a sentence."""
    name, space, rest = said.partition(" ")
    if not space:
        commands = _starting(name, COMMANDS, "function")
        return commands if commands.texts else _in_the_sentence(said, variables)
    if name not in COMMANDS:
        return _in_the_sentence(said, variables)
    begun, before = _last_word(rest)
    command = COMMANDS[name]
    if command.files or (command.options and (before or begun.startswith("-"))):
        return _on_the_line(rest, command.options, variables, files=command.files)
    if command.most >= ANY:  # a title may be several words
        begun, before = rest, []
    return _starting(begun, command.offers(before), "value")


def _in_the_sentence(before: str, variables: Mapping[str, object]) -> Offer:
    """Words of the vocabulary, by the longest end of what was said that begins one of them."""
    if found := re.search(r"\{\{\s*\w*$", before):
        names = [f"{{{{{name}}}}}" for name in _public(variables)]
        return _starting(found[0].replace(" ", ""), names, "variable")
    if _CHINESE.search(before):
        return _ending(before, range(max(len(before) - 8, 0), len(before)), CHINESE)
    starts = [found.start() for found in re.finditer(r"[\w:]+", before)]
    return _ending(before, starts, ENGLISH)


def _ending(before: str, starts: Iterable[int], phrases: tuple[str, ...]) -> Offer:
    for start in starts:
        offer = _starting(before[start:], phrases, "phrase")
        if offer.texts:
            return offer
    begun = re.split(r"\s", before)[-1]
    return Offer(begun, () if before.strip() else phrases, "phrase")


def _files(begun: str, endings: Iterable[str]) -> Offer:
    """Files of these types, and folders to look into."""
    said = begun.lstrip("\"'")
    folder, _, name = said.rpartition("/")
    place = Path(f"{folder}/" if folder or said.startswith("/") else ".").expanduser()
    suffixes = {f".{ending}" for ending in endings}
    try:
        found = sorted(place.iterdir())
    except OSError:
        found = []
    names = [
        _quoted(f"{folder}/{path.name}" if "/" in said else path.name, is_folder=path.is_dir())
        for path in found
        if path.name.lower().startswith(name.lower())
        and (name.startswith(".") or not path.name.startswith("."))
        and (path.is_dir() or path.suffix.lower() in suffixes)
    ]
    return Offer(begun, tuple(names), "path")


def _last_word(line: str) -> tuple[str, list[str]]:
    """The word that was begun, an open quotation as one, and the words before it."""
    found = re.findall(r"""(?:[^\s"']|"[^"]*"?|'[^']*'?)+""", line)
    is_begun = bool(found) and line.endswith(found[-1])
    return (found[-1], found[:-1]) if is_begun else ("", found)


def _starting(begun: str, texts: Iterable[str], kind: str) -> Offer:
    wanted = begun.lower().lstrip("\"'")
    found = [text for text in texts if text.lower().lstrip("\"'").startswith(wanted)]
    return Offer(begun, tuple(found), kind)


def _quoted(name: str, *, is_folder: bool = False) -> str:
    text = f"{name}/" if is_folder else name
    return f'"{text}"' if re.search(r"[\s'{}]", text) and '"' not in text else text


def _public(variables: Mapping[str, object]) -> list[str]:
    usual: Callable[[str], bool] = {"In", "Out", "exit", "quit", "get_ipython"}.__contains__
    return [name for name in variables if not name.startswith("_") and not usual(name)]
