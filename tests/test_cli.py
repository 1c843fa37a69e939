from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import av
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from nemo_notebook import cli, demo
from nemo_notebook.console import Console
from tests.conftest import run_cli

if TYPE_CHECKING:
    from tests.conftest import DemoRun

BUNDLE = {"application/vnd.jupyter.widget-view+json", "text/html", "image/jpeg", "text/plain"}


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def write_notebook(path: Path, *cells: str) -> Path:
    nbformat.write(new_notebook(cells=[new_code_cell(source) for source in cells]), path)
    return path


def outputs_of(folder: Path, cell_id: str) -> list[nbformat.NotebookNode]:
    notebook = nbformat.read(folder / "quickstart.ipynb", as_version=4)
    found: list[nbformat.NotebookNode] = next(c for c in notebook.cells if c.id == cell_id).outputs
    return found


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out.strip() == version("nemo-notebook")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["--help"])
    assert end.value.code == 0
    said = capsys.readouterr().out
    assert all(f"    {name} " in said for name in ("demo", "serve", "doctor"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["dmeo"], "no command 'dmeo'; did you mean 'demo'?"),
        (["sevre", "--port", "0"], "no command 'sevre'; did you mean 'serve'?"),
        (["xyzzy"], "no command 'xyzzy'"),
        (["demo", "--floder", "x"], "no '--floder'; did you mean '--folder'?"),
        (["demo", "--fold", "x"], "no '--fold'; did you mean '--folder'?"),
        (["doctor", "now"], "no 'now'"),
        ([], "COMMAND"),
    ],
)
def test_what_does_not_exist_is_named(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    assert end.value.code == 2
    assert said in capsys.readouterr().err


def test_serve_hands_its_words_on(tmp_path: Path) -> None:
    helped = run_cli("serve", "--help", cwd=tmp_path)
    assert helped.returncode == 0
    assert "nemo-notebook serve" in helped.stdout
    assert "--anonymous" in helped.stdout
    refused = run_cli("serve", "--port", "99999999", cwd=tmp_path)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr


def test_doctor_starts_the_studio(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"^  studio +starts and answers$", said, re.MULTILINE)
    assert version("opencv-python-headless") in said


def test_doctor_says_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    monkeypatch.setenv("NEMO_DATA_DIR", str(in_the_way))
    done = run_cli("doctor", cwd=tmp_path)
    assert done.returncode == 1
    assert re.search(r"^! studio .*could not start", done.stdout, re.MULTILINE)
    assert "Traceback" not in done.stdout + done.stderr


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    first, second, third = (demo.fresh_folder(tmp_path / "a" / "nemo-demo") for _ in range(3))
    assert first == tmp_path / "a" / "nemo-demo"
    assert (second.name, third.name) == ("nemo-demo-2", "nemo-demo-3")


def test_a_folder_that_cannot_be_made_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert cli.main(["demo", "--folder", str(tmp_path / "file" / "demo")]) == 1
    assert "cannot be made" in capsys.readouterr().err


def test_the_demo_leaves_a_notebook_and_videos(demo_run: DemoRun) -> None:
    assert demo_run.exit_code == 0, demo_run.complained
    assert demo_run.complained == ""
    for place in ("quickstart.ipynb", "nemo_media"):
        assert str(Path("nemo-demo", place)) in demo_run.said
    assert re.search(r"Done in \d+ s\.", demo_run.said)
    assert "jupyter lab nemo-demo/quickstart.ipynb" in demo_run.said


def test_the_demo_says_how_far_it_is(demo_run: DemoRun) -> None:
    cells = re.findall(r"^  (\d)/8 ", demo_run.said, re.MULTILINE)
    assert sorted(set(cells)) == [str(number) for number in range(1, 9)]
    assert re.search(r"^  3/8  %%nemo dandelions.jpg  \w+", demo_run.said, re.MULTILINE)


def test_the_videos_of_the_demo_play(demo_run: DemoRun) -> None:
    media = sorted((demo_run.folder / "nemo_media").iterdir())
    videos = [path for path in media if path.suffix != ".json"]
    assert [path.name for path in media if path.suffix == ".json"] == [
        f"{video.name}.json" for video in videos
    ]
    assert sorted(video.suffix for video in videos) == [".mp4", ".mp4", ".mp4", ".webm"]
    for video in videos:
        with av.open(str(video)) as file:
            assert {stream.type for stream in file.streams} == {"video", "audio"}
            assert sum(1 for _ in file.decode(video=0)) >= 3 * 24


@pytest.mark.parametrize("cell_id", ["first", "second"])
def test_a_cell_of_the_demo_holds_its_bundle(demo_run: DemoRun, cell_id: str) -> None:
    shown = [out for out in outputs_of(demo_run.folder, cell_id) if "data" in out]
    assert [set(out.data) for out in shown] == [BUNDLE]


def test_the_demos_notebook_can_be_moved_and_shown_around(demo_run: DemoRun) -> None:
    text = (demo_run.folder / "quickstart.ipynb").read_text("utf-8")
    assert str(demo_run.folder.parent) not in text
    assert "widget-state" not in text
    assert 'src=\\"nemo_media/' in text


@pytest.fixture
def in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ship(monkeypatch: pytest.MonkeyPatch, notebook: Path) -> None:
    monkeypatch.setattr(demo, "shipped_notebook", lambda: notebook)


def test_a_cell_that_fails_ends_the_demo_with_what_it_said(
    in_tmp: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ship(monkeypatch, write_notebook(in_tmp / "n.ipynb", "print('one')", "1 / 0", "print('three')"))
    assert cli.main(["demo"]) == 1
    assert "ZeroDivisionError: division by zero" in (said := capsys.readouterr().err)
    assert "Traceback" not in said
    saved = nbformat.read(in_tmp / "nemo-demo" / "quickstart.ipynb", as_version=4)
    assert [len(cell.outputs) for cell in saved.cells] == [1, 1, 0]


def test_a_kernel_that_dies_ends_the_demo(
    in_tmp: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dying = "import os; os.write(2, b'out of luck'); os._exit(1)"
    ship(monkeypatch, write_notebook(in_tmp / "n.ipynb", dying))
    assert cli.main(["demo"]) == 1
    said = capsys.readouterr().err
    assert "kernel died" in said
    assert "out of luck" in said


def test_a_demo_never_turns_to_the_hosted_service(
    in_tmp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEMO_TOKEN", "of-a-person")
    monkeypatch.setenv("NEMO_API_URL", "https://api.example")
    asking = "from nemo_notebook.backend import choose; print(choose().family)"
    ship(monkeypatch, write_notebook(in_tmp / "n.ipynb", asking))
    assert cli.main(["demo"]) == 0
    saved = nbformat.read(in_tmp / "nemo-demo" / "quickstart.ipynb", as_version=4)
    assert saved.cells[0].outputs[0].text == "studio\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_ends_the_demo_and_its_kernel(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(60)
        waiting = (
            "import os, socket, time\n"
            f"with socket.create_connection({listener.getsockname()}) as caller:\n"
            "    caller.sendall(str(os.getpid()).encode())\n"
            "time.sleep(60)"
        )
        write_notebook(tmp_path / "n.ipynb", waiting, "print('never')")
        code = (
            "import sys; from pathlib import Path; from nemo_notebook import cli, demo; "
            "demo.shipped_notebook = lambda: Path('n.ipynb'); sys.exit(cli.main(['demo']))"
        )
        with subprocess.Popen(
            [sys.executable, "-c", code], cwd=tmp_path, stderr=subprocess.PIPE, encoding="utf-8"
        ) as running:
            with listener.accept()[0] as caller:
                kernel = int(caller.makefile().read())
            running.send_signal(signal.SIGINT)
            _, said = running.communicate(timeout=30)
    assert running.returncode == cli.STOPPED
    assert said.startswith("\nStopped.")
    assert "Traceback" not in said
    assert (tmp_path / "nemo-demo" / "quickstart.ipynb").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(kernel, 0)


def test_lab_is_opened_on_the_notebook(
    in_tmp: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ship(monkeypatch, write_notebook(in_tmp / "n.ipynb", "1"))
    asked: list[list[str]] = []

    def call(command: list[str]) -> int:
        asked.append(command)
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    assert cli.main(["demo"]) == 0
    assert asked == []
    assert cli.main(["demo", "--lab"]) == 0
    notebook = str(Path("nemo-demo-2", "quickstart.ipynb"))
    assert asked == [[sys.executable, "-m", "jupyterlab", notebook]]
    assert "To open it" in capsys.readouterr().out


def test_without_jupyterlab_the_demo_says_how_to_get_it(
    in_tmp: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ship(monkeypatch, write_notebook(in_tmp / "n.ipynb", "1"))
    monkeypatch.setattr(cli, "find_spec", lambda name: None)
    assert cli.main(["demo"]) == 0
    assert cli.main(["demo", "--lab"]) == 1
    assert capsys.readouterr().out.count("pip install 'nemo-notebook[lab]' && jupyter lab") == 2


def test_a_terminal_keeps_one_line_for_what_is_under_way() -> None:
    terminal = Terminal()
    console = Console(terminal)
    for share in ("10%", "20%"):
        console.under_way("Animating", share)
    console.done("Animated")
    lines = terminal.getvalue().split("\r\x1b[2K")
    assert lines == ["", "Animating  10%", "Animating  20%", "Animated\n"]


def test_a_long_line_does_not_wrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    terminal = Terminal()
    Console(terminal).under_way("a" * 50)
    assert terminal.getvalue() == "\r\x1b[2K" + "a" * 19


def test_a_log_hears_of_each_step_once() -> None:
    log = StringIO()
    console = Console(log)
    console.under_way("not for a log", in_log=False)
    for share in ("10%", "20%"):
        console.under_way("Animating", share)
    console.done("Animated")
    assert log.getvalue() == "Animating\nAnimated\n"
