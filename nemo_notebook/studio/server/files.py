"""Files named by their content: written whole or not at all, the same content once."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

_CHUNK = 1 << 20


class Files:
    """The files of a data directory.

    Args:
        data_dir: The data directory.
        scratch: A directory on the same file system for files in the making.
    """

    def __init__(self, data_dir: Path, scratch: Path) -> None:
        self._home = data_dir / "files"
        self.scratch = scratch

    def path(self, sha256: str, ending: str) -> Path:
        """Where a file of that content is, or would be."""
        return self._home / sha256[:2] / f"{sha256}.{ending}"

    def new_path(self, ending: str) -> Path:
        """A path in the scratch directory that nothing else uses."""
        return self.scratch / f"{uuid.uuid4().hex}.{ending}"

    def copy_in(self, source: BinaryIO) -> Path:
        """Write a stream to the scratch directory, in constant memory."""
        with new_file(self.scratch) as copy:
            shutil.copyfileobj(source, copy, _CHUNK)
        return Path(copy.name)

    def keep(self, scratch_file: Path, ending: str) -> str:
        """Move a finished file from the scratch directory to its place.

        Returns:
            The SHA-256 of its content, in hexadecimal digits.
        """
        with scratch_file.open("rb+") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        target = self.path(sha256, ending)
        if target.exists():
            scratch_file.unlink()
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch_file.replace(target)
        _sync_directory(target.parent)
        return sha256

    def keep_bytes(self, content: bytes, ending: str) -> str:
        """The same for a small file in memory."""
        with new_file(self.scratch) as file:
            file.write(content)
        return self.keep(Path(file.name), ending)


@contextlib.contextmanager
def new_file(directory: Path) -> Iterator[IO[bytes]]:
    """A new file with a name of its own, gone again if writing it fails."""
    with tempfile.NamedTemporaryFile(dir=directory, delete=False) as file:
        try:
            yield file
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _sync_directory(path: Path) -> None:
    if os.name == "posix":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
