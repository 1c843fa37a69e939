"""Music: mood and volume."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.readers.degrees import shifts, step
from nemo_notebook.studio.director.refusals import replacing_from
from nemo_notebook.studio.director.wishes import (
    AddLayer,
    Change,
    Impossible,
    Remove,
    SetMusic,
    SetOwnSound,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nemo_notebook.studio.direction import Mood
    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.context import Context
    from nemo_notebook.studio.director.readers.degrees import Shift
    from nemo_notebook.studio.director.tokens import Token
    from nemo_notebook.studio.director.wishes import Wish

_STEP: Final = 0.2
_MUSIC: Final = (Kind.MUSIC, Kind.UPLOADED)
_OTHER: Final = frozenset("different another other else 别的 另外 其他 换 换个".split())  # noqa: SIM905  words
_LEVELS: Final = (
    Kind.VOLUME,
    Kind.QUANTITY,
    Kind.HEADING,
    Kind.MORE,
    Kind.TIMES,
    Kind.NUMBER,
    Kind.CHANGE,
)
_UNDERNEATH: Final = frozenset("under underneath beneath it 放".split())  # noqa: SIM905  words
_MOOD_OF_LOOK: Final[dict[str, Mood]] = {
    "cinematic": "cinematic",
    "dreamy": "ambient",
    "warm": "acoustic",
    "vintage": "lofi",
}


def read_music(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads music wanted, refused, changed."""
    nouns = _nouns(clause, context)
    if (silence := clause.first(Kind.SILENCE)) is not None:
        clause.read.update({silence, *nouns})
        yield from _silenced(clause, context)
        return
    if nouns and all(clause.tokens[i].negated for i in nouns):
        clause.read.update(nouns)
        if not _rather_not(clause, nouns, context):
            yield Remove("music")
        return
    scales = {"volume", "amount"} if clause.has(*_MUSIC) else {"volume"}  # "keep the music low"
    turned = [shift for shift in shifts(clause) if shift.scale in scales]
    if not nouns and (not turned or isinstance(context.last, AddLayer)):
        return  # "let her breathe, softer"
    if _begins_late(clause):
        clause.read.update(range(len(clause.tokens)))
        yield Impossible(clause.text(context.text), "music:time")
        return
    if _paced(clause):
        clause.read.update(range(len(clause.tokens)))
        yield Impossible(clause.text(context.text), "music:pace")
        return
    clause.read.update(i for i in clause.unread(Kind.QUALITY) if _is_said_of_music(clause, i))
    yield from _genres(clause)
    about = nouns or context.about_music
    told = [shift for shift in turned if about or not shift.plain]
    clause.read.update(shift.index for shift in turned)
    yield from _wanted(clause, nouns, told)


def _rather_not(clause: Clause, nouns: list[int], context: Context) -> bool:
    """Whether only another kind is refused than was just asked for: "piano, not lofi"."""
    kinds = (Kind.MOOD, Kind.GENRE)
    refused = {t.of(kind) for i in nouns for t in [clause.tokens[i]] for kind in kinds if kind in t}
    last = context.last
    return isinstance(last, SetMusic) and bool(refused) and last.mood not in {None, *refused}


def _nouns(clause: Clause, context: Context) -> list[int]:
    """Indices of the words that name the music, or what it is like."""
    nouns = [*clause.unread(Kind.MUSIC, Kind.UPLOADED, Kind.MOOD, Kind.VOLUME, Kind.GENRE)]
    if clause.has(*_MUSIC):
        return nouns
    if not _genre_alone(clause):
        nouns = [i for i in nouns if Kind.GENRE not in clause.tokens[i]]
    swapped = clause.has(Kind.MOOD) and replacing_from(clause)  # 钢琴换成激昂一点的
    if swapped or context.about_music or _something(clause):  # "something epic"
        nouns += clause.unread(Kind.FEELING)
    return nouns


def _silenced(clause: Clause, context: Context) -> Iterator[Wish]:
    if not clause.has(*_MUSIC) and _played_elsewhere(context):
        yield SetOwnSound(Change(to=0.0))
        return
    yield Remove("music")
    if not clause.has(*_MUSIC):
        yield SetOwnSound(Change(to=0.0))


def _wanted(clause: Clause, nouns: list[int], turned: list[Shift]) -> Iterator[Wish]:
    mood = _mood(clause, nouns)
    volume = _volume(clause, [shift.sign for shift in turned])
    clause.read.update(nouns)
    like = bool(turned) and all(shift.plain for shift in turned)  # "quiet music", not "quieter"
    added = (clause.has(Kind.ADD) or like) and clause.has(Kind.MUSIC)
    added = added and not clause.has(Kind.VOLUME)
    edits = _edits(mood, volume) and not added  # 配个安静点的音乐
    uploaded = None if edits else _uploaded(clause)
    mood = None if uploaded else mood
    other = any(token.text.lower() in _OTHER for token in clause.tokens)
    if mood or volume or clause.has(*_MUSIC):
        yield SetMusic(mood, volume, edits=edits, uploaded=uploaded, other=other)


def _played_elsewhere(context: Context) -> bool:
    """Whether another clause wants music: "mute the clip but keep the music"."""
    others = (c for i, c in enumerate(context.clauses) if i != context.index)
    heard = (Kind.MUSIC, Kind.UPLOADED, Kind.MOOD)
    return any(token.any(*heard) and not token.negated for c in others for token in c.tokens)


def _genre_alone(clause: Clause) -> bool:
    """Whether it is "something jazzy", which can only be heard; a rock or a house can be seen."""
    words = [token for token in clause.tokens if token.text.lower() not in _UNDERNEATH]
    plain = (Kind.GENRE, Kind.SMALL, Kind.A, Kind.AMOUNT, Kind.ADD, Kind.MAKE, Kind.MORE)
    genre = clause.has(Kind.GENRE) and all(token.any(*plain) for token in words)
    vague = any(t.text.lower() in {"something", "some", "点", "些"} for t in words)
    asked = all(t.any(Kind.GENRE, Kind.ADD) or t.text.lower() in {"please", "请"} for t in words)
    return genre and (vague or asked)


def _begins_late(clause: Clause) -> bool:
    """Whether the music shall begin or end at a moment, which it never does."""
    timed = any(
        token.of(Kind.QUANTITY) == "second"
        and (
            clause.means(index - 1, Kind.FROM, Kind.AFTER, Kind.AT, Kind.BEFORE, Kind.TRIM)
            or clause.tokens[index - 1].text == "停"
        )
        for index, token in enumerate(clause.tokens)
    )
    return timed and clause.has(*_MUSIC) and not clause.has(Kind.TITLE, Kind.QUOTE, Kind.MOVE)


def _paced(clause: Clause) -> bool:
    """Whether it is "slower music", 音乐慢一点, whose pace its mood decides."""
    paced = any(shift.scale == "speed" for shift in shifts(clause))
    others = (Kind.MOVE, Kind.GO, Kind.AGENT, Kind.AIR, Kind.MOOD, Kind.FEELING)
    return paced and clause.has(Kind.MUSIC) and not clause.has(*others)


def _something(clause: Clause) -> bool:
    """Whether it is "change to something calmer", and no word of what."""
    vague = any(
        token.text.lower() in {"something", "something more", "风格"} for token in clause.tokens
    )
    named = any(Kind.WORD in token and token.text.lower() != "something" for token in clause.tokens)
    return vague and not named and clause.has(Kind.REPLACE, Kind.TO, Kind.INSTEAD)


def _uploaded(clause: Clause) -> bool | None:
    """Whether the person's own file is to be heard; None where nothing is said about it."""
    spoken = [t for t in clause.tokens if t.any(Kind.UPLOADED, Kind.MOOD) and not t.negated]
    if clause.has(Kind.REPLACE):
        spoken = spoken[-1:]  # "swap the piano for my song"
    named = [token.of(Kind.UPLOADED) for token in spoken if Kind.UPLOADED in token]
    return named[-1] != "composed" if named else None


def _edits(mood: Mood | None, volume: Change | None) -> bool:
    """Whether the music that is there is meant: "turn it down", not "soft piano music"."""
    return mood is None and volume is not None and volume.relative


def _mood(clause: Clause, nouns: list[int]) -> Mood | None:
    start = replacing_from(clause)
    named = [i for i in nouns if Kind.MOOD in clause.tokens[i] and not clause.tokens[i].negated]
    if any(i >= start for i in clause.unread(Kind.MOOD, Kind.FEELING, Kind.GENRE, Kind.LOOK)):
        named = [i for i in named if i >= start]  # "swap the lofi for something epic"
        nouns = [i for i in nouns if i >= start]
    if named:
        if clause.has(*_MUSIC):  # "warm piano music" is not a warm look
            clause.read.update(i for i in clause.unread(Kind.LOOK) if _is_mood(clause, i))
        return cast("Mood", clause.tokens[named[-1]].of(Kind.MOOD))
    if not clause.has(*_MUSIC) and not _genre_alone(clause):
        return next((_feeling(clause, i) for i in nouns if Kind.FEELING in clause.tokens[i]), None)
    for index in clause.unread(Kind.FEELING, Kind.GENRE, Kind.LOOK):
        if index < start:
            continue
        token = clause.tokens[index]
        mood = (
            token.of(Kind.FEELING) or token.of(Kind.GENRE) or _MOOD_OF_LOOK.get(token.of(Kind.LOOK))
        )
        if mood and not token.negated:
            clause.read.add(index)
            return cast("Mood", mood)
    return None


def _feeling(clause: Clause, index: int) -> Mood | None:
    clause.read.add(index)
    return cast("Mood", clause.tokens[index].of(Kind.FEELING))


def _is_said_of_music(clause: Clause, index: int) -> bool:
    """Whether it is the "moody" of "moody music", which darkens no picture."""
    return clause.tokens[index].of(Kind.QUALITY).startswith("brightness") and clause.means(
        index + 1, *_MUSIC, Kind.MOOD
    )


def _is_mood(clause: Clause, index: int) -> bool:
    return clause.tokens[index].of(Kind.LOOK) in _MOOD_OF_LOOK


def _genres(clause: Clause) -> Iterator[Wish]:
    for token in clause.tokens:
        if Kind.GENRE in token and (clause.has(Kind.MUSIC) or _genre_alone(clause)):
            yield Impossible(token.text, "mood:" + token.of(Kind.GENRE))


def _volume(clause: Clause, signs: list[int]) -> Change | None:
    for index in _levels(clause, signs):
        token = clause.tokens[index]
        if value := token.of(Kind.VOLUME):
            return Change(to=float(value))
        if token.of(Kind.QUANTITY) == "percent":
            clause.read.update({index, *clause.unread(Kind.HEADING, Kind.MORE)})
            turned = clause.tokens[index - 1] if index else token
            if turned.any(Kind.MORE, Kind.HEADING) and _sign(turned):  # 调低20%, "down 20%"
                return Change(by=_sign(turned) * token.number / 100)
            plain = clause.means(index + 1, Kind.QUALITY)  # "80 percent loud"
            return _percent(clause, token.number / 100, [] if plain else signs)
        sign = _sign(token)
        if sign and (times := _share_of(clause)) is not None:  # "turn it down by half"
            return Change(times=times if sign < 0 else 1 + times)
        if sign and not _to_percent(clause):
            clause.read.add(index)
            return Change(by=sign * _STEP * step(clause))
        if Kind.TIMES in token:
            clause.read.add(index)
            half = clause.means(index + 1, Kind.VOLUME)  # "half volume", but "half the volume"
            half = half or (token.text == "一半" and clause.means(index - 1, Kind.VOLUME))
            return Change(to=token.number) if half else Change(times=token.number)
        if Kind.NUMBER in token and clause.has(Kind.VOLUME):
            clause.read.add(index)
            return Change(to=min(token.number if token.number < 1 else token.number / 100, 1.0))
    if signs:
        return Change(by=signs[0] * _STEP * step(clause))
    return None


def _levels(clause: Clause, signs: list[int]) -> Iterator[int]:
    """Indices of what tells how loud; in 再轻一点 the comparison does, and not the 再."""
    for index in clause.unread(*_LEVELS):
        if not (signs and Kind.ALSO in clause.tokens[index]):
            yield index


def _sign(token: Token) -> int:
    """Up or down; of comparisons those of volume and of amount, not "faster"."""
    compared = token.of(Kind.CHANGE)
    way = compared[-1:] if compared.startswith(("amount", "volume")) else ""
    signs = {"up": 1, "down": -1, "+": 1, "-": -1}
    return signs.get(token.of(Kind.HEADING) or token.of(Kind.MORE) or way, 0)


def _share_of(clause: Clause) -> float | None:
    for index in clause.unread(Kind.TIMES):
        if clause.tokens[index].number < 1:
            clause.read.update({index, *clause.unread(Kind.HEADING, Kind.MORE)})
            return clause.tokens[index].number
    return None


def _to_percent(clause: Clause) -> bool:
    return any(token.of(Kind.QUANTITY) == "percent" for token in clause.tokens)


def _percent(clause: Clause, share: float, signs: list[int]) -> Change:
    if signs and not clause.has(Kind.BY, Kind.TO):  # "20% louder"
        return Change(times=1 + signs[0] * share)
    if clause.has(Kind.BY) and (signs or clause.has(Kind.HEADING, Kind.MORE)):
        down = any(t.of(Kind.HEADING) == "down" or t.of(Kind.MORE) == "-" for t in clause.tokens)
        return Change(by=-share if down or -1 in signs else share)
    return Change(to=min(share, 1.0))
