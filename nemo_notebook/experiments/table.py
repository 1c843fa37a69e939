"""A small table, for where pandas is not installed."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TypeAlias, overload

from nemo_notebook.conversation.bundle import MimeBundle
from nemo_notebook.experiments.page import printable

Cell: TypeAlias = str | int | float | None


class Table(Sequence[Mapping[str, Cell]]):
    """Rows, each a mapping of the same columns; `table["seed"]` is a column, `table[0]` a row.

    Args:
        columns: Their names, in order.
        rows: The values, in the order of the columns.
    """

    def __init__(self, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        self.columns = tuple(columns)
        self._rows: list[Mapping[str, Cell]] = [
            dict(zip(self.columns, row, strict=True)) for row in rows
        ]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Mapping[str, Cell]]:
        return iter(self._rows)

    @overload
    def __getitem__(self, which: int) -> Mapping[str, Cell]: ...
    @overload
    def __getitem__(self, which: slice) -> list[Mapping[str, Cell]]: ...
    @overload
    def __getitem__(self, which: str) -> list[Cell]: ...
    def __getitem__(
        self, which: int | slice | str
    ) -> Mapping[str, Cell] | list[Mapping[str, Cell]] | list[Cell]:
        if isinstance(which, str):
            return [row[which] for row in self._rows]
        if isinstance(which, slice):
            return [*self._rows[which]]
        return self._rows[which]

    def __repr__(self) -> str:
        lines = [self.columns, *(tuple(map(_shown, row.values())) for row in self._rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )

    def _repr_mimebundle_(self, **_: object) -> MimeBundle:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        rows = "".join(
            f"<tr>{''.join(f'<td>{escape(_shown(value))}</td>' for value in row.values())}</tr>"
            for row in self._rows
        )
        html = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        return {"text/html": html, "text/plain": repr(self)}


def as_frame(table: Table) -> object:
    """A pandas DataFrame where pandas is installed, else the table itself."""
    try:
        pandas = importlib.import_module("pandas")
    except ImportError:
        return table
    return pandas.DataFrame([*table], columns=[*table.columns])


def _shown(value: Cell) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else printable(str(value)).replace("\n", " ")
