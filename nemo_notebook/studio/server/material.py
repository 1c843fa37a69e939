"""What a video is made from: files of a session, each with its place and its time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

from nemo_notebook.studio.server.files import Files
from nemo_notebook.studio.server.store import Asset


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that a video is made from.

    Attributes:
        footage: Photos and clips in their order, each with its share of the time.
        song: What plays as music, where that was handed over.
    """

    footage: tuple[tuple[Path, float], ...]
    song: Path | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A photo or clip, and how long it is shown."""

    asset: Asset
    duration_ms: int

    @property
    def title(self) -> str:
        """What a person calls it."""
        return PurePath(self.asset.name).stem


@dataclass(frozen=True, slots=True)
class Material:
    """Photos and clips in their order, at least one, and a song if there is one to be heard."""

    parts: tuple[Part, ...]
    song: Asset | None = None

    @property
    def first(self) -> Asset:
        """What the video begins with, and takes its shape from."""
        return self.parts[0].asset

    @property
    def title(self) -> str:
        """What the whole is called."""
        return self.parts[0].title

    def sources(self, files: Files) -> Sources:
        """Where all of it lies."""

        def path(asset: Asset) -> Path:
            return files.path(asset.sha256, asset.type)

        footage = tuple((path(part.asset), part.duration_ms) for part in self.parts)
        return Sources(footage, path(self.song) if self.song else None)
