"""Files are known by their first bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_notebook.protocol.media import ACCEPTED, CONTAINERS, HEAD_BYTES, sniff


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"GIF89a", "gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "webp"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "wav"),
        (b"RIFF\x10\0\0\0AVI LIST", "avi"),
        (b"\0\0\0\x20ftypisom", "mp4"),
        (b"\0\0\0\x20ftypqt  ", "mov"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "mov"),
        (b"\0\0\0\x20ftypM4A ", "m4a"),
        (b"ID3\x04", "mp3"),
        (b"\xff\xfb\x90", "mp3"),
        (b"\xff\xf1\x50", "aac"),
        (b"\x1a\x45\xdf\xa3....B\x82\x84webm", "webm"),
        (b"\x1a\x45\xdf\xa3....B\x82\x88matroska", "mkv"),
        (b"\0\0\0\x20ftypheic", None),
        (b"\0\0\0\x20ftypavif", None),
        (b"XXXX\x10\0\0\0WEBP", None),
        (b"#EXTM3U", None),
        (b"<svg", None),
        (b"%PDF", None),
        (b"\xff", None),
        (b"", None),
    ],
)
def test_sniff(head: bytes, kind: str | None) -> None:
    assert sniff(head) == kind


@given(st.binary(max_size=HEAD_BYTES))
def test_no_bytes_are_fatal(head: bytes) -> None:
    assert sniff(head) in {None, *ACCEPTED}


def test_every_container_can_be_handed_over_again() -> None:
    assert set(CONTAINERS) <= set(ACCEPTED)
