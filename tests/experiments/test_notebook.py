"""The notebook `experiments.ipynb`, run as a person or papermill runs it, and run again."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "experiments.ipynb"


def run(folder: Path, **parameters: int) -> dict[str, NotebookNode]:
    """Run it with other parameters, put in below the tagged cell as papermill does."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    tagged[0].source += "".join(f"\n{name} = {value}" for name, value in parameters.items())
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    nbformat.write(notebook, folder / "executed.ipynb")
    return {cell.id: cell for cell in notebook.cells if cell.cell_type == "code"}


@pytest.fixture(scope="module")
def folder(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notebook")


@pytest.fixture(scope="module")
def first(folder: Path) -> dict[str, NotebookNode]:
    return run(folder, seeds=1)


def html(cell: NotebookNode) -> str:
    return "".join(out.data.get("text/html", "") for out in cell.outputs if "data" in out)


def test_every_cell_shows_what_it_promises(first: dict[str, NotebookNode]) -> None:
    assert html(first["sweep"]).count("<video autoplay") == 2
    assert "2 sent and made" in html(first["sweep"])
    assert "motion" in html(first["frame"])
    assert "grade look" in html(first["compare"])
    assert "nemo_media/compare-" in html(first["compare"])
    assert "the ledger: picture and sound" in html(first["identify"])
    assert "%%nemo dandelions.jpg" in html(first["cells"])
    assert "image/png" in first["sheet"].outputs[0].data


def test_progress_is_shown_without_a_widget_and_leaves_one_line(
    first: dict[str, NotebookNode],
) -> None:
    progress, grid = first["sweep"].outputs
    assert re.fullmatch(r"Done in \d+ s\.", progress.data["text/plain"])
    assert "application/vnd.jupyter.widget-view+json" not in {*progress.data, *grid.data}


def test_no_path_of_the_machine_is_left_in_it(first: dict[str, NotebookNode], folder: Path) -> None:
    text = (folder / "executed.ipynb").read_text("utf-8")
    assert str(folder) not in text
    assert len(text) < 2_000_000


def test_again_it_needs_no_studio(
    first: dict[str, NotebookNode], folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "occupied").touch()
    monkeypatch.setenv("NEMO_DATA_DIR", str(tmp_path / "occupied"))  # no studio can start there
    for video in (folder / "nemo_media").iterdir():
        video.unlink()
    again = run(folder, seeds=1)
    assert "2 replayed" in html(again["sweep"])
    assert html(again["compare"]) == html(first["compare"])
    assert html(again["cells"]) == html(first["cells"])


def test_it_is_shipped_without_outputs() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not [cell for cell in notebook.cells if cell.get("outputs")]
