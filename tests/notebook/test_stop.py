"""Stop, on every kernel that routes a front end's messages in a way of its own.

What a page does when Stop is pressed, without a page: a custom message on the widget's own comm, a
message on the control channel, and an interrupt of the cell that waits.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager
from PIL import Image

import nemo_notebook
from nemo_notebook.notebook.control import MESSAGE

ROOT = Path(nemo_notebook.__file__).parent.parent
PATIENCE_S = 60
IN_CI = bool(os.environ.get("CI"))
KERNELS = ("6.31.0", "7.3.0", "installed")
LONG = "1080p, 60 seconds long, slowly zoom in"
"""Takes minutes: a turn that ends within seconds was stopped."""

Message = dict[str, object]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("NEMO_TOKEN", "NEMO_API_URL", "NEMO_MODE", "CI"):
            patch.delenv(variable, raising=False)
        patch.setenv("NEMO_DATA_DIR", str(home / "data"))
        patch.setenv("IPYTHONDIR", str(home / "ipython"))
        patch.setenv("JUPYTER_RUNTIME_DIR", str(home / "runtime"))
        yield home


def ipykernel(version: str, cache: pytest.Cache) -> Path:
    """That version in a folder of its own, fetched once; it goes before the installed one."""
    folder = cache.mkdir(f"ipykernel-{version}")
    if (folder / f"ipykernel-{version}.dist-info" / "METADATA").exists():
        return folder
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
    done = subprocess.run(
        [*install, "--target", str(folder), "--upgrade", f"ipykernel=={version}"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        missing = f"ipykernel {version} cannot be fetched here, so Stop is not tried with it"
        if IN_CI:
            pytest.fail(f"{missing}\n{done.stderr}")
        pytest.skip(missing)
    return folder


@dataclass
class Seen:
    """What came of a cell, as it comes."""

    status: str = ""
    messages: list[Message] = field(default_factory=list)

    @property
    def has_said_something(self) -> bool:
        """Whether it has printed; that it was taken up by the kernel is not yet that it runs."""
        return any(message["msg_type"] == "stream" for message in self.messages)

    @property
    def text(self) -> str:
        return json.dumps([message["content"] for message in self.messages], default=str)


class Kernel:
    """A kernel, and a front end without a face."""

    def __init__(self, folder: Path, before: Path | None) -> None:
        self.folder = folder
        paths = [str(path) for path in (before, ROOT) if path is not None]
        self.manager = KernelManager()
        self.manager.start_kernel(
            cwd=str(folder), env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        )
        self._client: BlockingKernelClient = self.manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=PATIENCE_S)
        self._seen: dict[str, Seen] = {}
        self.widgets: dict[str, str] = {}
        """The latest stage of each widget's turn, by its id."""

    def close(self) -> None:
        self._client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()

    def begin(self, code: str) -> Seen:
        """Run a cell, and do not wait for it."""
        seen = Seen()
        self._seen[self._client.execute(code)] = seen
        return seen

    def run(self, code: str) -> Seen:
        return self.see(self.begin(code))

    def see(self, cell: Seen) -> Seen:
        """Look until a cell has ended."""
        self.look(lambda: bool(cell.status))
        return cell

    def look(self, enough: Callable[[], bool]) -> None:
        """Take in what the kernel says, until it is enough."""
        deadline = time.monotonic() + PATIENCE_S
        while not enough():
            assert time.monotonic() < deadline, [seen.text for seen in self._seen.values()]
            try:
                self._take_in(self._client.get_iopub_msg(timeout=0.05))
            except Empty:
                continue

    def stage_of(self, widget: str) -> str:
        return self.widgets.get(widget, "")

    def widget_at_work(self, known: set[str] | None = None) -> str:
        """The id of the widget whose turn is at work, once there is one."""
        before = known or set()

        def at_work() -> list[str]:
            stages = {"animating", "exporting"}
            return [
                name
                for name, stage in self.widgets.items()
                if stage in stages and name not in before
            ]

        self.look(lambda: bool(at_work()))
        return at_work()[0]

    def press_stop(self, widget: str) -> None:
        """What a page sends first: its own message, on the widget's comm."""
        data = {"method": "custom", "content": {"kind": "stop"}}
        content = {"comm_id": widget, "data": data}
        self._client.shell_channel.send(self._client.session.msg("comm_msg", content))

    def press_stop_by_control(self, widget: str) -> None:
        """The same on the channel that is heard whichever cell runs."""
        message = self._client.session.msg(
            MESSAGE, {"model_id": widget, "message": {"kind": "stop"}}
        )
        self._client.control_channel.send(message)

    def interrupt(self) -> None:
        self.manager.interrupt_kernel()

    def _take_in(self, message: dict[str, dict[str, str]]) -> None:
        seen = self._seen.get(message["parent_header"].get("msg_id", ""))
        kind = message["header"]["msg_type"]
        content: Message = {**message["content"]}
        if seen is not None:
            seen.messages.append({"msg_type": kind, "content": content})
            if kind == "status" and content["execution_state"] == "idle":
                failed = any(one["msg_type"] == "error" for one in seen.messages)
                seen.status = "error" if failed else "ok"
        match content.get("data"):
            case {"state": {"current": {"stage": str(stage)}}}:
                self.widgets[str(content["comm_id"])] = stage
            case {"state": {"turns": [*_, {"stage": str(stage)}]}}:
                self.widgets[str(content["comm_id"])] = stage


@pytest.fixture(scope="module", params=KERNELS)
def kernel(request: pytest.FixtureRequest, home: Path) -> Iterator[Kernel]:
    version = str(request.param)
    before = None if version == "installed" else ipykernel(version, request.config.cache)
    folder = home / version
    folder.mkdir()
    Image.linear_gradient("L").resize((480, 320)).convert("RGB").save(folder / "harbour.jpg")
    kernel = Kernel(folder, before)
    try:
        said = kernel.run("import ipykernel; print(ipykernel.__version__)").text
        assert version in said or version == "installed"
        assert kernel.run("%load_ext nemo_notebook").status == "ok"
        yield kernel
    finally:
        kernel.close()


def prompt(what: str) -> str:
    """A sentence that no test before has said, so that nothing is replayed or taken up."""
    return f"{LONG}, add the title '{what}'"


def assert_stopped(kernel: Kernel, cell: Seen, behind: Seen) -> None:
    """The cell ended well, without a traceback, and what stood behind it in the queue ran."""
    kernel.see(cell)
    kernel.see(behind)
    assert cell.status == "ok", cell.text
    assert '"stage": "stopped"' in cell.text
    assert "Traceback" not in cell.text
    assert "ran behind it" in behind.text


WAITING = [
    pytest.param("%%nemo harbour.jpg\n{}", id="a blocked cell"),
    pytest.param("%%anemo harbour.jpg\n{}", id="a cell that awaits"),
]
STOPS = [
    pytest.param(Kernel.press_stop_by_control, id="control"),
    pytest.param(lambda kernel, _widget: kernel.interrupt(), id="interrupt"),
]


@pytest.mark.parametrize("cell", WAITING)
@pytest.mark.parametrize("stop", STOPS)
def test_stop_ends_what_the_cell_waits_for(
    kernel: Kernel, cell: str, stop: Callable[[Kernel, str], None]
) -> None:
    known = set(kernel.widgets)
    waiting = kernel.begin(cell.format(prompt(f"{cell[:7]} {stop}")))
    behind = kernel.begin("print('ran behind it')")
    widget = kernel.widget_at_work(known)
    stop(kernel, widget)
    assert_stopped(kernel, waiting, behind)
    assert kernel.stage_of(widget) == "stopped"


OTHER = """
import time
print("the other cell runs", flush=True)
began = time.monotonic()
while time.monotonic() - began < 3:
    time.sleep(0.01)
print("the other cell ran to its end")
"""


CHAT = """
from nemo_notebook import ChatWidget, Conversation
chat = ChatWidget(Conversation("harbour.jpg"))
chat.say({!r})
"""


@pytest.mark.parametrize("begin", ["%%nemo harbour.jpg --no-wait\n{}", CHAT], ids=["cell", "chat"])
def test_stop_by_control_reaches_a_turn_while_another_cell_runs(kernel: Kernel, begin: str) -> None:
    known = set(kernel.widgets)
    begun = kernel.run(begin.format(prompt(f"beside {begin[:5]}".strip())))
    assert begun.status == "ok", begun.text
    widget = kernel.widget_at_work(known)
    other = kernel.begin(OTHER)
    behind = kernel.begin("print('ran behind it')")
    kernel.look(lambda: other.has_said_something)
    kernel.press_stop_by_control(widget)
    kernel.look(lambda: kernel.stage_of(widget) == "stopped")
    still_runs = not other.status
    assert still_runs, "the turn stopped while the other cell still ran"
    kernel.see(other)
    kernel.see(behind)
    assert other.status == "ok"
    assert "ran to its end" in other.text
    assert "ran behind it" in behind.text


def test_stop_by_the_widgets_own_message_is_heard_between_cells(kernel: Kernel) -> None:
    known = set(kernel.widgets)
    kernel.run(f"%%nemo harbour.jpg --no-wait --as turn\n{prompt('between cells')}")
    widget = kernel.widget_at_work(known)
    kernel.press_stop(widget)
    kernel.look(lambda: kernel.stage_of(widget) == "stopped")
    # One string, for a stream may be cut between the words that `print` puts together.
    seen = kernel.run("t = await turn; print(f'{t.turn.stage} {t.video}')")
    assert "stopped None" in seen.text


def test_a_cell_that_awaits_a_turn_is_ended_by_an_interrupt_and_says_no_error(
    kernel: Kernel,
) -> None:
    known = set(kernel.widgets)
    kernel.run(f"%%nemo harbour.jpg --no-wait --as turn\n{prompt('awaited elsewhere')}")
    widget = kernel.widget_at_work(known)
    waiting = kernel.begin("print('it awaits')\nt = await turn\nprint('then', t.turn.stage)")
    behind = kernel.begin("print('ran behind it')")
    kernel.look(lambda: waiting.has_said_something)
    kernel.interrupt()
    kernel.see(waiting)
    kernel.see(behind)
    assert waiting.status == "ok", waiting.text
    assert "then stopped" in waiting.text
    assert "ran behind it" in behind.text
    assert kernel.stage_of(widget) == "stopped"


ASYNC = """
from nemo_notebook import AsyncConversation
chat = AsyncConversation("harbour.jpg")
told = []

def tell(turn):
    if turn.stage == "animating" and not told:
        told.append(turn)
        print("at work", flush=True)

await chat.say({!r}, on_update=tell)
"""


def test_an_interrupt_reaches_the_async_api_at_once(kernel: Kernel) -> None:
    waiting = kernel.begin(ASYNC.format(prompt("async")))
    kernel.look(lambda: waiting.has_said_something)
    pressed = time.monotonic()
    kernel.interrupt()
    kernel.see(waiting)
    # Asyncio's own rule: who awaits hears of it. Without a tick it took until the next event came.
    assert "CancelledError" in waiting.text
    assert time.monotonic() - pressed < 10
    assert kernel.run("print('the next cell runs')").status == "ok"
