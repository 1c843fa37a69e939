from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from nemo_notebook.studio.server import process
from nemo_notebook.studio.server.serve import main
from tests.studio.server.conftest import Json, Served, events, jpeg, message, parts

ATTRIBUTION = {"X-Skill-Source": "t", "X-Skill-Version": "1", "X-Skill-Platform": "t"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("serve")
    served = Served(home, "--anonymous", "--allow-private-urls", "--max-upload", "1")
    yield served
    code, said = served.end(signal.SIGTERM)
    assert code == 0
    assert "Traceback" not in said


@pytest.fixture
def http(served: Served) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {served.token}"}
    with httpx.Client(base_url=served.url, headers=headers, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def curl(served: Served) -> Callable[..., str]:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")

    def run(*arguments: str) -> str:
        line = ["curl", "-sS", "-H", f"Authorization: Bearer {served.token}", *arguments]
        return subprocess.check_output([part.replace("$API", served.url) for part in line]).decode()

    return run


def open_session(http: httpx.Client, **headers: str) -> str:
    answer = http.post("/api/tasks/me/with-session/nemo_agent", json={}, headers=headers)
    return str(answer.json()["data"]["session_id"])


def test_its_greeting_has_a_line_that_works(served: Served) -> None:
    (export,) = re.findall(r"export (NEMO_TOKEN)=(\S+)", served.greeting)
    (line,) = re.findall(r"curl .*", served.greeting)
    assert served.token not in line
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    environment = {**os.environ, export[0]: export[1]}
    answer = subprocess.check_output(["sh", "-c", line], env=environment)
    assert json.loads(answer)["data"]["available"] == 100


def test_all_of_it_with_curl(
    curl: Callable[..., str], files_server: Callable[[bytes], str], tmp_path: Path
) -> None:
    photo = tmp_path / "harbour.jpg"
    photo.write_bytes(jpeg())
    body = '{"task_name": "t", "language": "en"}'
    opened = curl("-d", body, "$API/api/tasks/me/with-session/nemo_agent")
    session = json.loads(opened)["data"]["session_id"]
    form = curl("-F", f"files=@{photo}", f"$API/api/upload-video/nemo_agent/me/{session}")
    assert json.loads(form)["data"]["files"][0]["width"] == 320
    urls = json.dumps({"urls": [files_server(jpeg(seed=1))], "source_type": "url"})
    fetched = curl("-d", urls, f"$API/api/upload-video/nemo_agent/me/{session}")
    assert json.loads(fetched)["data"]["files"][0]["width"] == 320
    words = json.dumps(message(session, "slowly pan left, 1 second, 480p, no music"))
    stream = curl("-N", "-H", "Accept: text/event-stream", "-d", words, "$API/run_sse")
    assert stream.startswith("id: e-")
    assert '"turnComplete":true' in stream
    state = json.loads(curl(f"$API/api/state/nemo_agent/me/{session}/latest"))
    export = {"id": "render_curl", "sessionId": session, "draft": state["data"]["state"]["draft"]}
    jobs = "$API/api/render/proxy/lambda"
    assert json.loads(curl("-d", json.dumps(export), jobs))["id"] == "render_curl"
    while (job := json.loads(curl(f"{jobs}/render_curl")))["status"] in {"pending", "processing"}:
        pass
    video = tmp_path / "video.mp4"
    curl("-o", str(video), job["output"]["url"])
    assert video.read_bytes()[4:8] == b"ftyp"


def test_curl_shows_events_as_they_happen(curl: Callable[..., str], served: Served) -> None:
    with httpx.Client(base_url=served.url, headers=_bearer(served.token)) as http:
        session = open_session(http)
        http.post(
            f"/api/upload-video/nemo_agent/me/{session}", files=[("files", ("a.jpg", jpeg()))]
        )
        words = json.dumps(message(session, "slowly pan left, 3 seconds, 480p"))
        line = ["curl", "-sSN", "-H", f"Authorization: Bearer {served.token}", "-d", words]
        with subprocess.Popen([*line, f"{served.url}/run_sse"], stdout=subprocess.PIPE) as running:
            assert running.stdout is not None
            while b'"functionCall"' not in running.stdout.readline():
                pass
            assert _state(http, session)["draft"] is None  # the turn still goes on
            running.kill()


def test_an_anonymous_client_does_everything(served: Served) -> None:
    with httpx.Client(base_url=served.url, timeout=60) as http:
        given = http.post("/api/auth/anonymous-token", headers={"X-Client-Id": "client-1"}).json()
        assert given["data"]["credits"] == 100
        http.headers.update(_bearer(given["data"]["token"]))
        session = open_session(http)
        path = f"/api/upload-video/nemo_agent/me/{session}"
        http.post(path, files=[("files", ("a.jpg", jpeg()))])
        with http.stream("POST", "/run_sse", json=_words(session)) as response:
            assert list(events(response))[-1]["turnComplete"]
        draft = _state(http, session)["draft"]
        export = {"id": "render_anonymous", "sessionId": session, "draft": draft}
        refused = http.post("/api/render/proxy/lambda", json=export)
        assert refused.status_code == 402
        assert "x-skill-source" in refused.json()["message"]
        taken = http.post("/api/render/proxy/lambda", json=export, headers=ATTRIBUTION)
        assert taken.json()["status"] == "pending"


def test_a_token_without_client_id_is_not_given(served: Served) -> None:
    answer = httpx.post(f"{served.url}/api/auth/anonymous-token")
    assert answer.status_code == 400
    assert "X-Client-Id" in answer.json()["message"]


def test_a_client_gets_one_token_in_its_lifetime(served: Served) -> None:
    path, headers = f"{served.url}/api/auth/anonymous-token", {"X-Client-Id": "client-2"}
    given = httpx.post(path, headers=headers).json()["data"]
    lasts = datetime.fromisoformat(given["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=6) < lasts <= timedelta(days=7)
    again = httpx.post(path, headers=headers)
    assert again.status_code == 429
    assert int(again.headers["Retry-After"]) > 6 * 24 * 3600
    assert "already" in again.json()["message"]


def test_a_token_that_has_ended_is_said_and_followed_by_another(served: Served) -> None:
    path, headers = f"{served.url}/api/auth/anonymous-token", {"X-Client-Id": "client-3"}
    first = httpx.post(path, headers=headers).json()["data"]
    with contextlib.closing(sqlite3.connect(served.data_dir / "studio.db")) as database:
        database.execute(
            "UPDATE tokens SET expires = ? WHERE user = ?", (time.time() - 1, first["user_id"])
        )
        database.commit()
    credits_left = f"{served.url}/api/credits/balance/simple"
    refused = httpx.get(credits_left, headers=_bearer(first["token"]))
    assert (refused.status_code, refused.json()["code"]) == (401, 1001)
    second = httpx.post(path, headers=headers).json()["data"]
    assert second["user_id"] == first["user_id"]
    assert httpx.get(credits_left, headers=_bearer(second["token"])).status_code == 200


def test_one_client_does_not_see_the_sessions_of_another(served: Served) -> None:
    path = f"{served.url}/api/auth/anonymous-token"
    tokens = [
        httpx.post(path, headers={"X-Client-Id": name}).json()["data"]["token"] for name in "ab"
    ]
    with httpx.Client(base_url=served.url) as http:
        session = open_session(http, **_bearer(tokens[0]))
        other = http.get(f"/api/state/nemo_agent/me/{session}/latest", headers=_bearer(tokens[1]))
    assert other.json()["code"] == 1002


@pytest.mark.parametrize(
    ("scopes", "method", "path", "missing"),
    [
        ("write", "GET", "/api/credits/balance/simple", "read"),
        ("write", "GET", "/api/state/nemo_agent/me/s/latest", "read"),
        ("read", "POST", "/api/tasks/me/with-session/nemo_agent", "write"),
        ("read", "POST", "/run_sse", "write"),
        ("read write", "POST", "/api/upload-video/nemo_agent/me/s", "upload"),
        ("read write upload", "POST", "/api/render/proxy/lambda", "render"),
    ],
)
def test_a_scope_that_is_missing_is_named(
    served: Served, scopes: str, method: str, path: str, missing: str
) -> None:
    token = f"token {scopes}".replace(" ", "-")
    digest = hashlib.sha256(token.encode()).hexdigest()
    with contextlib.closing(sqlite3.connect(served.data_dir / "studio.db")) as database:
        database.execute(
            "INSERT OR REPLACE INTO tokens VALUES (?, 'u', ?, ?)",
            (digest, scopes, time.time() + 60),
        )
        database.commit()
    answer = httpx.request(method, served.url + path, headers=_bearer(token))
    assert answer.status_code == 403
    assert f"'{missing}'" in answer.json()["message"]


def test_an_upload_that_is_too_large_is_refused(http: httpx.Client) -> None:
    path = f"/api/upload-video/nemo_agent/me/{open_session(http)}"
    answer = http.post(path, files=[("files", ("a.jpg", jpeg() + bytes(2 << 20)))])
    assert (answer.status_code, answer.json()["code"]) == (413, 4002)


def test_a_file_is_fetched_from_an_address(
    http: httpx.Client, files_server: Callable[[bytes], str]
) -> None:
    url = files_server(jpeg())
    path = f"/api/upload-video/nemo_agent/me/{open_session(http)}"
    answer = http.post(path, json={"urls": [f"{url}/my%20harbour.jpg?x=1"], "source_type": "url"})
    (file,) = answer.json()["data"]["files"]
    assert (file["filename"], file["width"]) == ("my harbour.jpg", 320)


def test_a_port_in_use_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["--port", port, "--data-dir", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "--port 0" in said
    assert not list(tmp_path.iterdir())


def test_a_data_directory_that_cannot_be_used_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert main(["--port", "0", "--data-dir", str(tmp_path / "file")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [["--port", "x"], ["--port", "65536"], ["--max-upload", "0"], ["--prot", "1"]]
)
def test_a_wrong_option_is_said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: nemo-notebook serve" in capsys.readouterr().err


def test_help_says_what_anonymous_tokens_may_do(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "read, write, upload, render" in said
    assert "--child" not in said


def test_ctrl_c_ends_it_cleanly_in_the_middle_of_a_turn(tmp_path: Path) -> None:
    served = Served(tmp_path / "data")
    with httpx.Client(base_url=served.url, headers=_bearer(served.token), timeout=60) as http:
        session = open_session(http)
        path = f"/api/upload-video/nemo_agent/me/{session}"
        http.post(path, files=[("files", ("a.jpg", jpeg()))])
        words = message(session, "slowly pan left, 60 seconds")
        with http.stream("POST", "/run_sse", json=words) as response:
            stream = events(response)
            while not parts([next(stream)], "functionCall"):
                pass
            code, said = served.end(signal.SIGINT)
            *_, last = stream
    assert code == 0
    assert "Traceback" not in said
    assert last["errorCode"] == "INVOCATION_ABORTED"


def test_the_command_line_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    run: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _, command: run.append(command))
    monkeypatch.setattr(subprocess, "call", lambda _: 0)
    process.serve(["--port", "0"])
    assert run[0][-3:] == ["nemo_notebook.studio.server", "--port", "0"]


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _words(session: str) -> Json:
    return message(session, "slowly pan left, 1 second, 480p, no music")


def _state(http: httpx.Client, session: str) -> Json:
    return dict(http.get(f"/api/state/nemo_agent/me/{session}/latest").json()["data"]["state"])
