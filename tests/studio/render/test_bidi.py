from __future__ import annotations

import pytest

from nemo_notebook.studio.render.bidi import visual

SHALOM = "שלום"
MOLAHS = "םולש"


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("Harbour", "Harbour"),
        ("海港 2026", "海港 2026"),
        ("", ""),
        (SHALOM, MOLAHS),
        (f"{SHALOM} 2026", f"2026 {MOLAHS}"),
        (f"Hello {SHALOM}", f"Hello {MOLAHS}"),
        (f"{SHALOM} Tel Aviv!", f"!Tel Aviv {MOLAHS}"),
        (f"Hello {SHALOM}!", f"Hello {MOLAHS}!"),
        (f"({SHALOM})", f"({MOLAHS})"),
    ],
)
def test_a_line_is_read_from_where_its_script_begins(line: str, seen: str) -> None:
    assert visual(line) == seen


def test_marks_stay_on_their_letters() -> None:
    assert visual("שָׁב") == "בשָׁ"
