"""What may be sent: the nearest word holds, and nobody is surprised by a bill."""

from __future__ import annotations

import pytest

from nemo_notebook.conversation.mode import MODES, chosen_mode
from nemo_notebook.protocol.errors import OptionError
from nemo_notebook.settings import Settings


def test_without_a_word_known_turns_are_replayed_and_others_sent() -> None:
    assert chosen_mode(costs_credits=True) == "auto"
    assert chosen_mode(costs_credits=False) == "auto"


@pytest.mark.parametrize("said", ["true", "1", "TRUE", "github"])
def test_nobody_pays_by_accident_where_nobody_watches(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", said)
    assert chosen_mode(costs_credits=True) == "offline"
    assert chosen_mode(costs_credits=False) == "auto"
    assert chosen_mode("auto", costs_credits=True) == "auto"


@pytest.mark.parametrize("said", ["", "0", "false", "False"])
def test_ci_may_be_denied(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", said)
    assert chosen_mode(costs_credits=True) == "auto"


def test_the_nearest_word_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEMO_MODE", " Offline ")
    assert chosen_mode(None, None, costs_credits=False) == "offline"
    assert chosen_mode(None, "refresh", costs_credits=False) == "refresh"
    assert chosen_mode("plan", "refresh", costs_credits=False) == "plan"
    assert chosen_mode("plan", costs_credits=False, settings=Settings()) == "plan"


def test_a_mode_that_does_not_exist_names_those_that_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEMO_MODE", "ofline")
    with pytest.raises(OptionError, match=", ".join(MODES)):
        chosen_mode(costs_credits=False)
