from __future__ import annotations

import numpy as np
import pytest

from nemo_notebook.studio.render.strips import each_strip


@pytest.mark.parametrize("rows", [1, 127, 128, 129, 1081])
def test_every_row_is_worked_on_once_from_even_rows_on(rows: int) -> None:
    times = np.zeros(rows, int)
    tops: list[int] = []

    def count(top: int, bottom: int) -> None:
        tops.append(top)
        times[top:bottom] += 1

    each_strip(rows, count)
    assert (times == 1).all()
    assert not [top for top in tops if top % 2]


def test_what_goes_wrong_in_a_strip_is_heard_of() -> None:
    def fail(top: int, _: int) -> None:
        if top:
            raise OSError("broken data")

    with pytest.raises(OSError, match="broken data"):
        each_strip(1000, fail)
