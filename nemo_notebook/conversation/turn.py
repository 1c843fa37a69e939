"""A turn as a person sees it: one small, frozen state, whatever draws it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

from nemo_notebook.conversation.script import Script
from nemo_notebook.conversation.translate import Action
from nemo_notebook.protocol.errors import NemoError, NextStep
from nemo_notebook.protocol.events import JsonObject


class Stage(StrEnum):
    """Where a turn is."""

    WAITING = "waiting"
    UPLOADING = "uploading"
    ANSWERING = "answering"
    ANIMATING = "animating"
    FINISHING = "finishing"
    EXPORTING = "exporting"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after it."""
        return self in {Stage.DONE, Stage.FAILED, Stage.STOPPED}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, and what to do next; `code` is the service's own, where it gave one."""

    message: str
    hint: str = ""
    code: str = ""
    next_step: NextStep = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is known of a turn's video before its bytes are looked at."""

    name: str
    media_type: str
    width: int
    height: int
    duration_ms: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Speech:
    """One text of the service: growing until it is done; `author` tells whose deltas it takes."""

    author: str
    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class TurnState:
    """What has been said and done in a turn so far.

    Attributes:
        prompt: What the person said.
        photos: Names of the files that went with it.
        backend: Who answers, in a few words.
        messages: The service's finished texts, in Markdown.
        text: The text that is still being written.
        label: What is being done, in a few words.
        progress: 0 to 1 of the present stage, or None where nobody knows.
        elapsed_ms: Since the turn began.
        tracks: The timeline in one line.
        notes: What else the person should know: a replay, an interruption.
        replayed: Nothing was sent: the turn was known.
        key: Names the turn in the ledger; empty for what is no turn.
        credits: What it cost, where that is known; of a replay, what it had cost.
        suggestions: What could be said next.
        preview: The first picture of the clip that is being made, as a JPEG, once it is there.
        actions: What the service told a person to do on its page, to be done for them.
        script: The events so far, and `speeches` what was said in them: the reducer's memory.
    """

    prompt: str
    photos: tuple[str, ...] = ()
    backend: str = ""
    messages: tuple[str, ...] = ()
    text: str = ""
    stage: Stage = Stage.WAITING
    label: str = ""
    progress: float | None = None
    elapsed_ms: int = 0
    tracks: str = ""
    notes: tuple[str, ...] = ()
    error: Trouble | None = None
    video: Picture | None = None
    replayed: bool = False
    key: str = ""
    credits: float | None = None
    suggestions: tuple[str, ...] = ()
    preview: bytes | None = field(default=None, compare=False, repr=False)
    actions: tuple[Action, ...] = field(default=(), compare=False)
    script: Script = field(default=(), compare=False, repr=False)
    speeches: tuple[Speech, ...] = field(default=(), compare=False, repr=False)

    def at(self, stage: Stage, label: str, progress: float | None = None) -> TurnState:
        """The same turn, a stage on."""
        return replace(self, stage=stage, label=label, progress=progress)

    def failed(self, error: NemoError) -> TurnState:
        """The same turn, ended by an error."""
        trouble = Trouble(error.message, error.hint, next_step=error.next_step, link=error.link)
        return replace(self, stage=Stage.FAILED, label="", progress=None, error=trouble)

    def noting(self, note: str) -> TurnState:
        """The same turn with one more note, unless it stands there already."""
        return self if note in self.notes else replace(self, notes=(*self.notes, note))

    @property
    def answer(self) -> str:
        """Everything that the service has said, in Markdown."""
        return "\n\n".join((*self.messages, self.text) if self.text else self.messages)

    def as_json(self) -> JsonObject:
        """Plain JSON for the widget; holds no bytes, token or URL."""
        # Without the memory first: `asdict` copies everything deeply.
        state = asdict(replace(self, script=(), speeches=(), actions=(), preview=None))
        for name in ("script", "speeches", "actions", "preview"):
            del state[name]
        return state
