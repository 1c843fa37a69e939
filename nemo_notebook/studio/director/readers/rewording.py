"""Other words for some of a title's, where nothing else was understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.readers.impossible import phrase
from nemo_notebook.studio.director.wishes import (
    Reword,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.context import Context
    from nemo_notebook.studio.director.wishes import Wish


_LIKE: Final = (Kind.A, Kind.ALL, Kind.AMOUNT, Kind.MORE, Kind.CHANGE, Kind.CANNOT, Kind.TOO)


def read_reword(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads "replace May with June" and "change May to June", where nothing else was understood."""
    order = clause.first(Kind.REPLACE)
    if order is None or any(not clause.means(index, Kind.TITLE) for index in clause.read):
        return
    start = order + 1
    if not clause.tokens[order].text.isascii():  # 把五月换成六月, 改成六月
        old = _between(clause, context, 1, order) if order else ""
        new = _between(clause, context, start, None)
        vague = any(token.any(*_LIKE) for token in clause.tokens[start:])
    else:
        links = (Kind.WITH, Kind.TO, Kind.BY, Kind.FOR, Kind.INTO)
        joint = next((i for i in clause.unread(*links) if i > start), None)
        if joint is None:
            return
        old = _between(clause, context, start, joint)
        new = _between(clause, context, joint + 1, _in_the_title(clause))
        vague = not new[:1].isupper() and not clause.means(joint + 1, Kind.QUOTE)
    if any(token.of(Kind.TONE) == "look" for token in clause.tokens[order:]):
        return  # 换个颜色
    if new and (old or not order):
        asked = phrase(clause, context, len(clause.tokens) - 1)
        clause.read.update(range(len(clause.tokens)))
        yield Reword(old, new, asked, vague)


def _in_the_title(clause: Clause) -> int | None:
    """Index of the "in the title" that a clause ends with."""
    phrase = (Kind.IN, Kind.THE, Kind.TITLE)
    place = len(clause.tokens) - len(phrase)
    said = all(clause.means(index, kind) for index, kind in enumerate(phrase, place))
    return place if said else None


def _between(clause: Clause, context: Context, start: int, end: int | None) -> str:
    """The person's own words from one token up to another, without quotes."""
    tokens = clause.tokens[start:end]
    if not tokens:
        return ""
    return context.text[tokens[0].start : tokens[-1].end].strip(" \"'“”‘’「」")
