"""Errors as a person sees them in a cell: one short message, no traceback.

The error itself is raised, so that the cell counts as failed: Run All, nbclient and papermill stop
there, and code can catch it by its own class. Only its drawing changes, through IPython's own hook
for that, on this one instance. `UsageError` would leave nothing but a line on stderr, which tools
that look for an error output (papermill, nbval) do not find, and which says "UsageError" of things
that are none. Errors that are not ours keep their traceback: they are bugs.
"""

from __future__ import annotations

from IPython.core.interactiveshell import InteractiveShell

from nemo_notebook.protocol.errors import NemoError


def shortened(error: NemoError, *, told: bool = False) -> NemoError:
    """Have IPython draw an error in a line or two.

    Args:
        error: What is about to be raised.
        told: Whether the cell's output says already what happened; then it is not said twice.

    Returns:
        The same error.
    """
    lines = ["Not done: see the message above."] if told else message_lines(error)
    vars(error).setdefault("_render_traceback_", lambda: lines)
    # IPython draws a whole traceback for what descends from an exception group, hook or not.
    error.__context__ = None
    return error


def in_full(error: NemoError, shell: InteractiveShell) -> NemoError:
    """Have IPython draw an error with its traceback: for whoever writes code around this.

    Returns:
        The same error.
    """

    def drawn() -> list[str]:
        kind, traceback = type(error), error.__traceback__
        lines: list[str] = shell.InteractiveTB.structured_traceback(kind, error, traceback)
        return lines

    vars(error)["_render_traceback_"] = drawn
    return error


def message_lines(error: NemoError) -> list[str]:
    """What happened, and what to do next."""
    happened = error.message if "\n" in error.message else f"{error.message}."
    return [happened.rstrip(), error.hint] if error.hint else [happened.rstrip()]
