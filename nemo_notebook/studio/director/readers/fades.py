"""Fades from and to black, and how long they take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, cast

from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.readers.degrees import shifts, step
from nemo_notebook.studio.director.readers.timing import LONGER, seconds_in, tells_when
from nemo_notebook.studio.director.wishes import (
    Change,
    Impossible,
    Remove,
    SetFade,
    SetTitle,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.context import Context
    from nemo_notebook.studio.director.wishes import Wish

_BY_PACE: Final = {"slow": 2.0, "normal": 1.0, "fast": 0.5}
_SHORT: Final = 2.0  # seconds


def read_fades(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads fades and their length."""
    index = clause.first(Kind.FADE)
    if index is None:
        yield from _each(clause, context)
        return
    clause.read.add(index)
    token = clause.tokens[index]
    if token.of(Kind.FADE) == "white":
        yield Impossible(token.text, "fade")
        return
    if clause.has(Kind.MUSIC) and not clause.has(Kind.AGENT) and not token.negated:
        clause.read.update(clause.unread(Kind.MUSIC, Kind.EDGE, Kind.IN, Kind.OUT, Kind.QUANTITY))
        yield Impossible(clause.text(context.text), "music:fade")
        return
    ends = _fade_ends(clause, token.of(Kind.FADE))
    if token.negated:
        yield Remove("fade", ends[0] if len(ends) == 1 else None)
        return
    if (moment := _of_title(clause, context)) is not None and len(ends) == 1:
        clause.read.update(range(len(clause.tokens)))
        # It comes and goes softly as it is.
        yield SetTitle(span=Span(moment) if ends[0] == "in" else Span(None, moment))
        return
    if _only_title(clause):
        yield Impossible(clause.text(context.text), "title:fade")
        return
    time = seconds_in(clause)
    if time is not None and tells_when(clause, time):
        clause.read.add(time)
        yield from (SetFade(end, at=clause.tokens[time].number) for end in ends)
        return
    length = _length(clause)
    for end in ends:
        yield SetFade(end, length, vague=len(ends) > 1)


def _only_title(clause: Clause) -> bool:
    """Whether it is "fade the title", and nothing of the clip: "title 'A' with a fade"."""
    plain = (Kind.TITLE, Kind.FADE, Kind.THE, Kind.SMALL, Kind.MAKE, Kind.IN, Kind.OUT)
    return clause.has(Kind.TITLE) and all(token.any(*plain) for token in clause.tokens)


def _of_title(clause: Clause, context: Context) -> float | None:
    """When a title that was just spoken of fades: "…, fade it in after two seconds"."""
    index = seconds_in(clause)
    if index is None or not context.about_title or not tells_when(clause, index):
        return None
    return clause.tokens[index].number


def _length(clause: Clause) -> Change | None:
    """How long it fades: "over 2 seconds", "slowly", "longer"."""
    length: Change | None = None
    if (time := seconds_in(clause)) is not None:
        clause.read.add(time)
        length = Change(to=clause.tokens[time].number)
    elif (figure := clause.first(Kind.NUMBER)) is not None and clause.means(figure - 1, Kind.FOR):
        clause.read.add(figure)
        length = Change(to=clause.tokens[figure].number)
    else:
        for shift in shifts(clause):
            if shift.scale in {"length", "speed"}:
                clause.read.add(shift.index)
                longer = shift.sign * (1 if shift.scale == "length" else -1)
                length = Change(times=LONGER[step(clause)] ** longer)
        pace = clause.first(Kind.SPEED) if not clause.has(Kind.MOVE) else None
        if pace is not None:
            clause.read.add(pace)
            length = Change(times=_BY_PACE[clause.tokens[pace].of(Kind.SPEED)])
    clause.read.update(shift.index for shift in shifts(clause) if shift.scale == "length")
    return length


def _each(clause: Clause, context: Context) -> Iterator[Wish]:
    """The time of fades that were named before: "fade in and out, 2 seconds each".

    The time alone is the fade's where it would be very short for a clip: "fade out, 2 seconds".
    """
    fades = [wish for wish in context.wishes if isinstance(wish, SetFade)]
    index = seconds_in(clause)
    if (spared := _spared_end(clause, context)) is not None:
        yield spared
        return
    if fades and (paced := _paced(clause)) is not None:
        yield SetFade(fades[-1].end, paced)
        return
    if fades and (other := _other_end(clause)) is not None:
        yield other
        return
    if index is not None and _of_fade(clause, index, context):
        clause.read.update(range(len(clause.tokens)))
    elif index is None or not any(token.text.lower() in {"each", "各"} for token in clause.tokens):
        return
    clause.read.update(range(len(clause.tokens)) if fades else ())
    for fade in fades:
        yield SetFade(fade.end, Change(to=clause.tokens[index].number))


def _spared_end(clause: Clause, context: Context) -> SetFade | None:
    """The second half of "no fade at the end, only at the start"."""
    ends = [token.of(Kind.EDGE) for token in clause.tokens if Kind.EDGE in token]
    refused = isinstance(context.last, Remove) and context.last.part == "fade"
    if not refused or not ends or not clause.has(Kind.ONLY):
        return None
    clause.read.update(range(len(clause.tokens)))
    return SetFade("out" if ends[0] == "out" else "in")


def _paced(clause: Clause) -> Change | None:
    """The time in "fade out at the end, slowly"."""
    if not all(token.any(Kind.SPEED, Kind.AMOUNT, Kind.SMALL) for token in clause.tokens):
        return None
    pace = clause.first(Kind.SPEED)
    if pace is None:
        return None
    clause.read.update(range(len(clause.tokens)))
    return Change(times=_BY_PACE[clause.tokens[pace].of(Kind.SPEED)])


def _other_end(clause: Clause) -> SetFade | None:
    """The second half of "fade in over 1 second and out over 2"."""
    plain = (Kind.IN, Kind.OUT, Kind.FOR, Kind.NUMBER, Kind.QUANTITY, Kind.SMALL)
    if not clause.tokens[0].any(Kind.IN, Kind.OUT) or not all(t.any(*plain) for t in clause.tokens):
        return None
    clause.read.update(range(len(clause.tokens)))
    times = [t.number for t in clause.tokens if t.any(Kind.NUMBER, Kind.QUANTITY)]
    end: Literal["in", "out"] = "out" if Kind.OUT in clause.tokens[0] else "in"
    return SetFade(end, Change(to=times[-1]) if times else None)


def _of_fade(clause: Clause, index: int, context: Context) -> bool:
    alone = all(t.any(Kind.QUANTITY, Kind.SMALL, Kind.FOR, Kind.LENGTH) for t in clause.tokens)
    follows = clause.joint == "comma" and isinstance(context.last, SetFade)
    told = isinstance(context.last, SetFade) and context.last.seconds is not None
    return alone and follows and not told and clause.tokens[index].number <= _SHORT


def _fade_ends(clause: Clause, value: str) -> tuple[Literal["in", "out"], ...]:
    if value in {"in", "out"}:
        return (cast("Literal['in', 'out']", value),)
    told = {token.of(Kind.EDGE) for token in clause.tokens if Kind.EDGE in token}
    if value != "both" and len(told) == 1:
        return (cast("Literal['in', 'out']", told.pop()),)
    if value == "" and (index := clause.first(Kind.OUT)) is not None:
        clause.read.add(index)
        return ("out",)
    if value == "" and clause.has(Kind.IN):
        return ("in",)
    return ("in", "out")
