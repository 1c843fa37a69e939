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
        inputs: sha256 of each file's original bytes, with a colon and the name of the recipe where
            other bytes are made of them on the way (never the hash of those: another version of an
            encoder would turn what is known into a bill). They stay in the order in which they were
            given, since that is the order of a slideshow.
        backend: The family of servers that answers.
        params: Whatever else goes on the wire and decides the outcome. No floats, which are not
            written alike everywhere.
        take: 0, and one more each time that the same is asked for anew.

    Returns:
        64 hexadecimal digits. Neither token, time, path nor version is in it.

    Raises:
        TypeError: There is a float in `params`.
    """
    _refuse_floats(dict(params))
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


def export_key(draft: JsonValue, *, container: str, quality: str) -> str:
    """Name the file that a draft becomes in a container and a quality.

    Two turns with the same draft share it: a question and its answer change no picture.
    """
    made_of: JsonValue = {
        "draft": digest(draft, form="nemo-draft/1"),
        "container": container,
        "quality": quality,
    }
    return digest(made_of, form="nemo-export/2")


def digest(value: JsonValue, *, form: str = "nemo-json/1") -> str:
    """sha256 over JSON with sorted keys and no spare white space, begun with the form's name."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{form}\n{text}".encode()).hexdigest()


def _refuse_floats(value: JsonValue) -> None:
    if isinstance(value, float):
        raise TypeError("A key holds no floats")
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            _refuse_floats(item)


def normalise(prompt: str) -> str:
    """The text that is hashed, and exactly this text is sent: NFC, plain line ends, trimmed."""
    return unicodedata.normalize("NFC", prompt.replace("\r\n", "\n").replace("\r", "\n")).strip()
