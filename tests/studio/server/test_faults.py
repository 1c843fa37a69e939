from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from nemo_notebook.client.sse import Comment, EventDecoder, ServerSentEvent
from nemo_notebook.protocol.events import TextEvent, lift
from nemo_notebook.studio.server import stream
from nemo_notebook.studio.server.faults.base import ENDPOINTS
from nemo_notebook.studio.server.faults.events import AFTERTHOUGHT
from nemo_notebook.studio.server.faults.file import read_faults
from nemo_notebook.studio.server.run import StudioServer
from nemo_notebook.studio.server.service import Options, Studio
from tests.studio.server.conftest import Json, jpeg, message

Begin = Callable[..., httpx.Client]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Begins a studio in which faults are played, and gives a client for it."""
    endings: list[Callable[[], object]] = []

    def begin(*faults: Json, **options: object) -> httpx.Client:
        path = tmp_path / "faults.json"
        path.write_text(json.dumps({"faults": faults}))
        wanted = Options(anonymous=True, faults=read_faults(path), **options)  # type: ignore[arg-type]  # each test knows its own
        ready = threading.Event()
        listener = socket.create_server(("127.0.0.1", 0))
        studio = Studio(tmp_path / "data", "token", wanted)
        server = StudioServer(studio, on_ready=ready.set, interruptible=False)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        assert ready.wait(20)
        client = httpx.Client(
            base_url=f"http://127.0.0.1:{listener.getsockname()[1]}",
            headers={"Authorization": "Bearer token"},
            timeout=20,
        )

        def end() -> None:
            client.close()
            server.should_exit = True
            thread.join(20)
            listener.close()

        endings.append(end)
        return client

    yield begin
    for end in endings:
        end()


CREDITS = "/api/credits/balance/simple"
WORDS = "slowly pan left"


def open_session(http: httpx.Client) -> str:
    answer = http.post("/api/tasks/me/with-session/nemo_agent", json={})
    return str(answer.json()["data"]["session_id"])


@dataclass
class Listener:
    """What is heard of a turn, even where its stream breaks."""

    http: httpx.Client
    events: list[ServerSentEvent] = field(default_factory=list)
    address: str = ""

    def post(self, session: str, words: str = WORDS) -> list[ServerSentEvent]:
        with self.http.stream("POST", "/run_sse", json=message(session, words)) as response:
            return self._read(response)

    def resume(self, last: str) -> list[ServerSentEvent]:
        headers = {"Last-Event-ID": last} if last else {}
        with self.http.stream("GET", self.address, headers=headers) as response:
            self.events = []
            return self._read(response)

    def _read(self, response: httpx.Response) -> list[ServerSentEvent]:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        self.address = response.headers["Nemo-Resume"]
        decoder = EventDecoder()
        for chunk in response.iter_raw():
            items = decoder.feed(chunk)
            self.events += [item for item in items if not isinstance(item, Comment)]
        return self.events


def say(http: httpx.Client, session: str = "", words: str = WORDS) -> list[ServerSentEvent]:
    """The events of a turn; where there is no photo, it renders nothing and asks for one."""
    return Listener(http).post(session or open_session(http), words)


def ids(events: list[ServerSentEvent]) -> list[int]:
    return [int(event.id.rpartition("-")[2]) for event in events]


def text(events: list[ServerSentEvent]) -> str:
    lifted = [thing for event in events for thing in lift(event.data)]
    return "".join(thing.text for thing in lifted if isinstance(thing, TextEvent))


@pytest.mark.parametrize("how", ["fin", "reset", "close"])
@pytest.mark.parametrize("cut", [False, True])
def test_a_stream_drops_after_some_events_and_is_resumed(
    begin: Begin, how: str, *, cut: bool
) -> None:
    http = begin({"on": "message", "do": "drop", "after": 3, "how": how, "cut": cut})
    listener, session = Listener(http), open_session(http)
    errors = {"fin": httpx.RemoteProtocolError, "reset": httpx.ReadError}
    with pytest.raises(errors[how]) if how in errors else nullcontext():
        listener.post(session)
    heard = listener.events
    # A reset may take along what was not read yet.
    assert ids(heard) == [1, 2, 3][: len(heard) if how == "reset" else 3]
    rest = listener.resume(heard[-1].id if heard else "")
    assert "photo" in text(rest)
    assert ids(heard + rest) == ids(say(http))


@pytest.mark.parametrize("how", ["fin", "reset"])
def test_a_connection_drops_without_a_word_though_the_work_is_done(begin: Begin, how: str) -> None:
    http = begin({"on": "session", "do": "drop", "how": how})
    error = httpx.ReadError if how == "reset" else httpx.RemoteProtocolError
    with pytest.raises(error):
        http.post("/api/tasks/me/with-session/nemo_agent", json={})
    assert open_session(http)


def test_silence_is_longer_than_any_heartbeat(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.01)
    http = begin({"on": "message", "do": "silence", "after": 2, "seconds": 30})
    listener, session = Listener(http), open_session(http)
    http.timeout = httpx.Timeout(0.5)
    with pytest.raises(httpx.ReadTimeout):
        listener.post(session)
    assert ids(listener.events) == [1, 2]


def test_after_the_silence_it_goes_on(begin: Begin) -> None:
    http = begin({"on": "message", "do": "silence", "after": 2, "seconds": 0.05})
    assert ids(say(http)) == ids(say(http))


def test_nothing_but_heartbeats_comes(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.02)
    http = begin({"on": "message", "do": "silence", "seconds": 0.1, "heartbeats": True})
    words = message(open_session(http), WORDS)
    body = http.post("/run_sse", json=words).text
    heartbeats, _, rest = body.partition("id: ")
    assert heartbeats.count(": heartbeat\n\n") >= 4
    assert '"turnComplete":true' in rest


def test_a_request_waits(begin: Begin) -> None:
    http = begin({"on": "credits", "do": "delay", "seconds": 1})
    with pytest.raises(httpx.ReadTimeout):
        http.get(CREDITS, timeout=0.2)
    assert http.get(CREDITS).json()["code"] == 0


def test_a_request_is_answered_otherwise_as_often_as_was_said(begin: Begin) -> None:
    http = begin(
        {"on": "credits", "do": "answer", "status": 429, "retry_after": 7, "times": 2, "skip": 1},
        {"on": "any", "do": "answer", "status": 502, "body": "html", "skip": 4},
    )
    answers = [http.get(CREDITS) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200, 429, 429, 200, 502, 200]
    assert answers[1].headers["Retry-After"] == "7"
    assert answers[1].json() == {"code": 429, "message": "Too Many Requests."}
    assert answers[4].headers["Content-Type"].startswith("text/html")


def test_an_answer_is_lost_though_the_message_is_carried_out(begin: Begin) -> None:
    http = begin(
        {"on": "message", "do": "answer", "status": 500, "code": 5000, "done": True},
        {"on": "message", "do": "answer", "status": 503, "skip": 1},
    )
    session = open_session(http)
    first = http.post("/run_sse", json=message(session, "slowly pan left for 7 seconds"))
    assert (first.status_code, first.json()["code"]) == (500, 5000)
    assert http.post("/run_sse", json=message(session, "2 seconds")).status_code == 503
    # The first was heard and the second was not.
    answer = text(say(http, session, "how long is it now?"))
    assert "A clip of 7 s: panning left slowly," in answer


@pytest.mark.parametrize("flavour", ["adk", "flat"])
def test_a_turn_has_no_text_and_the_state_has_the_change(begin: Begin, flavour: str) -> None:
    http = begin({"on": "message", "do": "mute"}, flavour=flavour)
    session, _ = session_with_photo(http)
    heard = say(http, session, "pan left, 1 second, 480p, no music")
    assert heard
    assert text(heard) == ""
    state = http.get(f"/api/state/nemo_agent/me/{session}/latest").json()["data"]["state"]
    assert state["draft"]["m"]["direction"]["camera"][0]["move"] == "pan"


@pytest.mark.parametrize("flavour", ["adk", "flat"])
def test_a_good_answer_is_followed_by_an_afterthought(begin: Begin, flavour: str) -> None:
    http = begin({"on": "message", "do": "afterthought"}, flavour=flavour)
    session = open_session(http)
    first, second = say(http, session), say(http, session)
    assert text(first).endswith(AFTERTHOUGHT)
    assert "photo" in text(first)
    assert AFTERTHOUGHT not in text(second)


def test_events_come_twice_or_backwards_or_with_the_wrong_ids(begin: Begin) -> None:
    http = begin(
        {"on": "message", "do": "duplicate"},
        {"on": "message", "do": "reorder", "window": 3, "skip": 1},
        {"on": "message", "do": "mix_ids", "window": 1000, "skip": 2},
    )
    twice, backwards, mixed, plain = (say(http) for _ in range(4))
    number = len(plain)
    assert ids(twice) == [i for i in range(1, number + 1) for _ in range(2)]
    assert ids(backwards)[:3] == [3, 2, 1]
    assert sorted(ids(backwards)) == ids(plain) == list(range(1, number + 1))
    assert ids(mixed) == ids(plain)[::-1]
    assert [json.loads(event.data)["id"] for event in mixed] == [event.id for event in mixed]
    assert text(mixed) == text(plain)


def test_faults_are_played_together(begin: Begin) -> None:
    http = begin(
        {"on": "message", "do": "drop", "after": 4, "how": "close"},
        {"on": "message", "do": "duplicate"},
    )
    assert ids(say(http)) == [1, 1, 2, 2]


def test_an_anonymous_token_ends_in_the_middle(begin: Begin) -> None:
    http = begin({"on": "credits", "do": "expire_token", "skip": 1})

    def ask() -> str:
        asked = http.post("/api/auth/anonymous-token", headers={"X-Client-Id": "client"})
        return str(asked.json()["data"]["token"])

    http.headers["Authorization"] = f"Bearer {ask()}"
    assert http.get(CREDITS).status_code == 200
    assert [http.get(CREDITS).json()["code"] for _ in range(2)] == [1001, 1001]
    http.headers["Authorization"] = f"Bearer {ask()}"
    assert http.get(CREDITS).status_code == 200


def session_with_photo(http: httpx.Client) -> tuple[str, str]:
    session = open_session(http)
    path = f"/api/upload-video/nemo_agent/me/{session}"
    answer = http.post(path, files=[("files", ("harbour.jpg", jpeg()))])
    return session, str(answer.json()["data"]["files"][0]["id"])


def exported(http: httpx.Client, job: str) -> Json:
    """An export, once it has come to an end."""
    session, asset = session_with_photo(http)
    direction = {"duration_ms": 1000, "fps": 24, "height": 480}
    draft = {
        "t": [{"tt": 0, "sg": [{"d": 1000}]}],
        "m": {"asset": asset, "direction": direction},
    }
    jobs = "/api/render/proxy/lambda"
    http.post(jobs, json={"id": job, "sessionId": session, "draft": draft})
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        told: Json = http.get(f"{jobs}/{job}").json()
        if told["status"] in {"completed", "failed"}:
            return told
        time.sleep(0.02)  # a job is polled; that is how the protocol tells of it
    raise AssertionError(f"The export is still {told}")


def test_a_download_link_ends_until_the_export_is_polled_again(begin: Begin) -> None:
    http = begin({"do": "expire_link", "status": 404})
    told = exported(http, "render_1")
    first = told["output"]["url"]
    assert [http.get(first).status_code for _ in range(2)] == [404, 404]
    anew = http.get("/api/render/proxy/lambda/render_1").json()["output"]["url"]
    assert http.get(anew).content[4:8] == b"ftyp"
    assert http.get(first).status_code == 404
    assert http.get("/api/render/proxy/render_1/download").status_code == 200


def test_one_export_fails_and_the_next_does_not(begin: Begin) -> None:
    http = begin({"do": "fail_export", "reason": "No room."})
    failed = exported(http, "render_1")
    assert (failed["status"], failed["error"]) == ("failed", "No room.")
    again = http.get("/api/render/proxy/lambda/render_1")
    assert again.json()["status"] == "failed"
    assert again.headers["X-Api-Version"]
    assert exported(http, "render_2")["status"] == "completed"


def test_a_file_is_toml_or_json(tmp_path: Path) -> None:
    toml, listed = tmp_path / "faults.toml", tmp_path / "faults.json"
    toml.write_text('[[faults]]\non = "state"\ndo = "delay"\nseconds = 2\n')
    listed.write_text('[{"on": "state", "do": "delay", "seconds": 2}]')
    assert read_faults(toml) == read_faults(listed)


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ({"do": "explode", "on": "state"}, "explode"),
        ({"do": "delay", "on": "everything", "seconds": 1}, "everything"),
        ({"do": "delay", "on": "state"}, "seconds"),
        ({"do": "delay", "on": "state", "seconds": -1}, "seconds"),
        ({"do": "delay", "on": "state", "seconds": 1, "minutes": 1}, "minutes"),
        ({"do": "mute", "on": "state"}, "on"),
        ({"do": "answer", "on": "state", "status": 204}, "body"),
        ({"do": "drop", "on": "state", "after": 1, "how": "close"}, "close"),
        ({"do": "drop", "on": "message", "cut": True}, "after"),
        ({"do": "expire_link", "status": 200}, "status"),
        ({"do": "delay", "on": "state", "seconds": 1, "times": 0}, "times"),
        ("drop", "dictionary"),
    ],
)
def test_a_fault_that_cannot_be_played_is_named(tmp_path: Path, fault: object, named: str) -> None:
    path = tmp_path / "faults.json"
    path.write_text(json.dumps([fault]))
    with pytest.raises(ValueError, match=named) as caught:
        read_faults(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", ["", "{", "7", '"drop"', '{"fault": []}'])
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: str) -> None:
    for name in ("faults.json", "faults.toml"):
        (tmp_path / name).write_text(content)
        with pytest.raises(ValueError, match=r"."):
            read_faults(tmp_path / name)


def test_every_request_of_the_protocol_can_be_struck() -> None:
    assert set(ENDPOINTS) >= {"token", "claim", "session", "message", "upload", "credits", "state"}
    assert set(ENDPOINTS) >= {"submit", "poll", "cancel", "download"}


def test_a_studio_without_faults_does_not_load_them() -> None:
    load = "import sys; from nemo_notebook.studio.server import serve; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", load], text=True).split()
    assert "nemo_notebook.studio.server.run" in loaded
    assert not any("server.faults" in name for name in loaded)
