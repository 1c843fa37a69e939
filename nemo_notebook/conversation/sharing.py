"""A folder's ledger in one zip, and back: what a colleague needs to run a notebook for nothing."""

from __future__ import annotations

import os
from pathlib import Path

from nemo_notebook.conversation.chats import LEDGER_FOLDER, find_turn
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.share import Shared, pack, unpack
from nemo_notebook.protocol.errors import LedgerError


def export_ledger(
    target: str | os.PathLike[str],
    *names: str,
    folder: str | os.PathLike[str] | None = None,
    files: bool = True,
) -> Shared:
    """Write the turns of a folder, their photos and their videos into one zip.

    Args:
        target: The zip; what is there is replaced once all of it is written.
        names: Keys, the beginnings of keys, or titles of the conversations to share, each up to
            that turn; without any, all of them.
        folder: Where the notebook is; by default the working directory.
        files: Whether photos and videos go along; whoever gets them sees them.

    Raises:
        InputError: There is no such turn.
        LedgerError: There is nothing to share, a record is damaged, or the zip cannot be written.
    """
    ledger = _ledger(folder)
    keys = [find_turn(ledger, name).key for name in names]
    try:
        return pack(ledger, Path(target), keys, files=files)
    except OSError as error:
        raise LedgerError(f"{Path(target).name} cannot be written ({error.strerror})") from None


def import_ledger(
    source: str | os.PathLike[str], *, folder: str | os.PathLike[str] | None = None
) -> Shared:
    """Take over the turns of a zip that `export_ledger` wrote; what is here stays as it is.

    Args:
        source: The zip. It may come from anybody: every hash in it is checked, and no name in it
            becomes a path.
        folder: Where the notebook is; by default the working directory.

    Raises:
        LedgerError: It cannot be read, or something in it is not what it should be; nothing is
            taken over then.
    """
    try:
        return unpack(_ledger(folder), Path(source))
    except OSError as error:
        raise LedgerError(f"{Path(source).name} cannot be read ({error.strerror})") from None


def _ledger(folder: str | os.PathLike[str] | None) -> Ledger:
    return Ledger(Path(folder or Path.cwd()) / LEDGER_FOLDER)
