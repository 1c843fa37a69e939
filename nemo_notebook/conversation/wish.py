"""A turn before it is made: what is asked for, and its name in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from nemo_notebook.client.exif import RECIPE
from nemo_notebook.client.files import Upload
from nemo_notebook.conversation.branch import Branch
from nemo_notebook.conversation.handed import Handed
from nemo_notebook.conversation.price import Confirm
from nemo_notebook.ledger.key import ROOT, turn_key
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Input, Sending, Turn
from nemo_notebook.protocol.errors import OptionError
from nemo_notebook.protocol.events import JsonObject

HIGHEST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for.

    Attributes:
        key: Its name in the ledger.
        parent: The turn that it goes on from, or None for a conversation's first.
        prompt: What is said.
        files: What is handed over with it.
        inputs: The same as it is written down.
        take: How often the same was asked for before.
        title: What the conversation is called.
        seed: What everything random shall hang on, or None.
        confirm: Whom to ask before credits are spent.
        is_repeated: Whether it repeats a turn to come to a place where the service was before.
    """

    key: str
    parent: Turn | None
    prompt: str
    files: tuple[Handed, ...]
    inputs: tuple[Input, ...]
    take: int
    title: str
    seed: int | None = None
    confirm: Confirm = False
    is_repeated: bool = False

    @property
    def params(self) -> JsonObject:
        """Whatever else goes on the wire."""
        return params_of(self.seed)

    @property
    def parent_key(self) -> str:
        """Of the turn before."""
        return self.parent.key if self.parent else ROOT


class Namer:
    """Names turns.

    Args:
        ledger: Tells which takes there are.
        family: Of the backend.
        keep_exif: Whether photos leave this machine as they are.
    """

    def __init__(self, ledger: Ledger, family: str, *, keep_exif: bool = False) -> None:
        self._ledger = ledger
        self._family = family
        self._strips = family != "studio" and not keep_exif

    def name(
        self,
        parent: str,
        prompt: str,
        inputs: Sequence[Input],
        *,
        seed: int | None = None,
        again: bool = False,
    ) -> tuple[str, int]:
        """The key and the number of a take; `again` moves on to the first that has not ended.

        A take that was sent, and whose end was not written down, is seen through and not passed by:
        it may be paid for.
        """
        for take in count():
            key = turn_key(
                parent=parent,
                prompt=prompt,
                inputs=[entry.name_in_key for entry in inputs],
                backend=self._family,
                params=params_of(seed),
                take=take,
            )
            if not again or self._ledger.find(key) is None:
                break
        return key, take

    def wish(
        self,
        branch: Branch,
        prompt: str,
        files: tuple[Handed, ...],
        title: str,
        *,
        seed: int | None = None,
        again: bool = False,
        confirm: Confirm = False,
    ) -> Wish:
        """What is asked for on a branch."""
        inputs = tuple(map(self.written, files))
        key, take = self.name(branch.key, prompt, inputs, seed=seed, again=again)
        return Wish(key, branch.head, prompt, files, inputs, take, title, seed, confirm)

    def written(self, file: Handed) -> Input:
        """A file as the ledger has it: the recipe says what is done to it on the way."""
        is_stripped = (
            self._strips
            and isinstance(file, Upload)
            and file.media_type in {"image/jpeg", "image/png", "image/webp"}
        )
        return Input(name=file.name, sha256=file.sha256, recipe=RECIPE if is_stripped else "")


def wish_of(sending: Sending, ledger: Ledger) -> Wish:
    """What was asked for in a turn that was sent; its files were handed over already."""
    seed = sending.params.get("seed")
    return Wish(
        key=sending.key,
        parent=ledger.find(sending.parent),
        prompt=sending.prompt,
        files=(),
        inputs=sending.inputs,
        take=sending.take,
        title=sending.title,
        seed=seed if isinstance(seed, int) else None,
    )


def params_of(seed: int | None) -> JsonObject:
    """What goes on the wire beside words and files."""
    return {} if seed is None else {"seed": seed}


def check_seed(seed: int | None) -> None:
    """Refuse what is no seed.

    Raises:
        OptionError: It is no whole number from 0 to 2³¹ - 1.
    """
    if seed is None:
        return
    if type(seed) is not int or not 0 <= seed <= HIGHEST_SEED:
        raise OptionError(
            f"{seed!r} is no seed", hint=f"Give a whole number from 0 to {HIGHEST_SEED}."
        )
