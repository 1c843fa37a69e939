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
from tests.studio.server.conftest import Person, events, jpeg

LONG = {"duration_ms": 3_000, "height": 720, "fps": 30}


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


def test_closing_leaves_nothing_and_may_be_repeated(data_dir: Path) -> None:
    studio = StudioProcess.start(data_dir)
    runtime_dir = studio._runtime_dir
    assert studio.alive
    studio.close()
    studio.close()
    assert not studio.alive
    assert not runtime_dir.exists()
    assert not list((data_dir / "processes").glob("*/lock"))


def test_a_forked_copy_does_not_close_it(studio: StudioProcess) -> None:
    child = os.fork()
    if child == 0:
        studio.close()
        os._exit(0)
    os.waitpid(child, 0)
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


def test_neither_a_long_path_nor_a_module_beside_the_notebook_disturbs_it(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "starlette.py").write_text("raise SystemExit('not this one')")
    monkeypatch.chdir(tmp_path)
    deep = tmp_path / ("d" * 90)
    deep.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    studio = StudioProcess.start(data_dir)
    try:
        assert studio.uds is not None
        assert studio.alive
    finally:
        studio.close()


def test_ctrl_c_in_the_notebook_does_not_reach_it(person_in: Person) -> None:
    os.kill(pid(person_in.studio), signal.SIGINT)
    assert person_in.open_session()
    assert os.getsid(pid(person_in.studio)) != os.getsid(0)


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


def test_sessions_outlive_a_killed_studio_and_its_render_is_done_by_the_next(
    data_dir: Path,
) -> None:
    killed = Person(StudioProcess.start(data_dir))
    session, draft = killed.small_draft(**LONG)
    job = killed.submit(session, draft).json()["id"]
    killed.wait(job, until=("processing",))
    os.kill(pid(killed.studio), signal.SIGKILL)
    killed.close()
    killed.studio.close()

    reborn = Person(StudioProcess.start(data_dir))
    try:
        assert [info["filename"] for info in reborn.state(session)["video_infos"]] == [
            "harbour.jpg"
        ]
        assert reborn.wait(job)["status"] == "completed"
        assert "Taking up export" in reborn.studio.log_tail()
        video = reborn.http.get(f"/api/render/proxy/{job}/download").content
        assert video == reborn.export(session, draft)
        assert not list((data_dir / "processes").glob("*/*.mp4"))
    finally:
        reborn.close()
        reborn.studio.close()


def test_a_render_of_a_dead_process_is_taken_over_by_a_living_one(data_dir: Path) -> None:
    first, second = (Person(StudioProcess.start(data_dir)) for _ in range(2))
    try:
        session, draft = first.small_draft(**LONG)
        job = first.submit(session, draft).json()["id"]
        second.wait(job, until=("processing",))
        os.kill(pid(first.studio), signal.SIGKILL)
        first.studio.close()
        assert second.wait(job)["status"] == "completed"
    finally:
        for person in (first, second):
            person.close()
            person.studio.close()


def test_a_turn_that_was_killed_is_reported_as_aborted(data_dir: Path) -> None:
    killed = Person(StudioProcess.start(data_dir))
    session = killed.open_session()
    killed.upload(session, jpeg())
    with killed.saying(session, "slowly pan left, 60 seconds") as response:
        resume = response.headers["Nemo-Resume"]
        last = next(events(response))["sse_id"]
        os.kill(pid(killed.studio), signal.SIGKILL)
        killed.studio.close()
    killed.close()

    reborn = Person(StudioProcess.start(data_dir))
    try:
        headers = {"Last-Event-ID": last}
        with reborn.http.stream("GET", resume, headers=headers) as response:
            (event,) = events(response)
        assert event["errorCode"] == "INVOCATION_ABORTED"
        said = reborn.say(session, "slowly pan left, 1 second, 480p")  # the session goes on
        assert said[-1]["turnComplete"] is True
    finally:
        reborn.close()
        reborn.studio.close()


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


def test_a_damaged_database_is_moved_aside(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "studio.db").write_bytes(b"this is no database" * 1000)
    studio = StudioProcess.start(data_dir)
    try:
        assert "studio.db.broken-1" in studio.log_tail()
        person = Person(studio)
        assert person.open_session()
        person.close()
    finally:
        studio.close()
    assert (data_dir / "studio.db.broken-1").read_bytes().startswith(b"this is no database")


def test_the_module_imports_only_the_standard_library() -> None:
    code = (
        "import sys, json; import nemo_notebook.studio.server.process;"
        "print(json.dumps([name.partition('.')[0] for name in sys.modules]))"
    )
    loaded = json.loads(subprocess.check_output([sys.executable, "-c", code]))
    assert not {"starlette", "uvicorn", "cv2", "av", "numpy", "pydantic", "PIL"} & set(loaded)
