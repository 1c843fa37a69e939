"""Peak memory of whole renders at 2160p, each in a process of its own.

Prints one JSON object: megabytes (10^6 bytes) of resident memory at the peak, Python and libraries
included, for a photo of 12 megapixels, a slideshow of them, and an uploaded clip, with music.

    python tests/benchmarks/memory.py [seconds]
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import av
import cv2
import numpy as np
from PIL import Image

from nemo_notebook.studio.direction import Direction
from nemo_notebook.studio.director import Director
from nemo_notebook.studio.server.making import video
from nemo_notebook.studio.server.material import Sources

_FPS: Final = 24
_CASES: Final = {
    "photo": (["photo.jpg"], "zoom in, title 'Harbour', cinematic look, piano music"),
    "photo_webm": (["photo.jpg"], "zoom in, piano music"),
    "depth": (["photo.jpg"], "dolly in, the water ripples, it snows, title 'Harbour', piano music"),
    "slideshow": (["photo.jpg"] * 6, "crossfade, pan left, title 'Harbour', lofi music"),
    "clip": (["clip.mp4"], "zoom in, warm look, title 'Harbour', piano music"),
    "clip_cropped": (["clip.mp4"], "vertical, title 'Harbour', piano music"),
}


def _photo(path: Path) -> None:
    with (files("nemo_notebook") / "samples" / "dandelions.jpg").open("rb") as file:
        pixels = np.asarray(Image.open(file).convert("RGB"))
    pixels = np.asarray(cv2.resize(pixels, (4624, 2601), interpolation=cv2.INTER_CUBIC), np.uint8)
    Image.fromarray(pixels).save(path, quality=92)


def _clip(photo: Path, path: Path, seconds: int) -> None:
    pixels = np.asarray(Image.open(photo).resize((3840, 2160)))
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", _FPS, {"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 3840, 2160, "yuv420p"
        for number in range(_FPS * seconds):
            moved = np.roll(pixels, 8 * number, axis=1)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(moved, "rgb24")))
        file.mux(stream.encode(None))


def _render(folder: Path, case: str, seconds: int) -> None:
    """Renders one case in this process, and says what it took."""
    names, words = _CASES[case]
    direction = Director().hear(words)
    direction = Direction.model_validate(
        {**direction.model_dump(), "height": 2160, "fps": _FPS, "duration_ms": 1000 * seconds}
    )
    container = "webm" if case.endswith("webm") else "mp4"
    video(
        Sources(tuple((folder / name, 1.0) for name in names)),
        direction,
        folder / f"out.{container}",
        container=container,
        quality="high",
        progress=lambda _: None,
        step=100,
        cancelled=lambda: False,
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(round(peak * (1 if sys.platform == "darwin" else 1024) / 1e6))


def main() -> None:
    """Prints the figures."""
    if len(sys.argv) > 3:
        _render(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
        return
    seconds = sys.argv[1] if len(sys.argv) > 1 else "3"
    peaks = {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        _photo(folder / "photo.jpg")
        _clip(folder / "photo.jpg", folder / "clip.mp4", int(seconds))
        for case in _CASES:
            command = [sys.executable, __file__, name, case, seconds]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            peaks[case] = int(done.stdout)
    print(json.dumps({"peak_mb_2160": peaks}))


if __name__ == "__main__":
    main()
