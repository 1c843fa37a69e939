"""The studio as a child process: how a kernel starts, reaches and ends it.

Imports nothing else of the studio, so that a kernel which starts one loads none of its libraries.
The parent binds the socket and hands it over, together with the token, through the child's
standard input; the child says `ready` on its standard output, and ends when the input closes.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

READY = b"ready\n"
UDS_HOST = "studio"
"""The host name of requests over the Unix socket."""

_MODULE = "nemo_notebook.studio.server"
_LONGEST_UDS_PATH = 100  # sun_path has 104 bytes on macOS, 108 on Linux
_BACKLOG = 128
_GRACE_S = 3.0
if sys.platform == "win32":
    _CREATION_FLAGS = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
else:
    _CREATION_FLAGS = 0


class StudioDied(Exception):  # noqa: N818 (it says what happened)
    """The studio could not be started.

    Attributes:
        log_tail: The end of what it said.
    """

    def __init__(self, log_tail: str) -> None:
        super().__init__(f"The studio could not start:\n{log_tail}")
        self.log_tail = log_tail


class StudioProcess:
    """A running studio that belongs to this process.

    Attributes:
        uds: Its Unix socket, or None where it listens on 127.0.0.1.
        url: The base address of requests.
        token: The bearer token; never shown by `repr`.
    """

    def __init__(
        self, process: subprocess.Popen[bytes], runtime_dir: Path, url: str, token: str
    ) -> None:
        self.uds = runtime_dir / "studio.sock" if url == f"http://{UDS_HOST}" else None
        self.url = url
        self.token = token
        self._process = process
        self._runtime_dir = runtime_dir
        self._started_by = os.getpid()
        self._last_words = ""

    def __repr__(self) -> str:
        return f"StudioProcess(pid={self._process.pid}, url={self.url!r}, alive={self.alive})"

    @classmethod
    def start(cls, data_dir: Path, *, wait_s: float = 30) -> StudioProcess:
        """Start a studio and wait until it answers.

        Args:
            data_dir: Where it keeps sessions, photos and clips; made if missing.
            wait_s: How long it may take.

        Raises:
            StudioDied: It did not start; the end of its log says why.
        """
        runtime_dir = _new_runtime_dir()
        token = secrets.token_urlsafe(32)
        listener, url = _listen(runtime_dir)
        with listener:
            process = _spawn(runtime_dir, listener)
            studio = cls(process, runtime_dir, url, token)
            letter = {
                "token": token,
                "data_dir": str(data_dir.absolute()),
                "runtime_dir": str(runtime_dir),
                "socket": _handle(listener, process.pid),
            }
            ready = _greet(process, json.dumps(letter).encode() + b"\n", wait_s)
        if ready:
            return studio
        studio.close()
        raise StudioDied(studio.log_tail() or f"It did not answer within {wait_s:g} s.")

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def log_tail(self, lines: int = 12) -> str:
        """The last lines of its log; they outlive `close`."""
        with contextlib.suppress(OSError):
            text = (self._runtime_dir / "studio.log").read_text("utf-8", "replace")
            self._last_words = text
        return "\n".join(self._last_words.splitlines()[-lines:])

    def close(self) -> None:
        """End it: gracefully, else by force. May be called again; a forked copy does nothing."""
        if os.getpid() != self._started_by:
            return
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        # Closing its input is enough, unless a forked child of ours still holds a copy of it.
        with contextlib.suppress(OSError):
            self._process.terminate()
        try:
            self._process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.log_tail()
        shutil.rmtree(self._runtime_dir, ignore_errors=True)


def serve(arguments: Sequence[str]) -> int:
    """Run a studio in the foreground, with the command line of `nemo-notebook serve`.

    On POSIX this process becomes the studio, so that Ctrl-C and signals reach it; elsewhere it
    waits for it and returns its exit code.
    """
    command = [sys.executable, "-P", "-m", _MODULE, *arguments]
    if sys.platform != "win32":
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(sys.executable, command)  # noqa: S606 (our own interpreter, no shell)
    return subprocess.call(command)  # noqa: S603 (the same)


def _new_runtime_dir() -> Path:
    """A fresh directory that only this user can enter, with a path short enough for a socket."""
    for parent in (os.environ.get("XDG_RUNTIME_DIR"), None, "/tmp"):  # noqa: S108 (mkdtemp makes a private directory in it)
        with contextlib.suppress(OSError):
            path = Path(tempfile.mkdtemp(prefix="nemo-", dir=parent or None))
            if len(str(path / "studio.sock")) <= _LONGEST_UDS_PATH:
                return path
            path.rmdir()
    return Path(tempfile.mkdtemp(prefix="nemo-"))


def _listen(runtime_dir: Path) -> tuple[socket.socket, str]:
    path = runtime_dir / "studio.sock"
    if sys.platform != "win32" and len(str(path)) <= _LONGEST_UDS_PATH:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(path))
        path.chmod(0o600)
        url = f"http://{UDS_HOST}"
    else:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    listener.listen(_BACKLOG)
    return listener, url


def _spawn(runtime_dir: Path, listener: socket.socket) -> subprocess.Popen[bytes]:
    with (runtime_dir / "studio.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [sys.executable, "-m", _MODULE, "--child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            # `-m` puts the working directory on the path: an empty one, not the notebook's.
            cwd=runtime_dir,
            env=_environment(),
            # Its own session: the notebook's Ctrl-C must not reach it.
            start_new_session=True,
            pass_fds=() if sys.platform == "win32" else (listener.fileno(),),
            creationflags=_CREATION_FLAGS,
        )


def _environment() -> dict[str, str]:
    """Ours without the hosted service's token, and able to import this very package."""
    environment = {name: value for name, value in os.environ.items() if name != "NEMO_TOKEN"}
    root = str(Path(__file__).parents[3])
    if root not in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        known = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = f"{known}{os.pathsep}{root}" if known else root
    return environment


def _handle(listener: socket.socket, pid: int) -> int | str:
    """What the child makes its socket of: a file descriptor, or on Windows a shared socket."""
    if sys.platform == "win32":
        return base64.b64encode(listener.share(pid)).decode()
    return listener.fileno()


def _greet(process: subprocess.Popen[bytes], letter: bytes, wait_s: float) -> bool:
    """Hand over the letter and wait for the answer; a child that is too slow is killed."""
    if process.stdin is None or process.stdout is None:
        return False
    deadline = threading.Timer(wait_s, process.kill)
    deadline.daemon = True
    deadline.start()
    try:
        process.stdin.write(letter)
        process.stdin.flush()
        return process.stdout.readline() == READY
    except OSError:
        return False
    finally:
        deadline.cancel()
        process.stdout.close()
