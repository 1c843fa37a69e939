"""What a replayed cell costs: a conversation begun, a known turn said, its video taken out.

Run by hand:

    python -m tests.benchmarks.replay

It prints JSON. `limit_ms` is what is promised; `hashing_share` is the part of the time that goes
into checking that the photo, the video and its still are what the ledger says they are, measured in
the same run, so that it can be compared on a busy machine too.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from nemo_notebook import Conversation, backend
from nemo_notebook.client.files import inspect
from nemo_notebook.ledger.blobs import hash_of
from nemo_notebook.ledger.key import ROOT, export_key, turn_key
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Export, Input
from tests.ledger.made import a_turn

PROMPT = "slowly zoom in"
LIMIT_MS = 50.0
VIDEO_BYTES = 2 * 2**20
TURNS = 300
ROUNDS = 40


def timed(work: Callable[[], object]) -> list[float]:
    """Milliseconds of each round."""
    took = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    return took


def prepared(folder: Path) -> tuple[Path, list[Path]]:
    """A folder with a photo, a ledger that knows many turns, and the files that a replay checks."""
    photo = folder / "harbour.jpg"
    Image.effect_noise((2400, 1600), 40).convert("RGB").save(photo, quality=90)
    ledger = Ledger(folder / ".nemo")
    for number in range(TURNS):
        ledger.settle(a_turn(f"turn {number}"))
    inputs = (Input(name=photo.name, sha256=inspect(photo).sha256),)
    key = turn_key(
        parent=ROOT, prompt=PROMPT, inputs=[inputs[0].sha256], backend="studio", params={}
    )
    turn = a_turn(PROMPT, inputs=inputs)
    if turn.key != key:
        raise AssertionError("the turn is not the one that is said")
    ledger.settle(turn)
    video, poster = ledger.blobs.put(bytes(VIDEO_BYTES)), ledger.blobs.put(b"poster" * 10_000)
    ledger.keep_export(
        Export(
            key=export_key(turn.draft, container="mp4", quality="high"),
            turn=turn.key,
            container="mp4",
            quality="high",
            name="harbour.mp4",
            media_type="video/mp4",
            sha256=video,
            poster_sha256=poster,
            bytes=VIDEO_BYTES,
            width=1280,
            height=720,
            duration_ms=5000,
            provenance="full",
        )
    )
    return photo, [photo, ledger.blobs.path(video), ledger.blobs.path(poster)]


def main() -> int:
    """Measure and print; 1 where the limit is not kept."""
    with tempfile.TemporaryDirectory() as place:
        photo, checked = prepared(Path(place))

        def replay() -> None:
            with Conversation(photo, folder=place, backend=backend.studio()) as chat:
                take = chat.say(PROMPT)
            if not take.replayed or take.video is None:
                raise AssertionError("nothing was replayed")

        replay()
        whole = timed(replay)
        hashing = timed(lambda: [hash_of(path) for path in checked])
    median = statistics.median(whole)
    result = {
        "median_ms": round(median, 2),
        "p95_ms": round(sorted(whole)[int(ROUNDS * 0.95)], 2),
        "limit_ms": LIMIT_MS,
        "within_limit": median < LIMIT_MS,
        "hashing_share": round(statistics.median(hashing) / median, 2),
        "rounds": ROUNDS,
        "turns_in_ledger": TURNS,
    }
    json.dump(result, sys.stdout, indent=1)
    sys.stdout.write("\n")
    return 0 if result["within_limit"] else 1


if __name__ == "__main__":
    sys.exit(main())
