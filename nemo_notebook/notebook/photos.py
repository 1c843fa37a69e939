"""Which photos a line means: paths, patterns and variables."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from nemo_notebook.conversation.handed import look_at
from nemo_notebook.notebook.images import as_image
from nemo_notebook.notebook.near import did_you_mean
from nemo_notebook.protocol.errors import PhotoError

if TYPE_CHECKING:
    from nemo_notebook.conversation.aio import Photo

_VARIABLE = re.compile(r"\{(\w+)\}")


def find_photos(said: Iterable[str], variables: Mapping[str, object]) -> list[Photo]:
    """Find what the words on a line mean.

    Args:
        said: Paths, patterns such as `photos/*.jpg`, web addresses, and `{name}` for a variable
            that holds a path, an address, bytes, a Pillow image, a NumPy array, a Matplotlib
            figure, or several of them.
        variables: The notebook's.

    Returns:
        The photos in the order said, those of a pattern sorted; not looked at yet.

    Raises:
        PhotoError: A pattern fits no file, or there is no such variable.
    """
    found: list[Photo] = []
    for word in said:
        variable = _VARIABLE.fullmatch(word)
        found += _held_by(variable[1], variables) if variable else _named(word)
    return found


def is_address(photo: object) -> bool:
    """Whether it is a web address, which the server fetches by itself."""
    return isinstance(photo, str) and photo.strip().lower().startswith(("https://", "http://"))


def shown(said: Iterable[str]) -> str:
    """The words on a line, without what an address may hold of signatures."""
    return ", ".join(look_at(word).name if is_address(word) else word for word in said)


def _held_by(name: str, variables: Mapping[str, object]) -> list[Photo]:
    if name not in variables:
        meant = did_you_mean(name, [known for known in variables if not known.startswith("_")])
        raise PhotoError(
            f"There is no variable {name}",
            hint=f"Did you mean {{{meant}}}?" if meant else "Run the cell that makes it first.",
        )
    value = variables[name]
    return [*map(_usable, value)] if isinstance(value, list | tuple) else [_usable(value)]


def _usable(value: object) -> Photo:
    if isinstance(value, str | bytes | os.PathLike):
        return value
    if isinstance(value, bytearray | memoryview):
        return bytes(value)
    if (drawn := as_image(value)) is not None:
        return drawn
    raise PhotoError(
        f"A {type(value).__name__} is not a photo",
        hint="Hand over a path, bytes, a Pillow image, a NumPy array or a Matplotlib figure.",
    )


def _named(word: str) -> list[Photo]:
    if is_address(word):
        return [word]
    path = os.path.expanduser(word)  # noqa: PTH111 (a pattern is no path yet)
    if not glob.has_magic(path) or Path(path).exists():
        return [word]
    files = sorted(name for name in glob.glob(path, recursive=True) if Path(name).is_file())  # noqa: PTH207 (absolute patterns, which Path.glob refuses)
    if not files:
        raise PhotoError(
            f"No file fits {word}", hint=f"Relative names start at {Path.cwd()}; check the pattern."
        )
    return list(files)
