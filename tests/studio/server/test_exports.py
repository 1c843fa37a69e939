from __future__ import annotations

import copy
import io
from fractions import Fraction
from typing import Any

import av
import pytest

from nemo_notebook.protocol.envelopes import RenderJob, open_envelope
from nemo_notebook.protocol.media import CONTAINERS
from tests.studio.server.conftest import Json, Person, jpeg, wav

LONG: Json = {"duration_ms": 30_000, "height": 1080, "fps": 60}


def test_an_export_goes_from_pending_to_a_file(person: Person) -> None:
    session, draft = person.small_draft(camera=[{"move": "zoom", "direction": "in"}])
    answer = person.submit(session, draft, job="render_one")
    job = RenderJob.model_validate(open_envelope(answer.content, answer.status_code))
    assert answer.json()["id"] == "render_one"
    assert job.status in {"pending", "processing"}
    assert job.url is None
    done = person.wait(job.id)
    assert done["progress"] == 100
    video = person.http.get(done["output"]["url"])
    assert video.headers["Content-Type"] == "video/mp4"
    poster = person.http.get(done["output"]["poster_url"])
    assert poster.content[:3] == b"\xff\xd8\xff"
    with av.open(io.BytesIO(video.content), "r") as container:
        stream = container.streams.video[0]
        assert (stream.height, stream.average_rate) == (480, Fraction(24))
        assert len(list(container.decode(stream))) == 24


@pytest.mark.parametrize("container", CONTAINERS)
def test_every_container_can_be_had_and_its_bytes_are_always_the_same(
    person: Person, container: str
) -> None:
    first, second = (
        person.export(*person.small_draft(title={"text": "Harbour"}), format=container)
        for _ in range(2)
    )
    assert first == second
    with av.open(io.BytesIO(first)) as opened:
        assert len(opened.streams.video) == 1


def test_a_part_of_a_file_can_be_had(person: Person) -> None:
    session, draft = person.small_draft()
    done = person.wait(person.submit(session, draft).json()["id"])
    answer = person.http.get(done["output"]["url"], headers={"Range": "bytes=4-7"})
    assert (answer.status_code, answer.content) == (206, b"ftyp")
    assert person.http.head(done["output"]["url"]).status_code == 200


@pytest.mark.parametrize(("tracks", "streams"), [([1], 1), ([], 0)])
def test_only_what_is_on_the_timeline_is_in_the_video(
    person: Person, tracks: list[int], streams: int
) -> None:
    session, draft = person.small_draft(music={"mood": "piano", "volume": 0.5})
    draft["t"] += [{"tt": kind, "sg": [{"d": 1000}]} for kind in tracks]
    with av.open(io.BytesIO(person.export(session, draft))) as container:
        assert len(container.streams.audio) == streams


def test_the_same_request_again_is_the_same_job(person: Person) -> None:
    session, draft = person.small_draft()
    jobs = [person.submit(session, draft, job="render_twice") for _ in range(2)]
    assert [job.status_code for job in jobs] == [200, 200]
    person.wait("render_twice")
    assert person.submit(session, draft, job="render_twice").json()["status"] == "completed"
    other = person.submit(session, draft, job="render_twice", format="webm")
    assert other.status_code == 409


def test_an_export_can_be_cancelled(person: Person) -> None:
    session, draft = person.small_draft(**LONG)
    job = person.submit(session, draft).json()["id"]
    person.wait(job, until=("processing",))
    assert (
        person.http.post(f"/api/render/proxy/lambda/{job}/cancel").json()["status"] == "cancelled"
    )
    assert person.http.get(f"/api/render/proxy/{job}/download").status_code == 404
    # The renderer is free again: the next export does not wait for the long one.
    assert person.export(*person.small_draft())
    assert person.wait(job, until=("cancelled",))["output"]["url"] is None


def test_what_waits_can_be_cancelled_too(person: Person) -> None:
    session, draft = person.small_draft(**LONG)
    first = person.submit(session, draft).json()["id"]
    second = person.submit(session, draft).json()["id"]
    for job in (second, first):
        cancelled = person.http.post(f"/api/render/proxy/lambda/{job}/cancel").json()
        assert cancelled["status"] == "cancelled"


def test_the_studio_answers_while_it_renders(person: Person) -> None:
    session, draft = person.small_draft(**LONG)
    job = person.submit(session, draft).json()["id"]
    person.wait(job, until=("processing",))
    assert person.open_session()
    told = person.wait(job, until=("processing", "completed"))
    person.http.post(f"/api/render/proxy/lambda/{job}/cancel")
    assert told["status"] == "processing"


def _change(draft: Json, path: str, value: object) -> Json:
    changed = copy.deepcopy(draft)
    *way, last = path.split(".")
    place: Any = changed
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[int(last) if isinstance(place, list) else last] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("t", [], "no video"),
        ("t", "tracks", "list of tracks"),
        ("t", [None], "type"),
        ("t.0.tt", "0", "type"),
        ("t.0.sg", [], "no video"),
        ("t.0.tt", 7, "no video"),
        ("m", [], "which photo"),
        ("m.asset", 7, "which photo"),
        ("m.asset", "0123456789abcdef", "not in this session"),
        ("m.asset", "../../../../etc/passwd", "not in this session"),
        ("m.direction", None, "m.direction"),
        ("m.direction.duration_ms", 10**9, "m.direction.duration_ms"),
        ("m.direction.height", 100_000, "m.direction.height"),
        ("m.direction.fps", 1e308, "m.direction.fps"),
        ("m.direction.camera", [{"move": "teleport"}], "m.direction.camera.0.move"),
        ("m.direction.title", {"text": "x" * 1000}, "m.direction.title.text"),
        ("m.direction.title", {"text": "x", "color": "url(file:///)"}, "m.direction.title.color"),
        ("m.direction.shell", "rm -rf /", "m.direction.shell"),
    ],
)
def test_a_hostile_draft_is_refused_with_a_reason(
    person: Person, path: str, value: object, said: str
) -> None:
    session, draft = person.small_draft()
    answer = person.submit(session, _change(draft, path, value))
    assert answer.status_code == 400
    assert said in answer.json()["message"]


def test_a_photo_of_another_session_is_not_shown(person: Person) -> None:
    _, draft = person.small_draft(photo=jpeg(seed=9))
    assert "not in this session" in person.submit(person.open_session(), draft).json()["message"]


def test_what_is_no_photo_cannot_be_rendered(person: Person) -> None:
    session, draft = person.small_draft()
    song = person.upload(session, wav()).json()["data"]["files"][0]["id"]
    assert person.submit(session, _change(draft, "m.asset", song)).status_code == 400


@pytest.mark.parametrize("output", [{"format": "exe"}, {"format": "../x"}, {"quality": "best"}])
def test_an_unknown_output_is_refused(person: Person, output: dict[str, str]) -> None:
    answer = person.submit(*person.small_draft(), **output)
    assert answer.status_code == 400
    assert next(iter(output)) in answer.json()["message"]
