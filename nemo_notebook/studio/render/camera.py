"""Camera words to a path of views over the photo. Pure arithmetic, no pixels.

A path is worked out relative to its first view (log zoom, travel in view widths, angle), so moves
add up whether they follow each other or go together. Only then the smallest zoom is chosen at which
every view, turned as it may be, lies inside the photo: no border can show, and no more of the photo
is cut than needed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from nemo_notebook.studio.render.clock import Clock
from nemo_notebook.studio.render.handheld import Unrest, unrest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import CameraMove, Heading, Loop, Move, Speed

    Floats = NDArray[np.float64]
    Floats32 = NDArray[np.float32]


class Step(NamedTuple):
    """What a move changes.

    The log of the zoom, the place in view sizes, the angle in radians; and what only depth shows:
    the log of how much more the near grows than the far, and how far, in view widths, the far goes
    to the left behind the near.
    """

    zoom: float = 0.0
    x: float = 0.0
    y: float = 0.0
    angle: float = 0.0
    near: float = 0.0
    aside: float = 0.0


_IN, _OUT = Step(zoom=math.log(3)), Step(zoom=-math.log(3))
# Of what a dolly does to the subject, the far has a third: it lies three times as deep.
_FORWARD, _BACKWARD = (
    Step(zoom=way * math.log(3) / 3, near=way * math.log(3) * 2 / 3) for way in (1, -1)
)
# Around to the left goes the camera, and so does the far behind what it goes around.
_AROUND_LEFT, _AROUND_RIGHT = Step(aside=0.2), Step(aside=-0.2)
_CLOCKWISE, _COUNTERCLOCKWISE = Step(angle=0.6), Step(angle=-0.6)
_HEADINGS: Final[Mapping[Heading, Step]] = {
    "left": Step(x=-1),
    "right": Step(x=1),
    "up": Step(y=-1),
    "down": Step(y=1),
    "in": _IN,
    "out": _OUT,
    "clockwise": _CLOCKWISE,
    "counterclockwise": _COUNTERCLOCKWISE,
}
_STILL: Final[Mapping[Heading | None, Step]] = {key: Step() for key in (None, *_HEADINGS)}
# Where the heading does not say it all.
_MOVES: Final[Mapping[Move, Mapping[Heading | None, Step]]] = {
    "static": _STILL,
    "pan": {None: _HEADINGS["right"]},
    "tilt": {None: _HEADINGS["up"]},
    # "Zoom to the left": in, and towards what is there.
    "zoom": {
        None: _IN,
        "left": _IN._replace(x=-0.4),
        "right": _IN._replace(x=0.4),
        "up": _IN._replace(y=-0.4),
        "down": _IN._replace(y=0.4),
    },
    "dolly": {None: _FORWARD, "in": _FORWARD, "out": _BACKWARD},
    "orbit": {
        None: _AROUND_LEFT,
        "left": _AROUND_LEFT,
        "right": _AROUND_RIGHT,
        # Seen from above, a camera that goes around clockwise goes to its left.
        "clockwise": _AROUND_LEFT,
        "counterclockwise": _AROUND_RIGHT,
        "in": _AROUND_LEFT._replace(zoom=_FORWARD.zoom, near=_FORWARD.near),
        "out": _AROUND_LEFT._replace(zoom=_BACKWARD.zoom, near=_BACKWARD.near),
    },
    # A camera that rolls to its left goes over counterclockwise, as a head does.
    "roll": {
        None: _CLOCKWISE,
        "left": _COUNTERCLOCKWISE,
        "right": _CLOCKWISE,
        "in": _CLOCKWISE._replace(zoom=_IN.zoom),
        "out": _CLOCKWISE._replace(zoom=_OUT.zoom),
    },
    "handheld": {None: Step()},
}
STEPS: Final[Mapping[tuple[Move, Heading | None], Step]] = {
    (move, heading): step
    for move, steps in _MOVES.items()
    for heading, step in (*_HEADINGS.items(), *steps.items())
}
"""What each move does at full amount with all the time in the world."""

_PACE: Final[Mapping[Speed, float]] = {"slow": 0.45, "normal": 1.0, "fast": 2.0}
_PATIENCE: Final = 7.0  # seconds; a longer clip goes farther, but not off the photo
_LEAST: Final = 0.08  # an amount of 0 still moves, "hardly"
_USUAL: Final = 0.5  # the amount where nothing is said
_RAMP: Final = 0.25  # share of a move in which it gathers speed, and loses it again
_MAX_ZOOM: Final = math.log(4)
_MAX_TRAVEL_ZOOM: Final = 2.0
_MAX_ANGLE: Final = math.radians(35)
_MAX_NEAR: Final = math.log(1.5)  # beyond, what is behind the subject would have to be invented
_MAX_ASIDE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Path:
    """Views over the photo, one per frame, as fractions of its width and height.

    Attributes:
        x: Centre from the left, shape (frames,).
        y: Centre from the top, shape (frames,).
        width: Width of the view, shape (frames,).
        height: Height of the view, shape (frames,).
        angle: How far the view is turned clockwise, in radians, shape (frames,).
        near: How many times larger than the far what is near is drawn; 1 at least, as in the
            photo; shape (frames,).
        aside: How far the far lies to the left of its place behind the near, in views, shape
            (frames,).

    The view itself is that of the far; see `depth` for the near.
    """

    x: Floats
    y: Floats
    width: Floats
    height: Floats
    angle: Floats
    near: Floats
    aside: Floats

    @property
    def is_still(self) -> bool:
        """Whether all views are the same one."""
        views = (self.x, self.y, self.width, self.height, self.angle)
        return not any(np.ptp(values).any() for values in views)

    def reach(self, photo: tuple[int, int]) -> tuple[Floats, Floats]:
        """How far from its centre each view goes across and down, in pixels of the photo.

        Args:
            photo: Width and height of the photo in pixels.
        """
        return _turned(self.width * photo[0] / 2, self.height * photo[1] / 2, self.angle)

    def places(
        self, index: int, frame: tuple[int, int], x: Floats32, y: Floats32
    ) -> tuple[Floats32, Floats32]:
        """Where in the photo, in fractions of it, pixels of frame `index` lie.

        Args:
            index: The frame.
            frame: Width and height of the clip in pixels.
            x: From the left.
            y: From the top, of a shape that goes with that of `x`.
        """
        cosine, sine = np.cos(self.angle[index]), np.sin(self.angle[index])
        across, down = self.width[index] / frame[0], self.height[index] / frame[1]
        x, y = x - np.float32((frame[0] - 1) / 2), y - np.float32((frame[1] - 1) / 2)
        return (
            np.float32(self.x[index])
            + x * np.float32(across * cosine)
            - y * np.float32(across * sine),
            np.float32(self.y[index]) + x * np.float32(down * sine) + y * np.float32(down * cosine),
        )


def plan(
    moves: Sequence[CameraMove],
    frames: int,
    seconds: float,
    photo: tuple[int, int],
    frame: tuple[int, int],
    focus: tuple[float, float] = (0.5, 0.5),
    seed: int = 0,
    loop: Loop = "none",
) -> Path:
    """Plans the views of a clip.

    Args:
        moves: In the order said; those that `STEPS` does not know hold still.
        frames: How many views.
        seconds: How long the clip takes.
        photo: Width and height of the photo in pixels.
        frame: Width and height of the clip in pixels.
        focus: What should be in the middle, as fractions of the photo, where there is a choice.
        seed: Decides how a hand is unsteady.
        loop: Whether the camera goes there and back.

    Returns:
        Views of the frame's aspect, all inside the photo.
    """
    stretch = (frame[0] * photo[1]) / (frame[1] * photo[0])
    base_width, base_height = min(1.0, stretch), min(1.0, 1 / stretch)
    clock = Clock.of(loop, frames, seconds)
    way = _relative(moves, clock.way, seconds if loop == "none" else seconds / 2)
    zoom = np.exp(_bounded(way.zoom, _MAX_ZOOM))
    hand = _handheld(moves, clock, seed)
    angle = _bounded(way.angle, _MAX_ANGLE) + hand.angle
    across, down = _turned(0.5 / zoom * frame[0], 0.5 / zoom * frame[1], angle)
    across, down = across / frame[0], down / frame[1]  # in views
    # Where a pan or tilt was asked for, it alone says where the view goes.
    x = _travel(way.x, across, base_width) if way.x.any() else _drift(zoom, base_width, focus[0])
    y = _travel(way.y, down, base_height) if way.y.any() else _drift(zoom, base_height, focus[1])
    x = x + hand.x / zoom * min(frame) / frame[0]
    y = y + hand.y / zoom * min(frame) / frame[1]
    near = np.exp(_bounded(way.near - way.near.min(), _MAX_NEAR))
    aside = _bounded(way.aside - (way.aside.min() + way.aside.max()) / 2, _MAX_ASIDE)
    sides = across + np.abs(aside) / zoom
    closest = max(base_width * _span(x, sides), base_height * _span(y, down))
    width, height = base_width / closest, base_height / closest
    return Path(
        x=_placed(x, sides, width, focus[0]),
        y=_placed(y, down, height, focus[1]),
        width=width / zoom,
        height=height / zoom,
        angle=angle,
        near=near,
        aside=aside,
    )


class _Way(NamedTuple):
    """A step (see `Step`), its travel in units of the first view, as it is done; (frames,)."""

    zoom: Floats
    x: Floats
    y: Floats
    angle: Floats
    near: Floats
    aside: Floats


def _relative(moves: Sequence[CameraMove], time: Floats, seconds: float) -> _Way:
    way, before = np.zeros((len(_Way._fields), len(time))), 0.0
    parts = list(_parts(moves))
    for index, part in enumerate(parts):
        step = _together(part, seconds / len(parts))
        done = ease(_within(time, index, len(parts)))
        view = math.exp(-before - step.zoom / 2)  # its size halfway through this part
        way += np.outer(step._replace(x=step.x * view, y=step.y * view), done)
        before += step.zoom
    return _Way(*way)


def _handheld(moves: Sequence[CameraMove], clock: Clock, seed: int) -> Unrest:
    """The unrest of a hand, in those parts of the clip that are to have it."""
    total = np.zeros((len(Unrest._fields), len(clock.way)))
    parts = list(_parts(moves))
    for index, part in enumerate(parts):
        for move in part:
            if move.move == "handheld":
                size = max(move.amount, _LEAST) / _USUAL * _held(clock.way, index, len(parts))
                strays = unrest(clock.seconds, move.speed, seed, clock.period)
                total += size * np.array(strays)
    return Unrest(*total)


def _held(time: Floats, part: int, parts: int) -> Floats:
    """How much of a part's unrest is there: taken up and left off gently, if not at the ends."""
    into = _within(time, part, parts)
    begins = ease(np.minimum(into / _RAMP, 1)) if part else np.ones_like(time)
    ends = ease(np.minimum((1 - into) / _RAMP, 1)) if part + 1 < parts else np.ones_like(time)
    return begins * ends


def _within(time: Floats, part: int, parts: int) -> Floats:
    """From 0 to 1 while a part of the way lasts, which goes from 0 to 1 itself."""
    return np.clip(time * parts - part, 0, 1)


def _parts(moves: Sequence[CameraMove]) -> Iterator[Sequence[CameraMove]]:
    starts = [0, *(i for i, move in enumerate(moves) if move.then and i), len(moves)]
    for start, end in pairwise(starts):
        yield moves[start:end]


def _together(moves: Sequence[CameraMove], seconds: float) -> Step:
    total = np.zeros(len(Step()))
    time = -math.expm1(-seconds / _PATIENCE)
    for move in moves:
        step = STEPS.get((move.move, move.direction), Step())
        total += np.array(step) * (max(move.amount, _LEAST) * _PACE[move.speed] * time)
    return Step(*total.tolist())


def ease(time: Floats) -> Floats:
    """Goes from 0 to 1: gathers speed smoothly, keeps it, and comes to rest.

    The speed is a smoothstep ramp over `_RAMP` at either end and constant between, so speed and
    acceleration have no jumps; a quintic would hurry through the middle instead.
    """
    mirrored = np.minimum(time, 1 - time)
    ramp = np.minimum(mirrored / _RAMP, 1)
    half = _RAMP * (ramp**3 - ramp**4 / 2) + np.maximum(mirrored - _RAMP, 0)
    half /= 1 - _RAMP
    return np.where(time < 0.5, half, 1 - half)  # noqa: PLR2004 - the middle


def _drift(zoom: Floats, base: float, focus: float) -> Floats:
    """Travel that brings the focus nearer to the middle the narrower the view becomes.

    It is a zoom about a fixed point, twice as far off the middle as the focus but inside the first
    view, and so takes no room that the zoom does not leave.
    """
    centre = min(max(focus, base / 2), 1 - base / 2)
    fixed = min(max(2 * (focus - centre) / base, -0.5), 0.5)
    return fixed * (1 - 1 / zoom)


def _bounded(values: Floats, most: float) -> Floats:
    """Shrinks values that lie farther apart than `most`."""
    return values * min(1.0, most / max(np.ptp(values), 1e-9))


def _travel(travel: Floats, half: Floats, base: float) -> Floats:
    """Shortens a travel that would need more than `_MAX_TRAVEL_ZOOM` to stay in the photo."""
    widest = 2 * float(np.max(half))
    return _bounded(travel, widest * (_MAX_TRAVEL_ZOOM / base - 1))


def _turned(across: Floats, down: Floats, angle: Floats) -> tuple[Floats, Floats]:
    """Half the width and height of the boxes around rectangles that are turned."""
    cosine, sine = np.abs(np.cos(angle)), np.abs(np.sin(angle))
    return across * cosine + down * sine, across * sine + down * cosine


def _span(travel: Floats, half: Floats) -> float:
    """How much of the photo the views sweep over, in widths of the first view."""
    return float(np.max(half + travel) + np.max(half - travel))


def _placed(travel: Floats, half: Floats, view: float, focus: float) -> Floats:
    """Centres as fractions of the photo: the travel's middle as near to the focus as may be."""
    least, most = view * np.max(half - travel), 1 - view * np.max(half + travel)
    start = focus - view * float(np.mean(travel))
    # Rounding may leave `least` above `most` by one bit where there is no choice at all.
    return min(max(start, least), max(least, most)) + view * travel
