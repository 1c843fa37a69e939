"""HTML that reads well in an untrusted notebook, in nbconvert and on a page without scripts."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from html import escape
from pathlib import Path
from urllib.parse import quote

from nemo_notebook.conversation.bundle import relative
from nemo_notebook.conversation.video import Video

# JupyterLab's sanitiser drops `var(…)`: greys by opacity, which suit a light and a dark page alike.
QUIET = "opacity:.65;font-size:12px;line-height:1.5"
_TABLE = "margin:0 0 12px;border-collapse:collapse"
_NAME = "padding:2px 16px 2px 0;text-align:left;vertical-align:top;font-weight:normal;opacity:.65"
_VALUE = "padding:2px 0;text-align:left;white-space:pre-wrap"
_TILE = "display:inline-block;vertical-align:top;margin:0 12px 16px 0"
_CLIPPED = "overflow:hidden;text-overflow:ellipsis;white-space:nowrap"
_POSTER_SIDE = 480
_POSTER_QUALITY = 72


def tile(video: Video | None, lines: Iterable[str], *, width: int, beside: Path) -> str:
    """A video that plays by itself, without sound, and words below it; tiles stand side by side.

    Args:
        video: What plays; None leaves a grey field.
        lines: Words; the first is what matters, the others are quiet.
        width: In CSS pixels.
        beside: The folder that the notebook stands in; the link is relative to it.
    """
    first, *others = lines
    player = _player(video, width, beside) if video is not None else _field(width)
    said = f'<div style="{_CLIPPED};margin-top:4px" title="{escape(first)}">{text(first)}</div>'
    quiet = "".join(
        f'<div style="{QUIET};{_CLIPPED}" title="{escape(line)}">{text(line)}</div>'
        for line in others
        if line
    )
    return f'<div style="{_TILE};width:{width}px">{player}{said}{quiet}</div>'


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """A small table of names and what is so."""
    drawn = "".join(
        f'<tr><th style="{_NAME}">{text(name)}</th><td style="{_VALUE}">{text(value)}</td></tr>'
        for name, value in rows
    )
    return f'<table style="{_TABLE}">{drawn}</table>'


def table(head: Iterable[str], rows: Iterable[tuple[str, Iterable[str]]]) -> str:
    """A table with a name at the beginning of each row."""
    names = "".join(f'<th style="{_VALUE};padding-right:16px">{text(name)}</th>' for name in head)
    drawn = "".join(
        f'<tr><th style="{_NAME}">{text(name)}</th>'
        + "".join(f'<td style="{_VALUE};padding-right:16px">{text(value)}</td>' for value in values)
        + "</tr>"
        for name, values in rows
    )
    return f'<table style="{_TABLE}"><thead><tr>{names}</tr></thead><tbody>{drawn}</tbody></table>'


def text(said: str) -> str:
    """Words that may be anybody's, as text."""
    return escape(said, quote=False)


def quiet(said: str) -> str:
    """A line of small, grey words."""
    return f'<p style="margin:0 0 8px;{QUIET}">{text(said)}</p>'


def as_lines(rows: Iterable[tuple[str, str]]) -> str:
    """The same table as `facts` in plain text."""
    known = list(rows)
    width = max((len(name) for name, _ in known), default=0)
    return "\n".join(f"{name.ljust(width)}  {value}" for name, value in known)


def printable(said: str) -> str:
    """Words without what would move a terminal's cursor or turn the direction of writing."""
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in said)


def _player(video: Video, width: int, beside: Path) -> str:
    source = quote(relative(video.path, beside))
    height = round(width * video.height / video.width)
    poster = base64.b64encode(_small(video.poster)).decode()
    return (
        f'<video autoplay controls loop muted playsinline preload="metadata" src="{source}" '
        f'poster="data:image/jpeg;base64,{poster}" width="{width}" height="{height}" '
        f'style="display:block;width:{width}px;height:{height}px;border-radius:8px"></video>'
    )


def _field(width: int) -> str:
    height = round(width * 9 / 16)
    return (
        f'<div style="height:{height}px;border-radius:8px;background:rgba(128,128,128,.14)"></div>'
    )


def _small(poster: bytes) -> bytes:
    """A poster for a tile: many of them stand in one notebook."""
    from PIL import Image  # noqa: PLC0415 (heavy, and most notebooks show no tiles)

    with Image.open(io.BytesIO(poster)) as image:
        image.thumbnail((_POSTER_SIDE, _POSTER_SIDE))
        jpeg = io.BytesIO()
        image.save(jpeg, "JPEG", quality=_POSTER_QUALITY, optimize=True)
    return jpeg.getvalue()
