"""`{{name}}` in what a person wrote: the only thing that is not taken as written."""

from __future__ import annotations

import numbers
import os
import re
from collections.abc import Mapping

from nemo_notebook.notebook.near import did_you_mean
from nemo_notebook.protocol.errors import PromptError

_VARIABLE = re.compile(r"\{\{\s*([^\W\d]\w*)\s*\}\}")


def filled_in(text: str, variables: Mapping[str, object]) -> str:
    """Put variables where `{{name}}` stands; single braces and dollars are text.

    Args:
        text: A sentence, or a word of the line.
        variables: The notebook's; those named hold text, a number or a path.

    Raises:
        PromptError: There is no such variable, or it holds something else.
    """
    return _VARIABLE.sub(lambda found: _said(found[1], variables), text)


def _said(name: str, variables: Mapping[str, object]) -> str:
    if name not in variables:
        meant = did_you_mean(name, [known for known in variables if not known.startswith("_")])
        raise PromptError(
            f"There is no variable {name}, which {{{{{name}}}}} asks for",
            hint=f"Did you mean {{{{{meant}}}}}?" if meant else "Run the cell that makes it first.",
        )
    value = variables[name]
    if not isinstance(value, str | numbers.Number | os.PathLike):
        raise PromptError(
            f"{{{{{name}}}}} is a {type(value).__name__}, which is not something to say",
            hint=f"It may be text, a number or a path; {{{name}}} on the line hands over a photo.",
        )
    return str(value)
