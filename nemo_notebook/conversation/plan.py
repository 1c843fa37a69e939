"""What would be sent, and about what it would cost: nothing is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from nemo_notebook.conversation.branch import Branch, Step
from nemo_notebook.conversation.handed import Handed
from nemo_notebook.conversation.language import Language
from nemo_notebook.conversation.price import price_of
from nemo_notebook.conversation.wish import Namer, Wish
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.protocol.draft import Draft

Status: TypeAlias = Literal["known", "unsettled", "new"]


@dataclass(frozen=True, slots=True)
class PlannedTurn:
    """A turn as it would be.

    Attributes:
        prompt: What would be said.
        key: Its name in the ledger.
        status: `known`: it would be replayed. `unsettled`: it was sent, and its end was not written
            down: it would be looked for, and not sent again. `new`: it would be sent.
        credits: About what it would cost.
    """

    prompt: str
    key: str
    status: Status
    credits: int = 0

    def said(self, language: Language) -> str:
        """In a few words."""
        return _WORDS[language][self.status].format(credits=_cost(self.credits, language))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a chain of sentences would come to; `str` says it in a line."""

    turns: tuple[PlannedTurn, ...] = ()

    def __iter__(self) -> Iterator[PlannedTurn]:
        return iter(self.turns)

    def __add__(self, other: Plan) -> Plan:
        return Plan(self.turns + other.turns)

    @property
    def known(self) -> int:
        """How many turns would be replayed."""
        return self._counted["known"]

    @property
    def unsettled(self) -> int:
        """How many were sent, and would be looked for."""
        return self._counted["unsettled"]

    @property
    def new(self) -> int:
        """How many would be sent."""
        return self._counted["new"]

    @property
    def credits(self) -> int:
        """About what all of it would cost."""
        return sum(turn.credits for turn in self.turns)

    def __str__(self) -> str:
        looked_for = f", {self.unsettled} to look for" if self.unsettled else ""
        return f"{self.known} known{looked_for}, {self.new} new, {_cost(self.credits, 'en')}"

    @property
    def _counted(self) -> Counter[str]:
        return Counter(turn.status for turn in self.turns)


class Planner:
    """Thinks sentences through, one after the other, from where a conversation stands.

    Args:
        ledger: Tells which turns are known.
        namer: Names them.
        costs_credits: Whether the backend charges for a new one.
    """

    def __init__(self, ledger: Ledger, namer: Namer, *, costs_credits: bool) -> None:
        self._ledger = ledger
        self._namer = namer
        self._costs_credits = costs_credits
        self._ahead: tuple[Branch, int] | None = None

    def forget(self) -> None:
        """Begin anew: the conversation stands elsewhere."""
        self._ahead = None

    def next(
        self,
        branch: Branch,
        prompt: str,
        waiting: Sequence[Handed],
        handed: Sequence[Handed],
        title: str,
        *,
        seed: int | None,
        again: bool,
        cell: str | None,
    ) -> PlannedTurn:
        """What a sentence would come to after those that were planned before it.

        Args:
            branch: Where the conversation stands.
            prompt: What would be said.
            waiting: Files that wait for the next sentence, each of which goes with one only.
            handed: Files that come with this one.
            title: What the conversation is called.
            seed: As for `say`.
            again: As for `say`.
            cell: As for `say`.
        """
        before, used = self._ahead or (branch, 0)
        known = before.step_of(cell)
        files = (*waiting[used:], *handed) or (known.files if known else ())
        before = before.before(cell)
        wish = self._namer.wish(before, prompt, files, title, seed=seed, again=again)
        turn, after = self._thought_through(before, wish, cell)
        self._ahead = after, len(waiting)
        return turn

    def all(
        self,
        branch: Branch,
        prompts: Iterable[str],
        files: tuple[Handed, ...],
        title: str,
        *,
        seed: int | None,
    ) -> Plan:
        """What sentences would come to from where a conversation stands; it is not gone on from.

        Args:
            branch: Where that is.
            prompts: What would be said.
            files: What goes with the first of them.
            title: What the conversation is called.
            seed: As for `say`.
        """
        turns = []
        for prompt in prompts:
            wish = self._namer.wish(branch, prompt, files, title, seed=seed)
            turn, branch = self._thought_through(branch, wish, None)
            turns.append(turn)
            files = ()
        return Plan(tuple(turns))

    def _thought_through(
        self, branch: Branch, wish: Wish, cell: str | None
    ) -> tuple[PlannedTurn, Branch]:
        """One more turn, and the branch as it would be after it."""
        known = self._ledger.find(wish.key)
        if known is not None:
            step = Step(wish.key, Draft(known.draft), known, cell, wish.files)
            return PlannedTurn(wish.prompt, wish.key, "known"), branch.then(step)
        is_unsettled = self._ledger.sending(wish.key) is not None
        is_paid = self._costs_credits and not is_unsettled
        price = price_on(self._ledger, branch) if is_paid else 0
        after = Draft({"t": [{"tt": 0, "sg": [{"d": len(branch.drafts) + 1}]}]})  # not any before
        step = Step(wish.key, after, None, cell, wish.files)
        status: Status = "unsettled" if is_unsettled else "new"
        return PlannedTurn(wish.prompt, wish.key, status, price), branch.then(step)


def price_on(ledger: Ledger, branch: Branch) -> int:
    """About what a message costs on a branch, with the way back where the service has gone on."""
    return price_of(branch.drafts) + _way_back(ledger, branch)


def _way_back(ledger: Ledger, branch: Branch) -> int:
    """What it costs to say everything again, where something else was said after the last turn."""
    head = branch.head
    if head is None or not any(
        turn.parent == head.key and turn.session_id == head.session_id for turn in ledger.turns()
    ):
        return 0
    drafts = branch.drafts
    return sum(price_of(drafts[:said]) for said in range(len(drafts)))


def _cost(credits: int, language: Language) -> str:  # noqa: A002 (the service's own word)
    if language == "zh":
        return f"约 {credits} 积分" if credits else "不需要积分"
    return f"about {credits} credits" if credits else "no credits"


_WORDS: dict[Language, dict[Status, str]] = {
    "en": {
        "known": "Plan: known, would be replayed.",
        "unsettled": "Plan: sent before; its outcome would be looked for.",
        "new": "Plan: new, {credits}; nothing was sent.",
    },
    "zh": {
        "known": "计划：已知，会直接重播。",
        "unsettled": "计划：之前已发送，只会查找结果。",
        "new": "计划：新的，{credits}；没有发送。",
    },
}
