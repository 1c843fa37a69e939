"""From a turn's draft to a video on this machine; what was exported once is not exported again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from nemo_notebook.conversation.asides import exported_again, in_the_browser
from nemo_notebook.conversation.estimate import Estimate
from nemo_notebook.conversation.language import language_of
from nemo_notebook.conversation.marking import Mark, Marker
from nemo_notebook.conversation.mode import Mode
from nemo_notebook.conversation.progress import Progress
from nemo_notebook.conversation.session import SessionKeeper
from nemo_notebook.conversation.turn import Stage
from nemo_notebook.conversation.video import Video, look_into
from nemo_notebook.ledger.key import export_key
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Export, Turn
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import RenderJob
from nemo_notebook.protocol.errors import (
    NothingToExportError,
    OfflineError,
    OptionError,
    SessionNotFoundError,
)
from nemo_notebook.protocol.media import CONTAINERS, QUALITIES

_RENDERING = "Rendering the video"
_UNMARKED = "The video does not say how it was made: nothing can be written into this file."


class Delivery:
    """Exports turns.

    Args:
        keeper: Finds the server's side.
        ledger: Where earlier exports are found.
        folder: Where videos are put.
        provenance: How much a video says of how it was made: full, keys or off.

    Raises:
        OptionError: There is no such level of provenance.
    """

    def __init__(
        self, keeper: SessionKeeper, ledger: Ledger, folder: Path, *, provenance: str
    ) -> None:
        self._keeper = keeper
        self._ledger = ledger
        self._folder = folder
        self._marker = Marker(ledger, provenance)

    async def get(
        self, turn: Turn, container: str, quality: str, progress: Progress, mode: Mode
    ) -> Video:
        """Find the file that a turn was made into, or make it.

        Raises:
            ExportFailedError: The server could not render it.
            NothingToExportError: There is nothing on the timeline.
            OfflineError: It is not here, and in this mode no server is asked.
            OptionError: There is no such container or quality.
        """
        check_options(container, quality)
        video = self.find(turn, container, quality)
        if video is not None:
            return video
        if mode in {"offline", "plan"}:
            raise OfflineError(
                f"Nothing is asked for in the mode {mode}, and the {container} of this turn"
                f" ({turn.key[:8]}…) is not in the ledger",
                hint="Run it with NEMO_MODE=auto to have it exported, which costs nothing.",
                key=turn.key,
            )
        return await self._made(turn, container, quality, progress)

    async def _made(self, turn: Turn, container: str, quality: str, progress: Progress) -> Video:
        if self._ledger.find_export(_key(turn, container, quality)) is not None:
            progress.set(progress.turn.noting(exported_again(language_of(turn.prompt))))
        target = self._folder / _name(turn, container, quality)
        await self._render(turn, container, quality, target, progress)
        mark = await asyncio.to_thread(self._marker.mark, turn, target, quality=quality)
        if mark.level != self._marker.level:
            progress.set(progress.turn.noting(_UNMARKED))
        video = await asyncio.to_thread(look_into, target)
        self._keep(turn, container, quality, video, mark)
        link = await self._keeper.link(turn)
        if link is not None:
            progress.set(progress.turn.noting(in_the_browser(language_of(turn.prompt))))
        return replace(video, link=link)

    def find(self, turn: Turn, container: str, quality: str) -> Video | None:
        """The file that was made of the turn's draft before; None if it is missing or damaged."""
        known = self._ledger.find_export(_key(turn, container, quality))
        target = self._folder / _name(turn, container, quality)
        return self._from_blobs(known, turn, target) if known is not None else None

    def recall(self, turn: Turn) -> Video | None:
        """Any file that was made of the turn's draft before: the best quality, MP4 first."""
        for quality in reversed(QUALITIES):
            for container in CONTAINERS:
                if (video := self.find(turn, container, quality)) is not None:
                    return video
        return None

    def _from_blobs(self, known: Export, turn: Turn, target: Path) -> Video | None:
        poster = self._ledger.blobs.find(known.poster_sha256)
        if poster is None or not self._ledger.blobs.take_out(known.sha256, target):
            return None
        video = Video(
            path=target,
            media_type=known.media_type,
            width=known.width,
            height=known.height,
            duration_ms=known.duration_ms,
            bytes=known.bytes,
            poster=poster.read_bytes(),
        )
        maker = self._ledger.find(known.turn) or turn
        if known.provenance == self._marker.level:
            self._marker.see_beside(maker, target, known.streams, quality=known.quality)
            return video
        self._marker.mark(maker, target, quality=known.quality)
        return replace(video, bytes=target.stat().st_size)

    async def _render(
        self, turn: Turn, container: str, quality: str, target: Path, progress: Progress
    ) -> None:
        if not Draft(turn.draft).can_be_exported:
            raise NothingToExportError("There is no video to export yet")
        client = await self._keeper.client()
        session_id, draft = await self._draft_of(turn, progress)
        progress.at(Stage.EXPORTING, _RENDERING, 0.0)
        estimate = Estimate()

        def tell(job: RenderJob) -> None:
            share = None if job.progress is None else job.progress / 100
            left = estimate.left(share)
            progress.at(Stage.EXPORTING, f"{_RENDERING}, {left}" if left else _RENDERING, share)

        job = await client.export(
            session_id, draft, format=container, quality=quality, on_progress=tell
        )
        progress.at(Stage.EXPORTING, "Fetching the video")
        target.parent.mkdir(parents=True, exist_ok=True)
        await client.download(job, target)

    async def _draft_of(self, turn: Turn, progress: Progress) -> tuple[str, Draft]:
        """The session that knows the turn's draft, and the draft as that session has it."""
        client = await self._keeper.client()
        try:
            await client.state(turn.session_id)
        except SessionNotFoundError:
            session = await self._keeper.at(turn, progress)
            return session.session_id, await self._keeper.timeline(session)
        return turn.session_id, Draft(turn.draft)

    def _keep(self, turn: Turn, container: str, quality: str, video: Video, mark: Mark) -> None:
        blobs = self._ledger.blobs
        self._ledger.keep_export(
            Export(
                key=_key(turn, container, quality),
                turn=turn.key,
                container=container,
                quality=quality,
                name=video.path.name,
                media_type=video.media_type,
                sha256=blobs.put(video.path),
                poster_sha256=blobs.put(video.poster),
                bytes=video.bytes,
                width=video.width,
                height=video.height,
                duration_ms=video.duration_ms,
                streams=mark.streams,
                provenance=mark.level,
            )
        )


def check_options(container: str, quality: str) -> None:
    """Refuse a container or a quality that does not exist.

    Raises:
        OptionError: It names what there is.
    """
    if container not in CONTAINERS:
        raise OptionError(
            f"There is no export to {container!r}", hint=f"Choose one of {', '.join(CONTAINERS)}."
        )
    if quality not in QUALITIES:
        raise OptionError(
            f"There is no quality {quality!r}", hint=f"Choose one of {', '.join(QUALITIES)}."
        )


def _key(turn: Turn, container: str, quality: str) -> str:
    return export_key(turn.draft, container=container, quality=quality)


def _name(turn: Turn, container: str, quality: str) -> str:
    """The photo's name and the turn's key: the same on every machine, and never in the way."""
    stem = Path(turn.title).stem or "video"
    suffix = "" if quality == "high" else f"-{quality}"
    return f"{stem}-{turn.key[:8]}{suffix}.{container}"
