"""Talk about the talk: undo, start over, questions, and what nobody can do here."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.clauses import CONTENT, names_part
from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.readers.scene import MOTIONS
from nemo_notebook.studio.director.refusals import keeps, takes_all
from nemo_notebook.studio.director.topics import topic_of
from nemo_notebook.studio.director.wishes import (
    AddLayer,
    Chat,
    Impossible,
    Keep,
    MoveCamera,
    Question,
    Redo,
    Reword,
    StartOver,
    Undo,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.context import Context
    from nemo_notebook.studio.director.tokens import Token
    from nemo_notebook.studio.director.wishes import Wish

_PLURALS: Final = frozenset({"videos", "clips", "movies", "films"})
_DONE: Final = frozenset({"did you", "have you done"})
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
_ASKS_WHAT: Final = frozenset({"什么", "哪些", "哪种", "多少", "多长", "为什么"})
_INTERROGATIVE: Final = ("what", "which", "how", "who", "where", "when")
_ALWAYS_TOLD: Final = frozenset({"export", "privacy", "cost"})
_ALL_STEPS: Final = 100
_ASIDE: Final = 2  # words beside a greeting
_SEEN: Final = frozenset({"subject", "cloth", "foliage", "sky", "water"})
_NATURE: Final = frozenset({"foliage", "water", "sky", "cloth"})
_PEOPLE: Final = frozenset(
    "man woman girl boy lady guy kid kids child children people person bride groom couple".split()  # noqa: SIM905  words
)
_LIKE: Final = (Kind.A, Kind.ALL, Kind.AMOUNT, Kind.MORE, Kind.CHANGE, Kind.CANNOT, Kind.TOO)
_BESIDE: Final = 2  # words; "waving in the wind" is no greeting
_OBJECTS: Final = (Kind.WORD, Kind.COLOR, Kind.AGENT)


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
    asked = any(Kind.ASKED in token for token in tokens)
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
    if words & _DONE or asked:
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


def read_impossible(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads what no Direction can express, before anything else takes its words."""
    index = clause.first(Kind.CANNOT)
    if index is None:
        yield from _acted(clause, context)
        return
    if _is_target(clause, index):
        return
    agent = next((t.of(Kind.AGENT) for t in reversed(clause.tokens[:index]) if Kind.AGENT in t), "")
    if agent in _NATURE and clause.tokens[index].of(Kind.CANNOT).startswith("subject"):
        clause.read.update(range(index + 1))
        yield AddLayer(*MOTIONS["go"][agent])  # "the leaves dance"
        return
    if (after := clause.at(index + 1)) is not None and after.text.lower() == "like":
        return  # "smoke-like fog"
    if Kind.AGENT in clause.tokens[index] and clause.has(Kind.MOTION) and not clause.has(Kind.ADD):
        return  # "the balloons float up"
    if clause.means(index + 1, Kind.FOR, Kind.QUANTITY) and clause.has(Kind.QUANTITY):
        return  # "let it run for a minute"
    if clause.tokens[index].negated:  # "don't let her dance"
        clause.read.update(i for i in range(index + 1) if not clause.means(i, *CONTENT))
        yield Keep()
        return
    token = clause.tokens[index]
    if Kind.FEELING in token and clause.has(Kind.MUSIC):  # dance music
        return
    reach = range(index + 1)
    clause.read.update(
        i for i in reach if clause.means(i, Kind.AGENT, Kind.ADD, Kind.MAKE, Kind.GO)
    )
    clause.read.update({index, *clause.unread(Kind.MOTION, Kind.MUSIC, Kind.COLOR)})
    if not clause.has(Kind.MOVE):
        clause.read.update(clause.unread(Kind.HEADING))  # "turn her head to the left"
    last = max(i for i in range(len(clause.tokens)) if i == index or clause.means(i, Kind.MOTION))
    yield Impossible(_phrase(clause, context, last), token.of(Kind.CANNOT))


def _acted(clause: Clause, context: Context) -> Iterator[Impossible]:
    """What people do that only their words tell: "let the man wave", "let her say hi"."""
    waving, last = _waving(clause), len(clause.tokens) - 1
    if waving is not None:
        clause.read.update(range(waving + 1))
        yield Impossible(_phrase(clause, context, waving), "subject:sway")
    elif _speaks(clause):
        clause.read.update(range(last + 1))
        yield Impossible(_phrase(clause, context, last), "subject:breathe")


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


def _is_target(clause: Clause, index: int) -> bool:
    """Whether a move is aimed at it: "zoom in on her smile"."""
    return clause.has(Kind.MOVE) and any(Kind.TOWARD in t for t in clause.tokens[:index])


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
    yield Impossible(_phrase(clause, context, last), nearest, guessed=True)


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
        vague = not new[:1].isupper() and Kind.QUOTE not in clause.tokens[joint + 1]
    if any(token.of(Kind.TONE) == "look" for token in clause.tokens[order:]):
        return  # 换个颜色
    if new and (old or not order):
        asked = _phrase(clause, context, len(clause.tokens) - 1)
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


def _of_background(clause: Clause) -> bool:
    return any(token.of(Kind.AGENT) == "background" for token in clause.tokens)


def _phrase(clause: Clause, context: Context, last: int) -> str:
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
