"""How far a sweep is: a line that changes, in a notebook, at a terminal and in a log."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from nemo_notebook.console import Console
from nemo_notebook.experiments.page import text

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_BAR = "height:6px;border-radius:3px;background:rgba(128,128,128,.25);overflow:hidden"
_FULL = "height:6px;border-radius:3px;background:#4f7fd9"


class Watch(Protocol):
    """Tells a person how far it is; called on the thread that waits."""

    def begin(self, said: str) -> None:
        """What it comes to, before anything is done."""

    def tell(self, done: int, total: int, said: str) -> None:
        """So many of so many are done."""

    def end(self, said: str) -> None:
        """It is over."""


def watch() -> Watch:
    """What suits where this runs: a display in a kernel, else lines on standard error."""
    # Who has not loaded IPython is not in it; loading it takes its time.
    if "IPython" in sys.modules:
        from IPython.core.getipython import get_ipython  # noqa: PLC0415 (see above)

        shell = get_ipython()
        if shell is not None and hasattr(shell, "kernel"):
            return _InKernel(shell)
    return _OnConsole()


class _OnConsole:
    def __init__(self) -> None:
        self._console = Console(sys.stderr)

    def begin(self, said: str) -> None:
        self._console.done(said)

    def tell(self, done: int, total: int, said: str) -> None:
        self._console.under_way(f"{done} of {total}", said)

    def end(self, said: str) -> None:
        self._console.done(said)


class _InKernel:
    """One output that is replaced: it needs no widget, so papermill and nbclient show it, too."""

    def __init__(self, shell: InteractiveShell) -> None:
        self._publish = shell.display_pub.publish
        self._id = f"nemo-{uuid4().hex}"
        self._begun = time.monotonic()
        self._is_shown = False

    def begin(self, said: str) -> None:
        self._show(f"<div>{text(said)}</div>", said)

    def tell(self, done: int, total: int, said: str) -> None:
        seconds = time.monotonic() - self._begun
        words = f"{done} of {total} · {said} · {seconds:.0f} s"
        full = f'<div style="{_FULL};width:{100 * done / total:.0f}%"></div>'
        bar = f'<div style="{_BAR}">{full}</div>'
        self._show(f'<div style="max-width:480px">{text(words)}{bar}</div>', words)

    def end(self, said: str) -> None:  # noqa: ARG002 (what the sweep shows of itself says it)
        seconds = time.monotonic() - self._begun
        self.begin(f"Done in {seconds:.0f} s.")

    def _show(self, html: str, plain: str) -> None:
        data = {"text/html": html, "text/plain": plain}
        self._publish(data, {}, transient={"display_id": self._id}, update=self._is_shown)
        self._is_shown = True
