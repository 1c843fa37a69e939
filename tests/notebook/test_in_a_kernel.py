"""The magics in a real kernel, over the real studio."""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from PIL import Image

import nemo_notebook

ROOT = Path(nemo_notebook.__file__).parent.parent
PATIENCE_S = 60
WIDGET = "application/vnd.jupyter.widget-view+json"
BUNDLE = {WIDGET, "text/html", "image/jpeg", "text/plain"}


def photo(width: int, height: int) -> Image.Image:
    """Something with shapes in it, so that a camera's move can be seen."""
    return Image.linear_gradient("L").resize((width, height)).convert("RGB")


def png_header(width: int, height: int) -> bytes:
    """A PNG file that says its size and holds almost nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + data + chunk(b"IEND", b"")


def files_in(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.lstat().st_size for path in folder.rglob("*")}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A person's machine: a studio of its own, and no token."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("NEMO_TOKEN", "NEMO_API_URL", "CI"):
            patch.delenv(variable, raising=False)
        patch.setenv("NEMO_DATA_DIR", str(home / "data"))
        patch.setenv("NEMO_CONFIG_DIR", str(home / "config"))
        patch.setenv("IPYTHONDIR", str(home / "ipython"))
        patch.setenv("JUPYTER_RUNTIME_DIR", str(home / "runtime"))
        patch.setenv("PYTHONPATH", str(ROOT))
        yield home


# --- A whole notebook, as nbclient, papermill and nbconvert run it ---------------------------

FLOW = {
    "load": "%load_ext nemo_notebook",
    "first": "%%nemo harbour.jpg --as first -o copy.mp4\n480p, 2 seconds, slowly zoom in",
    "take": "take = _",
    "edit": "%%nemo\nmake it black and white",
    "again": "take",
    "status": "%nemo status",
    "tracks": "%nemo tracks",
    "credits": "%nemo credits",
    "backend": "%nemo backend",
    "help": "%nemo help",
    "export": "x = %nemo export webm --as y",
    "ask": "webm = take.export('webm').path\n"
    "print(f'{take is first} {x is y} {x.video.path.name} {webm.name}')",
    "chinese": "%nemo 导出 webm",
    "upload": "%nemo upload other.jpg",
    "new": "%nemo new",
}

Outputs = list[nbformat.NotebookNode]


def executed(folder: Path, cells: dict[str, str]) -> dict[str, Outputs]:
    """Run cells in a fresh kernel; their outputs by name."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source, id=name) for name, source in cells.items()]
    )
    client = NotebookClient(
        notebook, timeout=PATIENCE_S, resources={"metadata": {"path": str(folder)}}
    )
    try:
        client.execute()
    finally:
        nbformat.write(notebook, folder / "executed.ipynb")
    return {cell.id: cell.outputs for cell in notebook.cells}


@pytest.fixture(scope="module")
def folder(home: Path) -> Path:
    folder = home / "flow"
    folder.mkdir()
    photo(480, 320).save(folder / "harbour.jpg")
    photo(320, 320).save(folder / "other.jpg")
    return folder


@pytest.fixture(scope="module")
def flow(folder: Path) -> dict[str, Outputs]:
    return executed(folder, FLOW)


@pytest.mark.parametrize("cell", ["first", "edit", "again", "chinese"])
def test_a_turn_is_one_output_for_every_reader(
    flow: dict[str, Outputs], folder: Path, cell: str
) -> None:
    (output,) = flow[cell]
    assert output.output_type == "display_data"
    assert set(output.data) == BUNDLE
    html = output.data["text/html"]
    name = html.partition('src="')[2].partition('"')[0]
    assert name.startswith("nemo_media/harbour-")
    assert (folder / name).stat().st_size > 1000
    assert name in output.data["text/plain"]
    assert 'poster="data:image/jpeg;base64,' in html


def test_the_second_cell_edits_the_same_video(flow: dict[str, Outputs]) -> None:
    first, edit = flow["first"][0].data["text/html"], flow["edit"][0].data["text/html"]
    assert "slowly zoom in" in first
    assert "make it black and white" in edit
    assert first.partition('src="')[2][:40] != edit.partition('src="')[2][:40]


def test_the_take_is_kept_and_shown_again_where_it_is_asked_for(flow: dict[str, Outputs]) -> None:
    assert flow["take"] == []
    assert flow["again"][0].data["text/html"] == flow["first"][0].data["text/html"]
    said = flow["ask"][0].text.split()
    assert said[:2] == ["True", "True"]
    assert all(name.endswith(".webm") for name in said[2:])
    assert said[2] != said[3]


def test_a_copy_of_the_video_is_where_it_was_wanted(flow: dict[str, Outputs], folder: Path) -> None:
    html = flow["first"][0].data["text/html"]
    video = folder / html.partition('src="')[2].partition('"')[0]
    assert (folder / "copy.mp4").read_bytes() == video.read_bytes()


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("status", ["studio · on this machine", "black and white", "Video:", "nemo_media/"]),
        ("tracks", ["Track 1", "Video:", "(0-2s)"]),
        ("credits", ["charges nothing"]),
        ("backend", ["studio · on this machine", "NEMO_TOKEN"]),
        ("upload", ["other.jpg", "goes with the next sentence"]),
        ("new", ["Begin with a photo"]),
    ],
)
def test_a_subcommand_tells_facts(flow: dict[str, Outputs], cell: str, said: list[str]) -> None:
    (output,) = flow[cell]
    for part in said:
        assert part in output.data["text/plain"]
        assert part in output.data["text/html"]


def test_help_is_text(flow: dict[str, Outputs]) -> None:
    (output,) = flow["help"]
    assert "%nemo export [FORMAT]" in output.text


def test_the_saved_notebook_holds_no_media_twice(flow: dict[str, Outputs], folder: Path) -> None:
    notebook = json.loads((folder / "executed.ipynb").read_text("utf-8"))
    models = notebook["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    ours = [model["state"] for model in models.values() if "_esm" in model["state"]]
    assert ours
    for state in ours:
        assert state["current"] is None
        assert not state.get("buffers")
        assert len(json.dumps(state["turns"])) < 4000


def test_running_it_again_replays_it(flow: dict[str, Outputs], folder: Path) -> None:
    videos = files_in(folder / "nemo_media")
    cells = {name: FLOW[name] for name in ("load", "first", "edit")}
    again = executed(folder, cells)
    for cell in ("first", "edit"):
        (output,) = again[cell]
        assert "Replayed" in output.data["text/html"]
        assert set(output.data) == BUNDLE
    assert files_in(folder / "nemo_media") == videos


def test_a_failed_cell_stops_the_run_with_one_message(home: Path) -> None:
    folder = home / "stops"
    folder.mkdir()
    photo(320, 240).save(folder / "harbour.jpg")
    cells = {
        "load": "%load_ext nemo_notebook",
        "fails": "%%nemo harbor.jpg\nzoom in",
        "after": "print('never')",
    }
    with pytest.raises(CellExecutionError) as caught:
        executed(folder, cells)
    assert (caught.value.ename, caught.value.evalue) == (
        "PhotoError",
        "harbor.jpg does not exist. Did you mean harbour.jpg?",
    )
    saved = nbformat.read(folder / "executed.ipynb", as_version=4)
    (error,) = saved.cells[1].outputs
    assert error.traceback == ["harbor.jpg does not exist.", "Did you mean harbour.jpg?"]
    assert saved.cells[2].outputs == []


# --- A person at a kernel --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a cell."""

    status: str
    messages: list[dict[str, object]]

    @property
    def text(self) -> str:
        """Everything that a person would see, as JSON."""
        shown = {"stream", "error", "display_data", "update_display_data", "execute_result"}
        seen = [message["content"] for message in self.messages if message["msg_type"] in shown]
        return json.dumps(seen, ensure_ascii=False)

    @property
    def error(self) -> list[str]:
        """The lines of its error output; there is one at most."""
        errors = [message["content"] for message in self.messages if message["msg_type"] == "error"]
        assert len(errors) <= 1
        lines = errors[0] if errors else {}
        assert isinstance(lines, dict)
        return list(lines.get("traceback", ()))


class Kernel:
    """A kernel, and a front end without a face."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manager = KernelManager()
        self.manager.start_kernel(cwd=str(folder))
        self._client: BlockingKernelClient = self.manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=PATIENCE_S)

    def close(self) -> None:
        self._client.stop_channels()
        self.manager.shutdown_kernel()
        self.manager.cleanup_resources()

    def run(self, code: str, each: Callable[[dict[str, object]], None] | None = None) -> Ran:
        """Run a cell; `each` sees its messages as they come."""
        messages: list[dict[str, object]] = []

        def hook(message: dict[str, object]) -> None:
            messages.append(message)
            if each is not None:
                each(message)

        reply = self._client.execute_interactive(code, timeout=PATIENCE_S, output_hook=hook)
        return Ran(reply["content"]["status"], messages)

    def offered(self, cell: str) -> list[str]:
        """What Tab offers where `|` stands."""
        self._client.complete(cell.replace("|", "", 1), cell.index("|"))
        reply = self._client.get_shell_msg(timeout=PATIENCE_S)
        while reply["msg_type"] != "complete_reply":
            reply = self._client.get_shell_msg(timeout=PATIENCE_S)
        return list(reply["content"]["matches"])

    def queue(self, code: str) -> None:
        """Have a cell run when those before it are done, as Run All does."""
        self._client.execute(code)


@pytest.fixture(scope="module")
def kernel(home: Path) -> Iterator[Kernel]:
    folder = home / "kernel"
    folder.mkdir()
    fill_with_bad_files(folder)
    kernel = Kernel(folder)
    assert kernel.run("%load_ext nemo_notebook").status == "ok"
    yield kernel
    kernel.close()


def fill_with_bad_files(folder: Path) -> None:
    photo(320, 240).save(folder / "harbour.jpg")
    photo(320, 240).save(folder / "my photo.jpg")
    photo(1, 1).save(folder / "tiny.png")
    (folder / "huge.png").write_bytes(png_header(20_000, 20_000))
    (folder / "empty.jpg").touch()
    (folder / "text.jpg").write_text("no photo")
    (folder / "notes.txt").write_text("no photo")
    (folder / "loop.jpg").symlink_to("loop.jpg")
    (folder / "secret.jpg").write_bytes((folder / "harbour.jpg").read_bytes())
    (folder / "secret.jpg").chmod(0)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("%%nemo harbor.jpg\nzoom in", "Did you mean harbour.jpg?"),
        ("%%nemo loop.jpg\nzoom in", "cannot be read"),
        pytest.param(
            "%%nemo secret.jpg\nzoom in",
            "permission is missing",
            marks=pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything"),
        ),
        ("%%nemo empty.jpg\nzoom in", "empty.jpg is empty"),
        ("%%nemo text.jpg\nzoom in", "its content is not that of an image"),
        ("%%nemo notes.txt\nzoom in", "of a type that is not taken"),
        ("%%nemo tiny.png\nzoom in", "only 1×1 pixels"),
        ("%%nemo huge.png\nzoom in", "megapixels"),
        ("%%nemo harbour.jpg\n   \n", "There is nothing to say"),
        ("%%nemo harbour.jpg --fromat webm\nzoom in", "Did you mean --format?"),
        ("%%nemo my photo.jpg\nzoom in", "my does not exist"),
        ('%%nemo "my photo.jpg\nzoom in', "A quotation mark has no partner"),
        ("%%nemo\nslower", "There is no conversation yet"),
        ("%nemo export", "There is no video to export yet"),
        ("%nemo exprot webm", "Did you mean %nemo export?"),
        ("%nemo upload empty.jpg", "empty.jpg is empty"),
    ],
)
def test_bad_input_is_one_short_message(kernel: Kernel, cell: str, said: str) -> None:
    before = files_in(kernel.folder)
    ran = kernel.run(cell)
    assert ran.status == "error"
    assert said in "\n".join(ran.error)
    assert 1 <= len(ran.error) <= 2
    assert "Traceback" not in ran.text
    assert "display_data" not in {message["msg_type"] for message in ran.messages}
    assert files_in(kernel.folder) == before
    after = kernel.run("print('the next cell runs')")
    assert (after.status, after.error) == ("ok", [])
    assert "the next cell runs" in after.text


def test_tab_offers_what_a_cell_takes(kernel: Kernel) -> None:
    assert kernel.offered("%%nemo harb|\nzoom in") == ["harbour.jpg"]
    assert kernel.offered("%%nemo harbour.jpg --qua|\nzoom in") == ["--quality"]
    assert kernel.offered("%%nemo harbour.jpg\nslowly zo|") == ["zoom in", "zoom out"]
    assert kernel.offered("%nemo exp|") == ["export"]


def test_a_chat_is_one_output_for_every_reader(kernel: Kernel) -> None:
    ran = kernel.run("%nemo chat")
    assert ran.status == "ok"
    (shown,) = [one for one in ran.messages if one["msg_type"] == "display_data"]
    content = shown["content"]
    assert isinstance(content, dict)
    assert {WIDGET, "text/html", "text/plain"} <= set(content["data"])
    kernel.run("%nemo new")


def test_a_chat_asks_before_it_costs_credits_where_that_is_set(kernel: Kernel) -> None:
    kernel.run("%config NemoMagics.confirm = True")
    kernel.run("%nemo chat")
    assert "True" in kernel.run("chat = _\nprint(chat.confirm)").text
    kernel.run("%config NemoMagics.confirm = False")
    assert "False" in kernel.run("print(chat.confirm)").text
    kernel.run("%nemo new")


def test_an_empty_cell_is_one_short_message(kernel: Kernel) -> None:
    ran = kernel.run("%%nemo harbour.jpg")
    assert ran.status == "error"
    assert "the cell body is empty" in ran.text
    assert "Traceback" not in ran.text


ZOOM = "%%nemo harbour.jpg\n480p, 4 seconds, slowly zoom in"
PAN = "%%nemo harbour.jpg\n480p, 4 seconds, pan left"


def at_work(act: Callable[[], None]) -> Callable[[dict[str, object]], None]:
    """Watches a turn, and acts once when the widget shows it at work."""
    acted: list[bool] = []

    def each(message: dict[str, object]) -> None:
        shown = json.dumps(message["content"])
        if not acted and ('"stage": "animating"' in shown or '"stage": "exporting"' in shown):
            acted.append(True)
            act()

    return each


def assert_stopped_well(kernel: Kernel, ran: Ran) -> None:
    assert (ran.status, ran.error) == ("ok", [])
    assert '"stage": "stopped"' in json.dumps([message["content"] for message in ran.messages])
    updates = [m for m in ran.messages if m["msg_type"] == "update_display_data"]
    assert len(updates) == 1
    assert "Nothing is sent twice" in ran.text or "`%nemo export`" in ran.text
    assert "Traceback" not in ran.text
    after = kernel.run("print('the next cell runs')")
    assert (after.status, after.error) == ("ok", [])


def test_an_interrupt_stops_the_turn_and_not_the_notebook(kernel: Kernel) -> None:
    def queue_a_cell_and_interrupt() -> None:
        kernel.queue("queued = 'the cell behind ran'")
        kernel.manager.interrupt_kernel()

    ran = kernel.run(ZOOM, at_work(queue_a_cell_and_interrupt))
    assert_stopped_well(kernel, ran)
    assert "the cell behind ran" in kernel.run("queued").text
    assert not (kernel.folder / "nemo_media").exists()
    again = kernel.run(ZOOM)
    assert again.status == "ok"
    assert "Taken up after an interruption; nothing was sent" in again.text
    assert "nemo_media/harbour-" in again.text


PRESS_STOP = """
import threading
from nemo_notebook.notebook import turn_widget

class PressesStop(turn_widget.TurnWidget):
    '''Its Stop is pressed as soon as the turn is at work, and comes on another thread, as it
    does where the kernel hears its front end while a cell runs.'''

    pressed = False

    def notify_change(self, change):
        super().notify_change(change)
        if change["name"] == "current" and change["new"] and not self.pressed:
            self.pressed = change["new"]["stage"] in ("animating", "exporting")
            if self.pressed:
                stop = (self, {"kind": "stop"}, [])
                threading.Thread(target=self._on_message, args=stop).start()

plain, turn_widget.TurnWidget = turn_widget.TurnWidget, PressesStop
"""


def test_a_stop_that_comes_on_another_thread_stops_the_turn(kernel: Kernel) -> None:
    assert kernel.run(PRESS_STOP).status == "ok"
    videos = files_in(kernel.folder / "nemo_media")
    ran = kernel.run(PAN)
    kernel.run("turn_widget.TurnWidget = plain")
    assert_stopped_well(kernel, ran)
    assert files_in(kernel.folder / "nemo_media") == videos


def test_a_studio_that_cannot_start_says_why(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = home / "no-studio"
    folder.mkdir()
    photo(320, 240).save(folder / "harbour.jpg")
    (home / "a-file").touch()
    monkeypatch.setenv("NEMO_DATA_DIR", str(home / "a-file"))
    before = files_in(folder)
    kernel = Kernel(folder)
    try:
        kernel.run("%load_ext nemo_notebook")
        ran = kernel.run("%%nemo harbour.jpg\nzoom in")
        assert ran.status == "error"
        assert len(ran.error) <= 2
        assert "The studio could not start" in ran.text
        assert "a-file" in ran.text
        assert "nemo-notebook doctor" in ran.text
        assert files_in(folder) == before
        assert "on this machine" in kernel.run("%nemo status").text
    finally:
        kernel.close()
