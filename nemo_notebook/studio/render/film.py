"""Footage and Direction to one picture that runs from the first frame to the last."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.direction import OPPOSITE, CameraMove, Trim
from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render import transition
from nemo_notebook.studio.render.clip import Clip
from nemo_notebook.studio.render.finish import Finish
from nemo_notebook.studio.render.footage import is_clip, segments
from nemo_notebook.studio.render.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from nemo_notebook.studio.direction import Direction, Heading, Loop, Move
    from nemo_notebook.studio.render.footage import Footage, Picture, Segment
    from nemo_notebook.studio.render.planes import Planes

_UNSAID: Final = (CameraMove(move="zoom", direction="in", speed="slow"),)
"""What the camera does over several photos where nothing was said: stills alone would be dull."""

_USUAL: Final[Mapping[Move, Heading]] = {
    "pan": "right",
    "tilt": "up",
    "zoom": "in",
    "dolly": "in",
}


def film(footage: Footage, direction: Direction, size: tuple[int, int]) -> Picture:
    """What is to be drawn.

    Args:
        footage: One photo or clip, or several segments in their order.
        direction: What happens; with several photos, to each of them in turn.
        size: Width and height of the frames in pixels.

    Raises:
        RenderError: If a file cannot be read.
    """
    parts = segments(footage)
    if len(parts) == 1:
        return _shown(parts[0].path, direction, size)
    return Slideshow(parts, direction, size)


def moves_of(camera: Sequence[CameraMove], number: int) -> tuple[CameraMove, ...]:
    """What the camera does over one photo of several.

    A sequence ("first … then …") is dealt out, a step for each photo; where there is one step only,
    every other photo has it the other way round, so that the eye comes back.

    Args:
        camera: What was said for the whole.
        number: Which photo, from 0.
    """
    camera = camera or _UNSAID
    starts = [0, *(i for i, move in enumerate(camera) if move.then and i), len(camera)]
    steps = [camera[start:end] for start, end in pairwise(starts)]
    step = [move.model_copy(update={"then": False}) for move in steps[number % len(steps)]]
    if len(steps) == 1 and number % 2:
        return tuple(_reversed(move) for move in step)
    return tuple(step)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames of the whole in which a segment is seen at all.

    Attributes:
        segment: Which.
        start: Its first frame.
        end: The frame after its last.
        lead: Frames at its beginning in which it goes over from the one before.
        tail: Frames at its end in which it goes over into the next.
        trim: Which part of it is shown, if it is a clip.
    """

    segment: Segment
    start: int
    end: int
    lead: int
    tail: int
    trim: Trim | None


def stretches(footage: Footage, direction: Direction) -> tuple[Stretch, ...]:
    """When each segment is seen. A boundary lies in the middle of its transition.

    In a seamless loop the last segment goes over into the first, around the end of the video; a
    boomerang shows all of them in the first half of it. A trim is meant for the first clip.
    """
    parts = segments(footage)
    frames = max(len(parts), _way_there(_frames(direction), direction.loop))
    bounds = _bounds([part.share for part in parts], frames)
    longest = round(transition.SECONDS[direction.transition or "crossfade"] * direction.fps)
    lengths = [end - start for start, end in pairwise(bounds)]
    around = direction.loop == "seamless" and len(parts) > 1
    edge = min(longest, lengths[-1], lengths[0]) // 2 if around else 0
    halves = [edge, *(min(longest, *pair) // 2 for pair in pairwise(lengths)), edge]
    trimmed = next((part for part in parts if is_clip(part.path)), None)
    return tuple(
        Stretch(
            part,
            start - halves[k],
            end + halves[k + 1],
            2 * halves[k],
            2 * halves[k + 1],
            direction.trim if part is trimmed else None,
        )
        for k, (part, (start, end)) in enumerate(zip(parts, pairwise(bounds), strict=True))
    )


def _frames(direction: Direction) -> int:
    return max(1, round(direction.duration_ms * direction.fps / 1000))


def _way_there(frames: int, loop: Loop) -> int:
    """How many different frames there are: a boomerang shows most of them twice."""
    return frames // 2 + 1 if loop == "boomerang" else frames


class Slideshow:
    """Several photos or clips, one going over into the next.

    Pictures are made when they are first seen and let go afterwards, so that memory does not grow
    with their number.

    Args:
        parts: At least two segments.
        direction: What happens.
        size: Width and height of the frames in pixels.
    """

    def __init__(
        self, parts: Sequence[Segment], direction: Direction, size: tuple[int, int]
    ) -> None:
        self._direction, self._size = direction, size
        self._kind = direction.transition or "crossfade"
        self._stretches = stretches(parts, direction)
        last = self._stretches[-1]
        self._different = last.end - last.tail // 2
        self.frames = max(_frames(direction), self._different)
        self._pictures = {0: self._made(0)}  # what cannot be read is better known at once
        self._other = planar.blank(*size)
        self._finish = Finish(direction, size, self.frames)

    def draw(self, index: int, planes: Planes) -> None:
        """Draws frame `index`, every pixel of it; the same pixels however often it is asked."""
        shown = self._shown(index)
        self._have(number for number, _ in shown)
        (number, place), *new = shown
        self._pictures[number].draw(place, planes)
        for number, place in new:
            self._pictures[number].draw(place, self._other)
            progress = (place + 0.5) / self._stretches[number].lead
            transition.blend(self._kind, planes, self._other, progress)
        self._finish.draw(index, planes)

    def _shown(self, index: int) -> list[tuple[int, int]]:
        """Which segments a frame shows, and which frame of each; the one that comes is last."""
        there = index if index < self._different else self.frames - index
        found = [
            (number, place)
            for number, part in enumerate(self._stretches)
            for around in (0, self._different, -self._different)
            if 0 <= (place := there + around - part.start) < part.end - part.start
        ]
        return sorted(found, key=lambda part: part[1] < self._stretches[part[0]].lead)

    def _have(self, numbers: Iterable[int]) -> None:
        """Makes the pictures that are seen now, once those that are not seen any more are gone."""
        wanted = set(numbers)
        for number in self._pictures.keys() - wanted:
            del self._pictures[number]
        for number in wanted - self._pictures.keys():
            self._pictures[number] = self._made(number)

    def _made(self, number: int) -> Picture:
        stretch = self._stretches[number]
        milliseconds = round((stretch.end - stretch.start) * 1000 / self._direction.fps)
        alone = {
            "camera": moves_of(self._direction.camera, number),
            "duration_ms": milliseconds,
            "fade_in_ms": 0,
            "fade_out_ms": 0,
            "title": None,
            "atmosphere": (),  # which goes on over all of them
            "trim": stretch.trim,
            "loop": "none",
        }
        return _shown(stretch.segment.path, self._direction.model_copy(update=alone), self._size)


def _shown(path: Path, direction: Direction, size: tuple[int, int]) -> Picture:
    if is_clip(path):
        return Clip(path, direction, size)
    return Scene(path, direction, size)


def _bounds(shares: Sequence[float], frames: int) -> list[int]:
    """Where segments begin and end, so that each has its share of the frames and at least one."""
    total = sum(shares)
    bounds = [0, *(round(frames * upto / total) for upto in accumulate(shares))]
    for k in range(1, len(bounds)):
        bounds[k] = max(bounds[k], bounds[k - 1] + 1)
    for k, latest in enumerate(range(frames - len(shares), frames + 1)):
        bounds[k] = min(bounds[k], latest)
    return bounds


def _reversed(move: CameraMove) -> CameraMove:
    heading = move.direction or _USUAL.get(move.move)
    return move.model_copy(update={"direction": OPPOSITE[heading]}) if heading else move
