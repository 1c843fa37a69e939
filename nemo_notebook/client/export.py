"""Exports: submitted, waited for, cancelled."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

import anyio

from nemo_notebook.client.timing import Timing, ticking
from nemo_notebook.protocol import errors
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import RenderJob
from nemo_notebook.protocol.media import CONTAINERS

CANCEL_WAIT_S = 2.0

OnJob: TypeAlias = Callable[[RenderJob], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """How often an export is looked at, how many times, and how far apart in seconds."""

    every_s: float
    polls: int


HOSTED = Patience(30.0, 10)
LOCAL = Patience(0.2, 4500)
"""A studio on this machine is asked often, for 15 minutes."""


def new_id() -> str:
    """An id for an export."""
    return f"render_{uuid.uuid4().hex}"


def check(draft: Draft, container: str) -> None:
    """Refuse an export that cannot succeed.

    Raises:
        NothingToExportError: The draft has no segment.
        OptionError: There is no such container.
    """
    if container not in CONTAINERS:
        raise errors.OptionError(
            f"There is no container {container!r}", hint=f"Choose from {', '.join(CONTAINERS)}."
        )
    if not draft.can_be_exported:
        raise errors.NothingToExportError("There is no video to export yet")


async def run(
    submit: Callable[[str], Awaitable[RenderJob]],
    poll: Callable[[str], Awaitable[RenderJob]],
    cancel: Callable[[str], Awaitable[None]],
    *,
    patience: Patience,
    timing: Timing,
    on_progress: OnJob | None,
) -> RenderJob:
    """Submit an export and wait for it; where it fails, once more under a new id.

    Args:
        submit: Asks for the export under an id.
        poll: Looks at the export of an id.
        cancel: Stops the export of an id; called where the wait is cancelled here.
        patience: How long to wait.
        timing: Where the time comes from.
        on_progress: Told of the job each time that it was looked at.

    Raises:
        ExportFailedError: It failed twice, or is not ready after the last look.
    """

    async def attempt() -> RenderJob:
        job_id = new_id()
        try:
            job = await submit(job_id)
            job_id = job.id
            return await _wait(poll, job, patience, timing, on_progress)
        except BaseException as error:
            if not isinstance(error, Exception):
                await _stop(cancel, job_id)
            raise

    with ticking():
        try:
            job = await attempt()
        except (errors.BackendError, errors.ServiceError) as error:
            if not _worth_another(error):
                raise
            job = await attempt()
        else:
            if job.status == "failed":
                job = await attempt()
    return _completed(job)


async def _wait(
    poll: Callable[[str], Awaitable[RenderJob]],
    job: RenderJob,
    patience: Patience,
    timing: Timing,
    on_progress: OnJob | None,
) -> RenderJob:
    """Look at a job until it is over, one way or another."""
    for looks_left in range(patience.polls, -1, -1):
        if on_progress is not None:
            on_progress(job)
        if job.status in {"completed", "failed", "cancelled"}:
            return job
        if looks_left:
            await timing.sleep(patience.every_s)
            job = await poll(job.id)
    minutes = patience.every_s * patience.polls / 60
    raise errors.ExportFailedError(
        f"The export is not ready after {minutes:.0f} minutes",
        hint="It may still be at work: export again later.",
        job_id=job.id,
    )


def _completed(job: RenderJob) -> RenderJob:
    if job.status == "completed":
        return job
    if job.status == "cancelled":
        raise errors.ExportFailedError("The export was cancelled", job_id=job.id)
    reason = f" ({job.reason})" if job.reason else ""
    raise errors.ExportFailedError(f"The export failed{reason}", job_id=job.id)


async def _stop(cancel: Callable[[str], Awaitable[None]], job_id: str) -> None:
    with anyio.move_on_after(CANCEL_WAIT_S, shield=True), suppress(errors.NemoError):
        await cancel(job_id)  # it may never have begun, or be done


def _worth_another(error: errors.BackendError | errors.ServiceError) -> bool:
    """Whether a new id may help: not where the server refuses the person or the plan."""
    return isinstance(error, errors.BackendError) or type(error) is errors.ServiceError
