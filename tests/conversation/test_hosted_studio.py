"""The studio in the place of the hosted service: credits, faults and both flavours, over TCP."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from nemo_notebook import Conversation, backend
from nemo_notebook.client import export
from nemo_notebook.conversation import follow
from nemo_notebook.protocol.errors import InsufficientCreditsError, ServiceError

STUDIO = (sys.executable, "-m", "nemo_notebook.studio.server", "--port", "0", "--data-dir")
SMALL = "480p, 1 second, no music"

Begin = Callable[..., None]


@pytest.fixture
def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    """Start a studio on TCP and let the environment choose it as the hosted service."""
    running: list[subprocess.Popen[str]] = []
    monkeypatch.setattr(follow, "_HOSTED", replace(follow._HOSTED, resume_after_s=(0.05, 0.5)))
    monkeypatch.setattr(export, "HOSTED", export.LOCAL)

    def start(*arguments: str, faults: list[dict[str, object]] | None = None) -> None:
        (tmp_path / "faults.json").write_text(json.dumps(faults or []))
        process = subprocess.Popen(
            [
                *STUDIO,
                str(tmp_path / "data"),
                "--faults",
                str(tmp_path / "faults.json"),
                *arguments,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        running.append(process)
        assert process.stdout is not None
        greeting = ""
        while "Ctrl-C" not in greeting:
            line = process.stdout.readline()
            assert line, "It ended before it greeted"
            greeting += line
        monkeypatch.setenv("NEMO_API_URL", re.findall(r"http://127\.0\.0\.1:\d+", greeting)[0])
        monkeypatch.setenv("NEMO_TOKEN", re.findall(r"Token: (\S+)", greeting)[0])

    yield start
    for process in running:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.png"
    Image.new("RGB", (400, 300), "navy").save(path)
    return path


def test_credits_are_looked_at_and_spent_once(begin: Begin, photo: Path, tmp_path: Path) -> None:
    begin("--credits", "149")
    with Conversation(photo, folder=tmp_path) as chat:
        chat.say(f"zoom in, {SMALL}", export=None)
        assert chat.credits().available == 49
        with pytest.raises(InsufficientCreditsError, match="50 credits, and 49 are available"):
            chat.say("black and white", export=None)
        assert chat.credits().available == 49
    assert not list((tmp_path / ".nemo" / "journal").iterdir())


def test_edits_of_a_session_are_paid_for_once(begin: Begin, photo: Path, tmp_path: Path) -> None:
    begin("--credits", "150")
    with Conversation(photo, folder=tmp_path) as chat:
        chat.say(f"zoom in, {SMALL}", export=None)
        chat.say("black and white", export=None)
        assert chat.credits().available == 0
        assert chat.say('add the title "Harbour"', export=None).tracks[-1].title == "Harbour"


@pytest.mark.parametrize("keep_exif", [False, True])
def test_where_a_photo_was_taken_stays_here_unless_wanted(
    begin: Begin, photo: Path, tmp_path: Path, keep_exif: bool
) -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N"}  # GPSInfo, GPSLatitudeRef
    Image.new("RGB", (400, 300), "navy").save(photo, exif=exif)
    begin()
    with Conversation(photo, folder=tmp_path, keep_exif=keep_exif) as chat:
        take = chat.say(f"zoom in, {SMALL}", export=None)
    assert "taken out" in " ".join(take.turn.notes) or keep_exif
    (kept,) = (tmp_path / "data").rglob("*.png")
    with Image.open(kept) as arrived:
        assert bool(arrived.getexif().get_ifd(0x8825)) == keep_exif


@pytest.mark.parametrize("flavour", ["adk", "flat"])
def test_a_silent_edit_is_told(begin: Begin, photo: Path, tmp_path: Path, flavour: str) -> None:
    mute = {"do": "mute", "skip": 1}
    begin("--flavour", flavour, faults=[{"on": "message", **mute}, {"on": "resume", **mute}])
    with Conversation(photo, folder=tmp_path, backend=backend.hosted()) as chat:
        assert "ready" in chat.say(f"zoom in, {SMALL}, title “Dawn”", export=None).text.lower()
        take = chat.say('change the title to "Harbour"', export=None)
    assert re.match(r'Title changed: "Dawn" \(.*0-1 s\) → "Harbour" \(.*0-1 s\)', take.text)


def test_disorder_is_not_seen(begin: Begin, photo: Path, tmp_path: Path) -> None:
    faults = ("duplicate", "reorder", "mix_ids")
    begin(faults=[{"on": "message", "do": do, "skip": at} for at, do in enumerate(faults, 1)])
    texts = []
    for folder in ("in order", *faults):
        with Conversation(photo, folder=tmp_path / folder) as chat:
            texts.append(chat.say(f"zoom in, {SMALL}", export=None).text)
    assert len(set(texts)) == 1
    assert texts[0].count("\n\n") == 2


@pytest.mark.parametrize(("flavour", "how"), [("adk", "fin"), ("adk", "close"), ("flat", "close")])
def test_a_stream_that_breaks_is_attached_to_again(
    begin: Begin, photo: Path, tmp_path: Path, flavour: str, how: str
) -> None:
    begin(
        "--credits",
        "100",
        "--flavour",
        flavour,
        faults=[{"on": "message", "do": "drop", "after": 2, "how": how}],
    )
    with Conversation(photo, folder=tmp_path) as chat:
        take = chat.say(f"zoom in, {SMALL}", export=None)
        assert [track.kind for track in take.tracks] == [0]
        assert chat.credits().available == 0


def test_an_address_inside_the_network_is_refused_in_words(begin: Begin, tmp_path: Path) -> None:
    begin()
    address = "http://127.0.0.1:9/photo.jpg?signature=secret"
    with Conversation(address, folder=tmp_path) as chat, pytest.raises(ServiceError) as said:
        chat.say("zoom in", export=None)
    assert "secret" not in str(said.value)
    assert not list((tmp_path / ".nemo").glob("turns/*/*"))


def test_an_export_comes_with_a_link_that_stands_in_no_output(
    begin: Begin, photo: Path, tmp_path: Path
) -> None:
    begin()
    told: list[str] = []
    with Conversation(photo, folder=tmp_path) as chat:
        take = chat.say(f"zoom in, {SMALL}", on_update=lambda turn: told.append(repr(turn)))
    assert take.video is not None
    assert take.video.link is not None
    assert take.video.link.startswith("https://nemovideo.com/workspace/claim?ct=clm_")
    assert "opened in a browser" in " ".join(take.turn.notes)
    kept = "".join(path.read_text() for path in (tmp_path / ".nemo").rglob("*.json"))
    for shown in (repr(take), str(take._repr_mimebundle_()), *told, kept):
        assert "clm_" not in shown
