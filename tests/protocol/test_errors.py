"""Every error is one short message with a next step."""

from __future__ import annotations

import inspect

import pytest

from nemo_notebook.protocol import errors

ALL = [
    error
    for _, error in inspect.getmembers(errors, inspect.isclass)
    if issubclass(error, errors.NemoError)
]


@pytest.mark.parametrize("error", ALL)
def test_message_and_hint_are_one_text(error: type[errors.NemoError]) -> None:
    assert str(error("It broke", hint="Mend it.")) == "It broke. Mend it."
    assert str(error("It broke", hint="")) == "It broke."
    assert str(error("It broke")).startswith("It broke.")


@pytest.mark.parametrize("error", ALL)
def test_every_class_stands_in_the_tree_that_people_read(error: type[errors.NemoError]) -> None:
    assert error.__name__ in (errors.__doc__ or "")


@pytest.mark.parametrize("error", [e for e in ALL if issubclass(e, errors.TurnError)])
def test_a_turn_that_was_sent_is_never_said_to_be_sent_again(error: type[errors.TurnError]) -> None:
    assert "not sent again" in str(error("It broke"))


def test_a_server_that_cannot_be_reached_was_sent_nothing_unless_said() -> None:
    assert errors.BackendError("Gone").sent is False
    assert errors.BackendError("Gone", sent=True).sent is True
