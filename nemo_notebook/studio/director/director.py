"""The director: hears a sentence, keeps the conversation, says what it will do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nemo_notebook.studio.direction import Direction
from nemo_notebook.studio.director.apply import Edit, Note
from nemo_notebook.studio.director.grammar import wishes_of
from nemo_notebook.studio.director.memory import (
    corrected,
    last_added,
    lingering,
    measured,
    more_of_last,
    nth_added,
    of_subject,
    prolonged,
    reworded,
    shoved,
    timed,
)
from nemo_notebook.studio.director.reply import reply_to
from nemo_notebook.studio.director.tokens import language_of, load
from nemo_notebook.studio.director.wishes import (
    AddLayer,
    AlterCamera,
    Change,
    Chat,
    Figure,
    Impossible,
    KeepOnly,
    Linger,
    More,
    MoveCamera,
    Question,
    Redo,
    RemoveLast,
    Reword,
    SetDuration,
    SetEach,
    SetMusic,
    SetTrim,
    Shove,
    StartOver,
    Undo,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nemo_notebook.studio.director.tokens import Language
    from nemo_notebook.studio.director.wishes import Wish

_LONGEST = 2_000  # characters; nobody says more in one sentence


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was understood of the last sentence.

    Attributes:
        language: The language of the sentence, and of the reply.
        changed: The Direction differs from the one before.
        declined: Fields that were refused in words ("no music" → {"music"}).
        impossible: What was asked for and cannot be done, in the person's words.
        question: The sentence asked something, or was small talk, and nothing is to be done.
        steps: It went back, or began anew: only who keeps the conversation can know where to.
        restarted: The sentence began anew ("start over").
        reply: The answer, in one or two sentences.
    """

    language: Language = "en"
    changed: bool = False
    declined: frozenset[str] = frozenset()
    impossible: tuple[str, ...] = ()
    question: bool = False
    steps: bool = False
    restarted: bool = False
    reply: str = ""


class Director:
    """Words to Directions, one sentence after the other.

    Args:
        history: The Directions of the conversation so far, oldest first; the last is current.
        undone: Those that were undone and may be done again, in the order in which they were made.
        photos: How many photos and clips are shown in a row, where that is known.
    """

    def __init__(
        self,
        history: Sequence[Direction] = (),
        undone: Sequence[Direction] = (),
        *,
        photos: int | None = None,
    ) -> None:
        load()
        self._history = list(history)
        self._undone = list(undone)
        self._photos = photos
        self._heard = Hearing()
        self._before: tuple[Direction, ...] = ()
        self._impossible: tuple[Impossible, ...] = ()

    @property
    def history(self) -> tuple[Direction, ...]:
        """All Directions that an undo can go back to, oldest first, and the current one."""
        return tuple(self._history)

    @property
    def undone(self) -> tuple[Direction, ...]:
        """All Directions that a redo can bring back, the next one first."""
        return tuple(self._undone)

    @property
    def direction(self) -> Direction:
        """The current Direction."""
        return self._history[-1] if self._history else Direction()

    @property
    def heard(self) -> Hearing:
        """About the last sentence."""
        return self._heard

    def amend(self, direction: Direction) -> None:
        """Puts `direction` in the place of the current one; an undo goes past both."""
        if self._history:
            self._history[-1] = direction
        else:
            self._history.append(direction)

    def adopt(self, direction: Direction) -> None:
        """Takes `direction` for what the last sentence came to, in the place of our own reading."""
        before = self._before[-1] if self._before else Direction()
        certain = [wish for wish in self._impossible if not wish.guessed]
        self._history = [*self._before]
        if direction != before:
            self._history.append(direction)
            self._undone.clear()
        self._heard = replace(
            self._heard,
            changed=direction != before,
            impossible=tuple(wish.asked for wish in certain),
            reply=reply_to(certain, before, Edit(direction), self._heard.language),
        )

    def hear(self, text: str) -> Direction:
        """Understands one sentence and returns the Direction after it.

        What was not mentioned stays as it was. Never raises: what isn't understood changes nothing,
        and `heard.reply` says so.
        """
        text = text[:_LONGEST]
        before, self._before = self.direction, self.history
        wishes = wishes_of(text)
        notes = self._step_back(wishes)
        restarted = any(isinstance(wish, StartOver) for wish in wishes)
        start = Direction() if restarted else self.direction
        wishes = corrected(self._history, self._recalled(wishes))
        edit = Edit(start, notes)
        edit.all(wishes)
        if edit.direction != self.direction:
            self._history.append(edit.direction)
            self._undone.clear()
        language = language_of(text) or self._heard.language
        self._impossible = tuple(wish for wish in wishes if isinstance(wish, Impossible))
        self._heard = Hearing(
            language=language,
            changed=self.direction != before,
            declined=_declined(wishes, edit),
            impossible=tuple(wish.asked for wish in self._impossible),
            question=any(_only_talks(wish) for wish in wishes),
            steps=any(isinstance(wish, Undo | Redo | StartOver) for wish in wishes),
            restarted=restarted,
            reply=reply_to(wishes, before, edit, language),
        )
        return self.direction

    def _recalled(self, wishes: Sequence[Wish]) -> tuple[Wish, ...]:
        """The wishes, with a bare "more" or "it" made into what the last sentence changed."""
        return tuple(found for wish in wishes for found in self._meant(wish))

    def _meant(self, wish: Wish) -> tuple[Wish, ...]:  # noqa: C901, PLR0912  an arm each
        match wish:
            case More():
                return more_of_last(self._history, wish)
            case Reword():
                return (reworded(self._history, wish),)
            case SetTrim():
                return (timed(self._history, wish),)
            case Shove():
                return (shoved(self._history, wish),)
            case SetMusic(edits=True, volume=Change() as change) if not self.direction.music:
                return more_of_last(self._history, More(change)) or (wish,)
            case AlterCamera(drop=True):
                return nth_added(self._history, wish)
            case AlterCamera(amount=Change(by=by), moves=()) if (
                by > 0 and not self.direction.camera
            ):
                return (MoveCamera("dolly", "in"),)  # "tighter"
            case AddLayer(layer="background", alone=True):
                return (of_subject(self._history, wish),)
            case Linger():
                return lingering(self._history, wish)
            case Figure():
                return measured(self._history, wish)
            case SetDuration(vague=True):
                return (prolonged(self._history, wish),)
            case SetEach() if self._photos:
                return (SetDuration(Change(to=wish.seconds * self._photos)),)
            case RemoveLast():
                return last_added(self._history, wish)
        return (wish,)

    def _step_back(self, wishes: Sequence[Wish]) -> list[Note]:
        back = [wish for wish in wishes if isinstance(wish, Undo)]
        count = sum(wish.count for wish in back)
        if any(wish.first for wish in back) and self._history:
            count = len(self._history) - 1
        if count and not self._history:
            return [Note("nothing to undo")]
        if count:
            self._undone[:0] = self._history[-count:]
            del self._history[-count:]
        again = sum(wish.count for wish in wishes if isinstance(wish, Redo))
        if again and not self._undone:
            return [Note("nothing to redo")] if len(wishes) == 1 else []
        self._history += self._undone[:again]
        del self._undone[:again]
        return []


def _only_talks(wish: Wish) -> bool:
    """Whether it wants an answer and no work; "go on" and "yes" want what was said before."""
    return isinstance(wish, Question) or (isinstance(wish, Chat) and wish.kind != "agree")


def _declined(wishes: Sequence[Wish], edit: Edit) -> frozenset[str]:
    fields = {wish.part for wish in edit.refused}
    for wish in wishes:
        if isinstance(wish, KeepOnly) and not any(kept.part == "music" for kept in wish.kept):
            fields.add("music")
    return frozenset(str(part) for part in fields if not _present(edit.direction, part))


def _present(direction: Direction, part: str) -> bool:
    return bool(getattr(direction, part, None))
