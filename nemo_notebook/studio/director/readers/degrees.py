"""More, less, a bit, too much, twice, by 20%: degrees of whatever the clause is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.phrasal import NOT_TOO, SIZES
from nemo_notebook.studio.director.refusals import dampens
from nemo_notebook.studio.director.wishes import (
    AddLayer,
    AlterCamera,
    Change,
    Figure,
    More,
    MoveCamera,
    Remove,
    RemoveLast,
    SetDuration,
    SetLook,
    SetMusic,
    SetTitle,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nemo_notebook.studio.direction import Look, Mood
    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.context import Context
    from nemo_notebook.studio.director.tokens import Token
    from nemo_notebook.studio.director.wishes import Wish

_STEP = 0.25  # "more", of a scale from 0 to 1
_SMALL, _LARGE = 0.5, 1.8
_MIDDLE = 0.5
_MUCH, _LITTLE = 0.8, 0.25
_INTENSIFIERS = frozenset({"so", "这么", "那么", "that"})
_FINDS = frozenset({"is", "it's", "looks", "seems", "feels", "sounds", "are", "that's"})
_ROUGHER = frozenset(
    "bigger larger higher rougher wilder stronger livelier 大一点 大点 更大".split()  # noqa: SIM905  words
)
_CALMER = frozenset(
    "smaller calmer gentler softer lower quieter weaker 小一点 小点 更小".split()  # noqa: SIM905  words
)
_SAD = frozenset({"sad", "sadder", "melancholic", "悲伤", "忧伤"})
_LOOK_OF_MOOD: Mapping[Mood, Look] = {
    "cinematic": "cinematic",
    "upbeat": "vivid",
    "ambient": "dreamy",
    "piano": "dreamy",
    "acoustic": "warm",
    "lofi": "vintage",
}
_AMISS = frozenset(
    """
    too enough so is it's are that's look looks feel feels can't cannot barely hardly
    """.split()  # noqa: SIM905  a list of words is read as text
)
_AMISS_ZH = frozenset("太够有偏过")
_ADVERBS = frozenset({"very", "really", "so", "super", "非常", "很", "特别"})
BOTH = frozenset({"both", "both of them", "of", "them", "all", "它们", "两个", "两者", "都"})
_DAMPERS = NOT_TOO | {"别那么", "不要那么", "没那么", "不那么"}
_AGAIN = frozenset({"again", "afterwards", "later"})
_FILLERS = (
    Kind.AS,
    Kind.WONDER,
    Kind.A,
    Kind.BUT,
    Kind.ONLY,
    Kind.SMALL,
    Kind.IT,
    Kind.MAKE,
    Kind.THE,
    Kind.ADD,
    Kind.TO,
    Kind.BY,
    Kind.AT,
)
_DEGREES = (Kind.AMOUNT, Kind.MORE, Kind.CHANGE, Kind.TIMES, Kind.QUANTITY, Kind.QUALITY)


@dataclass(frozen=True, slots=True)
class Shift:
    """A comparison: `scale` goes up (+1) or down (-1); `plain` is a bare adjective ("dark")."""

    index: int
    scale: str
    sign: int
    plain: bool = False


def step(clause: Clause) -> float:
    """How big one step is here: "a bit" makes it small, "much" large."""
    amounts = [
        token.number for token in clause.tokens if Kind.AMOUNT in token and Kind.SPEED not in token
    ]
    if not amounts or any(token.text in _DAMPERS for token in clause.tokens):  # 雪别那么大
        return 1.0
    return _SMALL if min(amounts) < _MIDDLE else _LARGE if max(amounts) > _MIDDLE else 1.0


def shifts(clause: Clause) -> Iterator[Shift]:
    """The comparisons of a clause, with "too dark" and "not bright enough" turned round."""
    for index in clause.unread(Kind.CHANGE, Kind.SPEED, Kind.QUALITY, Kind.LOOK):
        token = clause.tokens[index]
        if Kind.CHANGE in token and token.of(Kind.CHANGE)[-1] in "+-":
            value = token.of(Kind.CHANGE)
            if not token.negated:
                yield Shift(index, value[:-1], 1 if value[-1] == "+" else -1)
            continue
        scale, sign = _adjective(clause, index)
        turn, plain = _turn(clause, index)
        if scale and not (plain and scale in {"speed", "warmth", "saturation"}):
            yield Shift(index, scale, sign * turn, plain)


def complains(clause: Clause) -> bool:
    """Whether it says how it is, or is to be, and no step: "too dark", "moody", 有点暗."""
    if not clause.has(Kind.MORE, Kind.CHANGE, Kind.AMOUNT):
        return True
    words = {word for token in clause.tokens for word in token.text.lower().split()}
    return bool(words & _AMISS) or any(
        sign in token.text for token in clause.tokens for sign in _AMISS_ZH
    )


def read_more(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads "more", "a bit less", "stronger", "just a little", where the clause names nothing."""
    degrees = [i for i in clause.unread(*_DEGREES) if _is_degree(clause, i)]
    told = any(not clause.means(i, Kind.AMOUNT, Kind.TIMES) or _of_it(clause, i) for i in degrees)
    fresh = not clause.read  # "just a hint", but not "a bit louder"
    told = fresh and (told or len(context.clauses) == 1)
    plain = (*_DEGREES, *_FILLERS, Kind.FEELING, *((Kind.NOT,) if dampens(clause) else ()))
    plain = (*plain, Kind.TOO) if _excess(clause, degrees) else plain
    both = any(token.text.lower() in BOTH for token in clause.tokens)
    named = any(not token.any(*plain) and token.text.lower() not in BOTH for token in clause.tokens)
    change = None if named else _change(clause, range(len(clause.tokens)))
    mood = None if named or len(context.clauses) > 1 else _mood(clause)
    last = context.wishes[-1] if context.wishes else None
    match last:
        case _ if change is None:
            if mood is not None and fresh and not clause.has(Kind.NOT):
                yield More(Change(by=_STEP * stir(clause)), mood, _look(clause, mood), told=False)
        case AddLayer():
            yield replace(last, amount=change)
        case MoveCamera():
            yield AlterCamera((last.move,), amount=change)
        case SetDuration() if change.times != 1:
            yield SetDuration(change)  # "it's too long, cut it in half"
        case SetMusic() if fresh:
            yield SetMusic(volume=change)
        case _ if told:
            sized = any(set(token.text) & SIZES for token in clause.tokens)
            size = clause.text(context.text) if sized else ""
            look = None if mood is None else _look(clause, mood)
            yield More(change, mood, look, both=both, size=size)


def stir(clause: Clause) -> int:
    """Whether what moves shall move more, +1, or less, -1: "livelier", "calmer water"."""
    words = {token.text.lower() for token in clause.tokens}
    return bool(words & _ROUGHER) - bool(words & _CALMER)


def read_size(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads "make it bigger", which is of what was changed last."""
    sizes = [i for i in clause.unread(Kind.CHANGE) if clause.tokens[i].of(Kind.CHANGE) == "size"]
    plain = (*_DEGREES, *_FILLERS)
    named = any(not token.any(*plain) for token in clause.tokens)
    if sizes and not named and len(context.clauses) == 1:
        grows = clause.tokens[sizes[0]].text.lower() in {"bigger", "larger"}
        change = Change(by=(_STEP if grows else -_STEP) * step(clause))
        clause.read.update(range(len(clause.tokens)))
        yield More(change, size=clause.text(context.text))


def read_figure(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads "make it 5", a figure with no unit, which is of what the figure before was of."""
    figure = clause.first(Kind.NUMBER)
    plain = (*_FILLERS, Kind.NUMBER, Kind.INSTEAD, Kind.ALSO)
    named = clause.read or any(not token.any(*plain) for token in clause.tokens)
    alone = len(context.clauses) == 1
    if figure is not None and not named and not alone:
        match context.last:  # "10 seconds, or better 12"
            case SetDuration(change=Change(to=float())):
                clause.read.add(figure)
                yield SetDuration(Change(to=clause.tokens[figure].number))
            case _:
                pass
    if figure is not None and not named and alone:
        clause.read.add(figure)
        yield Figure(clause.tokens[figure].number, adds=clause.has(Kind.ALSO))


def _mood(clause: Clause) -> Mood | None:
    """The mood in "more dramatic", "make it happier", where the music was spoken of last."""
    feeling = next((t.of(Kind.FEELING) for t in clause.tokens if Kind.FEELING in t), "")
    return cast("Mood", feeling) if feeling else None


def _look(clause: Clause, mood: Mood) -> Look:
    """The colours in "make it dramatic", "make it happier", where it is of no music."""
    sad = any(token.text.lower() in _SAD for token in clause.tokens)
    return "muted" if sad else _LOOK_OF_MOOD[mood]


def _of_it(clause: Clause, index: int) -> bool:
    """Whether it is "double it", "cut that in half", which say by themselves what they are of."""
    token = clause.tokens[index]
    words = token.text.lower().split()
    return Kind.TIMES in token and (
        clause.has(Kind.IT, Kind.AS) or "it" in words or "that" in words
    )


def read_it(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads "get rid of it", "take it out again", where the clause names nothing else."""
    both = any(token.text.lower() in BOTH for token in clause.tokens)
    tokens = [token for token in clause.tokens if token.text.lower() not in _AGAIN | BOTH]
    plain = (Kind.NOT, Kind.SMALL, Kind.IT, Kind.MAKE, Kind.SPLIT, Kind.OUT, Kind.OFF)
    if any(not token.any(*plain) for token in tokens):
        return
    told = [token for token in tokens if Kind.SMALL not in token or Kind.OFF in token]
    off = len(context.clauses) == 1 and len(told) == 1 and Kind.OFF in told[0]  # 不要了
    taken = off or (tokens and Kind.SPLIT in tokens[0] and tokens[-1].any(Kind.OUT, Kind.OFF))
    if taken or any(token.of(Kind.NOT) == "remove" for token in tokens):
        clause.read.update(range(len(clause.tokens)))
        yield _removed(context.last) or RemoveLast(both)


def _removed(last: Wish | None) -> Remove | None:
    """Takes back what the same sentence has just asked for: "add snow and remove it again"."""
    match last:
        case AddLayer():
            return Remove(last.layer, last.value)
        case MoveCamera():
            return Remove("camera", last.move)
        case SetTitle():
            return Remove("title")
        case SetMusic():
            return Remove("music")
        case SetLook(look=str() as look):
            return Remove("grade", look)
        case Remove():
            return last
    return None


def _adjective(clause: Clause, index: int) -> tuple[str, int]:
    token = clause.tokens[index]
    if value := token.of(Kind.QUALITY):
        return value[:-1], 1 if value[-1] == "+" else -1
    match token.of(Kind.SPEED) or token.of(Kind.LOOK):
        case "fast":
            return "speed", 1
        case "slow":
            return "speed", -1
        case "warm":
            return "warmth", 1
        case "cool":
            return "warmth", -1
    return "", 0


def _turn(clause: Clause, index: int) -> tuple[int, bool]:
    """Which way an adjective counts by the words around it, and whether it stands plain."""
    following = clause.at(index + 1)
    if following is not None and following.text.lower() == "enough":
        return 1, False
    for back in (index - 1, index - 2):
        if back < 0:
            break
        token = clause.tokens[back]
        if token.of(Kind.TOO) == "leans" and not _complains(clause, back):
            break
        if Kind.AMOUNT in token and _finds(clause, back):
            return -1, False
        if Kind.TOO in token or _turns_down(token):
            return -1, False
        if Kind.AS in token:
            return 1, False
        if Kind.MORE in token:
            return (1 if token.of(Kind.MORE) == "+" else -1), False
        if not token.any(Kind.AMOUNT, Kind.A, Kind.SMALL):
            break
    return (-1 if clause.tokens[index].negated else 1), True


def _turns_down(token: Token) -> bool:
    """Whether it is the "so" of "so dark", or the "not" of "not loud"."""
    refused = token.of(Kind.NOT) == "not" or token.text.lower() == "but not"
    return refused or token.text.lower() in _INTENSIFIERS


def _complains(clause: Clause, index: int) -> bool:
    """Whether 偏 says what is amiss (画面偏暗), and not what is wanted (偏暗一点)."""
    wanted = (Kind.MAKE, Kind.ADD, Kind.REPLACE, Kind.AMOUNT, Kind.MORE)
    return not any(
        token.any(*wanted) for token in (*clause.tokens[:index], *clause.tokens[index + 2 :])
    )


def _finds(clause: Clause, index: int) -> bool:
    """Whether it is what somebody finds: "the picture is a bit dark", 照片有点暗."""
    if clause.tokens[index].text in {"有点", "有些", "有点儿"}:
        return _complains(clause, index)
    before = clause.at(index - 1)
    small = clause.tokens[index].number < _MIDDLE
    return small and before is not None and before.text.lower() in _FINDS


def amount_of(clause: Clause, thing: int, things: Sequence[int]) -> Change | None:
    """How much of the thing at index `thing`; degrees before it count first, then those after.

    Args:
        clause: The clause.
        thing: Index of what is to have an amount.
        things: Indices of everything in the clause that could have one.
    """
    before = max((other for other in things if other < thing), default=-1)
    after = min((other for other in things if other > thing), default=len(clause.tokens))
    ahead, behind = range(before + 1, thing), range(thing + 1, after)
    shared = any(  # "reduce the rain by half", "raise the fog to 80%"
        clause.means(i, Kind.BY, Kind.TO) and clause.means(i + 1, Kind.TIMES, Kind.QUANTITY)
        for i in behind
    )
    for window in ([*ahead, *behind],) if shared else (ahead, behind):
        change = _change(clause, window)
        if change is not None:
            return change
    if (like := clause.at(thing - 1)) is not None and like.of(Kind.QUALITY).startswith("amount"):
        clause.read.add(thing - 1)
        return Change(to=_MUCH if like.of(Kind.QUALITY)[-1] == "+" else _LITTLE)  # 强暗角
    own = clause.tokens[thing].number
    return Change(to=own) if own else None


def _change(clause: Clause, window: Sequence[int]) -> Change | None:
    found = [i for i in window if i not in clause.read and clause.means(i, *_DEGREES)]
    found = [i for i in found if _is_degree(clause, i)]
    if not found:
        return None
    clause.read.update(found)
    tokens = [clause.tokens[i] for i in found]
    last = sorted(tokens, key=lambda token: Kind.ALSO in token)  # 再 is "again", and "more"
    sign = next((s for token in last if (s := _sign(token))), 0)
    if not sign and (excess := _excess(clause, found)):
        return Change(by=excess * _STEP)
    if not sign and dampens(clause):
        return Change(by=-_STEP)
    for index in found:
        token = clause.tokens[index]
        if token.of(Kind.QUANTITY) == "percent":
            share, told = token.number / 100, clause.means(index - 1, Kind.TO)
            return Change(by=sign * share) if sign and not told else Change(to=min(share, 1.0))
        if Kind.TIMES in token or token.of(Kind.QUANTITY) == "times":
            more = sign > 0 and token.number < 1  # "increase it by half"
            return Change(times=1 + token.number if more else token.number)
    if sign:
        return Change(by=sign * _STEP * step(clause))
    amounts = [token for token in tokens if Kind.AMOUNT in token]
    plain = [token for token in amounts if token.text.lower() not in _ADVERBS]  # "very subtle"
    plain = [token for token in plain if token.number != _MIDDLE] or plain  # "some light snow"
    return Change(to=(plain or amounts)[0].number)


def _excess(clause: Clause, degrees: Sequence[int]) -> int:
    """Which way an excess asks to go: "too heavy" for less, "too faint" for more."""
    for index in degrees:
        token = clause.tokens[index]
        if not clause.means(index - 1, Kind.TOO):
            continue
        if Kind.AMOUNT in token:
            return -1 if token.number > _MIDDLE else 1
        if Kind.QUALITY in token:
            return -1 if token.of(Kind.QUALITY)[-1] == "+" else 1
    return 0


def _is_degree(clause: Clause, index: int) -> bool:
    token = clause.tokens[index]
    if Kind.CHANGE in token:
        light = token.of(Kind.CHANGE).startswith("brightness") and clause.has(Kind.AIR)
        far = token.of(Kind.CHANGE).startswith("length") and clause.has(Kind.REACH)
        soft = token.of(Kind.CHANGE).startswith("volume") and not clause.has(Kind.MUSIC)
        return light or far or soft or token.of(Kind.CHANGE).startswith("amount")
    if Kind.QUANTITY in token:
        return token.of(Kind.QUANTITY) in {"percent", "times"}
    if Kind.QUALITY in token and Kind.AMOUNT not in token:  # 太重了
        return token.of(Kind.QUALITY).startswith("amount") and clause.means(index - 1, Kind.TOO)
    if token.text.lower() == "so":  # "so first we zoom in"
        return clause.means(index + 1, Kind.AMOUNT, Kind.QUALITY, Kind.SPEED, Kind.LOOK)
    return True


def _sign(token: Token) -> int:
    if token.of(Kind.CHANGE).startswith("brightness"):  # lighter rain is less rain
        return -1 if token.of(Kind.CHANGE).endswith("+") else 1
    return {"+": 1, "-": -1}.get(token.of(Kind.MORE) or token.of(Kind.CHANGE)[-1:], 0)
