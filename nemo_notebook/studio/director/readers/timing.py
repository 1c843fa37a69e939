"""Time: length of the clip, and loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.readers.degrees import shifts, step
from nemo_notebook.studio.director.wishes import (
    Change,
    Remove,
    SetDuration,
    SetEach,
    SetLoop,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nemo_notebook.studio.direction import Loop
    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.wishes import Wish

_THAN: Final = frozenset({"比", "再", "多", "更", "比现在", "比刚才", "比之前", "比原来"})
_WHOLE: Final = frozenset({"whole", "full", "entire", "all"})
CLIPS: Final = frozenset(
    {"video", "clip", "film", "movie", "reel", "short", "视频", "短片", "影片"}
)
LONGER: Final = {0.5: 1.2, 1.0: 1.5, 1.8: 2.0}  # by the size of the step


def seconds_in(clause: Clause) -> int | None:
    """Index of the first length of time that nobody has taken."""
    return next(
        (i for i in clause.unread(Kind.QUANTITY) if clause.tokens[i].of(Kind.QUANTITY) == "second"),
        None,
    )


def tells_when(clause: Clause, index: int) -> bool:
    """Whether a time is a moment, not a length: "after 2 seconds", "at 2 seconds", 两秒后."""
    return clause.means(index - 1, Kind.AFTER, Kind.AT) or clause.means(index + 1, Kind.AFTER)


def read_loop(clause: Clause) -> Iterator[Wish]:
    """Reads loops."""
    found = [*clause.unread(Kind.LOOP)]
    if not found:
        return
    clause.read.update(found)
    spared = next((i for i, token in enumerate(clause.tokens) if Kind.EXCEPT in token), None)
    kinds: list[str] = []
    for index in found:
        token = clause.tokens[index]
        if token.negated or (spared is not None and index > spared):
            boomerang = token.of(Kind.LOOP) == "boomerang"  # "seamless, but not a boomerang"
            yield Remove("loop", "boomerang" if boomerang else None)
        else:
            kinds.append(token.of(Kind.LOOP))
    if kinds:
        yield SetLoop(cast("Loop", "boomerang" if "boomerang" in kinds else kinds[0]))


def read_duration(clause: Clause) -> Iterator[Wish]:
    """Reads the length of the clip, absolute or relative."""
    index = seconds_in(clause)
    if index is not None:
        clause.read.add(index)
        index = _new_length(clause) or index
        clause.read.add(index)
        if clause.has(Kind.EACH):
            clause.read.update(clause.unread(Kind.EACH))
            yield SetEach(clause.tokens[index].number)
        elif not _is_moment(clause, index):
            moves = [i for i, token in enumerate(clause.tokens) if Kind.MOVE in token]
            behind = bool(moves) and moves[0] < index
            whole = index > 0 and clause.tokens[index - 1].text.lower() in _WHOLE
            of_move = bool(moves) and not whole
            yield SetDuration(_seconds(clause, index), of_move=of_move, behind=behind)
        return
    last = len(clause.tokens) - 1
    if (
        clause.has(Kind.MOVE)
        and clause.means(last, Kind.NUMBER)
        and clause.means(last - 1, Kind.FOR)
    ):
        clause.read.add(last)  # "zoom in for 3 seconds, then pan left for 4"
        yield SetDuration(Change(to=clause.tokens[last].number), of_move=True, behind=True)
        return
    if (change := _more_seconds(clause) or _times(clause)) is not None:
        yield SetDuration(change)
        return
    if clause.has(Kind.REACH):  # "pan a shorter distance"
        return
    for shift in shifts(clause):
        if shift.scale == "length" and not shift.plain:
            clause.read.add(shift.index)
            whole = _cut_to(clause)
            share = _share(clause)
            by = 1 + shift.sign * share if share else LONGER[step(clause)] ** shift.sign
            by = share if whole and share else by
            plain = (Kind.CHANGE, Kind.AMOUNT, Kind.MORE, Kind.IT, Kind.MAKE, Kind.SMALL)
            vague = all(token.any(*plain) for token in clause.tokens)
            vague = vague and not any(token.text.lower() in CLIPS for token in clause.tokens)
            yield SetDuration(Change(times=by), vague=vague)
            return


def _new_length(clause: Clause) -> int | None:
    """Index of the second length in "extend it from 5 seconds to 12 seconds"."""
    for index in clause.unread(Kind.QUANTITY):
        timed = clause.tokens[index].of(Kind.QUANTITY) == "second"
        if timed and clause.means(index - 1, Kind.TO) and clause.has(Kind.FROM):
            return index
    return None


def _is_moment(clause: Clause, index: int) -> bool:
    """Whether it is a part of the clip ("the first 3 seconds"), not its length."""
    if clause.means(index - 1, Kind.LAST) and Kind.LENGTH in clause.tokens[index - 1]:
        return clause.means(index - 2, Kind.THE)  # "the last 2 seconds", "make it last 2 seconds"
    late = clause.means(index + 1, Kind.AFTER)
    return late or clause.means(
        index - 1, Kind.FIRST, Kind.LAST, Kind.AFTER, Kind.FROM, Kind.BEFORE
    )


def _seconds(clause: Clause, index: int) -> Change:
    seconds = clause.tokens[index].number
    if clause.means(index - 1, Kind.TO, Kind.AT):
        return Change(to=seconds)
    signs = [shift.sign for shift in shifts(clause) if shift.scale == "length" and not shift.plain]
    clause.read.update(shift.index for shift in shifts(clause) if shift.scale == "length")
    if clause.means(index - 1, Kind.QUALITY) and _compares(clause, index - 1):
        longer = clause.tokens[index - 1].of(Kind.QUALITY)[-1] == "+"  # 比现在长三秒, 短两秒
        return Change(by=seconds if longer else -seconds)
    if clause.tokens[index + 1 :] and _ends_in_more(clause, index + 1):
        clause.read.add(index + 1)
        more = clause.tokens[index + 1].of(Kind.MORE) == "+"
        return Change(by=seconds if more else -seconds)
    takes = clause.means(index - 1, Kind.SPLIT) and clause.tokens[index - 1].text.lower() == "take"
    cut = clause.means(index - 1, Kind.SPLIT) and (not takes or clause.has(Kind.OFF, Kind.OUT))
    if clause.tokens[index].negated or cut:  # "cut 2 seconds", but "it shall take 8 seconds"
        return Change(by=-seconds)
    if signs and not _set_by_words(clause):
        return Change(by=signs[0] * seconds)
    if _directly_added(clause, index):
        less = clause.tokens[index - 1].of(Kind.MORE) == "-"
        return Change(by=-seconds if less else seconds)
    return Change(to=seconds)


def _ends_in_more(clause: Clause, index: int) -> bool:
    """Whether it is "3 seconds more", and not "10 seconds more dramatic" or 30秒更好."""
    told = clause.means(index, Kind.MORE) and clause.tokens[index].text.isascii()
    return told and all(Kind.SMALL in token for token in clause.tokens[index + 1 :])


def _compares(clause: Clause, index: int) -> bool:
    length = clause.tokens[index].of(Kind.QUALITY).startswith("length")
    opens = clause.tokens[index].text == "长" and index == 0  # 长两秒, but 视频长两秒
    told = opens or clause.tokens[index].text == "短"
    told = told or any(t.text in _THAN for t in clause.tokens[:index])
    return length and told


def _set_by_words(clause: Clause) -> bool:
    return any(
        token.text in {"到", "至", "成", "为"} or token.text.lower() == "to"
        for token in clause.tokens
    )


def _directly_added(clause: Clause, index: int) -> bool:
    """True for "add 2 seconds", "another 3 seconds"."""
    beside = clause.at(index - 1)
    return beside is not None and (
        beside.any(Kind.ALSO, Kind.MORE) or beside.text.lower() in {"add", "加", "多"}
    )


def _more_seconds(clause: Clause) -> Change | None:
    """The change of "5 more seconds", where the number is parted from its unit."""
    for unit in clause.unread(Kind.UNIT):
        if clause.tokens[unit].of(Kind.UNIT) == "second" and clause.means(unit - 1, Kind.MORE):
            number = clause.at(unit - 2)
            if number is not None and Kind.NUMBER in number:
                clause.read.update({unit, unit - 1, unit - 2})
                more = clause.tokens[unit - 1].of(Kind.MORE) == "+"
                return Change(by=number.number if more else -number.number)
    return None


def _times(clause: Clause) -> Change | None:
    """The factor of "twice as long", "half the length", 时长翻倍."""
    about_length = clause.has(Kind.LENGTH) or any(
        token.of(Kind.QUALITY).startswith("length")
        or token.of(Kind.CHANGE).startswith("length")
        or token.text in {"长一倍", "短一半"}
        for token in clause.tokens
    )
    if not about_length:
        return None
    for index in clause.unread(Kind.TIMES, Kind.QUANTITY):
        token = clause.tokens[index]
        if Kind.TIMES in token or token.of(Kind.QUANTITY) == "times":
            clause.read.update({index, *clause.unread(Kind.LENGTH, Kind.CHANGE, Kind.QUALITY)})
            return Change(times=token.number)
    return None


def _cut_to(clause: Clause) -> bool:
    """Whether a share is what is left: "trim it to a quarter of the length", 缩短到三分之一."""
    return any(
        clause.means(index - 1, Kind.TO, Kind.INTO) and Kind.QUANTITY in token
        for index, token in enumerate(clause.tokens)
    )


def _share(clause: Clause) -> float:
    for index in clause.unread(Kind.QUANTITY):
        if clause.tokens[index].of(Kind.QUANTITY) == "percent":
            clause.read.add(index)
            return clause.tokens[index].number / 100
    return 0.0
