"""What a video was made of and how: small plain JSON that travels inside the file.

A recipe holds no token, path, address or name of a person. The words of a prompt are the person's
own: the level `full` takes them along, without tokens, addresses and paths; `keys` leaves them out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nemo_notebook.ledger.records import Turn

Level: TypeAlias = Literal["full", "keys", "off"]

LEVELS: tuple[Level, ...] = ("full", "keys", "off")
MOST_READ = 256 * 2**10
"""How many bytes a recipe may have to be looked at; a file may bring anything."""

_MOST_WRITTEN = 60_000  # a comment in a QuickTime file has 65,535 bytes at most
_HEX = r"^[0-9a-f]{64}$"
_Digest: TypeAlias = Annotated[str, Field(pattern=_HEX)]
_Word: TypeAlias = Annotated[str, Field(pattern=r"^[0-9A-Za-z.+!_-]{1,40}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Step(_Part):
    """A turn on the way to the video.

    Attributes:
        key: Names it in the ledger.
        prompt: What was said; None where the recipe leaves words out.
        redacted: Whether something was taken out of the prompt.
        inputs: sha256 of each file that went with it.
        seed: What its chance hung on, where one was given.
        take: How often the same was asked for before.
        version: Of this package.
    """

    key: _Digest
    prompt: Annotated[str, Field(max_length=MOST_READ)] | None = None
    redacted: bool = False
    inputs: Annotated[tuple[_Digest, ...], Field(max_length=1000)] = ()
    seed: int | None = None
    take: Annotated[int, Field(ge=0, le=10**6)] = 0
    version: _Word


class Recipe(_Part):
    """How a video came about.

    Attributes:
        recipe: The number of this form.
        backend: The family of servers that made it.
        container: The file that it became first.
        quality: The same.
        steps: The turns, the conversation's first turn first; the last one made it.
        whole: Whether the first step is the conversation's first turn.
        streams: The hash of picture and sound, in the recipe beside a file.
    """

    recipe: Literal[1] = 1
    backend: _Word
    container: _Word
    quality: _Word
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=10_000)]
    whole: bool = True
    streams: _Digest | None = None

    @classmethod
    def of(
        cls, chain: Sequence[Turn], *, container: str, quality: str, level: Literal["full", "keys"]
    ) -> Self:
        """The recipe of an export, as long as a container takes.

        Args:
            chain: The turns that lead to it, the conversation's first turn first.
            container: What it becomes.
            quality: The same.
            level: Whether prompts stand in it.
        """
        steps = tuple(_step(turn, with_prompt=level == "full") for turn in chain)
        made = cls(backend=chain[-1].backend, container=container, quality=quality, steps=steps)
        if made.is_long:
            bare = tuple(step.model_copy(update={"prompt": None}) for step in steps)
            made = made.model_copy(update={"steps": bare})
        while made.is_long:
            made = made.model_copy(update={"steps": made.steps[1:], "whole": False})
        return made

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The recipe in a comment or beside a file; None if it is none, whatever else it is."""
        if len(text) > MOST_READ or len(text.encode(errors="replace")) > MOST_READ:
            return None
        try:
            return cls.model_validate_json(text)
        except (ValidationError, ValueError, RecursionError):
            return None

    @property
    def text(self) -> str:
        """Compact JSON."""
        return self.model_dump_json(exclude_none=True)

    @property
    def is_long(self) -> bool:
        """Whether it is more than every container takes."""
        return len(self.text.encode()) > _MOST_WRITTEN


def _step(turn: Turn, *, with_prompt: bool) -> Step:
    prompt = redacted(turn.prompt) if with_prompt else None
    seed = turn.params.get("seed")
    return Step(
        key=turn.key,
        prompt=prompt,
        redacted=prompt is not None and prompt != turn.prompt,
        inputs=tuple(entry.sha256 for entry in turn.inputs),
        seed=seed if isinstance(seed, int) else None,
        take=turn.take,
        version=turn.version,
    )


def redacted(text: str) -> str:
    """The text with a mark in the place of each token, address and path of a machine."""
    for pattern, mark in _SECRETS:
        text = pattern.sub(mark, text)
    return text


def _path(found: re.Match[str]) -> str:
    return f"{found['before']}[path]"


_SECRETS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s\"'<>]+", re.IGNORECASE), "[address]"),
    (re.compile(r"\b(?:nmv|clm)_\w+"), "[token]"),
    (re.compile(r"\bBearer\s+\S+", re.IGNORECASE), "[token]"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[address]"),
    # "and/or" and "9/16" are no paths: one begins with a slash, a drive or the home's tilde.
    (
        re.compile(
            r"(?P<before>^|[\s\"'(=:])(?:~|[A-Za-z]:)?[/\\](?:[^\s/\\\"']+[/\\])*[^\s/\\\"']+"
        ),
        _path,
    ),
)
