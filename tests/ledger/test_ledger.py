"""The ledger's promise: one fence, whole files, nothing overwritten."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nemo_notebook.ledger import files
from nemo_notebook.ledger.blobs import Blobs, hash_of
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Export, Input, Sending, Turn
from nemo_notebook.protocol.errors import LedgerError
from tests.ledger.made import an_export

KEY, NEXT_KEY = "ab" * 32, "cd" * 32
WHEN = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def sending(key: str = KEY) -> Sending:
    return Sending(
        key=key,
        prompt="pan left",
        session_id="s1",
        task_id="t1",
        draft_before="0" * 64,
        sent_at=WHEN,
        host="here",
        pid=1,
    )


def turn(key: str = KEY, parent: str = "root", text: str = "Panning left.") -> Turn:
    return Turn(
        key=key,
        title="harbour",
        parent=parent,
        prompt="pan left",
        inputs=(Input(name="harbour.jpg", sha256="1" * 64),),
        backend="studio",
        take=0,
        session_id="s1",
        task_id="t1",
        messages=(text,),
        draft={"t": [{"tt": 0, "sg": [{"d": 5000, "extra": {"kept": 1}}]}]},
        settled_at=WHEN,
        version="0.1.0",
    )


def test_a_turn_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    Ledger(tmp_path / ".nemo").settle(turn())
    assert Ledger(tmp_path / ".nemo").find(KEY) == turn()


def test_an_unknown_turn_is_none_and_makes_no_folder(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / ".nemo")
    assert ledger.find(KEY) is None
    assert ledger.sending(KEY) is None
    assert ledger.find_export(KEY) is None
    assert not (tmp_path / ".nemo").exists()


def test_a_turn_is_never_overwritten(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.settle(turn(text="first"))
    ledger.settle(turn(text="second"))
    found = ledger.find(KEY)
    assert found is not None
    assert found.messages == ("first",)


def test_only_one_of_many_gets_the_claim(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: Ledger(tmp_path).claim(sending()), range(32)))
    assert claims.count(True) == 1
    assert Ledger(tmp_path).sending(KEY) == sending()


RACE = """
import sys
from pathlib import Path
from nemo_notebook.ledger import files
sys.stdin.readline()
print(files.create(Path(sys.argv[1]), sys.argv[2].encode()))
"""


def test_only_one_of_four_processes_gets_the_claim(tmp_path: Path) -> None:
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, str(tmp_path / "claim"), f"racer {number}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    said = [racer.communicate()[0].strip() for racer in racers]
    assert sorted(said) == ["False", "False", "False", "True"]
    assert (tmp_path / "claim").read_text() == f"racer {said.index('True')}"
    assert [path.name for path in tmp_path.iterdir()] == ["claim"]


def test_without_hard_links_the_claim_is_still_exclusive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    assert files.create(tmp_path / "claim", b"first")
    assert not files.create(tmp_path / "claim", b"second")
    assert (tmp_path / "claim").read_bytes() == b"first"


def test_settling_takes_the_fence_down(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.claim(sending())
    ledger.settle(turn())
    assert ledger.sending(KEY) is None


def test_a_released_fence_can_be_put_up_again(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    assert ledger.claim(sending())
    ledger.release(KEY)
    assert ledger.claim(sending())


def test_the_chain_begins_with_the_first_turn(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    first, second = turn(), turn(NEXT_KEY, parent=KEY)
    ledger.settle(first)
    ledger.settle(second)
    assert ledger.chain(second) == [first, second]


def test_a_damaged_record_is_said_and_not_passed_over(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.settle(turn())
    path = tmp_path / "turns" / "ab" / f"{KEY}.json"
    path.write_text('{"key": "ab')
    with pytest.raises(LedgerError, match=r"turns/ab/abab.*damaged.*Restore"):
        ledger.find(KEY)


def test_git_is_told_to_pass_over_what_is_large(tmp_path: Path) -> None:
    Ledger(tmp_path).claim(sending())
    ignored = (tmp_path / ".gitignore").read_text().splitlines()
    assert {"/blobs/", "/journal/"} <= set(ignored)
    assert "/turns/" not in ignored


def test_a_record_is_json_that_a_person_can_read(tmp_path: Path) -> None:
    Ledger(tmp_path).settle(turn())
    raw = json.loads((tmp_path / "turns" / "ab" / f"{KEY}.json").read_text())
    assert raw["prompt"] == "pan left"
    assert raw["draft"]["t"][0]["sg"][0]["extra"] == {"kept": 1}


def test_an_export_is_found_by_its_key(tmp_path: Path) -> None:
    export = Export(
        key=NEXT_KEY,
        turn=KEY,
        container="mp4",
        quality="high",
        name="harbour.mp4",
        media_type="video/mp4",
        sha256="2" * 64,
        poster_sha256="3" * 64,
        bytes=10,
        width=1920,
        height=1080,
        duration_ms=5000,
    )
    Ledger(tmp_path).keep_export(export)
    assert Ledger(tmp_path).find_export(NEXT_KEY) == export


@pytest.mark.parametrize("part", ["sha256", "poster_sha256"])
@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_an_export_whose_files_are_gone_gives_way_and_no_other(
    tmp_path: Path, part: str, harm: str
) -> None:
    ledger = Ledger(tmp_path)
    first = an_export(ledger, turn())
    anew = first.model_copy(
        update={"sha256": ledger.blobs.put(b"anew"), "poster_sha256": ledger.blobs.put(b"poster")}
    )
    ledger.keep_export(anew)
    assert ledger.find_export(first.key) == first
    blob = ledger.blobs.path(getattr(first, part))
    blob.unlink()
    if harm == "damaged":
        blob.write_bytes(b"rust")
    ledger.keep_export(anew)
    assert ledger.find_export(first.key) == anew


def test_a_blob_comes_out_as_it_went_in(tmp_path: Path) -> None:
    source = tmp_path / "clip.mp4"
    source.write_bytes(b"moving pictures")
    blobs = Blobs(tmp_path / "blobs")
    sha256 = blobs.put(source)
    assert sha256 == hash_of(b"moving pictures")
    assert blobs.take_out(sha256, tmp_path / "out" / "clip.mp4")
    assert (tmp_path / "out" / "clip.mp4").read_bytes() == b"moving pictures"
    assert blobs.put(b"moving pictures") == sha256


def test_a_damaged_blob_is_not_handed_out(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    sha256 = blobs.put(b"moving pictures")
    blobs.path(sha256).chmod(0o644)
    blobs.path(sha256).write_bytes(b"other pictures")
    target = tmp_path / "clip.mp4"
    target.write_bytes(b"what was there")
    assert blobs.find(sha256) is None
    assert not blobs.take_out(sha256, target)
    assert target.read_bytes() == b"what was there"


def test_taking_out_replaces_a_file_that_somebody_changed(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    sha256 = blobs.put(b"moving pictures")
    target = tmp_path / "clip.mp4"
    target.write_bytes(b"edited by hand")
    assert blobs.take_out(sha256, target)
    assert target.read_bytes() == b"moving pictures"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blobs", "clip.mp4"]


def test_a_failed_copy_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    source = tmp_path / "clip.mp4"
    source.write_bytes(b"moving pictures")
    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(OSError, match="No space left"):
        Blobs(tmp_path / "blobs").put(source)
    assert not [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
