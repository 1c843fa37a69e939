"""A Direction and a wish make the next Direction; what could not be done is noted, not hidden."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, cast

from nemo_notebook.studio.direction import (
    Atmosphere,
    Background,
    Direction,
    Grade,
    Music,
    Subject,
    Title,
    Trim,
)
from nemo_notebook.studio.director.motion import CameraWork
from nemo_notebook.studio.director.wishes import (
    AddLayer,
    Adjust,
    AlterCamera,
    KeepOnly,
    MoveCamera,
    Remove,
    SetDuration,
    SetEach,
    SetFade,
    SetFrame,
    SetLook,
    SetLoop,
    SetMusic,
    SetOwnSound,
    SetSeed,
    SetTitle,
    SetTransition,
    SetTrim,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nemo_notebook.studio.direction import (
        AtmosphereKind,
        BackgroundMotion,
        Mood,
        Position,
        SubjectMotion,
    )
    from nemo_notebook.studio.director.wishes import Change, Layer, Wish

    _Item = Subject | Background | Atmosphere

_FADE_MS: Final = 1_000
_TITLE_MS: Final = 3_000
_LEAST: Final = 0.05
_SIZES: Final = (480, 720, 1080, 1440, 2160)
_HEIGHTS: Final = (_SIZES[0], _SIZES[-1])
_RATES: Final = (24, 60)
_DURATIONS_MS: Final = (1_000, 60_000)
_TITLE_SPAN_MS: Final = 60_000
_FOOTAGE_MS: Final = 86_400_000
_SEEDS: Final = 2**31
_PLACES: Final[tuple[Position, ...]] = ("bottom", "center", "top")
_MOODS: Final[tuple[Mood, ...]] = (
    "ambient",
    "piano",
    "acoustic",
    "lofi",
    "upbeat",
    "cinematic",
)

Limited = Literal[
    "duration",
    "height",
    "fps",
    "most",
    "least",
    "loudest",
    "quietest",
    "fastest",
    "slowest",
]


@dataclass(frozen=True, slots=True)
class Note:
    """Something the person should hear: a limit that was met, or nothing there to change."""

    about: Literal["limited", "absent", "nothing to undo", "nothing to redo"]
    what: str = ""


@dataclass(slots=True)
class Edit:
    """A Direction on its way through the wishes of one sentence."""

    direction: Direction
    notes: list[Note] = field(default_factory=list)
    refused: list[Remove] = field(default_factory=list)

    def all(self, wishes: Iterable[Wish]) -> None:
        """Applies wishes in their order, the length of the clip first: times hang on it."""
        ordered = sorted(wishes, key=lambda wish: not isinstance(wish, SetDuration | SetTrim))
        work, idle = CameraWork(self.direction.camera), False
        for wish in ordered:
            if isinstance(wish, MoveCamera):
                work.move(wish)
            elif isinstance(wish, AlterCamera):
                before = work.moves
                done = work.alter(wish)
                idle = idle or not done
                if done and wish.pace and work.moves == before:
                    self._at_end("fastest" if wish.pace > 0 else "slowest")
            elif isinstance(wish, Remove) and wish.part == "camera":
                self.refused.append(wish)
                work.drop(wish.value)
            else:
                self._one(wish)
                if isinstance(wish, KeepOnly):
                    work = CameraWork(self.direction.camera)
        if idle and not work.moves:
            paced = any(isinstance(w, AlterCamera) and (w.speed or w.pace) for w in ordered)
            self._absent("pace" if paced else "camera")
        self._set(camera=work.moves)

    def _one(self, wish: Wish) -> None:  # noqa: C901, PLR0912  one arm for each kind of wish
        match wish:
            case AddLayer():
                self._add(wish)
            case Remove():
                self.refused.append(wish)
                self._remove(wish)
            case KeepOnly():
                self._keep(wish)
            case SetLook():
                grade = Grade() if wish.look is None else self.direction.grade
                self._set(grade=grade.model_copy(update={"look": wish.look}))
            case Adjust():
                old = cast("float", getattr(self.direction.grade, wish.tone))
                value = _within(round(wish.change.of(old), 3), -1.0, 1.0)
                if wish.change.relative and wish.change.by and value == old:
                    self._at_end("most" if old > 0 else "least")
                self._set(grade=self.direction.grade.model_copy(update={wish.tone: value}))
            case SetTitle():
                self._title(wish)
            case SetMusic():
                self._music(wish)
            case SetOwnSound():
                gain = _within(wish.volume.of(self.direction.clip_volume), 0.0, 1.0)
                self._set(clip_volume=round(gain, 3))
            case SetTransition():
                self._set(transition=wish.transition)
            case SetTrim():
                self._trim(wish)
            case SetDuration():
                self._duration(wish)
            case SetEach():
                self._absent("each")
            case SetFade():
                self._fade(wish)
            case SetLoop():
                self._set(loop=wish.loop)
            case SetFrame():
                self._frame(wish)
            case SetSeed():
                seed = self.direction.seed + 1 if wish.seed is None else wish.seed
                self._set(seed=seed % _SEEDS)
            case _:
                pass  # the Director answers the others itself

    def _set(self, **changed: object) -> None:
        self.direction = self.direction.model_copy(update=changed)

    def _at_end(self, what: Limited) -> None:
        self.notes.append(Note("limited", what))

    def _absent(self, what: str) -> None:
        self.notes.append(Note("absent", what))

    def _add(self, wish: AddLayer) -> None:
        items = _layer(self.direction, wish.layer)
        known = next((item for item in items if _value(item) == wish.value), None)
        if (
            known is None
            and wish.amount is not None
            and wish.amount.relative
            and wish.amount.by < 0
        ):
            self._absent(wish.value)
            return
        old = 0.5 if known is None else known.amount
        amount = round(_within(wish.amount.of(old), _LEAST, 1.0), 3) if wish.amount else old
        new = _item(wish.layer, wish.value, amount)
        if wish.amount and wish.amount.relative and known is not None and amount == old:
            self._at_end("most" if amount > _LEAST else "least")
        if wish.alone:
            items = tuple(item for item in items if item is known)
        if known is None:
            items = (*items, new)
        else:
            items = tuple(new if item is known else item for item in items)
        self._set(**{wish.layer: items})

    def _remove(self, wish: Remove) -> None:
        direction = self.direction
        match wish.part:
            case "subject" | "background" | "atmosphere":
                items = _layer(direction, wish.part)
                kept = tuple(i for i in items if wish.value is not None and _value(i) != wish.value)
                self._set(**{wish.part: kept})
            case "grade":
                if wish.value is None:
                    self._set(grade=Grade())
                elif direction.grade.look == wish.value:
                    self._set(grade=direction.grade.model_copy(update={"look": None}))
            case "fade":
                ends = [f"fade_{end}_ms" for end in ("in", "out") if wish.value in {end, None}]
                self._set(**dict.fromkeys(ends, 0))
            case "loop":
                if wish.value in {None, direction.loop}:
                    self._set(loop="none")
            case "title" | "music" | "trim":
                self._set(**{wish.part: None})
            case "camera":
                pass  # CameraWork drops moves

    def _keep(self, wish: KeepOnly) -> None:
        before = self.direction
        shape = {
            name: getattr(before, name)
            for name in ("aspect", "height", "fps", "duration_ms", "trim", "transition", "seed")
        }
        self.direction = Direction(**shape)
        for kept in wish.kept:
            match kept.part:
                case "subject" | "background" | "atmosphere":
                    spared = tuple(i for i in _layer(before, kept.part) if _value(i) == kept.value)
                    self._set(**{kept.part: _layer(self.direction, kept.part) + spared})
                case "camera":
                    moves = (m for m in before.camera if kept.value in {None, m.move})
                    self._set(camera=self.direction.camera + tuple(moves))
                case "title" | "music" | "grade" | "loop":
                    self._set(**{kept.part: getattr(before, kept.part)})
                case "fade":
                    if kept.value != "out":
                        self._set(fade_in_ms=before.fade_in_ms)
                    if kept.value != "in":
                        self._set(fade_out_ms=before.fade_out_ms)
                case "trim":
                    pass  # the shape keeps it

    def _title(self, wish: SetTitle) -> None:
        old = self.direction.title
        if old is None and wish.text is None:
            self._absent("title")
            return
        title = old or Title(
            text=wish.text or "", end_ms=min(_TITLE_MS, self.direction.duration_ms)
        )
        changed: dict[str, object] = {
            name: value
            for name, value in (
                ("text", wish.text),
                ("color", wish.color),
                ("position", wish.position),
            )
            if value is not None
        }
        if wish.span is not None:
            start, end = self._times(wish.span, title)
            changed |= {"start_ms": start, "end_ms": end}
        if wish.longer is not None:
            changed["end_ms"] = self._until(title, wish.longer)
        if wish.delay:
            moved = round(max(wish.delay * 1000, -title.start_ms))
            start = min(title.start_ms + moved, max(0, self.direction.duration_ms - 500))
            changed |= {"start_ms": start, "end_ms": min(title.end_ms + moved, _TITLE_SPAN_MS)}
        if wish.rise:
            place = _PLACES.index(title.position) + wish.rise
            changed["position"] = _PLACES[max(0, min(place, len(_PLACES) - 1))]
        self._set(title=title.model_copy(update=changed))

    def _until(self, title: Title, longer: Change) -> int:
        """When a title that is to be seen for longer, or not so long, ends."""
        clip = self.direction.duration_ms
        seen = (min(title.end_ms, clip) - title.start_ms) / 1000
        return round(_within(title.start_ms + longer.of(seen) * 1000, title.start_ms + 500, clip))

    def _times(self, span: Span, title: Title) -> tuple[int, int]:
        clip = self.direction.duration_ms
        if span.share is not None:
            return round(span.share[0] * clip), round(span.share[1] * clip)
        if span.last is not None:
            return max(0, clip - round(span.last * 1000)), clip
        end = clip if span.end is None else min(round(span.end * 1000), _TITLE_SPAN_MS)
        if span.start is None:
            start = title.start_ms if title.start_ms < end else 0
        else:
            start = min(round(span.start * 1000), _TITLE_SPAN_MS)
        if end <= start:
            self.notes.append(Note("absent", "time"))
            return 0, min(_TITLE_MS, clip)
        return start, end

    def _music(self, wish: SetMusic) -> None:
        old = self.direction.music
        if old is None and wish.edits:
            self._absent("music")
            return
        music = old or Music()
        changed: dict[str, object] = {"mood": wish.mood, "uploaded": False} if wish.mood else {}
        if wish.other and old is not None and wish.mood is None:
            changed = {"mood": _MOODS[(_MOODS.index(old.mood) + 1) % len(_MOODS)]}
        if wish.uploaded is not None:
            changed["uploaded"] = wish.uploaded
        if wish.volume is not None:
            volume = round(_within(wish.volume.of(music.volume), 0.0, 1.0), 3)
            if wish.volume.relative and old is not None and volume == old.volume and not wish.mood:
                self._at_end("loudest" if volume else "quietest")
            changed["volume"] = volume
        self._set(music=music.model_copy(update=changed))

    def _duration(self, wish: SetDuration) -> None:
        old, title = self.direction.duration_ms, self.direction.title
        new = self._limited("duration", wish.change.of(old / 1000) * 1000, _DURATIONS_MS)
        self._set(duration_ms=new)
        if title is not None and title.end_ms == old:  # it stood until the end, and still does
            start = min(title.start_ms, max(0, new - 500))
            self._set(title=title.model_copy(update={"start_ms": start, "end_ms": new}))

    def _trim(self, wish: SetTrim) -> None:
        old = self.direction.trim or Trim()
        start = old.start_ms if wish.start is None else round(wish.start * 1000)
        start += round(wish.skip * 1000)
        end = old.end_ms if wish.end is None else round(wish.end * 1000)
        if wish.length is not None:
            end = start + round(wish.length * 1000)
        if start >= _FOOTAGE_MS or (end is not None and end <= start):
            self._absent("part")
            return
        end = None if end is None else min(end, _FOOTAGE_MS)
        self._set(trim=Trim(start_ms=start, end_ms=end))
        if end is not None:
            self._set(duration_ms=self._limited("duration", end - start, _DURATIONS_MS))

    def _fade(self, wish: SetFade) -> None:
        name = f"fade_{wish.end}_ms"
        old = cast("int", getattr(self.direction, name))
        faded = self.direction.fade_in_ms or self.direction.fade_out_ms
        if wish.vague and wish.seconds and wish.seconds.relative and faded and not old:
            return  # "a longer fade" is the one that is there
        old = old or _FADE_MS
        length = wish.seconds.of(old / 1000) * 1000 if wish.seconds else old
        if wish.at is not None and wish.end == "out":
            rest = self.direction.duration_ms - wish.at * 1000
            length = rest if rest > 0 else length
        self._set(**{name: round(_within(length, 100, self.direction.duration_ms))})

    def _frame(self, wish: SetFrame) -> None:
        if wish.aspect is not None:
            self._set(aspect=None if wish.aspect == "original" else wish.aspect)
        if wish.step:
            sizes = [size for size in _SIZES if (size - self.direction.height) * wish.step > 0]
            nearest = (min if wish.step > 0 else max)(sizes, default=self.direction.height)
            if not sizes:
                self._at_end("height")
            self._set(height=nearest)
        if wish.height is not None:
            self._set(height=self._limited("height", wish.height, _HEIGHTS))
        if wish.fps is not None:
            self._set(fps=self._limited("fps", wish.fps, _RATES))

    def _limited(self, what: Limited, wanted: float, limits: tuple[int, int]) -> int:
        value = round(_within(wanted, *limits))
        if not limits[0] - 0.5 <= wanted <= limits[1] + 0.5:
            self.notes.append(Note("limited", what))
        return value


def _within(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))


def _layer(direction: Direction, layer: Layer) -> tuple[_Item, ...]:
    match layer:
        case "subject":
            return direction.subject
        case "background":
            return direction.background
        case "atmosphere":
            return direction.atmosphere


def _value(item: _Item) -> str:
    return item.kind if isinstance(item, Atmosphere) else item.motion


def _item(layer: Layer, value: str, amount: float) -> _Item:
    match layer:
        case "subject":
            return Subject(motion=cast("SubjectMotion", value), amount=amount)
        case "background":
            return Background(motion=cast("BackgroundMotion", value), amount=amount)
        case "atmosphere":
            return Atmosphere(kind=cast("AtmosphereKind", value), amount=amount)
