"""How near rendering comes to the cost of encoding alone, and how it stands beside others.

Prints one JSON object. All renders are of 5 s at 30 fps from a 12-megapixel JPEG, decoding it
included; what is compared takes turns, round after round, so that a busy machine slows both, and
the ratio is one of medians.

- `camera_ratio_*`: a zoom, over encoding the very same frames as PyAV opens x264, veryfast, crf 20.
  `warp_ratio_*`: water that ripples and a subject that breathes, the dearer of the two, of a photo
  that was animated before, so that its subject is known. `everything_ratio_1080`: dolly, ripple,
  snow, grade, title and music.
- `encoder_speedup_*`: that plain encoder over ours, both of the zoom's frames alone. Each ratio
  above times this is the ratio to our own encoder, which a quicker encoder makes worse, not better.
- `first_warp_ratio_*`: as `warp_ratio_*`, of a photo that is new, so that its subject is sought,
  which takes as long for a short clip as for a long one.
- `*_speedup`: the same zoom by FFmpeg's zoompan, its sub-pixel perspective filter, and MoviePy,
  over ours, all at 1080p by x264 veryfast, crf 20.
- `jitter`: RMS of the acceleration of dots in the decoded clip of a slow zoom, in px/frame², apart
  from that of the smooth curve that they are meant to follow.
- `first_frame_s`: from the request to the first frame at 720p, the subject sought. `peak_mb_2160`:
  memory of a whole process that renders everything at 2160p. `cost`: milliseconds per frame, and
  nanoseconds per pixel, over lengths and sizes, without the start.

The others are skipped where they are not installed (`pip install '.[bench]'`).

    python tests/benchmarks/render.py [rounds] [figure …]
"""

from __future__ import annotations

import importlib
import json
import statistics
import subprocess
import sys
import time
from fractions import Fraction
from functools import partial
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import av
import cv2
import numpy as np
from numpy.polynomial import chebyshev
from PIL import Image

from nemo_notebook.studio.direction import (
    Atmosphere,
    Background,
    CameraMove,
    Direction,
    Grade,
    Music,
    Subject,
    Title,
)
from nemo_notebook.studio.render import mask
from nemo_notebook.studio.render.camera import plan
from nemo_notebook.studio.render.container import CONTAINERS, Writer
from nemo_notebook.studio.render.pipeline import render
from nemo_notebook.studio.render.planes import blank
from nemo_notebook.studio.render.scene import Scene
from nemo_notebook.studio.sound.music import compose

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Figure = Callable[[Path, Path, int], object]

ZOOM: Final = Direction(camera=(CameraMove(move="zoom", direction="in"),))
RIPPLE: Final = Direction(background=(Background(motion="ripple"),))
BREATHE: Final = Direction(subject=(Subject(motion="breathe"),))
EVERYTHING: Final = Direction(
    camera=(CameraMove(move="dolly", direction="in"),),
    background=(Background(motion="ripple"),),
    atmosphere=(Atmosphere(kind="snow"),),
    grade=Grade(look="cinematic", contrast=0.1),
    title=Title(text="Golden Hour"),
    music=Music(),
)
FPS: Final = 30
_CURVE: Final = 16  # degree of a polynomial that follows any eased move, but no trembling
X264: Final = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p")


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(one: Callable[[], object], other: Callable[[], object], rounds: int) -> float:
    """Median time of the one over that of the other, in turns."""
    times = [(seconds(other), seconds(one)) for _ in range(rounds)]
    return round(
        statistics.median(mine for _, mine in times)
        / statistics.median(theirs for theirs, _ in times),
        3,
    )


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


def made(
    photo: Path, direction: Direction, target: Path, *, known: bool = False
) -> tuple[int, int]:
    """Renders a clip, of a photo that is new unless it is known; returns its size."""
    if not known:
        mask.forget()
    output = render(photo, direction, target, sound=soundtrack(direction))
    return output.width, output.height


def soundtrack(direction: Direction) -> NDArray[np.float32] | None:
    """The music that was asked for."""
    music = direction.music
    return compose(music, direction.duration_ms, seed=direction.seed) if music else None


def encoding_ratio(
    direction: Direction,
    height: int,
    photo: Path,
    folder: Path,
    rounds: int,
    *,
    known: bool = False,
) -> float:
    """Median time of the whole render over that of encoding its frames."""
    direction = direction.model_copy(update={"height": height})
    frames = frames_of(photo, direction, folder)
    plain = partial(encode_plainly, frames, folder / "plain.mp4")
    whole = partial(made, photo, direction, folder / "whole.mp4", known=known)
    return ratio(whole, plain, rounds)


def encoder_speedup(height: int, photo: Path, folder: Path, rounds: int) -> float:
    """Median time of encoding a zoom's frames plainly over that of our encoder."""
    frames = frames_of(photo, ZOOM.model_copy(update={"height": height}), folder)
    plain = partial(encode_plainly, frames, folder / "plain.mp4")
    ours = partial(encode_as_we_do, frames, None, folder / "ours.mp4")
    return ratio(plain, ours, rounds)


def frames_of(photo: Path, direction: Direction, folder: Path) -> list[av.VideoFrame]:
    """All frames of a clip; encoded, they are the file that is rendered."""
    size = made(photo, direction, folder / "whole.mp4")
    scene = Scene(photo, direction, size)
    frames = [drawn(scene, index, size) for index in range(scene.frames)]
    encode_as_we_do(frames, soundtrack(direction), folder / "again.mp4")
    if (folder / "again.mp4").read_bytes() != (folder / "whole.mp4").read_bytes():
        sys.exit("encoder and render did not write the same file")
    return frames


def encode_as_we_do(
    frames: list[av.VideoFrame], sound: NDArray[np.float32] | None, target: Path
) -> None:
    """The last step of a render, alone."""
    size = (frames[0].width, frames[0].height)
    with Writer(target, CONTAINERS["mp4"], "high", size, FPS, sound) as writer:
        for frame in frames:
            writer.write(frame)


def encode_plainly(frames: list[av.VideoFrame], target: Path) -> None:
    """Frames to a file as PyAV's own examples write it."""
    with av.open(str(target), "w") as file:
        stream = file.add_stream("libx264", FPS, {"preset": "veryfast", "crf": "20"})
        stream.width, stream.height = frames[0].width, frames[0].height
        stream.pix_fmt = "yuv420p"
        for index, frame in enumerate(frames):
            frame.pts, frame.time_base = index, Fraction(1, FPS)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


def drawn(scene: Scene, index: int, size: tuple[int, int]) -> av.VideoFrame:
    """One frame, ready for the encoder."""
    planes = blank(*size)
    scene.draw(index, planes)
    packed = np.concatenate([plane.ravel() for plane in planes]).reshape(-1, size[0])
    return av.VideoFrame.from_ndarray(packed, format="yuv420p")


def warp_ratio(height: int, photo: Path, folder: Path, rounds: int, *, known: bool) -> float:
    """The dearer of a ripple and a breath."""
    return max(
        encoding_ratio(direction, height, photo, folder, rounds, known=known)
        for direction in (RIPPLE, BREATHE)
    )


def zoompan(photo: Path, target: Path, ends: tuple[float, float]) -> None:
    """The zoom as FFmpeg's own filter does it: whole pixels, a new scaler for each frame."""
    zoom = f"1/({1 / ends[0]:.6f}+({1 / ends[1] - 1 / ends[0]:.6f})*on/150)"
    size = f"z='{zoom}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d=150:s=1920x1080:fps={FPS}"
    ffmpeg("-i", str(photo), "-vf", f"zoompan={size}", "-frames:v", "150", *X264, str(target))


def perspective(photo: Path, target: Path, ends: tuple[float, float]) -> None:
    """The zoom by FFmpeg's sub-pixel filter, on the photo scaled to the clip first."""
    cut = f"(1-({1 / ends[0]:.6f}+({1 / ends[1] - 1 / ends[0]:.6f})*on/150))/2"
    corners = ":".join(
        f"x{k}='W*({x})':y{k}='H*({y})'"
        for k, (x, y) in enumerate(
            [(cut, cut), (f"1-{cut}", cut), (cut, f"1-{cut}"), (f"1-{cut}", f"1-{cut}")]
        )
    )
    chain = f"scale=1920:1080,perspective={corners}:interpolation=cubic:eval=frame"
    looped = ("-loop", "1", "-framerate", str(FPS), "-i", str(photo))
    ffmpeg(*looped, "-vf", chain, "-frames:v", "150", *X264, str(target))


def moviepy(photo: Path, target: Path, ends: tuple[float, float]) -> None:
    """The zoom as people write it with MoviePy: an image clip, resized by a function of time."""
    editor = importlib.import_module("moviepy")
    with Image.open(photo) as image:
        pixels = np.asarray(image.convert("RGB").resize((1920, 1080), Image.Resampling.LANCZOS))

    def scale(t: float) -> float:
        return 1 / (1 / ends[0] + (1 / ends[1] - 1 / ends[0]) * t / 5)

    clip = editor.ImageClip(pixels, duration=5).with_fps(FPS).resized(scale)
    whole = editor.CompositeVideoClip([clip.with_position("center")], size=(1920, 1080))
    options = ["-crf", "20", "-pix_fmt", "yuv420p"]
    whole.write_videofile(
        str(target), codec="libx264", preset="veryfast", ffmpeg_params=options, logger=None
    )


def ffmpeg(*arguments: str) -> None:
    """Runs the FFmpeg that comes with imageio-ffmpeg."""
    program = importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe()
    subprocess.run([program, "-v", "error", "-y", *arguments], check=True)


PEERS: Final[Mapping[str, Callable[[Path, Path, tuple[float, float]], None]]] = {
    "zoompan": zoompan,
    "perspective": perspective,
    "moviepy": moviepy,
}


def speedup(peer: str, photo: Path, folder: Path, rounds: int) -> float | None:
    """Median time that another takes for the same zoom at 1080p over ours."""
    ours = partial(made, photo, ZOOM, folder / "ours.mp4")
    theirs = partial(PEERS[peer], photo, folder / "theirs.mp4", zoomed(ZOOM))
    try:
        theirs()
    except ModuleNotFoundError:
        return None
    return ratio(theirs, ours, min(rounds, 3))


def zoomed(direction: Direction) -> tuple[float, float]:
    """By how much a zoom has enlarged the photo at its beginning and at its end."""
    path = plan(direction.camera, 150, 5, (4624, 2601), (1920, 1080))
    return float(1 / path.width[0]), float(1 / path.width[-1])


def jitter(_: Path, folder: Path, __: int) -> dict[str, float]:
    """Acceleration of dots under a slow zoom about the middle, as each of us draws it."""
    slow = ZOOM.camera[0].model_copy(update={"speed": "slow"})
    direction = Direction(camera=(slow,), height=1080)
    where = dots(folder / "dots.png")
    made(folder / "dots.png", direction, folder / "ours.mp4")
    figures = {"ours": shake(folder / "ours.mp4", where)}
    for name, peer in PEERS.items():
        try:
            peer(folder / "dots.png", folder / "theirs.mp4", zoomed(direction))
        except ModuleNotFoundError:
            continue
        figures[name] = shake(folder / "theirs.mp4", where)
    return figures


def dots(path: Path) -> NDArray[np.float64]:
    """Draws a picture of soft dots; returns where they are, shape (dots, 2)."""
    width, height, spread = 3840, 2160, 12.0
    grid = [(x, y) for x in range(480, 3400, 360) for y in range(360, 1900, 200)]
    where = np.array(grid, float) + np.random.default_rng(1).random((len(grid), 2))
    rows, columns = np.indices((height, width), dtype=np.float32)
    picture = np.zeros((height, width), np.float32)
    for x, y in where:
        near = (slice(int(y) - 72, int(y) + 73), slice(int(x) - 72, int(x) + 73))
        squared = (columns[near] - x) ** 2 + (rows[near] - y) ** 2
        picture[near] += np.exp(-squared / (2 * spread**2))
    Image.fromarray((30 + 200 * picture).astype(np.uint8)).convert("RGB").save(path)
    return (where + 0.5) / 2 - 0.5


def shake(clip: Path, where: NDArray[np.float64]) -> float:
    """RMS of the acceleration of dots, from where they are in the first frame, in px/frame²."""
    track = [where]
    with av.open(str(clip)) as file:
        for frame in file.decode(video=0):
            luma = np.asarray(frame.to_ndarray()[: frame.height], np.uint8)
            track.append(found(luma, track[-1]))
    off = np.array(track[1:]).reshape(len(track) - 1, -1)
    times = np.linspace(-1, 1, len(off))
    smooth = chebyshev.chebval(times, chebyshev.chebfit(times, off, _CURVE)).T
    steps = np.diff(off - smooth, n=2, axis=0)
    return round(float(np.sqrt(np.mean(steps**2))), 4)


def found(luma: NDArray[np.uint8], near: NDArray[np.float64]) -> NDArray[np.float64]:
    """Centres of the dots that are within some pixels of where they were."""
    centres, radius = [], 22
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


def first_frame(photo: Path, _: Path, rounds: int) -> float:
    """Seconds from the request to its first frame at 720p, the subject sought."""

    def draw() -> None:
        mask.forget()
        scene = Scene(photo, RIPPLE.model_copy(update={"height": 720}), (1280, 720))
        scene.draw(0, blank(1280, 720))

    return round(statistics.median(seconds(draw) for _ in range(rounds)), 3)


def peak_memory(photo: Path, folder: Path, _: int) -> float:
    """Megabytes that a process has needed at most to render a second of everything at 2160p."""
    update = {"height": 2160, "duration_ms": 1000}
    request = EVERYTHING.model_copy(update=update).model_dump_json()
    arguments = ["--only-render", str(photo), str(folder / "large.mp4"), request]
    run = subprocess.run(
        [sys.executable, __file__, *arguments], check=True, capture_output=True, text=True
    )
    return float(run.stdout)


def only_render(photo: str, target: str, request: str) -> None:
    """What `peak_memory` runs: prints the megabytes that it took."""
    made(Path(photo), Direction.model_validate_json(request), Path(target))
    # The kernel's own word; that of getrusage has the peak of whoever started this process in it.
    peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    print(round(int(peak) / 1024))


def cost(photo: Path, folder: Path, _: int) -> list[dict[str, float]]:
    """What a frame and a pixel cost, by length and by size, apart from what the start does."""
    rows = []
    for height in (480, 720, 1080, 1440):
        start = lasted(photo, folder, height, 1000)
        for duration_ms in (3000, 5000):
            spent = lasted(photo, folder, height, duration_ms) - start
            frames = (duration_ms - 1000) * FPS / 1000
            pixels = height * round(height * 16 / 9)
            per_frame = spent / frames
            rows.append(
                {
                    "height": height,
                    "frames": duration_ms * FPS // 1000,
                    "ms_per_frame": round(1000 * per_frame, 2),
                    "ns_per_pixel": round(1e9 * per_frame / pixels, 2),
                }
            )
    return rows


def lasted(photo: Path, folder: Path, height: int, duration_ms: int) -> float:
    """Least time of two renders of a zoom."""
    direction = ZOOM.model_copy(update={"height": height, "duration_ms": duration_ms})
    return min(seconds(partial(made, photo, direction, folder / "c.mp4")) for _ in range(2))


FIGURES: Final[Mapping[str, Figure]] = {
    "camera_ratio_720": partial(encoding_ratio, ZOOM, 720),
    "camera_ratio_1080": partial(encoding_ratio, ZOOM, 1080),
    "warp_ratio_720": partial(warp_ratio, 720, known=True),
    "warp_ratio_1080": partial(warp_ratio, 1080, known=True),
    "first_warp_ratio_720": partial(warp_ratio, 720, known=False),
    "first_warp_ratio_1080": partial(warp_ratio, 1080, known=False),
    "everything_ratio_1080": partial(encoding_ratio, EVERYTHING, 1080),
    "encoder_speedup_720": partial(encoder_speedup, 720),
    "encoder_speedup_1080": partial(encoder_speedup, 1080),
    "zoompan_speedup": partial(speedup, "zoompan"),
    "perspective_speedup": partial(speedup, "perspective"),
    "moviepy_speedup": partial(speedup, "moviepy"),
    "jitter": jitter,
    "first_frame_s": first_frame,
    "peak_mb_2160": peak_memory,
    "cost": cost,
}


def main(rounds: int, names: list[str]) -> None:
    """Prints the figures, all of them unless some are named."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        photo = large_photo(folder)
        figures = {key: FIGURES[key](photo, folder, rounds) for key in names or FIGURES}
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only-render"]:
        only_render(*sys.argv[2:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5, sys.argv[2:])
