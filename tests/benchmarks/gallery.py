"""Renders every value of every field of a Direction over real photos, one contact sheet a field.

A sheet has a row for each value and some moments of each photo: a portrait, a landscape and a
product from scikit-image's data, all in the public domain or CC0, and our own sample. They are made
to be looked at.

    pip install -e '.[bench]'
    python tests/benchmarks/gallery.py FOLDER [FIELD …]
"""

from __future__ import annotations

import json
import sys
import time
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

import numpy as np
from PIL import Image, ImageDraw

from nemo_notebook.studio import direction as fields
from nemo_notebook.studio.direction import CameraMove, Direction
from nemo_notebook.studio.director.headings import HEADINGS
from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render.film import film
from nemo_notebook.studio.render.photo import photo_size
from nemo_notebook.studio.render.size import frame_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

PHOTOS: Final = ("astronaut.png", "rocket.jpg", "coffee.png")
MOMENTS: Final = (0.1, 0.5, 0.9)
LINES: Final = 480
CELL: Final = (320, 240)
LABEL: Final = 150

ZOOM = {"move": "zoom", "direction": "in"}


def wishes() -> dict[str, dict[str, Mapping[str, object]]]:
    """By field: what is asked for, by its label."""
    return {
        "camera": dict(cameras()),
        "speed": {speed: {"camera": [ZOOM | {"speed": speed}]} for speed in get_args(fields.Speed)},
        "subject": {
            motion: {"subject": [{"motion": motion, "amount": 1}]}
            for motion in get_args(fields.SubjectMotion)
        },
        "background": {
            motion: {"background": [{"motion": motion, "amount": 1}]}
            for motion in get_args(fields.BackgroundMotion)
        },
        "atmosphere": {
            f"{kind} {amount}": {"atmosphere": [{"kind": kind, "amount": amount}]}
            for kind in get_args(fields.AtmosphereKind)
            for amount in (0.2, 0.5, 1)
        },
        "look": {"as it is": {}}
        | {look: {"grade": {"look": look}} for look in get_args(fields.Look)},
        "grade": {
            f"{name} {value:+}": {"grade": {name: value}}
            for name in ("brightness", "contrast", "saturation")
            for value in (-1, -0.4, 0.4, 1)
        },
        "loop": {
            loop: {"loop": loop, "camera": [ZOOM | {"speed": "fast"}]}
            for loop in get_args(fields.Loop)
        },
        "aspect": {aspect: {"aspect": aspect} for aspect in get_args(fields.Aspect)},
        "fade": {"in and out": {"fade_in_ms": 900, "fade_out_ms": 900}},
        "title": dict(titles()),
    }


def cameras() -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every move in every direction that people say."""
    for move, headings in HEADINGS.items():
        for heading in headings or (None,):
            yield f"{move} {heading or ''}", {"camera": [CameraMove(move=move, direction=heading)]}


def titles() -> Iterator[tuple[str, Mapping[str, object]]]:
    """At every position, in two languages and several colours."""
    for position, text, color in (
        ("top", "Harbour at Dawn", "white"),
        ("center", "Harbour", "gold"),
        ("center", "海港的早晨", "white"),
        ("bottom", "It was a quiet evening, and nobody said a word", "black"),
    ):
        title = {"text": text, "position": position, "color": color, "end_ms": 5000}
        yield f"{position} {color}", {"title": title}


def sheet(values: Mapping[str, Mapping[str, object]], photos: list[Path]) -> Image.Image:
    """A row for each value: its label, then the moments of each photo."""
    columns = len(photos) * len(MOMENTS)
    size = (LABEL + columns * CELL[0], len(values) * CELL[1])
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for row, (label, wish) in enumerate(values.items()):
        top = row * CELL[1]
        draw.text((8, top + 8), label.replace(" ", "\n"), fill="black", font_size=24)
        cells = [cell for photo in photos for cell in moments(photo, wish)]
        for column, cell in enumerate(cells):
            picture = Image.fromarray(cell)
            picture.thumbnail((CELL[0] - 4, CELL[1] - 4))
            image.paste(picture, (LABEL + column * CELL[0], top))
    return image


def moments(photo: Path, wish: Mapping[str, object]) -> Iterator[NDArray[np.uint8]]:
    """Frames of a clip."""
    direction = Direction.model_validate({"height": LINES, "seed": 1, **wish})
    size = frame_size(direction.aspect, LINES, photo_size(photo))
    picture = film(photo, direction, size)
    for moment in MOMENTS:
        planes = planar.blank(*size)
        picture.draw(round(moment * (picture.frames - 1)), planes)
        yield planar.to_rgb(planes)


def found() -> list[Path]:
    """The photos."""
    try:
        data: Traversable = files("skimage.data")
    except ModuleNotFoundError:
        sys.exit("The photos are scikit-image's: pip install -e '.[bench]'")
    sample = files("nemo_notebook") / "samples" / "dandelions.jpg"
    return [Path(str(data / name)) for name in PHOTOS] + [Path(str(sample))]


def main() -> None:
    """Writes the sheets, and prints which and how long they took."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder, photos = Path(sys.argv[1]), found()
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for field, values in wishes().items():
        if not sys.argv[2:] or field in sys.argv[2:]:
            start = time.perf_counter()
            sheet(values, photos).save(folder / f"{field}.jpg", quality=88)
            written[f"{field}.jpg"] = round(time.perf_counter() - start, 1)
    print(json.dumps({"seconds": written}))


if __name__ == "__main__":
    main()
