"""Exports: drafts that become files, one job each, whatever happens to the process in between."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.studio.server.answers import Refusal, mistake
from nemo_notebook.studio.server.files import Files
from nemo_notebook.studio.server.material import Material, Part
from nemo_notebook.studio.server.presence import Presence
from nemo_notebook.studio.server.renderer import Renderer
from nemo_notebook.studio.server.store import Job, Store
from nemo_notebook.studio.server.timeline import read_draft
from nemo_notebook.studio.server.wire import Export, Output

if TYPE_CHECKING:
    from pathlib import Path

    from nemo_notebook.studio.direction import Direction

_log = logging.getLogger(__name__)

_MOST_STARTS: Final = 3
_MOST_UNFINISHED: Final = 50


class Exports:
    """The export jobs of a data directory; those of this process are worked on here."""

    def __init__(self, store: Store, files: Files, presence: Presence, renderer: Renderer) -> None:
        self._store = store
        self._files = files
        self._presence = presence
        self._renderer = renderer
        self._cancelled: dict[str, threading.Event] = {}

    def submit(self, export: Export) -> Job:
        """Take an export on; one that was taken on before is not begun again.

        Raises:
            Refusal: The draft cannot be rendered, or there is too much to do already.
        """
        _material(self._store, export.session_id, export.draft)
        output: JsonObject = export.output.model_dump()
        if len(self._store.unfinished_jobs()) >= _MOST_UNFINISHED:
            raise Refusal(
                429, "Too many exports are waiting: try later.", headers={"Retry-After": "30"}
            )
        if self._store.add_job(export.id, export.session_id, export.draft, output):
            self._begin(export.id)
        job = self._store.job(export.id)
        wanted = (export.session_id, export.draft, output)
        if job is None or (job.session, job.draft, job.output) != wanted:
            raise Refusal(409, "There is another export of that id: take a new id.")
        return job

    def find(self, job_id: str) -> Job | None:
        """A job by its id; one whose process has died is taken over on the way."""
        job = self._store.job(job_id)
        if job is not None:
            self._adopt(job)
        return job

    def cancel(self, job_id: str) -> None:
        """End a job that is not over."""
        self._store.cancel_job(job_id)
        if job_id in self._cancelled:
            self._cancelled[job_id].set()

    def adopt_orphans(self) -> None:
        """Take up what processes that have died have left undone."""
        for job in self._store.unfinished_jobs():
            self._adopt(job)

    def _adopt(self, job: Job) -> None:
        if job.is_over or self._presence.is_alive(job.owner):
            return
        if self._store.take_over_job(job):
            _log.info("Taking up export %s, which was interrupted", job.id)
            self._begin(job.id)

    def _begin(self, job_id: str) -> None:
        self._cancelled[job_id] = threading.Event()
        self._renderer.submit(lambda: self._work(job_id))

    def _work(self, job_id: str) -> None:
        try:
            job = self._store.job(job_id)
            if job is None or not self._store.start_job(job_id):
                return
            if job.starts >= _MOST_STARTS:
                self._store.fail_job(job_id, "The studio died of this export more than once.")
                return
            self._make(job)
        except Exception as error:  # noqa: BLE001 (whatever it was, the job ends and the studio lives)
            _log.exception("Export %s failed", job_id)
            self._store.fail_job(job_id, mistake(error))
        finally:
            self._cancelled.pop(job_id, None)

    def _make(self, job: Job) -> None:
        from nemo_notebook.studio.server import making  # noqa: PLC0415 (loads OpenCV and PyAV)

        output = Output.model_validate(job.output)
        cancelled = self._cancelled[job.id]

        def progress(percent: int) -> None:
            if not self._store.progress_job(job.id, min(percent, 99)):
                cancelled.set()

        try:
            material, direction = _material(self._store, job.session, job.draft)
            sources = material.sources(self._files)
            video = self._files.new_path(output.format)
            making.video(
                sources,
                direction,
                video,
                container=output.format,
                quality=output.quality,
                progress=progress,
                step=2,
                cancelled=lambda: cancelled.is_set() or self._renderer.stopping.is_set(),
            )
            self._deliver(job, video, output.format, making.poster(sources, direction))
        except making.Cancelled:
            self._store.release_job(job.id)
        except (making.RenderError, Refusal) as error:
            self._store.fail_job(job.id, str(error))

    def _deliver(self, job: Job, video: Path, ending: str, poster: bytes) -> None:
        """The job is done once its files are where they stay, and not before."""
        poster_sha256 = self._files.keep_bytes(poster, "jpg")
        self._store.complete_job(job.id, self._files.keep(video, ending), poster_sha256)


def _material(store: Store, session: str, draft: JsonObject) -> tuple[Material, Direction]:
    """What a draft shows, and how; its segments share the time that its Direction has."""
    reading = read_draft(draft)
    assets = [store.asset(session, name) for name, _ in reading.parts]
    known = [asset for asset in assets if asset and asset.kind != "audio" and not asset.made]
    if len(known) < len(assets):
        what = "its photo is" if len(assets) == 1 else "a photo or clip of it is"
        raise Refusal(400, f"The draft cannot be exported: {what} not in this session.")
    song = store.asset(session, reading.song) if reading.song else None
    if reading.song and (song is None or song.kind != "audio"):
        raise Refusal(400, "The draft cannot be exported: its music is not in this session.")
    shares = [share for _, share in reading.parts]
    whole, total = reading.direction.duration_ms, sum(shares)
    parts = (
        Part(asset, max(1, round(whole * share / total)))
        for asset, share in zip(known, shares, strict=True)
    )
    return Material(tuple(parts), song), reading.direction
