"""Frame: shape, size, frames per second, and the seed of chance."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Final, cast

from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.wishes import Impossible, SetFrame, SetSeed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nemo_notebook.studio.direction import Aspect
    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.wishes import Wish

ASPECTS: Final[dict[Aspect, float]] = {
    "16:9": 16 / 9,
    "9:16": 9 / 16,
    "1:1": 1.0,
    "4:5": 4 / 5,
    "4:3": 4 / 3,
    "21:9": 21 / 9,
}
_TALL_POSTS: Final = frozenset({"story", "stories", "status", "reel", "reels", "shorts"})
_HIGHEST_RATE_AS_P: Final = 120  # "24p" counts frames, "720p" pixels
_RATES: Final = frozenset({24, 25, 30, 48, 50, 60})
_AS_GOOD_AS: Final = 0.05  # 2.35:1 is 21:9, and 3:2 is not 4:3
_SMALLEST_SIZE: Final = 200  # 1920x1080 is a size, 16x9 a shape


def read_frame(clause: Clause) -> Iterator[Wish]:
    """Reads aspect, height, frame rate and seed."""
    yield from _shape(clause)
    yield from _ratio(clause)
    yield from _size(clause)
    yield from _seed(clause)


def _shape(clause: Clause) -> Iterator[Wish]:
    named = [i for i in clause.unread(Kind.ASPECT, Kind.PLATFORM) if not clause.tokens[i].negated]
    named = [i for i in named if not _is_scenery(clause, i)]
    if not named:
        return
    clause.read.update(named)
    said = [clause.tokens[i].of(Kind.ASPECT) for i in named if Kind.ASPECT in clause.tokens[i]]
    shape = (
        ("21:9" if "21:9" in said else said[0])
        if said
        else clause.tokens[named[0]].of(Kind.PLATFORM)
    )
    told = [clause.at(i + 1) for i in named if Kind.PLATFORM in clause.tokens[i]]
    if not said and any(token and token.text.lower() in _TALL_POSTS for token in told):
        shape = "9:16"  # "for my insta story"
    yield SetFrame(aspect=cast("Aspect", shape))


def _is_scenery(clause: Clause, index: int) -> bool:
    """Whether it is what the photo shows: "the landscape", "a portrait of her"."""
    before, after = clause.at(index - 1), clause.at(index + 1)
    named = before is not None and Kind.THE in before and Kind.ASPECT in clause.tokens[index]
    named = named and clause.tokens[index].of(Kind.ASPECT) != "original"
    return named or (after is not None and after.text.lower() == "of")


def _ratio(clause: Clause) -> Iterator[Wish]:
    for index in [*clause.unread(Kind.RATIO)]:
        clause.read.add(index)
        if clause.tokens[index].negated:
            continue
        width, height = (float(part) for part in clause.tokens[index].of(Kind.RATIO).split(":"))
        if min(width, height) <= 0:
            continue
        nearest = min(ASPECTS, key=lambda name: abs(ASPECTS[name] - width / height))
        size = int(min(width, height)) if min(width, height) >= _SMALLEST_SIZE else None
        yield SetFrame(aspect=nearest, height=size)
        if abs(log(ASPECTS[nearest] * height / width)) > _AS_GOOD_AS:
            yield Impossible(clause.tokens[index].of(Kind.RATIO), f"aspect:{nearest}")


def _size(clause: Clause) -> Iterator[Wish]:
    for index in [*clause.unread(Kind.HEIGHT, Kind.QUANTITY)]:
        token = clause.tokens[index]
        unit = token.of(Kind.QUANTITY)
        if token.negated:
            continue
        if token.of(Kind.HEIGHT) == "step":
            signs = [t.of(Kind.MORE) for t in clause.tokens if Kind.MORE in t]
            if not signs:
                continue
            clause.read.update(clause.unread(Kind.MORE, Kind.POSITION))
            yield SetFrame(step=1 if signs[0] == "+" else -1)
        elif Kind.HEIGHT in token:
            yield SetFrame(height=int(token.of(Kind.HEIGHT)))
        elif unit == "p" and token.number > _HIGHEST_RATE_AS_P:
            yield SetFrame(height=int(token.number), fps=_rate_behind(clause, index))
        elif unit in {"fps", "p"}:
            yield SetFrame(fps=round(token.number))
        else:
            continue
        clause.read.add(index)


def _rate_behind(clause: Clause, index: int) -> int | None:
    """The 60 of "1080p60"."""
    token = clause.at(index + 1)
    if token is None or Kind.NUMBER not in token or token.number not in _RATES:
        return None
    clause.read.add(index + 1)
    return round(token.number)


def _seed(clause: Clause) -> Iterator[Wish]:
    index = clause.first(Kind.RANDOM)
    if index is None:
        return
    clause.read.add(index)
    number = clause.first(Kind.NUMBER)
    if clause.tokens[index].of(Kind.RANDOM) == "seed" and number is not None:
        clause.read.add(number)
        yield SetSeed(int(clause.tokens[number].number))
    else:
        yield SetSeed()
