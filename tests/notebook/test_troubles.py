from __future__ import annotations

from collections.abc import Callable

import pytest
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

from nemo_notebook.notebook.troubles import message_lines, shortened
from nemo_notebook.protocol.errors import NemoError, PhotoError, StudioStartError


def test_an_error_says_what_happened_and_what_to_do_next() -> None:
    error = PhotoError("harbor.jpg does not exist", hint="Did you mean harbour.jpg?")
    assert message_lines(error) == ["harbor.jpg does not exist.", "Did you mean harbour.jpg?"]
    assert message_lines(PhotoError("It is empty")) == ["It is empty."]


def test_the_end_of_a_log_gets_no_full_stop() -> None:
    error = StudioStartError("The studio could not start:\nOSError: disk full\n", hint="Make room.")
    assert message_lines(error) == [
        "The studio could not start:\nOSError: disk full",
        "Make room.",
    ]


def fail_out_of_a_task_group() -> None:
    group = ExceptionGroup("of a task group", [ValueError("inner")])
    error = NemoError("The server is gone", hint="Start it again.")
    error.__context__ = group
    raise shortened(error)


def test_what_the_output_says_already_is_not_said_twice(
    shell: InteractiveShell,
    run: Callable[[str], ExecutionResult],
    capsys: pytest.CaptureFixture[str],
) -> None:
    shell.user_ns["error"] = shortened(shortened(NemoError("No credits"), told=True))
    run("raise error")
    assert capsys.readouterr().out == "Not done: see the message above.\n"


def test_an_error_is_drawn_without_a_traceback_even_out_of_a_task_group(
    shell: InteractiveShell,
    run: Callable[[str], ExecutionResult],
    capsys: pytest.CaptureFixture[str],
) -> None:
    shell.user_ns["fail"] = fail_out_of_a_task_group
    result = run("fail()")
    assert capsys.readouterr() == ("The server is gone.\nStart it again.\n", "")
    assert isinstance(result.error_in_exec, NemoError)


def test_plain_python_in_a_cell_gets_a_line_and_no_traceback(
    run: Callable[[str], ExecutionResult], capsys: pytest.CaptureFixture[str]
) -> None:
    run("from nemo_notebook import Conversation; Conversation('missing.jpg')")
    shown = capsys.readouterr().out
    assert shown.startswith("PhotoError: missing.jpg does not exist.")
    assert "Traceback" not in shown
