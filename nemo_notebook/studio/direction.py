"""The one description of a shot, shared by director, renderer and server.

A `Direction` is plain JSON inside a draft (`draft.m.direction`). The director makes it from words,
the renderer makes pictures of it, the server keeps it. Camera words mean what they mean on a set:
"pan left" turns the *view* to the left, so the picture moves right.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Move = Literal["pan", "tilt", "zoom", "dolly", "orbit", "roll", "handheld", "static"]
Heading = Literal["left", "right", "up", "down", "in", "out", "clockwise", "counterclockwise"]
OPPOSITE: Final[Mapping[Heading, Heading]] = {
    "left": "right",
    "right": "left",
    "up": "down",
    "down": "up",
    "in": "out",
    "out": "in",
    "clockwise": "counterclockwise",
    "counterclockwise": "clockwise",
}
"""The other way of each heading."""

Speed = Literal["slow", "normal", "fast"]
SubjectMotion = Literal["breathe", "sway", "float"]
BackgroundMotion = Literal["ripple", "sway", "drift", "blur"]
AtmosphereKind = Literal[
    "snow",
    "rain",
    "fog",
    "dust",
    "embers",
    "fireflies",
    "bubbles",
    "grain",
    "vignette",
    "light_leak",
]
Look = Literal["warm", "cool", "bw", "sepia", "vintage", "cinematic", "vivid", "muted", "dreamy"]
Loop = Literal["none", "boomerang", "seamless"]
Aspect = Literal["16:9", "9:16", "1:1", "4:5", "4:3", "21:9"]
Position = Literal["top", "center", "bottom"]
Transition = Literal["crossfade", "slide", "wipe", "cut"]
Mood = Literal["lofi", "cinematic", "piano", "ambient", "upbeat", "acoustic"]

Amount = Annotated[float, Field(ge=0, le=1)]
Balance = Annotated[float, Field(ge=-1, le=1)]
Milliseconds = Annotated[int, Field(ge=0, le=60_000)]
Moment = Annotated[int, Field(ge=0, le=86_400_000)]  # in an uploaded clip, which may be long


class _Part(BaseModel):
    """Frozen, and strict about its fields: a Direction also arrives from outside, in drafts."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CameraMove(_Part):
    """One move of the camera.

    Attributes:
        move: What the camera does.
        direction: Where the view goes; None for moves that have no direction.
        speed: How fast, relative to the move's usual pace.
        amount: How far, from 0 (hardly) to 1 (as far as the photo allows).
        then: Starts after the moves before it ("first … then …"), not together ("while").
    """

    move: Move
    direction: Heading | None = None
    speed: Speed = "normal"
    amount: Amount = 0.5
    then: bool = False


class Subject(_Part):
    """A motion of the subject alone."""

    motion: SubjectMotion
    amount: Amount = 0.5


class Background(_Part):
    """A motion, or a blur, of everything behind the subject."""

    motion: BackgroundMotion
    amount: Amount = 0.5


class Atmosphere(_Part):
    """Something in the air or on the lens."""

    kind: AtmosphereKind
    amount: Amount = 0.5


class Grade(_Part):
    """The colours: a look, then fine adjustments from -1 to 1 (0 leaves them alone)."""

    look: Look | None = None
    brightness: Balance = 0.0
    contrast: Balance = 0.0
    saturation: Balance = 0.0


class Title(_Part):
    """A line of text over the picture from `start_ms` to `end_ms`; `color` is a CSS colour."""

    text: Annotated[str, Field(min_length=1, max_length=200)]
    position: Position = "center"
    color: Annotated[str, Field(pattern=r"^(?:[a-z]{3,20}|#[0-9a-fA-F]{6})$")] = "white"
    start_ms: Milliseconds = 0
    end_ms: Milliseconds = 3000


class Music(_Part):
    """Music for the clip; `volume` is a linear gain, 1 is a loudness of -16 LUFS.

    Attributes:
        mood: What is composed.
        uploaded: The sound that the person handed over plays instead; `mood` rests meanwhile.
    """

    mood: Mood = "ambient"
    volume: Amount = 0.5
    uploaded: bool = False


class Trim(_Part):
    """The part of an uploaded clip that is shown, in milliseconds; `end_ms` None is its end."""

    start_ms: Moment = 0
    end_ms: Moment | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end_ms is not None and self.end_ms <= self.start_ms:
            raise ValueError("end_ms must come after start_ms")
        return self


class Direction(_Part):
    """Everything that decides how photos, or an uploaded clip, become a video.

    Attributes:
        aspect: Width to height; None keeps the photo's own.
        height: Pixels of the short side.
        duration_ms: Length of the whole video.
        transition: From one photo to the next where there are several; None is a crossfade.
        trim: Which part of an uploaded clip is shown.
        clip_volume: Gain of an uploaded clip's own sound; 0 mutes it.
        seed: Everything random hangs on it.
    """

    camera: tuple[CameraMove, ...] = ()
    subject: tuple[Subject, ...] = ()
    background: tuple[Background, ...] = ()
    atmosphere: tuple[Atmosphere, ...] = ()
    grade: Grade = Grade()
    duration_ms: Annotated[int, Field(ge=1_000, le=60_000)] = 5_000
    fps: Annotated[int, Field(ge=24, le=60)] = 30
    loop: Loop = "none"
    aspect: Aspect | None = None
    height: Annotated[int, Field(ge=480, le=2160)] = 1080
    fade_in_ms: Milliseconds = 0
    fade_out_ms: Milliseconds = 0
    title: Title | None = None
    music: Music | None = None
    transition: Transition | None = None
    trim: Trim | None = None
    clip_volume: Amount = 1.0
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
