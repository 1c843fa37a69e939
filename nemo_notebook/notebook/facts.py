"""A few named facts, as `%nemo status` gives them: a small table, or lines of text."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

_NAME = "padding:2px 16px 2px 0;text-align:left;color:var(--jp-ui-font-color2,#6b7280)"
_VALUE = "padding:2px 0;text-align:left"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what is so; shows itself in a notebook and in a terminal.

    Attributes:
        rows: Each a name and a value.
    """

    rows: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        width = max((len(name) for name, _ in self.rows), default=0)
        return "\n".join(f"{name.ljust(width)}  {value}" for name, value in self.rows)

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th style="{_NAME};font-weight:normal">{escape(name)}</th>'
            f'<td style="{_VALUE}">{_as_html(value)}</td></tr>'
            for name, value in self.rows
        )
        return f"<table>{rows}</table>"


def _as_html(value: str) -> str:
    text = escape(value, quote=False)
    if value.startswith(("https://", "http://")):
        return f'<a href="{escape(value)}" target="_blank" rel="noopener noreferrer">{text}</a>'
    return text
