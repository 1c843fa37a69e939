"""Whether somebody is at a turn: waited for while they live."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from nemo_notebook.ledger.holder import holding, is_held
from tests.ledger.made import a_sending, a_turn

TURN = a_turn()


def test_one_after_the_other_in_a_process(tmp_path: Path) -> None:
    mine = a_sending(TURN, host=socket.gethostname(), pid=os.getpid())
    with (
        holding(tmp_path, TURN.key) as first,
        holding(tmp_path, TURN.key) as second,
        holding(tmp_path, "another") as other,
    ):
        assert not is_held(tmp_path, mine, first)
        assert is_held(tmp_path, mine, second)
        assert not is_held(tmp_path / "elsewhere", mine, other)
    with holding(tmp_path, TURN.key) as later:
        assert not is_held(tmp_path, mine, later)


def test_another_process_until_it_ends(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    theirs = a_sending(TURN, host=socket.gethostname(), pid=other.pid)
    assert is_held(tmp_path, theirs, object())
    other.communicate(b"\n")
    assert not is_held(tmp_path, theirs, object())


def test_another_machine_cannot_be_asked(tmp_path: Path) -> None:
    assert not is_held(tmp_path, a_sending(TURN, host="elsewhere", pid=os.getpid()), object())
