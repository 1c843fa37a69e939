"""When a title is seen: from when to when, for how long, later or earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.readers.degrees import shifts, step
from nemo_notebook.studio.director.readers.timing import CLIPS, seconds_in, tells_when
from nemo_notebook.studio.director.wishes import Change, Linger, SetTitle, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.context import Context
    from nemo_notebook.studio.director.wishes import Wish

_LONGER: Final = 1.5
_AT_AN_END: Final = 3.0  # seconds
_BESIDE: Final = 3  # words: "fade in the title"
_SHARES: Final = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "半段": 0.5, "一半": 0.5, "半": 0.5}
_SHOWS: Final = frozenset(
    {"show", "display", "keep", "leave", "there", "visible", "up", "on screen", "keep it"}
)
_LATER: Final = frozenset(
    {"later", "delay", "delayed", "postpone", "晚", "迟", "推迟", "延后", "延时", "延迟"}
)
_EARLIER: Final = frozenset({"earlier", "sooner", "早", "提前"})
_GOES: Final = ("disappear", "vanish", "go away", "goes away", "消失")


def tells_time(clause: Clause, context: Context) -> bool:
    """Whether a clause that names no title says when the title is seen."""
    if context.about_title and any(_is_moment(clause, i) for i in clause.unread(Kind.NUMBER)):
        return True
    words = {token.text.lower() for token in clause.tokens}
    if context.about_title and words & (_LATER | _EARLIER) and seconds_in(clause) is not None:
        return True
    if _times_alone(clause, context) or (context.about_title and _spans(clause)):
        return True
    if _resized(context) and seconds_in(clause) is not None:
        return not clause.has(Kind.LENGTH, Kind.AGENT)
    compared = any(token.of(Kind.CHANGE).startswith("length") for token in clause.tokens)
    if context.about_title and clause.joint == "and" and compared and not _names_clip(clause):
        return True  # "put it at the bottom and show it a second longer"
    timing = (Kind.QUANTITY, Kind.ALWAYS, Kind.CHANGE)
    others = (Kind.AGENT, Kind.MOTION, Kind.EACH)
    return clause.has(Kind.SHOWN) and clause.has(*timing) and not clause.has(*others)


def _spans(clause: Clause) -> bool:
    """Whether it is "2s to 5s", and nothing else."""
    plain = (Kind.QUANTITY, Kind.TO, Kind.NUMBER, Kind.SMALL, Kind.FROM)
    return clause.has(Kind.TO) and all(token.any(*plain) for token in clause.tokens)


def _names_clip(clause: Clause) -> bool:
    return any(token.text.lower() in CLIPS for token in clause.tokens)


def _resized(context: Context) -> bool:
    """Whether the title was just said to be seen for too long, or not long enough."""
    return isinstance(context.last, SetTitle) and context.last.longer is not None


def read_linger(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads "show it for 2 seconds" and "a second later", which say of what they are by "it"."""
    index = seconds_in(clause)
    if len(context.clauses) > 1:
        return
    if index is None:
        yield from _lingers(clause)
        return
    plain = (Kind.IT, Kind.MAKE, Kind.SMALL, Kind.QUANTITY, Kind.BY, Kind.ADD, Kind.FOR, Kind.ONLY)
    words = {token.text.lower() for token in clause.tokens}
    others = [token for token in clause.tokens if not token.any(*plain)]
    sign = 1 if words & _LATER else -1 if words & _EARLIER else 0
    if sign and all(token.text.lower() in _LATER | _EARLIER for token in others):
        clause.read.update(range(len(clause.tokens)))
        yield Linger(delay=sign * clause.tokens[index].number)
    elif others and _points(clause) and all(t.text.lower() in _SHOWS for t in others):
        clause.read.update(range(len(clause.tokens)))
        yield Linger(clause.tokens[index].number)


def _points(clause: Clause) -> bool:
    return clause.has(Kind.IT) or any(token.text.lower() == "keep it" for token in clause.tokens)


def _lingers(clause: Clause) -> Iterator[Linger]:
    """Reads "show it longer" and "the whole time", with no word of what."""
    plain = (Kind.SMALL, Kind.THE, Kind.FOR, Kind.IT, Kind.AMOUNT)
    others = [t for t in clause.tokens if not t.any(*plain, Kind.ALWAYS, Kind.CHANGE)]
    if any(token.text.lower() not in _SHOWS for token in others):
        return
    if clause.has(Kind.ALWAYS):
        clause.read.update(range(len(clause.tokens)))
        yield Linger(always=True)
    elif others and clause.has(Kind.IT) and (longer := longer_by(clause)) is not None:
        clause.read.update(range(len(clause.tokens)))
        yield Linger(longer=longer)


def until_when(clause: Clause) -> SetTitle | None:
    """What "hide the title after 2 seconds" asks for: no title from then on."""
    index = seconds_in(clause)
    timed = (Kind.AFTER, Kind.AT, Kind.FROM)
    if index is None or not (clause.means(index - 1, *timed) or clause.means(index + 1, *timed)):
        return None
    clause.read.update(range(len(clause.tokens)))
    return SetTitle(span=Span(None, clause.tokens[index].number))


def delay_of(clause: Clause) -> float:
    """How much later the title is to be seen: "a second later", 晚一秒, "delay it by 1 second"."""
    words = {token.text.lower() for token in clause.tokens}
    sign = 1 if words & _LATER else -1 if words & _EARLIER else 0
    index = seconds_in(clause) if sign else None
    if index is not None:
        clause.read.add(index)
        return sign * clause.tokens[index].number
    return sign * step(clause)  # "a little later"


def longer_by(clause: Clause) -> Change | None:
    """How much longer or shorter the title is to be seen."""
    found = [shift for shift in shifts(clause) if shift.scale == "length" and not shift.plain]
    if not found:
        return _stays(clause)
    clause.read.add(found[0].index)
    if (index := seconds_in(clause)) is None:
        return Change(times=_LONGER ** found[0].sign)
    clause.read.add(index)
    return Change(by=found[0].sign * clause.tokens[index].number)


def _stays(clause: Clause) -> Change | None:
    """How much longer a title stays that "disappears too quickly"."""
    goes = any(Kind.SHOWN in t and t.text.lower().startswith(_GOES) for t in clause.tokens)
    found = [shift for shift in shifts(clause) if shift.scale == "speed"] if goes else []
    if not found:
        return None
    clause.read.add(found[0].index)
    return Change(times=_LONGER ** -found[0].sign)


def long_enough(clause: Clause, context: Context) -> Change | None:
    """The seconds in "the title stays too long, two seconds are enough"."""
    index = seconds_in(clause) if _resized(context) else None
    if index is None:
        return None
    clause.read.add(index)
    return Change(to=clause.tokens[index].number)


def span_of(clause: Clause) -> Span | None:
    """From when to when the title is to be seen."""
    if (index := clause.first(Kind.ALWAYS)) is not None:
        clause.read.add(index)
        return Span()
    return _share_of_clip(clause) or _measured(clause) or _at_an_end(clause)


def _measured(clause: Clause) -> Span | None:
    """From when to when, as far as it is said in seconds."""
    span: Span | None = None
    for index in [*clause.unread(Kind.QUANTITY, Kind.NUMBER)]:
        bare = Kind.NUMBER in clause.tokens[index] and not _is_moment(clause, index)
        if bare or clause.tokens[index].of(Kind.QUANTITY) not in {"", "second"}:
            continue
        part = _part(clause, index)
        if part is None:
            continue
        clause.read.add(index)
        opened = span.start if span is not None and span.end is None else None
        lasting = span.end if span is not None and span.start == 0 else None
        if opened is not None and part.start is None:
            span = Span(opened, part.end)  # "appears at 2 and goes at 4"
        elif opened is not None and part.start == 0 and part.end is not None:
            span = Span(opened, opened + part.end)  # "after 2 seconds for 3 seconds"
        elif lasting is not None and part.start and part.end is None:
            span = Span(part.start, part.start + lasting)  # "for 3 seconds, starting at 2"
        else:
            span = part
    return span


def _share_of_clip(clause: Clause) -> Span | None:
    """The part of the clip in "for the first half", "in the last third", 后半段."""
    for index, token in enumerate(clause.tokens):
        size = _SHARES.get(token.text.lower())
        if size is None or not index:
            continue
        before = clause.tokens[index - 1]
        later = before.text.lower() in {"second", "last", "后"}
        if later or Kind.FIRST in before:
            clause.read.update({index - 1, index})
            return Span(share=(1 - size, 1.0) if later else (0.0, size))
    return None


def _at_an_end(clause: Clause) -> Span | None:
    """When a title is seen that is to be at the beginning or the end, with no word of how long."""
    if clause.has(Kind.MOVE, Kind.FADE, Kind.SILENCE):
        return None
    places = ("at ", "in ")
    ends = [token for token in clause.tokens if Kind.EDGE in token]
    ends = [t for t in ends if t.text.lower().startswith(places) or t.text > "\u3400"]
    if not ends:
        return None
    late = any(token.of(Kind.EDGE) == "out" for token in ends)
    return Span(last=_AT_AN_END) if late else Span(end=_AT_AN_END)


def _is_moment(clause: Clause, index: int) -> bool:
    """Whether a figure with no unit is a time: "vanish at 4"."""
    shown = any(Kind.SHOWN in token for token in clause.tokens[:index])
    timed = clause.means(index - 1, Kind.AT, Kind.AFTER, Kind.BEFORE)
    return shown and timed and not clause.means(index + 1, Kind.UNIT, Kind.WORD)


def _of_clip(clause: Clause, index: int) -> bool:
    """Whether it is the clip that is so long: "a 10 second video with the title …"."""
    after = clause.at(index + 1)
    if after is None or any(Kind.TITLE in token for token in clause.tokens[:index]):
        return False
    return Kind.LENGTH in after or after.text.lower() in CLIPS


def _vanishes(clause: Clause, index: int) -> bool:
    """Whether the title is gone from then on: "disappears at 4 seconds", 第四秒消失."""
    if _goes_out(clause, index):
        return True
    chinese = any(clause.means(i, Kind.SHOWN) for i in (index + 1, index + 2))
    window = (
        clause.tokens[index : index + 3] if chinese else clause.tokens[max(0, index - 3) : index]
    )
    return any(Kind.SHOWN in token and token.text.lower().startswith(_GOES) for token in window)


def _goes_out(clause: Clause, index: int) -> bool:
    """Whether it is "comes in at 1 s and goes out at 3 s"."""
    for here in range(index):
        if clause.means(here, Kind.GO) and clause.means(here + 1, Kind.OUT):
            clause.read.update({here, here + 1})
            return True
    return False


def _fade_of_title(clause: Clause, index: int) -> str:
    """Which way the title itself goes then: "a title that fades in at 2 seconds"."""
    fade = clause.first(Kind.FADE)
    title = next((i for i, token in enumerate(clause.tokens) if Kind.TITLE in token), None)
    if fade is None or title is None or title - fade > _BESIDE or not tells_when(clause, index):
        return ""
    way, negated = clause.tokens[fade].of(Kind.FADE), clause.tokens[fade].negated
    if way in {"in", "out"} and not negated:
        clause.read.add(fade)  # it comes and goes softly as it is
        return way
    return ""


def _part(clause: Clause, index: int) -> Span | None:
    seconds = clause.tokens[index].number
    if _of_clip(clause, index):
        return None
    if way := _fade_of_title(clause, index):
        return Span(seconds) if way == "in" else Span(None, seconds)
    if _vanishes(clause, index):
        return Span(None, seconds)
    if clause.means(index - 1, Kind.TO, Kind.BEFORE) or clause.means(index - 2, Kind.TO):
        return Span(_start_before(clause, index), seconds)
    if clause.means(index - 1, Kind.LAST) or clause.means(index - 2, Kind.LAST):
        return Span(last=seconds)
    if clause.means(index - 1, Kind.TRIM):  # "let the title start at 2 seconds"
        ends = clause.tokens[index - 1].text.lower().startswith(("end", "stop"))
        return Span(end=seconds) if ends else Span(start=seconds)
    after = clause.means(index + 1, Kind.AFTER) and not clause.means(index + 1, Kind.TRIM)
    if after or clause.means(index - 1, Kind.AFTER, Kind.AT, Kind.FROM):
        return Span(start=seconds)
    if clause.has(Kind.MOVE) and not clause.means(index - 1, Kind.FIRST):
        return None  # the time of the move
    return Span(end=seconds)


def _start_before(clause: Clause, index: int) -> float:
    """The first number of "from 1 to 3 seconds"."""
    for back in range(index - 1, max(index - 5, -1), -1):
        token = clause.tokens[back]
        if token.any(Kind.NUMBER) or token.of(Kind.QUANTITY) == "second":
            clause.read.add(back)
            return token.number
    return 0.0


def _times_alone(clause: Clause, context: Context) -> bool:
    """Whether it is "only for the first 2 seconds", which is said of what was there already."""
    spans, parts = (Kind.FOR, Kind.WHILE), (Kind.FIRST, Kind.LAST, Kind.ALWAYS)
    timing = (*spans, *parts, Kind.QUANTITY, Kind.ONLY, Kind.THE, Kind.SMALL, Kind.IT)
    others = [token for token in clause.tokens if not token.any(*timing)]
    shown = not others or _points(clause)  # "show it for the first 2 seconds"
    alone = len(context.clauses) == 1 and all(t.text.lower() in _SHOWS for t in others)
    return alone and shown and clause.has(*spans) and clause.has(*parts)
