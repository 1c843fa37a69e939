"""Where the camera heads: the way a move was said to go, and the move that a way is meant for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from nemo_notebook.studio.direction import OPPOSITE
from nemo_notebook.studio.director.headings import AS_ORBIT, BY_HEADING, HEADINGS
from nemo_notebook.studio.director.lexicon import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nemo_notebook.studio.direction import Heading, Move
    from nemo_notebook.studio.director.clauses import Clause

_AS_ROLL: Final[dict[str, Heading]] = {"left": "counterclockwise", "right": "clockwise"}
_NEAR: Final = 2  # words
_TOWARDS: Final = frozenset({"toward", "towards", "closer"})
_SLIDES_WITH_PICTURE: Final = frozenset(
    {"平移", "横移", "左移", "右移", "上移", "下移", "上升", "下降"}
)


def resolve_all(name: str, heading: str | None) -> Iterator[tuple[Move, Heading | None]]:
    """The moves of a heading that may be a diagonal: "up/left"."""
    for part in heading.split("/") if heading else [None]:
        yield from resolve(name, cast("Heading | None", part))


def resolve(name: str, heading: Heading | None) -> Iterator[tuple[Move, Heading | None]]:
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
    elif move in {"tilt", "pan"} and heading in HEADINGS["roll"]:
        yield "roll", heading
    elif move == "zoom" and heading in {"left", "right", "up", "down"}:
        yield move, None
        yield BY_HEADING[heading], heading
    else:
        yield move, None


def heading_of(clause: Clause, verb: int, verbs: list[int], said: list[str]) -> str | None:
    """Where the move at `verb` was said to go, by itself or by a word beside it."""
    named = next((part for part in said if part in OPPOSITE), "") or _destination(clause)
    if not named:
        index = nearest(clause, Kind.HEADING, verb, verbs)
        if index is not None:
            clause.read.add(index)
            named = clause.tokens[index].of(Kind.HEADING)
        elif clause.tokens[verb].of(Kind.MOVE) in {"zoom", "dolly", ""} and clause.has(Kind.OUT):
            named = "out"
        elif not clause.tokens[verb].of(Kind.MOVE) and goes_towards(clause, verb):
            named = "in"
    if not named:
        return None
    if not _picture_moves(clause, verb) or named in {"in", "out"}:
        return named
    return "/".join(OPPOSITE[cast("Heading", part)] for part in named.split("/"))


def goes_towards(clause: Clause, verb: int) -> bool:
    """Whether it goes up to something: "creep towards the house", "a slow drift closer to her"."""
    if not clause.tokens[verb].any(Kind.GO, Kind.MOTION):
        return False
    return any(token.text.lower() in _TOWARDS for token in clause.tokens[verb + 1 : verb + 3])


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


def nearest(clause: Clause, kind: Kind, verb: int, verbs: list[int]) -> int | None:
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

    return next(
        (i for i in clause.unread(kind) if owner(i) == verb and not _spurned(clause, i)), None
    )


def _spurned(clause: Clause, index: int) -> bool:
    """Whether it is the "right" of "pan left, not right"."""
    return clause.tokens[index].negated and clause.means(index - 1, Kind.NOT)


def _picture_moves(clause: Clause, verb: int) -> bool:
    token = clause.tokens[verb]
    slides = Kind.GO in token or token.text in _SLIDES_WITH_PICTURE or Kind.MOTION in token
    agents = [
        t.of(Kind.AGENT)
        for i, t in enumerate(clause.tokens)
        if Kind.AGENT in t and i not in clause.read
    ]
    return slides and "picture" in agents and "camera" not in agents
