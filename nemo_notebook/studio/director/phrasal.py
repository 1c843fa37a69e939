"""Verbs in pieces that mean something together.

In "dial the fog back" and "tone the grain down" the fog and grain go down, which is read like
"dial back the fog", as the lexicon has it. 停一秒 holds, where 停 alone has done with a thing; an
"energetic beat" is music, where "on the beat" says when; 别太快地 is slowly.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nemo_notebook.studio.director.tokens import Token

NOT_TOO: Final = frozenset({"别太", "不要太"})
"""What asks for less, and not for none."""

SIZES: Final = frozenset("大小")
"""What a Chinese comparison of sizes is made of."""

_VERBS: Final = frozenset(
    "turn dial tone bring crank bump pump scale amp ramp knock kick take step thin ease".split()  # noqa: SIM905  words
)
_TEMPERS: Final = frozenset({"warm", "cool"})
_SHORT: Final = {"drop": "-", "cut": "-", "up": "+", "lift": "+", "push": "+"}
_PAUSES: Final = frozenset({"停", "等", "wait"})
_OPPOSITE: Final = {"fast": "slow", "slow": "normal"}
_MIDDLE: Final = 0.5
_WAYS: Final = {"up": "+", "down": "-", "back": "-", "out": "-"}
_ONLY: Final = {  # "take the snow out" takes all of it, "bring it back" is no less of it
    "out": frozenset({"thin"}),
    "back": frozenset({"dial", "scale", "ease", "knock", "tone"}),
}
_BETWEEN: Final = 4  # words
_GRADED: Final = (Kind.AIR, Kind.MOTION, Kind.TONE)
_ASIDE: Final = (Kind.THE, Kind.AMOUNT, Kind.SMALL, Kind.AGENT)


def together(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with the far piece of such a verb left out and the verb meaning more or less."""
    dropped: set[int] = set()
    for index, token in enumerate(tokens):
        if index in dropped:
            continue
        if (sense := _sense_here(tokens, index)) is not None:
            yield replace(token, senses=sense)
            continue
        if _tempers_speed(tokens, index):
            dropped.add(index + 1)
            speed = tokens[index + 1]
            yield replace(speed, senses={Kind.SPEED: _OPPOSITE[speed.of(Kind.SPEED)]})
            continue
        far = _far_piece(tokens, index)
        if far is None:
            yield token
            continue
        if Kind.LOOK in token or Kind.CHANGE in token:  # "warm it up" is "warm it"
            dropped.add(far)
            yield token
            continue
        dropped.add(far)
        yield replace(token, senses={Kind.MORE: _WAYS[tokens[far].text.lower()]})


def _sense_here(tokens: Sequence[Token], index: int) -> dict[Kind, str] | None:
    """What a word means because of its neighbours, where the lexicon has it mean something else."""
    if (way := _by_itself(tokens, index)) is not None:
        return {Kind.MORE: way}
    if _pauses(tokens, index):
        return {Kind.MOVE: "static"}
    before, after = tokens[index - 1 : index], tokens[index + 1 : index + 2]
    match tokens[index].text.lower():
        case "升" | "降" as way if _reaches(tokens, index):
            return {Kind.MOVE: "tilt/up" if way == "升" else "tilt/down"}
        case "up to" if _means(before, Kind.GO, Kind.MOVE):  # "move up to the roof"
            return {Kind.HEADING: "up"}
        case "去" if _means(before, Kind.POSITION, Kind.HEADING, Kind.GO, Kind.MOVE):  # 放到上面去
            return {Kind.SMALL: ""}
        case "延时" if _means(after, Kind.AGENT):  # 延时天空 is a time lapse, 延时两秒 a delay
            return {Kind.MOTION: "drift"}
        case "减去" if not _means(after, Kind.QUANTITY, Kind.NUMBER):  # 减去标题, 减去两秒
            return {Kind.NOT: "remove"}
        case "beat" if _means(before, Kind.FEELING, Kind.MOOD):  # an "energetic beat"
            return {Kind.MUSIC: ""}
    return None


def _means(beside: Sequence[Token], *kinds: Kind) -> bool:
    return any(token.any(*kinds) for token in beside)


def _pauses(tokens: Sequence[Token], index: int) -> bool:
    """Whether the 停 at `index` holds the camera: 停一秒, but 音乐停一秒."""
    after = [token for token in tokens[index + 1 : index + 3] if Kind.FOR not in token]
    timed = bool(after) and after[0].of(Kind.QUANTITY) == "second"
    other = any(token.any(Kind.MUSIC, Kind.AIR) for token in tokens[max(0, index - 2) : index])
    return tokens[index].text.lower() in _PAUSES and timed and not other


def _reaches(tokens: Sequence[Token], index: int) -> bool:
    """Whether it is the 降 of 镜头降到地面, and not of 音量降到20%."""
    to, named = tokens[index + 1 : index + 2], tokens[index + 2 : index + 3]
    graded = (*_GRADED, Kind.VOLUME, Kind.MUSIC, Kind.MOOD, Kind.PACE, Kind.LENGTH, Kind.TITLE)
    other = any(token.any(*graded) for token in tokens[max(0, index - 4) : index])
    measured = (Kind.QUANTITY, Kind.NUMBER, Kind.AMOUNT, Kind.MORE)
    goes = any(Kind.TO in t for t in to) and named and not named[0].any(*measured)
    return bool(goes) and not other


def _tempers_speed(tokens: Sequence[Token], index: int) -> bool:
    """Whether it is the 别太快 of 别太快地放大, which says how."""
    after = [token.text for token in tokens[index + 2 : index + 3]]
    dampens = tokens[index].text in NOT_TOO and after == ["地"]
    return dampens and tokens[index + 1].of(Kind.SPEED) in _OPPOSITE


def _by_itself(tokens: Sequence[Token], index: int) -> str | None:
    """Which way a short verb turns what is graded: "drop the brightness", "cut the snow a bit"."""
    way = _SHORT.get(tokens[index].text.lower())
    after = tokens[index + 1 : index + 4]
    named = after[1:2] if after and Kind.THE in after[0] else after[:1]
    if way is None or not named:
        return None
    graded = named[0].of(Kind.TONE) not in {"", "look"} or Kind.VOLUME in named[0]
    behind = [t for t in tokens[index + 2 : index + 6] if not t.any(Kind.THE)]
    little = any(Kind.AMOUNT in t and t.number < _MIDDLE for t in behind[:2])
    share = any(t.of(Kind.QUANTITY) == "percent" for t in behind)
    return way if graded or (named[0].any(*_GRADED) and (little or share)) else None


def _far_piece(tokens: Sequence[Token], index: int) -> int | None:
    """Index of the "down" that belongs to the verb at `index`."""
    verb = tokens[index].text.lower()
    tempers = verb in _TEMPERS
    if verb not in _VERBS and not tempers:
        return None
    graded = tempers
    for here in range(index + 1, min(index + _BETWEEN + 2, len(tokens))):
        token = tokens[here]
        way = token.text.lower()
        if graded and way in _WAYS and verb in _ONLY.get(way, _VERBS | _TEMPERS):
            return here
        graded = graded or token.any(*_GRADED)
        if not token.any(*_GRADED, *_ASIDE, *((Kind.IT,) if tempers else ())):
            return None
    return None
