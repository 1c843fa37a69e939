from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel, ConfigDict, JsonValue

from nemo_notebook.studio.director.director import Director

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent


class Utterance(BaseModel):
    """One sentence, what came before it, and what must and must not follow.

    Where it says `exactly`, lists hold nothing else, and a field that isn't named stays as it was.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    say: str
    before: tuple[str, ...] = ()
    expect: dict[str, JsonValue] = {}
    absent: tuple[str, ...] = ()
    never: dict[str, list[JsonValue]] = {}
    exactly: bool = False


def agrees(wanted: JsonValue, got: JsonValue, *, exactly: bool = False) -> bool:
    """Whether `got` holds all that is `wanted`: dicts as subsets, lists in order."""
    if isinstance(wanted, dict):
        if wanted and wanted.keys() <= {"min", "max"}:
            return lies_between(wanted, got)
        return isinstance(got, dict) and all(
            key in got and agrees(value, got[key], exactly=exactly) for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        if exactly and len(wanted) != len(got if isinstance(got, list) else []):
            return False
        rest = iter(got if isinstance(got, list) else [])
        return all(any(agrees(item, other) for other in rest) for item in wanted)
    return wanted == got


def lies_between(bounds: Mapping[str, JsonValue], got: JsonValue) -> bool:
    low, high = bounds.get("min", got), bounds.get("max", got)
    return (
        isinstance(got, int | float)
        and isinstance(low, int | float)
        and isinstance(high, int | float)
        and low <= got <= high
    )


def utterances() -> list[Utterance]:
    lines = (HERE / "utterances.jsonl").read_text(encoding="utf-8").splitlines()
    return [Utterance.model_validate(json.loads(line)) for line in lines]


@pytest.mark.parametrize("utterance", utterances(), ids=lambda utterance: utterance.say[:60])
def test_a_sentence_means_what_it_says(utterance: Utterance) -> None:
    director = Director()
    for sentence in utterance.before:
        director.hear(sentence)

    before = director.direction.model_dump(mode="json")
    got: dict[str, JsonValue] = director.hear(utterance.say).model_dump(mode="json")

    assert agrees(utterance.expect, got, exactly=utterance.exactly), got
    if utterance.exactly:
        named = {*utterance.expect, *utterance.absent}
        changed = {field for field in got if got[field] != before[field]}
        assert changed <= named, {field: got[field] for field in changed - named}
    for field in utterance.absent:
        assert not got[field], got[field]
    for field, unwanted in utterance.never.items():
        for item in unwanted:
            assert not agrees([item], got[field]), got[field]
