"""Saying how far a job is: one line that changes on a terminal, plain lines in a log."""

from __future__ import annotations

import shutil
from typing import TextIO

_ERASE_LINE = "\r\x1b[2K"


class Console:
    """Writes the steps of a job, the one under way last.

    Args:
        stream: A terminal, a pipe or a file.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._shown = ""

    def under_way(self, text: str, share: str = "", *, in_log: bool = True) -> None:
        """Say what is being done.

        Args:
            text: What it is; a log hears of it only when it is something else than before.
            share: How far it is, which changes all the while.
            in_log: Whether a log hears of it at all.
        """
        if self._is_terminal:
            columns = shutil.get_terminal_size().columns
            self._write(f"{_ERASE_LINE}{f'{text}  {share}'.rstrip()[: columns - 1]}")
        elif in_log and text != self._shown:
            self._write(f"{text}\n")
        self._shown = text

    def done(self, text: str) -> None:
        """Leave a line that stays, in place of what was under way."""
        self._write(f"{_ERASE_LINE if self._is_terminal else ''}{text}\n")
        self._shown = ""

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
