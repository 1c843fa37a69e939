"""How long the director takes to hear a sentence, over all that the tests say to it.

Prints one JSON object, times in milliseconds: `median`, `p99` and `worst` over the sentences of
`tests/studio/director/utterances.jsonl`, each the best of several, so that another process on the
machine does not count; `first`, of the first `Director()` in a process, which loads the lexicon;
and `longest`, of texts as long as a message can be and as unkind as we can make them.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from nemo_notebook.studio.director.director import Director

SENTENCES = Path(__file__).parents[1] / "studio" / "director" / "utterances.jsonl"
ROUNDS = 5
UNKIND = (
    "no " * 1400,
    "雪" * 4000,
    "zoom in and " * 340,
    "zoom in " * 500,
    "not too much snow then " * 180,
    '"' * 4000,
    "1" * 4000,
    "9:" * 2000,
    "1 to 2 " * 600,
    "qzxjv " * 700,
    "".join(chr(0x4E00 + i) for i in range(4000)),
    "the first 3 seconds of the clip from 2 to 5 " * 90,
    "replace a with b with " * 180,
    "a" * 4000,
)


def heard(director: Director, sentence: str) -> float:
    """Milliseconds that a sentence takes."""
    started = time.perf_counter()
    director.hear(sentence)
    return (time.perf_counter() - started) * 1000


def best(before: list[str], sentence: str) -> float:
    """The best of several rounds, each in a conversation of its own."""
    times = []
    for _ in range(ROUNDS):
        director = Director()
        for earlier in before:
            director.hear(earlier)
        times.append(heard(director, sentence))
    return min(times)


def main() -> None:
    """Measure and print."""
    started = time.perf_counter()
    Director()
    first = (time.perf_counter() - started) * 1000
    lines = [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    times = sorted(best(line.get("before", []), line["say"]) for line in lines)
    result = {
        "sentences": len(times),
        "median": statistics.median(times),
        "p99": times[int(len(times) * 0.99)],
        "worst": times[-1],
        "first": first,
        "longest": max(best([], text) for text in UNKIND),
    }
    rounded = {name: round(value, 3) for name, value in result.items()}
    json.dump(rounded, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
