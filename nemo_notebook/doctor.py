"""What is installed, which server answers, and whether the studio starts."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from nemo_notebook import backend
from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.protocol.errors import NemoError
from nemo_notebook.settings import Settings

_PACKAGES = {
    "anywidget": "anywidget",
    "ipykernel": "ipykernel",
    "av": "av",
    "cv2": "opencv-python-headless",
}
"""What has to be importable, and the package that brings it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report.

    Attributes:
        what: What was looked at.
        found: What was found, or what to do about it.
        is_well: Whether nothing needs to be done.
    """

    what: str
    found: str
    is_well: bool = True


def examine() -> Iterator[Finding]:
    """Look at everything that has to be there; the last look starts the studio."""
    settings = Settings()
    yield Finding("nemo-notebook", version("nemo-notebook"))
    yield Finding("Python", f"{platform.python_version()} on {platform.system()}")
    for module, package in _PACKAGES.items():
        yield _imported(module, package)
    yield _jupyterlab()
    yield _widget()
    yield Finding("backend", backend.choose(settings).label)
    yield Finding("data", str(settings.data_dir))
    yield _studio(settings)


def _imported(module: str, package: str) -> Finding:
    try:
        import_module(module)
    except ImportError as error:
        return Finding(package, f"cannot be imported: {error}", is_well=False)
    return Finding(package, version(package))


def _jupyterlab() -> Finding:
    try:
        return Finding("jupyterlab", version("jupyterlab"))
    except PackageNotFoundError:
        return Finding("jupyterlab", "not installed; pip install 'nemo-notebook[lab]' brings it")


def _widget() -> Finding:
    if (Path(__file__).parent / "static" / "widget.js").is_file():
        return Finding("widget", "built")
    return Finding("widget", "not built; install the package without NEMO_SKIP_JS", is_well=False)


def _studio(settings: Settings) -> Finding:
    try:
        with Conversation(backend=backend.studio(settings)) as conversation:
            conversation.credits()
    except NemoError as error:
        return Finding("studio", str(error), is_well=False)
    return Finding("studio", "starts and answers")
