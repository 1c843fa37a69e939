"""The widget in which turns are seen: while they are made, and afterwards."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import anywidget
import traitlets

from nemo_notebook.conversation.bundle import relative
from nemo_notebook.notebook import footage
from nemo_notebook.notebook.live_text import LiveText
from nemo_notebook.notebook.pieces import LARGEST_TO_PAGE, send_file
from nemo_notebook.protocol.errors import NemoError, OptionError
from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.protocol.media import CONTAINERS

if TYPE_CHECKING:
    from nemo_notebook.conversation.sync import Conversation
    from nemo_notebook.conversation.take import Take
    from nemo_notebook.conversation.turn import TurnState
    from nemo_notebook.conversation.video import Video

_STATIC = Path(__file__).parent.parent / "static"
_NOT_BUILT = """
export default { render({ el }) {
  el.textContent = "The widget's front end was left out when nemo-notebook was installed. "
    + "Install it again without NEMO_SKIP_JS.";
} };
"""

_log = logging.getLogger(__name__)


def _built(name: str, *, otherwise: str) -> str | Path:
    """A file of the bundle: as text, since anywidget keeps a widget that has a path alive for ever.

    It watches the path for changes, which is wanted where the front end is worked on.
    """
    path = _STATIC / name
    if not path.is_file():
        return otherwise
    return path if os.environ.get("ANYWIDGET_HMR") else path.read_text("utf-8")


class TurnWidget(anywidget.AnyWidget):
    """Transcript, progress and videos of turns.

    Small state that a reopened page needs stands in the traits; text deltas, per cents and media go
    as custom messages, so that none is sent twice or saved into the notebook. Every method may be
    called from any thread.

    Args:
        backend: Who answers, in a few words.
        on_stop: Called when Stop is pressed; what it raises is shown in the widget.

    Attributes:
        use: `turn` for one turn as a cell shows it, `chat` for a conversation to go on with.
        turns: One JSON object for each turn that has ended.
        current: The turn under way, or None.
        blocking: Whether the running cell waits for that turn. Only then may the page, when Stop
            is pressed and the kernel does not answer, interrupt the kernel.
        address: What the page calls this widget on the control channel (see `control`).
        balance: The credits: `costs`, `available` and `frozen`; None where nobody asked.
    """

    _esm = _built("widget.js", otherwise=_NOT_BUILT)
    _css = _built("widget.css", otherwise="")

    use = traitlets.Unicode("turn").tag(sync=True)
    turns = traitlets.List(traitlets.Dict()).tag(sync=True)
    current = traitlets.Instance(dict, allow_none=True).tag(sync=True)
    blocking = traitlets.Bool(default_value=False).tag(sync=True)
    backend = traitlets.Unicode().tag(sync=True)
    address = traitlets.Unicode().tag(sync=True)
    balance = traitlets.Instance(dict, allow_none=True).tag(sync=True)

    def __init__(self, *, backend: str = "", on_stop: Callable[[], None] | None = None) -> None:
        self.on_stop = on_stop
        self._lock = threading.RLock()
        self._text = LiveText(self.send)
        self._newest: TurnState | None = None
        self._ended: list[tuple[TurnState, Video | None]] = []
        self._takes: dict[int, Take] = {}
        self._stops: set[str] = set()
        super().__init__(backend=backend)
        self.address = self.model_id
        self.on_msg(self._on_message)

    def follow(self, turn: TurnState, *, elsewhere: bool = False) -> None:
        """Show the newest state of the turn under way: what changed goes to the page.

        Args:
            turn: The state.
            elsewhere: Whether it was not said here.
        """
        with self._lock:
            before, self._newest = self._newest, turn
            if before is None or _small(before) != _small(turn):
                marks = {"timeline": [], "has_photo": False, "elsewhere": elsewhere}
                self.current = turn.as_json() | marks
            elif turn.progress is not None and _percent(before) != _percent(turn):
                self._send_progress(turn)
            if turn.preview is not None and (before is None or before.preview is None):
                self._send_poster(len(self.turns), turn.preview)
            self._text.begin(len(self.turns), len(turn.messages))
            self._text.reach(turn.text)

    def end(
        self,
        turn: TurnState,
        video: Video | None = None,
        take: Take | None = None,
        *,
        place: int | None = None,
    ) -> int:
        """Show a turn's last state.

        Args:
            turn: The last state.
            video: What came of it. Its file is read when it is shown, so it has to stay.
            take: The same as an object that can be exported, and knows its photo.
            place: The index of the turn whose place it takes; by default it is a new one.

        Returns:
            The turn's index into `turns`.
        """
        ended = turn.as_json() | {
            "timeline": footage.timeline_of(take.draft) if take is not None else [],
            "has_photo": bool(take and take.key),
            "files": footage.files_of(take) if take is not None else [*turn.photos],
            "undone": False,
        }
        with self._lock, self.hold_sync():
            index = len(self.turns) if place is None else place
            self._text.flush()
            if take is not None:
                self._takes[index] = take
            self._ended[index : index + 1] = [(turn, video)]
            self.turns = [*self.turns[:index], ended, *self.turns[index + 1 :]]
            self.drop()
        return index

    def drop(self) -> None:
        """Show no turn as under way any more."""
        with self._lock:
            self._newest = None
            self.current = None
            self.blocking = False

    def bring(self, index: int) -> None:
        """Bring the video of a turn that has ended to the page, which plays it from memory.

        A page that opens later asks for it by itself. A file above 64 MiB, or one that is gone, is
        said in words.
        """
        self._push_poster(index)
        self._push_media(index)

    def ask_balance(self, conversation: Conversation) -> None:
        """Show what is left of the credits; a server that charges is asked in the background."""
        if not conversation.backend.costs_credits:
            self.balance = {"costs": False, "available": None, "frozen": 0.0}
            return

        def ask() -> None:
            available, frozen = None, 0.0
            with suppress(NemoError):  # shown as unknown; the next turn will say what is wrong
                have = conversation.credits()
                available, frozen = have.available, have.frozen
            self.balance = {"costs": True, "available": available, "frozen": frozen}

        self._aside(ask)

    def show_problem(self, error: BaseException) -> None:
        """Say what went wrong outside of a turn."""
        named = str(error) if isinstance(error, NemoError) else f"{type(error).__name__}: {error}"
        self.send({"kind": "problem", "message": named})

    def _send_progress(self, turn: TurnState) -> None:
        self.send(
            {
                "kind": "progress",
                "turn": len(self.turns),
                "progress": turn.progress,
                "elapsed_ms": turn.elapsed_ms,
            },
            [],
        )

    def _on_message(self, _widget: object, content: JsonObject, buffers: list[memoryview]) -> None:
        self._guarded(lambda: self._answer(content, buffers))

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 (ipywidgets drops it: nobody would see it)
            _log.debug("A message from the page could not be answered", exc_info=True)
            self.show_problem(error)

    def _aside(self, work: Callable[[], None]) -> None:
        """Do what takes long on a thread of its own: the kernel goes on with its cells."""
        threading.Thread(
            target=self._guarded, args=(work,), name="nemo-notebook-widget", daemon=True
        ).start()

    def _answer(self, content: JsonObject, buffers: list[memoryview]) -> None:  # noqa: ARG002 (a chat's)
        match content:
            case {"kind": "stop"}:
                self.send({"kind": "stopping"})
                if self.on_stop is not None and self._is_first(content.get("id")):
                    self.on_stop()
            case {"kind": "text?"}:
                self.send({"kind": "hello"})
                self._text.repeat()
            case {"kind": "poster?", "turn": int(index)}:
                self._push_poster(index)
            case {"kind": "media?", "turn": int(index)}:
                self.bring(index)
            case {"kind": "photo?", "turn": int(index)}:
                self._aside(lambda: self._push_photo(index))
            case {"kind": "export", "turn": int(index), "container": str(container)}:
                self._aside(lambda: self._export(index, container))

    def _is_first(self, stop: object) -> bool:
        """Whether Stop is heard for the first time.

        A page says it on two channels, with one id. One of them may wait for a busy kernel so long
        that another turn is under way by then, which nobody wants to stop.
        """
        if not isinstance(stop, str):
            return True
        with self._lock:
            is_first = stop not in self._stops
            self._stops.add(stop)
        return is_first

    def _video(self, index: int) -> Video | None:
        return self._ended[index][1] if 0 <= index < len(self._ended) else None

    def _push_poster(self, index: int) -> None:
        if (video := self._video(index)) is not None:
            self._send_poster(index, video.poster)
        elif index == len(self._ended) and self._newest and self._newest.preview:
            self._send_poster(index, self._newest.preview)

    def _send_poster(self, index: int, jpeg: bytes) -> None:
        self.send({"kind": "poster", "turn": index, "media_type": "image/jpeg"}, [jpeg])

    def _push_photo(self, index: int) -> None:
        take = self._takes.get(index)
        if take is not None and (jpeg := footage.photo_of(take)) is not None:
            self.send({"kind": "photo", "turn": index, "media_type": "image/jpeg"}, [jpeg])

    def _push_media(self, index: int) -> None:
        if (video := self._video(index)) is None:
            return
        message: JsonObject = {"kind": "media", "turn": index, "media_type": video.media_type}
        try:
            if video.path.stat().st_size > LARGEST_TO_PAGE:
                self.send({"kind": "no_media", "turn": index, "reason": "large"})
                return
            send_file(video.path, self.send, message)
        except OSError:
            self.send({"kind": "no_media", "turn": index, "reason": "gone"})
            return
        if (found := footage.look_at(video.path)) is not None:
            self.send(
                {"kind": "footage", "turn": index, "fps": found.fps, "peaks": list(found.peaks)}
            )

    def _export(self, index: int, container: str) -> None:
        """Make a take into a file of a container, and hand that to the page."""
        said: JsonObject = {"turn": index, "container": container}
        try:
            if container not in CONTAINERS:
                raise OptionError(f"There is no container {container!r}")
            if (take := self._takes.get(index)) is None:
                raise OptionError("This take can only be exported from the notebook it was made in")
            video = take.export(container, on_update=self._export_teller(said))
            if video.bytes > LARGEST_TO_PAGE:
                path = relative(video.path, take.folder)
                self.send({"kind": "exported", **said, "path": path})
                return
            name, kind = video.path.name, video.media_type
            message: JsonObject = {"kind": "file", **said, "name": name, "media_type": kind}
            send_file(video.path, self.send, message)
        except (NemoError, OSError) as error:
            self.send({"kind": "not_exported", **said, "message": str(error)})

    def _export_teller(self, said: JsonObject) -> Callable[[TurnState], None]:
        """Tells how far an export is, once for each per cent."""
        told: list[int | None] = []

        def tell(turn: TurnState) -> None:
            if not told or told[-1] != _percent(turn):
                told.append(_percent(turn))
                self.send({"kind": "exporting", **said, "progress": turn.progress})

        return tell


def _small(turn: TurnState) -> TurnState:
    """What goes by the trait: all but what changes many times a second."""
    return replace(turn, text="", elapsed_ms=0, progress=None)


def _percent(turn: TurnState) -> int | None:
    return None if turn.progress is None else round(turn.progress * 100)
