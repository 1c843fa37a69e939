"""Work on a picture strip by strip: a strip stays in a core's cache, and each core takes some."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import cv2

if TYPE_CHECKING:
    from collections.abc import Callable

_STRIP: Final = 128  # rows
_MOST_THREADS: Final = 4  # more wait for memory


def each_strip(rows: int, work: Callable[[int, int], object]) -> None:
    """Calls `work` with each strip's first row and the row after its last, on several threads.

    Args:
        rows: Of the picture.
        work: Leaves other strips alone; what it raises is raised here. Strips begin at even rows,
            as chroma does.
    """
    strips = [(top, min(top + _STRIP, rows)) for top in range(0, rows, _STRIP)]
    threads = min(_MOST_THREADS, cv2.getNumThreads(), len(strips))
    with ThreadPoolExecutor(max(1, threads), thread_name_prefix="strip") as executor:
        for done in [executor.submit(work, *strip) for strip in strips]:
            done.result()
