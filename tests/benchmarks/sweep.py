"""How much faster two workers make a sweep than one, as processes and over Dask.

Prints one JSON object. A round makes as many new clips with one worker as with two; each worker
process has a studio that is held to one core, as `sweep` has it, with one worker, too. The ratio is
the median over rounds of one worker's time over two workers'; every second round begins with two.
The clock runs once every worker has made a clip, so that workers and studios are started and warm.

    python tests/benchmarks/sweep.py [clips] [rounds]
"""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, redirect_stderr
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from nemo_notebook import backend, sample_photo, sweep
from nemo_notebook.experiments.outcome import Sweep

PROMPT = "slowly pan left, snow, 480p, 2 seconds, no music"
_WARM_UPS = 10
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


def made(executor: Executor, clips: int, folder: Path) -> Sweep:
    """A sweep that nobody has made before."""
    with redirect_stderr(io.StringIO()):
        done = sweep(
            sample_photo(folder),
            PROMPT,
            seeds=[next(_seeds) for _ in range(clips)],
            backend=backend.studio(),
            folder=folder,
            executor=executor,
            mode="auto",
        )
    if {clip.status for clip in done} != {"sent"}:
        sys.exit(f"Not all clips were made:\n{done}")
    return done


def warm(executor: Executor, workers: int, folder: Path) -> None:
    """See that every worker has made a clip: one that starts late may find all of them made."""
    seen: set[str] = set()
    for _ in range(_WARM_UPS):
        seen |= {clip.worker for clip in made(executor, workers, folder)}
        if len(seen) == workers:
            return
    sys.exit(f"Of {workers} workers only {len(seen)} made clips.")


def seconds(
    crew: Callable[[int], AbstractContextManager[Executor]], workers: int, clips: int, folder: Path
) -> float:
    """Wall time of a sweep with so many workers."""
    with crew(workers) as executor:
        warm(executor, workers, folder)
        start = time.perf_counter()
        made(executor, clips, folder)
        took = time.perf_counter() - start
    print(f"{crew.__name__}, {workers}: {took:.1f} s", file=sys.stderr)
    return took


def ratio(
    crew: Callable[[int], AbstractContextManager[Executor]], clips: int, rounds: int, folder: Path
) -> dict[str, float | list[float]]:
    """One worker's time over two workers'."""
    took: dict[int, list[float]] = {1: [], 2: []}
    for number in range(rounds):
        for workers in (1, 2) if number % 2 == 0 else (2, 1):
            took[workers].append(seconds(crew, workers, clips, folder))
    ratios = [one / two for one, two in zip(took[1], took[2], strict=True)]
    return {
        "ratio": round(statistics.median(ratios), 3),
        "ratios": [round(each, 3) for each in ratios],
        "seconds_with_one": [round(each, 2) for each in took[1]],
        "seconds_with_two": [round(each, 2) for each in took[2]],
    }


def main() -> None:
    """Prints the figures."""
    clips = int(sys.argv[1]) if len(sys.argv) > 1 else 32
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    if cores < 2:
        sys.exit("Two workers on one core are no faster than one.")
    with TemporaryDirectory() as name:
        os.environ["NEMO_DATA_DIR"] = str(Path(name) / "data")
        figures = {
            "clips": clips,
            "cores": cores,
            "load": round(os.getloadavg()[0], 1),
            "processes": ratio(processes, clips, rounds, Path(name)),
            "dask": ratio(dask, clips, rounds, Path(name)),
        }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
