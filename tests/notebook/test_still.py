from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping
from itertools import product

import pytest
from PIL import Image

from nemo_notebook.notebook.still import still


@pytest.fixture
def jpeg() -> bytes:
    """Red on the left, blue on the right, and larger than a terminal wants it."""
    image = Image.new("RGB", (960, 540), (220, 30, 30))
    image.paste((30, 30, 220), (480, 0, 960, 540))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=95)
    return file.getvalue()


def assert_shows(image: Image.Image) -> None:
    assert image.size == (400, 225)
    colours = [image.convert("RGB").getpixel((left, 100)) for left in (50, 350)]
    for colour, wanted in zip(colours, [(220, 30, 30), (30, 30, 220)], strict=True):
        assert isinstance(colour, tuple)
        assert all(abs(a - b) < 8 for a, b in zip(colour, wanted, strict=True))


def opened(data: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(data)))


@pytest.mark.parametrize("environment", [{"TERM": "xterm-kitty"}, {"KITTY_WINDOW_ID": "1"}])
def test_kitty_gets_a_png_in_pieces(jpeg: bytes, environment: Mapping[str, str]) -> None:
    drawn = still(jpeg, environment)
    assert drawn is not None
    pieces = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", drawn)
    assert "".join(f"\x1b_G{keys};{data}\x1b\\" for keys, data in pieces) == drawn
    assert pieces[0][0].startswith("a=T,f=100,q=2,c=40,")
    assert [keys[-1] for keys, _ in pieces] == ["1"] * (len(pieces) - 1) + ["0"]
    assert all(len(data) <= 4096 for _, data in pieces)
    assert_shows(opened("".join(data for _, data in pieces)))


@pytest.mark.parametrize("environment", [{"TERM_PROGRAM": "iTerm.app"}, {"LC_TERMINAL": "iTerm2"}])
def test_iterm2_gets_a_jpeg(jpeg: bytes, environment: Mapping[str, str]) -> None:
    drawn = still(jpeg, environment)
    assert drawn is not None
    found = re.fullmatch(r"\x1b]1337;File=inline=1;width=40;preserveAspectRatio=1:(.*)\a", drawn)
    assert found is not None
    assert_shows(opened(found[1]))


def from_sixels(drawn: str) -> Image.Image:
    """A small reader of what the standard calls sixels."""
    found = re.fullmatch(r'\x1bP0;1q"1;1;(\d+);(\d+)(.*)\x1b\\', drawn, re.DOTALL)
    assert found is not None
    image = Image.new("RGB", (int(found[1]), int(found[2])))
    colours: dict[int, tuple[int, int, int]] = {}
    colour, left, top = 0, 0, 0
    for token in re.findall(r"#\d+;2;\d+;\d+;\d+|#\d+|!\d+[?-~]|[$-]|[?-~]", found[3]):
        if token.startswith("#") and ";" in token:
            number, _, *shares = map(int, token[1:].split(";"))
            colours[number] = (
                round(shares[0] * 2.55),
                round(shares[1] * 2.55),
                round(shares[2] * 2.55),
            )
        elif token.startswith("#"):
            colour = int(token[1:])
        elif token == "$":
            left = 0
        elif token == "-":
            left, top = 0, top + 6
        else:
            many = int(token[1:-1]) if token.startswith("!") else 1
            lit = [bit for bit in range(6) if (ord(token[-1]) - 63) >> bit & 1]
            for column, bit in product(range(left, left + many), lit):
                image.putpixel((column, top + bit), colours[colour])
            left += many
    return image


@pytest.mark.parametrize("terminal", ["foot", "mlterm", "xterm-sixel"])
def test_a_sixel_terminal_gets_sixels(jpeg: bytes, terminal: str) -> None:
    drawn = still(jpeg, {"TERM": terminal})
    assert drawn is not None
    assert_shows(from_sixels(drawn))


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"TERM": "xterm-256color"},
        {"TERM": "dumb"},
        {"TERM": "screen-256color", "TERM_PROGRAM": "iTerm.app"},
        {"TERM": "xterm-kitty", "TMUX": "/tmp/tmux-0/default,1,0"},
    ],
)
def test_another_terminal_gets_nothing(jpeg: bytes, environment: Mapping[str, str]) -> None:
    assert still(jpeg, environment) is None


def test_what_is_no_picture_draws_nothing() -> None:
    assert still(b"no picture", {"TERM": "foot"}) is None
