"""What a notebook's last run touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from nemo_notebook.ledger.roots import Roots


def test_a_run_that_was_cut_short_forgets_nothing(tmp_path: Path) -> None:
    whole = Roots(tmp_path)
    for key in ("a", "b", "a"):
        whole.touch("harbour.ipynb", key)
    Roots(tmp_path).touch("harbour.ipynb", "c")
    assert Roots(tmp_path).keys() == {"a", "b", "c"}
    Roots(tmp_path).touch("harbour.ipynb", "d")
    assert Roots(tmp_path).keys() == {"c", "d"}


def test_notebooks_and_pins_are_kept_apart(tmp_path: Path) -> None:
    roots = Roots(tmp_path)
    roots.touch("one.ipynb", "a")
    roots.touch("two.ipynb", "b")
    roots.pin("c")
    roots.pin("c")
    assert Roots(tmp_path).keys() == {"a", "b", "c"}
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("name", ["../../evil", "/etc/passwd", "", "...", "港口.ipynb", "a" * 999])
def test_a_notebooks_name_never_leads_elsewhere(tmp_path: Path, name: str) -> None:
    Roots(tmp_path / "roots").touch(name, "a")
    (made,) = (tmp_path / "roots").iterdir()
    assert made.parent == tmp_path / "roots"
    assert not made.name.startswith(".")
    assert [path.name for path in tmp_path.iterdir()] == ["roots"]
