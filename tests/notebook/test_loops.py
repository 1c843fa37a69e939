"""Nested loops are an opt-in, and say what they need."""

from __future__ import annotations

import subprocess
import sys

import pytest

import nemo_notebook

NESTED = """
import asyncio
import nemo_notebook

async def inner():
    return "nested"

async def outer():
    return asyncio.run(inner())

nemo_notebook.allow_nested_loops()
print(asyncio.run(outer()))
"""


def test_a_loop_runs_inside_a_loop_once_allowed() -> None:
    ran = subprocess.run([sys.executable, "-c", NESTED], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "nested"


def test_a_missing_package_is_said_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nest_asyncio2", None)
    with pytest.raises(
        nemo_notebook.NemoError, match=r"pip install 'nemo-notebook\[nest-asyncio\]'"
    ):
        nemo_notebook.allow_nested_loops()
