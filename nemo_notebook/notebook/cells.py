"""The cell that runs, and the notebook that it stands in, as far as a kernel is told."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell

_SAID_BY_JUPYTER = "JPY_SESSION_NAME"
_SAID_BY_VS_CODE = "__vsc_ipynb_file__"


class RunningCell:
    """The front end's name for the cell that runs.

    Args:
        shell: Which tells when a cell begins.
    """

    def __init__(self, shell: InteractiveShell) -> None:
        self._name: str | None = None
        shell.events.register("pre_run_cell", self._begin)

    @property
    def name(self) -> str | None:
        """The name, until it is claimed."""
        return self._name

    def claim(self) -> str | None:
        """The name, once a run: of several sentences in one cell, only the first is bound to it."""
        name, self._name = self._name, None
        return name

    def _begin(self, info: object) -> None:
        name = getattr(info, "cell_id", None)
        self._name = name if isinstance(name, str) else None


def notebook_path(variables: Mapping[str, object]) -> Path | None:
    """The notebook that the kernel runs for; None where nobody says, as in a terminal."""
    said = variables.get(_SAID_BY_VS_CODE) or os.environ.get(_SAID_BY_JUPYTER)
    if not isinstance(said, str) or not said.endswith(".ipynb"):
        return None
    # Jupyter's server says it from its own root; the kernel stands in the notebook's folder.
    return next((path for path in (Path(said), Path(Path(said).name)) if path.is_file()), None)
