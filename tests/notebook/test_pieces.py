from __future__ import annotations

from pathlib import Path

import pytest

from nemo_notebook.notebook import pieces
from nemo_notebook.notebook.pieces import LARGEST_FROM_PAGE, PIECE_BYTES, Intake
from nemo_notebook.protocol.errors import MediaTooLargeError, PhotoError, UnsupportedMediaError

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 9000
PARTS = 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "photos"


@pytest.fixture
def intake(folder: Path) -> Intake:
    return Intake(folder)


def hand(intake: Intake, data: bytes = JPEG, name: str = "harbour.jpg", file_id: str = "1") -> Path:
    """Hand a whole file over, as the page does."""
    cut = [data[at : at + PIECE_BYTES] for at in range(0, len(data), PIECE_BYTES)]
    taken: Path | int = 0
    for part, piece in enumerate(cut):
        taken = intake.take(file_id, name, len(data), part=part, parts=len(cut), data=piece)
        assert isinstance(taken, Path) or taken == part + 1
    assert isinstance(taken, Path)
    return taken


def test_a_photo_arrives_whole_under_its_name(intake: Intake, folder: Path) -> None:
    path = hand(intake)
    assert path == folder / "harbour.jpg"
    assert path.read_bytes() == JPEG
    assert intake.collect(["1"]) == [path]
    assert [entry.name for entry in folder.iterdir()] == ["harbour.jpg"]


def test_the_same_photo_lies_there_once_and_another_of_that_name_beside_it(
    intake: Intake, folder: Path
) -> None:
    first = hand(intake, file_id="1")
    again = hand(intake, file_id="2")
    other = hand(intake, JPEG[:-1] + b"x", file_id="3")
    assert first == again
    assert other == folder / "harbour-2.jpg"
    assert first.read_bytes() == JPEG


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("../../.ssh/authorized_keys", "authorized_keys.jpg"),
        ("..\\..\\evil.jpg", "evil.jpg"),
        ("/etc/passwd", "passwd.jpg"),
        ("con.jpg", "photo.jpg"),
        (".bashrc", "bashrc.jpg"),
        ("a\x00b.jpg", "a_b.jpg"),
        ("", "photo.jpg"),
        ("...", "photo.jpg"),
        ("pasted", "pasted.jpg"),
        ("海港 照片.JPG", "海港 照片.jpg"),
        ("x" * 300 + ".jpg", "x" * 80 + ".jpg"),
        ("photo.exe", "photo.exe.jpg"),
    ],
)
def test_a_name_is_never_a_way_out_of_the_folder(
    intake: Intake, folder: Path, said: str, kept: str
) -> None:
    assert hand(intake, name=said) == folder / kept


def test_pieces_that_are_not_what_was_announced_are_refused_and_leave_nothing(
    intake: Intake, folder: Path
) -> None:
    size = len(JPEG)
    with pytest.raises(PhotoError, match="did not arrive whole"):
        intake.take("1", "a.jpg", size, part=1, parts=PARTS, data=JPEG[:PIECE_BYTES])
    with pytest.raises(PhotoError, match="did not arrive whole"):
        intake.take("1", "a.jpg", size, part=0, parts=PARTS, data=JPEG)
    with pytest.raises(PhotoError, match="did not arrive whole"):
        intake.take("1", "a.jpg", size, part=0, parts=2, data=JPEG[:PIECE_BYTES])
    assert list(folder.iterdir()) == []
    assert hand(intake).read_bytes() == JPEG


def test_a_page_cannot_announce_more_than_is_taken(intake: Intake) -> None:
    size = LARGEST_FROM_PAGE + 1
    with pytest.raises(MediaTooLargeError):
        intake.take("1", "a.mp4", size, part=0, parts=size // PIECE_BYTES + 1, data=JPEG)


def test_what_is_empty_or_no_photo_is_refused_with_the_first_piece(
    intake: Intake, folder: Path
) -> None:
    with pytest.raises(PhotoError, match="empty"):
        intake.take("1", "a.jpg", 0, part=0, parts=1, data=b"")
    with pytest.raises(UnsupportedMediaError, match="Accepted are mp4"):
        intake.take("1", "a.jpg", 9, part=0, parts=1, data=b"<svg></svg>"[:9])
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_photo_that_is_taken_back_half_way_is_gone(intake: Intake, folder: Path) -> None:
    intake.take("1", "a.jpg", len(JPEG), part=0, parts=PARTS, data=JPEG[:PIECE_BYTES])
    intake.forget("1")
    assert list(folder.iterdir()) == []
    with pytest.raises(PhotoError, match="has not arrived"):
        intake.collect(["1"])


def test_one_that_is_missing_leaves_the_others_where_they_are(intake: Intake) -> None:
    path = hand(intake)
    with pytest.raises(PhotoError, match="has not arrived"):
        intake.collect(["1", "2"])
    assert intake.collect(["1"]) == [path]


def test_a_file_to_the_page_goes_in_numbered_pieces(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(JPEG)
    sent: list[tuple[object, int]] = []
    pieces.send_file(
        path, lambda message, data: sent.append((message, len(data[0]))), {"kind": "x"}
    )
    assert sent == [
        ({"kind": "x", "part": part, "parts": PARTS}, size)
        for part, size in enumerate([PIECE_BYTES, PIECE_BYTES, len(JPEG) - 2 * PIECE_BYTES])
    ]
