"""Titles without quotes: `title: Foo`, `titled Foo`, 标题改成春天 become quotes before all else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMING: Final = frozenset({"called", "named", "call it", "name it", "叫", "叫做"})
_ENDS: Final = (Kind.STOP, Kind.COMMA, Kind.QUOTE, Kind.ASKED)
_OPTIONS: Final = (
    Kind.COLOR,
    Kind.POSITION,
    Kind.QUANTITY,
    Kind.NUMBER,
    Kind.AIR,
    Kind.MUSIC,
    Kind.MOOD,
    Kind.ALWAYS,
)
_BRIDGES: Final = (
    Kind.IN,
    Kind.AT,
    Kind.WITH,
    Kind.FOR,
    Kind.FROM,
    Kind.TO,
    Kind.THE,
    Kind.A,
    Kind.AMOUNT,
    Kind.FIRST,
    Kind.LAST,
    Kind.AFTER,
)
_OPENINGS: Final = (Kind.THE, Kind.A, Kind.ADD, Kind.WITH, Kind.COMMA, Kind.STOP, Kind.AND)
_COMMANDS: Final = (Kind.ADD, Kind.MAKE, Kind.MOVE, Kind.NOT, Kind.FADE, Kind.REPLACE, Kind.KEEP)


def quote_titles(text: str, tokens: Sequence[Token]) -> list[Token]:
    """Turns the words of a title that has no quotes into one quote token."""
    result: list[Token] = []
    here = 0
    while here < len(tokens):
        result.append(tokens[here])
        here += 1
        if not _introduces(tokens, here - 1):
            continue
        end = _end(tokens, here)
        if end > here and _is_text(tokens[here:end]):
            first, last = tokens[here].start, tokens[end - 1].end
            said = text[first:last].rstrip("吗吧呢啊呀").strip(" \"'“”‘’「」")
            if said:
                result.append(Token({Kind.QUOTE: said}, said, first, last))
                here = end
    return result


def _introduces(tokens: Sequence[Token], index: int) -> bool:
    """Whether the words after `index` are the text of a title."""
    token = tokens[index]
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if after is None or any(Kind.QUOTE in later for later in tokens[index + 1 : index + 4]):
        return False
    titled = any(Kind.TITLE in earlier for earlier in tokens[:index][-4:])
    if Kind.COLON in token or token.text in {"为", "是"} or token.text.lower() == "is":
        return before is not None and before.any(Kind.TITLE, Kind.SAY)
    if Kind.SAY in token and Kind.TITLE in after:  # 打上字幕：…
        return False
    if Kind.SAY in token and any(Kind.CANNOT in earlier for earlier in tokens[:index][-4:]):
        return False  # "a voice-over saying welcome"
    if Kind.SAY in token:
        named = token.text.lower() in _NAMING
        strange = before is not None and before.any(Kind.WORD, Kind.AGENT)
        spoken = Kind.A in after or after.text.lower() in {"me", "us", "it", "about", "some"}
        if spoken and after.text.islower():  # "write me a poem"
            return False
        return Kind.COLON not in after and (titled or not (named and strange))
    if token.any(Kind.REPLACE, Kind.TO, Kind.INTO) and after is not None:
        changed = any(earlier.any(Kind.REPLACE, Kind.MAKE) for earlier in tokens[: index + 1][-5:])
        return titled and changed
    if Kind.TITLE in token and before is not None and Kind.SAY in before:
        return not token.text.isascii() and Kind.COLON not in after
    opens = before is None or before.any(*_OPENINGS)
    if Kind.TITLE in token and opens:
        return after.text[:1].isupper() and not after.any(Kind.QUANTITY, Kind.NUMBER)
    return False


def _end(tokens: Sequence[Token], start: int) -> int:
    for index in range(start, len(tokens)):
        token = tokens[index]
        joins = token.any(Kind.THEN, Kind.WHILE) and token.text.isascii()
        if joins or token.any(*_ENDS) or (index > start and _is_option(tokens, index)):
            return index
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if Kind.AND in token and following is not None and following.any(*_COMMANDS):
            return index
    return len(tokens)


def _is_option(tokens: Sequence[Token], index: int) -> bool:
    """Whether "in red", "at the top", "for 3 seconds" begins here."""
    if Kind.POSITION in tokens[index] and tokens[index].text.lower().startswith(("at ", "in ")):
        return True
    if not tokens[index].any(Kind.IN, Kind.AT, Kind.WITH, Kind.FOR, Kind.FROM):
        return False
    for following in tokens[index + 1 : index + 4]:
        if following.any(*_OPTIONS):
            return True
        if not following.any(*_BRIDGES):
            return False
    return False


def _is_text(tokens: Sequence[Token]) -> bool:
    """Whether it is more than a colour or a place: "change the title to red" names no text."""
    empty = (Kind.SMALL, Kind.THE, Kind.A, Kind.IN, Kind.AT, Kind.QUESTION)
    content = [token for token in tokens if not token.any(*empty)]
    plain = (Kind.COLOR, Kind.POSITION, Kind.CHANGE, Kind.QUANTITY, Kind.MORE, Kind.AMOUNT)
    return bool(content) and not all(token.any(*plain) for token in content)
