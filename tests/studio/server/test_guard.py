from __future__ import annotations

import pytest

from nemo_notebook.studio.server.guard import API_VERSION
from tests.studio.server.conftest import Person

CREDITS = "/api/credits/balance/simple"


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer wrong", "Basic dTpw", "Bearer \xff\xfe"]
)
def test_who_has_no_token_is_refused(person: Person, authorization: str) -> None:
    headers = {"Authorization": authorization.encode("latin-1")}
    answer = person.http.get(CREDITS, headers=headers)  # type: ignore[arg-type]  # raw bytes are fine
    assert answer.status_code == 401
    assert answer.json()["code"] == 1001
    assert "Bearer <token>" in answer.json()["message"]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        "studio.evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1:80:80",
        "127.0.0.2",
        "studio\n",
        "",
    ],
)
def test_a_foreign_host_name_is_refused(person: Person, host: str) -> None:
    if host.endswith("\n"):
        host = host.strip() + ":port"
    answer = person.http.get(CREDITS, headers={"Host": host})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "host", ["studio", "127.0.0.1", "127.0.0.1:8787", "localhost:1", "LOCALHOST", "[::1]:65535"]
)
def test_our_own_host_names_are_let_in(person: Person, host: str) -> None:
    assert person.http.get(CREDITS, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Origin", "http://localhost:8888"),
        ("Origin", "null"),
        ("Sec-Fetch-Site", "same-origin"),
        ("Sec-Fetch-Site", "none"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS"])
def test_a_browser_is_refused(person: Person, method: str, header: str, value: str) -> None:
    answer = person.http.request(method, CREDITS, headers={header: value})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("path", "headers"),
    [(CREDITS, {}), ("/nowhere", {}), (CREDITS, {"Authorization": ""}), (CREDITS, {"Host": "x"})],
)
def test_every_answer_says_the_version(person: Person, path: str, headers: dict[str, str]) -> None:
    assert person.http.get(path, headers=headers).headers["X-Api-Version"] == API_VERSION


def test_a_body_that_is_too_large_is_refused_however_it_comes(person: Person) -> None:
    huge = b'{"task_name": "' + b"x" * (3 << 20) + b'"}'
    path = "/api/tasks/me/with-session/nemo_agent"
    declared = person.http.post(path, content=huge)
    chunked = person.http.post(path, content=iter([huge[: 1 << 20]] * 3))
    upload = f"/api/upload-video/nemo_agent/me/{person.open_session()}"
    posing = person.http.post(upload, content=huge, headers={"Content-Type": "application/json"})
    for answer in (declared, chunked, posing):
        assert answer.status_code == 413
        assert answer.json()["code"] == 4002


def test_the_token_is_shown_nowhere(person: Person) -> None:
    assert person.studio.token not in repr(person.studio)
    assert person.studio.token not in person.studio.log_tail(10_000)
    assert person.studio.token not in person.http.get("/nowhere").text
