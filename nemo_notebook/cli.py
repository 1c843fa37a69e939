"""The command `nemo-notebook`."""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from importlib.metadata import version
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nemo_notebook.demo import Outcome

STOPPED = 130
"""What a shell calls an end by Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: The words after `nemo-notebook`; by default those of the command line.

    Returns:
        0 if it did what it should, 1 if it did not, 130 if it was stopped. A command or an option
        that does not exist ends the program with 2.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot write a sign of somebody's file name writes a question mark.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        return _run(words)
    except KeyboardInterrupt:
        return STOPPED


def _run(words: list[str]) -> int:
    if words[:1] == ["serve"]:
        return _serve(words[1:])
    parser, commands = _parsers()
    name = next((word for word in words if not word.startswith("-")), None)
    if name is not None and name not in commands:
        parser.error(f"there is no command {name!r}{_meant(name, commands)}")
    options, unknown = parser.parse_known_args(words)
    if unknown:
        own = commands[options.name]
        known = re.findall(r"--[a-z-]+", own.format_help())
        own.error(f"there is no {unknown[0]!r}{_meant(unknown[0], known)}")
    command: Callable[[argparse.Namespace], int] = options.command
    return command(options)


def _meant(wrong: str, known: Iterable[str]) -> str:
    meant = get_close_matches(wrong, list(known), n=1)
    return f"; did you mean {meant[0]!r}?" if meant else ""


def _parsers() -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    parser = argparse.ArgumentParser(
        prog="nemo-notebook",
        description="Turn photos into video from a notebook.",
        epilog="`nemo-notebook COMMAND --help` says more about a command.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=version("nemo-notebook"))
    commands = parser.add_subparsers(dest="name", metavar="COMMAND", required=True)

    demo = commands.add_parser(
        "demo",
        help="run the quick-start notebook and leave its videos",
        description="Run the quick-start notebook on a sample photo, in a folder of its own. It "
        "runs on this machine and costs nothing, whatever NEMO_TOKEN and NEMO_API_URL say.",
        allow_abbrev=False,
    )
    demo.add_argument(
        "--folder",
        type=Path,
        default=Path("nemo-demo"),
        help="where to put it; a number is added if it exists (default: %(default)s)",
    )
    demo.add_argument("--lab", action="store_true", help="open the notebook in JupyterLab after it")
    demo.set_defaults(command=_demo)

    commands.add_parser("serve", help="run the studio for other programs, over HTTP")

    doctor = commands.add_parser(
        "doctor",
        help="check that everything is there and the studio starts",
        description="Say which versions are installed, which server answers and where things are "
        "stored, and start the studio to see that it does.",
        allow_abbrev=False,
    )
    doctor.set_defaults(command=_doctor)
    return parser, commands.choices


def _serve(words: list[str]) -> int:
    from nemo_notebook import backend  # noqa: PLC0415 (--help and --version are quick)

    return backend.serve(words)


def _doctor(_options: argparse.Namespace) -> int:
    from nemo_notebook.doctor import examine  # noqa: PLC0415 (as above)

    all_is_well = True
    for finding in examine():
        print(f"{'  ' if finding.is_well else '! '}{finding.what:<24}{finding.found}", flush=True)
        all_is_well = all_is_well and finding.is_well
    return 0 if all_is_well else 1


def _demo(options: argparse.Namespace) -> int:
    from nemo_notebook.console import Console  # noqa: PLC0415 (as above)
    from nemo_notebook.demo import fresh_folder, run  # noqa: PLC0415 (as above)

    try:
        folder = fresh_folder(options.folder)
    except OSError as error:
        print(f"The folder {options.folder} cannot be made: {error.strerror}.", file=sys.stderr)
        return 1
    print(f"Running the quick-start notebook in {folder}, with the studio on this machine.\n")
    outcome = run(folder, Console(sys.stdout))
    if outcome.stopped or outcome.trouble:
        said = "Stopped." if outcome.stopped else outcome.trouble
        print(f"\n{said}\nThe notebook as far as it came: {outcome.notebook}", file=sys.stderr)
        return STOPPED if outcome.stopped else 1
    _print_outcome(outcome)
    return _lab(outcome.notebook, wanted=options.lab)


def _print_outcome(outcome: Outcome) -> None:
    print(f"\nDone in {outcome.seconds:.0f} s.\n\n  Notebook  {outcome.notebook}")
    for number, video in enumerate(outcome.videos):
        print(f"  {'Videos' if number == 0 else '':<10}{video}")


def _lab(notebook: Path, *, wanted: bool) -> int:
    command = f"jupyter lab {shlex.quote(str(notebook))}"
    if find_spec("jupyterlab") is None:
        print(f"\nTo open it in JupyterLab: pip install 'nemo-notebook[lab]' && {command}")
        return 1 if wanted else 0
    if not wanted:
        print(f"\nTo open it in JupyterLab: {command}")
        return 0
    return subprocess.call([sys.executable, "-m", "jupyterlab", str(notebook)])  # noqa: S603 (our own interpreter, no shell)
