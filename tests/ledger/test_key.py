"""The key of a turn: equal for the same wish, different for every other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_notebook.ledger.key import ROOT, digest, export_key, normalise, turn_key
from nemo_notebook.protocol.events import JsonObject

WISH: dict[str, Any] = {
    "parent": ROOT,
    "prompt": "slowly pan left",
    "inputs": ["a" * 64],
    "backend": "studio",
    "params": {},
    "take": 0,
}


def test_the_key_is_the_same_on_every_machine() -> None:
    # Written down once: a change of this value would make everybody pay again.
    assert turn_key(**WISH) == ("79a96f2c5e2a0a1bdb175db7f806dc21b7450598c85d654428dda1736fd3ba52")


@pytest.mark.parametrize(
    "change",
    [
        {"parent": "b" * 64},
        {"prompt": "slowly pan right"},
        {"inputs": []},
        {"inputs": ["b" * 64]},
        {"inputs": ["a" * 64, "a" * 64]},
        {"backend": "nemovideo"},
        {"params": {"seed": 1}},
        {"take": 1},
    ],
)
def test_everything_that_decides_the_outcome_decides_the_key(change: dict[str, Any]) -> None:
    assert turn_key(**WISH | change) != turn_key(**WISH)


def test_two_photos_in_another_order_are_another_wish() -> None:
    there = turn_key(**WISH | {"inputs": ["a" * 64, "b" * 64]})
    back = turn_key(**WISH | {"inputs": ["b" * 64, "a" * 64]})
    assert there != back


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("  slowly pan left\n", "slowly pan left"),
        ("first\r\nsecond\rthird", "first\nsecond\nthird"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("镜头向左平移 ", "镜头向左平移"),
    ],
)
def test_what_does_not_show_does_not_count(written: str, sent: str) -> None:
    assert normalise(written) == sent
    assert turn_key(**WISH | {"prompt": written}) == turn_key(**WISH | {"prompt": sent})


@given(st.text())
def test_normalising_again_changes_nothing(prompt: str) -> None:
    assert normalise(normalise(prompt)) == normalise(prompt)


def test_exports_are_told_apart_by_draft_container_and_quality() -> None:
    drafts: tuple[JsonObject, ...] = ({"t": []}, {"t": [{"sg": [1.5]}]})
    keys = {
        export_key(draft, container=container, quality=quality)
        for draft in drafts
        for container in ("mp4", "webm")
        for quality in ("low", "high")
    }
    assert len(keys) == 8


def test_a_digest_does_not_depend_on_the_order_of_names() -> None:
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1})


def test_what_is_made_of_a_photo_on_the_way_counts_and_not_the_bytes_it_became() -> None:
    stripped = turn_key(**WISH | {"inputs": [f"{'a' * 64}:exif-strip/1"]})
    assert stripped != turn_key(**WISH)
    assert stripped != turn_key(**WISH | {"inputs": [f"{'a' * 64}:exif-strip/2"]})


@pytest.mark.parametrize("params", [{"a": 1.0}, {"a": [1, {"b": float("nan")}]}])
def test_floats_are_refused(params: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="no floats"):
        turn_key(**WISH | {"params": params})
