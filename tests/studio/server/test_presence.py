from __future__ import annotations

from pathlib import Path

from nemo_notebook.studio.server.presence import Presence


def test_a_process_is_alive_until_it_leaves(tmp_path: Path) -> None:
    here, there = Presence(tmp_path), Presence(tmp_path)
    assert here.is_alive(there.id)
    assert here.is_alive(here.id)
    there.leave()
    assert not here.is_alive(there.id)
    assert not here.is_alive("nobody")
    here.leave()


def test_what_the_dead_leave_behind_is_swept(tmp_path: Path) -> None:
    here = Presence(tmp_path)
    dead = tmp_path / "processes" / "dead"
    dead.mkdir()
    (dead / "lock").touch()
    (dead / "half.mp4").touch()
    there = Presence(tmp_path)
    assert not dead.exists()
    assert here.scratch.exists()
    here.leave()
    there.leave()
