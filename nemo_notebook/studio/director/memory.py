"""What "more" and "it" mean by themselves: what the last sentence changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, get_args

from nemo_notebook.studio.direction import Direction, SubjectMotion
from nemo_notebook.studio.director.wishes import (
    AddLayer,
    Adjust,
    AlterCamera,
    Change,
    Impossible,
    Remove,
    SetDuration,
    SetFade,
    SetFrame,
    SetLook,
    SetMusic,
    SetTitle,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nemo_notebook.studio.director.wishes import (
        Figure,
        Linger,
        More,
        Part,
        RemoveLast,
        Reword,
        SetTrim,
        Shove,
        Tone,
        Wish,
    )

_PARTS: Final[tuple[Part, ...]] = ("title", "grade", "camera", "loop", "music")
_POINTERS: Final = frozenset({"", "it", "that"})
_ON_THE_LENS: Final = frozenset({"grain", "vignette", "light_leak"})
_POSES: Final = frozenset(get_args(SubjectMotion))
_TONES: Final[tuple[Tone, ...]] = ("brightness", "contrast", "saturation")


def more_of_last(history: Sequence[Direction], wish: More) -> tuple[Wish, ...]:
    """The wish for more (or less) of what was changed last; none where there is nothing to grow.

    "Make it dramatic" is of the music where that was spoken of last, else of the colours.
    """
    before, after = _last_two(history)
    about_music = after.music is not None and (after.music != before.music or not wish.told)
    if wish.mood is not None and about_music:
        return (SetMusic(wish.mood),)
    if wish.size and _new_title(before, after):
        return (Impossible(wish.size, "title:plain"),)
    grows = wish.told or wish.change.by
    grown = tuple(_growable(before, after, wish.change)) if grows else ()
    if wish.look is not None and not grown:
        return (SetLook(wish.look),)
    look = after.grade.look
    if look is not None and look != before.grade.look and not grown and grows:
        less = wish.change.by < 0
        return (Remove("grade", look),) if less else (Impossible(look, "look:more"),)
    return grown if wish.both else grown[:1]


def last_added(history: Sequence[Direction], wish: RemoveLast) -> tuple[Wish, ...]:
    """The wish that takes away what was added last; none where nothing was."""
    before, after = _last_two(history)
    added = [Remove(layer.layer, layer.value) for layer in _layers(before, after, Change())]
    added += [Remove(part) for part in _PARTS if getattr(after, part) != getattr(before, part)]
    return tuple(added if wish.both else added[:1])


def nth_added(history: Sequence[Direction], wish: AlterCamera) -> tuple[Wish, ...]:
    """The wish for one less of what was added last, if that was no move: "drop the first one"."""
    before, after = _last_two(history)
    layers = [*_layers(before, after, Change())][::-1]
    if after.camera != before.camera or wish.nth is None or not layers:
        return (wish,)
    dropped = layers[wish.nth : wish.nth + wish.count or None]
    return tuple(Remove(layer.layer, layer.value) for layer in dropped) or (wish,)


def of_subject(history: Sequence[Direction], wish: AddLayer) -> AddLayer:
    """The wish for another motion of the subject, if that was new: "sway instead"."""
    before, after = _last_two(history)
    new = after.subject != before.subject and after.background == before.background
    return replace(wish, layer="subject") if new and wish.value in _POSES else wish


def corrected(history: Sequence[Direction], wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """The wishes, and before a second thought the removal of what it takes the place of.

    "Actually, make it rain" takes the place of the snow of the last sentence, or of the same one,
    but not of grain, and of nothing where it rains already.
    """
    before, after = _last_two(history)
    there = [layer.value for layer in _layers(Direction(), after, Change())]
    layers = [wish for wish in wishes if isinstance(wish, AddLayer)]
    new = [wish for wish in layers if wish.corrects and wish.value not in there]
    if not new:
        return tuple(wishes)
    first = wishes.index(new[0])
    earlier = [wish for wish in wishes[:first] if isinstance(wish, AddLayer)]
    named = {wish.value for wish in layers if wish.corrects}
    spoken = earlier or [*_layers(before, after, Change())]
    gone = [
        Remove(old.layer, old.value)
        for old in spoken
        if old.value not in named and any(_alike(old, wish) for wish in new)
    ]
    return (*wishes[:first], *gone, *wishes[first:])


def _alike(old: AddLayer, new: AddLayer) -> bool:
    return old.layer == new.layer and (old.value in _ON_THE_LENS) is (new.value in _ON_THE_LENS)


def measured(history: Sequence[Direction], wish: Figure) -> tuple[Wish, ...]:
    """The wish for another length, rate, size or volume, whichever was set last, if one was."""
    before, after = _last_two(history)
    if after.duration_ms != before.duration_ms:
        return (SetDuration(Change(by=wish.value) if wish.adds else Change(to=wish.value)),)
    if wish.adds:
        return ()
    if after.fps != before.fps:
        return (SetFrame(fps=round(wish.value)),)
    if after.height != before.height:
        return (SetFrame(height=round(wish.value)),)
    if after.music is not None and before.music is not None and after.music != before.music:
        return (SetMusic(volume=Change(to=wish.value / 100 if wish.value > 1 else wish.value)),)
    return ()


def reworded(history: Sequence[Direction], wish: Reword) -> Wish:
    """The wish for a title with some of its words changed; impossible where they aren't in it.

    "Change it to Summer" is of all of a title that was spoken of last.
    """
    before, after = _last_two(history)
    title = after.title
    if _new_title(before, after) and wish.old.casefold() in _POINTERS and not wish.vague:
        return SetTitle(wish.new)
    old = wish.old.casefold()
    place = title.text.casefold().find(old) if title is not None and old else -1
    if title is None or place < 0:
        return Impossible(wish.asked, "move")
    text = title.text[:place] + wish.new + title.text[place + len(wish.old) :]
    return SetTitle(text[:200].strip() or None)


def timed(history: Sequence[Direction], wish: SetTrim) -> Wish:
    """The wish to cut the clip, or to show the title from here to there, if that was new."""
    before, after = _last_two(history)
    if wish.bare and _new_title(before, after):
        return SetTitle(span=Span(wish.start or 0.0, wish.end))
    return wish


def lingering(history: Sequence[Direction], wish: Linger) -> tuple[Wish, ...]:
    """The wish to see the title so long, or later, if that was new; else the clip."""
    before, after = _last_two(history)
    titled = _new_title(before, after)
    if wish.always:
        return (SetTitle(span=Span()),) if titled else ()
    if wish.delay:
        return (SetTitle(delay=wish.delay),)
    length = wish.longer or Change(to=wish.seconds)
    return (SetTitle(longer=length) if titled else SetDuration(length),)


def prolonged(history: Sequence[Direction], wish: SetDuration) -> Wish:
    """The wish for a longer or shorter fade, if that was new, else clip."""
    before, after = _last_two(history)
    ends: tuple[Literal["in", "out"], ...] = ("in", "out")
    for end in ends:
        name = f"fade_{end}_ms"
        if getattr(after, name) not in {0, getattr(before, name)}:
            return SetFade(end, wish.change)
    return wish


def shoved(history: Sequence[Direction], wish: Shove) -> Wish:
    """The wish to move the title, if the last sentence was about one, else the camera."""
    before, after = _last_two(history)
    if _new_title(before, after):
        return SetTitle(rise=wish.rise)
    return wish.camera


def _last_two(history: Sequence[Direction]) -> tuple[Direction, Direction]:
    """What was there before the last sentence, and after it."""
    before = history[-2] if len(history) > 1 else Direction()
    return before, history[-1] if history else Direction()


def _new_title(before: Direction, after: Direction) -> bool:
    """Whether the last sentence was about a title."""
    return after.title is not None and after.title != before.title


def _growable(before: Direction, after: Direction, change: Change) -> Iterator[Wish]:
    yield from _layers(before, after, change)
    for tone in _TONES:
        old: float = getattr(before.grade, tone)
        new: float = getattr(after.grade, tone)
        if new != old:
            yield Adjust(tone, change if new > old else change.mirrored)
    if _new_title(before, after) and change.by:
        yield SetTitle(rise=1 if change.by > 0 else -1)
    if after.duration_ms != before.duration_ms:
        yield SetDuration(change if change.times != 1 else Change(times=1 + change.by))
    if after.camera and after.camera != before.camera:
        yield AlterCamera(amount=change)
    if after.music is not None and after.music != before.music:
        quieter = before.music is not None and after.music.volume < before.music.volume
        on = change.mirrored if quieter and change.by > 0 else change  # "quieter", "even more"
        yield SetMusic(volume=on, edits=True)


def _layers(before: Direction, after: Direction, change: Change) -> Iterator[AddLayer]:
    for item in reversed(after.atmosphere):
        if item not in before.atmosphere:
            yield AddLayer("atmosphere", item.kind, change)
    for motion in reversed(after.background):
        if motion not in before.background:
            yield AddLayer("background", motion.motion, change)
    for pose in reversed(after.subject):
        if pose not in before.subject:
            yield AddLayer("subject", pose.motion, change)
