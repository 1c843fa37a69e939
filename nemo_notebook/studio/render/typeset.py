"""A title's words to lines and to letters: which break, which size, which glyphs."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from nemo_notebook.studio.render.bidi import visual

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FACE: Final = (
    "sans"  # Rubik; what it lacks, Chinese above all, OpenCV takes from WenQuanYi Micro Hei
)
_WEIGHT: Final = 600
_MAX_LINES: Final = 6
_SMALLEST: Final = 0.68  # of the size wanted, before another line is taken
_LEADING: Final = 1.28
_ASCENT, _DESCENT = 1.12, 0.35  # of the size: no glyph of either font reaches further
_NO_LINE_START: Final = "，。、；：？！）】》」』”’…,.;:?!)]}%"
_OLDER_SIGNS: Final = str.maketrans("❤⭐🌟✅✔🎵🎶➡⬅", "♥★★✓✓♪♪→←")
_PROBE: Final = 32
_SIDE_BEARING: Final = 0.1
_FINER: Final = 3  # letters are drawn larger and then reduced
_WIDE_STROKE: Final = 0.03  # of the size, added to Chinese strokes


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text at a size, centred under each other.

    Attributes:
        lines: From top to bottom.
        size: Of the font, in pixels.
        width: Of the longest line, in pixels.
    """

    lines: tuple[str, ...]
    size: int
    width: int

    @property
    def height(self) -> int:
        """From the top of the first line's letters to the bottom of the last's, in pixels."""
        spaces = (len(self.lines) - 1) * _LEADING
        return round((spaces + _ASCENT + _DESCENT) * self.size)

    def draw(self) -> NDArray[np.uint8]:
        """Coverage of the letters, 0 to 255, shape (height, width)."""
        size = _FINER * self.size
        shape = (_FINER * self.height, _FINER * self.width)
        slim, wide = np.zeros(shape, np.uint8), np.zeros(shape, np.uint8)
        for number, line in enumerate(self.lines):
            pen = (shape[1] - _advance(line, size)) // 2
            base = round((number * _LEADING + _ASCENT) * size)
            for is_wide, run in groupby(visual(line), _wide):
                mask = wide if is_wide else slim
                (pen, _), _ = cv2.putText(
                    mask, "".join(run), (pen, base), (255,), _face(), size, _WEIGHT
                )
        # The Chinese font has one weight, thinner than the Latin one beside it.
        stroke = 2 * round(_WIDE_STROKE * size / 2) + 1
        brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (stroke, stroke))
        letters = np.maximum(slim, cv2.dilate(wide, brush))
        small = cv2.resize(letters, (self.width, self.height), interpolation=cv2.INTER_AREA)
        return np.asarray(small, np.uint8)


def typeset(text: str, size: int, room: int) -> Block:
    """Breaks and sizes a text.

    One line if it fits, at the size wanted or a little smaller; else as few lines, as even in
    length, as give a readable size.

    Args:
        text: Of drawable characters (see `drawable`).
        size: Wanted, in pixels.
        room: Width that the lines may take, in pixels.
    """
    words = _words(text)
    best = Block((text,), 1, 1)
    for count in range(1, _MAX_LINES + 1):
        lines = _broken(words, count, size)
        fitting = max(1, min(size, size * room // _widest(lines, size)))
        while fitting > 1 and _widest(lines, fitting) > room:
            fitting -= 1
        if fitting > best.size:
            best = Block(lines, fitting, _widest(lines, fitting))
        if best.size >= _SMALLEST * size:
            break
    return best


def drawable(text: str) -> str:
    """The part of a text for which there are glyphs, on one line; emoji mostly have none.

    Some emoji have an older sign of the same meaning.
    """
    text = text.translate(_OLDER_SIGNS)
    kept = (char if char.isspace() or _has_glyph(char) else "" for char in text)
    return " ".join("".join(kept).split())


def undrawable(text: str) -> str:
    """The characters that `drawable` leaves out, each once, but for what nobody sees anyway."""
    drawn = drawable(text)
    lost = (char for char in text.translate(_OLDER_SIGNS) if char not in drawn)
    return "".join(dict.fromkeys(char for char in lost if _is_seen(char)))


def _is_seen(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char)[0] not in "CM"


def _words(text: str) -> list[str]:
    """What must stay together: words with the space after them, single Chinese characters."""
    words = [""]
    for before, char in zip(" " + text, text, strict=False):
        breaks = before == " " or ((_wide(before) or _wide(char)) and char not in _NO_LINE_START)
        if breaks and char != " ":
            words.append("")
        words[-1] += char
    return [word for word in words if word]


def _broken(words: list[str], count: int, size: int) -> tuple[str, ...]:
    """At most `count` lines, the longest of them as short as can be."""
    widths = [_width(word, size) for word in words]
    low, high = math.ceil(max(widths)), math.ceil(sum(widths))
    while low < high:
        limit = (low + high) // 2
        if len(_filled(words, widths, limit)) <= count:
            high = limit
        else:
            low = limit + 1
    return tuple(_filled(words, widths, low))


def _filled(words: list[str], widths: list[float], limit: int) -> list[str]:
    lines, used = [""], 0.0
    for word, width in zip(words, widths, strict=True):
        if lines[-1] and used + width > limit:
            lines.append("")
            used = 0.0
        lines[-1] += word
        used += width
    return [line.strip() for line in lines]


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _widest(lines: tuple[str, ...], size: int) -> int:
    """Pixels that the lines take, with a little air for strokes that lean out of their place."""
    return math.ceil(max(_width(line, size) for line in lines) + 2 * _SIDE_BEARING * size + 2)


@lru_cache(4096)
def _width(text: str, size: int) -> float:
    """How far a text reaches in pixels; a space at its end counts."""
    end = "." if text.endswith(" ") else ""
    fine = _FINER * size
    return (_advance(text + end, fine) - (_advance(end, fine) if end else 0)) / _FINER


def _advance(text: str, size: int) -> int:
    _, _, width, _ = cv2.getTextSize((0, 0), text, (0, 0), _face(), size, _WEIGHT)
    return width


@lru_cache(1024)
def _has_glyph(char: str) -> bool:
    """Whether the fonts know a character: they draw a question mark for what they do not."""
    if unicodedata.category(char)[0] == "C" or unicodedata.combining(char):
        return unicodedata.combining(char) != 0
    if unicodedata.bidirectional(char) == "AL":
        return False  # Arabic letters are there, but only unjoined, which nobody can read
    return char in "?？" or not np.array_equal(_probe(char), _probe("?"))


def _probe(char: str) -> NDArray[np.uint8]:
    mask = np.zeros((2 * _PROBE, 2 * _PROBE), np.uint8)
    cv2.putText(mask, char, (_PROBE // 2, _PROBE), (255,), _face(), _PROBE, _WEIGHT)
    return mask


@lru_cache(1)
def _face() -> cv2.FontFace:
    return cv2.FontFace(_FACE)
