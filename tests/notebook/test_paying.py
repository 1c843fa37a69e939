"""The magics where messages cost credits: a studio that charges, in the hosted service's place."""

from __future__ import annotations

import builtins
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from threading import Timer

import nbformat
import pytest
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import run_kernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from PIL import Image

import nemo_notebook
from nemo_notebook.client.export import LOCAL
from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.conversation.take import Take
from nemo_notebook.notebook.extension import load
from nemo_notebook.notebook.facts import Facts
from nemo_notebook.notebook.widget import ChatWidget
from nemo_notebook.protocol.errors import InputError
from nemo_notebook.protocol.events import JsonObject

Run = Callable[[str], ExecutionResult]

ROOT = Path(nemo_notebook.__file__).parent.parent
COMMAND = [sys.executable, "-m", "nemo_notebook.studio.server", "--port=0", "--credits=150"]
SAY = "%%nemo harbour.png --no-export\nzoom in, 480p, 1 second, no music"


@pytest.fixture
def paid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: InteractiveShell, run: Run
) -> Iterator[None]:
    """A shell that is set to ask, a photo beside it, and a balance of 150."""
    process = subprocess.Popen(
        [*COMMAND, f"--data-dir={tmp_path / 'data'}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    greeting = ""
    while "Ctrl-C" not in greeting:
        line = process.stdout.readline()
        assert line, "It ended before it greeted"
        greeting += line
    monkeypatch.setenv("NEMO_API_URL", re.findall(r"http://127\.0\.0\.1:\d+", greeting)[0])
    monkeypatch.setenv("NEMO_TOKEN", re.findall(r"Token: (\S+)", greeting)[0])
    monkeypatch.chdir(tmp_path)
    Image.linear_gradient("L").resize((160, 120)).save("harbour.png")
    load(shell)
    run("%config NemoMagics.confirm = True")
    yield
    run("%nemo new")
    process.terminate()
    process.communicate(timeout=20)


class Person:
    """Answers what is asked, and remembers the questions."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.questions: list[str] = []
        self.answers: Callable[[], str] = lambda: "y"
        monkeypatch.setattr(builtins, "input", self.asked)

    def asked(self, question: str) -> str:
        self.questions.append(question)
        return self.answers()


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    return Person(monkeypatch)


def interrupt() -> str:
    raise KeyboardInterrupt


def test_only_what_is_confirmed_is_sent_and_a_replay_asks_nothing(
    paid: None, run: Run, person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    person.answers = lambda: "n"
    refused = run(SAY)
    assert isinstance(refused.error_in_exec, InputError)
    assert "Nothing was sent, as you answered" in str(refused.error_in_exec)
    person.answers = interrupt
    stopped = run(SAY)
    assert stopped.success
    assert "Traceback" not in capsys.readouterr().out
    assert "150 credits available" in repr(run("%nemo credits").result)
    person.answers = lambda: "y"
    assert run(SAY).success
    assert "50 credits available" in repr(run("%nemo credits").result)
    assert len(person.questions) == 3
    assert "100 of 150 credits" in person.questions[-1]
    replay = run(SAY).result
    assert isinstance(replay, Take)
    assert replay.replayed
    assert len(person.questions) == 3
    run("%config NemoMagics.confirm = False")
    assert run("%%nemo --no-export\nblack and white").success
    assert len(person.questions) == 3
    link = run("%nemo open").result
    assert isinstance(link, Facts)
    address = link.rows[0][1]
    assert "/workspace/claim?ct=clm_" in address
    assert f'<a href="{address}"' in link._repr_html_()


def test_there_is_nothing_to_open_before_the_first_turn(
    run: Run, shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEMO_API_URL", "http://127.0.0.1:9")
    load(shell)
    assert "no project to open yet. Begin with a photo" in str(run("%nemo open").error_in_exec)


def test_where_nobody_can_be_asked_the_run_ends_and_says_how_to_go_on(
    paid: None, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    sources = ["%load_ext nemo_notebook", "%config NemoMagics.confirm = True", SAY]
    notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, sources)])
    resources = {"metadata": {"path": str(tmp_path)}}
    with pytest.raises(CellExecutionError) as caught:
        NotebookClient(notebook, timeout=60, resources=resources).execute()
    assert caught.value.ename == "InputError"
    assert "nobody can be asked here" in caught.value.evalue
    assert "%config NemoMagics.confirm = False" in caught.value.evalue
    assert "150 credits available" in repr(run("%nemo credits").result)


def test_the_question_is_asked_in_the_cell(
    paid: None, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    questions: list[str] = []
    with run_kernel(cwd=str(tmp_path)) as client:
        assert isinstance(client, BlockingKernelClient)

        def answer(request: dict[str, dict[str, str]]) -> None:
            questions.append(request["content"]["prompt"])
            client.input("y")

        for source in ("%load_ext nemo_notebook", "%config NemoMagics.confirm = True", SAY):
            reply = client.execute_interactive(source, timeout=60, stdin_hook=answer)
            assert reply["content"]["status"] == "ok"
    assert questions == ["This message costs about 100 of 150 credits. Send it? [y/N] "]
    assert "50 credits available" in repr(run("%nemo credits").result)


class Page(ChatWidget):
    """A chat whose page answers what it is asked."""

    def __init__(self, conversation: Conversation) -> None:
        self.answers: dict[str, str] = {}
        self.sent: SimpleQueue[JsonObject] = SimpleQueue()
        super().__init__(conversation, confirm=True)
        self.observe(self._asked, "question")

    def _asked(self, change: dict[str, dict[str, str] | None]) -> None:
        if (question := change["new"]) is not None:
            self.answers[question["text"]] = said = "no" if not self.answers else "yes"
            answer = {"kind": "answer", "id": question["id"], "yes": said == "yes"}
            Timer(0, self._handle_custom_msg, (answer, [])).start()

    def send(self, content: JsonObject, buffers: list[bytes] | None = None) -> None:
        self.sent.put(content)

    def wait_for(self, kind: str) -> JsonObject:
        while (content := self.sent.get(timeout=30))["kind"] != kind:
            pass
        return content


def test_a_chat_asks_on_its_page_in_the_language_of_the_sentence(
    paid: None, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nemo_notebook.client.export.HOSTED", LOCAL)  # it is on this machine
    with Conversation("harbour.png") as conversation:
        page = Page(conversation)
        page.say("放大，480p，1秒，不要音乐")
        assert page.wait_for("unsent")["text"] == "放大，480p，1秒，不要音乐"
        assert [*page.answers] == ["这条消息约需 100 积分（可用 150）。要发送吗？"]
        assert page.turns == []
        assert "150 credits available" in repr(run("%nemo credits").result)
        page.say("zoom in, 480p, 1 second, no music")
        page.wait_for("media")
        assert page.answers.popitem() == (
            "This message costs about 100 of 150 credits. Send it?",
            "yes",
        )
        assert "50 credits available" in repr(run("%nemo credits").result)
        page.close()
