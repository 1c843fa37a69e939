"""Conversations with the real studio, over its real socket, in plain Python."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nemo_notebook import AsyncConversation, Conversation, NemoError, backend
from nemo_notebook.client.files import Upload
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.protocol.errors import (
    LedgerError,
    NothingToExportError,
    OptionError,
    PhotoError,
    PromptError,
)

SMALL = "480p, 1 second, no music"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEMO_DATA_DIR", str(folder))
        patch.delenv("NEMO_TOKEN", raising=False)
        patch.delenv("NEMO_API_URL", raising=False)
        yield folder


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    waves = np.indices((300, 400)).sum(axis=0) % 97
    path = tmp_path / "harbour.jpg"
    Image.fromarray(np.stack([waves, waves * 2, 200 - waves], axis=-1).astype(np.uint8)).save(path)
    return path


@pytest.fixture
def chat(data: Path, photo: Path, tmp_path: Path) -> Iterator[Conversation]:
    with Conversation(photo, folder=tmp_path) as conversation:
        yield conversation


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_sentence_and_a_photo_become_a_video(chat: Conversation, tmp_path: Path) -> None:
    seen: list[TurnState] = []
    take = chat.say(f"slowly pan left, {SMALL}", on_update=seen.append)
    assert take.video is not None
    assert take.video.path.parent == tmp_path / "nemo_media"
    assert (take.video.height, take.video.duration_ms) == (480, 1000)
    assert take.video.poster.startswith(b"\xff\xd8")
    assert "left" in take.text
    assert [str(track) for track in take.tracks] == ["Video: harbour (0-1s)"]
    assert seen[-1].stage is Stage.DONE
    assert seen[0].photos == ("harbour.jpg",)


async def test_the_first_picture_is_there_before_the_clip(
    data: Path, photo: Path, tmp_path: Path
) -> None:
    seen: list[TurnState] = []
    async with AsyncConversation(photo, folder=tmp_path) as chat:
        await chat.say(f"tilt up, {SMALL}", export=None, on_update=seen.append)
    begun = next(turn for turn in seen if turn.preview is not None)
    assert begun.preview is not None
    assert begun.preview.startswith(b"\xff\xd8")
    assert not begun.tracks
    assert "preview" not in begun.as_json()


def test_the_next_sentence_changes_the_same_video(chat: Conversation) -> None:
    first = chat.say(f"pan left, {SMALL}", export=None)
    second = chat.say('black and white, add the title "Harbour"')
    assert first.video is None
    assert [str(track) for track in second.tracks] == [
        "Video: harbour (0-1s)",
        'Title: "Harbour" (0-1s)',
    ]
    assert second.video is not None
    colours = np.asarray(Image.open(io.BytesIO(second.video.poster)).convert("YCbCr"))
    assert abs(colours[..., 1].astype(int) - 128).max() < 8


def test_a_known_turn_is_replayed_and_starts_no_studio(
    chat: Conversation, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = chat.say(f"zoom in, {SMALL}")
    assert before.video is not None
    content = before.video.path.read_bytes()
    before.video.path.unlink()

    def refuse(_: object) -> None:
        pytest.fail("a replay must not open a client")

    monkeypatch.setattr("nemo_notebook.backend.Backend.client", refuse)
    with Conversation(photo, folder=tmp_path) as later:
        after = later.say(f"zoom in, {SMALL}")
    assert after.replayed
    assert "nothing was sent" in " ".join(after.turn.notes)
    assert (after.text, after.key) == (before.text, before.key)
    assert after.video is not None
    assert after.video.path.read_bytes() == content


def test_a_replayed_conversation_goes_on_where_it_was(
    chat: Conversation, photo: Path, tmp_path: Path
) -> None:
    chat.say(f"zoom in, {SMALL}", export=None)
    chat.say("black and white", export=None)
    with Conversation(photo, folder=tmp_path) as later:
        assert later.say(f"zoom in, {SMALL}", export=None).replayed
        # The studio's session has moved on to black and white: this branch must not see it.
        branched = later.say('add the title "Branch"', export=None)
    assert not branched.replayed
    direction = branched.draft.raw["m"]
    assert isinstance(direction, dict)
    assert json.dumps(direction).count('"bw"') == 0
    assert [str(track) for track in branched.tracks][-1] == 'Title: "Branch" (0-1s)'


def test_another_take_is_one_word_away(chat: Conversation, photo: Path, tmp_path: Path) -> None:
    first = chat.say(f"zoom in, {SMALL}", export=None)
    with Conversation(photo, folder=tmp_path) as later:
        second = later.say(f"zoom in, {SMALL}", export=None, again=True)
    assert not second.replayed
    assert second.key != first.key


def test_the_same_from_nothing_gives_the_same_bytes(
    data: Path, photo: Path, tmp_path: Path
) -> None:
    digests = []
    for name in ("here", "there"):
        with Conversation(photo, folder=tmp_path / name) as conversation:
            take = conversation.say(f'pan right, add the title "Harbour", {SMALL}')
        assert take.video is not None
        digests.append(sha256(take.video.path))
    assert digests[0] == digests[1]


def test_other_containers_and_requests_in_words(chat: Conversation) -> None:
    take = chat.say(f"tilt up, {SMALL}", export=None)
    assert take.export("webm").media_type == "video/webm"
    exported = chat.say("导出 webm")
    assert exported.video is not None
    assert exported.video.path.suffix == ".webm"
    assert chat.say("status").text == "Timeline (1 track): 1. Video: harbour (0-1s)"
    assert "charges nothing" in chat.say("余额").text


def test_an_exported_file_is_found_again_and_not_rendered_again(
    chat: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = chat.say(f"tilt up, {SMALL}").video
    assert first is not None

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a known export must not be rendered again")

    monkeypatch.setattr("nemo_notebook.client.aio.AsyncNemoClient.export", refuse)
    assert chat.export("mp4") == first


def test_a_photo_can_be_handed_over_later(chat: Conversation, tmp_path: Path) -> None:
    chat.say(f"zoom in, {SMALL}", export=None)
    other = tmp_path / "other.png"
    Image.new("RGB", (320, 200), "navy").save(other)
    (checked,) = chat.upload(other)
    assert isinstance(checked, Upload)
    assert (checked.name, checked.media_type) == ("other.png", "image/png")
    take = chat.say("pan left", export=None)
    assert take.turn.photos == ("other.png",)


def test_a_question_is_answered_and_changes_nothing(chat: Conversation) -> None:
    take = chat.say("what can you do?")
    assert take.video is None
    assert take.text


async def test_the_same_with_await(data: Path, photo: Path, tmp_path: Path) -> None:
    async with AsyncConversation(photo, folder=tmp_path) as chat:
        take = await chat.say("镜头向左平移, 480p, 1秒, 不要音乐")
        assert take.video is not None
        assert (await take.export("webm", quality="low")).path.exists()
        assert [track.kind for track in await chat.tracks()] == [0]
        assert (await chat.state()).raw == take.draft.raw


async def test_a_stopped_turn_is_taken_up_and_not_sent_again(
    data: Path, photo: Path, tmp_path: Path
) -> None:
    sent = asyncio.Event()

    def stop_when_sent(turn: TurnState) -> None:
        if turn.stage is Stage.ANIMATING:
            sent.set()

    prompt = f"zoom out, {SMALL}"
    async with AsyncConversation(photo, folder=tmp_path) as chat:
        saying = asyncio.create_task(chat.say(prompt, on_update=stop_when_sent))
        await sent.wait()
        saying.cancel()
        with pytest.raises(asyncio.CancelledError):
            await saying
        assert len(list((tmp_path / ".nemo" / "journal").glob("*.sending"))) == 1
        take = await chat.say(prompt)
    assert "nothing was sent" in " ".join(take.turn.notes)
    assert take.video is not None
    assert not list((tmp_path / ".nemo" / "journal").iterdir())


@pytest.mark.parametrize("prompt", ["", "  \n "])
def test_nothing_to_say(chat: Conversation, tmp_path: Path, prompt: str) -> None:
    with pytest.raises(PromptError, match="nothing to say"):
        chat.say(prompt)
    assert not (tmp_path / ".nemo").exists()


def test_options_that_do_not_exist(chat: Conversation) -> None:
    with pytest.raises(OptionError, match="mp4, mov, avi, webm, mkv"):
        chat.say("zoom in", export="gif")
    with pytest.raises(OptionError, match="low, medium, high"):
        chat.say("zoom in", quality="ultra")


def test_an_export_before_anything_was_made(chat: Conversation) -> None:
    with pytest.raises(NothingToExportError, match="first"):
        chat.export()
    with pytest.raises(NothingToExportError):
        chat.say("export")


def test_a_missing_photo_is_said_at_once(tmp_path: Path, photo: Path) -> None:
    with pytest.raises(PhotoError, match=r"Did you mean harbour\.jpg"):
        Conversation(tmp_path / "harbor.jpg", folder=tmp_path)
    assert not (tmp_path / ".nemo").exists()


def test_one_bad_photo_of_two_takes_neither(chat: Conversation, tmp_path: Path) -> None:
    Image.new("RGB", (320, 200), "navy").save(tmp_path / "other.png")
    with pytest.raises(PhotoError):
        chat.upload(tmp_path / "other.png", tmp_path / "missing.png")
    assert chat.say(f"zoom in, {SMALL}", export=None).turn.photos == ("harbour.jpg",)


def test_a_ledger_that_cannot_be_written_sends_nothing(
    chat: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nemo_notebook.ledger.files._write", full)

    def refuse(*_: object) -> None:
        pytest.fail("nothing may be sent without a fence")

    monkeypatch.setattr("nemo_notebook.client.aio.AsyncNemoClient.message", refuse)
    with pytest.raises(LedgerError, match="nothing was sent"):
        chat.say(f"zoom in, {SMALL}")


def test_a_studio_that_cannot_start_says_why(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    occupied = tmp_path / "occupied"
    occupied.write_text("a file where the data directory should be")
    monkeypatch.setenv("NEMO_DATA_DIR", str(occupied))
    monkeypatch.setattr(backend, "_studios", backend._Studios())
    chat = Conversation(photo, backend=backend.studio(), folder=tmp_path)
    with pytest.raises(NemoError, match=r"studio could not start[\s\S]*log"):
        chat.say("zoom in")
    chat.close()
    assert not (tmp_path / "nemo_media").exists()
    assert not list((tmp_path / ".nemo").glob("journal/*"))


def test_a_seed_is_another_turn_and_another_video(chat: Conversation, tmp_path: Path) -> None:
    snow = f"falling snow, {SMALL}"
    plain = chat.say(snow, export=None, cell="a")
    seeded = chat.say(snow, export=None, seed=7, cell="a")
    again = chat.say(snow, export=None, seed=7, cell="a")
    assert len({plain.key, seeded.key}) == 2
    assert (again.key, again.replayed) == (seeded.key, True)
    seeds = [take.draft.raw["m"]["direction"]["seed"] for take in (plain, seeded)]  # type: ignore[call-overload, index]  # our own draft
    assert seeds == [0, 7]


@pytest.mark.parametrize("seed", [-1, 2**31, True, 1.5, "7"])
def test_what_is_no_seed_is_refused(chat: Conversation, seed: object) -> None:
    with pytest.raises(OptionError, match="whole number"):
        chat.say("falling snow", seed=seed)  # type: ignore[arg-type]  # the point of the test


def test_what_was_made_is_there_again_without_any_server(
    chat: Conversation, photo: Path, tmp_path: Path
) -> None:
    first = chat.say(f"slowly pan left, {SMALL}")
    assert not chat.waiting
    last = chat.say("make it black and white", export=None)
    chat.upload(photo)
    with Conversation.resume(last.key, folder=tmp_path) as again:
        takes = again.takes()
        again_exported = takes[1].export("mp4")
    assert [take.prompt for take in takes] == [first.prompt, last.prompt]
    assert [take.text for take in takes] == [first.text, last.text]
    assert first.video is not None
    assert [take.video and take.video.path for take in takes] == [first.video.path, None]
    assert takes[0].turn.photos == ("harbour.jpg",)
    assert takes[0].tracks == first.tracks
    assert again_exported.path.suffix == ".mp4"
    assert chat.waiting == ("harbour.jpg",)


def test_a_new_conversation_has_no_takes_and_its_photo_waits(chat: Conversation) -> None:
    assert chat.takes() == []
    assert chat.waiting == ("harbour.jpg",)


def test_the_first_photo_names_a_conversation_that_began_without_any(
    data: Path, photo: Path, tmp_path: Path
) -> None:
    with (
        Conversation(folder=tmp_path) as chat,
        Conversation(folder=tmp_path, title="dusk") as named,
    ):
        for conversation in (chat, named):
            conversation.upload(photo)
            conversation.upload(photo.rename(photo.with_name("other.jpg")))
            photo = photo.with_name("other.jpg").rename(photo)
    assert (chat.title, named.title) == ("harbour", "dusk")
