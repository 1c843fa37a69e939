"""Everything but messages: what is asked, what is repeated, and what is said of a refusal."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from nemo_notebook.client import AsyncNemoClient, NemoClient
from nemo_notebook.client.files import inspect
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.errors import (
    AuthenticationError,
    BackendError,
    InsufficientCreditsError,
    MediaTooLargeError,
    NemoError,
    OptionError,
    PhotoError,
    PlanRequiredError,
    RateLimitError,
    ScopeError,
    ServiceError,
    SessionNotFoundError,
    UnsupportedMediaError,
)
from tests.client.fault_server import FaultServer, Reply, Request, answer, drop, ok, reset, silence
from tests.client.pictures import picture
from tests.client.ways import TOKEN, Way, shown

CREDITS = "/api/credits/balance/simple"
STATE = "/api/state/nemo_agent/me/s-1/latest"
SESSION = "/api/tasks/me/with-session/nemo_agent"
UPLOAD = "/api/upload-video/nemo_agent/me/s-1"
RENDER = "/api/render/proxy/lambda"
CLAIM = "/api/auth/claim-token"

DRAFT = Draft({"t": [{"tt": 0, "sg": [{"d": 1.10, "x": None}], "新": "字"}], "unknown": [1, 2.0]})
PNG = picture()


def identity(request: Request) -> dict[str, str]:
    kept = ("Authorization", "X-Skill-Source", "X-Skill-Platform", "X-Client-Id", "Content-Type")
    return {name: request.headers[name] for name in kept if name in request.headers}


WHO = {
    "Authorization": f"Bearer {TOKEN}",
    "X-Skill-Source": "nemo-notebook",
    "X-Skill-Platform": "unknown",
}
JSON = {**WHO, "Content-Type": "application/json"}

# What the documented curl calls send: method, path, headers, JSON.
DOCUMENTED: dict[
    str,
    tuple[Callable[[AsyncNemoClient], Awaitable[object]], str, str, dict[str, str], object, object],
] = {
    "new session": (
        lambda c: c.create_session("Harbour", language="zh"),
        "POST",
        SESSION,
        JSON,
        {"task_name": "Harbour", "language": "zh"},
        {"task_id": "t", "session_id": "s"},
    ),
    "upload by URL": (
        lambda c: c.upload_urls("s-1", ["https://example.org/a.mp4"]),
        "POST",
        UPLOAD,
        JSON,
        {"urls": ["https://example.org/a.mp4"], "source_type": "url"},
        {"files": []},
    ),
    "credits": (lambda c: c.credits(), "GET", CREDITS, WHO, None, {"available": 1}),
    "state": (lambda c: c.state("s-1"), "GET", STATE, WHO, None, {"state": {}}),
    "submit an export": (
        lambda c: c.submit_export("s-1", DRAFT, render_id="render_1"),
        "POST",
        RENDER,
        JSON,
        {
            "id": "render_1",
            "sessionId": "s-1",
            "draft": DRAFT.raw,
            "output": {"format": "mp4", "quality": "high"},
        },
        {"id": "render_1", "status": "pending"},
    ),
    "poll an export": (
        lambda c: c.poll_export("render_1"),
        "GET",
        f"{RENDER}/render_1",
        WHO,
        None,
        {"status": "pending"},
    ),
    "cancel an export": (
        lambda c: c.cancel_export("render_1"),
        "POST",
        f"{RENDER}/render_1/cancel",
        JSON,
        {},
        {},
    ),
    "claim token": (
        lambda c: c.claim_token("t-1", "s-1"),
        "POST",
        CLAIM,
        JSON,
        {"task_id": "t-1", "session_id": "s-1"},
        {"claim_token": "clm_1"},
    ),
}


@pytest.mark.parametrize(
    ("use", "method", "path", "headers", "body", "data"), DOCUMENTED.values(), ids=DOCUMENTED
)
def test_requests_are_those_of_the_documented_calls(
    way: Way,
    server: FaultServer,
    use: Callable[[AsyncNemoClient], Awaitable[object]],
    method: str,
    path: str,
    headers: dict[str, str],
    body: object,
    data: object,
) -> None:
    server.on(method, path, ok(data))
    way.run(use)
    (request,) = server.requests
    assert (request.method, request.target) == (method, path)
    assert identity(request) == headers
    assert request.headers["X-Skill-Version"]
    assert (request.json() if request.body else None) == body


def test_a_message_is_that_of_the_documented_call(way: Way, server: FaultServer) -> None:
    way.say("向左平移")
    (request,) = server.requests
    assert (request.method, request.target) == ("POST", "/run_sse")
    assert request.headers["Accept"] == "text/event-stream"
    assert identity(request) == JSON
    assert request.json() == {
        "app_name": "nemo_agent",
        "user_id": "me",
        "session_id": "s-1",
        "new_message": {"parts": [{"text": "向左平移"}]},
    }


def test_a_seed_goes_in_the_development_kits_own_field(way: Way, server: FaultServer) -> None:
    for seed in (None, 0, 7):
        way.say(seed=seed)
    bodies = [request.json() for request in server.asked("POST", "/run_sse")]
    assert [isinstance(body, dict) and body.get("state_delta") for body in bodies] == [
        None,
        {"seed": 0},
        {"seed": 7},
    ]


def test_an_upload_is_a_form_of_files(way: Way, server: FaultServer, tmp_path: Path) -> None:
    photo = tmp_path / '海港 "1".png'
    photo.write_bytes(PNG)
    files = [{"filename": "a.png", "width": 16, "fps": "30/1", "extra": 1}]
    server.on("POST", UPLOAD, ok({"files": files}))
    told: list[tuple[int, int]] = []
    taken = way.run(
        lambda c: c.upload(
            "s-1",
            [inspect(photo), inspect(PNG, name="two.png")],
            on_progress=lambda done, total: told.append((done, total)),
        )
    )
    assert (taken[0].filename, taken[0].width, taken[0].fps) == ("a.png", 16, None)
    (request,) = server.requests
    assert request.headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert request.body.count(b'name="files"; filename=') == 2
    assert request.body.count(b"Content-Type: image/png") == 2
    assert request.body.count(PNG) == 2
    assert "海港".encode() in request.body
    assert told[-1] == (2 * len(PNG), 2 * len(PNG))
    assert told == sorted(told)


def test_a_file_that_vanished_is_not_sent(way: Way, server: FaultServer, tmp_path: Path) -> None:
    photo = tmp_path / "a.png"
    photo.write_bytes(PNG)
    looked_at = inspect(photo)
    photo.unlink()
    with pytest.raises(PhotoError, match=r"a\.png cannot be read any more"):
        way.run(lambda c: c.upload("s-1", [looked_at]))
    assert server.requests == []


def test_no_web_address(way: Way, server: FaultServer) -> None:
    with pytest.raises(OptionError):
        way.run(lambda c: c.upload_urls("s-1", ["https://a.example/x.png", "file:///etc/passwd"]))
    assert server.requests == []


def test_a_draft_goes_back_as_it_came(way: Way, server: FaultServer) -> None:
    raw = b'{"code":0,"data":{"state":{"draft":{"t":[{"sg":[{"d":1.50,"id":123456789012345678901,'
    raw += '"n":null,"字":"\\u2028"}],"tt":9}],"z":[]}}}}'.encode()
    server.on("GET", STATE, answer(200, raw))
    server.on("POST", RENDER, ok({"status": "pending"}))
    draft = way.run(lambda c: c.state("s-1")).timeline()
    way.run(lambda c: c.submit_export("s-1", draft))
    sent = server.requests[-1].json()
    assert isinstance(sent, dict)
    assert sent["draft"] == json.loads(raw)["data"]["state"]["draft"]


def test_ids_cannot_leave_their_place_in_the_path(way: Way, server: FaultServer) -> None:
    with pytest.raises(ServiceError):
        way.run(lambda c: c.state("../../evil?x=1#y"))
    assert server.requests[0].target == "/api/state/nemo_agent/me/..%2F..%2Fevil%3Fx%3D1%23y/latest"


# Retries

LOST: dict[str, Reply] = {"dropped": drop, "reset": reset, "cut": answer(200, {}, missing=b"more")}
FAILING = {status: answer(status, {"detail": "later"}) for status in (500, 502, 503, 504)}


@pytest.mark.parametrize("reply", [*LOST.values(), *FAILING.values()], ids=[*LOST, *FAILING])
def test_a_get_is_repeated(way: Way, server: FaultServer, reply: Reply) -> None:
    server.on("GET", CREDITS, reply, reply, ok({"available": 7}))
    assert way.run(lambda c: c.credits()).available == 7
    assert len(way.time.waits) == 2
    assert 0.3 < way.time.waits[0] <= 0.5 < way.time.waits[1] <= 1


@pytest.mark.parametrize("reply", [*LOST.values(), *FAILING.values()], ids=[*LOST, *FAILING])
def test_a_get_is_not_repeated_for_ever(way: Way, server: FaultServer, reply: Reply) -> None:
    server.on("GET", CREDITS, reply)
    with pytest.raises((BackendError, ServiceError)):
        way.run(lambda c: c.credits())
    assert len(server.requests) == 3


@pytest.mark.parametrize("reply", [*LOST.values(), *FAILING.values()], ids=[*LOST, *FAILING])
def test_a_post_that_may_have_arrived_is_not_repeated(
    way: Way, server: FaultServer, reply: Reply
) -> None:
    server.on("POST", SESSION, reply)
    with pytest.raises((BackendError, ServiceError)) as raised:
        way.run(lambda c: c.create_session("x"))
    assert len(server.requests) == 1
    if isinstance(raised.value, BackendError):
        assert raised.value.sent is True


def test_a_silent_server_is_left(way: Way, server: FaultServer) -> None:
    way.deadlines = way.deadlines.__class__(read=0.2)
    server.on("GET", CREDITS, silence)
    with pytest.raises(BackendError, match="no answer in time"):
        way.run(lambda c: c.credits())


def test_a_server_that_is_not_there(way: Way, server: FaultServer) -> None:
    server.__exit__(None, None, None)
    with pytest.raises(BackendError, match="cannot be reached") as raised:
        way.run(lambda c: c.create_session("x"))
    assert raised.value.sent is False


def test_retry_after_is_heeded(way: Way, server: FaultServer) -> None:
    late = answer(503, {"detail": "later"}, Retry_After="90")
    server.on("GET", CREDITS, late, ok({"available": 7}))
    way.run(lambda c: c.credits())
    assert way.time.waits == [90]


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ({}, 30),
        ({"Retry_After": "7"}, 7),
        ({"Retry_After": "-7"}, 0),
        ({"Retry_After": "soon"}, 30),
        ({"Retry_After": "Fri, 15 Jan 2027 08:01:00 GMT"}, 60),
    ],
)
def test_too_many_requests_wait_once(
    way: Way, server: FaultServer, header: dict[str, str], wait: float
) -> None:
    slow = answer(429, {"detail": "slow"}, kind="application/json", missing=b"", **header)
    server.on("POST", SESSION, slow, ok(_SESSION))
    assert way.run(lambda c: c.create_session("x")).session_id == "s"
    assert way.time.waits == [wait]


_SESSION = {"task_id": "t", "session_id": "s"}


def test_too_many_requests_twice(way: Way, server: FaultServer) -> None:
    server.on("GET", CREDITS, answer(429, {"detail": "slow"}))
    with pytest.raises(RateLimitError):
        way.run(lambda c: c.credits())
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_an_hour_is_not_waited_for(
    way: Way, server: FaultServer, status: int
) -> None:
    server.on("GET", CREDITS, answer(status, {"detail": "slow"}, Retry_After="3600"))
    with pytest.raises(ServiceError):
        way.run(lambda c: c.credits())
    assert way.time.waits == []


# Refusals

REFUSALS: dict[str, tuple[Reply, type[NemoError], str]] = {
    "bad token": (answer(200, {"code": 1001, "message": "expired"}), AuthenticationError, "token"),
    "401": (answer(401, {"detail": "who?"}), AuthenticationError, "NEMO_TOKEN"),
    "no session": (
        answer(200, {"code": 1002, "message": "gone"}),
        SessionNotFoundError,
        "new conversation",
    ),
    "no credits": (
        answer(200, {"code": 2001, "message": "empty"}),
        InsufficientCreditsError,
        "Top up",
    ),
    "type": (answer(200, {"code": 4001, "message": "type"}), UnsupportedMediaError, "webm"),
    "size": (answer(200, {"code": 4002, "message": "size"}), MediaTooLargeError, "compress"),
    "plan": (answer(402, {"detail": "plan"}), PlanRequiredError, "Register"),
    "scope": (answer(403, {"detail": "scope"}), ScopeError, "'read'"),
    "any code": (answer(200, {"code": 9999, "message": "odd"}), ServiceError, "odd"),
    "a code in words": (answer(200, {"code": "1002"}), SessionNotFoundError, "conversation"),
    "a list of details": (
        answer(422, {"detail": [{"msg": "field required"}]}),
        ServiceError,
        "req",
    ),
    "not JSON": (answer(200, b"<html>"), ServiceError, "NEMO_API_URL"),
    "not JSON, refused": (answer(418, b"<html>"), ServiceError, "418"),
    "nothing": (answer(200, b""), ServiceError, "not JSON"),
    "a list": (answer(200, []), ServiceError, "not JSON"),
    "deep": (answer(200, b"[" * 10_000), ServiceError, "not JSON"),
    "success false": (answer(200, {"success": False, "error": "no"}), ServiceError, "no"),
    "elsewhere": (answer(302, b"", Location="https://evil.example/"), ServiceError, "address"),
    "a novel": (answer(400, {"detail": "\x1b[31m" + "long " * 1000}), ServiceError, "long"),
}


@pytest.mark.parametrize(("reply", "error", "words"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_named(
    way: Way, server: FaultServer, reply: Reply, error: type[NemoError], words: str
) -> None:
    server.on("GET", STATE, reply)
    with pytest.raises(NemoError) as raised:
        way.run(lambda c: c.state("s-1"))
    assert type(raised.value) is error
    said = str(raised.value)
    assert words in said
    assert len(said) < 500
    assert said.isprintable()
    assert TOKEN not in shown(raised.value)
    assert len(server.requests) == 1


def test_an_answer_without_what_was_promised(way: Way, server: FaultServer) -> None:
    server.on("POST", SESSION, ok({"task_id": "t"}))
    with pytest.raises(ServiceError, match="session_id"):
        way.run(lambda c: c.create_session("x"))


def test_an_endless_answer_is_bounded(way: Way, server: FaultServer) -> None:
    server.on("GET", CREDITS, answer(200, b" " * (65 * 2**20)))
    with pytest.raises(ServiceError, match="longer than 64 MiB"):
        way.run(lambda c: c.credits())


# Versions, links, secrets


@pytest.mark.parametrize(
    ("reply", "notices"),
    [
        (ok({}), 0),
        (ok({}, X_Api_Version="1.5"), 0),
        (ok({}, X_Api_Version="v2.0"), 1),
        (answer(200, {"code": 0, "api_version": "0.9", "data": {}}), 1),
        (ok({}, X_Api_Version="banana"), 0),
    ],
)
def test_an_untested_version_is_said_once(
    way: Way, server: FaultServer, reply: Reply, notices: int
) -> None:
    server.on("GET", CREDITS, reply)

    async def twice(client: AsyncNemoClient) -> None:
        await client.credits()
        await client.credits()

    if way.kind == "sync":
        with way.plain() as client:
            client.credits()
            client.credits()
    else:
        way.run(twice)
    assert len(way.notices) == notices


def test_a_notice_is_a_warning_by_default(server: FaultServer, tmp_path: Path) -> None:
    server.on("GET", CREDITS, ok({}, X_Api_Version="3"))
    with (
        NemoClient(api_url=server.url, token=TOKEN) as client,
        pytest.warns(UserWarning, match="API version 3.0"),
    ):
        client.credits()


def test_a_link_by_claim_token(way: Way, server: FaultServer) -> None:
    server.on("POST", CLAIM, ok({"claim_token": "clm_&1"}))
    link = way.run(lambda c: c.link("t-1", "s-1"))
    assert link == "https://nemovideo.com/workspace/claim?ct=clm_%261"


@pytest.mark.parametrize("reply", [answer(404, {}), drop, ok({})])
def test_a_link_without_claim_token(way: Way, server: FaultServer, reply: Reply) -> None:
    server.on("POST", CLAIM, reply)
    link = way.run(lambda c: c.link("t-1", "s-1"))
    start = "https://nemovideo.com/workspace/claim?task=t-1&session=s-1&skill_name=nemo-notebook"
    assert link.startswith(start)
    assert link.endswith("&skill_source=unknown")
    assert TOKEN not in link


@pytest.mark.parametrize("url", ["nemovideo.ai", "ftp://x", "http://", "", "file:///x"])
def test_an_address_that_is_none(url: str, tmp_path: Path, way: Way) -> None:
    way.url = url or " "
    with pytest.raises(OptionError, match="NEMO_API_URL"):
        way.run(lambda c: c.credits())


def test_a_base_address_with_a_path(way: Way, server: FaultServer) -> None:
    way.url = f"{server.url}/proxy/nemo/"
    server.on("GET", f"/proxy/nemo{CREDITS}", ok({"available": 3}))
    assert way.run(lambda c: c.credits()).available == 3


@pytest.mark.parametrize("token", ["", " ", "two words", "line\nfeed", "密码"])
def test_a_token_that_is_none(token: str, server: FaultServer) -> None:
    with pytest.raises(AuthenticationError):
        NemoClient(api_url=server.url, token=token)


def test_no_secret_in_repr_or_logs(
    way: Way, server: FaultServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.on("GET", CREDITS, ok({"available": 1}))
    way.run(lambda c: c.credits())
    client = way.awaited()
    assert TOKEN not in repr(client)
    assert TOKEN not in repr(vars(client))
    assert TOKEN not in caplog.text
    assert CREDITS in caplog.text
