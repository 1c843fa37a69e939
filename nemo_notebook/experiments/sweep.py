"""Many clips at once: priced before anything is sent, each sent once, all of them kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nemo_notebook.backend import Backend, choose
from nemo_notebook.conversation.delivery import check_options
from nemo_notebook.conversation.marking import checked_level
from nemo_notebook.conversation.mode import Mode, chosen_mode
from nemo_notebook.conversation.plan import Plan
from nemo_notebook.conversation.price import ask_here
from nemo_notebook.experiments.clips import wanted
from nemo_notebook.experiments.driver import Driver, Terms
from nemo_notebook.experiments.outcome import Sweep
from nemo_notebook.experiments.watch import watch
from nemo_notebook.protocol.errors import InputError, OfflineError, OptionError

if TYPE_CHECKING:
    from nemo_notebook.conversation.handed import Photo

_OWN_THREADS = {"studio": 2, "nemovideo": 4}
"""The studio renders one clip at a time, and the service has a rate limit."""
_FREE, _PAID = 64, 4
"""Clips under way in an executor that does not say how many workers it has."""


def sweep(  # noqa: PLR0913 (a call, with what may be said about it)
    photos: Photo | Sequence[Photo],
    prompts: str | Sequence[str],
    *,
    seeds: Iterable[int | None] | None = None,
    export: str | None = "mp4",
    quality: str = "high",
    backend: Backend | None = None,
    folder: str | os.PathLike[str] | None = None,
    executor: Executor | None = None,
    max_concurrency: int | None = None,
    max_credits: float | None = None,
    confirm: bool | Callable[[str], bool] = False,
    mode: Mode | None = None,
    provenance: str | None = None,
) -> Sweep:
    """Make a clip of every photo with every sentence and every seed.

    What the ledger knows is taken from there; what comes twice is made once. The price is told, and
    asked about where that is wanted, before anything is sent. Where credits or the plan run out the
    rest is left; what was made stays, and the same call goes on from there.

    Args:
        photos: One or several: files, bytes, Pillow images or web addresses.
        prompts: One sentence or several, in English or Chinese.
        seeds: What everything random hangs on: `range(4)` makes four of each.
        export: The container, or None to leave the videos on the server.
        quality: low, medium or high.
        backend: Which server answers; by default the studio, or what the environment chooses.
        folder: Where videos and ledger are kept; by default the working directory.
        executor: Where clips are made: any `concurrent.futures.Executor`, as a process pool, loky,
            or Dask's `client.get_executor()`; by default threads of this process. Each worker
            process has a studio of its own, on one core. All workers must see `folder`.
        max_concurrency: The most clips that are under way at once.
        max_credits: The most that all of it may cost.
        confirm: Ask before credits are spent: the person, or a function that gets the question.
        mode: As for `Conversation.say`, but for `refresh`: other seeds make other clips.
        provenance: As for `Conversation`.

    Returns:
        The clips: shown as a grid of playing videos, `frame` is a table of them.

    Raises:
        InputError: Something that was handed over cannot be used, it would cost more than
            `max_credits`, or the answer was no. Nothing was sent.
        OfflineError: Nothing may be sent, and the ledger does not know all of it.
    """
    backend, folder = backend or choose(), Path(folder or Path.cwd()).resolve()
    check_options(export or "mp4", quality)
    if provenance is not None:
        checked_level(provenance)
    mode = _checked_mode(mode, backend)
    at_once = _at_once(executor, max_concurrency, backend)
    clips = wanted(photos, prompts, seeds, backend=backend, folder=folder)
    plan = Plan(tuple(clip.turn for clip in clips))
    driver = Driver(clips, Terms(backend, folder, export, quality, provenance, mode, max_credits))
    if mode == "plan":
        return Sweep(tuple(driver.made), folder, plan=f"Plan: {plan}; nothing was sent.")
    _settle(plan, max_credits, confirm, mode)
    watching = watch()
    watching.begin(f"{len(clips)} clip{'s' if len(clips) != 1 else ''}: {plan}.")
    driver.take_from_ledger()
    if driver.missing:
        with _own_threads_unless(executor, at_once) as crew:
            driver.run(crew, at_once, watching)
    made = Sweep(tuple(driver.made), folder, driver.stopped)
    watching.end(made.summary)
    return made


def _checked_mode(mode: Mode | None, backend: Backend) -> Mode:
    found = chosen_mode(mode, costs_credits=backend.costs_credits)
    if found == "refresh":
        raise OptionError(
            "A sweep is not made anew as a whole", hint="Other seeds make other clips: seeds=…"
        )
    return found


def _at_once(executor: Executor | None, said: int | None, backend: Backend) -> int:
    """How many clips may be under way."""
    if executor is not None and not isinstance(executor, Executor):
        raise OptionError(
            f"executor is a {type(executor).__name__}, not a concurrent.futures.Executor",
            hint="With Dask, hand over client.get_executor().",
        )
    if said is not None:
        if type(said) is not int or said < 1:
            raise OptionError(f"max_concurrency cannot be {said!r}", hint="Give 1 or more.")
        return said
    if executor is None:
        return _OWN_THREADS[backend.family]
    if backend.costs_credits:
        return _PAID
    workers = getattr(executor, "_max_workers", None)  # no engine says it in public
    return 2 * workers if isinstance(workers, int) else _FREE


def _settle(
    plan: Plan, limit: float | None, confirm: bool | Callable[[str], bool], mode: Mode
) -> None:
    """See that the sweep may be made as it is planned; nothing was sent yet."""
    if mode == "offline" and plan.known < len(plan.turns):
        first = next(turn for turn in plan if turn.status != "known")
        raise OfflineError(
            f"Offline, and the ledger does not know {len(plan.turns) - plan.known} of "
            f"{len(plan.turns)} clips, first “{first.prompt}” ({first.key[:8]}…)",
            key=first.key,
            credits=plan.credits,
        )
    if limit is not None and plan.credits > limit:
        raise InputError(
            f"The sweep would cost about {plan.credits} credits, more than {limit:g}: nothing was "
            "sent",
            hint="Raise max_credits, or sweep over less.",
        )
    if plan.credits and confirm and not _answer(confirm, plan):
        raise InputError("Nothing was sent, as you answered", hint="Run it again to be asked anew.")


def _answer(confirm: bool | Callable[[str], bool], plan: Plan) -> bool:
    question = f"This sweep is {plan}. Send it?"
    return ask_here(question) if isinstance(confirm, bool) else bool(confirm(question))


@contextmanager
def _own_threads_unless(executor: Executor | None, at_once: int) -> Iterator[Executor]:
    """The executor, or threads that are not waited for where the sweep was stopped."""
    if executor is not None:
        yield executor
        return
    own = ThreadPoolExecutor(at_once, thread_name_prefix="sweep")
    try:
        yield own
    finally:
        own.shutdown(wait=False, cancel_futures=True)
