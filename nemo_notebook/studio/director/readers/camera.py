"""Camera: moves and their direction, pace and reach. Camera words mean the camera.

Who says that the *picture* slides left wants the view to go right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.headings import HEADINGS
from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.readers.bearings import goes_towards, heading_of, resolve_all
from nemo_notebook.studio.director.readers.camera_edits import (
    bare_diagonal,
    nth_move,
    read_camera_edits,
    shove,
)
from nemo_notebook.studio.director.readers.degrees import amount_of
from nemo_notebook.studio.director.readers.pace import pace_of, phrasal_pace, shared_speed, speed_of
from nemo_notebook.studio.director.readers.timing import tells_when
from nemo_notebook.studio.director.wishes import (
    AlterCamera,
    MoveCamera,
    Remove,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nemo_notebook.studio.direction import Heading, Move, Speed
    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.context import Context
    from nemo_notebook.studio.director.wishes import Layer, Link, Wish

_COMPOUND: Final[dict[str, tuple[tuple[Move, Heading, Speed | None], ...]]] = {
    "kenburns": (("zoom", "in", "slow"), ("pan", "right", "slow")),
    "vertigo": (("dolly", "in", None), ("zoom", "out", None)),
}
_HOLDS: Final = ("hold", "pause", "stop", "wait", "停", "定住")
_ADDING: Final = frozenset({"add", "加", "加上", "加个", "加一个", "添加", "加入"})
_FOCUS: Final = ("focus", "聚焦", "对准")
_BRINGS_BACK: Final = ("加回", "放回", "要回", "弄回")
_TURNS: Final = frozenset({"roll", "orbit"})  # "turn the other way" is said of both


def read_camera(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads moves, edits of moves, and refusals of moves."""
    phrasal = phrasal_pace(clause)
    verbs = _verbs(clause)
    if phrasal:
        clause.read.update(verbs)
        named = {clause.tokens[verb].of(Kind.MOVE).split("/")[0] for verb in verbs}
        yield AlterCamera(tuple(move for move in HEADINGS if move in named), pace=phrasal)
    elif verbs and (back := _turned_back(clause)) is not None:
        clause.read.update({back, *verbs})
        names = {clause.tokens[verb].of(Kind.MOVE).split("/")[0] for verb in verbs}
        names |= _TURNS if names & _TURNS else set()
        yield AlterCamera(tuple(move for move in HEADINGS if move in names), reverse=True)
    elif verbs:
        if _begins_late(clause) and not context.moves:
            yield MoveCamera("static", link=_link(clause, context), adds=_adds(clause, context))
        yield from _named(clause, verbs, context)
    elif (index := _refused_camera(clause)) is not None:
        clause.read.add(index)
        yield Remove("camera")
    elif (index := bare_diagonal(clause)) is not None:
        clause.read.add(index)
        for move, heading in resolve_all("", clause.tokens[index].of(Kind.HEADING)):
            yield MoveCamera(move, heading, link=_link(clause, context))
    elif (index := _focus(clause, context)) is not None:
        clause.read.add(index)
        yield MoveCamera("zoom", "in")
    else:
        yield from read_camera_edits(clause, context)


def _turned_back(clause: Clause) -> int | None:
    """Index of what says "the other way"; an order ("one after the other") is none."""
    return next(
        (i for i in clause.unread(Kind.REVERSE) if not clause.tokens[i].of(Kind.REVERSE)), None
    )


def _focus(clause: Clause, context: Context) -> int | None:
    """Index of a "focus on" where no move is named, nor what is out of focus."""
    others = (Kind.MOTION, Kind.AIR, Kind.TITLE, Kind.MUSIC, Kind.NOT, Kind.MOVE)
    if any(other.has(*others) for other in context.clauses):
        return None
    aims = clause.unread(Kind.TOWARD)
    return next((i for i in aims if clause.tokens[i].text.lower().startswith(_FOCUS)), None)


def _refused_camera(clause: Clause) -> int | None:
    """Index of the camera in "no camera moves"."""
    cameras = (i for i in clause.unread(Kind.AGENT) if clause.tokens[i].of(Kind.AGENT) == "camera")
    return next((i for i in cameras if clause.tokens[i].negated), None)


def _verbs(clause: Clause) -> list[int]:
    verbs = [*clause.unread(Kind.MOVE)]
    orbits = [i for i in verbs if clause.tokens[i].of(Kind.MOVE).startswith("orbit")]
    if orbits:
        clause.read.update(orbits[:-1])  # 绕着雕塑转一圈 is one
        idle = {*orbits[:-1], *(i for i in verbs if clause.tokens[i].of(Kind.MOVE) == "roll")}
        verbs = [i for i in verbs if i not in idle]
    if any(clause.tokens[i].of(Kind.MOVE) == "static" for i in verbs):
        still = [i for i in verbs if clause.tokens[i].of(Kind.MOVE) == "static"]
        return still if len(verbs) == len(still) else [i for i in verbs if i not in still]
    if verbs:
        return verbs
    going = [i for i in clause.unread(Kind.GO, Kind.MOTION) if not _of_something(clause, i)]
    going = [i for i in going if clause.tokens[i].of(Kind.MOTION) != "sway"]
    going += [i for i in clause.unread(Kind.TOWARD) if _reveals(clause, i)]
    headed = clause.first(Kind.HEADING) is not None or any(
        _goes_in(clause, i) or goes_towards(clause, i) for i in going
    )
    return going[:1] if headed else []


def _reveals(clause: Clause, index: int) -> bool:
    """Whether it is "reveal the mountains from bottom to top"."""
    return clause.tokens[index].text.lower().startswith(("reveal", "展示", "展现", "follow"))


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
    closer = following is not None and following.text.lower() in {"close", "closer", "tight"}
    return (
        following is None or closer or following.any(Kind.SPEED, Kind.AMOUNT, Kind.TOWARD, Kind.FOR)
    )


def _named(clause: Clause, verbs: list[int], context: Context) -> Iterator[Wish]:
    link, adds = _joined(clause, verbs, context)
    if clause.has(Kind.INSTEAD) and context.moves and clause.joint in {"comma", "stop"}:
        yield Remove("camera", context.moves[-1].move)  # "zoom in, actually make that a pan"
    usual = shared_speed(clause, context)
    nth = nth_move(clause) if clause.has(Kind.REPLACE) else None
    for place, verb in enumerate(verbs):
        token = clause.tokens[verb]
        name, *said = token.of(Kind.MOVE).split("/")
        clause.read.add(verb)
        if name == "static" and (layer := _still_layer(clause)) is not None:
            yield Remove(layer)
            continue
        if name == "steady":
            yield Remove("camera", "handheld")
            continue
        if token.negated:
            yield Remove("camera", name if name in HEADINGS else None)
            continue
        if name in _COMPOUND:
            pace = speed_of(clause, verb, verbs, said)
            for part, way, speed in _COMPOUND[name]:
                yield MoveCamera(part, way, pace or speed, link=link, adds=adds)
            continue
        heading_said = heading_of(clause, verb, verbs, said)
        shift = pace_of(clause)
        speed = speed_of(clause, verb, verbs, said) or usual
        amount = amount_of(clause, verb, verbs)
        for move, heading in resolve_all(name, heading_said):
            wish = MoveCamera(
                move,
                heading,
                speed,
                shift,
                amount,
                link if place == 0 else "together",
                adds,
                refers=clause.means(verb - 1, Kind.THE, Kind.KEEP),
                alone=clause.has(Kind.ONLY) and not shift,
                nth=nth,
            )
            shoved = token.any(Kind.GO) or token.text in {"上移", "下移"}
            yield (shove(clause, context, heading, wish) if shoved else None) or wish


def _joined(clause: Clause, verbs: list[int], context: Context) -> tuple[Link, bool]:
    """How its moves follow those before, and whether they join those that are there already."""
    link, adds = _link(clause, context), _adds(clause, context)
    if _ends_still(clause, verbs):
        return "after", adds or not context.moves
    return "after" if _begins_late(clause) else link, adds


def _begins_late(clause: Clause) -> bool:
    """Whether it holds before it moves: "zoom in after 2 seconds", 两秒后放大."""
    if clause.has(Kind.TITLE, Kind.QUOTE, Kind.FADE, Kind.EACH):
        return False
    return any(
        token.of(Kind.QUANTITY) == "second" and tells_when(clause, index)
        for index, token in enumerate(clause.tokens)
    )


def _ends_still(clause: Clause, verbs: list[int]) -> bool:
    """Whether it is "freeze at the end"."""
    still = all(clause.tokens[verb].of(Kind.MOVE) == "static" for verb in verbs)
    return still and any(token.of(Kind.EDGE) == "out" for token in clause.tokens)


def _still_layer(clause: Clause) -> Layer | None:
    """What shall keep still, where it isn't the camera."""
    agents = [token.of(Kind.AGENT) for token in clause.tokens if Kind.AGENT in token]
    if not agents or agents[0] in {"camera", "picture"}:
        return None
    return "subject" if agents[0] in {"subject", "cloth"} else "background"


def _link(clause: Clause, context: Context) -> Link:
    if clause.joint in {"after", "earlier"}:
        return "before"
    started = bool(context.moves) or not context.heard
    if clause.joint == "then" and started:
        return "after"
    earlier = context.clauses[: context.index]
    if clause.joint == "comma" and context.moves and _goes_on(clause, context):
        return "after"
    if clause.joint in {"comma", "stop"} and earlier and earlier[-1].joint == "after":
        return "after"
    return "together"


def _goes_on(clause: Clause, context: Context) -> bool:
    """Whether a list is a sequence: "zoom in, hold, pan left", "pan left 3s, tilt up 2s"."""
    timed = any(token.of(Kind.QUANTITY) == "second" for token in clause.tokens)
    return _holds(clause) or _held_before(context) or (timed and _timed_before(context))


def _timed_before(context: Context) -> bool:
    before = context.clauses[context.index - 1]
    seconds = any(token.of(Kind.QUANTITY) == "second" for token in before.tokens)
    return seconds and before.has(Kind.MOVE)


def _holds(clause: Clause) -> bool:
    """Whether it stops for a while: "zoom in, hold, pan left", 停一下."""
    held = any(token.text.lower().startswith(_HOLDS) for token in clause.tokens)
    return held and not clause.has(Kind.AGENT)


def _held_before(context: Context) -> bool:
    last = context.moves[-1]
    return last.move == "static" and last.link == "after"


def _adds(clause: Clause, context: Context) -> bool:
    """Whether the moves join those that are there already, instead of taking their place."""
    opening = {"then", "while", "and", "with", "earlier"}
    opens = context.index == 0 and clause.joint in opening
    opens = opens or (not context.heard and clause.joint == "then")  # 先这样，然后定格
    closes = clause.tokens[-1].any(Kind.TOO, Kind.WHILE)  # "zoom in too"
    back = any(token.text.startswith(_BRINGS_BACK) for token in clause.tokens)
    return opens or closes or back or clause.replacing or clause.has(Kind.ALSO) or _added(clause)


def _added(clause: Clause) -> bool:
    """True for "add a slow zoom", not for "use a slow zoom" nor "zoom and add"."""
    verb = clause.first(Kind.ADD)
    if verb is None or clause.tokens[verb].text.lower() not in _ADDING:
        return False
    return any(Kind.MOVE in token for token in clause.tokens[verb:])
