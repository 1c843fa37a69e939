"""A conversation of the notebook, and what the magics remember of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.conversation.take import Take
from nemo_notebook.notebook.pending import PendingTake


@dataclass
class Chat:
    """A conversation that cells go on with.

    Attributes:
        conversation: What is talked to.
        name: What `--chat` calls it.
        photos: Names of what was handed over.
        take: What came of the latest sentence that a cell has said.
        begun: The turns that were begun by cells that did not wait.
        cells: The cells that speak in it, by the front end's names.
    """

    conversation: Conversation
    name: str
    photos: tuple[str, ...] = ()
    take: Take | None = None
    begun: list[PendingTake] = field(default_factory=list)
    cells: set[str] = field(default_factory=set)

    @property
    def under_way(self) -> list[PendingTake]:
        """Turns that are being made while the notebook goes on, in order."""
        self.begun = [turn for turn in self.begun if not turn.done]
        return [*self.begun]

    def stop(self) -> None:
        """Stop what cells have begun and did not wait for, and wait for its end."""
        under_way = self.under_way
        for turn in reversed(under_way):  # or the next one would begin
            turn.stop()
        for turn in under_way:
            turn.wait()

    def close(self) -> None:
        """Stop what is under way, and close the connections; what was made stays."""
        self.stop()
        self.conversation.close()
