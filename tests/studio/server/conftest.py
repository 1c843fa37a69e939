from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image

from nemo_notebook.studio.server.database import Database
from nemo_notebook.studio.server.process import StudioProcess

Json = dict[str, Any]

COMMAND = [sys.executable, "-m", "nemo_notebook.studio.server"]


class Person:
    """Somebody who talks to a studio over its socket."""

    def __init__(self, studio: StudioProcess) -> None:
        self.studio = studio
        self.http = httpx.Client(
            transport=httpx.HTTPTransport(uds=str(studio.uds)),
            base_url=studio.url,
            headers={"Authorization": f"Bearer {studio.token}"},
            timeout=60,
        )

    def close(self) -> None:
        self.http.close()

    def open_session(self) -> str:
        answer = self.http.post(
            "/api/tasks/me/with-session/nemo_agent", json={"task_name": "test", "language": "en"}
        )
        assert answer.json()["code"] == 0
        return str(answer.json()["data"]["session_id"])

    def upload(self, session: str, content: bytes, name: str = "harbour.jpg") -> httpx.Response:
        return self.http.post(
            f"/api/upload-video/nemo_agent/me/{session}", files=[("files", (name, content))]
        )

    def say(self, session: str, text: str) -> list[Json]:
        with self.saying(session, text) as response:
            return list(events(response))

    def saying(self, session: str, text: str) -> Any:
        return self.http.stream("POST", "/run_sse", json=message(session, text))

    def state(self, session: str) -> Json:
        answer = self.http.get(f"/api/state/nemo_agent/me/{session}/latest").json()
        assert answer["code"] == 0
        return dict(answer["data"]["state"])

    def small_draft(self, *, photo: bytes = b"", **direction: Any) -> tuple[str, Json]:
        """A session with a photo, and a draft of it that is quick to render."""
        session = self.open_session()
        asset = self.upload(session, photo or jpeg()).json()["data"]["files"][0]["id"]
        shot = {"duration_ms": 1000, "fps": 24, "height": 480, **direction}
        track = {"tt": 0, "sg": [{"d": shot["duration_ms"], "m": {"title": "harbour"}}]}
        return session, {"t": [track], "m": {"asset": asset, "direction": shot}}

    def submit(
        self,
        session: str,
        draft: object,
        *,
        job: str = "",
        **output: str,
    ) -> httpx.Response:
        body = {
            "id": job or f"render_{time.monotonic_ns()}",
            "sessionId": session,
            "draft": draft,
            "output": {"format": "mp4", "quality": "low", **output},
        }
        return self.http.post("/api/render/proxy/lambda", json=body)

    def wait(self, job: str, *, until: tuple[str, ...] = ("completed", "failed")) -> Json:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            told: Json = self.http.get(f"/api/render/proxy/lambda/{job}").json()
            if told["status"] in until:
                return told
            time.sleep(0.02)  # a job is polled; that is how the protocol tells of it
        raise AssertionError(f"The export is still {told}")

    def export(self, session: str, draft: object, **output: str) -> bytes:
        job = self.submit(session, draft, **output).json()["id"]
        told = self.wait(job)
        assert told["status"] == "completed", told
        return self.http.get(told["output"]["url"]).content


class Served:
    """A studio in the foreground of a terminal."""

    def __init__(self, data_dir: Path, *arguments: str) -> None:
        self.data_dir = data_dir
        command = [*COMMAND, "--port", "0", "--data-dir", str(data_dir), *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert self.process.stdout is not None
        self.greeting = ""
        while "Ctrl-C" not in self.greeting:
            line = self.process.stdout.readline().decode()
            assert line, "It ended before it greeted"
            self.greeting += line
        self.url = re.findall(r"http://127\.0\.0\.1:\d+", self.greeting)[0]
        self.token = re.findall(r"Token: (\S+)", self.greeting)[0]

    def end(self, with_signal: int) -> tuple[int, str]:
        """The exit code, and what it said on the way."""
        self.process.send_signal(with_signal)
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said.decode()


def message(session: str, text: str) -> Json:
    return {
        "app_name": "nemo_agent",
        "user_id": "me",
        "session_id": session,
        "new_message": {"parts": [{"text": text}]},
    }


def events(response: httpx.Response) -> Iterator[Json]:
    """The events of a stream as they come, each with the `id:` of its frame as `sse_id`."""
    sse_id = ""
    for line in response.iter_lines():
        name, _, value = line.partition(": ")
        if name == "id":
            sse_id = value
        if name == "data":
            yield {**json.loads(value), "sse_id": sse_id}


def parts(said: list[Json], kind: str) -> list[Any]:
    """All parts of one kind, in order: `text`, `functionCall` or `functionResponse`."""
    found = (part for event in said for part in event.get("content", {}).get("parts", []))
    return [part[kind] for part in found if kind in part]


def jpeg(width: int = 320, height: int = 180, *, seed: int = 0) -> bytes:
    """A small photo with something to see in it."""
    y, x = np.mgrid[0:height, 0:width]
    waves = np.sin(x / 17 + seed) + np.cos(y / 11)
    pixels = np.stack([waves * 60 + 120, x * 255 / width, y * 255 / height], axis=-1)
    return picture(pixels.astype(np.uint8), "JPEG")


def picture(pixels: np.ndarray[Any, np.dtype[np.uint8]], kind: str) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind)
    return file.getvalue()


def wav(seconds: float = 0.5) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(round(seconds * 8000) * 2))
    return file.getvalue()


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    process = StudioProcess.start(tmp_path_factory.mktemp("studio"))
    yield process
    process.close()


@pytest.fixture(scope="session")
def person(studio: StudioProcess) -> Iterator[Person]:
    person = Person(studio)
    yield person
    person.close()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


class _Files(BaseHTTPRequestHandler):
    """A web server with one file, and with every way to be a bad one."""

    content = b""

    def do_GET(self) -> None:
        kind, _, target = self.path.partition("?to=")
        match kind:
            case "/redirect":
                self.send_response(302)
                self.send_header("Location", target)
                self.end_headers()
            case "/missing":
                self.send_error(404)
            case "/short":
                self._answer(len(self.content) + 10)
            case "/nonsense":
                self.wfile.write(b"\x00 this is not HTTP \r\n\r\n")
            case _:
                self._answer(len(self.content))

    def _answer(self, promised: int) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(promised))
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(self.content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's word)
        """Say nothing."""


@pytest.fixture
def files_server() -> Iterator[Callable[[bytes], str]]:
    """Serves one file on this machine, at any path; gives the address."""
    servers: list[ThreadingHTTPServer] = []

    def serve(content: bytes) -> str:
        handler = type("Files", (_Files,), {"content": content})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "studio.db")
    yield database
    database.close()
