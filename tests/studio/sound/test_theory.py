from __future__ import annotations

import pytest

from nemo_notebook.studio.sound.theory import hertz, nearest, parse_chord, voice_chord


def test_pitches_have_their_frequencies() -> None:
    assert hertz(69) == 440
    assert hertz(60) == pytest.approx(261.63, abs=0.01)


@pytest.mark.parametrize(
    ("symbol", "key", "bass", "tones"),
    [
        ("C", 0, 0, {0, 4, 7}),
        ("Dm9", 0, 2, {2, 5, 9, 0, 4}),
        ("G/B", 0, 11, {7, 11, 2}),
        ("C6/9", 2, 2, {2, 6, 9, 11, 4}),
        ("F#m7", 0, 6, {6, 9, 1, 4}),
        ("Bbmaj7", 0, 10, {10, 2, 5, 9}),
    ],
)
def test_symbols_name_their_notes(symbol: str, key: int, bass: int, tones: set[int]) -> None:
    chord = parse_chord(symbol, key)
    assert chord.bass == bass
    assert set(chord.tones) == tones


@pytest.mark.parametrize("symbol", ["H", "Cfoo", "", "C/H"])
def test_what_is_no_chord_is_refused(symbol: str) -> None:
    with pytest.raises(ValueError, match="not a chord symbol"):
        parse_chord(symbol, 0)


def test_nearest_stays_within_half_an_octave() -> None:
    for pitch_class in range(12):
        found = nearest(pitch_class, 61)
        assert found % 12 == pitch_class
        assert abs(found - 61) <= 6


def test_voices_move_little_and_keep_their_range() -> None:
    before: list[int] = []
    for symbol in ("Dm9", "G13", "Cmaj9", "Am9", "Dm9"):
        spread = voice_chord(parse_chord(symbol, 0), 4, 50, 70, before)
        assert spread == sorted(spread)
        assert spread[0] >= 50
        assert spread[-1] <= 70
        if before:
            assert max(abs(a - b) for a, b in zip(spread, before, strict=True)) <= 5
        before = spread
