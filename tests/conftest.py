from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock


@pytest.fixture(scope="session", autouse=True)
def nobodys_own_things(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests away from the data, the token and the client id of whoever runs them."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NEMO_TOKEN", "NEMO_API_URL", "NEMO_WEB_URL", "NEMO_CLIENT_ID", "NEMO_MODE"):
            patch.delenv(name, raising=False)
        patch.delenv("CI", raising=False)
        patch.setenv("NEMO_DATA_DIR", str(home / "data"))
        patch.setenv("NEMO_CONFIG_DIR", str(home / "config"))
        patch.setenv("IPYTHONDIR", str(home / "ipython"))
        yield


def run_cli(*words: str, cwd: Path, patience_s: float = 120) -> subprocess.CompletedProcess[str]:
    """What a person types after `nemo-notebook`, in a folder, with nobody at the keyboard."""
    return subprocess.run(
        [sys.executable, "-m", "nemo_notebook", *words],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=patience_s,
        check=False,
    )


@dataclass(frozen=True)
class DemoRun:
    """What `nemo-notebook demo` left and said."""

    folder: Path
    exit_code: int
    said: str
    complained: str


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all tests of this run have, whichever of its workers they are in."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def demo_run(shared: Path) -> DemoRun:
    """The demo as a person runs it, once: another process, a real kernel, a real studio."""
    place = shared / "demo"
    with FileLock(shared / "demo.lock"):
        if not place.exists():
            place.mkdir()
            done = run_cli("demo", cwd=place, patience_s=300)
            said = [done.returncode, done.stdout, done.stderr]
            (place / "said.json").write_text(json.dumps(said), "utf-8")
    exit_code, said, complained = json.loads((place / "said.json").read_text("utf-8"))
    return DemoRun(place / "nemo-demo", exit_code, said, complained)


if not hasattr(sys.modules["__main__"], "__spec__"):
    # So it is in a worker of pytest-xdist; processes that are spawned there look for it.
    sys.modules["__main__"].__spec__ = None

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # So it is where a shell runs the tests in its background, and no test could press Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
