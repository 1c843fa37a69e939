from __future__ import annotations

import atexit
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from traitlets.config import Config

from nemo_notebook.conversation.video import Video


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    """An IPython of its own, without history on disk."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    make: Callable[..., InteractiveShell] = InteractiveShell
    made = make(config=config)
    close: Callable[[], None] = made.atexit_operations
    yield made
    atexit.unregister(close)
    close()


@pytest.fixture
def run(shell: InteractiveShell) -> Callable[[str], ExecutionResult]:
    """Runs a cell in the shell."""
    run_cell: Callable[[str], ExecutionResult] = shell.run_cell
    return run_cell


@pytest.fixture
def video(tmp_path: Path) -> Video:
    path = tmp_path / "nemo_media" / "harbour-0123.mp4"
    path.parent.mkdir()
    path.write_bytes(b"a video's bytes")
    return Video(
        path=path,
        media_type="video/mp4",
        width=1280,
        height=720,
        duration_ms=2000,
        bytes=15,
        poster=b"\xff\xd8jpeg",
    )
