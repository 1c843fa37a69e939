"""Exports and downloads: waited for, cancelled, fetched whole or not at all."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path

import pytest

from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import RenderJob
from nemo_notebook.protocol.errors import (
    ExportFailedError,
    NemoError,
    NothingToExportError,
    OptionError,
    PlanRequiredError,
    ScopeError,
)
from tests.client.fault_server import (
    FaultServer,
    Reply,
    Visit,
    answer,
    babble,
    drop,
    ok,
    reset,
)
from tests.client.ways import TOKEN, Way

RENDER = "/api/render/proxy/lambda"
DRAFT = Draft({"t": [{"tt": 0, "sg": [{"d": 1000}]}]})
VIDEO = os.urandom(200_000)


def bare(status: str, **more: object) -> Reply:
    return answer(200, {"id": "render_x", "status": status, **more})


def video(**headers: str) -> Reply:
    return answer(200, VIDEO, kind="video/mp4", missing=b"", **headers)


def sent_ids(server: FaultServer) -> list[object]:
    bodies = [request.json() for request in server.asked("POST", RENDER)]
    return [body["id"] for body in bodies if isinstance(body, dict)]


DONE: dict[str, Reply] = {
    "bare": bare("completed", output={"url": "/v.mp4"}),
    "success": answer(
        200, {"success": True, "data": {"id": "r", "status": "completed", "outputUrl": "/v.mp4"}}
    ),
    "half and half": answer(200, {"status": "completed", "data": {"outputUrl": "/v.mp4"}}),
    "envelope": ok({"status": "completed", "output": {"url": "/v.mp4"}}),
    "capitals": bare("COMPLETED", output={"url": "/v.mp4"}, progress="100"),
}


@pytest.mark.parametrize("reply", DONE.values(), ids=DONE)
def test_every_form_of_a_finished_job(way: Way, server: FaultServer, reply: Reply) -> None:
    server.on("POST", RENDER, reply)
    job = way.run(lambda c: c.export("s-1", DRAFT))
    assert (job.status, job.url) == ("completed", "/v.mp4")
    assert way.time.waits == []


def test_an_export_is_waited_for_and_told_of(way: Way, server: FaultServer) -> None:
    server.on("POST", RENDER, bare("pending"))
    server.on(
        "GET",
        f"{RENDER}/render_x",
        bare("processing", progress=40),
        bare("rendering somehow", progress="80"),
        bare("completed", progress=100, output={"url": "/v.mp4"}),
    )
    told: list[tuple[str, float | None]] = []
    way.run(
        lambda c: c.export(
            "s-1", DRAFT, on_progress=lambda job: told.append((job.status, job.progress))
        )
    )
    assert told == [
        ("pending", None),
        ("processing", 40),
        ("processing", 80),
        ("completed", 100),
    ]
    assert way.time.waits == [30, 30, 30]


def test_the_studio_is_asked_often(way: Way, server: FaultServer) -> None:
    way.local = True
    server.on("POST", RENDER, bare("pending"))
    server.on("GET", f"{RENDER}/render_x", bare("completed"))
    way.run(lambda c: c.export("s-1", DRAFT))
    assert way.time.waits == [0.2]


def test_patience_ends(way: Way, server: FaultServer) -> None:
    server.on("POST", RENDER, bare("pending"))
    server.on("GET", f"{RENDER}/render_x", bare("processing"))
    with pytest.raises(ExportFailedError, match="not ready after 5 minutes") as raised:
        way.run(lambda c: c.export("s-1", DRAFT))
    assert way.time.waits == [30] * 10
    assert raised.value.job_id == "render_x"


def test_patience_is_adjustable(way: Way, server: FaultServer) -> None:
    server.on("POST", RENDER, bare("pending"))
    server.on("GET", f"{RENDER}/render_x", bare("processing"))
    with pytest.raises(ExportFailedError):
        way.run(lambda c: c.export("s-1", DRAFT, poll_every_s=2, polls=3))
    assert way.time.waits == [2, 2, 2]


@pytest.mark.parametrize("reply", [drop, reset, answer(500, {}), answer(200, {"success": False})])
def test_a_failed_submission_is_tried_once_more_under_a_new_id(
    way: Way, server: FaultServer, reply: Reply
) -> None:
    server.on("POST", RENDER, reply, bare("completed"))
    way.run(lambda c: c.export("s-1", DRAFT))
    first, second = sent_ids(server)
    assert first != second


def test_but_no_more_than_once(way: Way, server: FaultServer) -> None:
    server.on("POST", RENDER, answer(500, {"detail": "broken"}))
    with pytest.raises(NemoError, match="broken"):
        way.run(lambda c: c.export("s-1", DRAFT))
    assert len(sent_ids(server)) == 2


@pytest.mark.parametrize(("status", "error"), [(402, PlanRequiredError), (403, ScopeError)])
def test_a_refusal_is_not_tried_again(
    way: Way, server: FaultServer, status: int, error: type[NemoError]
) -> None:
    server.on("POST", RENDER, answer(status, {"detail": "no"}))
    with pytest.raises(error):
        way.run(lambda c: c.export("s-1", DRAFT))
    assert len(sent_ids(server)) == 1


def test_a_job_that_fails_is_tried_once_more_under_a_new_id(way: Way, server: FaultServer) -> None:
    server.on("POST", RENDER, bare("failed"), bare("completed"))
    assert way.run(lambda c: c.export("s-1", DRAFT)).status == "completed"
    first, second = sent_ids(server)
    assert first != second


def test_a_cancelled_job_is_not_tried_again(way: Way, server: FaultServer) -> None:
    server.on("POST", RENDER, bare("cancelled"))
    with pytest.raises(ExportFailedError, match="cancelled"):
        way.run(lambda c: c.export("s-1", DRAFT))
    assert len(sent_ids(server)) == 1


@pytest.mark.parametrize("status", ["failed", "error", "cancelled"])
def test_a_failed_export(way: Way, server: FaultServer, status: str) -> None:
    server.on("POST", RENDER, bare(status, error={"message": "no memory"}))
    with pytest.raises(ExportFailedError) as raised:
        way.run(lambda c: c.export("s-1", DRAFT))
    assert ("no memory" in str(raised.value)) == (status != "cancelled")


@pytest.mark.parametrize("raw", [{}, {"t": []}, {"t": [{"tt": 0, "sg": []}]}, {"t": None}])
def test_nothing_to_export(way: Way, server: FaultServer, raw: dict[str, None]) -> None:
    with pytest.raises(NothingToExportError):
        way.run(lambda c: c.export("s-1", Draft(dict(raw))))
    assert server.requests == []


def test_no_such_container(way: Way, server: FaultServer) -> None:
    with pytest.raises(OptionError, match="mp4, mov, avi, webm, mkv"):
        way.run(lambda c: c.export("s-1", DRAFT, format="gif"))
    assert server.requests == []


@pytest.mark.parametrize("way", ["async"], indirect=True)
async def test_a_cancelled_wait_cancels_the_export(way: Way, server: FaultServer) -> None:
    server.on("POST", RENDER, bare("pending"))
    server.on("POST", f"{RENDER}/render_x/cancel", answer(200, {}))
    way.time.stands_still = waiting = asyncio.Event()
    async with way.awaited() as client:
        task = asyncio.create_task(client.export("s-1", DRAFT))
        await waiting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert len(server.asked("POST", f"{RENDER}/render_x/cancel")) == 1


# Downloads

FALLBACK = "/api/render/proxy/render_x/download"


def job_at(url: str | None) -> RenderJob:
    return RenderJob.model_validate({"id": "render_x", "status": "completed", "outputUrl": url})


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.suffix == ".part"]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out.mp4"


def test_a_download(way: Way, server: FaultServer, target: Path) -> None:
    server.on("GET", "/v.mp4", video())
    told: list[tuple[int, int | None]] = []
    got = way.run(
        lambda c: c.download(
            job_at("/v.mp4"), target, on_progress=lambda done, total: told.append((done, total))
        )
    )
    assert got == target
    assert target.read_bytes() == VIDEO
    assert told[-1] == (len(VIDEO), len(VIDEO))
    assert leftovers(target.parent) == []
    assert server.requests[0].headers["Authorization"] == f"Bearer {TOKEN}"
    assert server.requests[0].headers["Accept-Encoding"] == "identity"


def test_what_was_there_is_replaced_in_one_step(
    way: Way, server: FaultServer, target: Path
) -> None:
    elsewhere = target.with_name("elsewhere.mp4")
    elsewhere.write_bytes(b"not to be touched")
    target.symlink_to(elsewhere)
    server.on("GET", "/v.mp4", video())
    way.run(lambda c: c.download(job_at("/v.mp4"), target))
    assert target.read_bytes() == VIDEO
    assert not target.is_symlink()
    assert elsewhere.read_bytes() == b"not to be touched"


BROKEN: dict[str, Reply] = {
    "expired": answer(403, b"<Error>Request has expired</Error>", kind="application/xml"),
    "gone": answer(404, b""),
    "failing": answer(500, b""),
    "truncated": answer(200, VIDEO[:1000], kind="video/mp4", missing=VIDEO[1000:]),
    "dropped": drop,
    "reset": reset,
    "no HTTP": babble,
    "a login page": answer(200, b"<html>", kind="text/html; charset=utf-8"),
    "an error in JSON": answer(200, {"error": "no"}),
    "empty": answer(200, b"", kind="video/mp4"),
    "round in circles": answer(302, b"", Location="/v.mp4"),
    "to nowhere": answer(302, b"", Location="file:///etc/passwd"),
    "to no address": answer(302, b"", Location="http://[/"),
    "without a place": answer(302, b""),
}


@pytest.mark.parametrize("reply", BROKEN.values(), ids=BROKEN)
def test_a_link_that_does_not_work_is_fetched_anew(
    way: Way, server: FaultServer, target: Path, reply: Reply
) -> None:
    server.on("GET", "/v.mp4", reply)
    server.on("GET", "/fresh.mp4", video())
    server.on("GET", f"{RENDER}/render_x", bare("completed", output={"url": "/fresh.mp4"}))
    way.run(lambda c: c.download(job_at("/v.mp4"), target))
    assert target.read_bytes() == VIDEO


@pytest.mark.parametrize("reply", BROKEN.values(), ids=BROKEN)
def test_then_the_fallback_address_is_tried(
    way: Way, server: FaultServer, target: Path, reply: Reply
) -> None:
    server.on("GET", "/v.mp4", reply)
    server.on("GET", f"{RENDER}/render_x", bare("completed", output={"url": "/v.mp4"}))
    server.on("GET", FALLBACK, video())
    way.run(lambda c: c.download(job_at("/v.mp4"), target))
    assert target.read_bytes() == VIDEO


@pytest.mark.parametrize("reply", BROKEN.values(), ids=BROKEN)
def test_no_address_works(way: Way, server: FaultServer, target: Path, reply: Reply) -> None:
    target.write_bytes(b"the video before")
    server.on("GET", "/v.mp4", reply)
    with pytest.raises(ExportFailedError, match="cannot be fetched") as raised:
        way.run(lambda c: c.download(job_at("/v.mp4"), target))
    assert raised.value.job_id == "render_x"
    assert target.read_bytes() == b"the video before"
    assert leftovers(target.parent) == []


def test_a_job_without_an_address(way: Way, server: FaultServer, target: Path) -> None:
    server.on("GET", FALLBACK, video())
    way.run(lambda c: c.download(job_at(None), target))
    assert target.read_bytes() == VIDEO


def test_a_folder_that_is_not_there(way: Way, server: FaultServer, tmp_path: Path) -> None:
    server.on("GET", "/v.mp4", video())
    with pytest.raises(ExportFailedError, match="cannot be written"):
        way.run(lambda c: c.download(job_at("/v.mp4"), tmp_path / "no" / "out.mp4"))


def test_another_host_sees_no_credentials(way: Way, server: FaultServer, target: Path) -> None:
    with FaultServer() as other:
        other.on("GET", "/v.mp4", video())
        way.run(lambda c: c.download(job_at(f"{other.url}/v.mp4?sig=1"), target))
        seen = other.requests[0].headers
    assert target.read_bytes() == VIDEO
    assert "Authorization" not in seen
    assert not [name for name in seen if name.startswith("X-")]


def test_credentials_do_not_follow_a_redirect(way: Way, server: FaultServer, target: Path) -> None:
    with FaultServer() as other:
        other.on("GET", "/v.mp4", video())
        server.on("GET", "/v.mp4", answer(302, b"", Location=f"{other.url}/v.mp4"))
        way.run(lambda c: c.download(job_at("/v.mp4"), target))
        seen = other.requests[0].headers
    assert target.read_bytes() == VIDEO
    assert server.requests[0].headers["Authorization"]
    assert "Authorization" not in seen
    assert not [name for name in seen if name.startswith("X-")]


def test_a_signed_address_is_not_logged(
    way: Way, server: FaultServer, target: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.on("GET", "/signed", answer(302, b"", Location="/v.mp4?signature=CANARY"))
    server.on("GET", "/v.mp4", video())
    way.run(lambda c: c.download(job_at("/signed?signature=CANARY"), target))
    assert target.read_bytes() == VIDEO
    assert "/v.mp4" in caplog.text
    assert "CANARY" not in caplog.text


def test_a_signed_address_is_not_in_the_error(way: Way, server: FaultServer, target: Path) -> None:
    with pytest.raises(ExportFailedError) as raised:
        way.run(lambda c: c.download(job_at("/v.mp4?signature=CANARY"), target))
    assert "CANARY" not in str(raised.value)


@pytest.mark.parametrize("way", ["async"], indirect=True)
async def test_a_cancelled_download_leaves_nothing(
    way: Way, server: FaultServer, target: Path
) -> None:
    def half(visit: Visit) -> bool:
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(VIDEO)}\r\n\r\n".encode()
        visit.send(head, VIDEO[:100_000])
        visit.wait_for_hang_up()
        return False

    server.on("GET", "/v.mp4", half)
    begun = asyncio.Event()
    async with way.awaited() as client:
        task = asyncio.create_task(
            client.download(job_at("/v.mp4"), target, on_progress=lambda *_: begun.set())
        )
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await asyncio.to_thread(server.hung_up.wait, 5)
    assert list(target.parent.iterdir()) == []
