"""The quick start, run once more where no studio can start: the same, and nothing is asked for."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import DemoRun

WIDGET = "application/vnd.jupyter.widget-view+json"
SENT = re.compile(r"(?:Sent|已发送) · (?:key|编号) ([0-9a-f]{8}) · 0 (?:credits|积分)")
REPLAYED = re.compile(r"(?:Replayed: nothing was sent|重播：没有发送) · (?:key|编号) ([0-9a-f]{8})")


@pytest.fixture
def left(demo_run: DemoRun, tmp_path: Path) -> Path:
    """What the first run has left, at another place."""
    shutil.copytree(demo_run.folder, tmp_path / "elsewhere")
    return tmp_path / "elsewhere"


def run_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> nbformat.NotebookNode:
    """Run the notebook where a file stands in the place of the studio's data: none can start."""
    occupied = folder.parent / "occupied"
    occupied.touch()
    monkeypatch.setenv("NEMO_DATA_DIR", str(occupied))
    notebook = nbformat.read(folder / "quickstart.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.pop("outputs", None)
        if cell.cell_type == "code":
            cell.outputs = []
    return NotebookClient(
        notebook, timeout=60, resources={"metadata": {"path": str(folder)}}, kernel_name="python3"
    ).execute()


def outputs(notebook: nbformat.NotebookNode) -> list[str]:
    """What a reader sees of each cell; that a turn was sent or replayed reads alike."""
    told = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data = {kind: said for kind, said in output.get("data", {}).items() if kind != WIDGET}
            said = [output.output_type, output.get("text"), data]
            seen = json.dumps(said, ensure_ascii=False, sort_keys=True)
            told.append(REPLAYED.sub(r"turn \1", SENT.sub(r"turn \1", seen)))
    return told


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (folder / "nemo_media").iterdir()
    }


def test_it_gives_the_same_and_asks_for_nothing(
    left: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = nbformat.read(left / "quickstart.ipynb", as_version=4)
    videos = digests(left)
    shutil.rmtree(left / "nemo_media")
    after = run_again(left, monkeypatch)
    assert outputs(after) == outputs(before)
    assert digests(left) == videos
    said = json.dumps(after, ensure_ascii=False)
    assert len(set(REPLAYED.findall(said))) == 3
    assert not SENT.search(said)
    assert not list((left / ".nemo" / "journal").iterdir())
