"""A ledger in one file: turns, videos and photos in a zip, described as an RO-Crate.

What comes in is somebody else's. No name in the archive becomes a path: names are compared with the
forms that a ledger has, and the paths are made here. Every hash is checked before anything is
written.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TypeVar

from pydantic import BaseModel, ValidationError

from nemo_notebook.ledger.blobs import hash_of
from nemo_notebook.ledger.crate import CRATE, described
from nemo_notebook.ledger.key import export_key, turn_key
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Export, Turn
from nemo_notebook.protocol.errors import LedgerError

R = TypeVar("R", bound=BaseModel)

LARGEST_RECORD = 16 * 2**20
LARGEST_FILE = 4 * 2**30
LARGEST_WHOLE = 16 * 2**30
MOST_FILES = 100_000

_RECORD = re.compile(r"(turns|exports)/([0-9a-f]{2})/(\2[0-9a-f]{62})\.json")
_BLOB = re.compile(r"blobs/sha256/([0-9a-f]{2})/([0-9a-f]{62})")
_CHUNK = 2**20
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Shared:
    """What went out or came in.

    Attributes:
        turns: How many turns; of those that came in, only what was not here.
        exports: How many videos' records.
        files: How many photos and videos.
        missing: sha256 of files that a record names and nobody has.
    """

    turns: int
    exports: int
    files: int
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class _Content:
    turns: dict[str, Turn] = field(default_factory=dict)
    exports: dict[str, Export] = field(default_factory=dict)
    blobs: dict[str, str] = field(default_factory=dict)
    """sha256 and the name in the archive."""


def pack(ledger: Ledger, target: Path, keys: Sequence[str] = (), *, files: bool = True) -> Shared:
    """Write turns, and what belongs to them, into one zip.

    Args:
        ledger: Where they are.
        target: The zip; it is there whole or not at all.
        keys: The turns to share, each with all turns before it; without any, all of them.
        files: Whether photos and videos go along. Whoever gets them sees them.

    Raises:
        LedgerError: There is nothing to share, or a record is damaged.
        OSError: The zip cannot be written.
    """
    turns = _chosen(ledger, keys)
    if not turns:
        raise LedgerError("There is no turn to share", hint="Say something first.")
    drafts = {ledger.draft_of(turn) for turn in turns}
    made_of = {turn.key: ledger.draft_of(turn) for turn in ledger.turns()}
    exports = [export for export in ledger.exports() if made_of.get(export.turn) in drafts]
    wanted = _files_of(turns, exports) if files else []
    there = [sha256 for sha256 in wanted if ledger.blobs.find(sha256) is not None]
    aside = target.with_name(f".{target.name}.part")
    try:
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_STORED) as archive:
            _write(archive, ledger, turns, exports, there)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    missing = tuple(sha256 for sha256 in wanted if sha256 not in there)
    return Shared(len(turns), len(exports), len(there), missing)


def unpack(ledger: Ledger, source: Path) -> Shared:
    """Take over what a zip holds; what is here already stays as it is.

    Args:
        ledger: Where to.
        source: A zip that `pack` has written, here or anywhere.

    Raises:
        LedgerError: It is no such zip, something in it is not what its hash says, it is too large,
            or holds anything else; nothing is taken over then.
    """
    try:
        with (
            zipfile.ZipFile(source) as archive,
            TemporaryDirectory(dir=_made(ledger.folder)) as aside,
        ):
            content = _checked(archive, ledger)
            files = _extracted(archive, content, Path(aside))
            return _taken_over(ledger, content, files)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise LedgerError(f"{source.name} is no zip that can be read ({error})") from None


def _write(
    archive: zipfile.ZipFile,
    ledger: Ledger,
    turns: Sequence[Turn],
    exports: Sequence[Export],
    blobs: Sequence[str],
) -> None:
    records = {f"turns/{turn.key[:2]}/{turn.key}.json": _json(turn) for turn in turns}
    records |= {f"exports/{made.key[:2]}/{made.key}.json": _json(made) for made in exports}
    when = max(turn.settled_at for turn in turns)
    for name, content in {
        **records,
        CRATE: described(turns, exports, records, blobs, when),
    }.items():
        archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    for sha256 in blobs:
        info = zipfile.ZipInfo(f"blobs/sha256/{sha256[:2]}/{sha256[2:]}", _EPOCH)
        path = ledger.blobs.path(sha256)
        info.file_size = path.stat().st_size
        with path.open("rb") as file, archive.open(info, "w") as written:
            while chunk := file.read(_CHUNK):
                written.write(chunk)


def _checked(archive: zipfile.ZipFile, ledger: Ledger) -> _Content:
    """The records, once nothing in the archive is anything but a ledger's."""
    entries = archive.infolist()
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise LedgerError("The zip holds more than a ledger does")
    if len({entry.filename for entry in entries}) != len(entries):
        raise LedgerError("The zip holds two files of one name")
    content, sums = _Content(), _sums(archive)
    for entry in entries:
        _refuse_odd(entry)
        if entry.filename == CRATE:
            continue
        if found := _BLOB.fullmatch(entry.filename):
            content.blobs["".join(found.groups())] = entry.filename
        elif found := _RECORD.fullmatch(entry.filename):
            data = _read(archive, entry, LARGEST_RECORD)
            if sums.get(entry.filename) != hash_of(data):
                raise _not_what_it_says(entry.filename)
            if found[1] == "turns":
                content.turns[found[3]] = _record(entry.filename, data, Turn)
            else:
                content.exports[found[3]] = _record(entry.filename, data, Export)
        else:
            raise LedgerError(f"The zip holds {entry.filename[:80]!r}, which no ledger does")
    _check_keys(content, ledger)
    return content


def _check_keys(content: _Content, ledger: Ledger) -> None:
    for key, turn in content.turns.items():
        if not key == turn.key == _named(turn):
            raise _not_what_it_says(f"turn {key[:8]}")
    for key, made in content.exports.items():
        turn_of = content.turns.get(made.turn) or ledger.find(made.turn)
        if turn_of is None:
            raise LedgerError(f"The zip holds a video of a turn that nobody has ({made.turn[:8]})")
        named = export_key(turn_of.draft, container=made.container, quality=made.quality)
        if not key == made.key == named:
            raise _not_what_it_says(f"export {key[:8]}")


def _named(turn: Turn) -> str | None:
    try:
        return turn_key(
            parent=turn.parent,
            prompt=turn.prompt,
            inputs=[entry.name_in_key for entry in turn.inputs],
            backend=turn.backend,
            params=turn.params,
            take=turn.take,
        )
    except (TypeError, ValueError, RecursionError):  # floats, half surrogates
        return None


def _extracted(archive: zipfile.ZipFile, content: _Content, aside: Path) -> dict[str, Path]:
    files = {}
    for sha256, name in content.blobs.items():
        path = aside / sha256
        summed, size = hashlib.sha256(), 0
        with archive.open(name) as file, path.open("xb") as written:
            for chunk in _chunks(file):
                size += len(chunk)
                if size > LARGEST_FILE:
                    raise LedgerError("The zip holds a file that is too large")
                summed.update(chunk)
                written.write(chunk)
        if summed.hexdigest() != sha256:
            raise _not_what_it_says(f"file {sha256[:8]}")
        files[sha256] = path
    return files


def _taken_over(ledger: Ledger, content: _Content, files: dict[str, Path]) -> Shared:
    """Files first and turns last: whatever is cut short, no turn lacks what came with it."""
    for path in files.values():
        ledger.blobs.put(path)
    for made in content.exports.values():
        ledger.keep_export(made)
    new = sum(ledger.keep_turn(turn) for turn in content.turns.values())
    wanted = _files_of(list(content.turns.values()), list(content.exports.values()))
    missing = [sha256 for sha256 in wanted if not ledger.blobs.path(sha256).is_file()]
    return Shared(new, len(content.exports), len(files), tuple(missing))


def _refuse_odd(entry: zipfile.ZipInfo) -> None:
    mode = entry.external_attr >> 16
    if (mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode)) or entry.flag_bits & 1:
        raise LedgerError("The zip holds a link, a device or something encrypted")


def _sums(archive: zipfile.ZipFile) -> dict[str, str]:
    """What the description says each record's sha256 is."""
    try:
        info = archive.getinfo(CRATE)
        graph = json.loads(_read(archive, info, LARGEST_RECORD))["@graph"]
        return {str(part["@id"]): str(part["sha256"]) for part in graph if "sha256" in part}
    except (KeyError, TypeError, ValueError, RecursionError):
        raise LedgerError(
            "The zip has no description that can be read", hint="Make it with %nemo ledger export."
        ) from None


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """A file's content, and no more than it may be, whatever its header says."""
    with archive.open(entry) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise LedgerError("The zip holds a record that is too large")
    return data


def _record(name: str, data: bytes, model: type[R]) -> R:
    try:
        return model.model_validate_json(data)
    except ValidationError:
        raise LedgerError(f"The zip's record {name} cannot be read") from None


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _chosen(ledger: Ledger, keys: Sequence[str]) -> list[Turn]:
    if not keys:
        return sorted(ledger.turns(), key=lambda turn: turn.key)
    found: dict[str, Turn] = {}
    for key in keys:
        turn = ledger.find(key)
        if turn is None:
            raise LedgerError(f"There is no turn {key[:8]} to share")
        found |= {before.key: before for before in ledger.chain(turn)}
    return sorted(found.values(), key=lambda turn: turn.key)


def _files_of(turns: Sequence[Turn], exports: Sequence[Export]) -> list[str]:
    found = [entry.sha256 for turn in turns for entry in turn.inputs]
    for made in exports:
        found += [made.sha256, made.poster_sha256]
    return sorted(set(found))


def _json(record: BaseModel) -> bytes:
    return record.model_dump_json(indent=1).encode()


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _not_what_it_says(what: str) -> LedgerError:
    return LedgerError(
        f"The zip's {what} is not what its hash says: nothing was taken over",
        hint="Ask for the file again; it was damaged or changed on the way.",
    )
