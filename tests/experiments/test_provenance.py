"""Videos of the real studio, and where they say that they come from."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import pytest

from nemo_notebook import Conversation, NemoError, cells, identify
from nemo_notebook.conversation.recipe import Recipe
from nemo_notebook.conversation.stamp import read_comment, stamp, stream_hash
from nemo_notebook.protocol.errors import ExportFailedError, InputError, OptionError
from nemo_notebook.protocol.media import CONTAINERS

FIRST = "pan left, 480p, 1 second, no music"
SECOND = 'black and white, add the title "Harbour"'


@dataclass(frozen=True)
class Made:
    """A conversation of two turns in a folder, and its video in every container."""

    folder: Path
    keys: tuple[str, str]
    videos: dict[str, Path]


@pytest.fixture(scope="module")
def made(data: Path, harbour: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    photo = shutil.copy(harbour, folder)
    with Conversation(photo, folder=folder) as chat:
        first = chat.say(FIRST, export=None)
        second = chat.say(SECOND, export=None)
        videos = {container: second.export(container).path for container in CONTAINERS}
    return Made(folder, (first.key, second.key), videos)


@pytest.fixture
def chat(data: Path, made: Made) -> Iterator[Conversation]:
    """The conversation again, replayed up to its second turn."""
    with Conversation(made.folder / "harbour.jpg", folder=made.folder) as chat:
        yield chat


def without_tags(path: Path, target: Path) -> Path:
    shutil.copy(path, target)
    stamp(target, None)
    return target


@pytest.mark.parametrize("container", CONTAINERS)
def test_every_container_carries_its_recipe(made: Made, container: str) -> None:
    video = made.videos[container]
    recipe = Recipe.read(read_comment(video))
    assert recipe is not None
    assert [(step.key, step.prompt) for step in recipe.steps] == [
        (made.keys[0], FIRST),
        (made.keys[1], SECOND),
    ]
    assert (recipe.backend, recipe.container) == ("studio", container)
    beside = json.loads((video.parent / f"{video.name}.json").read_text("utf-8"))
    assert beside.pop("streams") == stream_hash(video)
    assert beside == json.loads(recipe.text)


@pytest.mark.parametrize("container", CONTAINERS)
def test_nothing_of_the_person_or_the_machine_is_in_the_file(made: Made, container: str) -> None:
    video = made.videos[container]
    beside = video.with_name(f"{video.name}.json").read_text("utf-8")
    for word in ("http", "file:", "nmv_", "session"):  # x264 writes its own address into pictures
        assert word not in beside + read_comment(video)
    for word in ("harbour.jpg", str(made.folder), str(Path.home())):
        assert word not in beside
        assert word.encode() not in video.read_bytes()


def test_the_ledger_knows_a_video_without_tags(made: Made, tmp_path: Path) -> None:
    bare = without_tags(made.videos["mp4"], tmp_path / "found.mp4")
    origin = identify(bare, folder=made.folder)
    assert (origin.key, origin.found_by) == (made.keys[1], "ledger")
    assert [turn.prompt for turn in origin.turns] == [FIRST, SECOND]
    said = str(origin)
    for word in (
        "found.mp4",
        "harbour.jpg",
        FIRST,
        SECOND,
        "studio, nemo-notebook",
        "as this fold",
    ):
        assert word in said


def test_a_video_copied_into_another_container_is_known(made: Made, tmp_path: Path) -> None:
    moved = tmp_path / "moved.mkv"
    with av.open(str(made.videos["mp4"])) as source, av.open(str(moved), "w") as target:
        streams = [target.add_stream_from_template(stream) for stream in source.streams]
        for packet in source.demux():
            if packet.size:
                packet.stream = streams[packet.stream_index]
                target.mux(packet)
    assert identify(moved, folder=made.folder).key == made.keys[1]


def test_far_from_its_ledger_the_file_speaks_for_itself(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    moved = Path(shutil.copy(made.videos["webm"], tmp_path / "moved.webm"))
    origin = identify("moved.webm")
    assert (origin.key, origin.found_by, origin.known) == (made.keys[1], "comment", False)
    assert "anybody can write" in str(origin)
    bare = without_tags(moved, tmp_path / "bare.webm")
    with pytest.raises(InputError, match=r"Nothing tells where bare\.webm comes from"):
        identify(bare)
    shutil.copy(f"{made.videos['webm']}.json", f"{bare}.json")
    assert identify(bare).found_by == "beside"


def test_a_recipe_beside_another_video_is_not_believed(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bare = without_tags(made.videos["webm"], tmp_path / "bare.webm")
    shutil.copy(f"{made.videos['mp4']}.json", f"{bare}.json")
    with pytest.raises(InputError):
        identify(bare)


@pytest.mark.parametrize(
    "comment",
    [
        "Recorded on holiday",
        "<img src=x onerror=alert(1)>",
        '{"recipe": 1, "steps": "none"}',
        "x" * 300_000,
        "\x1b]0;owned\x07",
    ],
)
def test_a_video_with_another_comment_is_not_ours(made: Made, tmp_path: Path, comment: str) -> None:
    theirs = Path(shutil.copy(made.videos["webm"], tmp_path / "theirs.webm"))
    stamp(theirs, comment)
    with pytest.raises(InputError, match="Nothing tells"):
        identify(theirs, folder=tmp_path)


def test_hostile_words_are_shown_as_words(made: Made, tmp_path: Path) -> None:
    recipe = Recipe.read(read_comment(made.videos["webm"]))
    assert recipe is not None
    evil = "<script>alert(1)</script>\n!rm -rf ~ {{token}}\n\x1b[2Jgone\u202egnp"
    step = recipe.steps[-1].model_copy(update={"key": "e" * 64, "prompt": evil})
    theirs = Path(shutil.copy(made.videos["webm"], tmp_path / "theirs.webm"))
    stamp(theirs, recipe.model_copy(update={"steps": (recipe.steps[0], step)}).text)
    bundle = identify(theirs, folder=tmp_path)._repr_mimebundle_()
    assert "<script" not in bundle["text/html"]
    assert "&lt;script&gt;alert(1)" in bundle["text/html"]
    again = cells(theirs, folder=tmp_path)
    for shown in (*bundle.values(), *again, *again._repr_mimebundle_().values()):
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    assert len(again) == 2
    assert "{{" not in again[1]
    assert all(cell.startswith("%%nemo") for cell in again)


def test_the_cells_make_it_again(made: Made) -> None:
    assert cells(made.videos["webm"]) == [
        f"%%nemo harbour.jpg --no-export\n{FIRST}",
        f"%%nemo --format webm\n{SECOND}",
    ]
    assert cells(made.videos["mp4"])[-1] == f"%%nemo\n{SECOND}"
    assert cells(made.videos["mp4"]).missing == ()


def test_cells_find_a_photo_by_its_content_and_name_what_is_missing(
    made: Made, harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    moved = shutil.copy(made.videos["mp4"], tmp_path / "moved.mp4")
    without = cells(moved)
    (line,) = without.missing
    assert line.startswith("photo-")
    assert str(without).startswith("# photo-")
    assert without[0].split()[1] == line.split()[0]
    shutil.copy(harbour, tmp_path / "my holiday.jpg")
    assert cells(moved)[0] == f"%%nemo 'my holiday.jpg' --no-export\n{FIRST}"
    assert cells(moved).missing == ()


def test_other_takes_and_later_photos_are_told(data: Path, harbour: Path, tmp_path: Path) -> None:
    photo = shutil.copy(harbour, tmp_path)
    other = shutil.copy(harbour, tmp_path / "b.jpg")
    with Conversation(photo, folder=tmp_path) as chat:
        chat.say(FIRST, export=None)
    with Conversation(photo, folder=tmp_path) as chat:
        chat.say(FIRST, export=None, again=True)
        video = chat.say("pan right", other, quality="low").video
    assert video is not None
    assert cells(video.path) == [
        f"%%nemo harbour.jpg --no-export\n{FIRST}",
        f"%%nemo harbour.jpg --again --no-export\n{FIRST}",
        "%nemo upload b.jpg",
        "%%nemo --quality low\npan right",
    ]
    assert "take 2" in str(identify(video.path))


def test_levels_say_less_or_nothing(data: Path, harbour: Path, tmp_path: Path) -> None:
    sizes = {}
    for level in ("full", "keys", "off", "full"):
        with Conversation(harbour, folder=tmp_path, provenance=level) as chat:
            video = chat.say(FIRST).video
        assert video is not None
        assert video.bytes == video.path.stat().st_size
        comment = read_comment(video.path)
        beside = video.path.with_name(f"{video.path.name}.json")
        assert beside.exists() == (level != "off")
        assert ("pan left" in comment) == (level == "full")
        assert (Recipe.read(comment) is not None) == (level != "off")
        sizes[level] = video.bytes
    assert sizes["off"] < sizes["keys"] < sizes["full"]


def test_words_that_were_left_out_are_not_made_up(
    data: Path, harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Conversation(harbour, folder=tmp_path / "made", provenance="keys") as chat:
        video = chat.say(FIRST).video
    assert video is not None
    monkeypatch.chdir(tmp_path)
    moved = shutil.copy(video.path, tmp_path)
    assert "(not told)" in str(identify(moved))
    with pytest.raises(InputError, match="does not tell all that was said"):
        cells(moved)
    assert cells(moved, folder=tmp_path / "made")[0].endswith(FIRST)


def test_the_environment_sets_the_level(
    data: Path, harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEMO_PROVENANCE", "off")
    with Conversation(harbour, folder=tmp_path) as chat:
        video = chat.say(FIRST).video
    assert video is not None
    assert read_comment(video.path) == ""
    monkeypatch.setenv("NEMO_PROVENANCE", "some")
    with pytest.raises(OptionError, match="full, keys, off"):
        Conversation(harbour, folder=tmp_path)


def test_a_lost_recipe_is_written_again_without_a_studio(
    made: Made, chat: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        pytest.fail("a replay must not open a client")

    monkeypatch.setattr("nemo_notebook.backend.Backend.client", refuse)
    video = made.videos["mp4"]
    beside = video.with_name(f"{video.name}.json")
    before = (video.read_bytes(), beside.read_bytes())
    beside.unlink()
    video.unlink()
    chat.say(FIRST, export=None)
    chat.say(SECOND)
    assert (video.read_bytes(), beside.read_bytes()) == before


def test_a_file_that_takes_no_recipe_is_no_less_a_video(
    data: Path, harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ExportFailedError("Nothing can be written into it")

    monkeypatch.setattr("nemo_notebook.conversation.marking.stamp", refuse)
    with Conversation(harbour, folder=tmp_path) as chat:
        take = chat.say(FIRST)
    assert take.video is not None
    assert take.video.path.exists()
    assert "does not say how it was made" in " ".join(take.turn.notes)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.mp4", None, "does not exist"),
        ("empty.mp4", b"", "is not a video"),
        ("photo.mp4", b"\xff\xd8\xff\xe0 a photo", "is not a video"),
        ("broken.webm", b"\x1a\x45\xdf\xa3webm" + b"\0" * 100, "not a video that can be read"),
    ],
)
def test_what_is_no_video_is_said_in_a_sentence(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    for ask in (identify, cells):
        with pytest.raises(NemoError, match=said):
            ask(tmp_path / name)


def test_a_folder_is_no_video(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        identify(tmp_path)
