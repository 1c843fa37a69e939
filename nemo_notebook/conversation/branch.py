"""The turns that a conversation goes on from, and the cell that each of them stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nemo_notebook.conversation.handed import Handed
from nemo_notebook.ledger.key import ROOT
from nemo_notebook.ledger.records import Turn
from nemo_notebook.protocol.draft import Draft


@dataclass(frozen=True, slots=True)
class Step:
    """A turn on the branch.

    Attributes:
        key: Its name in the ledger.
        draft: The timeline after it; about that where it was only planned.
        turn: What it came to; None where it was only planned.
        cell: The front end's name for the cell, or None.
        files: What was handed over with it.
    """

    key: str
    draft: Draft
    turn: Turn | None
    cell: str | None = None
    files: tuple[Handed, ...] = ()


class Branch:
    """From a conversation's first turn to its newest.

    A cell that is run again takes the conversation back to before its turn: with the same words it
    is that turn again, with others another branch begins there. What is run next goes on from it,
    so that the outcome is what a fresh kernel would give that ran the same cells in that order.

    Args:
        turns: What was said before, in order.
    """

    def __init__(self, turns: Sequence[Turn] = ()) -> None:
        self._steps = tuple(Step(turn.key, Draft(turn.draft), turn) for turn in turns)

    @property
    def head(self) -> Turn | None:
        """The newest turn."""
        return self._steps[-1].turn if self._steps else None

    @property
    def key(self) -> str:
        """Its key; `ROOT` before the first."""
        return self._steps[-1].key if self._steps else ROOT

    @property
    def keys(self) -> tuple[str, ...]:
        """The key of each turn."""
        return tuple(step.key for step in self._steps)

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """The timeline after each turn."""
        return tuple(step.draft for step in self._steps)

    def step_of(self, cell: str | None) -> Step | None:
        """The turn of a cell, if there is one on the branch."""
        return next((step for step in self._steps if cell and step.cell == cell), None)

    def before(self, cell: str | None) -> Branch:
        """The branch as it was before a cell's turn: all of it where the cell has none."""
        known = self.step_of(cell)
        if known is None:
            return self
        return self._of(self._steps[: self._steps.index(known)])

    def back(self) -> Branch:
        """The branch without its newest turn."""
        return self._of(self._steps[:-1])

    def then(self, step: Step) -> Branch:
        """The branch with one more turn."""
        return self._of((*self._steps, step))

    def _of(self, steps: tuple[Step, ...]) -> Branch:
        branch = Branch()
        branch._steps = steps
        return branch
