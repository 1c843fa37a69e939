"""Talk about the talk: undo and redo, small talk, and a photo that is to come alive somehow."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.clauses import names_part
from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.refusals import keeps, takes_all
from nemo_notebook.studio.director.wishes import (
    AddLayer,
    Chat,
    Keep,
    MoveCamera,
    Question,
    Redo,
    StartOver,
    Undo,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.context import Context
    from nemo_notebook.studio.director.tokens import Token
    from nemo_notebook.studio.director.wishes import Wish


_ALL_STEPS: Final = 100
_TOLD: Final = (
    *("this is ", "here is ", "here's ", "these are ", "that is my ", "that's my "),
    *("i love ", "i like ", "we love ", "it rained ", "it snowed ", "my kid loves "),
    *("这是", "这张照片是", "这里是", "昨天", "我喜欢", "我很喜欢"),
)
_WISHING: Final = (
    Kind.ADD,
    Kind.MAKE,
    Kind.REPLACE,
    Kind.NOT,
    Kind.OFF,
    Kind.MOVE,
    Kind.TOO,
    Kind.MORE,
    Kind.CHANGE,
    Kind.ONLY,
    Kind.UNDO,
    Kind.CHAT,
    Kind.QUOTE,
    Kind.REVERSE,
    Kind.WONDER,
)
_ASIDE: Final = 2  # words beside a greeting


def read_steps(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads "undo", "redo" and "start over"; "undo the snow" is a refusal and not read here."""
    if takes_all(clause):
        clause.read.update(range(len(clause.tokens)))
        if not any(keeps(other) for other in context.clauses):
            yield StartOver()
        return
    if (count := _steps_removed(clause)) is not None:
        clause.read.update(range(len(clause.tokens)))
        yield Undo(count)
        return
    index = clause.first(Kind.UNDO, Kind.REDO)
    if index is None or names_part(clause.tokens[index + 1 :]):
        return
    count = 1
    for other in [*clause.unread(Kind.QUANTITY, Kind.NUMBER, Kind.TIMES)]:
        token = clause.tokens[other]
        count = max(1, round(token.number))
        clause.read.add(other)
    if any(token.text.lower() in {"both", "两个都"} for token in clause.tokens):
        count = 2
    elif clause.has(Kind.ALL):
        count = _ALL_STEPS
    clause.read.add(index)
    first = clause.tokens[index].of(Kind.UNDO) == "first"
    yield Redo(count) if Kind.REDO in clause.tokens[index] else Undo(count, first)


def _steps_removed(clause: Clause) -> int | None:
    """How many in "cancel the last two changes", 取消最近两步."""
    back = next(
        (
            token
            for token, after in pairwise(clause.tokens)
            if token.of(Kind.QUANTITY) == "step" and after.text.lower() == "back"
        ),
        None,
    )
    if back is not None:  # "two steps back"
        return round(back.number)
    if not any(token.of(Kind.NOT) == "remove" for token in clause.tokens):
        return None
    steps = (t for t in clause.tokens if t.of(Kind.QUANTITY) == "step" and len(t.text) > 1)
    counted = next(steps, None)
    told = clause.has(Kind.LAST) or any(t.text in {"最近", "前"} for t in clause.tokens)
    return round(counted.number) if counted is not None and told else None


def read_told(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads what is only told: "this is my dog in the snow", "I love the rain"."""
    said = clause.text(context.text).lower()
    if said.startswith(_TOLD) and not clause.has(*_WISHING):
        clause.read.update(range(len(clause.tokens)))
        yield Keep()


def read_chat(tokens: Sequence[Token]) -> Iterator[Wish]:
    """Reads "hello", "thanks" and the like, where a sentence asks for nothing."""
    said = [token.of(Kind.CHAT) for token in tokens if Kind.CHAT in token]
    spoken = (Kind.CHAT, Kind.SMALL, Kind.COMMA, Kind.STOP, Kind.ASKED, Kind.AND, Kind.BUT)
    told = [kind for kind in said if kind != "agree"]
    strange = sum(not token.any(*spoken) for token in tokens)
    if said and strange <= _ASIDE:
        yield Chat((told or said)[-1])
    elif any(Kind.EXPORT in token for token in tokens) and strange <= _ASIDE + 1:
        yield Question("topic", "export")


def read_animate(tokens: Sequence[Token]) -> Iterator[Wish]:
    """A photo that is to "come alive", with no word on how, gets the gentlest of clips."""
    asked = [token.of(Kind.ANIMATE) for token in tokens if Kind.ANIMATE in token]
    strange = any(Kind.WORD in token for token in tokens)
    if not asked or (strange and "" not in asked):
        return
    yield MoveCamera("zoom", "in", "slow")
    if "" in asked:
        yield AddLayer("subject", "breathe")
