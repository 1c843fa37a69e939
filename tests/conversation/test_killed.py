"""Real processes, really killed, over a real socket: what reaches the service is counted there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conversation.paid_service import PaidService

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes are forked")


def run(service: PaidService, folder: Path, *what: object) -> list[list[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.conversation.killed", *map(str, what)],
        cwd=ROOT,
        env={
            **os.environ,
            "NEMO_API_URL": service.server.url,
            "NEMO_TOKEN": "nmv_usr_secret",
            "NEMO_CONFIG_DIR": str(folder / "config"),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    came_to: list[list[str]] = json.loads(done.stdout)
    return came_to


def test_a_killed_turn_is_never_sent_again(tmp_path: Path) -> None:
    rounds = 20
    with PaidService(pace_s=0.02) as service:
        came_to = run(service, tmp_path, "kill", tmp_path, rounds)
        assert max(service.delivered.values()) == 1
        delivered = set(service.delivered)
    unknown = {f"turn {n}" for n, said in enumerate(came_to) if said[1] == "TurnIndeterminateError"}
    # What there is to say hangs on the moment: the whole answer, its beginning, or what changed.
    ended = {f"turn {n}" for n, said in enumerate(came_to) if re.match(r"[0-9a-f]{64} \S", said[1])}
    assert ended | unknown == {f"turn {number}" for number in range(rounds)}
    assert ended == delivered
    assert all(said[0] == said[1] for said in came_to)


def test_of_four_that_race_one_sends(tmp_path: Path) -> None:
    with PaidService(pace_s=0.02) as service:
        came_to = run(service, tmp_path, "race", tmp_path, 3, 4)
        assert service.delivered == {f"turn {number}": 1 for number in range(3)}
    assert all(len(set(said)) == 1 for said in came_to)
    assert all(said[0].endswith(" As you wish.") for said in came_to)
