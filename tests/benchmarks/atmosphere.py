"""What each kind of atmosphere, and each way to grade, costs a frame of 1080 lines.

Prints one JSON object: the median time of each over that of warping the same frame's luma once, the
cheapest thing that a camera does. The two take turns, on one thread, so that a busy machine slows
both.

    python tests/benchmarks/atmosphere.py [rounds]
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, get_args

import cv2
import numpy as np

from nemo_notebook.studio.direction import Atmosphere as Wish
from nemo_notebook.studio.direction import AtmosphereKind, Direction, Grade
from nemo_notebook.studio.render import grade
from nemo_notebook.studio.render.atmosphere import Atmosphere
from nemo_notebook.studio.render.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from nemo_notebook.studio.direction import Look
    from nemo_notebook.studio.render.planes import Planes

SIZE = (1920, 1080)
SECONDS, FRAMES = 5.0, 150


def picture() -> Planes:
    """A frame with something in it."""
    noise = np.random.default_rng(0).random((9, 16)) * 219 + 16
    luma = cv2.resize(noise, SIZE, interpolation=cv2.INTER_CUBIC).clip(16, 235).astype(np.uint8)
    half = (SIZE[0] // 2, SIZE[1] // 2)
    small = np.asarray(cv2.resize(luma, half, interpolation=cv2.INTER_AREA), np.uint8)
    return luma, small, 255 - small


def warp(frame: Planes) -> Callable[[], object]:
    """One bilinear look at twice the resolution."""
    luma = cv2.resize(frame[0], (2 * SIZE[0], 2 * SIZE[1]), interpolation=cv2.INTER_LINEAR)
    target = np.empty_like(frame[0])
    matrix = np.array([[1.9, 0, 9.3], [0, 1.9, 5.1]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return lambda: cv2.warpAffine(luma, matrix, SIZE, dst=target, flags=flags)


def drawn(kind: AtmosphereKind, frame: Planes) -> Callable[[int], object]:
    """One kind at its usual amount, half of it behind a subject."""
    direction = Direction(atmosphere=(Wish(kind=kind),))
    atmosphere = Atmosphere(direction, SIZE, Clock.of("none", FRAMES, SECONDS))
    matte = np.zeros(SIZE[::-1], np.uint8)
    matte[:, SIZE[0] // 2 :] = 255
    return lambda index: atmosphere.draw(index % FRAMES, frame, matte)


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(work: Callable[[int], object], base: Callable[[], object], rounds: int) -> float:
    """Median time of the work over that of the base, the first round left out."""
    pairs = [(seconds(partial(work, index)), seconds(base)) for index in range(rounds + 1)][1:]
    ours, theirs = (statistics.median(pair[k] for pair in pairs) for k in (0, 1))
    return float(round(ours / theirs, 2))


def graded(look: Look, frame: Planes) -> Callable[[int], object]:
    """One look, as frames of a video have it."""
    return lambda _: grade.apply_to_planes(frame, Grade(look=look))


def main() -> None:
    """Prints the figures."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 40
    cv2.setNumThreads(1)
    frame = picture()
    base = warp(frame)
    works: dict[str, Callable[[int], object]] = {
        kind: drawn(kind, frame) for kind in get_args(AtmosphereKind)
    }
    looks: tuple[Look, ...] = ("cinematic", "dreamy")
    works |= {f"grade {look}": graded(look, frame) for look in looks}
    figures = {name: ratio(work, base, rounds) for name, work in works.items()}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
