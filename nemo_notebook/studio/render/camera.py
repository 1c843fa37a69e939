"""Camera words to a path of views over the photo. Pure arithmetic, no pixels.

A path is worked out relative to its first view (log zoom, and travel in view widths), so moves add
up whether they follow each other or go together. Only then the smallest zoom is chosen at which
every view lies inside the photo: no border can show, and no more of the photo is cut than needed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nemo_notebook.studio.direction import CameraMove, Heading, Move, Speed

    Floats = NDArray[np.float64]


class Step(NamedTuple):
    """What a move changes: the log of the zoom, and the view's place in view widths and heights."""

    zoom: float
    x: float
    y: float


_IN, _OUT = Step(math.log(3), 0, 0), Step(-math.log(3), 0, 0)
_LEFT, _RIGHT, _UP, _DOWN = Step(0, -1, 0), Step(0, 1, 0), Step(0, 0, -1), Step(0, 0, 1)

STEPS: Final[Mapping[tuple[Move, Heading | None], Step]] = {
    ("static", None): Step(0, 0, 0),
    ("pan", None): _RIGHT,
    ("pan", "left"): _LEFT,
    ("pan", "right"): _RIGHT,
    ("pan", "up"): _UP,
    ("pan", "down"): _DOWN,
    ("tilt", None): _UP,
    ("tilt", "up"): _UP,
    ("tilt", "down"): _DOWN,
    ("zoom", None): _IN,
    ("zoom", "in"): _IN,
    ("zoom", "out"): _OUT,
    # A dolly over a flat photo is a zoom; its parallax needs depth (see `capabilities`).
    ("dolly", None): _IN,
    ("dolly", "in"): _IN,
    ("dolly", "out"): _OUT,
}
"""What each move does at full amount with all the time in the world."""

_PACE: Final[Mapping[Speed, float]] = {"slow": 0.45, "normal": 1.0, "fast": 2.0}
_PATIENCE: Final = 7.0  # seconds; a longer clip goes farther, but not off the photo
_LEAST: Final = 0.08  # an amount of 0 still moves, "hardly"
_RAMP: Final = 0.25  # share of a move in which it gathers speed, and loses it again
_MAX_ZOOM: Final = math.log(4)
_MAX_TRAVEL_ZOOM: Final = 2.0


@dataclass(frozen=True, slots=True)
class Path:
    """Views over the photo, one per frame, as fractions of its width and height.

    Attributes:
        x: Centre from the left, shape (frames,).
        y: Centre from the top, shape (frames,).
        width: Width of the view, shape (frames,).
        height: Height of the view, shape (frames,).
    """

    x: Floats
    y: Floats
    width: Floats
    height: Floats


def plan(
    moves: Sequence[CameraMove],
    frames: int,
    seconds: float,
    photo: tuple[int, int],
    frame: tuple[int, int],
    focus: tuple[float, float] = (0.5, 0.5),
) -> Path:
    """Plans the views of a clip.

    Args:
        moves: In the order said; those that `STEPS` does not know hold still.
        frames: How many views.
        seconds: How long the clip takes.
        photo: Width and height of the photo in pixels.
        frame: Width and height of the clip in pixels.
        focus: What should be in the middle, as fractions of the photo, where there is a choice.

    Returns:
        Views of the frame's aspect, all inside the photo.
    """
    stretch = (frame[0] * photo[1]) / (frame[1] * photo[0])
    base_width, base_height = min(1.0, stretch), min(1.0, 1 / stretch)
    zoom, x, y = _relative(moves, frames, seconds)
    zoom = np.exp(zoom * min(1.0, _MAX_ZOOM / max(np.ptp(zoom), 1e-9)))
    # Where a pan or tilt was asked for, it alone says where the view goes.
    x = _bounded(x, zoom, base_width) if x.any() else _drift(zoom, base_width, focus[0])
    y = _bounded(y, zoom, base_height) if y.any() else _drift(zoom, base_height, focus[1])
    closest = max(base_width * _span(x, zoom), base_height * _span(y, zoom))
    width, height = base_width / closest, base_height / closest
    return Path(
        x=_placed(x, zoom, width, focus[0]),
        y=_placed(y, zoom, height, focus[1]),
        width=width / zoom,
        height=height / zoom,
    )


def _relative(
    moves: Sequence[CameraMove], frames: int, seconds: float
) -> tuple[Floats, Floats, Floats]:
    """Log zoom, and travel in units of the first view, from (0, 0, 0)."""
    zoom, x, y = np.zeros(frames), np.zeros(frames), np.zeros(frames)
    time = np.linspace(0, 1, frames)
    parts = list(_parts(moves))
    before = 0.0
    for index, part in enumerate(parts):
        step = _together(part, seconds / len(parts))
        done = ease(np.clip(time * len(parts) - index, 0, 1))
        view = math.exp(-before - step.zoom / 2)  # its size halfway through this part
        zoom += step.zoom * done
        x += step.x * view * done
        y += step.y * view * done
        before += step.zoom
    return zoom, x, y


def _parts(moves: Sequence[CameraMove]) -> Iterator[Sequence[CameraMove]]:
    starts = [0, *(i for i, move in enumerate(moves) if move.then and i), len(moves)]
    for start, end in pairwise(starts):
        yield moves[start:end]


def _together(moves: Sequence[CameraMove], seconds: float) -> Step:
    zoom = x = y = 0.0
    time = -math.expm1(-seconds / _PATIENCE)
    for move in moves:
        step = STEPS.get((move.move, move.direction), STEPS["static", None])
        reach = max(move.amount, _LEAST) * _PACE[move.speed] * time
        zoom, x, y = zoom + step.zoom * reach, x + step.x * reach, y + step.y * reach
    return Step(zoom, x, y)


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


def _bounded(travel: Floats, zoom: Floats, base: float) -> Floats:
    """Shortens a travel that would need more than `_MAX_TRAVEL_ZOOM` to stay in the photo."""
    widest = float(np.max(1 / zoom))
    room = widest * (_MAX_TRAVEL_ZOOM / base - 1)
    return travel * min(1.0, room / max(np.ptp(travel), 1e-9))


def _span(travel: Floats, zoom: Floats) -> float:
    """How much of the photo the views sweep over, in widths of the first view."""
    half = 0.5 / zoom
    return float(np.max(half + travel) + np.max(half - travel))


def _placed(travel: Floats, zoom: Floats, view: float, focus: float) -> Floats:
    """Centres as fractions of the photo: the travel's middle as near to the focus as may be."""
    half = 0.5 / zoom
    least, most = view * np.max(half - travel), 1 - view * np.max(half + travel)
    start = focus - view * float(np.mean(travel))
    # Rounding may leave `least` above `most` by one bit where there is no choice at all.
    return min(max(start, least), max(least, most)) + view * travel
