"""Text to tokens: runs of words that name an idea of the lexicon, numbers with units, quotes.

The text is normalised character by character (case, full-width forms, traditional Chinese), so that
every token still knows its place in what the person wrote.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from nemo_notebook.studio.director.dictionary import WORD, dictionary
from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.measures import measured
from nemo_notebook.studio.director.numbers import read_number
from nemo_notebook.studio.director.phrasal import together
from nemo_notebook.studio.director.script import SIMPLIFIED

if TYPE_CHECKING:
    from collections.abc import Iterator

Language: TypeAlias = Literal["en", "zh"]

_QUOTED = re.compile(
    r"\"([^\"\n]+)\"|“([^”\n]+)”|„([^“”\n]+)[“”]|«([^»\n]+)»|「([^」\n]+)」|『([^』\n]+)』"
    r"|《([^》\n]+)》|‘((?:[^’\n]|’(?=\w))+)’(?!\w)|(?<![\w'])'(?=\S)([^'\n]*(?:\w'\w[^'\n]*)*)'(?!\w)|`([^`\n]+)`"
)
_PUNCTUATION = {
    ",": Kind.COMMA,
    "(": Kind.COMMA,
    ")": Kind.COMMA,
    "—": Kind.COMMA,
    "–": Kind.COMMA,
    "|": Kind.COMMA,
    ";": Kind.STOP,
    ".": Kind.STOP,
    "!": Kind.STOP,
    "\n": Kind.STOP,
    "?": Kind.ASKED,
    ":": Kind.COLON,
    "、": Kind.AND,
}
_SPOKEN = {"&": "and"}
_SIGNS = frozenset("+-")
_SPANS = frozenset("-–~")
_PUNCT_OF_QUOTES = {"’": "'", "‘": "'", "＇": "'", "`": "'"}


@dataclass(frozen=True, slots=True)
class Token:
    """A run of text and everything it may mean; the grammar asks for the meaning it needs.

    Attributes:
        senses: Value by kind ("black" is a colour; "cinematic" is a look).
        number: The value of a number, the amount that a word carries ("drizzle"), else 0.
        text: As the person wrote it (the inside of a quote).
        start: Offset of the first character in the person's text.
        end: Offset after the last.
        negated: Stands in the reach of a "no" or a "remove".
    """

    senses: dict[Kind, str]
    text: str
    start: int
    end: int
    number: float = 0.0
    negated: bool = False

    def __contains__(self, kind: Kind) -> bool:
        return kind in self.senses

    def any(self, *kinds: Kind) -> bool:
        """Whether the token may mean one of `kinds`."""
        return not self.senses.keys().isdisjoint(kinds)

    def of(self, kind: Kind) -> str:
        """The token's value as `kind`; empty where it isn't one."""
        return self.senses.get(kind, "")


def load() -> None:
    """Builds what sentences are read with, which takes a moment the first time."""
    dictionary()


def _normal(text: str) -> str:
    """The text in one case, width and script, each character still in its place."""

    def one(char: str) -> str:
        char = _PUNCT_OF_QUOTES.get(char, char)
        if char.isascii():
            return char.lower()
        narrow = unicodedata.normalize("NFKC", char)
        narrow = narrow if len(narrow) == 1 else char
        low = narrow.lower()
        return low if len(low) == 1 else narrow

    return "".join(map(one, text)).translate(SIMPLIFIED).replace("。", ".")


def tokenise(text: str) -> tuple[Token, ...]:
    """Cuts a sentence into tokens; what is inside quotes is one token and never read as words."""
    tokens: list[Token] = []
    plain, here = _normal(text), 0
    for quote in _QUOTED.finditer(text):
        inside = next(group for group in quote.groups() if group is not None)
        tokens += _plain_tokens(text, plain, here, quote.start())
        if inside.strip():
            said = inside.strip()
            tokens.append(Token({Kind.QUOTE: said}, said, quote.start(), quote.end()))
        here = quote.end()
    tokens += _plain_tokens(text, plain, here, len(text))
    return tuple(together(tuple(measured(tokens))))


def _plain_tokens(text: str, plain: str, start: int, end: int) -> Iterator[Token]:
    trie, speller = dictionary()
    found = [*WORD.finditer(plain, start, end)]
    words = [_SPOKEN.get(match[0]) or speller.mend(match[0]) for match in found]
    here = 0
    while here < len(words):
        entry, number = trie.longest(words, here), read_number(words, here)
        length = max(entry[1] if entry else 1, number[1] if number else 1)
        senses: dict[Kind, str] = {}
        value = 0.0
        if entry and entry[1] == length:
            senses, value = dict(entry[0].senses), entry[0].number
        if (
            number
            and number[1] == length
            and (
                not entry
                or entry[1] < length
                or words[here].isdecimal()
                or Kind.A in senses
                or Kind.TIMES in senses
            )
        ):
            senses, value = {**senses, Kind.NUMBER: ""}, number[0]
        if words[here][0] == "#":
            senses = {Kind.COLOR: words[here]}
        if words[here] in _SIGNS and text[found[here].end() :][:1].isdecimal():
            senses = {Kind.MORE: words[here]}
        if words[here] in _SPANS and text[found[here].start() - 1].isdecimal():
            senses = {Kind.TO: ""}
        if not senses:
            kind = _PUNCTUATION.get(words[here], Kind.WORD)
            senses = {kind: words[here]}
        first, last = found[here].start(), found[here + length - 1].end()
        yield Token(senses, text[first:last], first, last, value)
        here += length


def language_of(text: str) -> Language | None:
    """The language a sentence is spoken in, quotes aside; None where it holds no words."""
    plain = _QUOTED.sub(" ", text) if _QUOTED.sub("", text).strip() else text
    chinese = len(re.findall(r"[\u3400-\u9fff]", plain))
    english = len(re.findall(r"[A-Za-z]+", plain))
    if chinese:
        return "zh" if chinese * 2 >= english else "en"
    return "en" if english else None
