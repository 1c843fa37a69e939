from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

import nemo_notebook
from nemo_notebook.notebook.extension import load
from nemo_notebook.protocol.errors import NemoError

ROOT = Path(nemo_notebook.__file__).parent.parent

LOAD = """
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_line_magic("load_ext", "nemo_notebook")
assert shell.find_cell_magic("nemo") and shell.find_line_magic("nemo")
print(*sys.modules)
"""

HEAVY = {"cv2", "av", "starlette", "uvicorn", "dask", "numpy", "PIL"}
LATER = {
    "pydantic",
    "httpx",
    "anywidget",
    "ipywidgets",
    "nemo_notebook.client",
    "nemo_notebook.backend",
}


def test_loading_imports_nothing_that_a_first_cell_does_not_need(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOAD],
        env={"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(tmp_path), "HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "nemo_notebook.notebook.magics" in loaded
    assert loaded.isdisjoint(HEAVY | LATER)


@pytest.mark.parametrize("version", [(6, 29, 5), (6, 31, 0, "final"), (7, 1, 0), (8, 0, 0, "b", 1)])
def test_a_kernel_that_is_new_enough_gets_the_magics(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch, version: tuple[int | str, ...]
) -> None:
    monkeypatch.setattr(shell, "kernel", object(), raising=False)
    monkeypatch.setitem(sys.modules, "ipykernel", SimpleNamespace(version_info=version))
    load(shell)
    assert "nemo" in shell.magics_manager.magics["cell"]


@pytest.mark.parametrize(
    ("version", "said"),
    [((6, 28, 0), "6.28.0, which is too old"), ((7, 0, 1), "7.0.1, which loses messages")],
)
def test_a_kernel_that_is_too_old_is_told_what_to_do(
    shell: InteractiveShell,
    run: Callable[[str], ExecutionResult],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    version: tuple[int, ...],
    said: str,
) -> None:
    monkeypatch.setattr(shell, "kernel", object(), raising=False)
    monkeypatch.setitem(sys.modules, "ipykernel", SimpleNamespace(version_info=version))
    result = run("%load_ext nemo_notebook")
    assert isinstance(result.error_in_exec, NemoError)
    output = capsys.readouterr()
    assert said in output.out
    assert "%pip install -U" in output.out
    assert "Traceback" not in output.out + output.err
    assert run("1 + 1").result == 2


def test_a_kernel_of_another_make_is_not_asked_for_its_version(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "kernel", object(), raising=False)
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    load(shell)
    assert "nemo" in shell.magics_manager.magics["line"]


def test_a_terminal_needs_no_ipykernel(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ipykernel", SimpleNamespace(version_info=(5, 0, 0)))
    load(shell)
    assert "nemo" in shell.magics_manager.magics["line"]
