"""Where nobody watches: papermill, and a plain script."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import nbformat
import pytest
from PIL import Image

import nemo_notebook
from nemo_notebook.ledger.ledger import Ledger

ROOT = Path(nemo_notebook.__file__).parent.parent

CELLS = {
    "parameters": "photo = 'none.jpg'\nseconds = 9\ntitle = ''\nkind = 'mp4'\nseed = 0",
    "load": "%load_ext nemo_notebook",
    "first": "%%nemo {photo} --format {{kind}} --seed {{seed}} --as take\n"
    '480p, {{seconds}} second, no music, add the title "{{title}}"',
    "async": "%%anemo --no-export\nblack and white",
    "result": "print(f'{take.video.path.name} {take.video.duration_ms}')",
    "ask": "try:\n    get_ipython().run_line_magic('nemo', 'connect')\n"
    "except Exception as error:\n    print(f'{type(error).__name__} {error}')",
}


@pytest.fixture
def environment(tmp_path: Path) -> Mapping[str, str]:
    Image.linear_gradient("L").resize((320, 240)).save(tmp_path / "harbour.png")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("NEMO_TOKEN", "NEMO_API"))}
    return {**kept, "PYTHONPATH": str(ROOT), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


def written(folder: Path, cells: Mapping[str, str]) -> Path:
    made = [nbformat.v4.new_code_cell(source, id=name) for name, source in cells.items()]
    made[0].metadata["tags"] = ["parameters"]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(
        nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel}), folder / "in.ipynb"
    )
    return folder / "in.ipynb"


def papermill(
    folder: Path, environment: Mapping[str, str], *parameters: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "papermill", "in.ipynb", "out.ipynb", "--no-progress-bar"]
    return subprocess.run(
        [*command, *parameters],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_papermills_parameters_reach_a_cell(tmp_path: Path, environment: Mapping[str, str]) -> None:
    written(tmp_path, CELLS)
    values = {"photo": "harbour.png", "seconds": 1, "title": "A b", "kind": "webm", "seed": 7}
    parameters = [word for item in values.items() for word in ("-p", item[0], str(item[1]))]
    done = papermill(tmp_path, environment, *parameters)
    assert done.returncode == 0, done.stderr
    notebook = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    outputs = {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}
    (first,) = outputs["first"]
    assert '480p, 1 second, no music, add the title "A b"' in first.data["text/html"]
    assert {"text/html", "image/jpeg", "text/plain"} < set(first.data)
    assert "black and white" in outputs["async"][0].data["text/html"]
    name, duration = outputs["result"][0].text.split()
    assert name.startswith("harbour-")
    assert name.endswith(".webm")
    assert duration == "1000"
    assert outputs["ask"][0].text.startswith("InputError Nobody can be asked for a token here")
    turns = sorted(Ledger(tmp_path / ".nemo").turns(), key=lambda turn: turn.settled_at)
    assert turns[0].params == {"seed": 7}


SCRIPT = """
import sys
from nemo_notebook import Conversation

with Conversation("harbour.png") as chat:
    take = chat.say("zoom in, 480p, 1 second, no music")
    assert take.video.path.is_file()
unwanted = {"ipywidgets", "anywidget", "ipykernel", "matplotlib"} & set(sys.modules)
assert not unwanted, unwanted
"""


def test_a_plain_script_shows_no_widget_and_makes_no_noise(
    tmp_path: Path, environment: Mapping[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


TERMINAL = (
    "%load_ext nemo_notebook\n%nemo upload harbour.png\n%nemo zoom in, 480p, 1 second\nexit\n"
)


def test_an_ipython_in_a_terminal_tells_progress_and_the_path(
    tmp_path: Path, environment: Mapping[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "IPython", "--simple-prompt", "--no-banner", "--colors=nocolor"],
        cwd=tmp_path,
        env={**environment, "IPYTHONDIR": str(tmp_path / "ipython")},
        input=TERMINAL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Animating the photo" in done.stdout
    assert "Zooming in" in done.stdout
    assert "nemo_media/harbour-" in done.stdout
    assert "\x1b_G" not in done.stdout
