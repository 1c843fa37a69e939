"""How near rendering comes to the cost of encoding alone, and how still a slow zoom is.

Prints one JSON object. `camera_ratio_*` is the median over rounds of a whole render (5 s, 30 fps,
from a 12-megapixel JPEG, decoding it included) over encoding the very same frames; the two take
turns, so that a busy machine slows both. `jitter` is the RMS of the acceleration of dots in the
decoded clip, in px/frame².

    python tests/benchmarks/render.py [rounds]
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
from PIL import Image

from nemo_notebook.studio.direction import CameraMove, Direction
from nemo_notebook.studio.render.container import CONTAINERS, Writer
from nemo_notebook.studio.render.pipeline import render
from nemo_notebook.studio.render.planes import blank
from nemo_notebook.studio.render.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

ZOOM = (CameraMove(move="zoom", direction="in"),)


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def large_photo(folder: Path) -> Path:
    """The sample photo at 12 megapixels, with the grain of a sensor."""
    sample = files("nemo_notebook") / "samples" / "dandelions.jpg"
    with sample.open("rb") as file:
        pixels = np.asarray(Image.open(file).convert("RGB"))
    pixels = np.asarray(cv2.resize(pixels, (4624, 2601), interpolation=cv2.INTER_CUBIC))
    grain = np.random.default_rng(0).normal(0, 4, pixels.shape)
    path = folder / "photo.jpg"
    Image.fromarray((pixels + grain).clip(0, 255).astype(np.uint8)).save(path, quality=92)
    return path


def drawn(scene: Scene, index: int, size: tuple[int, int]) -> av.VideoFrame:
    """One frame, ready for the encoder."""
    planes = blank(*size)
    scene.draw(index, planes)
    packed = np.concatenate([plane.ravel() for plane in planes]).reshape(-1, size[0])
    return av.VideoFrame.from_ndarray(packed, format="yuv420p")


def camera_ratio(photo: Path, folder: Path, height: int, rounds: int) -> float:
    """Median time of the whole render over that of the encoder alone."""
    direction = Direction(camera=ZOOM, height=height)
    made = render(photo, direction, folder / "whole.mp4")
    size = (made.width, made.height)
    scene = Scene(photo, direction, size)
    frames = [drawn(scene, index, size) for index in range(scene.frames)]

    def encode() -> None:
        with Writer(folder / "e.mp4", CONTAINERS["mp4"], "high", size, made.fps, None) as writer:
            for frame in frames:
                writer.write(frame)

    whole, alone = [], []
    for _ in range(rounds):
        alone.append(seconds(encode))
        whole.append(seconds(lambda: render(photo, direction, folder / "whole.mp4")))
    if (folder / "e.mp4").read_bytes() != made.path.read_bytes():
        sys.exit("encoder and render did not write the same file")
    return statistics.median(whole) / statistics.median(alone)


def jitter(folder: Path) -> float:
    """Acceleration of dots under a slow zoom, decoded, against the planned path."""
    width, height, spread = 2560, 1440, 8.0
    grid = [(x, y) for x in range(300, 2300, 250) for y in range(250, 1250, 125)]
    where = np.array(grid, float) + np.random.default_rng(1).random((len(grid), 2))
    rows, columns = np.indices((height, width), dtype=np.float32)
    dots = np.zeros((height, width), np.float32)
    for x, y in where:
        near = (slice(int(y) - 48, int(y) + 49), slice(int(x) - 48, int(x) + 49))
        squared = (columns[near] - x) ** 2 + (rows[near] - y) ** 2
        dots[near] += np.exp(-squared / (2 * spread**2))
    Image.fromarray((30 + 200 * dots).astype(np.uint8)).convert("RGB").save(folder / "dots.png")
    slow = (CameraMove(move="zoom", direction="in", speed="slow"),)
    direction = Direction(camera=slow, height=720)
    made = render(folder / "dots.png", direction, folder / "dots.mp4")
    with av.open(str(made.path)) as clip:
        frames = [
            np.asarray(frame.to_ndarray()[: made.height], np.uint8)
            for frame in clip.decode(video=0)
        ]
    # The first view is the whole photo; from there each dot is followed.
    track = [(where + 0.5) * made.width / width - 0.5]
    for frame in frames:
        track.append(found(frame, track[-1]))
    return float(np.sqrt(np.mean(np.diff(np.array(track[1:]), n=2, axis=0) ** 2)))


def found(luma: NDArray[np.uint8], near: NDArray[np.float64]) -> NDArray[np.float64]:
    """Centres of the dots that are within some pixels of where they were."""
    centres, radius = [], 16
    for x, y in near:
        left, top = round(x) - radius, round(y) - radius
        part = luma[top : top + 2 * radius + 1, left : left + 2 * radius + 1].astype(float)
        weight = (part - 60).clip(0)
        rows, columns = np.indices(weight.shape)
        total = weight.sum()
        centres.append(
            (left + (weight * columns).sum() / total, top + (weight * rows).sum() / total)
        )
    return np.array(centres)


def main() -> None:
    """Prints the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with TemporaryDirectory() as name:
        folder = Path(name)
        photo = large_photo(folder)
        print(
            json.dumps(
                {
                    "camera_ratio_720": round(camera_ratio(photo, folder, 720, rounds), 3),
                    "camera_ratio_1080": round(camera_ratio(photo, folder, 1080, rounds), 3),
                    "jitter": round(jitter(folder), 4),
                }
            )
        )


if __name__ == "__main__":
    main()
