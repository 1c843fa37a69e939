"""The timeline is read whatever the draft holds, and said as the protocol words it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.events import JsonObject

DOCUMENTED: JsonObject = {
    "t": [
        {"tt": 0, "sg": [{"d": 10_000, "m": {"title": "city timelapse"}}]},
        {"tt": 1, "sg": [{"d": 10_000, "m": {"title": "Lo-fi", "volume": 0.35}}]},
        {"tt": 7, "sg": [{"d": 3000, "m": {"title": "Urban Dreams"}}]},
    ]
}


def test_the_documented_summary() -> None:
    assert Draft(DOCUMENTED).summary() == (
        "Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%)"
        ' 3. Title: "Urban Dreams" (0-3s)'
    )


def test_one_track_half_seconds_and_a_later_start() -> None:
    draft = Draft({"t": [{"tt": 7, "sg": [{"d": 1500, "m": {"title": "海", "start_ms": 1000}}]}]})
    assert draft.summary() == 'Timeline (1 track): 1. Title: "海" (1-2.5s)'
    assert draft.duration_ms == 2500


def test_a_track_of_several_segments() -> None:
    draft = Draft({"t": [{"tt": 0, "sg": [{"d": 1000}, {"d": 2000}]}]})
    assert draft.summary() == "Timeline (1 track): 1. Video: untitled (0-3s)"


def test_a_track_type_that_is_not_known() -> None:
    draft = Draft({"t": [{"tt": 9, "sg": [{"d": 1000, "m": {"title": "x"}}]}]})
    assert draft.summary() == "Timeline (1 track): 1. Track type 9: x (0-1s)"


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "1e300", '"long"', "true", "null"])
def test_a_number_that_is_none(number: str) -> None:
    segment = f'{{"d": {number}, "m": {{"start_ms": {number}, "volume": {number}}}}}'
    for kind in (0, 1, 7):
        draft = Draft(json.loads(f'{{"t": [{{"tt": {kind}, "sg": [{segment}]}}]}}'))
        assert draft.summary().startswith("Timeline (1 track)")


@pytest.mark.parametrize(
    "raw",
    [{}, {"t": None}, {"t": []}, {"t": [{"tt": 0, "sg": []}]}, {"t": [None, 3]}, {"t": "text"}],
)
def test_nothing_to_export(raw: JsonObject) -> None:
    draft = Draft(raw)
    assert not draft.can_be_exported
    assert draft.summary() == "Timeline (empty)"
    assert draft.duration_ms == 0


def test_one_segment_is_enough_for_an_export() -> None:
    assert Draft({"t": [{"sg": []}, {"tt": 0, "sg": [{"d": 1}]}]}).can_be_exported


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["t", "tt", "sg", "d", "m", "title", "start_ms", "volume", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["t", "m"]), values, max_size=2))
def test_no_draft_is_fatal_or_changed(raw: JsonObject) -> None:
    before = json.dumps(raw)
    draft = Draft(raw)
    assert draft.summary().startswith("Timeline (")
    assert draft.can_be_exported == bool(draft.tracks)
    assert json.dumps(draft.raw) == before
