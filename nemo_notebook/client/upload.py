"""Files on their way up: read as they are sent, with progress."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import IO, TypeAlias

from nemo_notebook.client.files import Upload

Progress: TypeAlias = Callable[[int, int], None]
Form: TypeAlias = list[tuple[str, tuple[str, IO[bytes], str]]]


class _Counted(io.BufferedReader):
    """A file that tells how much of it has been read."""

    def __init__(self, raw: IO[bytes], tell: Callable[[int], None]) -> None:
        super().__init__(raw)  # type: ignore[arg-type]  # any readable binary file will do
        self._tell = tell

    def read(self, size: int | None = -1, /) -> bytes:
        chunk = super().read(size)
        if chunk:
            self._tell(len(chunk))
        return chunk


@contextmanager
def multipart(files: Sequence[Upload], on_progress: Progress | None) -> Iterator[Form | None]:
    """The form of an upload, as httpx takes it; its files are open as long as the context.

    Args:
        files: What to send, each as a field `files`.
        on_progress: Told how many bytes of the files have been read, and of how many.
    """
    total = sum(file.size for file in files)
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if on_progress is not None:
            on_progress(done, total)

    with ExitStack() as stack:
        form: Form = []
        for file in files:
            content = stack.enter_context(_Counted(file.open(), tell))
            form.append(("files", (file.name, content, file.media_type)))
        yield form or None
