"""What a sweep leaves: a grid of playing videos, and a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import overload

from nemo_notebook.conversation.bundle import MimeBundle, relative
from nemo_notebook.conversation.language import Language, language_of
from nemo_notebook.conversation.take import Take
from nemo_notebook.experiments.clips import Clip, Status
from nemo_notebook.experiments.measure import motion
from nemo_notebook.experiments.page import quiet, text, tile
from nemo_notebook.experiments.table import Cell, Table, as_frame

_MOST_TILES = 64
_WIDTH, _NARROW_WIDTH = 280, 160
_COLUMNS = ("photo", "prompt", "seed", "status", "credits", "file")
_MEASURED = ("width", "height", "seconds", "bytes", "motion", "key", "error")


@dataclass(frozen=True, slots=True)
class Sweep(Sequence[Clip]):
    """The clips of a sweep, in the order photos, prompts, seeds; shows itself as a grid of videos.

    Attributes:
        clips: All of them, made or not.
        folder: Where they are.
        stopped: Why the rest was left; empty where nothing was.
        plan: What would be sent, where only that was asked for.
    """

    clips: tuple[Clip, ...]
    folder: Path
    stopped: str = ""
    plan: str = ""
    _motions: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.clips)

    def __iter__(self) -> Iterator[Clip]:
        return iter(self.clips)

    @overload
    def __getitem__(self, which: int) -> Clip: ...
    @overload
    def __getitem__(self, which: slice) -> tuple[Clip, ...]: ...
    def __getitem__(self, which: int | slice) -> Clip | tuple[Clip, ...]:
        return self.clips[which]

    @property
    def takes(self) -> list[Take]:
        """What was made."""
        return [clip.take for clip in self.clips if clip.take is not None]

    @property
    def credits(self) -> float:
        """What it cost, as far as that is known."""
        return sum(clip.credits or 0 for clip in self.clips)

    @property
    def frame(self) -> object:
        """A table of all clips: a pandas DataFrame where pandas is installed, else a `Table`.

        Beside what was asked for it has the credits, the file, its size in pixels, seconds and
        bytes, and `motion`: how much moves, in per cent of the picture's width a second.
        """
        return as_frame(Table((*_COLUMNS, *_MEASURED), [self._row(clip) for clip in self.clips]))

    @property
    def summary(self) -> str:
        """What became of the clips, in a line or two."""
        if self.plan:
            return self.plan
        counted = Counter(clip.status for clip in self.clips)
        words = _WORDS[self._language].items()
        parts = [f"{counted[kind]} {word}" for kind, word in words if counted[kind]]
        if self._language == "zh":
            cost = f"{self.credits:g} 积分" if self.credits else "不花积分"
            said = f"{len(self)} 个片段：{'，'.join(parts)}；{cost}。"
            return f"{said}{self.stopped}。再运行一次即可继续。" if self.stopped else said
        cost = f"{self.credits:g} credits" if self.credits else "no credits"
        said = f"{len(self)} clip{'s' if len(self) != 1 else ''}: {', '.join(parts)}; {cost}."
        return f"{said} {self.stopped}. Run it again to go on." if self.stopped else said

    @property
    def _language(self) -> Language:
        return language_of(self.clips[0].prompt)

    def __str__(self) -> str:
        rows = [self._short_row(clip) for clip in self.clips]
        table = Table(_COLUMNS, rows)
        troubles = dict.fromkeys(clip.error for clip in self.clips if clip.error)
        return "\n".join((self.summary, *troubles, repr(table)))

    def _repr_mimebundle_(self, **_: object) -> MimeBundle:
        return {"text/html": self._html(), "text/plain": str(self)}

    def _html(self) -> str:
        shown = [clip for clip in self.clips if clip.status != "left"][:_MOST_TILES]
        videos = [clip.take.video for clip in shown if clip.take is not None]
        portrait = any(video is not None and video.width < video.height for video in videos)
        width = _NARROW_WIDTH if portrait else _WIDTH
        tiles = "".join(
            tile(
                clip.take.video if clip.take else None,
                (clip.error or clip.prompt, self._caption(clip)),
                width=width,
                beside=self.folder,
            )
            for clip in shown
        )
        more = len(self.clips) - len(shown)
        rest = quiet(f"{more} more: sweep.frame lists all of them.") if more and shown else ""
        return f'<div style="line-height:1.4"><p>{text(self.summary)}</p>{tiles}{rest}</div>'

    def _caption(self, clip: Clip) -> str:
        zh = self._language == "zh"
        seed = f"{'种子' if zh else 'seed'} {clip.seed}" if clip.seed is not None else ""
        status = _WORDS["zh"][clip.status] if zh else clip.status
        return " · ".join(part for part in (clip.photo, seed, status) if part)

    def _short_row(self, clip: Clip) -> tuple[Cell, ...]:
        video = clip.take.video if clip.take else None
        file = relative(video.path, self.folder) if video else None
        return clip.photo, clip.prompt, clip.seed, clip.status, clip.credits, file

    def _row(self, clip: Clip) -> tuple[Cell, ...]:
        video = clip.take.video if clip.take else None
        if video is None:
            return (*self._short_row(clip), None, None, None, None, None, clip.key, clip.error)
        if clip.key not in self._motions:
            self._motions[clip.key] = motion(video)
        return (
            *self._short_row(clip),
            video.width,
            video.height,
            video.duration_ms / 1000,
            video.bytes,
            round(self._motions[clip.key], 2),
            clip.key,
            clip.error,
        )


_WORDS: dict[Language, dict[Status, str]] = {
    "en": {"sent": "sent and made", "replayed": "replayed", "failed": "failed", "left": "left"},
    "zh": {"sent": "已发送并完成", "replayed": "重播", "failed": "失败", "left": "未做"},
}
