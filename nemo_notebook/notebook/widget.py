"""The widget in which a conversation is seen."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import anywidget
import traitlets

from nemo_notebook.notebook.live_text import LiveText
from nemo_notebook.protocol.errors import NemoError
from nemo_notebook.protocol.events import JsonObject

CHUNK_BYTES = 2**20
"""Of a file in one message: a larger one would hold up the text behind it."""

LARGEST_MEDIA_BYTES = 64 * 2**20
"""Above it a file is named, not shown: the page would have to hold all of it in memory."""

_STATIC = Path(__file__).parent.parent / "static"
_NOT_BUILT = """
export default { render({ el }) {
  el.textContent = "The widget's front end was left out when nemo-notebook was installed. "
    + "Install it again without NEMO_SKIP_JS.";
} };
"""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Media:
    path: Path
    media_type: str
    push: int


class ChatWidget(anywidget.AnyWidget):
    """Transcript, progress and video of a conversation.

    Small state that a reopened page needs stands in the traits; text deltas and media go as custom
    messages, so that neither is sent twice nor saved into the notebook. Every method may be called
    from a worker thread.

    Attributes:
        turns: One JSON object for each turn, as `TurnState.as_json` makes it.
        live: Whether a turn is under way.
        blocking: Whether the running cell waits for that turn. Only then may the page, when Stop
            is pressed and the kernel does not answer, interrupt the kernel.
        backend: Who answers, in a few words.
        on_stop: Called when Stop is pressed; what it raises is shown in the widget.
    """

    _esm = _STATIC / "widget.js" if (_STATIC / "widget.js").is_file() else _NOT_BUILT
    _css = _STATIC / "widget.css" if (_STATIC / "widget.css").is_file() else ""

    turns = traitlets.List(traitlets.Dict()).tag(sync=True)
    live = traitlets.Bool(default_value=False).tag(sync=True)
    blocking = traitlets.Bool(default_value=False).tag(sync=True)
    backend = traitlets.Unicode().tag(sync=True)

    def __init__(self, *, backend: str = "", on_stop: Callable[[], None] | None = None) -> None:
        self.on_stop = on_stop
        self._text = LiveText(self.send)
        self._posters: dict[int, bytes] = {}
        self._media: dict[int, _Media] = {}
        super().__init__(backend=backend)
        self.on_msg(self._on_message)

    def show_text(self, delta: str) -> None:
        """Append to the message that the last turn is writing.

        That message is the one after `turns[-1]["messages"]`: when one is finished, set `turns`
        before the next one begins.

        Args:
            delta: The new text, Markdown. Sent at most 20 times a second.
        """
        self._text.begin(*self._place_of_text())
        self._text.add(delta)

    def flush(self) -> None:
        """Send the text that still waits for its moment, now."""
        self._text.flush()

    def show_poster(self, turn: int, jpeg: bytes) -> None:
        """Show a still in the place of a turn's video until it can be played."""
        self._posters[turn] = jpeg
        self._push_poster(turn)

    def show_media(self, turn: int, path: Path, media_type: str) -> None:
        """Bring a turn's video to the page, which plays it from memory.

        The file is read again when the page asks for it, so it has to stay. A file above 64 MiB,
        or one that is gone, is said in words.

        Args:
            turn: Index into `turns`.
            path: The file.
            media_type: Such as "video/mp4".
        """
        push = self._media[turn].push + 1 if turn in self._media else 0
        self._media[turn] = _Media(path, media_type, push)
        self._push_media(turn)

    def show_problem(self, error: BaseException) -> None:
        """Say what went wrong outside of a turn."""
        named = str(error) if isinstance(error, NemoError) else f"{type(error).__name__}: {error}"
        self.send({"kind": "problem", "message": named})

    @traitlets.observe("turns")
    def _on_turns(self, _change: object) -> None:
        self._text.begin(*self._place_of_text())

    @traitlets.observe("live")
    def _on_live(self, _change: object) -> None:
        self._text.flush()

    def _place_of_text(self) -> tuple[int, int]:
        if not self.turns:
            return 0, 0
        return len(self.turns) - 1, len(self.turns[-1].get("messages", ()))

    def _on_message(self, _widget: object, content: JsonObject, _buffers: object) -> None:
        try:
            self._answer(content)
        except Exception as error:  # noqa: BLE001  ipywidgets drops it: nobody would see it
            _log.debug("A message from the page could not be answered", exc_info=True)
            self.show_problem(error)

    def _answer(self, content: JsonObject) -> None:
        match content:
            case {"kind": "stop"}:
                self.send({"kind": "stopping"})
                if self.on_stop is not None:
                    self.on_stop()
            case {"kind": "text?"}:
                self._text.repeat()
            case {"kind": "media?", "turn": int(turn)}:
                self._push_poster(turn)
                self._push_media(turn)

    def _push_poster(self, turn: int) -> None:
        if turn in self._posters:
            message = {"kind": "poster", "turn": turn, "media_type": "image/jpeg"}
            self.send(message, [self._posters[turn]])

    def _push_media(self, turn: int) -> None:
        if turn not in self._media:
            return
        media = self._media[turn]
        try:
            with media.path.open("rb") as file:
                size = media.path.stat().st_size
                if size > LARGEST_MEDIA_BYTES:
                    self.send({"kind": "no_media", "turn": turn, "reason": "large"})
                    return
                parts = max(1, math.ceil(size / CHUNK_BYTES))
                for part in range(parts):
                    message = {
                        "kind": "media",
                        "turn": turn,
                        "push": media.push,
                        "part": part,
                        "parts": parts,
                        "media_type": media.media_type,
                    }
                    self.send(message, [file.read(CHUNK_BYTES)])
        except OSError:
            self.send({"kind": "no_media", "turn": turn, "reason": "gone"})
