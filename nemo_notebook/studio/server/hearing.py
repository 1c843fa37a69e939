"""What the studio takes from a person's words, by way of the director."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ValidationError

from nemo_notebook.studio.direction import Direction, Music
from nemo_notebook.studio.director import Director
from nemo_notebook.studio.director.describe import describe, missing
from nemo_notebook.studio.render.capabilities import unsupported
from nemo_notebook.studio.server.language_model import LanguageModel, ModelError
from nemo_notebook.studio.server.phrases import Language, Phrase

_log = logging.getLogger(__name__)

_FIRST_MUSIC = Music(mood="ambient", volume=0.5)
_LONGEST_MEMORY = 100


class Memory(BaseModel):
    """What stays of a conversation.

    Attributes:
        shots: The Directions that an undo can go back to, oldest first, and the current one.
        silence: Whether music was declined before there was any.
        told: Whether it was said that the language model fails.
    """

    shots: tuple[Direction, ...] = ()
    silence: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood.

    Attributes:
        direction: The shot as it shall be now; None if none was ever described.
        memory: The conversation after this sentence, as JSON.
        language: Of the words.
        changed: Whether the shot is another than before.
        question: Whether something was asked, and nothing is to be done.
        reply: What to answer.
        recap: What to answer instead where the words changed nothing, but what was said before has
            not been made yet.
    """

    direction: Direction | None
    memory: str
    language: Language
    changed: bool
    question: bool
    reply: str
    recap: str


def listen(
    memory: str | None,
    text: str,
    *,
    first: bool,
    shown: Direction,
    model: LanguageModel | None = None,
    seed: int | None = None,
) -> Heard:
    """Hear a sentence.

    Args:
        memory: The conversation so far; None at the beginning.
        text: What was said.
        shown: What is on the timeline; where the conversation goes on if nobody can read `memory`.
        first: Whether there is no video yet. Then music is added, unless it was declined.
        model: A language model that may direct in the grammar's place.
        seed: What everything random shall hang on from now on; None to leave it as it is.
    """
    known = _recalled(memory, shown) if memory else Memory()
    director = Director(known.shots)
    before = director.direction
    director.hear(text)
    failure = _ask(model, director, before, text) if model is not None else ""
    heard = director.heard
    told = known.told or bool(failure)
    failed = "" if known.told else failure
    silence = known.silence or "music" in heard.declined
    if first and heard.changed and director.direction.music is None and not silence:
        director.amend(director.direction.model_copy(update={"music": _FIRST_MUSIC}))
    if seed is not None and director.history:
        director.amend(director.direction.model_copy(update={"seed": seed}))
    after, shots = director.direction, director.history[-_LONGEST_MEMORY:]
    new_gaps = [gap for gap in unsupported(after) if gap not in unsupported(before)]
    recap = Phrase.RECAP.say(heard.language, shot=describe(after, heard.language))
    refused = heard.reply if heard.impossible else ""
    return Heard(
        direction=after if shots or heard.changed else None,
        memory=Memory(shots=shots, silence=silence, told=told).model_dump_json(),
        language=heard.language,
        changed=heard.changed,
        question=heard.question,
        reply=_lines(failed, heard.reply, missing(new_gaps, heard.language)),
        recap=_lines(failed, refused, recap, missing(unsupported(after), heard.language)),
    )


@cache
def configured_model() -> LanguageModel | None:
    """The language model that the environment names, if any."""
    from nemo_notebook.settings import Settings  # noqa: PLC0415 (only a turn needs it)

    settings = Settings()
    if settings.director_url is None:
        return None
    key = settings.director_key.get_secret_value() if settings.director_key else ""
    return LanguageModel(settings.director_url, settings.director_model, key)


def _ask(model: LanguageModel, director: Director, before: Direction, text: str) -> str:
    """Let the model direct where it may; returns what went wrong, to be told."""
    if director.heard.question or director.heard.steps:
        return ""
    try:
        direction = model.direct(before, text)
    except ModelError as error:
        language = director.heard.language
        return Phrase.MODEL_FAILED.say(language, why=error.why.say(language, **error.values))
    if direction != before or not director.heard.changed:  # else it understood less than we did
        director.adopt(direction)
    return ""


def _recalled(memory: str, shown: Direction) -> Memory:
    try:
        return Memory.model_validate_json(memory)
    except ValidationError:
        _log.warning(
            "A conversation was kept by another version of the studio:"
            " it goes on from its timeline, and what was before cannot be undone"
        )
        return Memory(shots=(shown,))


def _lines(*said: str) -> str:
    return "\n".join(line for line in said if line)
