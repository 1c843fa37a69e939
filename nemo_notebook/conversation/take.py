"""What a turn leaves: it shows itself, knows its video, and can be exported again."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from nemo_notebook.conversation.bundle import MimeBundle, bundle
from nemo_notebook.conversation.progress import OnUpdate
from nemo_notebook.conversation.turn import TurnState
from nemo_notebook.conversation.video import Video
from nemo_notebook.protocol.draft import Draft, Track

if TYPE_CHECKING:
    from nemo_notebook.conversation.sync import Conversation


class Exporter(Protocol):
    """Makes a take into a file of a container and a quality."""

    def __call__(self, container: str, quality: str, *, on_update: OnUpdate | None = None) -> Video:
        """Make it, and tell how far it is."""


class AsyncExporter(Protocol):
    """The same for code that awaits."""

    def __call__(
        self, container: str, quality: str, *, on_update: OnUpdate | None = None
    ) -> Awaitable[Video]:
        """Make it, and tell how far it is."""


@dataclass(frozen=True, slots=True)
class TakeData:
    """What a `Take` and an `AsyncTake` have in common.

    Attributes:
        key: Names the turn in the ledger; empty for requests that are no turn (credits, status).
        prompt: What was said.
        turn: The turn as a person saw it at its end.
        draft: The timeline after it.
        video: The exported video, or None.
        folder: Where the conversation keeps its files; links are relative to it.
    """

    key: str
    prompt: str
    turn: TurnState = field(repr=False)
    draft: Draft = field(repr=False)
    video: Video | None
    folder: Path = field(repr=False)

    @property
    def text(self) -> str:
        """What the service said, in Markdown."""
        return self.turn.answer

    @property
    def tracks(self) -> tuple[Track, ...]:
        """What stands on the timeline."""
        return self.draft.tracks

    @property
    def suggestions(self) -> tuple[str, ...]:
        """Two or three things that could be said next, in the prompt's language."""
        return self.turn.suggestions

    @property
    def credits(self) -> float | None:
        """What the turn cost, or had cost where it is replayed; None where nobody could see."""
        return self.turn.credits

    @property
    def replayed(self) -> bool:
        """Whether the turn was known and nothing was sent."""
        return self.turn.replayed

    def _repr_mimebundle_(self, **_: object) -> MimeBundle:
        return bundle(self.turn, self.video, beside=self.folder)


@dataclass(frozen=True, slots=True)
class AsyncTake(TakeData):
    """What a turn of an `AsyncConversation` leaves."""

    exporter: AsyncExporter = field(repr=False)

    async def export(
        self,
        container: str = "mp4",
        *,
        quality: str = "high",
        on_update: OnUpdate | None = None,
    ) -> Video:
        """Make this take into another file.

        Args:
            container: mp4, mov, avi, webm or mkv.
            quality: low, medium or high.
            on_update: Told how far it is.

        Raises:
            ExportFailedError: The server could not render it.
            NothingToExportError: There is nothing on the timeline.
            OptionError: There is no such container or quality.
        """
        return await self.exporter(container, quality, on_update=on_update)


@dataclass(frozen=True, slots=True)
class Take(TakeData):
    """What a turn of a `Conversation` leaves.

    Attributes:
        conversation: Where it was said, if that is known.
    """

    exporter: Exporter = field(repr=False)
    conversation: Conversation | None = field(default=None, repr=False, compare=False)

    def export(
        self,
        container: str = "mp4",
        *,
        quality: str = "high",
        on_update: OnUpdate | None = None,
    ) -> Video:
        """Make this take into another file.

        Args:
            container: mp4, mov, avi, webm or mkv.
            quality: low, medium or high.
            on_update: Told how far it is, on the package's own thread.

        Raises:
            ExportFailedError: The server could not render it.
            NothingToExportError: There is nothing on the timeline.
            OptionError: There is no such container or quality.
        """
        return self.exporter(container, quality, on_update=on_update)
