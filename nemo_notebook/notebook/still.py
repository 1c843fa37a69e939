"""A still in the terminal, where the terminal can show one.

By what the environment says of it: asking the terminal itself would read from the keyboard.
Protocols: kitty's graphics protocol, iTerm2's inline images, and sixel (DEC STD 070).
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_COLUMNS = 40
_SIDE = 400
_CHUNK = 4096
_SIXEL_COLOURS = 64
_SIXEL_ROWS = 6


def still(jpeg: bytes, environment: Mapping[str, str]) -> str | None:
    """What draws a picture when it is written to the terminal; None where nothing would.

    Args:
        jpeg: The picture; it is shown about 40 columns wide.
        environment: The process's.
    """
    if (draw := _protocol(environment)) is None:
        return None
    try:
        return draw(_small(jpeg))
    except OSError:  # no picture: the video is there all the same
        return None


def _protocol(environment: Mapping[str, str]) -> Callable[[Image.Image], str] | None:
    terminal, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if terminal.startswith(("screen", "tmux")) or environment.get("TMUX"):
        return None  # they keep such sequences to themselves
    if terminal in {"xterm-kitty", "xterm-ghostty"} or environment.get("KITTY_WINDOW_ID"):
        return _kitty
    if program in {"iTerm.app", "WezTerm"} or environment.get("LC_TERMINAL") == "iTerm2":
        return _iterm2
    if terminal.startswith(("foot", "mlterm", "yaft", "contour")) or "sixel" in terminal:
        return _sixel
    return None


def _small(jpeg: bytes) -> Image.Image:
    from PIL import Image  # noqa: PLC0415 (only where a picture is shown)

    with Image.open(io.BytesIO(jpeg)) as image:
        small = image.convert("RGB")
    small.thumbnail((_SIDE, _SIDE))
    return small


def _kitty(image: Image.Image) -> str:
    data = _encoded(image, "PNG")
    chunks = [data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK)]
    drawn = []
    for number, chunk in enumerate(chunks):
        begins = f"a=T,f=100,q=2,c={_COLUMNS}," if number == 0 else ""
        drawn.append(f"\x1b_G{begins}m={int(number < len(chunks) - 1)};{chunk}\x1b\\")
    return "".join(drawn)


def _iterm2(image: Image.Image) -> str:
    data = _encoded(image, "JPEG")
    return f"\x1b]1337;File=inline=1;width={_COLUMNS};preserveAspectRatio=1:{data}\a"


def _encoded(image: Image.Image, form: str) -> str:
    file = io.BytesIO()
    image.save(file, form)
    return base64.b64encode(file.getvalue()).decode()


def _sixel(image: Image.Image) -> str:
    indexed = image.quantize(_SIXEL_COLOURS)
    colours = indexed.getpalette() or []
    parts = [f'\x1bP0;1q"1;1;{image.width};{image.height}']
    for number in range(len(colours) // 3):
        red, green, blue = (round(value / 2.55) for value in colours[3 * number : 3 * number + 3])
        parts.append(f"#{number};2;{red};{green};{blue}")
    rows = [
        bytes(indexed.crop((0, top, image.width, top + 1)).tobytes()) for top in range(image.height)
    ]
    for top in range(0, image.height, _SIXEL_ROWS):
        parts.append("$".join(_band(rows[top : top + _SIXEL_ROWS])))
        parts.append("-")
    return f"{''.join(parts)}\x1b\\"


def _band(rows: list[bytes]) -> Iterator[str]:
    """Six rows, colour by colour: each column's bits, run by run."""
    for colour in sorted(set().union(*rows)):
        columns = (
            sum((row[left] == colour) << bit for bit, row in enumerate(rows))
            for left in range(len(rows[0]))
        )
        drawn = [(chr(63 + bits), len([*run])) for bits, run in groupby(columns)]
        yield f"#{colour}" + "".join(f"!{many}{sign}" for sign, many in drawn)
