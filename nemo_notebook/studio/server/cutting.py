"""How long a video is, and each photo and clip in it, where nothing was said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final

from nemo_notebook.studio.direction import Direction, Loop, Trim
from nemo_notebook.studio.server.store import Asset

_ALONE_MS: Final = 5_000
_ONE_OF_SEVERAL_MS: Final = 3_000
_GOING_OVER_MS: Final = 500
_SHORTEST_MS, _LONGEST_MS = 1_000, 60_000
_LOWEST, _HIGHEST = 480, 2160
_SLOWEST, _FASTEST = 24, 60

Natural = dict[str, int]


def natural(parts: Sequence[Asset], trim: Trim | None, loop: Loop = "none") -> Natural:
    """Length, frame rate and size that suit what is shown.

    A clip keeps its own; photos in a row have about three seconds each. There and back, a clip
    takes twice its time; round and round, its end is needed to go over into its beginning.

    Args:
        parts: Photos and clips in their order.
        trim: Which part of the first clip is shown.
        loop: Whether it comes back.
    """
    usual = Direction()
    values = {"duration_ms": usual.duration_ms, "fps": usual.fps, "height": usual.height}
    if len(parts) > 1 or any(part.kind == "video" for part in parts):
        whole = sum(_weights(parts, trim))
        if len(parts) == 1 and loop == "boomerang":
            whole *= 2
        elif len(parts) == 1 and loop == "seamless":
            whole -= min(_GOING_OVER_MS, whole // 4)
        values["duration_ms"] = _within(whole, _SHORTEST_MS, _LONGEST_MS)
    if len(parts) == 1 and parts[0].kind == "video":
        (clip,) = parts
        own_rate = round(clip.fps or 0)
        values["fps"] = own_rate if _SLOWEST <= own_rate <= _FASTEST else usual.fps
        side = min(clip.width or 0, clip.height or 0)
        values["height"] = _within(side // 2 * 2, _LOWEST, _HIGHEST)
    return values


def lengths(
    parts: Sequence[Asset], direction: Direction, beats: Sequence[int] = ()
) -> tuple[int, ...]:
    """How long each photo and clip is on the screen, in milliseconds; together the whole video.

    Args:
        parts: In their order.
        direction: Says how long the whole is.
        beats: Milliseconds at which the music's beats fall: cuts go to the nearest one.
    """
    weights = _weights(parts, direction.trim)
    whole, total = direction.duration_ms, sum(weights)
    even = [0, *(round(whole * upto / total) for upto in accumulate(weights))]
    bounds = [0]
    for number in range(1, len(parts)):
        bounds.append(_on_beat(even[number], beats, bounds[-1], even[number - 1 : number + 2]))
    return tuple(end - start for start, end in pairwise([*bounds, whole]))


def _on_beat(bound: int, beats: Sequence[int], after: int, between: Sequence[int]) -> int:
    """The beat nearest to a cut, if one is nearer than half of what lies on either side of it."""
    reach = min(end - start for start, end in pairwise(between)) // 2
    near = [beat for beat in beats if abs(beat - bound) < reach and beat > after]
    return min(near, key=lambda beat: abs(beat - bound), default=bound)


def _weights(parts: Sequence[Asset], trim: Trim | None) -> list[int]:
    if len(parts) == 1 and parts[0].kind != "video":
        return [_ALONE_MS]
    trimmed = next((part for part in parts if part.kind == "video"), None)
    return [
        _length(part, trim if part is trimmed else None)
        if part.kind == "video"
        else _ONE_OF_SEVERAL_MS
        for part in parts
    ]


def _length(clip: Asset, trim: Trim | None) -> int:
    own = clip.duration_ms or _ONE_OF_SEVERAL_MS
    start = trim.start_ms if trim else 0
    end = own if trim is None or trim.end_ms is None else min(own, trim.end_ms)
    return max(end - start, _SHORTEST_MS // 2)


def _within(value: int, least: int, most: int) -> int:
    return max(least, min(value, most))
