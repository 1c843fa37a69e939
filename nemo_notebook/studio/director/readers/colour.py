"""Colours: looks and fine adjustments."""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING, Final, cast

from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.phrasal import NOT_TOO
from nemo_notebook.studio.director.readers.degrees import amount_of, shifts, step
from nemo_notebook.studio.director.wishes import Adjust, Change, Remove, SetLook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nemo_notebook.studio.direction import Look
    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.degrees import Shift
    from nemo_notebook.studio.director.tokens import Token
    from nemo_notebook.studio.director.wishes import Tone, Wish

_STEP: Final = 0.2
_MIDDLE: Final = 0.5
_DOUBLING: Final = 0.4  # what "twice as bright" adds, and "half as bright" takes away
_TONES: Final = frozenset({"brightness", "contrast", "saturation"})
# "Warm cinematic colours" are cinematic: a style says more than a hue. The first says most.
STYLES: Final[tuple[Look, ...]] = ("bw", "sepia", "dreamy", "vintage", "cinematic")
_COLOURS: Final = frozenset({"color", "colour", "colors", "colours", "颜色", "色彩"})
_OVERDONE: Final = (*NOT_TOO, "not too", "nothing too")
_SOFTENS: Final = frozenset(
    {"flatten", "soften", "soft", "softer", "gentle", "gentler", "柔和", "柔"}
)
_GLEAMS: Final = frozenset({"golden", "amber", "sunny", "金色"})
_HUES: Final[Mapping[str, Look]] = {
    "blue": "cool",
    "navy": "cool",
    "teal": "cool",
    "cyan": "cool",
    "turquoise": "cool",
    "skyblue": "cool",
    "orange": "warm",
    "gold": "warm",
    "yellow": "warm",
    "brown": "sepia",
    "gray": "muted",
    "beige": "muted",
}

_OPPOSITE_OF: Final[Mapping[str, Look]] = {
    name: "warm" if look == "cool" else "cool"
    for name, look in _HUES.items()
    if look in {"cool", "warm"}
}


def read_colour(clause: Clause) -> Iterator[Wish]:
    """Reads looks, adjustments, and the wish for the photo's own colours."""
    if (index := clause.first(Kind.PLAIN)) is not None:
        clause.read.add(index)
        yield SetLook(None)
    compared = [
        shift for shift in shifts(clause) if shift.scale in _TONES or shift.scale == "warmth"
    ]
    for shift in compared:
        yield from _compared(clause, shift)
    yield from _tones(clause)
    yield from _looks(clause)


def _compared(clause: Clause, shift: Shift) -> Iterator[Wish]:
    if shift.plain and clause.means(shift.index + 1, Kind.WORD):
        return  # "the dark street"
    clause.read.add(shift.index)
    if shift.scale == "warmth":
        if shift.sign > 0:
            yield SetLook("warm") if _names(clause, shift, "warm") else Remove("grade", "cool")
        else:
            yield SetLook("cool") if _names(clause, shift, "cool") else Remove("grade", "warm")
        return
    if (times := _times(clause)) is not None:
        by = _DOUBLING * log2(times)
    else:
        by = _share(clause) or _STEP * step(clause)
    yield Adjust(cast("Tone", shift.scale), Change(by=shift.sign * by))


def _names(clause: Clause, shift: Shift, look: str) -> bool:
    return clause.tokens[shift.index].of(Kind.LOOK) == look


def _tones(clause: Clause) -> Iterator[Wish]:
    for index in clause.unread(Kind.TONE):
        token = clause.tokens[index]
        name = token.of(Kind.TONE)
        if name == "look":
            if token.negated:
                clause.read.add(index)
                yield Remove("grade")
            elif token.text.lower() in _COLOURS and (strength := _strength(clause, index)):
                clause.read.add(index)
                yield Adjust("saturation", strength)
            continue
        clause.read.add(index)
        tone = cast("Tone", name.rstrip("+-"))
        if token.negated:
            yield Adjust(tone, Change(to=0.0))
        else:
            change = _amount(clause, name, index)
            less = index and clause.tokens[index - 1].of(Kind.MORE) == "-"  # "less contrasty"
            yield Adjust(tone, change.mirrored if less and name[-1] == "+" else change)


def _strength(clause: Clause, index: int) -> Change | None:
    """How much stronger or weaker colours shall be: "the colours are too strong"."""
    if clause.has(Kind.LOOK, Kind.TITLE, Kind.COLOR, Kind.AIR, Kind.MOTION, Kind.MOVE):
        return None
    if any(token.of(Kind.CHANGE).startswith("saturation") for token in clause.tokens):
        return None  # 颜色再鲜艳一点
    if any(token.text.lower().startswith(_OVERDONE) for token in clause.tokens):
        return Change(by=-_STEP)  # 颜色不要太浓
    change = amount_of(clause, index, [index])
    return change if change is not None and change.relative and change.by else None


def _times(clause: Clause) -> float | None:
    """The factor of "half as bright", "twice the contrast"."""
    for index in clause.unread(Kind.TIMES, Kind.QUANTITY):
        token = clause.tokens[index]
        if (Kind.TIMES in token or token.of(Kind.QUANTITY) == "times") and token.number > 0:
            clause.read.add(index)
            return token.number
    return None


def _amount(clause: Clause, name: str, index: int) -> Change:
    if not {"+", "-"} & {name[-1]} and (times := _times(clause)) is not None:
        clause.read.update(clause.unread(Kind.MORE, Kind.CHANGE))
        return Change(by=_DOUBLING * log2(times))
    sign = {"+": 1, "-": -1}.get(name[-1], 0)
    if not sign:
        words = _words_for(clause, index)
        down = _is_too_much(clause) or any(
            token.of(Kind.MORE) == "-"
            or token.of(Kind.HEADING) == "down"
            or token.of(Kind.CHANGE).endswith("-")
            for token in words
        )
        softens = any(token.text.lower() in _SOFTENS for token in clause.tokens)
        down = down or (softens and not words)
        sign = -1 if down else 1
        if (share := _share(clause)) and not words:
            return Change(to=min(share, 1.0))
    clause.read.update(clause.unread(Kind.MORE, Kind.HEADING))
    if any(Kind.AMOUNT in token and token.number == 1 for token in clause.tokens):
        return Change(to=float(sign))  # "desaturate it completely"
    return Change(by=sign * (_share(clause) or _STEP * step(clause)))


def _is_too_much(clause: Clause) -> bool:
    """Whether it is "the contrast is too strong", 对比太强."""
    for index, token in enumerate(clause.tokens[1:], 1):
        strong = Kind.AMOUNT in token and token.number > _MIDDLE
        strong = strong or token.of(Kind.QUALITY) == "amount+" or token.of(Kind.MORE) == "+"
        if strong and clause.means(index - 1, Kind.TOO):
            return True
    return False


def _words_for(clause: Clause, index: int) -> list[Token]:
    """What says more or less of the tone at `index`: "less contrast more saturation"."""
    tones = [i for i, token in enumerate(clause.tokens) if Kind.TONE in token]
    start = max((i for i in tones if i < index), default=-1) + 1
    end = min((i for i in tones if i > index), default=len(clause.tokens))
    sides = [clause.tokens[start:index], clause.tokens[index + 1 : end]]
    if not clause.tokens[index].text.isascii():
        sides.reverse()  # 对比度低一点饱和度高一点
    for stretch in sides if len(tones) > 1 else [clause.tokens]:
        words = [token for token in stretch if token.any(Kind.MORE, Kind.HEADING, Kind.CHANGE)]
        if words:
            return words
    return []


def _share(clause: Clause) -> float:
    for index, token in enumerate(clause.tokens):
        if token.of(Kind.QUANTITY) == "percent":
            clause.read.add(index)
            return token.number / 100
        if Kind.NUMBER in token and clause.means(index - 1, Kind.MORE):  # brightness +10
            clause.read.add(index)
            return token.number / 100 if token.number > 1 else token.number
    return 0.0


def _looks(clause: Clause) -> Iterator[Wish]:
    wanted: list[Look] = []
    for index in clause.unread(Kind.LOOK):
        token = clause.tokens[index]
        look = cast("Look", token.of(Kind.LOOK))
        clause.read.add(index)
        behind = index + 2 if clause.means(index + 1, Kind.SMALL) else index + 1
        if token.text.lower() in _GLEAMS and clause.means(behind, Kind.AIR):
            continue  # "golden dust", 金色的尘埃
        if Kind.COLOR in token and _of_a_thing(clause):
            clause.read.discard(index)
            continue
        less = index and clause.tokens[index - 1].of(Kind.MORE) == "-"
        if token.negated or less:
            yield Remove("grade", look)
        else:
            wanted.append(look)
    wanted += [*_hues(clause), *_tint(clause)]
    if wanted:
        yield SetLook(next((look for look in STYLES if look in wanted), wanted[-1]))
    elif _like_a_film(clause):
        yield SetLook("cinematic")


def _of_a_thing(clause: Clause) -> bool:
    """Whether a colour is to be changed that only a part of the photo has: 把头发换成金色."""
    who = {token.of(Kind.AGENT) for token in clause.tokens}
    return clause.has(Kind.REPLACE) and bool(who & {"subject", "cloth"})


def _like_a_film(clause: Clause) -> bool:
    """Whether it is "like a Wes Anderson movie"."""
    words = [token.text.lower() for token in clause.tokens]
    return "like" in words and bool({"movie", "film"} & set(words[words.index("like") :]))


def tints(clause: Clause) -> bool:
    """Whether it is "less blue", "a bit more orange", which is of the picture as a whole."""
    plain = (Kind.MORE, Kind.COLOR, Kind.AMOUNT, Kind.MAKE, Kind.IT, Kind.SMALL, Kind.AGENT)
    hued = any(token.of(Kind.COLOR) in _OPPOSITE_OF for token in clause.tokens)
    return hued and clause.has(Kind.MORE) and all(t.any(*plain) for t in clause.tokens)


def _tint(clause: Clause) -> Iterator[Look]:
    """The look in "less blue", "more orange"."""
    if not tints(clause):
        return
    less = any(token.of(Kind.MORE) == "-" for token in clause.tokens)
    for index in [*clause.unread(Kind.COLOR)]:
        colour = clause.tokens[index].of(Kind.COLOR)
        clause.read.update({index, *clause.unread(Kind.MORE)})
        if colour in _OPPOSITE_OF:
            yield _OPPOSITE_OF[colour] if less else _HUES[colour]


def _hues(clause: Clause) -> Iterator[Look]:
    """The look in "a blue feel", "an orange tint": a colour right before the word for it."""
    for index in [*clause.unread(Kind.COLOR)]:
        token, after = clause.tokens[index], clause.at(index + 1)
        look = _HUES.get(token.of(Kind.COLOR))
        if look and after is not None and after.of(Kind.TONE) == "look" and not token.negated:
            clause.read.update({index, index + 1})
            yield look
