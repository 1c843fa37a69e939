"""A sweep over a real Dask cluster of processes, one of which is killed in the middle."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

import pytest

from nemo_notebook import sweep
from nemo_notebook.conversation import follow
from nemo_notebook.ledger.ledger import Ledger
from tests.conversation.killed import HURRIED
from tests.conversation.paid_service import PRICE, PaidService

pytest.importorskip("distributed")

from distributed import Client, LocalCluster, WorkerPlugin

# Dask itself warns of ports that are taken and of workers that come back.
pytestmark = pytest.mark.filterwarnings("default")

PROMPT = "pan left, 480p, 1 second, no music"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data directory for the studios of these workers alone."""
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEMO_DATA_DIR", str(folder))
        yield folder


@pytest.fixture(scope="module")
def client(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with (
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            local_directory=str(tmp_path_factory.mktemp("dask")),
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.fixture
def executor(client: Client) -> Executor:
    found: Executor = client.get_executor()
    return found


@dataclass
class ChoosesTheService(WorkerPlugin):
    """Has every worker, and each that takes the place of a dead one, talk to a paid service."""

    environment: dict[str, str]
    name: str = "chooses-the-service"

    def setup(self, worker: object) -> None:
        """Called by Dask in the worker."""
        os.environ.update(self.environment)
        follow._HOSTED = HURRIED

    def teardown(self, worker: object) -> None:
        """Called by Dask in the worker."""
        for name in self.environment:
            os.environ.pop(name)


@pytest.fixture
def service(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PaidService]:
    """Costs credits; the driver and all workers talk to it."""
    with PaidService() as service:
        plugin = ChoosesTheService(
            {
                "NEMO_API_URL": service.server.url,
                "NEMO_TOKEN": "nmv_usr_secret",
                "NEMO_CONFIG_DIR": str(tmp_path / "config"),
            }
        )
        for name, value in plugin.environment.items():
            monkeypatch.setenv(name, value)
        client.register_plugin(plugin)
        yield service
        client.unregister_worker_plugin(plugin.name)


def kill_on_first_fence(folder: Path, killed: list[int], over: threading.Event) -> None:
    """Kill the process that sends first, when it has sent: its fence names it."""
    while not over.wait(0.02):
        for sending in Ledger(folder / ".nemo").unsettled():
            os.kill(sending.pid, signal.SIGKILL)
            killed.append(sending.pid)
            return


def ends_in_the_studio(data: Path) -> dict[str, list[str]]:
    """What became of the messages of each session, as the studio itself has it."""
    database = sqlite3.connect(f"file:{data / 'studio' / 'studio.db'}?mode=ro", uri=True)
    sessions: dict[str, list[str]] = {}
    with contextlib.closing(database):
        for session, status in database.execute("SELECT session, status FROM turns"):
            sessions.setdefault(session, []).append(status)
    return sessions


def test_a_killed_worker_costs_no_clip_and_makes_none_twice(
    data: Path, executor: Executor, harbour: Path, tmp_path: Path
) -> None:
    photo = shutil.copy(harbour, tmp_path)
    killed: list[int] = []
    over = threading.Event()
    killer = threading.Thread(target=kill_on_first_fence, args=(tmp_path, killed, over))
    killer.start()
    done = sweep(photo, PROMPT, seeds=range(4), folder=tmp_path, executor=executor)
    over.set()
    killer.join()
    assert len(killed) == 1
    assert [clip.error for clip in done] == [""] * 4
    assert all(take.video is not None and take.video.path.exists() for take in done.takes)
    assert len(done.takes) == 4
    assert str(killed[0]) not in {clip.worker.rpartition(":")[2] for clip in done}
    turns = list(Ledger(tmp_path / ".nemo").turns())
    assert sorted(turn.key for turn in turns) == sorted(clip.key for clip in done)
    ends = ends_in_the_studio(data)
    for turn in turns:
        assert ends.pop(turn.session_id) == ["done"]
    # What died with the worker and its studio came to nothing, and is the one thing said anew.
    # The studio may have died before it could write even that down.
    lost = [status for statuses in ends.values() for status in statuses]
    assert len(lost) <= 1
    assert "done" not in lost


def test_a_worker_that_dies_over_a_paid_message_has_it_sent_once(
    service: PaidService, executor: Executor, harbour: Path, tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill_who_waits_for_an_answer() -> None:
        service.reached.wait()
        for sending in Ledger(tmp_path / ".nemo").unsettled():
            if sending.prompt in service.delivered:
                os.kill(sending.pid, signal.SIGKILL)
                killed.append(sending.pid)
                break
        service.may_answer.set()

    service.may_answer.clear()
    killer = threading.Thread(target=kill_who_waits_for_an_answer)
    killer.start()
    prompts = [f"pan left, take {number}" for number in range(4)]
    done = sweep(harbour, prompts, export=None, folder=tmp_path, executor=executor)
    service.reached.set()
    killer.join()
    assert len(killed) == 1
    assert service.delivered == dict.fromkeys(prompts, 1)
    assert [clip.error for clip in done] == [""] * 4
    assert [take.draft.tracks[-1].title for take in done.takes] == prompts
    assert str(killed[0]) not in {clip.worker.rpartition(":")[2] for clip in done}
    assert service.available == 10_000 - 4 * PRICE
