"""What nobody can do here: acts of people, what is not in the photo, orders not understood."""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.clauses import CONTENT
from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.readers.scene import MOTIONS
from nemo_notebook.studio.director.wishes import (
    AddLayer,
    Impossible,
    Keep,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.context import Context
    from nemo_notebook.studio.director.tokens import Token
    from nemo_notebook.studio.director.wishes import Wish


_SEEN: Final = frozenset({"subject", "cloth", "foliage", "sky", "water"})
_NATURE: Final = frozenset({"foliage", "water", "sky", "cloth"})
_PEOPLE: Final = frozenset(
    "man woman girl boy lady guy kid kids child children people person bride groom couple".split()  # noqa: SIM905  words
)
_BESIDE: Final = 2  # words; "waving in the wind" is no greeting
_OBJECTS: Final = (Kind.WORD, Kind.COLOR, Kind.AGENT)


def read_impossible(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads what no Direction can express, before anything else takes its words."""
    index = clause.first(Kind.CANNOT)
    if index is None:
        yield from _acted(clause, context)
        return
    token = clause.tokens[index]
    agent = next((t.of(Kind.AGENT) for t in reversed(clause.tokens[:index]) if Kind.AGENT in t), "")
    if agent in _NATURE and token.of(Kind.CANNOT).startswith("subject"):
        clause.read.update(range(index + 1))
        yield AddLayer(*MOTIONS["go"][agent])  # "the leaves dance"
    elif token.negated:  # "don't let her dance"
        clause.read.update(i for i in range(index + 1) if not clause.means(i, *CONTENT))
        yield Keep()
    elif not _means_other(clause, index):
        _take(clause, index)
        acts = (i for i in range(len(clause.tokens)) if clause.means(i, Kind.MOTION))
        yield Impossible(phrase(clause, context, max([index, *acts])), token.of(Kind.CANNOT))


def _means_other(clause: Clause, index: int) -> bool:
    """Whether the word has a sense here in which it can be done, or is not asked for."""
    token, after = clause.tokens[index], clause.at(index + 1)
    if clause.has(Kind.MOVE) and any(Kind.TOWARD in t for t in clause.tokens[:index]):
        return True  # "zoom in on her smile"
    if after is not None and after.text.lower() == "like":
        return True  # "smoke-like fog"
    if Kind.AGENT in token and clause.has(Kind.MOTION) and not clause.has(Kind.ADD):
        return True  # "the balloons float up"
    if clause.means(index + 1, Kind.FOR, Kind.QUANTITY) and clause.has(Kind.QUANTITY):
        return True  # "let it run for a minute"
    return Kind.FEELING in token and clause.has(Kind.MUSIC)  # dance music


def _take(clause: Clause, index: int) -> None:
    """Marks what belongs to the impossible thing at `index` as read."""
    who = (Kind.AGENT, Kind.ADD, Kind.MAKE, Kind.GO)
    clause.read.update(i for i in range(index + 1) if clause.means(i, *who))
    clause.read.update({index, *clause.unread(Kind.MOTION, Kind.MUSIC, Kind.COLOR)})
    for beside in clause.unread(Kind.MOVE):  # "rising smoke"
        told = clause.tokens[beside].text.lower().endswith(("ing", "s"))
        if told and abs(beside - index) == 1:
            clause.read.add(beside)
    if not clause.has(Kind.MOVE):
        clause.read.update(clause.unread(Kind.HEADING))  # "turn her head to the left"


def _acted(clause: Clause, context: Context) -> Iterator[Impossible]:
    """What people do that only their words tell: "let the man wave", "let her say hi"."""
    waving, last = _waving(clause), len(clause.tokens) - 1
    if waving is not None:
        clause.read.update(range(waving + 1))
        yield Impossible(phrase(clause, context, waving), "subject:sway")
    elif _speaks(clause):
        clause.read.update(range(last + 1))
        yield Impossible(phrase(clause, context, last), "subject:breathe")
    elif (stranger := _stranger(clause)) is not None:
        clause.read.update(range(last + 1))
        yield Impossible(phrase(clause, context, stranger), "atmosphere", guessed=True)


def _waving(clause: Clause) -> int | None:
    """Index of the "wave" of "let the man wave", which is done with a hand."""
    for index, token in enumerate(clause.tokens[1:], 1):
        waves = token.text.lower() in {"wave", "waves", "waving"}
        if waves and clause.tokens[index - 1].text.lower() in _PEOPLE:
            return index if len(clause.tokens) - index <= _BESIDE else None
    return None


def _speaks(clause: Clause) -> bool:
    """Whether it is "let her say hi"."""
    return any(
        Kind.SAY in after
        and after.text.lower() in {"say", "says"}
        and t.of(Kind.AGENT) == "subject"
        for t, after in pairwise(clause.tokens)
    )


def _stranger(clause: Clause) -> int | None:
    """Index of the dragon in "add a dragon flying in the sky", which is not in the photo."""
    order = clause.first(Kind.ADD)
    if order is None or not clause.means(order + 1, Kind.A):
        return None
    rest = range(order + 2, len(clause.tokens))
    named = [*takewhile(lambda i: _is_strange(clause.tokens[i]), rest)]
    acts = (Kind.GO, Kind.MOTION, Kind.MOVE, Kind.IN, Kind.AT, Kind.TOWARD)
    return named[-1] if named and clause.means(named[-1] + 1, *acts) else None


def _is_strange(token: Token) -> bool:
    living = token.of(Kind.AGENT) == "subject" and token.text.lower() != "couple"  # "a couple of"
    return Kind.WORD in token or living


def read_unknown(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads an order of which nothing was understood: "add a dragon"."""
    removes = (i for i in clause.unread(Kind.NOT) if clause.tokens[i].of(Kind.NOT) == "remove")
    order = next(removes, clause.first(Kind.ADD, Kind.MAKE, Kind.NOT, Kind.REPLACE))
    if order is None or clause.tokens[order].of(Kind.NOT) == "not":
        return
    purpose = next((i for i, t in enumerate(clause.tokens) if Kind.FOR in t), len(clause.tokens))
    words = [i for i in clause.unread(Kind.WORD, Kind.COLOR) if i < purpose]  # "for my shop"
    if Kind.ADD in clause.tokens[order]:  # "add a cat"
        words += [i for i in clause.unread(Kind.AGENT) if clause.means(i - 1, Kind.A)]
    if clause.tokens[order].of(Kind.NOT) == "remove":  # "remove the car in the background"
        words += [i for i in clause.unread(Kind.AGENT) if clause.tokens[i].of(Kind.AGENT) in _SEEN]
    words = [i for i in words if i > order or clause.tokens[i].text > "\u3400"]
    if not words:
        return
    token = clause.tokens[order]
    if any(Kind.COLOR in clause.tokens[i] for i in words):
        nearest = "look"
    elif Kind.ADD in token:
        nearest = "atmosphere"
    elif clause.has(Kind.NOT) or (clause.has(Kind.REPLACE) and _of_background(clause)):
        nearest = "background:blur"
    elif any(token.of(Kind.AGENT) in {"subject", "cloth"} for token in clause.tokens):
        nearest = "subject:sway"
    else:
        nearest = "move"
    last = max(i for i in range(len(clause.tokens)) if clause.means(i, *_OBJECTS, Kind.NOT))
    yield Impossible(phrase(clause, context, last), nearest, guessed=True)


def _of_background(clause: Clause) -> bool:
    return any(token.of(Kind.AGENT) == "background" for token in clause.tokens)


def phrase(clause: Clause, context: Context, last: int) -> str:
    """The person's own words for it, from the order to the last word that matters."""
    first = next(
        (
            i
            for i, t in enumerate(clause.tokens)
            if t.any(Kind.ADD, Kind.MAKE, Kind.NOT, Kind.REPLACE)
        ),
        next(
            (i for i, t in enumerate(clause.tokens) if not t.any(Kind.WONDER, Kind.SMALL)),
            0,
        ),
    )
    first = min(first, last)
    return context.text[clause.tokens[first].start : clause.tokens[last].end].strip()
