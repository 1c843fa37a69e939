"""How far a "no" reaches: what is negated, replaced, kept, or only to be less."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nemo_notebook.studio.director.clauses import CONTENT, THINGS, names_part
from nemo_notebook.studio.director.lexicon import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nemo_notebook.studio.director.clauses import Clause

_RATHER = frozenset({"instead of", "rather than", "in place of"})
_TOUCHES = frozenset({"touch", "alter", "变", "碰"})
_SUCH = frozenset({"so", "这么", "那么"})
_ORDERS = (Kind.ADD, Kind.MAKE, Kind.KEEP, Kind.ONLY, Kind.INSTEAD)
_CHANGING = (  # "keep the title red" keeps nothing as it is
    Kind.NOT,
    Kind.EXCEPT,
    Kind.QUANTITY,
    Kind.COLOR,
    Kind.POSITION,
    Kind.SPEED,
    Kind.SHOWN,
    Kind.ALWAYS,
    Kind.QUALITY,
)
_REFUSABLE = (
    *CONTENT,
    Kind.GO,
    Kind.AGENT,
    Kind.HEADING,
    Kind.CANNOT,
    Kind.COLOR,
    Kind.POSITION,
    Kind.HEIGHT,
)


def refuse(clauses: Sequence[Clause]) -> None:
    """Marks what is negated in each clause of a sentence."""
    reach = _Reach()
    for index, clause in enumerate(clauses):
        reach.mark(clause, clauses[index + 1 :])
    for before, clause in zip(reversed(clauses[:-1]), reversed(clauses[1:]), strict=True):
        _carry_back(before, clause)


class _Reach:
    """How far a refusal carries from clause to clause ("no music, title or snow")."""

    def __init__(self) -> None:
        self._refused: Kind | None = None  # what the clause before refused to its very end
        self._replaces = False  # the clause before put one thing in the place of another

    def mark(self, clause: Clause, rest: Sequence[Clause]) -> None:
        negated = set(self._carried(clause, rest))
        negated |= set(_refused(clause))
        goes_on = self._replaces and clause.joint == "and" and not clause.has(*_ORDERS)
        replaced = _replaced(clause) or (_swapped(clause) if goes_on else set())
        self._replaces = bool(replaced)
        if replaced:
            clause.replacing = True
            negated |= replaced
        clause.tokens = [
            replace(token, negated=True) if index in negated else token
            for index, token in enumerate(clause.tokens)
        ]
        self._refused = None
        if negated and not clause.replacing and max(negated) == len(clause.tokens) - 1:
            last = [token for token in clause.tokens if token.negated and token.any(*CONTENT)]
            self._refused = next(iter(last[-1].senses)) if last else None

    def _carried(self, clause: Clause, rest: Sequence[Clause]) -> range:
        nothing = range(0)
        if self._refused is None or clause.has(*_ORDERS, Kind.NOT, Kind.BUT, Kind.QUOTE):
            return nothing
        if clause.tokens[0].text.lower() in {"start", "begin"}:
            return nothing  # "stop the rain and start the snow"
        whole = range(len(clause.tokens))
        content = [token for token in clause.tokens if token.any(*CONTENT)]
        if not content:
            return nothing
        if clause.joint == "or":
            return whole
        thing = content[0].any(*THINGS) and self._refused in THINGS
        act = Kind.MOVE in content[0] and self._refused is Kind.MOVE
        if clause.joint == "and":
            return whole if thing or (act and not clause.has(Kind.HEADING)) else nothing
        listed = rest and rest[0].joint == "or"
        named = Kind.THE in clause.tokens[0]
        return whole if clause.joint == "comma" and thing and (listed or named) else nothing


def _carry_back(before: Clause, clause: Clause) -> None:
    """A refusal at the end takes the list before it along: 雪和雨都去掉, "snow and rain off"."""
    first = clause.tokens[0]
    listed = clause.joint in {"and", "or"} and first.negated and first.any(Kind.THE, *CONTENT)
    content = [token for token in before.tokens if token.any(*CONTENT)]
    things = bool(content) and all(token.any(*THINGS) for token in content)
    if listed and things and not before.has(Kind.ADD, Kind.NOT):
        before.tokens = [replace(token, negated=True) for token in before.tokens]


def takes_all(clause: Clause) -> bool:
    """Whether it is "remove everything", with nothing spared."""
    refuses = clause.has(Kind.NOT, Kind.OFF) and clause.has(Kind.ALL) and not lets_be(clause)
    return refuses and not clause.has(Kind.EXCEPT, Kind.EFFECT) and not names_part(clause.tokens)


def lets_be(clause: Clause) -> bool:
    """Whether something is not to change: "don't touch the snow", 别的不用改, 其他别动."""
    touches = _TOUCHES | {"动"} if clause.has(Kind.ALL) else _TOUCHES
    return any(
        token.of(Kind.NOT) == "not"
        and (after := clause.at(index + 1)) is not None
        and (Kind.REPLACE in after or after.text.lower() in touches)
        for index, token in enumerate(clause.tokens)
    )


def keeps(clause: Clause) -> bool:
    """Whether it names what shall stay: "keep the pan"."""
    kept = next((i for i, token in enumerate(clause.tokens) if Kind.KEEP in token), None)
    if kept is None or clause.has(*_CHANGING):
        return False
    filmed = any(token.of(Kind.AGENT) == "camera" for token in clause.tokens[kept:])
    filmed = filmed and clause.tokens[kept].of(Kind.KEEP) == "only"
    if not names_part(clause.tokens[kept:]) and not filmed:
        return False
    if any(token.of(Kind.ASPECT) == "original" for token in clause.tokens):
        return False
    word = clause.tokens[kept]
    named = clause.means(kept + 1, Kind.THE) or word.text in {"保留", "留着", "留下"}
    named = named or word.of(Kind.KEEP) == "only"
    return named and not any("static" in token.of(Kind.MOVE) for token in clause.tokens)


def _refused(clause: Clause) -> Iterator[int]:
    """Indices in the reach of the clause's own refusals."""
    tokens = clause.tokens
    if clause.has(Kind.EXCEPT):
        return
    for index, token in enumerate(tokens):
        if Kind.OFF in token or _takes_leave(clause, index):
            yield from range(index)
        elif Kind.NOT in token or _takes_back(clause, index):
            if _dampens(clause, index) or _goes_on(clause, index):
                continue
            reached = [*_until_order(clause, index + 1)]
            if token.text.lower() in _RATHER:
                reached = reached[: _first_thing(clause, reached)]
            if any(tokens[here].any(*_REFUSABLE) for here in reached):
                yield from reached
            elif not token.text.isascii():  # 把雪去掉
                yield from range(index)
    away = tokens[-1].any(Kind.OUT, Kind.OFF)
    cut = tokens[0].text.lower() == "cut" and clause.means(1, Kind.THE, *THINGS)
    if Kind.SPLIT in tokens[0] and (away or cut):
        yield from range(1, len(tokens))


def _goes_on(clause: Clause, index: int) -> bool:
    """Whether two refusals make none: "don't remove the snow", 雨别停."""
    token, before, after = clause.tokens[index], clause.at(index - 1), clause.at(index + 1)
    spared = token.of(Kind.NOT) == "not" and after is not None and after.of(Kind.NOT) == "remove"
    spares = before is not None and before.of(Kind.NOT) == "not"
    return spared or (spares and token.of(Kind.NOT) == "remove")


def _takes_leave(clause: Clause, index: int) -> bool:
    """Whether it is "the music goes"; "the camera goes left" goes on."""
    leaves = clause.tokens[index].text.lower() in {"go", "goes"}
    return leaves and index == len(clause.tokens) - 1 and clause.means(index - 1, *THINGS)


def _takes_back(clause: Clause, index: int) -> bool:
    """Whether it is "undo the snow" or "reset the colours", and not the whole sentence."""
    token = clause.tokens[index]
    steps_back = Kind.UNDO in token or token.of(Kind.RESTART) == "reset"
    return steps_back and names_part(clause.tokens[index + 1 :])


def _until_order(clause: Clause, start: int) -> Iterator[int]:
    for index in range(start, len(clause.tokens)):
        if clause.tokens[index].any(Kind.KEEP, Kind.ONLY, Kind.INSTEAD, Kind.NOT, Kind.SAY):
            return
        yield index


def _first_thing(clause: Clause, indices: Sequence[int]) -> int:
    """How many of the tokens end with the first that is something that can be refused."""
    things = (n for n, here in enumerate(indices, 1) if clause.tokens[here].any(*CONTENT))
    return next(things, len(indices))


def _dampens(clause: Clause, index: int) -> bool:
    """Whether the refusal at `index` is of a degree only: "don't zoom so fast"."""
    return any(
        Kind.TOO in token
        or token.text.lower().split()[0] in _SUCH
        or (token.text.lower() == "that" and clause.means(here + 1, Kind.AMOUNT, Kind.QUALITY))
        for here, token in enumerate(clause.tokens[index + 1 :], index + 1)
    )


def dampens(clause: Clause) -> bool:
    """Whether a refusal asks for less, not for none: "don't zoom in so far"."""
    refusals = [index for index, token in enumerate(clause.tokens) if Kind.NOT in token]
    return any(_dampens(clause, index) for index in refusals)


def _replaced(clause: Clause) -> set[int]:
    """Indices of what is to give way, where something of the same kind takes its place."""
    word = clause.first(Kind.REPLACE)
    if word is None:
        return set()
    old, new = range(word), range(word + 1, len(clause.tokens))
    if clause.tokens[word].text in {"代替", "取代"}:  # 用雨代替雪
        old, new = new, old
    if not _kinds(clause, old):
        into = replacing_from(clause)
        if not into:
            return set()
        old, new = range(word + 1, into - 1), range(into, len(clause.tokens))
    vague = any(clause.tokens[i].text.lower().startswith("something") for i in new)
    vague = vague and not any(clause.means(i, Kind.MUSIC, Kind.TITLE) for i in old)
    vague = vague and any(clause.means(i, Kind.LOOK, Kind.MOOD, Kind.CHANGE) for i in new)
    return set(old) if vague or _kinds(clause, old) & _kinds(clause, new) else set()


def _swapped(clause: Clause) -> set[int]:
    """Indices of the snow in "change the pan to a zoom and the snow to rain"."""
    links = (Kind.WITH, Kind.FOR, Kind.TO, Kind.INTO, Kind.BY)
    joint = clause.first(*links) or 0
    old, new = range(joint), range(joint + 1, len(clause.tokens))
    return set(old) if _kinds(clause, old) & _kinds(clause, new) else set()


def replacing_from(clause: Clause) -> int:
    """Index at which that begins which takes the place of something, else 0.

    "rain" in "swap the snow for rain", and 雨 in 把雪换成雨.
    """
    word = clause.first(Kind.REPLACE)
    if word is None:
        return 0
    if word and not clause.tokens[word].text.isascii():
        return word + 1
    links = (Kind.WITH, Kind.FOR, Kind.TO, Kind.INTO, Kind.BY)
    joint = next((i for i in range(word + 1, len(clause.tokens)) if clause.means(i, *links)), None)
    return 0 if joint is None else joint + 1


def _kinds(clause: Clause, indices: range) -> set[Kind]:
    wanted = (Kind.AIR, Kind.MOTION, Kind.MOVE, Kind.TRANSITION)
    return {kind for index in indices for kind in wanted if kind in clause.tokens[index]}
