"""The studio with all that makes it more like the hosted service, from the command line on."""

from __future__ import annotations

import hashlib
import json
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from nemo_notebook.studio.server.serve import main
from tests.studio.server.conftest import Json, Served, jpeg, message

ATTRIBUTION = {"X-Skill-Source": "t", "X-Skill-Version": "1", "X-Skill-Platform": "t"}
SHOT = "slowly pan left, 1 second, 480p, no music"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("likeness")
    faults = home / "faults.toml"
    faults.write_text('[[faults]]\non = "claim"\ndo = "answer"\nstatus = 503\n')
    arguments = ["--credits", "200", "--plan", "free", "--flavour", "flat", "--anonymous"]
    served = Served(home / "data", *arguments, "--faults", str(faults))
    yield served
    code, said = served.end(signal.SIGTERM)
    assert code == 0
    assert "Traceback" not in said


def client(served: Served, client_id: str = "") -> httpx.Client:
    """The owner's client, or that of an anonymous user."""
    token = served.token
    if client_id:
        path, headers = f"{served.url}/api/auth/anonymous-token", {"X-Client-Id": client_id}
        given = httpx.post(path, headers=headers).json()["data"]
        assert given["credits"] == 100
        token = given["token"]
    headers = {"Authorization": f"Bearer {token}", **ATTRIBUTION}
    return httpx.Client(base_url=served.url, headers=headers, timeout=60)


def session_with_photo(http: httpx.Client, photo: bytes = b"") -> str:
    answer = http.post("/api/tasks/me/with-session/nemo_agent", json={})
    session = str(answer.json()["data"]["session_id"])
    files = [("files", ("a.jpg", photo or jpeg()))]
    http.post(f"/api/upload-video/nemo_agent/me/{session}", files=files)
    return session


def say(http: httpx.Client, session: str, words: str) -> list[Json]:
    with http.stream("POST", "/run_sse", json=message(session, words)) as response:
        assert response.status_code == 200
        lines = [line for line in response.iter_lines() if line.startswith("data: ")]
    return [json.loads(line.removeprefix("data: ")) for line in lines]


def balance(http: httpx.Client) -> tuple[int, int, int]:
    left = http.get("/api/credits/balance/simple").json()["data"]
    return left["available"], left["frozen"], left["total"]


def test_work_is_charged_until_the_credits_are_spent(served: Served) -> None:
    with client(served) as http:
        assert balance(http) == (200, 0, 200)
        session = session_with_photo(http)
        told = say(http, session, "what can you do?")
        assert {event["type"] for event in told} == {"text"}
        assert balance(http) == (200, 0, 200)
        kinds = {event["type"] for event in say(http, session, SHOT)}
        assert kinds == {"text", "tool_call", "tool_result"}
        assert balance(http) == (100, 0, 100)
        for words in ("add the title 'Dawn'", "make the title red"):
            say(http, session, words)
            assert balance(http) == (50, 0, 50)
        second = session_with_photo(http)
        refused = http.post("/run_sse", json=message(second, SHOT))
        assert (refused.status_code, refused.json()["code"]) == (400, 2001)
        assert "takes 100, and 50 are left" in refused.json()["message"]
        assert refused.json()["data"]["url"] == "https://nemovideo.com"
        assert "text" in {event["type"] for event in say(http, second, "what can you do?")}
        assert balance(http) == (50, 0, 50)


def test_work_under_way_is_frozen(served: Served) -> None:
    with client(served, "frozen") as http:
        session = session_with_photo(http)
        words = message(session, "slowly pan left, 3 seconds, 480p, no music")
        with http.stream("POST", "/run_sse", json=words) as response:
            lines = response.iter_lines()
            assert any('"tool_call"' in line for line in lines)
            assert balance(http) == (0, 100, 100)
            list(lines)
        assert balance(http) == (0, 0, 0)


def test_what_cannot_be_made_is_refunded_and_that_is_said(served: Served) -> None:
    with client(served, "unlucky") as http:
        photo = jpeg(seed=9)
        session = session_with_photo(http, photo)
        (kept,) = served.data_dir.glob(f"files/*/{hashlib.sha256(photo).hexdigest()}.*")
        kept.unlink()
        told = say(http, session, SHOT)
        assert any("error" in event for event in told)
        assert "100 credits for it were refunded" in "".join(e.get("content", "") for e in told)
        assert balance(http) == (100, 0, 100)


def test_an_anonymous_user_is_shown_where_to_register(served: Served) -> None:
    with client(served, "spender") as http:
        session = session_with_photo(http)
        say(http, session, SHOT)
        refused = http.post("/run_sse", json=message(session, "make it black and white"))
        assert refused.json()["code"] == 2001
        assert "?bind=" in refused.json()["data"]["url"]


def test_the_free_plan_has_no_exports_however_many_credits(served: Served) -> None:
    with client(served, "exporter") as http:
        export = {"id": "render_free", "sessionId": session_with_photo(http), "draft": {}}
        refused = http.post("/api/render/proxy/lambda", json=export)
        assert refused.status_code == 402
        assert "plan" in refused.json()["message"]
        assert balance(http)[0] == 100


def test_the_owner_may_export_on_any_plan(served: Served) -> None:
    with client(served) as http:
        export = {"id": "render_owner", "sessionId": session_with_photo(http), "draft": {}}
        assert http.post("/api/render/proxy/lambda", json=export).status_code == 400


def test_faults_are_read_from_the_file(served: Served) -> None:
    with client(served) as http:
        assert http.post("/api/auth/claim-token", json={"session_id": "s"}).status_code == 503
        assert http.post("/api/auth/claim-token", json={"session_id": "s"}).status_code == 404


@pytest.mark.parametrize(
    "arguments",
    [
        ["--credits", "-1"],
        ["--credits", "many"],
        ["--plan", "gold"],
        ["--flavour", "sharp"],
        ["--faults", "missing.json"],
    ],
)
def test_a_wrong_option_is_said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert arguments[0] in last


def test_a_file_of_faults_that_is_none_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "faults.json"
    path.write_text('[{"on": "message", "do": "explode"}]')
    with pytest.raises(SystemExit):
        main(["--faults", str(path)])
    last = capsys.readouterr().err.splitlines()[-1]
    assert "faults.0" in last
    assert "explode" in last
