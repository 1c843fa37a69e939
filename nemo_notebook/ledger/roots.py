"""What a notebook's last run has touched: a turn that it needs keeps its files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from nemo_notebook.ledger import files

_PINNED = "pinned"
_NAME = re.compile(r"[^\w.-]+")


class Root(BaseModel):
    """The turns of a notebook.

    Attributes:
        keys: What its present run has touched so far, in order.
        before: What the run before that had touched: a run that was cut short forgets nothing.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    keys: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


class Roots:
    """The runs of the notebooks beside a ledger.

    Args:
        folder: Where they are kept; made when the first turn is touched.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._begun: dict[str, Root] = {}

    def touch(self, notebook: str, key: str) -> None:
        """A run of a notebook, of which this object sees the whole, needs a turn.

        Raises:
            OSError: It cannot be written down.
        """
        root = self._begun.get(notebook) or Root(before=self._read(self._path(notebook)).keys)
        if key in root.keys and notebook in self._begun:
            return
        root = Root(keys=(*root.keys, key), before=root.before)
        self._begun[notebook] = root
        files.replace(self._path(notebook), root.model_dump_json(indent=1).encode())

    def pin(self, key: str) -> None:
        """Keep the files of a turn, whatever notebooks do."""
        kept = self._read(self._path(_PINNED)).keys
        root = Root(keys=tuple(dict.fromkeys((*kept, key))))
        files.replace(self._path(_PINNED), root.model_dump_json(indent=1).encode())

    def keys(self) -> frozenset[str]:
        """All turns that a run or a person needs; empty where nothing was ever touched."""
        return frozenset(self._all())

    def _all(self) -> Iterator[str]:
        for path in self._folder.glob("*.json"):
            root = self._read(path)
            yield from root.keys
            yield from root.before

    def _read(self, path: Path) -> Root:
        try:
            return Root.model_validate_json(path.read_bytes())
        except (FileNotFoundError, ValidationError):
            return Root()

    def _path(self, notebook: str) -> Path:
        """A notebook's file: by its name alone, which may be anything."""
        return self._folder / f"{_NAME.sub('-', notebook).strip('.-')[:80] or 'notebook'}.json"
