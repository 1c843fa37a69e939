"""The chat in marimo, as an anywidget: an app run headless by marimo's own runtime."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

from PIL import Image

import nemo_notebook
from nemo_notebook.notebook.turn_widget import TurnWidget

ROOT = Path(nemo_notebook.__file__).parent.parent

APP = """
import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    from nemo_notebook import ChatWidget, Conversation

    chat = mo.ui.anywidget(ChatWidget(Conversation("harbour.png")))
    chat
    return (chat,)


@app.cell
def _(chat):
    import time

    chat.widget.say("zoom in, 480p, 1 second, no music")
    while not chat.widget.turns:
        time.sleep(0.05)
    print("made:", chat.widget.turns[-1]["stage"], chat.widget.takes[-1].video.path.name)
    print("seen:", chat.value["backend"])
    return
"""


def test_a_chat_is_mounted_and_makes_a_turn_in_marimo(tmp_path: Path) -> None:
    Image.linear_gradient("L").resize((320, 240)).save(tmp_path / "harbour.png")
    (tmp_path / "app.py").write_text(APP)
    done = subprocess.run(
        [sys.executable, "-m", "marimo", "-q", "export", "html", "app.py", "-o", "app.html", "-f"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "app.html").read_text("utf-8")
    assert re.search(r"made: done harbour-[0-9a-f]{8}\.mp4", page)
    assert "seen: studio" in page
    mounted = re.search(r"marimo-anywidget[^>]*data-model-id='\\u0026quot;(\w+)\\u0026quot;", page)
    assert mounted is not None
    opened = re.search(
        r'"esm_spec": \{[^}]*"url": "data:text/javascript;base64,([^"]+)"'
        rf'(?:(?!"op":).)*"model_id": "{mounted[1]}", "op": "model-lifecycle"',
        page,
    )
    assert opened is not None, "the page is told what the widget runs"
    assert base64.b64decode(opened[1]).decode() == str(TurnWidget._esm)
