"""One output for one turn: a widget where one can live, and beside it what lasts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import uuid4

from IPython.core.interactiveshell import InteractiveShell

from nemo_notebook.conversation.bundle import MimeBundle, bundle

if TYPE_CHECKING:  # the widget's packages are imported when the first one is shown
    from pathlib import Path

    from nemo_notebook.conversation.take import Take
    from nemo_notebook.conversation.turn import TurnState
    from nemo_notebook.conversation.video import Video
    from nemo_notebook.notebook.turn_widget import TurnWidget


_MARK = "nemo"
"""In an output's metadata, the widget's id: by it, js/src/lasting.ts knows what is ours."""

_NOTHING_SAID = "A conversation about photos and videos; nothing has been said yet."


class Output:
    """One place in a cell's output, drawn again as the turn goes on; the last drawing is saved.

    Args:
        shell: Whose running cell gets it.
    """

    def __init__(self, shell: InteractiveShell) -> None:
        self._publish = shell.display_pub.publish
        self._id = f"nemo-{uuid4().hex}"
        self._drawn = False

    def draw(
        self,
        turn: TurnState,
        video: Video | None,
        *,
        beside: Path,
        widget: TurnWidget | None = None,
        embed: bool = False,
    ) -> None:
        """Draw a turn here, for every reader of a notebook at once."""
        data = bundle(turn, video, beside=beside, embed=embed)
        data["text/plain"] = data["text/plain"] or f"“{turn.prompt}” …"
        self._put(data, widget)

    def draw_chat(
        self,
        turns: Sequence[tuple[TurnState, Video | None]],
        *,
        beside: Path,
        widget: TurnWidget,
    ) -> None:
        """Draw all that was said and made in a conversation so far, in the same way."""
        bundles = [bundle(turn, video, beside=beside) for turn, video in turns]
        data = bundles[-1].copy() if bundles else {}
        data["text/html"] = "<hr>".join(one["text/html"] for one in bundles) or _NOTHING_SAID
        data["text/plain"] = "\n\n".join(one["text/plain"] for one in bundles) or _NOTHING_SAID
        self._put(data, widget)

    def _put(self, drawn: MimeBundle, widget: TurnWidget | None) -> None:
        data: dict[str, object] = {**drawn}
        metadata: dict[str, object] = {}
        if widget is not None and (view := widget._repr_mimebundle_()):
            data, metadata = {**view[0], **data}, {**view[1], _MARK: widget.model_id}
        transient = {"display_id": self._id}
        self._publish(data, metadata, transient=transient, update=self._drawn)
        self._drawn = True


def show_again(take: Take, shell: InteractiveShell) -> None:
    """Show a take in the present cell, with a widget that plays it."""
    from nemo_notebook.notebook.turn_widget import TurnWidget  # noqa: PLC0415 (see above)

    widget = TurnWidget(backend=take.turn.backend)
    widget.end(take.turn, take.video, take)
    if take.conversation is not None:
        widget.ask_balance(take.conversation)
    Output(shell).draw(take.turn, take.video, beside=take.folder, widget=widget)
