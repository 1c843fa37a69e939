"""The client against the real studio: a child process, a real socket, a real video."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nemo_notebook.client.files import inspect
from nemo_notebook.protocol.errors import (
    AuthenticationError,
    NothingToExportError,
    ServiceError,
    SessionNotFoundError,
)
from nemo_notebook.protocol.events import StateChange, TextEvent, ToolCall
from nemo_notebook.protocol.media import sniff
from nemo_notebook.studio.server.process import StudioProcess
from tests.client.pictures import picture
from tests.client.ways import Way


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    running = StudioProcess.start(tmp_path_factory.mktemp("studio"))
    yield running
    running.close()


@pytest.fixture(params=["sync", "async"])
def way(request: pytest.FixtureRequest, studio: StudioProcess, tmp_path: Path) -> Way:
    return Way(
        request.param,
        studio.url,
        tmp_path / "config",
        token=studio.token,
        local=True,
        uds=studio.uds,
        real_time=True,
    )


def test_from_a_photo_to_a_video(way: Way, tmp_path: Path) -> None:
    session = way.run(lambda c: c.create_session("Harbour"))
    photo = inspect(picture("JPEG", (160, 96)), name="harbour.jpg")
    (taken,) = way.run(lambda c: c.upload(session.session_id, [photo]))
    assert (taken.filename, taken.width, taken.height) == ("harbour.jpg", 160, 96)

    heard = way.say("slowly pan left for 1 second, no music", session.session_id)
    assert heard.error is None
    assert heard.resume_path
    assert {TextEvent, ToolCall, StateChange} <= {type(event) for event in heard.events}

    again = way.resume(heard.resume_path, heard.ids[0])
    assert again.error is None
    assert again.ids == heard.ids[1:]

    draft = way.run(lambda c: c.state(session.session_id)).timeline()
    assert draft.summary().startswith("Timeline (1 track): 1. Video: harbour")
    job = way.run(lambda c: c.export(session.session_id, draft, quality="low"))
    target = way.run(lambda c: c.download(job, tmp_path / "harbour.mp4"))
    assert sniff(target.read_bytes()[:4096]) == "mp4"


def test_an_export_can_be_cancelled(way: Way) -> None:
    session = way.run(lambda c: c.create_session("Cancelled"))
    photo = inspect(picture("JPEG", (640, 360)), name="a.jpg")
    way.run(lambda c: c.upload(session.session_id, [photo]))
    way.say("zoom in for 4 seconds, no music", session.session_id)
    draft = way.run(lambda c: c.state(session.session_id)).timeline()
    job = way.run(lambda c: c.submit_export(session.session_id, draft))
    way.run(lambda c: c.cancel_export(job.id))
    assert way.run(lambda c: c.poll_export(job.id)).status in {"cancelled", "failed"}


def test_what_it_does_not_know(way: Way) -> None:
    with pytest.raises(SessionNotFoundError):
        way.run(lambda c: c.state("nowhere"))
    assert isinstance(way.say("pan left", "nowhere").error, SessionNotFoundError)
    with pytest.raises(ServiceError):
        way.run(lambda c: c.poll_export("render_nowhere"))


def test_nothing_to_export_yet(way: Way) -> None:
    session = way.run(lambda c: c.create_session("Empty"))
    draft = way.run(lambda c: c.state(session.session_id)).timeline()
    with pytest.raises(NothingToExportError):
        way.run(lambda c: c.export(session.session_id, draft))


def test_a_wrong_token(way: Way) -> None:
    way.token = "nmv_usr_wrong"
    with pytest.raises(AuthenticationError):
        way.run(lambda c: c.credits())


def test_credits_and_link(way: Way) -> None:
    session = way.run(lambda c: c.create_session("Links"))
    assert way.run(lambda c: c.credits()).total >= 0
    link = way.run(lambda c: c.link(session.task_id, session.session_id))
    assert "/workspace/claim?" in link
    assert (way.token or "") not in link
