"""A turn as it happens: in a widget, as text, or not at all.

Views are called on one thread, the main one where a cell waits. What a worker thread prints or
displays lands in whichever cell happens to run; so there a view is opened before the thread begins,
and only changes what is shown already.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from nemo_notebook.conversation.bundle import as_text
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.notebook.show import Output
from nemo_notebook.notebook.still import still

if TYPE_CHECKING:
    from nemo_notebook.conversation.sync import Conversation
    from nemo_notebook.conversation.take import Take
    from nemo_notebook.conversation.video import Video
    from nemo_notebook.notebook.turn_widget import TurnWidget

_PICKED_UP = "Not finished: run this cell again to pick it up. Nothing is sent twice."
_TOO_LARGE = (
    "The video has {size:.0f} MB, so it is linked; `%config NemoMagics.embed_limit` allows more."
)
_NOT_EXPORTED = "Not exported yet: `%nemo export` makes the video."


class View:
    """Follows a turn and shows nothing of it: what `--quiet` wants."""

    def __init__(self) -> None:
        self.turn: TurnState | None = None
        self._take: Take | None = None
        self._reached = Stage.WAITING

    @property
    def tells_troubles(self) -> bool:
        """Whether what went wrong stands in the output already."""
        return False

    def update(self, turn: TurnState) -> None:
        """Take the turn's newest state; called up to 20 times a second."""
        self.turn = turn
        if not turn.stage.is_last:
            self._reached = turn.stage
        self._draw(turn)

    def end(self, turn: TurnState, video: Video | None = None, take: Take | None = None) -> None:
        """Take the turn's last state, and what came of it."""
        self.turn = turn
        self._take = take
        self._draw_end(turn, video)

    def end_stopped(self, prompt: str) -> TurnState:
        """The person stopped the turn: say so, and how to go on."""
        note = _NOT_EXPORTED if self._reached is Stage.EXPORTING else _PICKED_UP
        turn = (self.turn or TurnState(prompt)).at(Stage.STOPPED, "Stopped").noting(note)
        self.end(turn)
        return turn

    def end_failed(self) -> None:
        """The turn ended by an error, which is raised after this."""
        if self.turn is not None:
            self.end(self.turn)

    @contextmanager
    def waited_for(self) -> Iterator[None]:
        """Meanwhile a cell waits for the turn."""
        yield

    def _draw(self, turn: TurnState) -> None:
        pass

    def _draw_end(self, turn: TurnState, video: Video | None) -> None:
        pass


class WidgetView(View):
    """Shows a turn in a widget, and leaves the lasting bundle in its place.

    Args:
        output: Where it is drawn.
        backend: Who answers, in a few words.
        beside: The notebook's folder.
        stop: Stops the turn; may be called from any thread.
        conversation: Whose balance is shown.
        embed_limit: Put the video itself into the notebook if it has no more bytes than this.
        waits: Whether the running cell waits for the turn.
    """

    def __init__(
        self,
        output: Output,
        *,
        backend: str,
        beside: Path,
        stop: Callable[[], None],
        conversation: Conversation | None = None,
        embed_limit: int = 0,
        waits: bool = True,
    ) -> None:
        super().__init__()
        self._output = output
        self._backend = backend
        self._beside = beside
        self._stop = stop
        self._embed_limit = embed_limit
        self._waits = waits
        self._conversation = conversation
        self._widget: TurnWidget | None = None

    @property
    def tells_troubles(self) -> bool:
        """The widget does; but a turn that failed before it was seen gets none."""
        return self._widget is not None

    @contextmanager
    def waited_for(self) -> Iterator[None]:
        """Meanwhile Stop may interrupt the kernel, since what runs there is a wait for this."""
        self._wait(waits=True)
        try:
            yield
        finally:
            self._wait(waits=False)

    def _wait(self, *, waits: bool) -> None:
        self._waits = waits
        if self._widget is not None:
            self._widget.blocking = waits and self._widget.current is not None

    def _draw(self, turn: TurnState) -> None:
        if self._widget is not None or turn.stage is not Stage.FAILED:
            self._opened(turn).follow(turn)

    def _draw_end(self, turn: TurnState, video: Video | None) -> None:
        if self._widget is None and turn.stage is Stage.FAILED:
            return
        widget = self._opened(turn)
        # A Stop that comes late, after this turn, must not stop the next one.
        widget.on_stop = None
        if video is not None and 0 < self._embed_limit < video.bytes:
            turn = turn.noting(_TOO_LARGE.format(size=video.bytes / 2**20))
        index = widget.end(turn, video, self._take)
        embed = video is not None and video.bytes <= self._embed_limit
        # The page makes a new view of what is drawn again: better before its video plays.
        self._output.draw(turn, video, beside=self._beside, widget=widget, embed=embed)
        widget.bring(index)
        if self._conversation is not None:
            widget.ask_balance(self._conversation)

    def _opened(self, turn: TurnState) -> TurnWidget:
        if self._widget is None:
            from nemo_notebook.notebook.turn_widget import TurnWidget  # noqa: PLC0415 (see show.py)

            self._widget = TurnWidget(backend=self._backend, on_stop=self._stop)
            if not turn.stage.is_last:
                self._widget.follow(turn)
                self._widget.blocking = self._waits
            self._output.draw(turn, None, beside=self._beside, widget=self._widget)
        return self._widget


class TextView(View):
    """Writes a turn into a terminal: the answer as it comes, below it what is being done.

    Args:
        out: Where to; per cents are only written to a terminal, which can take them back.
        beside: The folder that paths are shown relative to.
    """

    def __init__(self, out: TextIO, *, beside: Path) -> None:
        super().__init__()
        self._out = out
        self._beside = beside
        self._rewrites = out.isatty()
        self._said = ""
        self._status = ""
        self._logged = ""
        self._mid_line = False

    def _draw(self, turn: TurnState) -> None:
        self._write_answer(turn.answer)
        status = _status(turn, with_share=self._rewrites)
        if status and status not in {self._status, self._logged}:
            self._write_status(status)

    def _draw_end(self, turn: TurnState, video: Video | None) -> None:
        self._write_answer(turn.answer)
        self._leave_line()
        rest = as_text(replace(turn, messages=(), text="", error=None), video, beside=self._beside)
        lines = rest.split("\n") if rest else []
        if video is not None and self._rewrites and (drawn := still(video.poster, os.environ)):
            self._out.write(f"{drawn}\n")
        if turn.suggestions and self._rewrites:
            lines[-1] = f"\x1b[2m{lines[-1]}\x1b[0m"  # faint: it is no part of the answer
        self._out.writelines(f"{line}\n" for line in lines)
        self._out.flush()

    def _write_answer(self, answer: str) -> None:
        if answer == self._said:
            return
        more = answer.removeprefix(self._said)
        if self._status or not answer.startswith(self._said):
            self._leave_line()
        # What parts two messages is not wanted where a line of progress stood between them.
        self._out.write(more if self._mid_line else more.lstrip("\n"))
        self._out.flush()
        self._said = answer
        self._mid_line = True

    def _write_status(self, status: str) -> None:
        if not self._rewrites:
            self._leave_line()
            self._out.write(status + "\n")
            self._logged = status
        elif self._status:
            self._out.write(f"\r\x1b[K{status}")
        else:
            self._leave_line()
            self._out.write(status)
        self._out.flush()
        self._status = status

    def _leave_line(self) -> None:
        if self._status and self._rewrites:
            self._out.write("\r\x1b[K")
        elif self._mid_line:
            self._out.write("\n")
        self._status = ""
        self._mid_line = False


def _status(turn: TurnState, *, with_share: bool) -> str:
    if not with_share or turn.progress is None:
        return turn.label
    return f"{turn.label} {turn.progress:.0%}"
