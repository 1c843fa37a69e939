"""HTML that reads well in an untrusted notebook, in nbconvert and on a page without scripts."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

# JupyterLab's sanitiser drops `var(…)`: greys by opacity, which suit a light and a dark page alike.
QUIET = "opacity:.65;font-size:12px;line-height:1.5"
_NAME = "padding:2px 16px 2px 0;text-align:left;vertical-align:top;font-weight:normal;opacity:.65"
_VALUE = "padding:2px 0;text-align:left;white-space:pre-wrap"


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """A small table of names and what is so."""
    drawn = "".join(
        f'<tr><th style="{_NAME}">{text(name)}</th><td style="{_VALUE}">{text(value)}</td></tr>'
        for name, value in rows
    )
    return f"<table>{drawn}</table>"


def text(said: str) -> str:
    """Words that may be anybody's, as text."""
    return escape(said, quote=False)


def as_lines(rows: Iterable[tuple[str, str]]) -> str:
    """The same table in plain text."""
    known = list(rows)
    width = max((len(name) for name, _ in known), default=0)
    return "\n".join(f"{name.ljust(width)}  {value}" for name, value in known)


def printable(said: str) -> str:
    """Words without what would move a terminal's cursor or turn the direction of writing."""
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in said)
