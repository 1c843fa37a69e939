"""A Direction in words, English or Chinese: the whole of it, or what one sentence changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.direction import Atmosphere, Direction, Title
from nemo_notebook.studio.director import vocabulary as say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nemo_notebook.studio.direction import Background, CameraMove, Subject
    from nemo_notebook.studio.director.tokens import Language

    _Item = Subject | Background | Atmosphere

_LITTLE, _MUCH = 0.35, 0.7
_LAYERS: Final = ("subject", "background", "atmosphere")
_TONES: Final = ("brightness", "contrast", "saturation")


def describe(direction: Direction, language: Language) -> str:
    """The whole shot in a sentence."""
    shot = _shot(Direction(duration_ms=direction.duration_ms), direction, language)
    whole = say.WHOLE[language == "zh"]
    if shot.startswith("with "):
        whole = say.WHOLE_WITH
    return whole.format(
        seconds=_seconds(direction.duration_ms), shot=shot or say.AS_IT_IS[language == "zh"]
    )


def changes(before: Direction, after: Direction, language: Language) -> str:
    """What `after` has that `before` had not, and what it has no more; empty if nothing differs."""
    shot = _shot(before, after, language)
    if not shot:
        return ""
    return f"好的：{shot}。" if language == "zh" else f"{shot[:1].upper()}{shot[1:]}."


def camera_words(moves: Sequence[CameraMove], language: Language) -> str:
    """The camera's moves, in sequence and together."""
    zh = language == "zh"
    text = ""
    for index, move in enumerate(moves):
        if index:
            meanwhile = " with " if move.move == "handheld" else " while "
            text += (("，同时", "，然后") if zh else (meanwhile, ", then "))[move.then]
        text += _move(move, language)
    return "镜头" + text if zh and text and "镜头" not in text[:4] else text


def name(key: str, language: Language) -> str:
    """The words for one value ("atmosphere:snow")."""
    english, chinese = say.NAMES.get(key, (key.rpartition(":")[2].replace("_", " "),) * 2)
    return chinese if language == "zh" else english


def joined(items: Sequence[str], language: Language) -> str:
    """A list as it is spoken: "snow, fog and rain"."""
    if language == "zh":
        return "、".join(items)
    return ", ".join(items[:-1]) + (" and " if len(items) > 1 else "") + items[-1]


def bare(words: str) -> str:
    """A name without its article: "a vignette", but "a little vignette"."""
    return words.removeprefix("a ")


def missing(unsupported: Sequence[tuple[str, str]], language: Language) -> str:
    """Says which understood wishes will not be seen: characters without a glyph, a title too late.

    Args:
        unsupported: Field and value of each: ("title", "🌊"), or ("title", "from 6000 to 9000 ms").
        language: "en" or "zh".

    Returns:
        A sentence or two, empty where nothing is missing.
    """
    zh = language == "zh"
    glyphs = [value for _, value in unsupported if len(value) == 1]
    said = [say.UNSEEN[zh]] if len(glyphs) < len(unsupported) else []
    if glyphs:
        what = joined([f"“{glyph}”" for glyph in glyphs], language)
        said.append(say.NO_GLYPH[zh].format(what=what))
    return ("" if zh else " ").join(said)


def thing(field: str, value: str, language: Language) -> str:
    """The noun for one value of a field, or for the field where `value` is empty."""
    key = f"{field}:{value}" if value else field
    if key in say.THINGS:
        return say.THINGS[key][language == "zh"]
    prefix = {"grade": "look", "music": "mood"}.get(field, field) if value else "part"
    return name(f"{prefix}:{value or field}", language)


def _shot(before: Direction, after: Direction, language: Language) -> str:
    camera = camera_words(after.camera, language) if after.camera != before.camera else ""
    measures = [*_measured(before, after, language)]
    added, gone = [*_added(before, after, language)], [*_gone(before, after, language)]
    zh = language == "zh"
    parts = [camera] if camera else []
    parts += measures
    if added:
        parts.append(("" if zh else "with ") + joined(added, language))
    if gone:
        parts.append(("去掉" if zh else "without ") + joined(gone, language))
    return ("，" if zh else ", ").join(parts)


def _move(move: CameraMove, language: Language) -> str:
    zh = language == "zh"
    words, speed = name(f"camera:{move.move}", language), say.SPEEDS[move.speed][zh]
    if move.direction is None:
        return words
    heading = say.HEADINGS[move.direction][zh]
    special = say.MOVES.get(f"{move.move}:{move.direction}")
    if zh:
        reach = "稍微" if move.amount < _LITTLE else "大幅" if move.amount > _MUCH else ""
        return speed + reach + (special[1] if special else heading + words)
    reach = " a little" if move.amount < _LITTLE else " a long way" if move.amount > _MUCH else ""
    return (special[0] if special else f"{words} {heading}") + speed + reach


def _fact(key: str, language: Language, what: str = "", **values: object) -> str:
    return say.FACTS[key][language == "zh"].format(what=what, bare=bare(what), **values)


def _added(before: Direction, after: Direction, language: Language) -> Iterator[str]:
    for layer in _LAYERS:
        known: tuple[_Item, ...] = getattr(before, layer)
        items: tuple[_Item, ...] = getattr(after, layer)
        for item in items:
            if item not in known:
                old = next((other for other in known if _value(other) == _value(item)), None)
                yield _layered(layer, item, old, language)
    yield from _graded(before, after, language)
    yield from _framed(before, after, language)
    yield from _cut(before, after, language)
    yield from _titled(before, after, language)
    yield from _heard(before, after, language)


def _heard(before: Direction, after: Direction, language: Language) -> Iterator[str]:
    if after.music is not None and after.music != before.music:
        what = name(f"mood:{after.music.mood}", language)
        key = "own music" if after.music.uploaded else "music"
        yield _fact(key, language, what, share=round(after.music.volume * 100))
    if after.clip_volume not in {before.clip_volume, 0}:
        yield _fact("own sound", language, share=round(after.clip_volume * 100))


def _cut(before: Direction, after: Direction, language: Language) -> Iterator[str]:
    """Which part of an uploaded clip is seen, and how photos follow each other."""
    if after.transition is not None and after.transition != before.transition:
        yield name(f"transition:{after.transition}", language)
    if after.trim == before.trim:
        return
    if after.trim is None:
        yield _fact("no trim", language)
    elif after.trim.end_ms is None:
        yield _fact("trim from", language, start=_seconds(after.trim.start_ms))
    else:
        start, end = _seconds(after.trim.start_ms), _seconds(after.trim.end_ms)
        yield _fact("trim", language, start=start, end=end)


def _value(item: _Item) -> str:
    return item.kind if isinstance(item, Atmosphere) else item.motion


def _layered(layer: str, item: _Item, old: _Item | None, language: Language) -> str:
    what = name(f"{layer}:{_value(item)}", language)
    sort = "air" if layer == "atmosphere" else "motion"
    if old is not None:
        way = "more" if item.amount > old.amount else "less"
        if words := say.DEGREES.get(f"{_value(item)} {way}"):
            what, sort, way = words[language == "zh"], "named", "more"
        return _fact(f"{sort} {way}", language, what, share=round(item.amount * 100))
    if _LITTLE <= item.amount <= _MUCH:
        return what
    degree = "little" if item.amount < _LITTLE else "much"
    if words := say.DEGREES.get(f"{_value(item)} {degree}"):
        return words[language == "zh"]
    return _fact(f"{sort} {degree}", language, what)


def _graded(before: Direction, after: Direction, language: Language) -> Iterator[str]:
    if after.grade.look is not None and after.grade.look != before.grade.look:
        yield name(f"look:{after.grade.look}", language)
    for tone in _TONES:
        old: float = getattr(before.grade, tone)
        new: float = getattr(after.grade, tone)
        if new != old:
            yield name(f"{tone} {'more' if new > old else 'less'}", language)


def _measured(before: Direction, after: Direction, language: Language) -> Iterator[str]:
    if after.duration_ms != before.duration_ms:
        yield _fact("length", language, seconds=_seconds(after.duration_ms))
    if after.height != before.height:
        yield _fact("height", language, height=after.height)
    if after.fps != before.fps:
        yield _fact("fps", language, fps=after.fps)


def _framed(before: Direction, after: Direction, language: Language) -> Iterator[str]:
    if after.aspect != before.aspect:
        yield _fact("aspect" if after.aspect else "own aspect", language, aspect=after.aspect)
    if after.loop not in {before.loop, "none"}:
        yield name(f"loop:{after.loop}", language)
    for end in ("in", "out"):
        old: int = getattr(before, f"fade_{end}_ms")
        new: int = getattr(after, f"fade_{end}_ms")
        if new not in {old, 0}:
            yield _fact(f"fade {end}", language, seconds=_seconds(new))
    if after.seed != before.seed:
        yield _fact("seed", language, seed=after.seed)


def _titled(before: Direction, after: Direction, language: Language) -> Iterator[str]:
    title = after.title
    if title is None or title == before.title:
        return
    facts = [*_title_facts(before, after, title, language)]
    if before.title is not None and before.title.text == title.text and not any(facts):
        return  # it only became shorter together with the clip
    what, (color, *rest) = _fact("title", language, text=title.text), facts
    if language == "zh":
        brackets = "，".join(filter(None, rest))
        yield color + what + (f"（{brackets}）" if brackets else "")
    else:
        yield " ".join(filter(None, [what, color, *rest]))


def _title_facts(
    before: Direction, after: Direction, title: Title, language: Language
) -> Iterator[str]:
    """Colour, place and time of a title, each empty where it is, and was, the usual one."""
    usual = Title(text=title.text)
    old = before.title or usual
    colors = say.COLORS if language == "zh" else say.COLORS_IN_WORDS
    color = colors.get(title.color, title.color)
    said = {title.color, old.color} != {usual.color}
    yield _fact("title color", language, color=color) if said else ""
    said = {title.position, old.position} != {usual.position}
    yield name(f"position:{title.position}", language) if said else ""
    said = not (_at_usual_time(title, after) and _at_usual_time(old, before))
    start, end = _seconds(title.start_ms), _seconds(title.end_ms)
    yield _fact("title time", language, start=start, end=end) if said else ""


def _at_usual_time(title: Title, direction: Direction) -> bool:
    usual, end = Title(text=title.text), direction.duration_ms
    return title.start_ms == usual.start_ms and min(title.end_ms, end) == min(usual.end_ms, end)


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:g}"


def _gone(before: Direction, after: Direction, language: Language) -> Iterator[str]:
    if before.camera and not after.camera:
        yield _fact("no camera", language)
    for layer in _LAYERS:
        left = {_value(item) for item in getattr(after, layer)}
        lost: tuple[_Item, ...] = getattr(before, layer)
        for item in lost:
            if _value(item) not in left:
                yield name(f"{layer}:{_value(item)}", language)
    yield from _gone_singles(before, after, language)


def _gone_singles(before: Direction, after: Direction, language: Language) -> Iterator[str]:
    if before.grade.look is not None and after.grade.look is None:
        yield name(f"look:{before.grade.look}", language)
    if before.loop != "none" and after.loop == "none":
        yield name(f"loop:{before.loop}", language)
    for end in ("in", "out"):
        if getattr(before, f"fade_{end}_ms") and not getattr(after, f"fade_{end}_ms"):
            yield _fact(f"no fade {end}", language)
    if before.title is not None and after.title is None:
        yield _fact("no title", language)
    muted = before.clip_volume > 0 and not after.clip_volume
    if muted and after.music is None:
        yield _fact("no sound", language)
        return
    if muted:
        yield _fact("no own sound", language)
    if before.music is not None and after.music is None:
        yield _fact("no music", language)
