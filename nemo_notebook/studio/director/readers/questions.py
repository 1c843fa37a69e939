"""Questions: what the studio can do, how the shot stands, how a thing is done."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.clauses import names_part
from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.topics import topic_of
from nemo_notebook.studio.director.wishes import (
    Question,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nemo_notebook.studio.director.tokens import Token


_PLURALS: Final = frozenset({"videos", "clips", "movies", "films"})
_DONE: Final = frozenset({"did you", "have you done"})
_OPENERS: Final = frozenset("is are was were does did will should has".split())  # noqa: SIM905  words
_THERE: Final = frozenset({"is there", "are there"})
_GENERAL: Final = frozenset(
    "you there can have i do help are 有 有没有 能 会 可以 怎么 如何 怎样 你".split()  # noqa: SIM905  words
)
_HOW: Final = frozenset(
    [
        "i",
        "we",
        "mean",
        "means",
        "support",
        "supports",
        "difference",
        "can",
        "to",
        "have",
        "are",
        "怎么",
        "如何",
        "怎样",
        "意思",
        "支持",
        "哪些",
        "什么",
        "有",
        "能",
    ]
)
_ASKS_HOW: Final = frozenset(
    {"how to", "how do", "how can", "how does", "怎么", "如何", "怎样", "什么意思"}
)
_ASKS_WHAT: Final = frozenset(
    {"什么", "哪些", "哪种", "多少", "多长", "多大", "多快", "多高", "多亮", "为什么"}
)
_INTERROGATIVE: Final = ("what", "which", "how", "who", "where", "when")
_ALWAYS_TOLD: Final = frozenset({"export", "privacy", "cost"})


def read_question(tokens: Sequence[Token]) -> Question | None:
    """The question that a sentence asks, or None where it asks for a change."""
    if any(token.of(Kind.CHAT) == "who" for token in tokens):
        return None
    if any(Kind.ASK in token for token in tokens):
        if _asks_change(tokens):
            return None
        topic = topic_of(tokens)
        return Question("topic", topic) if topic else Question("abilities")
    opening = next((t for t in tokens if not t.any(Kind.SMALL, Kind.COMMA, Kind.BUT)), None)
    asked = any(Kind.ASKED in token for token in tokens) or tokens[-1].text in _ASKS_WHAT
    if asked and (told := _of_all_or_now(tokens)) is not None:
        return told
    chinese = any(token.text in {"吗", *_ASKS_WHAT} or _ends_in_what(token) for token in tokens)
    how = any(token.text.lower() in _ASKS_HOW for token in tokens)
    if opening is None or not (Kind.QUESTION in opening or (chinese and asked) or how):
        return None
    if any(Kind.WONDER in token for token in tokens) and not (how or _inquires(tokens, opening)):
        return None
    words = {word for token in tokens for word in token.text.lower().split()}
    now = any(Kind.NOW in token for token in tokens)
    topic = topic_of(tokens)
    if topic and not now and (words & _HOW or topic in _ALWAYS_TOLD or _defines(tokens)):
        return Question("topic", topic)
    general = bool(words & _GENERAL)
    about_shot = any(token.any(Kind.NOW, Kind.LENGTH) for token in tokens) or not general
    return Question("shot" if about_shot else "abilities")


def _of_all_or_now(tokens: Sequence[Token]) -> Question | None:
    """The question in "can you make videos longer than a minute?" and "did you add snow?"."""
    words = {token.text.lower() for token in tokens}
    if words & _PLURALS and any(Kind.WONDER in token for token in tokens):
        topic = topic_of(tokens)
        return Question("topic", topic) if topic else Question("abilities")
    asked = tokens[0].text.lower() in _THERE and names_part(tokens)  # "is there music?"
    wonders = tokens[0].text.lower() in _OPENERS and "you" not in words
    wonders = wonders and not any(Kind.WONDER in token for token in tokens)  # "does it loop?"
    if words & _DONE or asked or wonders:
        return Question("shot")
    return None


def _ends_in_what(token: Token) -> bool:
    return Kind.NOW in token and token.text.endswith("什么")


def _defines(tokens: Sequence[Token]) -> bool:
    """Whether it is "what is a dolly?"."""
    asks = {"what is", "what's"}
    return any(t.text.lower() in asks and Kind.A in after for t, after in pairwise(tokens))


def _inquires(tokens: Sequence[Token], opening: Token) -> bool:
    """Whether "can you" belongs to a question all the same: "what music can you make?"."""
    if Kind.WONDER in opening and opening.text.isascii():
        return False
    asked = any(token.text in _ASKS_WHAT for token in tokens)
    return asked or opening.text.lower().startswith(_INTERROGATIVE)


def _asks_change(tokens: Sequence[Token]) -> bool:
    return any(token.any(Kind.MOVE, Kind.AIR) for token in tokens) and not any(
        Kind.ASKED in token for token in tokens
    )
