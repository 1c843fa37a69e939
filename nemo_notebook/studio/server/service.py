"""The studio, put together: what one process holds from its start to its end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from nemo_notebook.studio.server.credits import Credits
from nemo_notebook.studio.server.database import Database
from nemo_notebook.studio.server.exports import Exports
from nemo_notebook.studio.server.files import Files
from nemo_notebook.studio.server.flavours import Flavour
from nemo_notebook.studio.server.presence import Presence
from nemo_notebook.studio.server.renderer import Renderer
from nemo_notebook.studio.server.stages import Stages
from nemo_notebook.studio.server.store import Store
from nemo_notebook.studio.server.tokens import Tokens
from nemo_notebook.studio.server.turns import Turns

if TYPE_CHECKING:
    from nemo_notebook.studio.server.faults.file import Fault

MAX_UPLOAD_MIB = 512
_RENDER_GRACE_S = 1.0


@dataclass(frozen=True, slots=True)
class Options:
    """How a studio behaves.

    Attributes:
        anonymous: Whether it gives tokens to whoever asks.
        allow_private_urls: Whether it fetches files from this machine and its network.
        max_upload: The most bytes of one upload.
        credits: How many the owner has; None if nothing is charged for.
        free_plan: Whether anonymous users may not export.
        flavour: In which form a turn's events are told.
        faults: What shall go wrong.
    """

    anonymous: bool = False
    allow_private_urls: bool = False
    max_upload: int = MAX_UPLOAD_MIB << 20
    credits: int | None = None
    free_plan: bool = False
    flavour: Flavour = "adk"
    faults: tuple[Fault, ...] = ()


class Studio:
    """Everything that the endpoints work with.

    Args:
        data_dir: Where sessions, photos and clips are kept; made if missing.
        owner_token: The token of whoever started it.
        options: How it behaves.
    """

    def __init__(self, data_dir: Path, owner_token: str, options: Options) -> None:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.options = options
        self.presence = Presence(data_dir)
        self._database = Database(data_dir / "studio.db")
        self.store = Store(self._database, self.presence.id)
        self.files = Files(data_dir, self.presence.scratch)
        self.tokens = Tokens(owner_token, self._database, anonymous=options.anonymous)
        self.credits = Credits(self._database, options.credits)
        self.credits.refund_orphans(self.presence.is_alive)
        self.renderer = Renderer()
        self.stages = Stages(self.store, self.files, self.renderer, self.credits)
        self.turns = Turns(self.store, self.presence, self.stages.play)
        self.exports = Exports(self.store, self.files, self.presence, self.renderer)

    async def stop(self) -> bool:
        """End what is under way; returns whether all threads have stopped."""
        await self.turns.stop()
        stopped = await run_in_threadpool(self.renderer.stop, _RENDER_GRACE_S)
        if stopped:
            self._database.close()
        self.presence.leave()
        return stopped
