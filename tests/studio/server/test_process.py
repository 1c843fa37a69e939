from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from nemo_notebook.studio.server import process
from nemo_notebook.studio.server.process import StudioDied, StudioProcess
from tests.studio.server.conftest import Json, Person, events, jpeg

LONG: Json = {"duration_ms": 3_000, "height": 480, "fps": 60}


@pytest.fixture
def person_in(data_dir: Path) -> Iterator[Person]:
    studio = StudioProcess.start(data_dir)
    person = Person(studio)
    yield person
    person.close()
    studio.close()


def pid(studio: StudioProcess) -> int:
    return studio._process.pid


def test_only_its_user_reaches_the_socket(studio: StudioProcess) -> None:
    assert studio.uds is not None
    assert stat.S_IMODE(studio.uds.stat().st_mode) == 0o600
    assert stat.S_IMODE(studio.uds.parent.stat().st_mode) == 0o700


def test_the_token_is_on_no_command_line_and_in_no_environment(studio: StudioProcess) -> None:
    proc = Path(f"/proc/{pid(studio)}")
    if not proc.exists():
        pytest.skip("Processes are only looked into where there is /proc")
    for name in ("cmdline", "environ"):
        assert studio.token.encode() not in (proc / name).read_bytes()


def test_the_hosted_services_token_does_not_reach_the_studio(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_canary")
    assert "NEMO_TOKEN" not in process._environment()


def test_a_forked_copy_does_not_close_it(
    studio: StudioProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "getpid", lambda: 0)  # what a forked child sees is another number
        studio.close()
    assert studio.alive


def test_a_studio_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file is in the way")
    with pytest.raises(StudioDied) as caught:
        StudioProcess.start(tmp_path / "data")
    assert "cannot start" in caught.value.log_tail
    assert "Traceback" not in caught.value.log_tail


def test_a_studio_that_is_too_slow_is_given_up(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_MODULE", "timeit")  # reads nothing and says something else
    with pytest.raises(StudioDied):
        StudioProcess.start(data_dir, wait_s=5)


def test_it_starts_in_awkward_surroundings_and_leaves_nothing_behind(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "starlette.py").write_text("raise SystemExit('not this one')")
    monkeypatch.chdir(tmp_path)
    deep = tmp_path / ("d" * 90)
    deep.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    studio = StudioProcess.start(data_dir)
    assert studio.uds is not None
    assert studio.alive
    runtime_dir = studio._runtime_dir
    studio.close()
    studio.close()  # may be repeated
    assert not studio.alive
    assert not runtime_dir.exists()
    assert not list((data_dir / "processes").glob("*/lock"))


def test_ctrl_c_in_the_notebook_does_not_reach_it(studio: StudioProcess, person: Person) -> None:
    os.kill(pid(studio), signal.SIGINT)
    assert person.open_session()
    assert os.getsid(pid(studio)) != os.getsid(0)


def test_it_ends_with_its_parent(data_dir: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path;"
        "from nemo_notebook.studio.server.process import StudioProcess;"
        "s = StudioProcess.start(Path(sys.argv[1]));"
        "print(s._process.pid, s._runtime_dir, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, data_dir], stdout=subprocess.PIPE)
    with parent:
        assert parent.stdout is not None
        child, runtime_dir = parent.stdout.readline().decode().split()
        studio = os.pidfd_open(int(child)) if hasattr(os, "pidfd_open") else None
        parent.kill()
    if studio is None:
        pytest.skip("A process that is not ours can only be awaited by its pidfd")
    import select  # noqa: PLC0415 (only where there are pidfds)

    ended, _, _ = select.select([studio], [], [], 10)
    os.close(studio)
    assert ended
    assert not Path(runtime_dir).exists()


def test_nothing_is_lost_when_the_studio_is_killed(data_dir: Path) -> None:
    killed = Person(StudioProcess.start(data_dir))
    session, draft = killed.small_draft(**LONG)
    with killed.saying(session, "slowly pan left, 60 seconds") as response:
        resume = response.headers["Nemo-Resume"]
        last = next(events(response))["sse_id"]
        waiting = killed.submit(session, draft).json()["id"]  # behind the turn's clip
        os.kill(pid(killed.studio), signal.SIGKILL)
        killed.studio.close()
    killed.close()

    reborn = Person(StudioProcess.start(data_dir))
    try:
        assert [info["filename"] for info in reborn.state(session)["video_infos"]] == [
            "harbour.jpg"
        ]
        with reborn.http.stream("GET", resume, headers={"Last-Event-ID": last}) as response:
            (event,) = events(response)
        assert event["errorCode"] == "INVOCATION_ABORTED"
        assert reborn.wait(waiting)["status"] == "completed"
        said = reborn.say(session, "slowly pan left, 1 second, 480p")  # the session goes on
        assert said[-1]["turnComplete"] is True
    finally:
        reborn.close()
        reborn.studio.close()


def test_a_render_of_a_killed_process_is_taken_over_by_a_living_one(data_dir: Path) -> None:
    first, second = (Person(StudioProcess.start(data_dir)) for _ in range(2))
    try:
        session, draft = first.small_draft(**LONG)
        job = first.submit(session, draft).json()["id"]
        while second.wait(job, until=("processing",))["progress"] == 0:
            pass
        os.kill(pid(first.studio), signal.SIGKILL)
        first.studio.close()
        assert second.wait(job)["status"] == "completed"
        assert "Taking up export" in second.studio.log_tail()
        video = second.http.get(f"/api/render/proxy/{job}/download").content
        assert video == second.export(session, draft)
    finally:
        for person in (first, second):
            person.close()
            person.studio.close()


def test_who_listens_is_told_when_the_studio_ends(person_in: Person) -> None:
    session = person_in.open_session()
    person_in.upload(session, jpeg())
    with person_in.saying(session, "slowly pan left, 60 seconds") as response:
        stream = events(response)
        next(stream)
        os.kill(pid(person_in.studio), signal.SIGTERM)
        *_, last = stream
    assert last["errorCode"] == "INVOCATION_ABORTED"
    assert person_in.studio._process.wait(10) == 0
    assert "Traceback" not in person_in.studio.log_tail(1000)


def test_starting_one_loads_none_of_its_libraries() -> None:
    code = (
        "import sys, json; import nemo_notebook.studio.server.process;"
        "print(json.dumps([name.partition('.')[0] for name in sys.modules]))"
    )
    loaded = json.loads(subprocess.check_output([sys.executable, "-c", code]))
    assert not {"starlette", "uvicorn", "cv2", "av", "numpy", "PIL"} & set(loaded)
