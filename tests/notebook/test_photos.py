from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from nemo_notebook.notebook.photos import find_photos
from nemo_notebook.protocol.errors import PhotoError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("b.jpg", "a.jpg", "c.png", "odd[1].jpg"):
        (tmp_path / name).touch()
    (tmp_path / "sub.jpg").mkdir()
    (tmp_path / "sub.jpg" / "d.jpg").touch()
    return tmp_path


def test_a_pattern_gives_its_files_sorted_and_no_folders(folder: Path) -> None:
    assert find_photos(["[abc].*", "c.png"], {}) == ["a.jpg", "b.jpg", "c.png", "c.png"]
    assert find_photos(["*.jpg"], {}) == ["a.jpg", "b.jpg", "odd[1].jpg"]
    assert find_photos([f"{folder}/**/d.jpg"], {}) == [f"{folder}/sub.jpg/d.jpg"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(folder: Path) -> None:
    assert find_photos(["odd[1].jpg"], {}) == ["odd[1].jpg"]


def test_a_pattern_that_fits_nothing_is_said(folder: Path) -> None:
    with pytest.raises(PhotoError, match=r"No file fits \*\.webp"):
        find_photos(["*.webp"], {})


def test_a_missing_file_is_left_to_whoever_looks_at_it(folder: Path) -> None:
    assert find_photos(["nowhere.jpg"], {}) == ["nowhere.jpg"]


@pytest.mark.parametrize("address", ["https://example.org/a.jpg?w=*", "HTTP://example.org/[1].jpg"])
def test_a_web_address_is_no_pattern(folder: Path, address: str) -> None:
    assert find_photos([address, "a.jpg"], {}) == [address, "a.jpg"]
    assert find_photos(["{there}"], {"there": address}) == [address]


def test_a_variable_holds_a_path_bytes_an_image_or_several(folder: Path) -> None:
    image = Image.new("RGB", (32, 32))
    variables: dict[str, object] = {
        "path": Path("a.jpg"),
        "name": "*.jpg",
        "data": bytearray(b"jpeg"),
        "image": image,
        "both": [Path("a.jpg"), b"jpeg"],
    }
    said = ["{path}", "{name}", "{data}", "{image}", "{both}"]
    found = find_photos(said, variables)
    assert found == [Path("a.jpg"), "*.jpg", b"jpeg", image, Path("a.jpg"), b"jpeg"]
    assert isinstance(found[2], bytes)


def test_a_variable_that_is_not_there_may_have_a_near_name() -> None:
    with pytest.raises(PhotoError, match=r"no variable phto\. Did you mean \{photo\}\?"):
        find_photos(["{phto}"], {"photo": "a.jpg"})
    with pytest.raises(PhotoError, match="Run the cell that makes it first"):
        find_photos(["{photo}"], {})


def test_a_variable_that_holds_no_photo_is_refused() -> None:
    with pytest.raises(PhotoError, match="A int is not a photo"):
        find_photos(["{n}"], {"n": 3})
