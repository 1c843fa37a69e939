"""Which way each move of the camera can head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nemo_notebook.studio.direction import Heading, Move

# The first is meant where nothing is said.
HEADINGS: Final[dict[Move, tuple[Heading, ...]]] = {
    "pan": ("right", "left"),
    "tilt": ("up", "down"),
    "zoom": ("in", "out"),
    "dolly": ("in", "out", "left", "right"),
    "orbit": ("left", "right"),
    "roll": ("clockwise", "counterclockwise"),
    "handheld": (),
    "static": (),
}
BY_HEADING: Final[dict[str, Move]] = {
    "left": "pan",
    "right": "pan",
    "up": "tilt",
    "down": "tilt",
    "in": "dolly",
    "out": "dolly",
    "clockwise": "roll",
    "counterclockwise": "roll",
}
# Seen from above: who goes clockwise round something keeps it to the right, and goes left.
AS_ORBIT: Final[dict[Heading, Heading]] = {"clockwise": "left", "counterclockwise": "right"}
