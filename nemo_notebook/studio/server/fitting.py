"""Length, frame rate and size of a shot that nobody asked for: they follow what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from nemo_notebook.studio.direction import Direction
from nemo_notebook.studio.server.cutting import natural
from nemo_notebook.studio.server.store import Asset

_FITTED: Final = ("duration_ms", "fps", "height")


@dataclass(frozen=True, slots=True)
class Fitting:
    """Fits Directions to what is shown.

    Attributes:
        parts: Photos and clips in their order.
        said: Which of the three are as somebody wanted them, and stay.
    """

    parts: Sequence[Asset]
    said: frozenset[str] = field(default_factory=frozenset)

    def fit(self, direction: Direction) -> Direction:
        """The Direction with what suits the material where nothing was said."""
        suits = natural(self.parts, direction.trim, direction.loop)
        return direction.model_copy(
            update={name: suits[name] for name in _FITTED if name not in self.said}
        )

    def after(self, old: Direction, new: Direction, *, restarted: bool) -> Fitting:
        """The fitting after a sentence that made a new Direction of an old one."""
        if restarted:
            old, said = Direction(), frozenset[str]()
        else:
            said = self.said
        said |= {name for name in _FITTED if getattr(new, name) != getattr(old, name)}
        if new.trim != old.trim:
            said -= {"duration_ms"}  # a part of a clip is as long as it is
        return Fitting(self.parts, said)
