"""Takes beside each other: what differs, both in step, and how alike they are."""

from __future__ import annotations

from dataclasses import dataclass

from nemo_notebook.conversation.aio import MEDIA_FOLDER
from nemo_notebook.conversation.bundle import MimeBundle, relative
from nemo_notebook.conversation.take import TakeData
from nemo_notebook.conversation.video import Video
from nemo_notebook.experiments.differences import differences
from nemo_notebook.experiments.measure import motion, ssim
from nemo_notebook.experiments.page import table, tile
from nemo_notebook.experiments.table import Table
from nemo_notebook.experiments.together import View, together
from nemo_notebook.protocol.errors import NothingToExportError, OptionError

_LETTERS = "ABCDEF"
_WIDTH = 720


@dataclass(frozen=True, slots=True)
class Comparison:
    """Takes beside each other; shows itself.

    Attributes:
        takes: What is compared.
        video: All of them in step, in one file.
        differences: What is not the same, each with a value a take.
        ssim: How alike each take is to the first: 1 is the same.
        motion: How much moves in each, in per cent of the picture's width a second.
        view: How they stand in the video.
    """

    takes: tuple[TakeData, ...]
    video: Video
    differences: tuple[tuple[str, tuple[str, ...]], ...]
    ssim: tuple[float, ...]
    motion: tuple[float, ...]
    view: View = "side"

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(_LETTERS[: len(self.takes)])

    @property
    def _figures(self) -> list[tuple[str, tuple[str, ...]]]:
        files = [take.video.path.name for take in self.takes if take.video is not None]
        return [
            ("file", tuple(files)),
            ("motion, % of the width a second", tuple(f"{value:.1f}" for value in self.motion)),
            ("SSIM with A", ("", *(f"{value:.3f}" for value in self.ssim[1:]))),
        ]

    def __str__(self) -> str:
        rows = [*self.differences, *self._figures]
        listed = Table(("", *self._names), [(name, *values) for name, values in rows])
        return f"{listed!r}\n{relative(self.video.path, self.takes[0].folder)}"

    def _repr_mimebundle_(self, **_: object) -> MimeBundle:
        said = self.differences or (("the same in all", ("",) * len(self.takes)),)
        parts = [
            table(("", *self._names), said),
            tile(self.video, (self._caption,), width=_WIDTH, beside=self.takes[0].folder),
            table(("", *self._names), self._figures),
        ]
        return {"text/html": "".join(parts), "text/plain": str(self)}

    @property
    def _caption(self) -> str:
        return " · ".join(self._names) if self.view == "side" else "A | B, by the line"


def compare(take_a: TakeData, take_b: TakeData, *more: TakeData, view: View = "side") -> Comparison:
    """Lay takes beside each other.

    Args:
        take_a: What the others are compared to.
        take_b: Another take.
        more: Up to four more.
        view: `side` by side, or `wipe`: a line goes over the picture, with A left of it and B
            right. Either way it is one video, so they stay in step wherever it plays.

    Returns:
        What shows itself: above what differs in words, Direction, timeline and seed; then the
        video; below how much moves in each, and how alike they are (SSIM).

    Raises:
        NothingToExportError: A take has no video.
        OptionError: There is no such view, or there are too many takes for it.
    """
    takes = (take_a, take_b, *more)
    most = 2 if view == "wipe" else len(_LETTERS)
    if view not in {"side", "wipe"}:
        raise OptionError(f"There is no view {view!r}", hint="Choose side or wipe.")
    if len(takes) > most:
        raise OptionError(
            f"{len(takes)} takes are too many to compare", hint=f"{view!r} takes {most} at most."
        )
    videos = [_video(take, name) for take, name in zip(takes, _LETTERS, strict=False)]
    return Comparison(
        takes,
        together(videos, view, take_a.folder / MEDIA_FOLDER),
        tuple(differences(takes)),
        tuple(ssim(videos[0], video) for video in videos),
        tuple(motion(video) for video in videos),
        view,
    )


def _video(take: TakeData, name: str) -> Video:
    if not isinstance(take, TakeData):
        raise OptionError(
            f"{name} is a {type(take).__name__}, not a take",
            hint="A take is what say() returns; sweep.takes has those of a sweep.",
        )
    if take.video is None:
        raise NothingToExportError(f"Take {name} has no video to compare")
    return take.video
