"""A known turn is replayed from files alone: no process, no socket, no write."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from nemo_notebook import Conversation, backend
from nemo_notebook.client.files import inspect
from nemo_notebook.ledger.blobs import hash_of
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Export, Input, Turn
from tests.ledger.made import a_turn, an_export

REACHING_OUT = {
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "socket.connect",
    "socket.getaddrinfo",
    "socket.sendto",
    "subprocess.Popen",
}

_seen: list[str] | None = None


def _audit(event: str, _arguments: tuple[object, ...]) -> None:
    if _seen is not None and event in REACHING_OUT:
        _seen.append(event)


sys.addaudithook(_audit)  # for good: Python takes none back, so this one listens only when asked to


@pytest.fixture
def reached_out() -> Iterator[list[str]]:
    """What the interpreter is asked to do beyond this process."""
    global _seen  # noqa: PLW0603 (an audit hook knows nothing else)
    _seen = []
    yield _seen
    _seen = None


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.png"
    Image.new("RGB", (320, 200), "navy").save(path)
    return path


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / ".nemo")


@pytest.fixture
def turn(ledger: Ledger, photo: Path) -> Turn:
    inputs = (Input(name=photo.name, sha256=inspect(photo).sha256),)
    made = a_turn("zoom in", inputs=inputs)
    ledger.settle(made)
    return made


@pytest.fixture
def export(ledger: Ledger, turn: Turn) -> Export:
    made = an_export(ledger, turn).model_copy(update={"provenance": "full"})
    next((ledger.folder / "exports").glob("*/*.json")).write_text(made.model_dump_json())
    return made


def test_nothing_beyond_files_is_asked_for(
    photo: Path, tmp_path: Path, export: Export, reached_out: list[str]
) -> None:
    with Conversation(photo, folder=tmp_path, backend=backend.studio()) as chat:
        take = chat.say("zoom in")
        assert chat.say("zoom in", cell="a", mode="plan").key
    assert take.replayed
    assert take.video is not None
    assert take.video.bytes == export.bytes
    assert reached_out == []


def test_the_hook_hears_what_is_asked_for(reached_out: list[str]) -> None:
    """Were it deaf, the test above would prove nothing."""
    import subprocess  # noqa: PLC0415 (here alone)

    subprocess.run([sys.executable, "-c", ""], check=True)
    assert "subprocess.Popen" in reached_out


def test_turns_with_one_draft_share_its_video(
    photo: Path, tmp_path: Path, ledger: Ledger, turn: Turn, export: Export
) -> None:
    asked = a_turn("what can you do?", parent=turn.key).model_copy(update={"draft": turn.draft})
    ledger.settle(asked)
    with Conversation(photo, folder=tmp_path, backend=backend.studio(), mode="offline") as chat:
        first, second = chat.say("zoom in"), chat.say("what can you do?")
    assert first.video is not None
    assert second.video is not None
    assert first.video.path.read_bytes() == second.video.path.read_bytes()
    assert len(list(ledger.exports())) == 1


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_video_that_is_gone_is_exported_again_and_that_is_said(
    photo: Path, tmp_path: Path, harm: str
) -> None:
    with Conversation(photo, folder=tmp_path) as chat:
        before = chat.say("zoom in, 480p, 1 second, no music")
    assert before.video is not None
    content = before.video.path.read_bytes()
    before.video.path.unlink()
    ledger = Ledger(tmp_path / ".nemo")
    (made,) = ledger.exports()
    blob = ledger.blobs.path(made.sha256)
    blob.chmod(0o644)
    if harm == "missing":
        blob.unlink()
    else:
        blob.write_bytes(b"rust")
    with Conversation(photo, folder=tmp_path) as chat:
        after = chat.say("zoom in, 480p, 1 second, no music")
        again = chat.say("zoom in, 480p, 1 second, no music", cell="a")
    assert "missing or damaged: it was exported again" in " ".join(after.turn.notes)
    assert after.video is not None
    assert after.video.path.read_bytes() == content
    assert ledger.blobs.state(made.sha256) == "here"
    assert "exported again" not in " ".join(again.turn.notes)


def test_a_video_that_comes_out_otherwise_is_made_once_and_kept(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Conversation(photo, folder=tmp_path) as chat:
        before = chat.say("zoom in, 480p, 1 second, no music").video
    assert before is not None
    before.path.unlink()
    ledger = Ledger(tmp_path / ".nemo")
    (made,) = ledger.exports()
    ledger.blobs.path(made.sha256).unlink()
    with Conversation(photo, folder=tmp_path, provenance="off") as chat:
        anew = chat.say("zoom in, 480p, 1 second, no music").video
    assert anew is not None
    content = anew.path.read_bytes()
    assert hash_of(content) != made.sha256
    anew.path.unlink()

    def refuse(_: object) -> None:
        pytest.fail("what was made anew is kept")

    monkeypatch.setattr("nemo_notebook.backend.Backend.client", refuse)
    with Conversation(photo, folder=tmp_path, provenance="off") as chat:
        again = chat.say("zoom in, 480p, 1 second, no music").video
    assert again is not None
    assert again.path.read_bytes() == content
