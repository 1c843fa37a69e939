from __future__ import annotations

import numpy as np
import pytest

from nemo_notebook.studio.render.typeset import drawable, typeset


def test_a_short_title_is_one_line_at_the_size_wanted() -> None:
    block = typeset("Harbour", 80, 1000)
    assert block.lines == ("Harbour",)
    assert block.size == 80


def test_a_long_title_breaks_into_even_lines_between_words() -> None:
    text = "The long way home from the harbour at dusk"
    block = typeset(text, 80, 1000)
    assert len(block.lines) == 2
    assert " ".join(block.lines) == text
    lengths = [len(line) for line in block.lines]
    assert max(lengths) < 1.4 * min(lengths)


def test_a_little_too_long_shrinks_rather_than_breaks() -> None:
    block = typeset("A morning by the sea", 100, 900)
    assert len(block.lines) == 1
    assert 68 <= block.size < 100


@pytest.mark.parametrize(
    "text",
    ["海港的早晨，渔船静静地停在岸边。等待着新的一天开始", "東京タワーの夜景は、とても綺麗です。"],
)
def test_chinese_and_japanese_break_between_characters_but_not_before_a_comma(text: str) -> None:
    block = typeset(text, 80, 700)
    assert len(block.lines) > 1
    assert "".join(block.lines) == text
    assert not any(line[0] in "，。、" for line in block.lines)


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "Harbour",
        "W" * 200,
        "word " * 40,
        "海" * 200,
        "a very long title that nobody would write but somebody surely will one day, perhaps",
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
        "gÅ|jÜ (q)",
    ],
)
@pytest.mark.parametrize("room", [120, 400, 1600])
def test_every_text_fits_its_room_with_all_its_letters(text: str, room: int) -> None:
    block = typeset(drawable(text), 90, room)
    mask = block.draw()
    assert mask.shape == (block.height, block.width)
    assert block.width <= room
    assert "".join(block.lines).replace(" ", "") == text.replace(" ", "")
    assert mask.any()


@pytest.mark.parametrize("text", ["Ågypq|", "海港", "jÜ", "A summer by the sea, long ago", "fjf"])
@pytest.mark.parametrize("size", [17, 40, 100])
def test_no_letter_is_cut_off(text: str, size: int) -> None:
    mask = typeset(text, size, 2000).draw()
    for edge in (mask[0], mask[-1], mask[:, 0], mask[:, -1]):
        assert not edge.any()


def test_hebrew_begins_on_the_right() -> None:
    ink = np.flatnonzero(typeset("שווווווו", 60, 600).draw().any(axis=0))
    gaps = np.flatnonzero(np.diff(ink) > 1)
    letters = np.diff([0, *(gaps + 1), len(ink)])
    assert len(letters) == 8
    assert letters.argmax() == 7


def test_chinese_has_glyphs() -> None:
    masks = [typeset(text, 60, 600).draw() for text in ("海", "港", "的")]
    for mask in masks:
        assert np.count_nonzero(mask) > 300
    assert not np.array_equal(masks[0], masks[1])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Waves 🌊 today", "Waves today"),
        ("👩‍👩‍👧 family", "family"),
        ("two\nlines\tand  spaces", "two lines and spaces"),
        ("what?", "what?"),
        ("什么？", "什么？"),
        ("café — «été» £5 €6", "café — «été» £5 €6"),
        ("🌊🌊", ""),
        ("a\u200bb\x07c", "abc"),
        ("مرحبا Hi", "Hi"),
        ("I ❤\ufe0f you ⭐", "I ♥ you ★"),
    ],
)
def test_only_what_has_a_glyph_is_drawn(text: str, kept: str) -> None:
    assert drawable(text) == kept
