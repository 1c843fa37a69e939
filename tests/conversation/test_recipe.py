from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_notebook.conversation.recipe import MOST_READ, Recipe, redacted
from nemo_notebook.ledger.key import ROOT
from nemo_notebook.ledger.records import Input, Turn

SHA = "5" * 64


def turn(number: int, prompt: str = "pan left", parent: str = ROOT) -> Turn:
    return Turn(
        key=f"{number:064x}",
        title="harbour",
        parent=parent,
        prompt=prompt,
        inputs=(Input(name="harbour.jpg", sha256=SHA),),
        backend="studio",
        take=0,
        session_id="session",
        task_id="task",
        messages=(),
        draft={},
        settled_at=datetime(2026, 1, 1, tzinfo=UTC),
        version="0.1.0",
        params={"seed": 7},
    )


def recipe(*turns: Turn, keys: bool = False) -> Recipe:
    level = "keys" if keys else "full"
    return Recipe.of(turns, container="mp4", quality="high", level=level)  # type: ignore[arg-type] # (mypy widens the choice to str)


def test_a_recipe_tells_turns_words_inputs_and_seed() -> None:
    said = json.loads(recipe(turn(1), turn(2, "更慢")).text)
    assert said == {
        "recipe": 1,
        "backend": "studio",
        "container": "mp4",
        "quality": "high",
        "whole": True,
        "steps": [
            {
                "key": f"{number:064x}",
                "prompt": prompt,
                "redacted": False,
                "inputs": [SHA],
                "seed": 7,
                "take": 0,
                "version": "0.1.0",
            }
            for number, prompt in ((1, "pan left"), (2, "更慢"))
        ],
    }


def test_keys_leave_the_words_out() -> None:
    text = recipe(turn(1, "a secret of mine"), keys=True).text
    assert "secret" not in text
    assert f"{1:064x}" in text


def test_names_of_files_sessions_and_titles_stay_at_home() -> None:
    text = recipe(turn(1)).text
    for word in ("harbour", "session", "task"):
        assert word not in text


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        ("use nmv_usr_abc123 please", "use [token] please"),
        ("open clm_XYZ-9", "open [token]-9"),
        ("like https://example.org/a.jpg?sig=1", "like [address]"),
        ("as in /home/sam/holiday/a.jpg", "as in [path]"),
        ("as in ~/holiday/a.jpg", "as in [path]"),
        (r"as in C:\Users\Sam\a.jpg", "as in [path]"),
        ("write to sam@example.org", "write to [address]"),
        ("Authorization: Bearer abc.def", "Authorization: [token]"),
        ("slow and/or 9/16, 24 fps/30", "slow and/or 9/16, 24 fps/30"),
        ('add the title "Half / Half"', 'add the title "Half / Half"'),
        ("镜头向左平移，标题“港口”", "镜头向左平移，标题“港口”"),
    ],
)
def test_tokens_addresses_and_paths_are_taken_out_of_prompts(prompt: str, told: str) -> None:
    assert redacted(prompt) == told
    step = recipe(turn(1, prompt)).steps[0]
    assert (step.prompt, step.redacted) == (told, prompt != told)


def test_a_recipe_is_never_longer_than_a_container_takes() -> None:
    wordy = recipe(*(turn(number, "pan " * 200) for number in range(100)))
    assert len(wordy.text.encode()) <= 60_000
    assert (len(wordy.steps), wordy.whole) == (100, True)
    assert wordy.steps[0].prompt is None
    endless = recipe(*(turn(number) for number in range(1000)))
    assert len(endless.text.encode()) <= 60_000
    assert not endless.whole
    assert endless.steps[-1].key == f"{999:064x}"


def test_what_was_written_is_read() -> None:
    made = recipe(turn(1), turn(2, "slower"))
    assert Recipe.read(made.text) == made


GOOD = json.loads(recipe(turn(1)).text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "made with love",
        "[]",
        "{}",
        "null",
        '{"recipe": 1}',
        json.dumps({**GOOD, "recipe": 2}),
        json.dumps({**GOOD, "steps": []}),
        json.dumps({**GOOD, "steps": [{**GOOD["steps"][0], "key": "../../etc/passwd"}]}),
        json.dumps({**GOOD, "steps": [{**GOOD["steps"][0], "inputs": ["../x"]}]}),
        json.dumps({**GOOD, "steps": [{**GOOD["steps"][0], "take": 10**9}]}),
        json.dumps({**GOOD, "backend": "<script>alert(1)</script>"}),
        json.dumps({**GOOD, "container": "mp4 --out ~/.bashrc"}),
        json.dumps({**GOOD, "more": "x" * MOST_READ}),
        "[" * 100_000,
        '{"recipe": "\ud800"}',
    ],
)
def test_anything_else_is_no_recipe(text: str) -> None:
    assert Recipe.read(text) is None


@given(st.text() | st.binary().map(lambda data: data.decode(errors="replace")))
def test_no_comment_makes_reading_fail(text: str) -> None:
    Recipe.read(text)
