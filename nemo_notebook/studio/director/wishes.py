"""What a sentence asks for, in small pieces that can be applied one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from nemo_notebook.studio.direction import (
        Aspect,
        AtmosphereKind,
        BackgroundMotion,
        Heading,
        Look,
        Loop,
        Mood,
        Move,
        Position,
        Speed,
        SubjectMotion,
        Transition,
    )

    Layered: TypeAlias = SubjectMotion | BackgroundMotion | AtmosphereKind

Layer: TypeAlias = Literal["subject", "background", "atmosphere"]
Part: TypeAlias = Literal[
    "camera",
    "subject",
    "background",
    "atmosphere",
    "grade",
    "loop",
    "fade",
    "title",
    "music",
    "trim",
]
Tone: TypeAlias = Literal["brightness", "contrast", "saturation"]
Link: TypeAlias = Literal["together", "after", "before"]


@dataclass(frozen=True, slots=True)
class Change:
    """A new value, or a change of the old one: `(to or old) * times + by`."""

    to: float | None = None
    times: float = 1.0
    by: float = 0.0

    @property
    def relative(self) -> bool:
        """Whether it needs an old value."""
        return self.to is None

    @property
    def mirrored(self) -> Change:
        """The same, the other way round zero."""
        return Change(None if self.to is None else -self.to, self.times, -self.by)

    def of(self, old: float) -> float:
        """The value after the change."""
        return (old if self.to is None else self.to) * self.times + self.by


@dataclass(frozen=True, slots=True)
class MoveCamera:
    """A move that was named.

    Attributes:
        move: Which.
        direction: Where to, as far as it was said.
        speed: How fast, as far as it was said.
        pace: +1 for "faster", -1 for "slower".
        amount: How far.
        link: How it follows the moves of the same sentence.
        adds: Joins the moves that are there instead of taking their place.
        refers: Means the one that is there, if it is ("the zoom").
        alone: And no other ("only the zoom").
        nth: Which of those that are there it takes the place of.
    """

    move: Move
    direction: Heading | None = None
    speed: Speed | None = None
    pace: int = 0
    amount: Change | None = None
    link: Link = "together"
    adds: bool = False
    refers: bool = False
    alone: bool = False
    nth: int | None = None


@dataclass(frozen=True, slots=True)
class AlterCamera:
    """An edit of the moves that are there.

    Of all where `moves` is empty; of one where `nth` says which, from 0, or from the end, which may
    also be dropped, with as many behind it as `count` says; of their order where they `swap`, and
    of whether they go together or one after the other where there is a `link`.
    """

    moves: tuple[Move, ...] = ()
    reverse: bool = False
    direction: Heading | None = None
    speed: Speed | None = None
    pace: int = 0
    amount: Change | None = None
    nth: int | None = None
    count: int = 1
    swap: bool = False
    drop: bool = False
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class AddLayer:
    """Something that moves or hangs in the air.

    Attributes:
        layer: Where it belongs.
        value: What it is.
        amount: How much of it.
        alone: It drops its neighbours ("only snow").
        corrects: It takes the place of what was said before ("actually, make it rain").
    """

    layer: Layer
    value: Layered
    amount: Change | None = None
    alone: bool = False
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class Remove:
    """Takes a part away, or the one `value` of it that was named."""

    part: Part
    value: str | None = None


@dataclass(frozen=True, slots=True)
class KeepOnly:
    """Takes away all but these."""

    kept: tuple[Remove, ...]


@dataclass(frozen=True, slots=True)
class Keep:
    """Nothing is to change where it points ("keep the pan")."""


@dataclass(frozen=True, slots=True)
class SetLook:
    """A look; None gives the photo's own colours back."""

    look: Look | None


@dataclass(frozen=True, slots=True)
class Adjust:
    """A fine adjustment of the colours."""

    tone: Tone
    change: Change


@dataclass(frozen=True, slots=True)
class Span:
    """Part of the clip in seconds; `last` counts from its end.

    Where `start` is None it begins as before; where `end` is None it lasts until the clip's end.
    `share` is from and to in shares of the clip: its first half is from 0 to 0.5.
    """

    start: float | None = 0.0
    end: float | None = None
    last: float | None = None
    share: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class SetTitle:
    """A title, or an edit of the one that is there where `text` is None.

    Attributes:
        text: What it says.
        color: A CSS colour.
        position: Where it stands.
        span: When it is seen.
        longer: Change of the seconds for which it is seen.
        rise: +1 for one place up, -1 for one down.
        delay: Seconds by which it is seen later, or (negative) earlier.
    """

    text: str | None = None
    color: str | None = None
    position: Position | None = None
    span: Span | None = None
    longer: Change | None = None
    rise: int = 0
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Reword:
    """Other words for some of the title's ("replace May with June").

    Attributes:
        old: Which.
        new: What they become.
        asked: All of it in the person's words.
        vague: The new words may say what it shall be like ("something else"), not what it says.
    """

    old: str
    new: str
    asked: str
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Shove:
    """Up or down with what was changed last: the title, or else the camera by `camera`."""

    rise: int
    camera: MoveCamera | AlterCamera


@dataclass(frozen=True, slots=True)
class SetMusic:
    """Music, or an edit of it.

    Attributes:
        mood: What is composed.
        volume: How loud.
        edits: It makes no sense where there is no music.
        uploaded: The person's own file, or (False) no longer that.
        other: Something else than what there is.
    """

    mood: Mood | None = None
    volume: Change | None = None
    edits: bool = False
    uploaded: bool | None = None
    other: bool = False


@dataclass(frozen=True, slots=True)
class SetOwnSound:
    """How loud an uploaded clip's own sound is."""

    volume: Change


@dataclass(frozen=True, slots=True)
class SetTransition:
    """From one photo to the next."""

    transition: Transition


@dataclass(frozen=True, slots=True)
class SetTrim:
    """The part of an uploaded clip that is shown, in seconds.

    Attributes:
        start: Where it begins in the file.
        end: Where it ends in the file.
        skip: What is left out of its beginning, more than before.
        length: How much of it is kept.
        bare: No word says that it is about the clip; it may be when the title is seen.
    """

    start: float | None = None
    end: float | None = None
    skip: float = 0.0
    length: float | None = None
    bare: bool = False


@dataclass(frozen=True, slots=True)
class SetDuration:
    """Length of the clip, in seconds.

    Attributes:
        change: What becomes of it.
        of_move: It is said of one move of the camera.
        behind: And stands behind that move: "zoom in for 3 seconds".
        vague: It was not said of what: "longer".
    """

    change: Change
    of_move: bool = False
    behind: bool = False
    vague: bool = False


@dataclass(frozen=True, slots=True)
class SetEach:
    """How long each of several photos is shown, in seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class SetFade:
    """A fade from or to black.

    Attributes:
        end: Of the beginning or of the end of the clip.
        seconds: How long it takes; None takes the usual length.
        vague: Nothing was said of which end.
        at: The second from which a clip fades out until its end.
    """

    end: Literal["in", "out"]
    seconds: Change | None = None
    vague: bool = False
    at: float | None = None


@dataclass(frozen=True, slots=True)
class SetLoop:
    """How the clip repeats."""

    loop: Loop


@dataclass(frozen=True, slots=True)
class SetFrame:
    """Shape and size of the picture, frames per second: what is None stays.

    Attributes:
        aspect: Width to height.
        height: In pixels.
        fps: Frames a second.
        step: +1 for the next larger size, -1 for the next smaller one.
    """

    aspect: Aspect | Literal["original"] | None = None
    height: int | None = None
    fps: int | None = None
    step: int = 0


@dataclass(frozen=True, slots=True)
class SetSeed:
    """Another roll of the dice, or the one that was named."""

    seed: int | None = None


@dataclass(frozen=True, slots=True)
class More:
    """More, less, or another amount of what was changed last.

    Attributes:
        change: How much more.
        mood: Which music is meant, if it was the music ("more dramatic").
        look: Which colours are meant, if it was neither the music nor anything that grows.
        told: Whether `change` was said, and not the mood alone ("happier"); in "calmer" it is what
            the mood means of all but music.
        both: Of all that was changed, not only of one.
        size: What was said, where it was of a size ("make it smaller").
    """

    change: Change
    mood: Mood | None = None
    look: Look | None = None
    told: bool = True
    both: bool = False
    size: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number without a unit, for what was measured last, or on top of it where it `adds`."""

    value: float
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Linger:
    """How long, or how much later, what was spoken of last is to be seen.

    Attributes:
        seconds: For how long; None where it was not said in seconds.
        longer: By how much longer or shorter.
        always: All the time.
        delay: By how many seconds later, or (negative) earlier.
    """

    seconds: float | None = None
    longer: Change | None = None
    always: bool = False
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class RemoveLast:
    """Takes away what was added last: "get rid of it"; all of it where `both` is said."""

    both: bool = False


@dataclass(frozen=True, slots=True)
class Undo:
    """Back by `count` sentences, or to what the `first` came to."""

    count: int = 1
    first: bool = False


@dataclass(frozen=True, slots=True)
class Redo:
    """Takes back the last `count` times that something was undone."""

    count: int = 1


@dataclass(frozen=True, slots=True)
class StartOver:
    """Forget all that was said."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """Something that no Direction can express, and the nearest that one can.

    Attributes:
        asked: In the person's words.
        nearest: What can be done, or is done, instead.
        guessed: Nothing but that some words are unknown speaks for it.
    """

    asked: str
    nearest: str
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Asks about the abilities of the studio, about the shot as it stands, or how to do a thing."""

    about: Literal["abilities", "shot", "topic"]
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Chat:
    """A greeting, a thank you, a laugh: nothing to be done."""

    kind: str


Wish: TypeAlias = (
    MoveCamera
    | AlterCamera
    | AddLayer
    | Remove
    | Keep
    | KeepOnly
    | SetLook
    | Adjust
    | SetTitle
    | Reword
    | Shove
    | SetMusic
    | SetOwnSound
    | SetTransition
    | SetTrim
    | SetDuration
    | SetEach
    | SetFade
    | SetLoop
    | SetFrame
    | SetSeed
    | More
    | Figure
    | Linger
    | RemoveLast
    | Undo
    | Redo
    | StartOver
    | Impossible
    | Question
    | Chat
)
