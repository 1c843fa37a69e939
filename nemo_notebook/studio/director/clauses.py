"""A clause: a stretch of tokens that holds together, and what of it has been understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from nemo_notebook.studio.director.lexicon import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nemo_notebook.studio.director.tokens import Token

Joint: TypeAlias = Literal[
    "start", "comma", "stop", "and", "or", "with", "then", "while", "after", "earlier"
]

# What a person can refuse. A camera move is an act, the others are things.
THINGS = (
    Kind.AIR,
    Kind.TITLE,
    Kind.MUSIC,
    Kind.UPLOADED,
    Kind.OWN_SOUND,
    Kind.MOOD,
    Kind.EFFECT,
    Kind.TRANSITION,
    Kind.BETWEEN,
)
CONTENT = (
    *THINGS,
    Kind.MOVE,
    Kind.MOTION,
    Kind.LOOK,
    Kind.TONE,
    Kind.FADE,
    Kind.LOOP,
    Kind.QUOTE,
    Kind.ASPECT,
    Kind.PLATFORM,
    Kind.RATIO,
    Kind.QUANTITY,
    Kind.SILENCE,
    Kind.TRIM,
)


@dataclass(slots=True)
class Clause:
    """A stretch of tokens that holds together; readers mark what they have used.

    Attributes:
        joint: What joins it to the clause before.
        tokens: Its tokens, in order.
        read: Indices of tokens that have been understood.
        replacing: "swap A for B": A is negated here, B takes its place.
    """

    joint: Joint
    tokens: list[Token]
    read: set[int] = field(default_factory=set)
    replacing: bool = False
    _named: set[Kind] = field(default_factory=set)  # every kind that a token may mean
    _counted: int = 0  # how many tokens that is known of

    def text(self, sentence: str) -> str:
        """The clause as it stands in the sentence."""
        return sentence[self.tokens[0].start : self.tokens[-1].end]

    def unread(self, *kinds: Kind) -> Iterator[int]:
        """Indices of the tokens not yet understood that may mean one of `kinds`."""
        if not self.has(*kinds):
            return
        for index, token in enumerate(self.tokens):
            if index not in self.read and not token.senses.keys().isdisjoint(kinds):
                yield index

    def first(self, *kinds: Kind) -> int | None:
        """Index of the first such token, or None."""
        return next(self.unread(*kinds), None)

    def has(self, *kinds: Kind) -> bool:
        """Whether there is such a token, understood or not."""
        if self._counted != len(self.tokens):  # readers ask this most of all
            self._named = {kind for token in self.tokens for kind in token.senses}
            self._counted = len(self.tokens)
        return not self._named.isdisjoint(kinds)

    def at(self, index: int) -> Token | None:
        """The token at `index`, or None outside of the clause."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def means(self, index: int, *kinds: Kind) -> bool:
        """Whether a token stands at `index` that may mean one of `kinds`."""
        token = self.at(index)
        return token is not None and token.any(*kinds)


def names_part(tokens: Sequence[Token]) -> bool:
    """Whether something is named that could be taken away."""
    return any(token.any(*CONTENT) and Kind.QUANTITY not in token for token in tokens)
