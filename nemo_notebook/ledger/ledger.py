"""The folder `.nemo/`: what was sent, and what came of it.

turns/ab/<key>.json      a turn that has ended; immutable, made to be committed
exports/ab/<key>.json    a video of a draft; made anew once its files are gone
roots/<notebook>.json    the turns that a notebook's last run has touched
journal/                 the turns under way, see `journal`
blobs/                   photos and videos by sha256
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from nemo_notebook.ledger import files
from nemo_notebook.ledger.blobs import Blobs
from nemo_notebook.ledger.journal import Journal
from nemo_notebook.ledger.key import ROOT, digest
from nemo_notebook.ledger.records import Export, Sending, Turn
from nemo_notebook.ledger.roots import Roots
from nemo_notebook.protocol.errors import LedgerError

R = TypeVar("R", bound=BaseModel)

_GITIGNORE = b"""\
# What was said and made is worth a commit; large and passing files are not.
/blobs/
/journal/
"""


class Ledger:
    """What was sent and what came of it, in a folder of files.

    Args:
        folder: `.nemo` beside the notebook; made when the first thing is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.blobs = Blobs(folder / "blobs")
        self.journal = Journal(folder / "journal")
        self.roots = Roots(folder / "roots")

    def find(self, key: str) -> Turn | None:
        """The turn of that key, if it has ended.

        One that had ended when its process died is written down now.
        """
        path = self._path("turns", key)
        if (turn := _read(path, Turn)) is not None:
            return turn
        sending = self.sending(key)
        settled = self.journal.phases(sending).settled if sending else None
        if settled is not None:
            self._write_down(settled)
        return settled

    def find_export(self, key: str) -> Export | None:
        """The export of that key, if there is one."""
        return _read(self._path("exports", key), Export)

    def sending(self, key: str) -> Sending | None:
        """The fence of a turn whose end was not written down, if there is one."""
        try:
            return self.journal.sending(key)
        except ValidationError:
            raise LedgerError(
                f"The fence journal/{key[:8]}….sending is damaged, and something may be paid for",
                hint="See at the service whether the turn was made before you delete it.",
            ) from None

    def unsettled(self) -> Iterator[Sending]:
        """The fences of all turns whose end was not written down, in no order."""
        for key in self.journal.known():
            if self.find(key) is None and (sending := self.sending(key)) is not None:
                yield sending

    def chain(self, turn: Turn) -> list[Turn]:
        """The turns that lead to one, the conversation's first turn first."""
        found = [turn]
        while found[-1].parent != ROOT and (parent := self.find(found[-1].parent)):
            found.append(parent)
        return found[::-1]

    def turns(self) -> Iterator[Turn]:
        """All turns that have ended, in no order."""
        for path in (self.folder / "turns").glob("*/*.json"):
            if (turn := _read(path, Turn)) is not None:
                yield turn

    def exports(self) -> Iterator[Export]:
        """All videos that were made, in no order."""
        for path in (self.folder / "exports").glob("*/*.json"):
            if (export := _read(path, Export)) is not None:
                yield export

    def claim(self, sending: Sending) -> bool:
        """Put up the fence. Only who gets True may send, and only once.

        False where somebody else has it, and where the turn has been written down meanwhile: the
        record is made before the fence comes down, so who gets past the fence sees it.

        Raises:
            OSError: Nothing can be written here, so nothing may be sent.
        """
        self._ignore_what_is_large()
        if not self.journal.claim(sending):
            return False
        if _read(self._path("turns", sending.key), Turn) is not None:
            self.release(sending.key)
            return False
        return True

    def release(self, key: str) -> None:
        """Take the fence down: nothing was sent, or the server said that nothing was done."""
        self.journal.clear(key)

    def settle(self, turn: Turn) -> None:
        """Write down how a turn ended, then take its fence down."""
        self._ignore_what_is_large()
        if (sending := self.sending(turn.key)) is not None:
            self.journal.settle(sending, turn)
        self._write_down(turn)

    def keep_export(self, export: Export) -> None:
        """Write down a video that was made of a turn; it takes the place of one that is gone."""
        path = self._path("exports", export.key)
        known = _read(path, Export)
        files_of_it = (known.sha256, known.poster_sha256) if known else ()
        if known is None or not all(self.blobs.find(sha256) for sha256 in files_of_it):
            files.replace(path, _dump(export))

    def draft_of(self, turn: Turn) -> str:
        """What tells a turn's draft from others; exports go by it."""
        return digest(turn.draft, form="nemo-draft/1")

    def keep_turn(self, turn: Turn) -> bool:
        """Take over a turn that another ledger has; False if one of that key is here already."""
        self._ignore_what_is_large()
        return files.create(self._path("turns", turn.key), _dump(turn))

    def _write_down(self, turn: Turn) -> None:
        files.create(self._path("turns", turn.key), _dump(turn))
        self.release(turn.key)

    def _path(self, kind: str, key: str) -> Path:
        return self.folder / kind / key[:2] / f"{key}.json"

    def _ignore_what_is_large(self) -> None:
        path = self.folder / ".gitignore"
        if not path.exists():
            files.create(path, _GITIGNORE)


def _dump(record: BaseModel) -> bytes:
    return record.model_dump_json(indent=1).encode()


def _read(path: Path, model: type[R]) -> R | None:
    try:
        return model.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError:
        raise LedgerError(
            f"The record {path.parent.parent.name}/{path.parent.name}/{path.name} is damaged",
            hint="Restore it from version control, or delete it to do that turn anew.",
        ) from None
