from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from importlinter.cli import lint_imports

import nemo_notebook

ROOT = Path(__file__).parent.parent
PACKAGE = Path(nemo_notebook.__file__).parent

MACHINE_PATH = re.compile(r"(?<![\w.~/])(?:/home/|/root/|/Users/|/work/|/mnt/|[A-Z]:\\Users\\)\w+")
TOKEN = re.compile(
    r"nmv_usr_\w{8,}|clm_\w{8,}|Bearer [\w.-]{20,}|eyJ[\w-]{10,}\.[\w-]{10,}\.|gh[pousr]_\w{20,}"
)


def shipped_texts() -> Iterator[Path]:
    for place in ("nemo_notebook", "js", "notebooks", "README.md", "pyproject.toml"):
        top = ROOT / place
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            is_source = not {"node_modules", "__pycache__", "static", "tests"} & set(path.parts)
            if is_source and path.is_file() and path.suffix not in {".jpg", ".png", ".onnx"}:
                yield path


def test_the_rooms_keep_to_their_import_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0


def test_loading_the_extension_imports_nothing_heavy() -> None:
    heavy = {"av", "cv2", "dask", "PIL", "scipy", "starlette", "uvicorn"}
    code = (
        "import sys; from IPython.testing.globalipapp import start_ipython; "
        "shell = start_ipython(); before = set(sys.modules); "
        "shell.run_line_magic('load_ext', 'nemo_notebook'); "
        "assert shell.find_cell_magic('nemo'); "
        "import json; print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert not heavy & set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_the_package_imports_nothing_of_it() -> None:
    code = "import sys, nemo_notebook; print(*(m for m in sys.modules if 'nemo_notebook' in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["nemo_notebook"]


@pytest.mark.parametrize("name", nemo_notebook.__all__)
def test_a_public_name_is_there_and_documented(name: str) -> None:
    assert getattr(nemo_notebook, name).__doc__
    assert name in dir(nemo_notebook)


def test_another_name_is_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'conversatoin'"):
        nemo_notebook.conversatoin  # noqa: B018


def test_the_types_travel_with_the_package() -> None:
    assert (PACKAGE / "py.typed").is_file()


@pytest.mark.parametrize("pattern", [MACHINE_PATH, TOKEN], ids=["machine", "token"])
def test_no_shipped_file_names_a_machine_or_a_token(pattern: re.Pattern[str]) -> None:
    found = {
        str(path.relative_to(ROOT)): match[0]
        for path in shipped_texts()
        if (match := pattern.search(path.read_text("utf-8")))
    }
    assert not found


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.name)
def test_notebooks_ship_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count is None and not cell.outputs for cell in code)
    assert all(re.fullmatch(r"[a-z-]+", cell.id) for cell in notebook.cells)


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "js" / "package-lock.json").read_text("utf-8")
