"""Which language to answer a person in."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["en", "zh"]

_CHINESE = re.compile(r"[\u3400-\u9fff]")


def language_of(text: str) -> Language:
    """The language of a sentence: Chinese if there is a Chinese character in it, else English.

    What stands in quotation marks says nothing: it may be a title in any language.
    """
    return "zh" if _CHINESE.search(_QUOTED.sub("", text)) else "en"


_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」|『[^』]*』")
