"""Camera: moves and their direction, pace and reach. Camera words mean the camera.

Who says that the *picture* slides left wants the view to go right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from nemo_notebook.studio.director.headings import AS_ORBIT, BY_HEADING, HEADINGS, OPPOSITE
from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.readers.degrees import amount_of, shifts
from nemo_notebook.studio.director.wishes import (
    AddLayer,
    AlterCamera,
    Change,
    Impossible,
    More,
    MoveCamera,
    Remove,
    Shove,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nemo_notebook.studio.direction import Heading, Move, Speed
    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.context import Context
    from nemo_notebook.studio.director.wishes import Layer, Link, Wish

_AS_ROLL: Final[dict[str, Heading]] = {"left": "counterclockwise", "right": "clockwise"}
_COMPOUND: Final[dict[str, tuple[tuple[Move, Heading, Speed | None], ...]]] = {
    "kenburns": (("zoom", "in", "slow"), ("pan", "right", "slow")),
    "vertigo": (("dolly", "in", None), ("zoom", "out", None)),
}
_NEAR: Final = 2  # words
_ADDING: Final = frozenset({"add", "加", "加上", "加个", "加一个", "添加", "加入"})
_RISE: Final[Mapping[str | None, int]] = {"up": 1, "down": -1}
_POINTERS: Final = (Kind.THE, Kind.IT)
_STRAIGHT: Final = frozenset({"pan", "tilt"})
_STRAIGHT_WAYS: Final = frozenset({"left", "right", "up", "down"})
_TURNS: Final = frozenset({"roll", "orbit"})  # "turn the other way" is said of both
_SLIDES_WITH_PICTURE: Final = frozenset(
    {"平移", "横移", "左移", "右移", "上移", "下移", "上升", "下降"}
)


def read_camera(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads moves, edits of moves, and refusals of moves."""
    phrasal = _phrasal_pace(clause)
    verbs = _verbs(clause)
    if phrasal:
        clause.read.update(verbs)
        named = {clause.tokens[verb].of(Kind.MOVE).split("/")[0] for verb in verbs}
        yield AlterCamera(tuple(move for move in HEADINGS if move in named), pace=phrasal)
    elif verbs and (back := clause.first(Kind.REVERSE)) is not None:
        clause.read.update({back, *verbs})
        names = {clause.tokens[verb].of(Kind.MOVE).split("/")[0] for verb in verbs}
        names |= _TURNS if names & _TURNS else set()
        yield AlterCamera(tuple(move for move in HEADINGS if move in names), reverse=True)
    elif verbs:
        yield from _named(clause, verbs, context)
    elif (index := _refused_camera(clause)) is not None:
        clause.read.add(index)
        yield Remove("camera")
    elif (index := _bare_diagonal(clause)) is not None:
        clause.read.add(index)
        for move, heading in _resolve_all("", clause.tokens[index].of(Kind.HEADING)):
            yield MoveCamera(move, heading, link=_link(clause, context))
    else:
        yield from _edits(clause, context)


def _refused_camera(clause: Clause) -> int | None:
    """Index of the camera in "no camera moves"."""
    cameras = (i for i in clause.unread(Kind.AGENT) if clause.tokens[i].of(Kind.AGENT) == "camera")
    return next((i for i in cameras if clause.tokens[i].negated), None)


def _verbs(clause: Clause) -> list[int]:
    verbs = [*clause.unread(Kind.MOVE)]
    if any(clause.tokens[i].of(Kind.MOVE).startswith("orbit") for i in verbs):
        verbs = [i for i in verbs if clause.tokens[i].of(Kind.MOVE) != "roll"]
    if any(clause.tokens[i].of(Kind.MOVE) == "static" for i in verbs):
        still = [i for i in verbs if clause.tokens[i].of(Kind.MOVE) == "static"]
        return still if len(verbs) == len(still) else [i for i in verbs if i not in still]
    if verbs:
        return verbs
    going = [i for i in clause.unread(Kind.GO, Kind.MOTION) if not _of_something(clause, i)]
    going += [i for i in clause.unread(Kind.TOWARD) if _reveals(clause, i)]
    headed = clause.first(Kind.HEADING) is not None or any(_goes_in(clause, i) for i in going)
    return going[:1] if headed else []


def _reveals(clause: Clause, index: int) -> bool:
    """Whether it is "reveal the mountains from bottom to top"."""
    return clause.tokens[index].text.lower().startswith("reveal")


def _of_something(clause: Clause, verb: int) -> bool:
    """Whether it isn't the camera that goes: "sparks fly up", "she bobs up and down"."""
    agents = [token for token in clause.tokens[:verb] if token.any(Kind.AGENT, Kind.AIR)]
    return bool(agents) and (
        Kind.AIR in agents[-1] or agents[-1].of(Kind.AGENT) not in {"camera", "picture"}
    )


def _goes_in(clause: Clause, verb: int) -> bool:
    """True for "move in on her face", not for "move in the background"."""
    if Kind.GO not in clause.tokens[verb] or not clause.means(verb + 1, Kind.IN, Kind.OUT):
        return False
    following = clause.at(verb + 2)
    return following is None or following.any(Kind.SPEED, Kind.AMOUNT, Kind.TOWARD, Kind.FOR)


def _named(clause: Clause, verbs: list[int], context: Context) -> Iterator[Wish]:
    link, adds = _link(clause, context), _adds(clause, context)
    usual = _shared_speed(clause, context)
    for place, verb in enumerate(verbs):
        token = clause.tokens[verb]
        name, *said = token.of(Kind.MOVE).split("/")
        clause.read.add(verb)
        if name == "static" and (layer := _still_layer(clause)) is not None:
            yield Remove(layer)
            continue
        if token.negated:
            yield Remove("camera", name if name in HEADINGS else None)
            continue
        if name in _COMPOUND:
            pace = _speed(clause, verb, verbs, said)
            for part, way, speed in _COMPOUND[name]:
                yield MoveCamera(part, way, pace or speed, link=link, adds=adds)
            continue
        heading_said = _heading(clause, verb, verbs, said)
        speed = _speed(clause, verb, verbs, said) or usual
        shift, amount = _pace(clause), amount_of(clause, verb, verbs)
        for move, heading in _resolve_all(name, heading_said):
            wish = MoveCamera(
                move,
                heading,
                speed,
                shift,
                amount,
                link if place == 0 else "together",
                adds,
                refers=clause.means(verb - 1, Kind.THE),
                alone=clause.has(Kind.ONLY),
            )
            shoved = token.any(Kind.GO) or token.text in {"上移", "下移"}
            yield (_shove(clause, context, heading, wish) if shoved else None) or wish


def _still_layer(clause: Clause) -> Layer | None:
    """What shall keep still, where it isn't the camera."""
    agents = [token.of(Kind.AGENT) for token in clause.tokens if Kind.AGENT in token]
    if not agents or agents[0] in {"camera", "picture"}:
        return None
    return "subject" if agents[0] == "subject" else "background"


def _resolve_all(name: str, heading: str | None) -> Iterator[tuple[Move, Heading | None]]:
    """The moves of a heading that may be a diagonal: "up/left"."""
    for part in heading.split("/") if heading else [None]:
        yield from _resolve(name, cast("Heading | None", part))


def _resolve(name: str, heading: Heading | None) -> Iterator[tuple[Move, Heading | None]]:
    """The move that was meant: one does not pan upwards, and a zoom to the left pans as well."""
    move = next((move for move in HEADINGS if move == name), BY_HEADING[heading or "in"])
    able = HEADINGS[move]
    if heading is None or heading in able:
        yield move, heading
    elif move == "roll" and heading in _AS_ROLL:
        yield move, _AS_ROLL[heading]
    elif move == "orbit":
        yield move, AS_ORBIT.get(heading)
    elif move == "pan" and heading in {"up", "down"}:
        yield "tilt", heading
    elif move == "tilt" and heading in _AS_ROLL:
        yield "roll", _AS_ROLL[heading]
    elif move == "zoom" and heading in {"left", "right", "up", "down"}:
        yield move, None
        yield BY_HEADING[heading], heading
    else:
        yield move, None


def _heading(clause: Clause, verb: int, verbs: list[int], said: list[str]) -> str | None:
    named = next((part for part in said if part in OPPOSITE), "") or _destination(clause)
    if not named:
        index = _nearest(clause, Kind.HEADING, verb, verbs)
        if index is not None:
            clause.read.add(index)
            named = clause.tokens[index].of(Kind.HEADING)
        elif clause.tokens[verb].of(Kind.MOVE) in {"zoom", "dolly", ""} and clause.has(Kind.OUT):
            named = "out"
    if not named:
        return None
    if not _picture_moves(clause, verb) or named in {"in", "out"}:
        return named
    return "/".join(OPPOSITE[cast("Heading", part)] for part in named.split("/"))


def _destination(clause: Clause) -> str:
    """Where "from the left side to the right side" goes."""
    ways = [*clause.unread(Kind.HEADING)]
    if len(ways) != len(("from", "to")) or not any(
        Kind.FROM in t for t in clause.tokens[: ways[0]]
    ):
        return ""
    start, end = (clause.tokens[way].of(Kind.HEADING) for way in ways)
    if OPPOSITE.get(cast("Heading", start)) != end:
        return ""
    clause.read.update(ways)
    return end


def _nearest(clause: Clause, kind: Kind, verb: int, verbs: list[int]) -> int | None:
    """The word of `kind` that belongs to `verb`: beside it, else not beside another verb."""

    def owner(index: int) -> int:
        chinese = clause.tokens[index].text[0] >= "\u3400"
        ahead = [v for v in verbs if v > index]
        behind = [v for v in verbs if v < index]
        if chinese:
            return min(ahead) if ahead else max(behind)
        if behind and index - max(behind) <= _NEAR:
            return max(behind)
        return min(ahead) if ahead else max(behind)

    return next((i for i in clause.unread(kind) if owner(i) == verb), None)


def _picture_moves(clause: Clause, verb: int) -> bool:
    token = clause.tokens[verb]
    slides = Kind.GO in token or token.text in _SLIDES_WITH_PICTURE or Kind.MOTION in token
    agents = [
        t.of(Kind.AGENT)
        for i, t in enumerate(clause.tokens)
        if Kind.AGENT in t and i not in clause.read
    ]
    return slides and "picture" in agents and "camera" not in agents


def _speed(clause: Clause, verb: int, verbs: list[int], said: list[str]) -> Speed | None:
    if "fast" in said:
        return "fast"
    index = _nearest(clause, Kind.SPEED, verb, verbs)
    if index is None:
        return "slow" if clause.tokens[verb].of(Kind.MOTION) == "drift" else None
    clause.read.add(index)
    for back in (index - 1, index - 2):  # "very slowly": the degree is the speed's, not the move's
        if clause.means(back, Kind.AMOUNT):
            clause.read.add(back)
    return cast("Speed", clause.tokens[index].of(Kind.SPEED))


def _pace(clause: Clause) -> int:
    if pace := _measured_pace(clause):
        return pace
    found = [shift for shift in shifts(clause) if shift.scale == "speed"]
    clause.read.update(shift.index for shift in found)
    return found[0].sign if found else 0


def _phrasal_pace(clause: Clause) -> int:
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


def _shared_speed(clause: Clause, context: Context) -> Speed | None:
    """What stands before the first of two moves is said of both: "slowly zoom in and pan"."""
    if clause.joint != "and" or not context.index or not context.moves:
        return None
    leading = next(
        (t for t in context.clauses[context.index - 1].tokens if t.any(Kind.SPEED, Kind.MOVE)), None
    )
    return context.moves[-1].speed if leading is not None and Kind.SPEED in leading else None


def _link(clause: Clause, context: Context) -> Link:
    if clause.joint in {"after", "earlier"}:
        return "before"
    started = bool(context.moves) or context.index == 0
    if clause.joint == "then" and started:
        return "after"
    earlier = context.clauses[: context.index]
    if clause.joint in {"comma", "stop"} and earlier and earlier[-1].joint == "after":
        return "after"
    return "together"


def _adds(clause: Clause, context: Context) -> bool:
    """Whether the moves join those that are there already, instead of taking their place."""
    opening = {"then", "while", "and", "with", "earlier"}
    opens = context.index == 0 and clause.joint in opening
    closes = clause.tokens[-1].any(Kind.TOO, Kind.WHILE)  # "zoom in too"
    return opens or closes or clause.replacing or clause.has(Kind.ALSO) or _added(clause)


def _added(clause: Clause) -> bool:
    """True for "add a slow zoom", not for "use a slow zoom" nor "zoom and add"."""
    verb = clause.first(Kind.ADD)
    if verb is None or clause.tokens[verb].text.lower() not in _ADDING:
        return False
    return any(Kind.MOVE in token for token in clause.tokens[verb:])


def _edits(clause: Clause, context: Context) -> Iterator[Wish]:
    reverse, speed, pace = False, None, _pace(clause)
    if (change := _turned(clause)) is not None:
        yield More(change)
        return
    if pace and clause.has(Kind.AIR, Kind.MOTION) and not clause.has(Kind.AGENT):
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
        alter = AlterCamera(reverse=reverse, speed=speed, pace=pace, direction=heading)
        yield _shove(clause, context, heading, alter) or alter
    elif (index := clause.first(Kind.REACH)) is not None:
        clause.read.add(index)
        if (amount := amount_of(clause, index, [index])) is not None:
            yield AlterCamera(amount=amount)


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
        for move, way in _resolve(last.move, heading):
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


def _bare_diagonal(clause: Clause) -> int | None:
    """Index of a diagonal with no move: "towards the upper left"."""
    index = clause.first(Kind.HEADING)
    if index is None or clause.tokens[index].of(Kind.HEADING) in OPPOSITE:
        return None
    aimed = clause.means(index - 1, Kind.TOWARD) or clause.means(index - 2, Kind.TOWARD)
    return index if aimed or _stands_alone(clause) else None


def _bare_heading(clause: Clause) -> Heading | None:
    """A direction with no move: "to the left", "out, not in"."""
    index = clause.first(Kind.HEADING)
    if index is not None and _stands_alone(clause):
        clause.read.add(index)
        return cast("Heading", clause.tokens[index].of(Kind.HEADING))
    ways = (Kind.IN, Kind.OUT, Kind.SMALL, Kind.INSTEAD, Kind.AMOUNT)
    index = clause.first(Kind.IN, Kind.OUT)
    if index is None or not all(token.any(*ways) for token in clause.tokens):
        return None
    clause.read.add(index)
    return "out" if Kind.OUT in clause.tokens[index] else "in"


def _shove(
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
