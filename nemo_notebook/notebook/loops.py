"""For people who call `asyncio.run` on the async API inside a cell: opt-in, never needed here."""

from __future__ import annotations

from importlib import import_module

from nemo_notebook.protocol.errors import OptionError


def allow_nested_loops() -> None:
    """Let `asyncio.run` work where a loop runs already, as in a notebook cell.

    It patches asyncio for the whole process and slows it down; `await` in the cell does without.
    Nothing in this package calls it.

    Raises:
        OptionError: The extra `nemo-notebook[nest-asyncio]` is not installed.
    """
    try:
        patch = import_module("nest_asyncio2")
    except ModuleNotFoundError:
        raise OptionError(
            "Nested loops need a package that is not installed",
            hint="Run `pip install 'nemo-notebook[nest-asyncio]'`, or use `await` instead.",
        ) from None
    patch.apply()
