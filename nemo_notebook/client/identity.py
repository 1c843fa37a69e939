"""Who asks: the attribution headers, and the id of this installation."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from nemo_notebook.settings import Settings

DISTRIBUTION = "nemo-notebook"

_INSTALL_FOLDERS = {(".clawhub",): "clawhub", (".cursor", "skills"): "cursor"}


def attribution(settings: Settings) -> dict[str, str]:
    """The three headers that say where a request comes from.

    The service refuses exports without them.
    """
    name, version = name_and_version()
    return {
        "X-Skill-Source": name,
        "X-Skill-Version": version,
        "X-Skill-Platform": _sendable(settings.skill_source or "")
        or platform(Path(__file__), Path.home()),
    }


def name_and_version() -> tuple[str, str]:
    """This distribution's name and version, from its metadata."""
    try:
        metadata = distribution(DISTRIBUTION).metadata
    except PackageNotFoundError:  # run from a checkout that is not installed
        return DISTRIBUTION, "0"
    return metadata["Name"], metadata["Version"]


def platform(installed: Path, home: Path) -> str:
    """Name the platform by the folder under `home` that the package is installed in."""
    if not installed.is_relative_to(home):
        return "unknown"
    parts = installed.relative_to(home).parts
    for folder, name in _INSTALL_FOLDERS.items():
        if parts[: len(folder)] == folder:
            return name
    return "unknown"


def client_id(settings: Settings) -> str:
    """The UUID of this installation, made once.

    It is kept alone in a file of its own; where no file can be written, it lasts as long as the
    process.
    """
    if settings.client_id:
        return _sendable(settings.client_id)
    path = settings.config_dir / "client_id"
    return _stored_id(path) or _make_id(path)


def renew_client_id(settings: Settings) -> str:
    """Make a new UUID in place of one that the service does not take."""
    return _make_id(settings.config_dir / "client_id", replace=True)


def _sendable(value: str) -> str:
    """The characters that a header can carry."""
    return "".join(char for char in value if " " <= char <= "~").strip()


def write_private(path: Path, text: str, *, replace: bool = True) -> bool:
    """Write a whole file that only its owner may read, or nothing.

    Args:
        path: The file; its folder is made if need be.
        text: What it shall hold.
        replace: Whether a file that is there may be replaced.

    Returns:
        Whether it holds `text` now.
    """
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        if replace:
            part.replace(path)
        else:
            os.link(part, path)  # fails where another process was first
    except OSError:
        return False
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return True


def _stored_id(path: Path) -> str | None:
    try:
        return str(uuid.UUID(path.read_text(encoding="ascii").strip()))
    except (OSError, ValueError):
        return None


def _make_id(path: Path, *, replace: bool = False) -> str:
    made = str(uuid.uuid4())
    if write_private(path, made, replace=replace):
        return made
    if other := None if replace else _stored_id(path):
        return other
    write_private(path, made)  # what is there is no UUID
    return made
