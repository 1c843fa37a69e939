"""The command line of the studio: `nemo-notebook serve`, and the child of a kernel."""

from __future__ import annotations

import argparse
import base64
import json
import logging
import os
import secrets
import shutil
import socket
import sqlite3
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from nemo_notebook.studio.server.credits import EDIT, GENERATION
from nemo_notebook.studio.server.flavours import FLAVOURS
from nemo_notebook.studio.server.process import READY
from nemo_notebook.studio.server.run import StudioServer
from nemo_notebook.studio.server.service import MAX_UPLOAD_MIB, Options, Studio
from nemo_notebook.studio.server.tokens import ANONYMOUS_CREDITS

if TYPE_CHECKING:
    from nemo_notebook.studio.server.faults.file import Fault

_HOST = "127.0.0.1"
_LAST_PORT = 65535
_BACKLOG = 128
_CANNOT_START = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a studio; returns the exit code.

    Args:
        arguments: The command line; `sys.argv` if None.
    """
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    try:
        return _child() if options.child else _foreground(options)
    except (OSError, sqlite3.Error) as error:
        sys.stderr.write(f"The studio cannot start: {error}\n")
        return _CANNOT_START


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nemo-notebook serve",
        description="Run the studio on 127.0.0.1, for curl and other programs of this machine. "
        "It prints its address and a bearer token; Ctrl-C ends it.",
    )
    parser.add_argument(
        "--port", type=_port, default=8787, help="default 8787; 0 takes any free port"
    )
    parser.add_argument(
        "--anonymous",
        action="store_true",
        help="give tokens to whoever sends X-Client-Id to /api/auth/anonymous-token, as the hosted "
        "service does: one a client, for 7 days. Unlike there, they may also export (scopes read, "
        "write, upload, render), provided that the request carries the three X-Skill headers",
    )
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        help="where sessions, photos and clips are kept; default: with those of the notebooks",
    )
    parser.add_argument(
        "--allow-private-urls",
        action="store_true",
        help="also fetch files from addresses inside this machine and its network",
    )
    parser.add_argument(
        "--max-upload",
        type=_positive,
        default=MAX_UPLOAD_MIB,
        metavar="MIB",
        help=f"the largest upload, default {MAX_UPLOAD_MIB}",
    )
    _add_likeness(parser)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser


def _add_likeness(parser: argparse.ArgumentParser) -> None:
    """Options that make it more like the hosted service, good days and bad."""
    group = parser.add_argument_group("like the hosted service")
    group.add_argument(
        "--credits",
        type=_count,
        metavar="N",
        help=f"charge for work: {GENERATION} for the first clip of a session, {EDIT} for all of "
        "its edits; what fails is refunded. The token that is printed has N credits, less what "
        "was spent in this data directory before; an anonymous user has "
        f"{ANONYMOUS_CREDITS}. Without this nothing is charged",
    )
    group.add_argument(
        "--plan",
        choices=["free"],
        help="free: anonymous users may not export (402), whatever their credits",
    )
    group.add_argument(
        "--flavour",
        choices=[*FLAVOURS],
        default="adk",
        help="the form of a turn's events: the Agent Development Kit's (default), or flat",
    )
    group.add_argument(
        "--faults",
        type=_faults,
        default=(),
        metavar="FILE",
        help="play the faults that FILE lists (JSON or TOML), to test clients: "
        '[{"on": "message", "do": "drop", "after": 3}]; `do` is answer, delay, drop, silence, '
        "mute, afterthought, duplicate, reorder, mix_ids, expire_token, expire_link or "
        "fail_export. All of it is in the documentation of nemo_notebook.studio.server.faults",
    )


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError("a whole number of MiB, at least 1, is needed")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError("a whole number of credits is needed")
    return int(text)


def _faults(text: str) -> tuple[Fault, ...]:
    from nemo_notebook.studio.server.faults.file import read_faults  # noqa: PLC0415 (for tests alone)

    try:
        return read_faults(Path(text))
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{text} cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no list of faults ({error})") from None


def _foreground(options: argparse.Namespace) -> int:
    from nemo_notebook.settings import Settings  # noqa: PLC0415 (the child needs no settings)

    token = secrets.token_urlsafe(32)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    with listener:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((_HOST, options.port))
            listener.listen(_BACKLOG)
        except OSError as error:
            sys.stderr.write(
                f"Port {options.port} cannot be used ({error.strerror}). "
                "Choose another one with --port, or --port 0 for any that is free.\n"
            )
            return _CANNOT_START
        studio = Studio(
            options.data_dir or Settings().data_dir / "studio",
            token,
            Options(
                anonymous=options.anonymous,
                allow_private_urls=options.allow_private_urls,
                max_upload=options.max_upload << 20,
                credits=options.credits,
                free_plan=options.plan == "free",
                flavour=options.flavour,
                faults=options.faults,
            ),
        )
        url = f"http://{_HOST}:{listener.getsockname()[1]}"
        server = StudioServer(studio, on_ready=lambda: _greet(url, token), interruptible=True)
        server.run([listener])
    return _end(server)


def _greet(url: str, token: str) -> None:
    sys.stdout.write(
        f"The studio is at {url}\n"
        f"Token: {token}\n\n"
        "Try it:\n"
        f"  export NEMO_TOKEN={token}\n"
        f'  curl -H "Authorization: Bearer $NEMO_TOKEN" {url}/api/credits/balance/simple\n\n'
        "Ctrl-C ends it.\n"
    )
    sys.stdout.flush()


def _child() -> int:
    """Serve the process that started this one, until it closes our standard input."""
    letter = json.loads(sys.stdin.buffer.readline())
    stdin = sys.stdin.fileno()
    listener = _inherited(letter["socket"])
    with listener:
        studio = Studio(Path(letter["data_dir"]), letter["token"], Options())
        server = StudioServer(studio, on_ready=_say_ready, interruptible=False)

        def outlive_nobody() -> None:
            # Not through `sys.stdin`, whose lock this thread would hold at the interpreter's end.
            while os.read(stdin, 1):
                pass
            server.should_exit = True

        threading.Thread(target=outlive_nobody, daemon=True).start()
        server.run([listener])
    # The parent removes it too, unless it was killed.
    os.chdir("/")
    shutil.rmtree(letter["runtime_dir"], ignore_errors=True)
    return _end(server)


def _end(server: StudioServer) -> int:
    """The exit code; where a thread is stuck, the process ends here, for Python would wait."""
    if not server.stopped:
        logging.shutdown()
        sys.stdout.flush()
        os._exit(0)
    return 0


def _inherited(handle: int | str) -> socket.socket:
    if isinstance(handle, int):
        return socket.socket(fileno=handle)
    if sys.platform == "win32":
        return socket.fromshare(base64.b64decode(handle))
    raise ValueError("A shared socket is a thing of Windows")


def _say_ready() -> None:
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    # The parent reads no further; whatever a library prints goes to the log.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
