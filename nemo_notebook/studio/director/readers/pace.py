"""How fast the camera goes: "slowly", "faster", "half the speed"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.readers.bearings import nearest
from nemo_notebook.studio.director.readers.degrees import shifts

if TYPE_CHECKING:
    from nemo_notebook.studio.direction import Speed
    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.context import Context

_POINTERS: Final = (Kind.THE, Kind.IT)


def speed_of(clause: Clause, verb: int, verbs: list[int], said: list[str]) -> Speed | None:
    """The speed that was said of the move at `verb`."""
    if "fast" in said:
        return "fast"
    index = nearest(clause, Kind.SPEED, verb, verbs)
    if index is not None and clause.means(index - 1, Kind.TOO):
        return None  # "the pan is too fast"
    if index is None:
        return "slow" if clause.tokens[verb].of(Kind.MOTION) == "drift" else None
    said_of_it = clause.unread(Kind.SPEED) if len(verbs) == 1 else (index,)  # 很慢很慢
    for told in said_of_it:
        clause.read.add(told)
        for back in (told - 1, told - 2):  # "very slowly": the degree is not how far it goes
            if clause.means(back, Kind.AMOUNT):
                clause.read.add(back)
    return cast("Speed", clause.tokens[index].of(Kind.SPEED))


def pace_of(clause: Clause) -> int:
    """+1 for "faster", -1 for "slower", 0 where neither is said."""
    if pace := _measured_pace(clause):
        return pace
    found = [shift for shift in shifts(clause) if shift.scale == "speed"]
    clause.read.update(shift.index for shift in found)
    return found[0].sign if found else 0


def phrasal_pace(clause: Clause) -> int:
    """The pace of "slow the pan down" and "speed it up"."""
    first, last = clause.tokens[0].text.lower(), len(clause.tokens) - 1
    way = clause.tokens[last].of(Kind.HEADING)
    if (first, way) not in {("slow", "down"), ("speed", "up")} or not clause.means(1, *_POINTERS):
        return 0
    clause.read.update({0, last})
    return 1 if way == "up" else -1


def _measured_pace(clause: Clause) -> int:
    """The pace of "twice as fast", "half the speed", "increase the speed"."""
    speeds = [*clause.unread(Kind.SPEED)] if clause.has(Kind.AS) else []
    if not speeds and not clause.has(Kind.PACE):
        return 0
    for index in clause.unread(Kind.TIMES, Kind.QUANTITY, Kind.MORE):
        token = clause.tokens[index]
        if not speeds and (said := clause.tokens[index - 1] if index else token).any(Kind.SPEED):
            clause.read.update({index - 1, index})  # 速度调慢一倍, 慢一半: slower, however much
            return -1 if said.of(Kind.SPEED) == "slow" else 1
        share = token.number / 100 if token.of(Kind.QUANTITY) == "percent" else token.number
        faster = token.of(Kind.MORE) == "+" if Kind.MORE in token else share > 1
        clause.read.update({index, *speeds})
        slow = any(clause.tokens[i].of(Kind.SPEED) == "slow" for i in speeds)
        return 1 if faster is not slow else -1
    return 0


def shared_speed(clause: Clause, context: Context) -> Speed | None:
    """What stands before the first of two moves is said of both: "slowly zoom in and pan"."""
    if clause.joint != "and" or not context.index or not context.moves:
        return None
    leading = next(
        (t for t in context.clauses[context.index - 1].tokens if t.any(Kind.SPEED, Kind.MOVE)), None
    )
    return context.moves[-1].speed if leading is not None and Kind.SPEED in leading else None
