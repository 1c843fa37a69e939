"""Numbers and what they count: a number with its unit, a ratio, a share, a moment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nemo_notebook.studio.director.lexicon import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nemo_notebook.studio.director.tokens import Token

_OF_RATIO = 3  # tokens: width, sign, height
_TALLEST = 4  # times as high as wide; beyond, 1:30 is a time
_MINUTE = 60
_UNITS = {
    "minute": ("second", 60.0),
    "hour": ("second", 3600.0),
    "ms": ("second", 0.001),
    "tenth": ("percent", 10.0),
}
_WHOLE = {"minute": 60.0, "second": 1.0, "hour": 3600.0}
_SHAPES = frozenset({(16, 9), (9, 16), (4, 3), (3, 4), (4, 5), (21, 9), (1, 1)})
_OF_FRACTION = 4  # tokens: 三, 分, 之, 一
_PARTS = {"half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5}
_RATIO_SIGNS = frozenset(":：x×/比") | {"by"}


def measured(tokens: Sequence[Token]) -> Iterator[Token]:
    """Joins numbers to their units ("one and a half minutes"), and the numbers of a ratio."""
    here = 0
    while here < len(tokens):
        join = (
            _ratio(tokens, here)
            or _percentage(tokens, here)
            or _fraction(tokens, here)
            or _moment(tokens, here)
            or _half_unit(tokens, here)
            or _minutes(tokens, here)
            or _measure(tokens, here)
            or _piece(tokens, here)
        )
        joined, length = join or (tokens[here], 1)
        yield joined
        here += length
        if Kind.QUANTITY in joined and [t.text for t in tokens[here : here + 2]] == ["左", "右"]:
            here += 2  # 10秒左右: about ten seconds


def _piece(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    """A "track" that is heard ("an upbeat track"), and no move of the camera."""
    token, before = tokens[here], tokens[max(0, here - 1) : here]
    if token.text.lower() not in {"track", "tracks"} or not before:
        return None
    heard = before[0].any(Kind.MOOD, Kind.FEELING, Kind.GENRE)
    return (replace(token, senses={Kind.MUSIC: ""}), 1) if heard else None


def _ratio(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    three = tokens[here : here + _OF_RATIO]
    if len(three) < _OF_RATIO or Kind.NUMBER not in three[0] or Kind.NUMBER not in three[2]:
        return None
    if three[1].text.lower() not in _RATIO_SIGNS and not _spoken_ratio(tokens, here):
        return None
    minutes, seconds = three[0].number, three[2].number
    padded = three[2].text.startswith("0") and len(three[2].text) > 1
    timed = minutes * _TALLEST < seconds < _MINUTE or padded
    if three[1].text in ":：" and timed:  # 1:30, 2:05
        time = minutes * _MINUTE + seconds
        return _joined(three[0], three[2], {Kind.QUANTITY: "second"}, time), _OF_RATIO
    ratio = f"{three[0].number:g}:{three[2].number:g}"
    return _joined(three[0], three[2], {Kind.RATIO: ratio}, 0.0), _OF_RATIO


def _spoken_ratio(tokens: Sequence[Token], here: int) -> bool:
    """Whether it is "16 to 9": a shape that is known, and no "2 to 5 seconds"."""
    width, sign, height = tokens[here : here + _OF_RATIO]
    measured = any(Kind.UNIT in token for token in tokens[here + _OF_RATIO :][:1])
    known = (width.number, height.number) in _SHAPES
    return Kind.TO in sign and known and not measured


def _percentage(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    first, *rest = tokens[here : here + 2]
    if first.text != "百分之" or not rest or Kind.NUMBER not in rest[0]:
        return None
    return _joined(first, rest[0], {Kind.QUANTITY: "percent"}, rest[0].number), 2


def _fraction(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    """The share in "a third longer", "two thirds shorter", 短三分之一."""
    first, *rest = tokens[here : here + _OF_FRACTION]
    if Kind.NUMBER in first and [token.text for token in rest[:2]] == ["分", "之"]:
        if len(rest) < _OF_FRACTION - 1 or Kind.NUMBER not in rest[2] or not first.number:
            return None
        share = 100 * rest[2].number / first.number
        return _joined(first, rest[2], {Kind.QUANTITY: "percent"}, share), _OF_FRACTION
    parts = _PARTS.get(rest[0].text.lower()) if rest else None
    count = first.number if Kind.NUMBER in first else 1.0 if Kind.A in first else 0.0
    compared = len(rest) > 1 and (
        rest[1].any(Kind.CHANGE, Kind.MORE, Kind.VOLUME) or rest[1].text.lower() == "of"
    )
    compared = compared or (here > 0 and Kind.BY in tokens[here - 1])  # "by a quarter"
    if parts is None or not count or not compared:
        return None
    return _joined(first, rest[0], {Kind.QUANTITY: "percent"}, 100 * count / parts), 2


def _moment(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    """A unit with its number behind it ("second 2"), or with none ("the last second")."""
    unit, after = tokens[here], tokens[here + 1 : here + 2]
    if unit.of(Kind.UNIT) == "fps":
        return _rate(tokens, here)
    if unit.of(Kind.UNIT) != "second":
        return None
    behind = tokens[here + 2 : here + 3]
    if after and after[0].text.lower() == "one" and here and Kind.THE in tokens[here - 1]:
        return None  # "the second one"
    if after and Kind.NUMBER in after[0] and not (behind and Kind.UNIT in behind[0]):
        return _joined(unit, after[0], {Kind.QUANTITY: "second"}, after[0].number), 2
    if here and (
        tokens[here - 1].any(Kind.FIRST, Kind.LAST) or tokens[here - 1].text.lower() == "another"
    ):
        if after and Kind.HALF in after[0]:  # "the last second and a half"
            return _joined(unit, after[0], {Kind.QUANTITY: "second"}, 1.5), 2
        return _joined(unit, unit, {Kind.QUANTITY: "second"}, 1.0), 1
    return None


def _half_unit(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    """The time in "a half-second fade"."""
    half, *unit = tokens[here : here + 2]
    if half.text.lower() != "half" or not unit or unit[0].of(Kind.UNIT) != "second":
        return None
    return _joined(half, unit[0], {Kind.QUANTITY: "second"}, half.number), 2


def _rate(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    """Frames per second whose number comes behind: "fps 50", "a frame rate of 25"."""
    behind = here + 1
    while behind < len(tokens) and tokens[behind].any(Kind.SMALL, Kind.TO, Kind.AT, Kind.COLON):
        behind += 1
    if behind >= len(tokens) or Kind.NUMBER not in tokens[behind]:
        return None
    if any(Kind.UNIT in token for token in tokens[behind + 1 : behind + 2]):
        return None
    number = tokens[behind].number
    return _joined(tokens[here], tokens[behind], {Kind.QUANTITY: "fps"}, number), behind + 1 - here


def _minutes(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    """Minutes and seconds together: "1 minute 30 seconds", "one minute and ten seconds"."""
    whole = _measure(tokens, here)
    if whole is None or whole[0].of(Kind.QUANTITY) != "second" or whole[0].number < _MINUTE:
        return None
    length = whole[1]
    if here + length < len(tokens) and Kind.AND in tokens[here + length]:
        length += 1
    rest = _measure(tokens, here + length) if here + length < len(tokens) else None
    if rest is None or rest[0].of(Kind.QUANTITY) != "second" or rest[0].number >= _MINUTE:
        return None
    seconds = whole[0].number + rest[0].number
    return _joined(whole[0], rest[0], {Kind.QUANTITY: "second"}, seconds), length + rest[1]


def _measure(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    if Kind.NUMBER in tokens[here]:
        value, length = tokens[here].number, 1
    elif Kind.A in tokens[here] and _is_whole(tokens, here):  # "a full minute"
        unit = tokens[here + 2].of(Kind.UNIT)
        return _joined(tokens[here], tokens[here + 2], {Kind.QUANTITY: "second"}, _WHOLE[unit]), 3
    elif Kind.A in tokens[here] and _is_one(tokens, here):  # "a minute and a half"
        value, length = 1.0, 1
    else:
        return None

    def half_follows() -> bool:
        following = tokens[here + length : here + length + 1]
        return bool(following) and (Kind.HALF in following[0] or following[0].text == "半")

    if half_follows():
        value, length = value + 0.5, length + 1
    unit = tokens[here + length].of(Kind.UNIT) if here + length < len(tokens) else ""
    if not unit:
        return None
    length += 1
    if half_follows():
        value, length = value + 0.5, length + 1
    name, factor = _UNITS.get(unit, (unit, 1.0))
    last = tokens[here + length - 1]
    return _joined(tokens[here], last, {Kind.QUANTITY: name}, value * factor), length


def _is_whole(tokens: Sequence[Token], here: int) -> bool:
    told = [token.text.lower() for token in tokens[here + 1 : here + 2]]
    unit = tokens[here + 2].of(Kind.UNIT) if here + 2 < len(tokens) else ""
    return told in (["full"], ["whole"]) and unit in _WHOLE


def _is_one(tokens: Sequence[Token], here: int) -> bool:
    """Whether "a" counts: "a minute", "a second longer", "for a second", not "a second title"."""
    unit = tokens[here + 1].of(Kind.UNIT) if here + 1 < len(tokens) else ""
    before, after = tokens[max(0, here - 1) : here], tokens[here + 2 : here + 3]
    compared = bool(after) and after[0].of(Kind.CHANGE).startswith("length")
    words = after[0].text.lower() if after else ""
    compared = compared or words in {"and a half", "later", "earlier", "sooner", "off"}
    ends = not after or after[0].any(Kind.COMMA, Kind.STOP, Kind.AND)
    lasting = bool(before) and before[0].any(Kind.FOR, Kind.BY, Kind.AFTER, Kind.AT) and ends
    return unit == "minute" or (unit == "second" and (compared or lasting))


def _joined(first: Token, last: Token, senses: dict[Kind, str], number: float) -> Token:
    return replace(first, senses=senses, end=last.end, number=number)
