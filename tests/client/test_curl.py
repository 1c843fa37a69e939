"""The client sends what the documented `curl` calls send: both are made, caught and compared."""

from __future__ import annotations

import email
import email.policy
import shutil
import subprocess
from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from importlib.metadata import version
from pathlib import Path

import pytest

from nemo_notebook.client import AsyncNemoClient
from nemo_notebook.client.files import inspect
from nemo_notebook.protocol.draft import Draft
from tests.client.fault_server import FaultServer, Request, answer, ok
from tests.client.pictures import picture
from tests.client.ways import TOKEN, Way

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="No curl on this machine")

Call = Callable[[AsyncNemoClient], Awaitable[object]]

_WHO = (
    *("-H", f"Authorization: Bearer {TOKEN}"),
    *("-H", "X-Skill-Source: nemo-notebook"),
    *("-H", f"X-Skill-Version: {version('nemo-notebook')}"),
    *("-H", "X-Skill-Platform: unknown"),
)
_JSON = (*_WHO, "-H", "Content-Type: application/json")
_EACH_ONES_OWN = {"host", "user-agent", "accept", "accept-encoding", "connection", "content-length"}
_DRAFT = '{"t": [{"tt": 0, "sg": [{"d": 1.5}], "新": "字"}], "unknown": [1, null]}'
_OUTPUT = '{"format": "mp4", "quality": "high"}'

DOCUMENTED: dict[str, tuple[str, tuple[str, ...], Call]] = {
    "a new session": (
        "/api/tasks/me/with-session/nemo_agent",
        ("-X", "POST", *_JSON, "-d", '{"task_name": "海港", "language": "zh"}'),
        lambda c: c.create_session("海港", language="zh"),
    ),
    "an upload by URL": (
        "/api/upload-video/nemo_agent/me/s-1",
        (
            *("-X", "POST", *_JSON),
            *("-d", '{"urls": ["https://example.org/a.mp4"], "source_type": "url"}'),
        ),
        lambda c: c.upload_urls("s-1", ["https://example.org/a.mp4"]),
    ),
    "the balance": ("/api/credits/balance/simple", _WHO, lambda c: c.credits()),
    "the state": ("/api/state/nemo_agent/me/s-1/latest", _WHO, lambda c: c.state("s-1")),
    "an export": (
        "/api/render/proxy/lambda",
        (
            *("-X", "POST", *_JSON, "-d"),
            f'{{"id": "render_1", "sessionId": "s-1", "draft": {_DRAFT}, "output": {_OUTPUT}}}',
        ),
        lambda c: c.submit_export(
            "s-1",
            Draft({"t": [{"tt": 0, "sg": [{"d": 1.5}], "新": "字"}], "unknown": [1, None]}),
            render_id="render_1",
        ),
    ),
    "a look at an export": (
        "/api/render/proxy/lambda/render_1",
        _WHO,
        lambda c: c.poll_export("render_1"),
    ),
    "a claim token": (
        "/api/auth/claim-token",
        ("-X", "POST", *_JSON, "-d", '{"task_id": "t-1", "session_id": "s-1"}'),
        lambda c: c.claim_token("t-1", "s-1"),
    ),
}


def by_curl(server: FaultServer, path: str, *arguments: str) -> Request:
    command = ["curl", "-sS", "--noproxy", "*", *arguments, f"{server.url}{path}"]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    return server.requests[-1]


def headers(request: Request) -> dict[str, str]:
    named = {name.lower(): value for name, value in request.headers.items()}
    return {name: value for name, value in named.items() if name not in _EACH_ONES_OWN}


def fields(request: Request) -> list[tuple[str, str | None, str, bytes]]:
    """The parts of a multipart body: field, file name, type and content."""
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + request.body, policy=email.policy.HTTP)
    assert isinstance(message, EmailMessage)
    return [
        (
            str(part.get_param("name", header="content-disposition")),
            part.get_filename(),
            part.get_content_type(),
            part.get_content(),
        )
        for part in message.iter_parts()
    ]


@pytest.mark.parametrize(("path", "arguments", "call"), DOCUMENTED.values(), ids=[*DOCUMENTED])
def test_a_call_is_what_curl_sends(
    way: Way, server: FaultServer, path: str, arguments: tuple[str, ...], call: Call
) -> None:
    reply = ok({"task_id": "t", "session_id": "s", "claim_token": "clm_1", "id": "render_1"})
    for method in ("GET", "POST"):
        server.on(method, path, reply)
    theirs = by_curl(server, path, *arguments)
    way.run(call)
    ours = server.requests[-1]
    assert (ours.method, ours.target) == (theirs.method, theirs.target)
    assert headers(ours) == headers(theirs)
    assert (ours.json() if ours.body else None) == (theirs.json() if theirs.body else None)


def test_a_message_is_what_curl_sends(way: Way, server: FaultServer) -> None:
    server.on("POST", "/run_sse", answer(200, b"", kind="text/event-stream"))
    body = (
        '{"app_name": "nemo_agent", "user_id": "me", "session_id": "s-1", '
        '"new_message": {"parts": [{"text": "pan left"}]}}'
    )
    accept = ("-H", "Accept: text/event-stream")
    theirs = by_curl(server, "/run_sse", "-X", "POST", *_JSON, *accept, "-d", body)
    way.say("pan left")
    ours = server.requests[-1]
    assert headers(ours) == headers(theirs)
    assert ours.headers["Accept"] == theirs.headers["Accept"]
    assert ours.json() == theirs.json()


def test_an_upload_is_what_curl_sends(way: Way, server: FaultServer, tmp_path: Path) -> None:
    path = "/api/upload-video/nemo_agent/me/s-1"
    photos = [tmp_path / "a.png", tmp_path / "海港.png"]
    for photo in photos:
        photo.write_bytes(picture())
    server.on("POST", path, ok({"files": [{}, {}]}))
    forms = [argument for photo in photos for argument in ("-F", f"files=@{photo};type=image/png")]
    theirs = by_curl(server, path, "-X", "POST", *_WHO, *forms)
    way.run(lambda c: c.upload("s-1", [inspect(photo) for photo in photos]))
    ours = server.requests[-1]
    assert fields(ours) == fields(theirs)
    ours_kept, theirs_kept = headers(ours), headers(theirs)
    for kept in (ours_kept, theirs_kept):
        assert kept.pop("content-type").startswith("multipart/form-data; boundary=")
    assert ours_kept == theirs_kept
