"""Lines of text in the order in which they are seen: Hebrew runs from right to left.

A short form of the Unicode Bidirectional Algorithm (UAX 9) for one line without embeddings: runs of
one direction, numbers from left to right, neutral characters with their neighbours, brackets
mirrored. Arabic would need joined letters, too, which the fonts here do not give.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import Final

_MIRRORED: Final = dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True))


def visual(line: str) -> str:
    """The characters of a line from left to right as they stand on the screen."""
    clusters = _clusters(line)
    ways = _ways(clusters)
    if "R" not in ways:
        return line
    runs = [
        (way, [cluster for _, cluster in run])
        for way, run in groupby(zip(ways, clusters, strict=True), key=lambda pair: pair[0])
    ]
    if _base(ways) == "R":
        runs.reverse()
    return "".join("".join(_turned(run) if way == "R" else run) for way, run in runs)


def _clusters(line: str) -> list[str]:
    """Characters with the marks that stand on them."""
    found: list[str] = []
    for char in line:
        if found and unicodedata.combining(char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _ways(clusters: list[str]) -> list[str]:
    """L or R for each cluster; what has none of its own goes with its neighbours, or the line."""
    strong = [_strong(cluster) for cluster in clusters]
    base = _base(strong)
    ways = []
    for place, way in enumerate(strong):
        before = next((other for other in reversed(strong[:place]) if other), base)
        after = next((other for other in strong[place:] if other), base)
        ways.append(way or (before if before == after else base))
    return ways


def _strong(cluster: str) -> str:
    kind = unicodedata.bidirectional(cluster[0])
    return "R" if kind in {"R", "AL"} else "L" if kind in {"L", "EN", "AN"} else ""


def _base(ways: list[str]) -> str:
    return next((way for way in ways if way), "L")


def _turned(run: list[str]) -> list[str]:
    return [_MIRRORED.get(cluster, cluster) for cluster in reversed(run)]
