"""A ledger in one zip: whole, checked, and never trusted."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from nemo_notebook import export_ledger, import_ledger
from nemo_notebook.ledger import share
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Turn
from nemo_notebook.protocol.errors import InputError, LedgerError
from tests.ledger.made import PHOTO, a_turn, an_export, sha256, with_photo

CRATE = "ro-crate-metadata.json"


@pytest.fixture
def ours(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ours" / ".nemo")


@pytest.fixture
def theirs(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "theirs" / ".nemo")


@pytest.fixture
def turns(ours: Ledger) -> list[Turn]:
    first = a_turn("pan left", inputs=with_photo(ours))
    made = [first, a_turn("slower", parent=first.key), a_turn("zoom in")]
    for turn in made:
        ours.settle(turn)
    an_export(ours, first)
    return made


@pytest.fixture
def packed(ours: Ledger, turns: list[Turn], tmp_path: Path) -> Path:
    export_ledger(tmp_path / "shared.zip", folder=ours.folder.parent)
    return tmp_path / "shared.zip"


def changed(packed: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The archive with other content."""
    with zipfile.ZipFile(packed) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed


def named(files: dict[str, bytes], start: str) -> str:
    return next(name for name in files if name.startswith(start))


def resummed(files: dict[str, bytes], name: str, content: bytes) -> None:
    """Change a record so that the description agrees."""
    crate = json.loads(files[CRATE])
    for part in crate["@graph"]:
        if part["@id"] == name:
            part["sha256"] = sha256(content)
    files[name], files[CRATE] = content, json.dumps(crate).encode()


def test_what_goes_out_comes_in(
    ours: Ledger, theirs: Ledger, turns: list[Turn], packed: Path
) -> None:
    came = import_ledger(packed, folder=theirs.folder.parent)
    assert (came.turns, came.exports, came.files, came.missing) == (3, 1, 3, ())
    assert {turn.key: turn for turn in theirs.turns()} == {turn.key: turn for turn in turns}
    assert list(theirs.exports()) == list(ours.exports())
    assert theirs.blobs.find(sha256(PHOTO)) is not None
    assert import_ledger(packed, folder=theirs.folder.parent).turns == 0
    assert not list(theirs.folder.glob("tmp*"))


def test_the_same_ledger_is_the_same_zip(ours: Ledger, packed: Path, tmp_path: Path) -> None:
    export_ledger(tmp_path / "again.zip", folder=ours.folder.parent)
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


def test_one_conversation_and_only_words(
    ours: Ledger, theirs: Ledger, turns: list[Turn], tmp_path: Path
) -> None:
    went = export_ledger(
        tmp_path / "words.zip", turns[1].key[:10], folder=ours.folder.parent, files=False
    )
    assert (went.turns, went.files) == (2, 0)
    came = import_ledger(tmp_path / "words.zip", folder=theirs.folder.parent)
    assert {turn.prompt for turn in theirs.turns()} == {"pan left", "slower"}
    assert sha256(PHOTO) in came.missing


def test_a_file_that_is_gone_is_said_to_be(ours: Ledger, turns: list[Turn], tmp_path: Path) -> None:
    ours.blobs.path(sha256(PHOTO)).unlink()
    went = export_ledger(tmp_path / "shared.zip", folder=ours.folder.parent)
    assert went.missing == (sha256(PHOTO),)


def test_the_description_is_an_ro_crate(packed: Path, turns: list[Turn]) -> None:
    with zipfile.ZipFile(packed) as archive:
        graph = json.loads(archive.read(CRATE))["@graph"]
        by_id = {part["@id"]: part for part in graph}
        root = by_id["./"]
        assert by_id[CRATE]["conformsTo"]["@id"] == "https://w3id.org/ro/crate/1.1"
        parts = {part["@id"] for part in root["hasPart"]}
        assert parts | {CRATE} == set(archive.namelist())
        for name in parts:
            assert by_id[name]["sha256"] == sha256(archive.read(name))
    action = by_id[f"#{turns[0].key}"]
    assert action["@type"] == "CreateAction"
    assert by_id[action["result"][0]["@id"]]["encodingFormat"] == "video/mp4"
    assert by_id[f"#{turns[1].key}"]["isBasedOn"]["@id"] == f"#{turns[0].key}"


def flip(files: dict[str, bytes], start: str) -> None:
    name = named(files, start)
    files[name] = bytes([files[name][0] ^ 1]) + files[name][1:]


def forge(files: dict[str, bytes]) -> None:
    """Other words under an old key, with the sums made to agree."""
    name = next(name for name in files if b'"zoom in"' in files[name] and name != CRATE)
    resummed(files, name, files[name].replace(b'"zoom in"', b'"zoom out"'))


def float_in_params(files: dict[str, bytes]) -> None:
    name = named(files, "turns/")
    resummed(files, name, files[name].replace(b'"params": {}', b'"params": {"seed": 1.5}'))


HOSTILE: dict[str, Callable[[dict[str, bytes]], object]] = {
    "a video of other bytes": lambda files: flip(files, "blobs/"),
    "a record of other bytes": lambda files: flip(files, "turns/"),
    "other words under an old key": forge,
    "a key that cannot be": float_in_params,
    "a path upwards": lambda files: files.update({"../evil.json": b"{}"}),
    "a path upwards in a name": lambda files: files.update({"turns/../../evil.json": b"{}"}),
    "an absolute path": lambda files: files.update({"/etc/evil": b"{}"}),
    "a Windows path": lambda files: files.update({"turns\\..\\..\\evil.json": b"{}"}),
    "a journal": lambda files: files.update({f"journal/{'a' * 64}.sending": b"{}"}),
    "something else": lambda files: files.update({"run.py": b"print()"}),
    "a name that is no hash": lambda files: files.update({f"turns/ab/{'z' * 64}.json": b"{}"}),
    "no description": lambda files: files.pop(CRATE),
    "a description that is none": lambda files: files.update({CRATE: b"[" * 100_000}),
    "a video of nobody's turn": lambda files: [
        files.pop(name) for name in list(files) if b'"pan left"' in files[name] and name != CRATE
    ],
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_zip_is_refused_whole(
    theirs: Ledger, packed: Path, tmp_path: Path, what: str
) -> None:
    with pytest.raises(LedgerError):
        import_ledger(changed(packed, HOSTILE[what]), folder=theirs.folder.parent)
    assert list(theirs.turns()) == []
    assert not [path for path in theirs.folder.rglob("*") if path.is_file()]
    assert not (tmp_path / "evil.json").exists()


def test_a_link_is_refused(theirs: Ledger, packed: Path) -> None:
    with zipfile.ZipFile(packed, "a") as archive:
        link = zipfile.ZipInfo("blobs/sha256/ab/" + "c" * 62)
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(LedgerError, match="link"):
        import_ledger(packed, folder=theirs.folder.parent)


def test_two_files_of_one_name_are_refused(theirs: Ledger, packed: Path) -> None:
    with zipfile.ZipFile(packed, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(CRATE, b"{}")
    with pytest.raises(LedgerError, match="two files"):
        import_ledger(packed, folder=theirs.folder.parent)


@pytest.mark.parametrize("cap", ["LARGEST_RECORD", "LARGEST_FILE", "LARGEST_WHOLE", "MOST_FILES"])
def test_a_bomb_is_refused(
    theirs: Ledger, packed: Path, cap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(share, cap, 3)
    with pytest.raises(LedgerError, match=r"more than|too large"):
        import_ledger(packed, folder=theirs.folder.parent)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_zip_is_said_to_be_none(theirs: Ledger, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.zip").write_bytes(content)
    with pytest.raises(LedgerError, match=r"odd\.zip"):
        import_ledger(tmp_path / "odd.zip", folder=theirs.folder.parent)
    with pytest.raises(LedgerError, match=r"gone\.zip cannot be read"):
        import_ledger(tmp_path / "gone.zip", folder=theirs.folder.parent)


def test_nothing_to_share(ours: Ledger, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no turn to share"):
        export_ledger(tmp_path / "x.zip", folder=ours.folder.parent)
    with pytest.raises(InputError):
        export_ledger(tmp_path / "x.zip", "abcdef", folder=ours.folder.parent)
    assert not (tmp_path / "x.zip").exists()
