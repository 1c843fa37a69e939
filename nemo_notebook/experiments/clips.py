"""The clips of a sweep: every photo with every sentence and every seed, each once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from nemo_notebook.backend import Backend
from nemo_notebook.conversation.handed import Handed, look_at
from nemo_notebook.conversation.plan import PlannedTurn
from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.conversation.take import Take
from nemo_notebook.conversation.wish import check_seed
from nemo_notebook.ledger.key import normalise
from nemo_notebook.protocol.errors import OptionError, PhotoError, PromptError

if TYPE_CHECKING:
    from nemo_notebook.conversation.handed import Photo

Status: TypeAlias = Literal["sent", "replayed", "failed", "left"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A clip before it is made.

    Attributes:
        photo: What it is made of.
        prompt: What is said.
        seed: What its chance hangs on, or None.
        turn: Its key, whether the ledger knows it, and about what it costs.
    """

    photo: Handed
    prompt: str
    seed: int | None
    turn: PlannedTurn


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip of a sweep.

    Attributes:
        photo: The photo's name.
        prompt: What was said.
        seed: What its chance hung on, or None.
        status: `sent` and made; `replayed` from the ledger; `failed`; `left`, because the sweep was
            stopped before it.
        take: What the turn left; None unless it was made.
        credits: What it cost, where that is known.
        key: Names the turn in the ledger.
        error: What went wrong and what to do next, in a sentence or two.
        worker: Host and process that made it, if it was made now.
    """

    photo: str
    prompt: str
    seed: int | None
    status: Status
    take: Take | None
    credits: float | None
    key: str
    error: str = ""
    worker: str = ""


def wanted(
    photos: Photo | Sequence[Photo],
    prompts: str | Sequence[str],
    seeds: Iterable[int | None] | None,
    *,
    backend: Backend,
    folder: Path,
) -> list[Wanted]:
    """Every photo with every prompt and every seed; what comes twice is left out.

    Raises:
        PhotoError: There is none, or one cannot be used.
        PromptError: There is none, one is empty, or one is no message.
        OptionError: There are no seeds, or one is none.
    """
    looked_at = [look_at(photo) for photo in _photos(photos)]
    said, chances = _prompts(prompts), _seeds(seeds)
    found: dict[str, Wanted] = {}
    for photo, prompt, seed in product(looked_at, said, chances):
        turn = _planned(photo, prompt, seed, backend, folder)
        found.setdefault(turn.key, Wanted(photo, prompt, seed, turn))
    return list(found.values())


def _planned(
    photo: Handed, prompt: str, seed: int | None, backend: Backend, folder: Path
) -> PlannedTurn:
    with Conversation(photo, backend=backend, folder=folder) as chat:
        turns = chat.plan(prompt, seed=seed).turns
    if not turns:
        raise PromptError(
            f"“{prompt}” is a request, not something to make a clip of",
            hint="Say what should happen in the clip; export= says what it becomes.",
        )
    return turns[0]


def _photos(photos: Photo | Sequence[Photo]) -> Sequence[Photo]:
    if isinstance(photos, list | tuple):
        found: Sequence[Photo] = photos
    elif isinstance(photos, Iterable) and not isinstance(photos, str | bytes | os.PathLike):
        found = [*cast("Iterable[Photo]", photos)]
    else:
        found = [photos]
    if not found:
        raise PhotoError("A sweep needs a photo", hint='Name one or several: ["a.jpg", "b.jpg"].')
    return found


def _prompts(prompts: str | Sequence[str]) -> list[str]:
    said = [prompts] if isinstance(prompts, str) else list(prompts)
    if not said:
        raise PromptError("A sweep needs a sentence", hint='Try prompts=["pan left", "zoom in"].')
    for prompt in said:
        if not normalise(str(prompt)):
            raise PromptError("A sentence is empty", hint="Say what should happen in each clip.")
    return [normalise(str(prompt)) for prompt in said]


def _seeds(seeds: Iterable[int | None] | None) -> list[int | None]:
    if seeds is None:
        return [None]
    if isinstance(seeds, int) or not isinstance(seeds, Iterable):
        raise OptionError(f"seeds={seeds!r} names no seeds", hint="Try seeds=range(4).")
    chances = list(seeds)
    if not chances:
        raise OptionError("There are no seeds", hint="Try seeds=range(4), or leave it out.")
    for seed in chances:
        check_seed(seed)
    return chances
