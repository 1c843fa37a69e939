"""What the studio takes from a person's words, by way of the director."""

from __future__ import annotations

import json
from dataclasses import dataclass

from nemo_notebook.studio.direction import Direction, Music
from nemo_notebook.studio.director import Director
from nemo_notebook.studio.server.phrases import Language

_FIRST_MUSIC = Music(mood="ambient", volume=0.5)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood.

    Attributes:
        direction: The shot as it shall be now.
        history: The director's memory, as JSON.
        language: Of the words.
        changed: Whether the shot is another than before.
        question: Whether something was asked, and nothing is to be done.
        reply: What to answer.
    """

    direction: Direction
    history: str
    language: Language
    changed: bool
    question: bool
    reply: str


def listen(history: str | None, text: str, *, first: bool) -> Heard:
    """Hear a sentence.

    Args:
        history: The director's memory; None at the beginning.
        text: What was said.
        first: Whether there is no video yet. Then music is added, unless it was declined.
    """
    director = Director(json.loads(history) if history else None)
    director.hear(text)
    heard = director.heard
    if first and director.direction.music is None and "music" not in heard.declined:
        director.amend(director.direction.model_copy(update={"music": _FIRST_MUSIC}))
    return Heard(
        direction=director.direction,
        history=json.dumps(director.history),
        language=heard.language,
        changed=heard.changed,
        question=heard.question,
        reply=heard.reply,
    )
