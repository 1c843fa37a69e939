"""How much faster two workers make a sweep than one, as processes and over Dask.

Prints one JSON object. A round makes the same clips with one worker and then with two, each worker
process with a studio on one core, as `sweep` has it; the ratio is the median over rounds of one
worker's time over two workers'. Workers and studios are started and warm before the clock runs.

    python tests/benchmarks/sweep.py [clips] [rounds]
"""

from __future__ import annotations

import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from nemo_notebook import sample_photo, sweep

PROMPT = "slowly pan left, snow, 480p, 2 seconds, no music"
_seeds = count()


@contextmanager
def processes(workers: int) -> Iterator[Executor]:
    """A process pool."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn) as pool:
        yield pool


@contextmanager
def dask(workers: int) -> Iterator[Executor]:
    """A local Dask cluster of processes."""
    from distributed import Client, LocalCluster  # noqa: PLC0415 (only where it is installed)

    with (
        LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client.get_executor()


def seconds(executor: Executor, clips: int, folder: Path) -> float:
    """Wall time of a sweep that nobody has made before."""
    seeds = [next(_seeds) for _ in range(clips)]
    start = time.perf_counter()
    done = sweep(sample_photo(folder), PROMPT, seeds=seeds, folder=folder, executor=executor)
    took = time.perf_counter() - start
    if {clip.status for clip in done} != {"sent"}:
        sys.exit(f"Not all clips were made:\n{done}")
    return took


def ratio(
    crew: Callable[[int], object], clips: int, rounds: int, folder: Path
) -> dict[str, float | list[float]]:
    """One worker's time over two workers'."""
    ratios, per_clip = [], []
    for _ in range(rounds):
        took = []
        for workers in (1, 2):
            with crew(workers) as executor:  # type: ignore[attr-defined] # (a context manager)
                seconds(executor, 2 * workers, folder)
                took.append(seconds(executor, clips, folder))
        ratios.append(round(took[0] / took[1], 3))
        per_clip.append(took[1] / clips)
    return {
        "ratio": round(statistics.median(ratios), 3),
        "ratios": ratios,
        "seconds_per_clip": round(statistics.median(per_clip), 3),
    }


def main() -> None:
    """Prints the figures."""
    clips = int(sys.argv[1]) if len(sys.argv) > 1 else 32
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 (until the end)
    with TemporaryDirectory() as name:
        os.environ["NEMO_DATA_DIR"] = str(Path(name) / "data")
        figures = {
            "clips": clips,
            "load": round(os.getloadavg()[0], 1),
            "processes": ratio(processes, clips, rounds, Path(name)),
            "dask": ratio(dask, clips, rounds, Path(name)),
        }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
