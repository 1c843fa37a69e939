"""What the studio takes from a person's words, by way of the director."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pydantic import BaseModel, ValidationError

from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.studio.direction import Direction, Music
from nemo_notebook.studio.director import Director
from nemo_notebook.studio.director.describe import describe
from nemo_notebook.studio.director.tokens import language_of
from nemo_notebook.studio.server import timeline
from nemo_notebook.studio.server.choice import Choice, choose, is_beyond, of_timeline, unseen
from nemo_notebook.studio.server.fitting import Fitting
from nemo_notebook.studio.server.language_model import LanguageModel, ModelError
from nemo_notebook.studio.server.phrases import Language, Phrase
from nemo_notebook.studio.server.remarks import Remarks
from nemo_notebook.studio.server.store import Asset

_log = logging.getLogger(__name__)

_FIRST_MUSIC = Music(mood="ambient", volume=0.5)
_OWN_MUSIC = Music(volume=1.0)
_LONGEST_MEMORY = 100


class Memory(BaseModel):
    """What stays of a conversation.

    Attributes:
        shots: The Directions that an undo can go back to, oldest first, and the current one.
        silence: Whether music was declined before there was any.
        told: Whether it was said that the language model fails.
        choice: Which files are shown; None if a version without it has kept this.
        earlier: Ids of what each of the shots but the last has shown.
        undone: The Directions that a redo can bring back, the next one first.
        later: Ids of what each of them has shown.
        said: Length, frame rate and size, those of them that are as somebody wanted them.
    """

    shots: tuple[Direction, ...] = ()
    silence: bool = False
    told: bool = False
    choice: Choice | None = None
    earlier: tuple[tuple[str, ...], ...] = ()
    undone: tuple[Direction, ...] = ()
    later: tuple[tuple[str, ...], ...] = ()
    said: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a conversation stands when a sentence comes.

    Attributes:
        memory: The conversation so far; None at the beginning.
        draft: What is on the timeline, None before the first video. Music is then added, unless it
            is declined; and here the conversation goes on if nobody can read `memory`.
        uploads: The files of the session, in the order in which they were handed over.
    """

    memory: str | None = None
    draft: JsonObject | None = None
    uploads: Sequence[Asset] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood.

    Attributes:
        direction: The shot as it shall be now; None if none was ever described.
        parts: The photos and clips that it shows, in their order.
        song: The sound that was handed over last.
        memory: The conversation after this sentence, as JSON.
        language: Of the words.
        changed: Whether the shot is another than before.
        question: Whether something was asked, and nothing is to be done.
        reply: What to answer.
        recap: What to answer instead where the words changed nothing, but what was said before has
            not been made yet.
    """

    direction: Direction | None
    parts: tuple[Asset, ...]
    song: Asset | None
    memory: str
    language: Language
    changed: bool
    question: bool
    reply: str
    recap: str


def listen(
    standing: Standing, text: str, *, model: LanguageModel | None = None, seed: int | None = None
) -> Heard:
    """Hear a sentence.

    Args:
        standing: What was before it.
        text: What was said.
        model: A language model that may direct in the grammar's place.
        seed: What everything random shall hang on from now on; None to leave it as it is.
    """
    known = _recalled(standing)
    old = known.choice or of_timeline(timeline.parts_of(standing.draft), standing.uploads)
    choice, rest = choose(old, standing.uploads, text)
    view = _View(choice, standing.uploads, has_new_song=_has_song(unseen(old, standing.uploads)))
    director, before = _directed(known, Fitting(view.parts, known.said), len(view.parts))
    failure = _interpret(director, rest, model) if rest else ""
    heard = director.heard
    if heard.steps and not heard.restarted and choice.shown == old.shown:
        view = view.showing(_shown_at(known, old, len(director.history)))
    after, said = _settled(standing, known, old, view, before, director, wanted=not rest, seed=seed)
    is_new = view.choice.shown != old.shown
    shots = _kept(known, director, after, wanted=not rest, other=is_new)
    changed = heard.changed or (view.has_new_song and _is_uploaded(after.music))
    remarks = Remarks(view.parts, view.song, language_of(text) or heard.language)
    news = remarks.on_choice(old.shown, asked=not rest)
    own = _lines(
        _beyond(standing.uploads, text, remarks.language),
        news,
        remarks.on_part(director.direction, after, new=is_new),
    )
    failed = "" if known.told else failure
    recap = Phrase.RECAP.say(remarks.language, shot=describe(after, remarks.language))
    if news and standing.draft is not None and (heard.steps or not rest):
        recap = ""  # nothing but the choice of files is another
    said_so = heard.reply if heard.changed or not changed else ""
    refused = heard.reply if heard.impossible else ""
    return Heard(
        direction=after if heard.changed or not rest or shots else None,
        parts=view.parts,
        song=view.song,
        memory=_remembered(
            known, old, view.choice, director, shots, said, failed=bool(failure)
        ).model_dump_json(),
        language=remarks.language,
        changed=changed,
        question=heard.question,
        reply=_lines(failed, said_so, own, remarks.on(after, None if is_new else before)),
        recap=_lines(failed, refused, recap, own, remarks.on(after)),
    )


def _remembered(
    known: Memory,
    old: Choice,
    choice: Choice,
    director: Director,
    shots: tuple[Direction, ...],
    said: frozenset[str],
    *,
    failed: bool,
) -> Memory:
    """What stays of the conversation after a sentence; `failed`: whether the model did."""
    is_new = choice.shown != old.shown
    undone = director.undone if director.heard.steps or not is_new else ()
    return Memory(
        shots=shots[-_LONGEST_MEMORY:],
        silence=known.silence or "music" in director.heard.declined,
        told=known.told or failed,
        choice=choice,
        earlier=_shown(known, old, len(shots) - 1)[-_LONGEST_MEMORY + 1 :],
        undone=undone,
        later=_shown(known, old, len(shots) + len(undone))[len(shots) :],
        said=said,
    )


def _settled(
    standing: Standing,
    known: Memory,
    old: Choice,
    view: _View,
    before: Direction,
    director: Director,
    *,
    wanted: bool,
    seed: int | None,
) -> tuple[Direction, frozenset[str]]:
    """The Direction as it is made, and which of its measures somebody wanted."""
    heard, asked = director.heard, director.direction
    fitting = Fitting(view.parts, known.said).after(before, asked, restarted=heard.restarted)
    after = _with_music(
        fitting.fit(_cut(asked, before, old, view)),
        view,
        had=before.music,
        silence=known.silence or "music" in heard.declined,
        first=standing.draft is None and (wanted or heard.changed),
    )
    if seed is not None:
        after = after.model_copy(update={"seed": seed})
    return after, fitting.said


def _kept(
    known: Memory, director: Director, after: Direction, *, wanted: bool, other: bool
) -> tuple[Direction, ...]:
    """The shots that an undo can go back to, and the current one.

    Another choice of files is a step, too, where nothing else was said.
    """
    heard = director.heard
    if not (wanted or heard.changed or known.shots):
        return ()
    if other and known.shots and not heard.changed and not heard.steps:
        return (*director.history, after)
    if director.history or after != director.direction:
        return (*director.history[:-1], after)
    return director.history


def _shown_at(known: Memory, old: Choice, count: int) -> tuple[str, ...]:
    """Ids of what was shown when there were as many shots."""
    return _shown(known, old, max(1, count))[-1]


def _shown(known: Memory, old: Choice, count: int) -> tuple[tuple[str, ...], ...]:
    """Ids of what each of the first `count` shots has shown, those that were undone among them."""
    made = len(known.shots)
    so_far = (*known.earlier, *([old.shown] * made))[:made]
    return (*so_far, *known.later, *([old.shown] * max(0, count)))[: max(0, count)]


@dataclass(frozen=True, slots=True)
class _View:
    """The files of a session, seen by the choice that was made among them."""

    choice: Choice
    uploads: Sequence[Asset]
    has_new_song: bool

    def showing(self, shown: Sequence[str]) -> _View:
        """The same files, with others of them shown."""
        choice = self.choice.model_copy(update={"shown": tuple(shown) or self.choice.shown})
        return replace(self, choice=choice)

    @property
    def parts(self) -> tuple[Asset, ...]:
        by_id = {asset.id: asset for asset in self.uploads}
        return tuple(by_id[name] for name in self.choice.shown if name in by_id)

    @property
    def song(self) -> Asset | None:
        return next((asset for asset in reversed(self.uploads) if asset.kind == "audio"), None)

    @property
    def clip(self) -> Asset | None:
        return next((part for part in self.parts if part.kind == "video"), None)


def _directed(known: Memory, fitting: Fitting, photos: int) -> tuple[Director, Direction]:
    """A director who goes on from the shots as they fit what is shown, and the shot as it is."""
    undone = [fitting.fit(shot) for shot in known.undone]
    director = Director([fitting.fit(shot) for shot in known.shots], undone, photos=photos or None)
    usual = fitting.fit(Direction())
    if not known.shots and usual != Direction():
        director.amend(usual)
    return director, director.direction


def _cut(asked: Direction, before: Direction, old: Choice, view: _View) -> Direction:
    """The Direction without a cut of another clip, or one that would leave nothing."""
    clip = view.clip
    if clip is None or asked.trim is None:
        return asked
    stale = clip.id not in old.shown and asked.trim == before.trim
    if stale or asked.trim.start_ms >= (clip.duration_ms or 0):
        return asked.model_copy(update={"trim": None})
    return asked


def _with_music(
    direction: Direction, view: _View, *, had: Music | None, silence: bool, first: bool
) -> Direction:
    """The Direction with a song that has just been handed over, or with music for a first video."""
    music = direction.music
    if view.has_new_song and music == had and not silence:
        music = (music or _OWN_MUSIC).model_copy(update={"uploaded": True})
    elif first and music is None and not silence and view.clip is None:
        music = _FIRST_MUSIC
    return direction.model_copy(update={"music": music})


@cache
def configured_model() -> LanguageModel | None:
    """The language model that the environment names, if any."""
    from nemo_notebook.settings import Settings  # noqa: PLC0415 (only a turn needs it)

    settings = Settings()
    if settings.director_url is None:
        return None
    key = settings.director_key.get_secret_value() if settings.director_key else ""
    return LanguageModel(settings.director_url, settings.director_model, key)


def _interpret(director: Director, text: str, model: LanguageModel | None) -> str:
    """Hear, and let the model direct where it may; returns what went wrong, to be told."""
    before = director.direction
    director.hear(text)
    if model is None or director.heard.question or director.heard.steps:
        return ""
    try:
        direction = model.direct(before, text)
    except ModelError as error:
        language = director.heard.language
        return Phrase.MODEL_FAILED.say(language, why=error.why.say(language, **error.values))
    if direction != before or not director.heard.changed:  # else it understood less than we did
        director.adopt(direction)
    return ""


def _recalled(standing: Standing) -> Memory:
    if standing.memory is None:
        return Memory()
    try:
        return Memory.model_validate_json(standing.memory)
    except ValidationError:
        _log.warning(
            "A conversation was kept by another version of the studio:"
            " it goes on from its timeline, and what was before cannot be undone"
        )
        return Memory(shots=(timeline.direction_of(standing.draft),))


def _beyond(uploads: Sequence[Asset], text: str, language: Language) -> str:
    """What to say of a photo's number that there isn't."""
    if not is_beyond(uploads, text):
        return ""
    count = sum(asset.kind != "audio" for asset in uploads)
    return Phrase.NO_SUCH_PART.say(language, count=count)


def _is_uploaded(music: Music | None) -> bool:
    return music is not None and music.uploaded


def _has_song(assets: Sequence[Asset]) -> bool:
    return any(asset.kind == "audio" for asset in assets)


def _lines(*said: str) -> str:
    return "\n".join(line for line in said if line)
