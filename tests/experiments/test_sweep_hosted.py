"""Sweeps with a service that costs credits, over a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from nemo_notebook import sweep
from nemo_notebook.conversation import follow
from nemo_notebook.protocol.events import JsonObject
from tests.client.fault_server import FaultServer, answer, ok, stream, text
from tests.conversation.patience import QUICK

CLIP: JsonObject = {"tt": 0, "sg": [{"d": 5000, "m": {"title": "harbour"}}]}
SESSIONS = "/api/tasks/me/with-session/nemo_agent"
CREDITS = "/api/credits/balance/simple"
RENDER = "/api/render/proxy/lambda"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultServer]:
    """Makes a clip of every message; each conversation has a session of its own."""
    monkeypatch.setattr(follow, "_HOSTED", QUICK)
    with FaultServer() as running:
        monkeypatch.setenv("NEMO_API_URL", running.url)
        monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_secret")
        monkeypatch.setenv("NEMO_CONFIG_DIR", str(tmp_path / "config"))
        monkeypatch.delenv("CI", raising=False)
        sessions = [{"task_id": f"t{number}", "session_id": f"s{number}"} for number in range(4)]
        running.on("POST", SESSIONS, *(ok(session) for session in sessions))
        running.on("GET", CREDITS, ok({"available": 1000}))
        running.on("POST", "/run_sse", stream(text("Here it is.")))
        for number in range(4):
            running.on("POST", f"/api/upload-video/nemo_agent/me/s{number}", ok({"files": []}))
            states = [ok({"state": {"draft": {"t": tracks} if tracks else None}})
                      for tracks in ([], [CLIP])]  # fmt: skip
            running.on("GET", f"/api/state/nemo_agent/me/s{number}/latest", *states)
        yield running


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.png"
    Image.new("RGB", (320, 200), "navy").save(path)
    return path


def messages(server: FaultServer) -> int:
    return len(server.asked("POST", "/run_sse"))


def test_every_clip_is_sent_once_and_then_replayed(
    server: FaultServer, photo: Path, tmp_path: Path
) -> None:
    first = sweep(photo, ["pan left", "zoom in"], export=None, folder=tmp_path, max_credits=200)
    assert {clip.status for clip in first} == {"sent"}
    assert messages(server) == 2
    again = sweep(photo, ["pan left", "zoom in"], export=None, folder=tmp_path, max_credits=0)
    assert {clip.status for clip in again} == {"replayed"}
    assert messages(server) == 2


def test_it_stops_where_the_credits_end(server: FaultServer, photo: Path, tmp_path: Path) -> None:
    server.on("GET", CREDITS, ok({"available": 100}), ok({"available": 0}))
    done = sweep(photo, "pan left", seeds=range(4), export=None, folder=tmp_path, max_concurrency=1)
    assert [clip.status for clip in done] == ["sent", "failed", "left", "left"]
    assert messages(server) == 1
    assert done.credits == 100
    assert "100 credits" in done.summary
    assert "nothing was sent. Run it again to go on." in done.summary
    server.on("GET", CREDITS, ok({"available": 1000}))
    later = sweep(
        photo, "pan left", seeds=range(4), export=None, folder=tmp_path, max_concurrency=1
    )
    assert [clip.status for clip in later] == ["replayed", "sent", "sent", "sent"]
    assert messages(server) == 4


def test_it_stops_where_the_plan_has_no_exports(
    server: FaultServer, photo: Path, tmp_path: Path
) -> None:
    server.on("POST", RENDER, answer(402, {"detail": "Payment Required"}))
    done = sweep(photo, "pan left", seeds=range(3), folder=tmp_path, max_concurrency=1)
    assert [clip.status for clip in done] == ["failed", "left", "left"]
    assert messages(server) == 1
    assert "Run it again to go on." in done.summary
