"""Uploaded clips and several photos: transitions, the part that is shown, a clip's own sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.readers.degrees import amount_of, shifts, step
from nemo_notebook.studio.director.readers.timing import seconds_in
from nemo_notebook.studio.director.wishes import (
    Change,
    Impossible,
    Remove,
    SetDuration,
    SetOwnSound,
    SetTransition,
    SetTrim,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nemo_notebook.studio.direction import Transition
    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.context import Context
    from nemo_notebook.studio.director.wishes import Wish

_STEP: Final = 0.3
_KEPT: Final = (Kind.KEEP, Kind.ONLY)
_CUT: Final = (Kind.TRIM, Kind.SPLIT, Kind.NOT, Kind.OFF)
_CLIP: Final = ("clip", "video", "整段", "完整视频", "全片")
_FRONT: Final = frozenset({"start", "beginning", "front", "开头", "前面"})
_USES: Final = frozenset(
    {
        "use",
        "take",
        "pick",
        "choose",
        "show",
        "选",
        "选择",
        "only use",
        "just use",
        "只要",
        "只用",
        "截取",
        "用",
        "取",
    }
)
_PICTURES: Final = frozenset({"image", "picture", "photo", "图片", "照片", "图像", "相片"})
_MADE: Final = (Kind.MOVE, Kind.GO, Kind.TITLE, Kind.QUOTE, Kind.MOTION, Kind.COLOR)
_SEVERAL: Final = frozenset({"photos", "pictures", "images", "pics"})
_SLIDING: Final = frozenset({"slide", "slides", "sliding", "滑动", "滑"})


def read_transition(clause: Clause) -> Iterator[Wish]:
    """Reads how one photo gives way to the next."""
    named = [*clause.unread(Kind.TRANSITION)]
    between = [*clause.unread(Kind.BETWEEN)]
    if not named and not between and not _of_photos(clause):
        return
    kinds = [clause.tokens[i].of(Kind.TRANSITION) for i in named if not clause.tokens[i].negated]
    if not named and not kinds:
        kinds = [kind for i in range(len(clause.tokens)) if (kind := _beside_photos(clause, i))]
    refused = any(clause.tokens[i].negated for i in (*named, *between))
    kind = "cut" if refused and not kinds else next(iter(kinds), "crossfade")
    taken = (Kind.TRANSITION, Kind.BETWEEN, Kind.FADE, Kind.GO, Kind.SPLIT, Kind.TRIM)
    clause.read.update(clause.unread(*taken))
    yield SetTransition(cast("Transition", kind))


def _of_photos(clause: Clause) -> bool:
    """Whether it is "the photos slide in one after the other"."""
    several = any(token.text.lower() in _SEVERAL for token in clause.tokens)
    return several and any(token.text.lower() in _SLIDING for token in clause.tokens)


def _beside_photos(clause: Clause, index: int) -> str:
    """The transition that a word names beside "transition" or "between the photos"."""
    token = clause.tokens[index]
    if token.negated:
        return ""
    if Kind.FADE in token:
        return "crossfade"
    if token.text.lower() in _SLIDING:
        return "slide"
    return "cut" if token.text.lower() in {"cut", "cuts"} else ""


def read_own_sound(clause: Clause) -> Iterator[Wish]:
    """Reads the volume of a clip's own sound; 原声 alone is a kind of music."""
    index = clause.first(Kind.OWN_SOUND)
    if index is None:
        return
    token = clause.tokens[index]
    about = (Kind.KEEP, Kind.NOT, Kind.OFF, Kind.SILENCE, Kind.CHANGE, Kind.QUANTITY, Kind.MORE)
    told = clause.has(*about, Kind.VOLUME, Kind.HEADING, Kind.TIMES)
    if Kind.MOOD in token and (clause.has(Kind.MUSIC) or not told):
        return
    clause.read.add(index)
    change = _loudness(clause, index)
    clause.read.update(clause.unread(Kind.MUSIC, Kind.VOLUME, Kind.MOOD, Kind.SILENCE))
    yield SetOwnSound(change)


def _loudness(clause: Clause, index: int) -> Change:
    if clause.tokens[index].negated or clause.has(Kind.SILENCE):
        return Change(to=0.0)
    turned = [shift for shift in shifts(clause) if shift.scale == "volume"]
    if turned:
        clause.read.update(shift.index for shift in turned)
        return Change(by=turned[0].sign * _STEP * step(clause))
    heading = clause.first(Kind.HEADING)
    percent = any(token.of(Kind.QUANTITY) == "percent" for token in clause.tokens)
    if heading is not None and not percent:
        clause.read.add(heading)
        down = clause.tokens[heading].of(Kind.HEADING) == "down"
        return Change(by=-_STEP if down else _STEP)
    return amount_of(clause, index, [index]) or Change(to=1.0)


def read_place(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads "use the photo in the bottom left": photos have an order, and no place."""
    pictured = any(
        t.of(Kind.AGENT) == "picture" and t.text.lower() in _PICTURES for t in clause.tokens
    )
    asked = clause.has(*_KEPT) or _uses(clause)
    placed = clause.has(Kind.POSITION, Kind.HEADING) or any(
        token.text.lower() in {"on the left", "on the right"} for token in clause.tokens
    )
    if pictured and asked and placed and not clause.has(*_MADE):
        clause.read.update(range(len(clause.tokens)))
        yield Impossible(clause.text(context.text), "choose")


def read_trim(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads which part of an uploaded clip is to be seen."""
    others = (Kind.TITLE, Kind.QUOTE, Kind.MOVE, Kind.FADE, Kind.LOOP)
    if context.about_title or context.moves or clause.has(*others):
        return
    if _whole(clause):
        clause.read.update(range(len(clause.tokens)))
        yield Remove("trim")
        return
    resized = any(s.scale == "length" and not s.plain for s in shifts(clause))
    resized = resized and not clause.has(Kind.TRIM)  # "extend it from 5 to 12 seconds"
    if not resized and (part := _from_to(clause)) is not None:
        if _about_so_long(clause):
            yield SetDuration(Change(to=sum(part) / 2))
            return
        left_out = clause.has(Kind.NOT, Kind.OFF, Kind.OUT)
        cuts = clause.has(*_CUT, *_KEPT, Kind.ADD)
        trim = SetTrim(*part, bare=not cuts)
        yield Impossible(clause.text(context.text), "trim") if left_out else trim
        return
    index = seconds_in(clause)
    if index is None:
        return
    if clause.means(index - 1, Kind.FIRST):
        yield from _opening(clause, index)
    elif _closes(clause, index):
        yield from _closing(clause, index, context)
    elif (wish := _bound(clause, index)) is not None:
        clause.read.update({index, *clause.unread(Kind.TRIM)})
        yield wish


def _whole(clause: Clause) -> bool:
    """Whether it is "use the whole clip", or "no trim"."""
    untrimmed = any(token.negated and Kind.TRIM in token for token in clause.tokens)
    if untrimmed and not clause.has(Kind.QUANTITY, Kind.NUMBER):
        return True
    wide = any(
        Kind.ALWAYS in token and token.text.lower().endswith(_CLIP) for token in clause.tokens
    )
    return wide and clause.has(Kind.ADD, Kind.KEEP, Kind.TOWARD) and not clause.has(Kind.IT)


def _from_to(clause: Clause) -> tuple[float, float] | None:
    """The two ends of "from 2 to 5 seconds"."""
    for end in clause.unread(Kind.QUANTITY, Kind.NUMBER):
        timed = clause.tokens[end].of(Kind.QUANTITY) == "second"
        if not timed and (Kind.QUANTITY in clause.tokens[end] or seconds_in(clause) is None):
            continue
        if not clause.means(end - 1, Kind.TO, Kind.BEFORE) and not clause.means(end - 2, Kind.TO):
            continue
        for start in range(end - 2, max(end - 6, -1), -1):
            token = clause.tokens[start]
            if (timed and Kind.NUMBER in token) or token.of(Kind.QUANTITY) == "second":
                clause.read.update({*range(start, end + 1), *clause.unread(Kind.TRIM, Kind.SPLIT)})
                return token.number, clause.tokens[end].number
    return None


def _about_so_long(clause: Clause) -> bool:
    """Whether it is "a 5-10 second clip", and no cut."""
    counted = Kind.A in clause.tokens[0] or clause.has(Kind.LENGTH)
    return counted and not clause.has(*_CUT, *_KEPT, Kind.FROM)


def _opening(clause: Clause, index: int) -> Iterator[Wish]:
    """The first seconds: left out by "trim the first 3 seconds", kept by "only the first 3"."""
    seconds = clause.tokens[index].number
    spans = (Kind.FOR, Kind.WHILE)
    if clause.means(index - 2, *spans) or clause.means(index - 3, *spans):
        return  # "for the first 3 seconds" is said of a title
    if clause.has(*_KEPT) or _uses(clause):
        clause.read.update(range(len(clause.tokens)))
        yield SetTrim(length=seconds)
    elif clause.has(*_CUT):
        clause.read.update(range(len(clause.tokens)))
        yield SetTrim(skip=seconds)


def _uses(clause: Clause) -> bool:
    return any(token.text.lower() in _USES for token in clause.tokens)


def _closes(clause: Clause, index: int) -> bool:
    before = clause.at(index - 1)
    return before is not None and Kind.LAST in before and not clause.means(index - 2, Kind.TO)


def _closing(clause: Clause, index: int, context: Context) -> Iterator[Wish]:
    seconds = clause.tokens[index].number
    if clause.has(*_KEPT) or _uses(clause):
        clause.read.update(range(len(clause.tokens)))
        yield Impossible(clause.text(context.text), "trim")
    elif clause.has(*_CUT):
        clause.read.update(range(len(clause.tokens)))
        yield SetDuration(Change(by=-seconds))


def _bound(clause: Clause, index: int) -> SetTrim | None:
    """The beginning in "start at 0:10", the end in "end at second 8"."""
    words = clause.tokens[index - 1].text.lower() if clause.means(index - 1, Kind.TRIM) else ""
    words = words or " ".join(token.text.lower() for token in clause.tokens if Kind.TRIM in token)
    seconds = clause.tokens[index].number
    if words.startswith(("start", "begin", "skip", "jump")):
        return SetTrim(start=seconds)
    if words.startswith(("stop", "end")):
        return SetTrim(end=seconds)
    started = clause.means(index + 1, Kind.FIRST) or clause.means(index - 1, Kind.FROM)
    if started and any(token.text in {"开始", "起"} for token in clause.tokens):
        return SetTrim(start=seconds)
    fronted = any(token.text.lower() in _FRONT for token in clause.tokens[index:])
    return SetTrim(skip=seconds) if fronted and clause.has(*_CUT) else None
