"""What was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, or None."""
    near = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.7)
    return near[0] if near else None
