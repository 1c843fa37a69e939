"""Back to how it was before anything was said: all of the shot, or a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from nemo_notebook.studio.direction import Atmosphere, CameraMove, Direction, Music, Title
from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.wishes import (
    AddLayer,
    Adjust,
    AlterCamera,
    Change,
    Remove,
    SetDuration,
    SetFrame,
    SetMusic,
    SetTitle,
    StartOver,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.readers.context import Context
    from nemo_notebook.studio.director.tokens import Token
    from nemo_notebook.studio.director.wishes import Layered, Tone, Wish

_USUAL: Final = Direction()
_HEIGHT: Final = SetFrame(height=_USUAL.height)
_SHAPE: Final = SetFrame(aspect="original")
_FRAME: Final[Mapping[str, SetFrame]] = {
    "resolution": _HEIGHT,
    "分辨率": _HEIGHT,
    "aspect": _SHAPE,
    "画幅": _SHAPE,
    "比例": _SHAPE,
    "frame rate": SetFrame(fps=_USUAL.fps),
    "帧率": SetFrame(fps=_USUAL.fps),
}
_WHOLE: Final = frozenset(
    "whole entire thing settings setting scene project edit default defaults 默认 值".split()  # noqa: SIM905  words
)
_REST: Final = (Kind.THE, Kind.IT, Kind.ALL, Kind.SMALL, Kind.MAKE, Kind.TO, Kind.ALSO, Kind.CHAT)


def read_defaults(clause: Clause, context: Context) -> Iterator[Wish]:
    """Reads "start over", "reset the volume" and 亮度恢复默认."""
    index = clause.first(Kind.RESTART)
    if index is None:
        return
    way = clause.tokens[index].of(Kind.RESTART)
    if not way:
        clause.read.add(index)
        yield StartOver()
        return
    parts = [*_parts(clause, context)]
    for listed in _listed_with(context) if parts else ():
        parts += _parts(listed, context)
    if parts:
        yield from parts
        return
    plain = (*_REST, Kind.RESTART, Kind.NOW)
    if way == "reset" and all(token.any(*plain) or _is_whole(token) for token in clause.tokens):
        clause.read.update(range(len(clause.tokens)))
        yield StartOver()


def _is_whole(token: Token) -> bool:
    return token.text.lower() in _WHOLE or token.of(Kind.AGENT) == "picture"


def _listed_with(context: Context) -> Iterator[Clause]:
    """The clauses that go on with the list: "reset the camera and the volume"."""
    for clause in context.clauses[context.index + 1 :]:
        if clause.joint != "and" or clause.has(Kind.ADD, Kind.MAKE, Kind.QUANTITY, Kind.HEADING):
            return
        yield clause


def _parts(clause: Clause, context: Context) -> Iterator[Wish]:
    """What each part that is named shall be again; all of the clause is read where one is."""
    said = clause.text(context.text).lower()
    parts: list[Wish] = [wish for name, wish in _FRAME.items() if name in said]
    parts += [wish for token in clause.tokens if (wish := _part(token)) is not None]
    if not parts and any(token.of(Kind.AGENT) == "camera" for token in clause.tokens):
        parts = [Remove("camera")]
    if parts:
        clause.read.update(range(len(clause.tokens)))
    yield from dict.fromkeys(parts)


def _part(token: Token) -> Wish | None:
    if Kind.TITLE in token:
        place, color = (Title.model_fields[name].default for name in ("position", "color"))
        return SetTitle(position=place, color=color)
    if Kind.VOLUME in token:
        return SetMusic(volume=Change(to=Music().volume), edits=True)
    if Kind.MUSIC in token:
        return Remove("music")
    if token.any(Kind.PACE, Kind.SPEED):
        return AlterCamera(speed=CameraMove.model_fields["speed"].default)
    if Kind.LENGTH in token:
        return SetDuration(Change(to=_USUAL.duration_ms / 1000))
    if Kind.AIR in token:
        kind = cast("Layered", token.of(Kind.AIR))
        usual = Change(to=Atmosphere.model_fields["amount"].default)
        gone = token.negated
        return Remove("atmosphere", kind) if gone else AddLayer("atmosphere", kind, usual)
    if Kind.TONE in token and token.of(Kind.TONE) != "look":
        return Adjust(cast("Tone", token.of(Kind.TONE).rstrip("+-")), Change(to=0.0))
    return Remove("grade") if token.any(Kind.TONE, Kind.LOOK) else None
