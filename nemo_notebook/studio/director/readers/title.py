"""Title: its text, colour, place and time. What stands in quotes is text, never a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.phrasal import SIZES
from nemo_notebook.studio.director.readers.colour import tints
from nemo_notebook.studio.director.readers.timing import seconds_in
from nemo_notebook.studio.director.readers.title_time import (
    delay_of,
    long_enough,
    longer_by,
    span_of,
    tells_time,
    until_when,
)
from nemo_notebook.studio.director.wishes import Impossible, Remove, Reword, SetTitle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nemo_notebook.studio.direction import Position
    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.context import Context
    from nemo_notebook.studio.director.wishes import Wish

_LONGEST: Final = 200
_RISES: Final = {"lower": -1, "higher": 1, "低一点": -1, "高一点": 1}
_SHADES: Final = frozenset(
    {"bright", "dark", "deep", "light", "pale", "soft", "warm", "vivid", "faded", "亮", "淡", "深"}
)
_PLACING: Final = (
    Kind.POSITION,
    Kind.AT,
    Kind.ADD,
    Kind.MAKE,
    Kind.SMALL,
    Kind.INSTEAD,
    Kind.GO,
    Kind.THE,
)
_PLAIN: Final = (
    Kind.TITLE,
    Kind.ADD,
    Kind.A,
    Kind.THE,
    Kind.SMALL,
    Kind.WONDER,
    Kind.CHAT,
    Kind.QUESTION,
    Kind.MAKE,
    Kind.WITH,
    Kind.AMOUNT,
)
_SIZED: Final = SIZES | {"small", "big", "tiny", "huge", "large"}
_BARE: Final = (Kind.COLOR, Kind.WONDER, Kind.SMALL, Kind.INSTEAD, Kind.AMOUNT)


def read_title(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads a new title, an edit of the one there is, or its refusal."""
    if (reword := _reworded(clause, context)) is not None:
        yield reword
        return
    nouns = [*clause.unread(Kind.TITLE)]
    text = _text(clause)
    if nouns and text is None and clause.tokens[nouns[0]].negated:
        clause.read.update(nouns)
        yield until_when(clause) or Remove("title")
        return
    if text is None and _takes_away(clause):
        clause.read.update(range(len(clause.tokens)))
        yield Remove("title")
        return
    if not nouns and text is None and not _edits(clause, context):
        return
    clause.read.update(nouns)
    yield from _size(clause, context)
    color, position, rise = _color(clause), _position(clause), _rise(clause)
    delay = delay_of(clause) if text is None else 0.0
    longer = (longer_by(clause) or long_enough(clause, context)) if text is None else None
    span = span_of(clause) if longer is None else None
    clause.read.update(clause.unread(Kind.SHOWN))
    if text or color or position or span or longer or rise or delay:
        yield SetTitle(text, color, position, span, longer, rise, delay)
    elif _adds_nothing(clause, context):
        yield Impossible(clause.text(context.text), "title:words")


def _adds_nothing(clause: Clause, context: Context) -> bool:
    """Whether it is "add a title", and no word of what it says."""
    asked = clause.has(Kind.ADD, Kind.WONDER) or Kind.A in clause.tokens[0]
    later = any(Kind.QUOTE in t for c in context.clauses[context.index :] for t in c.tokens)
    return asked and not later and all(token.any(*_PLAIN) for token in clause.tokens)


def _reworded(clause: Clause, context: Context) -> Reword | None:
    """Some of its words for others: "replace 'Spring' with 'Summer'"."""
    quotes = [*clause.unread(Kind.QUOTE)]
    if len(quotes) != len(("old", "new")) or not clause.has(Kind.REPLACE):
        return None
    clause.read.update(range(len(clause.tokens)))
    old, new = (clause.tokens[index].of(Kind.QUOTE) for index in quotes)
    return Reword(old, new, clause.text(context.text))


def _takes_away(clause: Clause) -> bool:
    """Whether it is "remove 'Harbour'"."""
    quoted = any(Kind.QUOTE in token and token.negated for token in clause.tokens)
    return quoted and any(token.of(Kind.NOT) == "remove" for token in clause.tokens)


def _text(clause: Clause) -> str | None:
    quotes = [i for i in clause.unread(Kind.QUOTE) if not clause.tokens[i].negated]
    index = next(iter(quotes), None)  # "instead of 'X' write 'Y'"
    if index is None:
        return None
    clause.read.add(index)
    clause.read.update(clause.unread(Kind.SAY))
    return clause.tokens[index].of(Kind.QUOTE)[:_LONGEST].strip()


def _edits(clause: Clause, context: Context) -> bool:
    """Whether a clause without the word "title" is about the title all the same."""
    if clause.has(Kind.MOVE, Kind.AIR, Kind.LOOP, Kind.FADE, Kind.MUSIC, Kind.MOOD):
        return False
    if tints(clause):
        return False
    if tells_time(clause, context):
        return True
    if clause.has(Kind.POSITION) and all(token.any(*_PLACING) for token in clause.tokens):
        return not any(Kind.MORE in token for token in clause.tokens)  # "lower" is not yet "low"
    colored = any(not clause.means(i + 1, Kind.WORD, Kind.AGENT) for i in clause.unread(Kind.COLOR))
    if clause.has(Kind.AGENT) and not context.about_title:
        return False
    if colored and not clause.has(Kind.LOOK) and all(t.any(*_BARE) for t in clause.tokens):
        return True
    if clause.has(Kind.IT):
        return colored or clause.has(Kind.POSITION, Kind.ALWAYS) or context.about_title
    if context.about_title:
        timed = clause.has(Kind.FIRST, Kind.LAST, Kind.AFTER, Kind.ALWAYS, Kind.FROM, Kind.BEFORE)
        timed = timed or (clause.has(Kind.AT) and clause.has(Kind.QUANTITY))
        return colored or clause.has(Kind.POSITION) or timed
    return colored and _orders_colour(clause, context)


def _orders_colour(clause: Clause, context: Context) -> bool:
    """Whether a colour is asked for, and not of something else ("change his shirt to blue")."""
    if any(Kind.WORD in token for token in clause.tokens[: clause.first(Kind.COLOR)]):
        return False
    added = context.has_title and clause.has(Kind.ADD)  # 文字别用红色，用白色
    return added or clause.has(Kind.IN, Kind.MAKE, Kind.REPLACE, Kind.INTO, Kind.TO)


def _size(clause: Clause, context: Context) -> Iterator[Wish]:
    for index in clause.unread(Kind.MOVE):
        beside = clause.means(index - 1, Kind.TITLE) or clause.means(index + 2, Kind.TITLE)
        if beside and clause.tokens[index].of(Kind.MOVE).startswith("zoom"):
            clause.read.add(index)
            yield Impossible(clause.text(context.text), "title:plain")
    goes = clause.first(Kind.GO) if seconds_in(clause) is None else None
    if goes is not None and clause.means(goes + 1, Kind.IN, Kind.OUT):
        clause.read.update({goes, goes + 1})  # "let the title slide in"
        yield Impossible(clause.text(context.text), "title:plain")
    for index in clause.unread(Kind.CHANGE, Kind.AMOUNT):
        token = clause.tokens[index]
        sized = token.of(Kind.CHANGE) == "size" or (
            Kind.CHANGE in token and bool(set(token.text) & SIZES)
        )
        if sized or (clause.means(index - 1, Kind.TOO) and token.text.lower() in _SIZED):
            clause.read.add(index)
            if not isinstance(context.last, Impossible):  # 标题字体大一点
                yield Impossible(clause.text(context.text), "title:plain")


def _color(clause: Clause) -> str | None:
    for index in clause.unread(Kind.COLOR):
        clause.read.add(index)
        if (before := clause.at(index - 1)) is not None and before.text.lower() in _SHADES:
            clause.read.add(index - 1)  # "bright yellow"
        if not clause.tokens[index].negated:
            return clause.tokens[index].of(Kind.COLOR)
    return None


def _position(clause: Clause) -> Position | None:
    places = (i for i in clause.unread(Kind.POSITION) if not clause.tokens[i].negated)
    index = next(places, None)  # "at the bottom, not the top"
    if index is None or clause.tokens[index].text.lower() in _RISES:
        return None
    clause.read.update({index, *clause.unread(Kind.GO)})
    return cast("Position", clause.tokens[index].of(Kind.POSITION))


def _rise(clause: Clause) -> int:
    """One place up or down: "move the title up"."""
    compared = next((i for i, t in enumerate(clause.tokens) if t.text.lower() in _RISES), None)
    if compared is not None:
        clause.read.add(compared)
        return _RISES[clause.tokens[compared].text.lower()]
    index = clause.first(Kind.HEADING)
    way = {"up": 1, "down": -1}.get(clause.tokens[index].of(Kind.HEADING), 0) if index else 0
    if index is not None and way and not clause.has(Kind.MOVE):
        clause.read.update({index, *clause.unread(Kind.GO)})
        return way
    return 0
