"""Edits of the camera's moves where none is named: "slower", "the other way", "to the left"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from nemo_notebook.studio.direction import OPPOSITE
from nemo_notebook.studio.director.headings import AS_ORBIT, BY_HEADING, HEADINGS
from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.readers.bearings import resolve
from nemo_notebook.studio.director.readers.degrees import amount_of, step
from nemo_notebook.studio.director.readers.pace import pace_of
from nemo_notebook.studio.director.wishes import (
    AddLayer,
    AlterCamera,
    Change,
    Impossible,
    More,
    MoveCamera,
    Shove,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nemo_notebook.studio.direction import Heading, Speed
    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.context import Context
    from nemo_notebook.studio.director.wishes import Link, Wish

_RISE: Final[Mapping[str | None, int]] = {"up": 1, "down": -1}
_FALLS: Final = frozenset({"fall", "falls", "falling", "落", "下"})
_NEARER: Final = 0.25
_LINKS: Final[Mapping[str, Link]] = {"together": "together", "after": "after"}
_MOVES: Final = (Kind.GO, Kind.MOVE, Kind.AGENT)
_NTH: Final[Mapping[str, int]] = {
    **dict.fromkeys(["first", "1st", "一"], 0),
    **dict.fromkeys(["second", "2nd", "二"], 1),
    **dict.fromkeys(["third", "3rd", "三"], 2),
    "last": -1,
}
_STRAIGHT: Final = frozenset({"pan", "tilt"})
_STRAIGHT_WAYS: Final = frozenset({"left", "right", "up", "down"})


def read_camera_edits(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads another pace, another way or another reach for the moves that are there."""
    reverse, speed, pace = False, None, pace_of(clause)
    if (special := _special(clause, pace)) is not None:
        yield special
        return
    falls = isinstance(context.last, AddLayer) and any(
        token.text.lower() in _FALLS for token in clause.tokens
    )
    if pace and (falls or clause.has(Kind.AIR, Kind.MOTION)) and not clause.has(Kind.AGENT):
        yield Impossible(clause.text(context.text), "pace")
        return
    if (index := clause.first(Kind.REVERSE)) is not None:
        clause.read.add(index)
        reverse = True
    if (index := clause.first(Kind.SPEED)) is not None and _stands_alone(clause):
        clause.read.add(index)
        speed = cast("Speed", clause.tokens[index].of(Kind.SPEED))
    heading = _bare_heading(clause)
    bobs = clause.joint == "and" and isinstance(context.last, AddLayer)  # "bobs up and down"
    if heading and (bobs or clause.has(Kind.TRIM)):  # "start at the left"
        return
    if heading and (onward := [*_onward(clause, context, heading, speed)]):
        yield from onward
    elif reverse or speed or pace or heading:
        small = [t.number for t in clause.tokens if Kind.AMOUNT in t and Kind.SPEED not in t]
        amount = Change(to=small[0]) if heading and small else None  # "a little to the left"
        alter = AlterCamera(
            reverse=reverse, speed=speed, pace=pace, direction=heading, amount=amount
        )
        yield shove(clause, context, heading, alter) or alter
    elif (amount := _reach(clause)) is not None:
        yield AlterCamera(amount=amount)


def _special(clause: Clause, pace: int) -> Wish | None:
    """An edit that says by itself of what it is: "up by 20%", "the second move slower"."""
    if (change := _turned(clause)) is not None:
        return More(change)
    index = clause.first(Kind.REVERSE)
    if index is not None and (order := clause.tokens[index].of(Kind.REVERSE)):
        clause.read.update(range(len(clause.tokens)))
        return AlterCamera(swap=order == "order", link=_LINKS.get(order))
    removes = any(token.of(Kind.NOT) == "remove" for token in clause.tokens)
    if removes and (count := _several(clause)):
        clause.read.update(range(len(clause.tokens)))
        return AlterCamera(nth=min(count, 0), count=abs(count), drop=True)
    nth = nth_move(clause) if pace or removes else None
    if nth is None:
        return None
    clause.read.update(range(len(clause.tokens)))
    return AlterCamera(pace=pace, nth=nth, drop=removes)


def _reach(clause: Clause) -> Change | None:
    """How much farther or less far the moves shall go: "less movement", "not so close"."""
    index = clause.first(Kind.REACH)
    if index is None:
        return None
    clause.read.add(index)
    if said := clause.tokens[index].of(Kind.REACH):
        return Change(by=float(f"{said}{_NEARER}") * step(clause))
    return amount_of(clause, index, [index])


def nth_move(clause: Clause) -> int | None:
    """Which move is meant by "the second move", 第二个镜头; -1 is the last."""
    for index, token in enumerate(clause.tokens):
        nth = _NTH.get(token.text.lower())
        if nth is None or not clause.means(index - 1, Kind.THE, Kind.FROM):
            continue
        after = clause.at(index + 1)
        alone = after is None or after.text.lower() == "one"  # "drop the second one"
        named = any(clause.means(i, *_MOVES) for i in (index + 1, index + 2))
        if named or (alone and token.text.lower() != "last"):
            return nth
    return None


def _several(clause: Clause) -> int:
    """How many in "the first two moves", or (negative) "the last two"; else 0."""
    for index, token in enumerate(clause.tokens[:-1]):
        way = {"first": 1, "last": -1, "前": 1, "后": -1}.get(token.text.lower(), 0)
        counted, rest = clause.tokens[index + 1], clause.tokens[index + 2 :]
        moves = all(other.any(*_MOVES, Kind.SMALL) for other in rest)
        if way and counted.number > 1 and Kind.NUMBER in counted and moves:
            return way * round(counted.number)
    return 0


def _turned(clause: Clause) -> Change | None:
    """How much of what was spoken of last: "up by 20%"."""
    rest = (Kind.HEADING, Kind.QUANTITY, Kind.BY, Kind.AMOUNT, Kind.SMALL, Kind.IT)
    share = [token.number for token in clause.tokens if token.of(Kind.QUANTITY) == "percent"]
    ways = [token.of(Kind.HEADING) for token in clause.tokens if Kind.HEADING in token]
    if not share or ways not in (["up"], ["down"]) or not all(t.any(*rest) for t in clause.tokens):
        return None
    clause.read.update(range(len(clause.tokens)))
    return Change(by=share[0] / 100 if ways == ["up"] else -share[0] / 100)


def _onward(
    clause: Clause, context: Context, heading: Heading, speed: Speed | None
) -> Iterator[Wish]:
    """Where the move just named goes: "pan left and right", "up and to the left", "clockwise"."""
    listed = clause.joint in {"and", "then"} or _lists_on(clause, context)
    if not context.moves:
        if listed and isinstance(context.last, AlterCamera) and context.last.direction:
            link: Link = "together" if clause.joint == "and" else "after"  # 往上再往右
            yield MoveCamera(BY_HEADING[heading], heading, speed, link=link, adds=True)
        return
    last = context.moves[-1]
    if last.move in _STRAIGHT and heading in _STRAIGHT_WAYS and listed:
        crosses = clause.joint == "and" and BY_HEADING[heading] != last.move
        if crosses and speed:
            yield AlterCamera((last.move,), speed=speed)
        link = "together" if crosses else "after"
        yield MoveCamera(BY_HEADING[heading], heading, speed or last.speed, link=link)
    elif listed:
        able = heading not in {"in", "out"} or heading in HEADINGS[last.move]  # "go up, then in"
        for move, way in resolve(last.move if able else "", heading):
            yield MoveCamera(move, way, last.speed, link="after")
    elif heading in AS_ORBIT and last.move == "orbit":
        yield AlterCamera(direction=AS_ORBIT[heading])


def _lists_on(clause: Clause, context: Context) -> bool:
    """Whether it is the "right" of "pan left, right, then left"."""
    following = context.clauses[context.index + 1 :][:1]
    return clause.joint == "comma" and any(
        other.joint in {"and", "then"} and other.has(Kind.HEADING) and not other.has(Kind.MOVE)
        for other in following
    )


def bare_diagonal(clause: Clause) -> int | None:
    """Index of a diagonal with no move: "towards the upper left"."""
    index = clause.first(Kind.HEADING)
    if index is None or clause.tokens[index].of(Kind.HEADING) in OPPOSITE:
        return None
    aimed = clause.means(index - 1, Kind.TOWARD) or clause.means(index - 2, Kind.TOWARD)
    return index if aimed or _stands_alone(clause) else None


def _bare_heading(clause: Clause) -> Heading | None:
    """A direction with no move: "to the left", "out, not in"."""
    index = clause.first(Kind.HEADING)
    if index is not None and clause.tokens[index].negated:  # "left, not right"
        clause.read.add(index)
        return None
    if index is not None and _stands_alone(clause):
        clause.read.add(index)
        return cast("Heading", clause.tokens[index].of(Kind.HEADING))
    ways = (Kind.IN, Kind.OUT, Kind.SMALL, Kind.INSTEAD, Kind.AMOUNT, Kind.NOT)
    meant = (i for i in clause.unread(Kind.IN, Kind.OUT) if not clause.means(i - 1, Kind.NOT))
    index = next(meant, None)
    if index is None or not all(token.any(*ways) for token in clause.tokens):
        return None
    clause.read.add(index)
    return "out" if Kind.OUT in clause.tokens[index] else "in"


def shove(
    clause: Clause, context: Context, heading: str | None, camera: MoveCamera | AlterCamera
) -> Shove | None:
    """What "move it up" means by itself: the title, if that was spoken of last."""
    rest = (Kind.GO, Kind.HEADING, Kind.IT, Kind.AMOUNT, Kind.MAKE, Kind.SMALL, Kind.ADD)
    others = any(not token.any(*rest) and Kind.MOVE not in token for token in clause.tokens)
    if heading not in _RISE or others or len(context.clauses) > 1:
        return None
    return Shove(_RISE[heading], camera)


def _stands_alone(clause: Clause) -> bool:
    """Whether the clause is about nothing else: "slow" is, "slow snow" is not."""
    others = (Kind.WORD, Kind.AIR, Kind.MOTION, Kind.TITLE, Kind.MUSIC, Kind.MOOD, Kind.POSITION)
    return not clause.has(*others)
