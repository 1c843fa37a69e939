from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from nemo_notebook.studio.server import fetch as fetching
from nemo_notebook.studio.server.answers import Refusal
from nemo_notebook.studio.server.fetch import fetch


def refusal(url: str, scratch: Path, *, max_bytes: int = 1 << 20, allow: bool = False) -> Refusal:
    with pytest.raises(Refusal) as caught:
        fetch(url, scratch, max_bytes=max_bytes, allow_private=allow)
    assert not list(scratch.iterdir())
    return caught.value


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "224.0.0.1",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[2001::1]",
    ],
)
def test_nothing_inside_is_called(
    tmp_path: Path, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connected(*_: object, **__: object) -> None:
        raise AssertionError("A connection was made")

    monkeypatch.setattr(socket, "create_connection", connected)
    said = refusal(f"http://{host}/a.jpg", tmp_path)
    assert said.status == 400


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_public_addresses_may_be_called(address: str) -> None:
    assert fetching._is_public(address)


def test_one_private_answer_among_public_ones_is_enough_to_refuse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolved(*_: object, **__: object) -> list[object]:
        return [(0, 0, 0, "", ("8.8.8.8", 80)), (0, 0, 0, "", ("10.0.0.1", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    assert "--allow-private-urls" in refusal("http://photos.example/a.jpg", tmp_path).message


def test_the_connection_is_made_to_the_address_that_was_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files_server: Callable[[bytes], str]
) -> None:
    port = int(files_server(b"content").rpartition(":")[2])
    asked: list[object] = []

    def resolved(host: object, *_: object, **__: object) -> list[object]:
        asked.append(host)
        return [(0, 0, 0, "", ("127.0.0.1", port))]

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", resolved)
        patch.setattr(socket, "create_connection", _connected)
        path, _ = fetch(
            f"http://photos.example:{port}/a.jpg", tmp_path, max_bytes=100, allow_private=True
        )
    assert asked == ["photos.example"]
    assert path.read_bytes() == b"content"


def _connected(address: tuple[str, int], timeout: float) -> socket.socket:
    connection = socket.socket(socket.AF_INET)
    connection.settimeout(timeout)
    connection.connect(address)
    return connection


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/a",
        "gopher://127.0.0.1",
        "//example.org/a",
        "a.jpg",
        "",
        "http://",
        "http://user:secret@example.org/a.jpg",
        "http://[::1",
        "http://example.org:99999/a",
        "http://exa mple.org/\r\nX: y",
    ],
)
def test_what_is_no_plain_web_address_is_refused(tmp_path: Path, url: str) -> None:
    said = refusal(url, tmp_path, allow=True)
    assert "secret" not in said.message


def test_a_file_comes_with_the_name_of_its_address(
    tmp_path: Path, files_server: Callable[[bytes], str]
) -> None:
    url = f"{files_server(b'content')}/folder/my%20photo.jpg?size=1"
    path, name = fetch(url, tmp_path, max_bytes=7, allow_private=True)
    assert (path.read_bytes(), name) == (b"content", "my photo.jpg")


def test_a_file_that_is_too_large_is_cut_off(
    tmp_path: Path, files_server: Callable[[bytes], str]
) -> None:
    url = files_server(bytes(3 << 20))
    said = refusal(f"{url}/a.jpg", tmp_path, max_bytes=1 << 20, allow=True)
    assert (said.status, said.code) == (413, 4002)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("missing", "status 404"),
        ("short", "broke before the end"),
        ("redirect?to=/redirect?to=/redirect?to=/redirect?to=/a.jpg", "more than 3 times"),
        ("redirect?to=file:///etc/passwd", "http and https"),
        ("redirect?to=http://[::1", "could not be fetched"),
        ("nonsense", "could not be fetched"),
    ],
)
def test_an_address_that_leads_nowhere_is_named(
    tmp_path: Path, files_server: Callable[[bytes], str], path: str, why: str
) -> None:
    url = files_server(b"content")
    assert why in refusal(f"{url}/{path}", tmp_path, allow=True).message


def test_a_redirect_is_followed_and_judged_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files_server: Callable[[bytes], str]
) -> None:
    url = files_server(b"content")
    path, name = fetch(f"{url}/redirect?to=/a.jpg", tmp_path, max_bytes=100, allow_private=True)
    assert (path.read_bytes(), name) == (b"content", "a.jpg")
    path.unlink()
    # The first address counts as public now, the one that it leads to does not.
    monkeypatch.setattr(fetching, "_is_public", lambda address: address == "127.0.0.1")
    target = url.replace("127.0.0.1", "127.0.0.2")
    said = refusal(f"{url}/redirect?to={target}/a.jpg", tmp_path)
    assert "--allow-private-urls" in said.message
