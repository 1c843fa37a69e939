"""What a video is made from: photos and uploaded clips, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from nemo_notebook.studio.render.decode import Frames
from nemo_notebook.studio.render.photo import photo_size

if TYPE_CHECKING:
    from nemo_notebook.studio.render.planes import Planes

_CLIPS: Final = frozenset({".mp4", ".mov", ".avi", ".webm", ".mkv"})


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a video that shows one file.

    Attributes:
        path: A photo or a clip, as its ending says.
        share: How much of the video's time it takes, measured against the other segments.
    """

    path: Path
    share: float = 1.0


Footage: TypeAlias = Path | Sequence[Segment]
"""One file for the whole video, or several in their order."""


class Picture(Protocol):
    """Something that can be drawn frame by frame."""

    frames: int

    def draw(self, index: int, planes: Planes) -> None:
        """Draws frame `index`, every pixel of it; the same however often it is asked."""


def segments(footage: Footage) -> tuple[Segment, ...]:
    """The footage as a list, whichever way it was given."""
    return (Segment(footage),) if isinstance(footage, Path) else tuple(footage)


def is_clip(path: Path) -> bool:
    """Whether a file moves by itself."""
    return path.suffix in _CLIPS


def natural_size(footage: Footage) -> tuple[int, int]:
    """Width and height that a video has where nothing else was asked for: those of its beginning.

    Raises:
        RenderError: If the first file cannot be read.
    """
    first = segments(footage)[0].path
    return Frames(first).size if is_clip(first) else photo_size(first)
