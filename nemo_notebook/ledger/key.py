"""What names a turn: the same wish on the same photos has the same key, here and anywhere."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence

from pydantic import JsonValue

ROOT = "root"
"""The parent of a conversation's first turn."""

_FORM = "nemo-turn/1"


def turn_key(
    *,
    parent: str,
    prompt: str,
    inputs: Sequence[str],
    backend: str,
    params: Mapping[str, JsonValue],
    take: int = 0,
) -> str:
    """Name a turn by what decides its outcome.

    Args:
        parent: The key of the turn before, or `ROOT`.
        prompt: The sentence as `normalise` leaves it.
        inputs: sha256 of each file's original bytes, in the order they were given.
        backend: The family of servers that answers.
        params: Whatever else goes on the wire and decides the outcome; no floats.
        take: 0, and one more each time that the same is asked for anew.

    Returns:
        64 hexadecimal digits. Neither token, time, path nor version is in it.
    """
    return digest(
        {
            "parent": parent,
            "prompt": normalise(prompt),
            "inputs": list(inputs),
            "backend": backend,
            "params": dict(params),
            "take": take,
        },
        form=_FORM,
    )


def export_key(turn: str, *, container: str, quality: str) -> str:
    """Name the file that a turn becomes in a container and a quality."""
    return digest({"turn": turn, "container": container, "quality": quality}, form="nemo-export/1")


def digest(value: JsonValue, *, form: str = "nemo-json/1") -> str:
    """sha256 over JSON with sorted keys and no spare white space, begun with the form's name."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{form}\n{text}".encode()).hexdigest()


def normalise(prompt: str) -> str:
    """The text that is hashed, and exactly this text is sent: NFC, plain line ends, trimmed."""
    return unicodedata.normalize("NFC", prompt.replace("\r\n", "\n").replace("\r", "\n")).strip()
