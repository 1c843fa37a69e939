"""A video at a glance: stills of it in a grid, for papers and READMEs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from nemo_notebook.experiments.stills import evenly, frames_at
from nemo_notebook.protocol.errors import NothingToExportError, OptionError

if TYPE_CHECKING:  # both are heavy, and most notebooks ask for no sheet
    from PIL.Image import Image

    from nemo_notebook.conversation.take import TakeData

MOST_STILLS = 64
_SIDE = 480
_GAP = 8
_STAMP_SIZE = 15


def contact_sheet(take: TakeData, *, stills: int = 6) -> Image:
    """Draw a take's video as a grid of stills, evenly spaced over its length.

    Args:
        take: What a turn left.
        stills: How many, 1 to 64. Each is the frame in the middle of its part of the video.

    Returns:
        An RGB image; a still is at most 480 pixels wide and high, and carries its time.

    Raises:
        NothingToExportError: The take has no video.
        OptionError: There cannot be that many stills.
    """
    if not 1 <= stills <= MOST_STILLS:
        raise OptionError(
            f"A contact sheet cannot have {stills} stills", hint=f"Choose 1 to {MOST_STILLS}."
        )
    if not hasattr(take, "video"):
        raise OptionError(
            f"That is a {type(take).__name__}, not a take", hint="A take is what say() returns."
        )
    if take.video is None:
        raise NothingToExportError("This take has no video to show")
    times = evenly(take.video.duration_ms / 1000, stills)
    return _grid(list(_stamped_stills(take.video.path, times)))


def _stamped_stills(path: Path, times: Sequence[float]) -> Iterator[Image]:
    """The frames that are seen at some times, in seconds and rising."""
    for frame, time in zip(frames_at(path, times), times, strict=True):
        still = frame.to_image()
        still.thumbnail((_SIDE, _SIDE))
        yield _stamped(still, time)


def _stamped(still: Image, time: float) -> Image:
    """The still with its time in the lower left corner, readable on any picture."""
    from PIL import ImageDraw, ImageFont  # noqa: PLC0415 (heavy; see above)

    draw = ImageDraw.Draw(still, "RGBA")
    font = ImageFont.load_default(_STAMP_SIZE)
    text = f"{int(time // 60)}:{time % 60:04.1f}"
    left, top, right, bottom = draw.textbbox((14, still.height - 14), text, font=font, anchor="ls")
    draw.rounded_rectangle((left - 6, top - 5, right + 6, bottom + 5), 5, fill=(0, 0, 0, 150))
    draw.text((14, still.height - 14), text, font=font, anchor="ls", fill="white")
    return still


def _grid(stills: Sequence[Image]) -> Image:
    """Stills side by side on white, about as many to a row as there are rows."""
    from PIL import Image as PillowImage  # noqa: PLC0415 (heavy; see above)

    square = math.ceil(math.sqrt(len(stills)))
    # One more to a row where that leaves fewer places empty: three in a row, not two and one.
    columns = min((square, square + 1), key=lambda columns: -len(stills) % columns)
    rows = math.ceil(len(stills) / columns)
    width, height = stills[0].width + _GAP, stills[0].height + _GAP
    sheet = PillowImage.new("RGB", (columns * width - _GAP, rows * height - _GAP), "white")
    for number, still in enumerate(stills):
        row, column = divmod(number, columns)
        sheet.paste(still, (column * width, row * height))
    return sheet
