"""What a reader knows beside its clause: the sentence around it and what was wished so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.wishes import Impossible, MoveCamera, SetMusic, SetTitle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.wishes import Wish


@dataclass(slots=True)
class Context:
    """The sentence so far.

    Attributes:
        text: The whole sentence as the person wrote it.
        clauses: All of its clauses.
        index: Which clause is being read.
        heard: How many wishes the clauses before have found.
        wishes: What the clauses before, and the readers before, have found.
        complaints: Those of them that say what is amiss ("too dark"), and so what is wanted.
    """

    text: str
    clauses: Sequence[Clause]
    index: int = 0
    heard: int = 0
    wishes: list[Wish] = field(default_factory=list)
    complaints: list[Wish] = field(default_factory=list)

    @property
    def last(self) -> Wish | None:
        """What was wished for just before."""
        return self.wishes[-1] if self.wishes else None

    @property
    def about_title(self) -> bool:
        """Whether "it" means the title."""
        match self.last:
            case SetTitle():
                return True
            case Impossible(nearest=nearest):  # "make the title smaller", which nobody can
                return nearest.startswith("title")
        return False

    @property
    def about_music(self) -> bool:
        """Whether "it" means the music."""
        return bool(self.wishes) and isinstance(self.wishes[-1], SetMusic)

    @property
    def moves(self) -> list[MoveCamera]:
        """The camera moves of this sentence, so far."""
        return [wish for wish in self.wishes if isinstance(wish, MoveCamera)]

    @property
    def has_title(self) -> bool:
        """Whether the sentence speaks of a title anywhere."""
        return any(clause.has(Kind.TITLE, Kind.QUOTE) for clause in self.clauses)
