from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nemo_notebook.conversation.video import Video
from nemo_notebook.notebook.copies import copy_to, spare_sources
from nemo_notebook.protocol.errors import NothingToExportError, OptionError


def test_a_copy_replaces_what_stood_there(tmp_path: Path, video: Video) -> None:
    out = tmp_path / "clip.mp4"
    out.write_bytes(b"what stood there")
    copy_to(out, video)
    assert out.read_bytes() == video.path.read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_home_folder_may_be_written_short(
    tmp_path: Path, video: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    copy_to(Path("~/clip.mp4"), video)
    assert (tmp_path / "clip.mp4").exists()


def test_a_copy_that_cannot_be_written_leaves_what_stood_there(
    tmp_path: Path, video: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_full(_source: Path, aside: Path) -> None:
        aside.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", disk_full)
    out = tmp_path / "clip.mp4"
    out.write_bytes(b"what stood there")
    with pytest.raises(OptionError, match=r"cannot be written \(No space left on device\)") as told:
        copy_to(out, video)
    assert "harbour-0123.mp4, in nemo_media/" in str(told.value)
    assert out.read_bytes() == b"what stood there"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip.mp4", "nemo_media"]


def test_a_turn_without_a_video_cannot_be_copied(tmp_path: Path) -> None:
    with pytest.raises(NothingToExportError, match="no video to copy"):
        copy_to(tmp_path / "clip.mp4", None)


def test_a_copy_does_not_replace_what_it_is_made_from(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.touch()
    (tmp_path / "link.mp4").symlink_to(clip)
    sources = [b"bytes", str(tmp_path / "missing.jpg"), clip]
    with pytest.raises(OptionError, match="would replace what it is made from"):
        spare_sources(sources, tmp_path / "link.mp4")
    spare_sources(sources, tmp_path / "other.mp4")
