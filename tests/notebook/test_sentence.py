from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nemo_notebook.notebook.sentence import filled_in
from nemo_notebook.protocol.errors import PromptError


def test_braces_and_dollars_are_text() -> None:
    said = 'a {brace}, $HOME, {}, {{}}, {{ 1 }}, {{a.b}}, 50% {{"title"}} \\n'
    assert filled_in(said, {"brace": "no"}) == said


def test_a_variable_stands_where_two_braces_do() -> None:
    variables = {"name": "Harbour", "n": 3, "x": np.float64(0.5), "名": "港口", "p": Path("a.jpg")}
    assert filled_in('add the title "{{name}}", {{ n }} s', variables) == (
        'add the title "Harbour", 3 s'
    )
    assert filled_in("{{x}} {{名}} {{p}}", variables) == "0.5 港口 a.jpg"


def test_what_a_variable_holds_is_not_looked_into() -> None:
    assert filled_in("{{a}}", {"a": "{{b}} {c}", "b": "no"}) == "{{b}} {c}"


def test_a_variable_that_is_not_there_may_have_a_near_name() -> None:
    with pytest.raises(PromptError, match=r"no variable titel.*Did you mean \{\{title\}\}\?"):
        filled_in("{{titel}}", {"title": "x"})
    with pytest.raises(PromptError, match="Run the cell that makes it first"):
        filled_in("{{title}}", {})


@pytest.mark.parametrize("value", [b"bytes", ["a"], None, np.zeros((2, 2))])
def test_what_cannot_be_said_is_refused(value: object) -> None:
    with pytest.raises(PromptError, match="which is not something to say"):
        filled_in("{{value}}", {"value": value})
