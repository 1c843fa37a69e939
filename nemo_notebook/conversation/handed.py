"""What is handed over with a sentence: files, and addresses of files on the web."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote, urlsplit

from nemo_notebook.client.files import Upload, inspect
from nemo_notebook.protocol.errors import PhotoError

if TYPE_CHECKING:
    from PIL import Image

_SCHEMES = ("https://", "http://")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Link:
    """A file on the web, which the server fetches by itself.

    Attributes:
        url: Where it is. It may hold a signature, so it is neither shown nor written down.
        name: What the file is called there.
        sha256: Of the address, not of the content, which never comes here.
    """

    url: str = field(repr=False)
    name: str
    sha256: str


Handed: TypeAlias = Upload | Link

if TYPE_CHECKING:
    Photo: TypeAlias = str | os.PathLike[str] | bytes | Image.Image | Handed


def look_at(photo: Photo) -> Handed:
    """Look at what is handed over; an address is taken as it is, and what was looked at, too.

    Raises:
        PhotoError: It cannot be used.
    """
    if isinstance(photo, Upload | Link):
        return photo
    if isinstance(photo, str) and photo.strip().lower().startswith(_SCHEMES):
        return _link(photo.strip())
    return inspect(photo)


def _link(url: str) -> Link:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or any(char.isspace() for char in url):
        raise PhotoError(
            "That is no web address", hint="It looks like https://example.org/photo.jpg."
        )
    url = f"{parts.scheme}{url[len(parts.scheme) :]}"  # in lower case
    name = PurePosixPath(unquote(parts.path)).name[-_LONGEST_NAME:]
    shown = "".join(char for char in name if char.isprintable()) or host
    return Link(url, shown, hashlib.sha256(f"nemo-url/1\n{url}".encode()).hexdigest())
