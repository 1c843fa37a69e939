from __future__ import annotations

import pytest

from nemo_notebook.protocol.envelopes import ClaimToken, Credits, Session, open_envelope
from tests.studio.server.conftest import Person

SESSION = "/api/tasks/me/with-session/nemo_agent"
DEEP = "[" * 100_000


def test_a_session_is_opened(person: Person) -> None:
    answer = person.http.post(SESSION, json={"task_name": "Harbour", "language": "zh"})
    session = Session.model_validate(open_envelope(answer.content, answer.status_code))
    assert session.task_id != session.session_id


def test_a_session_needs_no_body(person: Person) -> None:
    assert person.http.post(SESSION).json()["code"] == 0


def test_credits_are_told(person: Person) -> None:
    answer = person.http.get("/api/credits/balance/simple")
    credits_left = Credits.model_validate(open_envelope(answer.content, answer.status_code))
    assert credits_left.available == credits_left.total == 100
    assert credits_left.frozen == 0


def test_a_claim_token_is_given_for_a_session_that_exists(person: Person) -> None:
    session = person.open_session()
    path = "/api/auth/claim-token"
    answer = person.http.post(path, json={"task_id": "t", "session_id": session})
    claim = ClaimToken.model_validate(open_envelope(answer.content, answer.status_code))
    assert claim.claim_token.startswith("clm_")
    assert claim.claim_token != person.studio.token
    assert person.http.post(path, json={"task_id": "t", "session_id": "?"}).json()["code"] == 1002


def test_an_empty_session_has_an_empty_state(person: Person) -> None:
    assert person.state(person.open_session()) == {
        "draft": None,
        "video_infos": [],
        "canvas_config": None,
        "generated_media": [],
    }


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/state/nemo_agent/me/unknown/latest"),
        ("POST", "/api/upload-video/nemo_agent/me/unknown"),
        ("GET", "/api/files/unknown/0123456789abcdef"),
    ],
)
def test_an_unknown_session_is_named_as_such(person: Person, method: str, path: str) -> None:
    answer = person.http.request(method, path)
    assert answer.status_code == 404
    assert answer.json()["code"] == 1002


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/docs", 404),
        ("GET", "/api/credits/balance/simple/", 404),
        ("GET", "/api/files/../../etc/passwd", 404),
        ("GET", "/api/render/proxy/lambda/unknown", 404),
        ("POST", "/api/render/proxy/lambda/unknown/cancel", 404),
        ("GET", "/api/render/proxy/unknown/download", 404),
        ("GET", "/run_sse/e-unknown", 404),
        ("DELETE", SESSION, 405),
        ("GET", "/run_sse", 405),
    ],
)
def test_what_is_not_there_answers_in_json(
    person: Person, method: str, path: str, status: int
) -> None:
    answer = person.http.request(method, path)
    assert answer.status_code == status
    assert answer.json()["message"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nonsense",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"a": NaN}',
        DEEP.encode(),
        b'{"a": "\\ud800"}',
    ],
)
@pytest.mark.parametrize("path", [SESSION, "/run_sse", "/api/render/proxy/lambda"])
def test_a_body_that_is_no_json_object_is_refused(person: Person, path: str, body: bytes) -> None:
    answer = person.http.post(path, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert "JSON" in answer.json()["message"]


@pytest.mark.parametrize(
    ("path", "body", "named"),
    [
        ("/run_sse", {}, "session_id"),
        ("/run_sse", {"session_id": "s"}, "new_message"),
        ("/run_sse", {"session_id": "s", "new_message": {"parts": "hello"}}, "parts"),
        ("/run_sse", {"session_id": 7, "new_message": {"parts": []}}, "session_id"),
        ("/api/render/proxy/lambda", {"id": "r", "sessionId": "s"}, "draft"),
        ("/api/render/proxy/lambda", {"id": "../r", "sessionId": "s", "draft": {}}, "id"),
        (SESSION, {"task_name": 7}, "task_name"),
    ],
)
def test_a_field_that_is_missing_or_wrong_is_named(
    person: Person, path: str, body: object, named: str
) -> None:
    answer = person.http.post(path, json=body)
    assert answer.status_code == 400
    assert named in answer.json()["message"]
