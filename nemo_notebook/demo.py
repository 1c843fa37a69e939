"""The quick-start notebook, run in a kernel of this Python in a folder of its own."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_async
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError
from nbformat import NotebookNode

from nemo_notebook.console import Console

NOTEBOOK = "quickstart.ipynb"
_CELL_LIMIT_S = 600
_LOG_LINES = 12
_HOSTED = ("NEMO_TOKEN", "NEMO_API_URL")
"""What chooses the hosted service: a demo spends nobody's credits and sends nobody a photo."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left.

    Attributes:
        notebook: The notebook with its outputs, as far as it came.
        videos: What was made, the oldest first.
        seconds: How long it took.
        trouble: What went wrong, in a few lines; empty where every cell ran.
        stopped: Whether the person stopped it.
    """

    notebook: Path
    videos: tuple[Path, ...]
    seconds: float
    trouble: str = ""
    stopped: bool = False


def fresh_folder(wanted: Path) -> Path:
    """Make the folder, or the first of `wanted-2`, `wanted-3` … that is not there yet.

    Raises:
        OSError: It cannot be made.
    """
    names = itertools.chain([wanted.name], (f"{wanted.name}-{n}" for n in itertools.count(2)))
    for name in names:
        with contextlib.suppress(FileExistsError):
            folder = wanted.with_name(name)
            folder.mkdir(parents=True)
            break
    return folder


def shipped_notebook() -> Path:
    """Where the quick-start notebook is: in the package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "notebooks" / NOTEBOOK
    return installed if installed.exists() else package.parent / "notebooks" / NOTEBOOK


def run(folder: Path, console: Console) -> Outcome:
    """Run the notebook; it is saved with its outputs whatever happens on the way.

    Args:
        folder: Where it runs and leaves everything.
        console: Told which cell runs and how far it is.
    """
    notebook = nbformat.read(shipped_notebook(), as_version=4)
    begun = time.monotonic()
    trouble, stopped = "", False
    with tempfile.TemporaryFile() as log:
        try:
            asyncio.run(_execute(notebook, folder, console, log))
        except _StoppedError:
            stopped = True
        except (CellExecutionError, CellControlSignal) as error:
            trouble = _said_of(error)
        except (DeadKernelError, RuntimeError) as error:
            trouble = f"The kernel died: {error}\n{_tail(log)}".rstrip()
        finally:
            target = folder / NOTEBOOK
            _save(notebook, target)
    media = (folder / "nemo_media").glob("*.*")
    videos = sorted(
        (path for path in media if path.suffix != ".json"), key=lambda path: path.stat().st_mtime
    )
    return Outcome(target, tuple(videos), time.monotonic() - begun, trouble, stopped)


async def _execute(notebook: NotebookNode, folder: Path, console: Console, log: IO[bytes]) -> None:
    client = _WatchedClient(
        notebook,
        km=AsyncKernelManager(kernel_spec_manager=_ThisPython()),
        timeout=_CELL_LIMIT_S,
        store_widget_state=False,
        record_timing=False,
    )
    client.console = console
    environment = {name: value for name, value in os.environ.items() if name not in _HOSTED}
    kernel = client.async_setup_kernel(
        cleanup_kc=True, cwd=str(folder), env=environment, stdout=log, stderr=log
    )
    async with kernel:
        with _signals_to(client):
            await client.execute_cells()


class _StoppedError(Exception):
    """The person pressed Ctrl-C; the running cell was interrupted and has ended."""


class _ThisPython(KernelSpecManager):
    """Knows one kernel: the Python that runs this, whatever kernels are installed beside it."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name=kernel_name, language="python")


class _WatchedClient(NotebookClient):
    """Tells a console what runs, by listening to the widget's messages as a front end does."""

    console: Console
    stopped = False
    _label = ""

    async def execute_cells(self) -> None:
        """Run the code cells in order.

        Raises:
            CellExecutionError: A cell failed.
            _StoppedError: Stop was asked for.
        """
        cells = [pair for pair in enumerate(self.nb.cells) if pair[1].cell_type == "code"]
        for number, (index, cell) in enumerate(cells, start=1):
            self._label = ""
            self._line = f"  {number}/{len(cells)}  {_gist(cell.source)}"
            begun = time.monotonic()
            self.console.under_way(self._line, in_log=False)
            try:
                await self.async_execute_cell(cell, index)
            finally:
                if self.stopped:
                    raise _StoppedError
            self.console.done(f"{self._line:<48}  {time.monotonic() - begun:5.1f} s")

    def stop(self) -> None:
        """Interrupt the running cell; it ends its turn, and no other cell is begun."""
        self.stopped = True
        if self.km is not None:
            self._interrupting = asyncio.ensure_future(ensure_async(self.km.interrupt_kernel()))

    def handle_comm_msg(
        self, outs: list[NotebookNode], msg: dict[str, object], cell_index: int
    ) -> None:
        super().handle_comm_msg(outs, msg, cell_index)
        news = _within(msg, "content", "data", "state", "current")
        news = news or _within(msg, "content", "data", "content")
        self._label = str(news.get("label", self._label))
        if self._label and "progress" in news:
            share = news["progress"]
            percent = f"{share:4.0%}" if isinstance(share, float | int) else ""
            self.console.under_way(f"{self._line}  {self._label}", percent)


def _gist(source: str) -> str:
    """The line that tells a cell from others: the first that is no import."""
    lines = [line for line in source.splitlines() if line]
    return next((line for line in lines if not line.startswith(("from ", "import "))), source)


def _within(msg: dict[str, object], *keys: str) -> dict[str, object]:
    """What stands in a message under these keys; an empty object where it is none."""
    found: object = msg
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


@contextlib.contextmanager
def _signals_to(client: _WatchedClient) -> Iterator[None]:
    """Let Ctrl-C stop the cell before anything else, in place of killing the kernel under it."""
    loop = asyncio.get_running_loop()
    # Windows has no such handlers: there Ctrl-C ends the program, and the kernel with it.
    with contextlib.suppress(NotImplementedError):
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, client.stop)
    yield


def _said_of(error: Exception) -> str:
    if isinstance(error, CellExecutionError):
        return f"A cell failed: {error.ename}: {error.evalue}"
    return f"A cell did not end: {str(error).splitlines()[0]}"


def _tail(log: IO[bytes]) -> str:
    log.seek(0)
    lines = log.read().decode("utf-8", "replace").strip().splitlines()
    return "\n".join(lines[-_LOG_LINES:])


def _save(notebook: NotebookNode, target: Path) -> None:
    aside = target.with_name(f".{target.name}.part")
    nbformat.write(notebook, aside)
    aside.replace(target)
