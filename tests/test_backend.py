"""Which server answers, and the studio's life in this process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nemo_notebook import backend
from nemo_notebook.settings import Settings


@pytest.fixture
def studios() -> Iterator[backend._Studios]:
    started = backend._Studios()
    yield started
    started.close()


def test_with_nothing_configured_the_studio_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEMO_TOKEN", raising=False)
    monkeypatch.delenv("NEMO_API_URL", raising=False)
    chosen = backend.choose()
    assert chosen.family == "studio"
    assert chosen.label == "studio · on this machine"
    assert not chosen.costs_credits


@pytest.mark.parametrize(
    ("name", "value"), [("NEMO_TOKEN", "nmv_usr_x"), ("NEMO_API_URL", "https://api.example")]
)
def test_a_token_or_an_address_chooses_the_hosted_service(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    chosen = backend.choose()
    assert chosen.family == "nemovideo"
    assert chosen.label.startswith("NemoVideo · ")
    assert chosen.costs_credits
    assert "nmv_usr_x" not in repr(chosen) + chosen.label


def test_an_empty_variable_chooses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEMO_TOKEN", "")
    monkeypatch.setenv("NEMO_API_URL", "")
    assert backend.choose().family == "studio"


def test_one_studio_for_all_and_another_for_another_folder(
    studios: backend._Studios, tmp_path: Path
) -> None:
    here = Settings(NEMO_DATA_DIR=str(tmp_path / "here"))
    there = Settings(NEMO_DATA_DIR=str(tmp_path / "there"))
    first = studios.get(here)
    assert studios.get(here) is first
    assert studios.get(there) is not first


def test_a_studio_that_died_is_started_again(studios: backend._Studios, tmp_path: Path) -> None:
    settings = Settings(NEMO_DATA_DIR=str(tmp_path))
    first = studios.get(settings)
    first._process.kill()
    first._process.wait()
    second = studios.get(settings)
    assert second is not first
    assert second.alive
    assert not first._runtime_dir.exists()


def test_closing_ends_the_process(tmp_path: Path) -> None:
    studios = backend._Studios()
    running = studios.get(Settings(NEMO_DATA_DIR=str(tmp_path)))
    studios.close()
    assert not running.alive


FORK = """
import os
from nemo_notebook import backend
from nemo_notebook.settings import Settings
studio = backend._studios.get(Settings())
child = os.fork()
if child == 0:
    backend._studios.close()
    os._exit(0)
os.waitpid(child, 0)
print(studio.alive)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="This system does not fork")
def test_a_forked_child_leaves_the_studio_of_its_parent_alone(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORK],
        env={**os.environ, "NEMO_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "True"
