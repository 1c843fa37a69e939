"""Photos and videos under the hash of their bytes: never changed, checked when taken out."""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeAlias

BlobState: TypeAlias = Literal["here", "missing", "damaged"]

_NAME = re.compile(r"[0-9a-f]{64}")


class Blobs:
    """A folder of files that are named by their sha256.

    Args:
        folder: Where they lie; made when the first one is put in.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __iter__(self) -> Iterator[Path]:
        """All files, in no order; what is still being written is none."""
        for path in (self._folder / "sha256").glob("*/*"):
            if _NAME.fullmatch(path.parent.name + path.name):
                yield path

    def path(self, sha256: str) -> Path:
        """Where a blob lies, or would lie."""
        return self._folder / "sha256" / sha256[:2] / sha256[2:]

    def put(self, source: Path | bytes) -> str:
        """Keep a copy of a file, or of bytes.

        Returns:
            Its sha256, in hexadecimal digits.

        Raises:
            OSError: The source cannot be read, or the copy cannot be written.
        """
        sha256 = hash_of(source)
        target = self.path(sha256)
        if self.find(sha256) is not None:
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f".{secrets.token_hex(8)}")
        try:
            if isinstance(source, bytes):
                aside.write_bytes(source)
            else:
                shutil.copyfile(source, aside)
            aside.chmod(0o444)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
        return sha256

    def find(self, sha256: str) -> Path | None:
        """The blob's path if it is there and its bytes are what its name says, else None."""
        return self.path(sha256) if self.state(sha256) == "here" else None

    def state(self, sha256: str) -> BlobState:
        """Whether a blob is here, missing, or no longer what its name says."""
        path = self.path(sha256)
        if not path.is_file():
            return "missing"
        return "here" if hash_of(path) == sha256 else "damaged"

    def take_out(self, sha256: str, target: Path) -> bool:
        """Put a copy of a blob at a path, whole or not at all.

        Returns:
            False if the blob is missing or damaged; the target is then as it was.
        """
        if target.is_file() and hash_of(target) == sha256:
            return True
        found = self.find(sha256)
        if found is None:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        try:
            shutil.copyfile(found, aside)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
        return True


def hash_of(source: Path | bytes) -> str:
    """sha256 of a file, read in pieces, or of bytes."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
