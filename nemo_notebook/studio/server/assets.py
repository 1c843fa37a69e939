"""Files that a session is given: taken in, looked at, kept, and told of."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from urllib.parse import quote

from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.studio.server.files import Files
from nemo_notebook.studio.server.store import Asset

_LONGEST_NAME = 120
_ID_DIGITS = 16


def take_in(files: Files, scratch_file: Path, name: str) -> Asset:
    """Make an asset of a file in the scratch directory; the file is gone from there afterwards.

    Raises:
        Refusal: The file cannot be used.
    """
    from nemo_notebook.studio.server.probe import probe  # noqa: PLC0415 (PyAV loads when needed)

    try:
        name = clean_name(name)
        facts = probe(scratch_file, name)
        size = scratch_file.stat().st_size
        sha256 = files.keep(scratch_file, facts.type)
    finally:
        scratch_file.unlink(missing_ok=True)
    return Asset(
        id=asset_id(sha256),
        sha256=sha256,
        type=facts.type,
        name=name,
        bytes=size,
        width=facts.width,
        height=facts.height,
        duration_ms=facts.duration_ms,
        fps=facts.fps,
    )


def asset_id(sha256: str) -> str:
    """The name of a content inside a session."""
    return sha256[:_ID_DIGITS]


def clean_name(name: str) -> str:
    """What a person calls a file, without folders, control characters or excess."""
    last = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip()
    return visible[-_LONGEST_NAME:] or "file"


def described(asset: Asset, session: str, base_url: str) -> JsonObject:
    """A file as the protocol tells of it; `duration` in seconds."""
    return {
        "id": asset.id,
        "filename": asset.name,
        "file_type": asset.media_type,
        "cdn_url": f"{base_url}/api/files/{quote(session)}/{asset.id}",
        "duration": None if asset.duration_ms is None else asset.duration_ms / 1000,
        "width": asset.width,
        "height": asset.height,
        "fps": asset.fps,
        "hash": asset.sha256,
    }
