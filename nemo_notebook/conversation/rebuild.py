"""Back to a turn that the hosted service has gone on from: it cannot fork, so it is said again.

That costs, so it is priced and asked for first. What is repeated is a take of its own, written down
and fenced as every turn is: an interruption in the middle of it pays for nothing twice, and a
repetition that still stands where it ended is used before another is paid for.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from nemo_notebook.backend import Backend
from nemo_notebook.conversation.follow import draft_digest
from nemo_notebook.conversation.language import Language, language_of
from nemo_notebook.conversation.price import asked, price_of
from nemo_notebook.conversation.progress import Progress
from nemo_notebook.conversation.session import SessionKeeper, seed_of
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.conversation.wish import Namer, Wish
from nemo_notebook.ledger.key import ROOT
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Turn
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import Session
from nemo_notebook.protocol.errors import InputError, SessionNotFoundError

Run = Callable[[Wish, Progress], Awaitable[Turn]]


class Rebuilder:
    """Brings the hosted service back to a turn.

    Args:
        backend: Which server answers.
        ledger: Where turns are found and repetitions written down.
        keeper: Finds the server's side.
        run: Sends a wish and sees it through.
    """

    def __init__(self, backend: Backend, ledger: Ledger, keeper: SessionKeeper, run: Run) -> None:
        self._ledger = ledger
        self._keeper = keeper
        self._run = run
        self._namer = Namer(ledger, backend.family)

    async def session_at(self, turn: Turn, wish: Wish, progress: Progress) -> Session:
        """A session that stands where a turn ended, but for what chance has made of it.

        Raises:
            InputError: The price was declined, or nobody could be asked; nothing was sent.
        """
        chain = self._ledger.chain(turn)
        done, stands_at = await self._furthest(chain)
        missing = chain[done:]
        if missing:
            await self._ask(missing, [Draft(turn.draft) for turn in chain[:done]], wish)
        for number, earlier in enumerate(missing, 1):
            progress.at(Stage.WAITING, f"Saying turn {number} of {len(missing)} again")
            again = self._repetition(earlier, stands_at, wish.title)
            stands_at = await self._run(again, Progress(TurnState(earlier.prompt)))
        if stands_at is None:  # a chain has one turn at least
            raise InputError("There is no turn to go back to")
        session = Session(task_id=stands_at.task_id, session_id=stands_at.session_id)
        self._keeper.advance(turn, session)
        return session

    async def _furthest(self, chain: Sequence[Turn]) -> tuple[int, Turn | None]:
        """How much of a chain was repeated before, in a session that still stands there."""
        turns = list(self._ledger.turns())
        for length in range(len(chain), 0, -1):
            words = [_words(turn) for turn in chain[:length]]
            for turn in turns:
                if _words(turn) != words[-1]:
                    continue
                if [_words(earlier) for earlier in self._ledger.chain(turn)] == words and (
                    await self._stands_at(turn)
                ):
                    return length, turn
        return 0, None

    async def _stands_at(self, turn: Turn) -> bool:
        session = Session(task_id=turn.task_id, session_id=turn.session_id)
        try:
            timeline = await self._keeper.timeline(session)
        except SessionNotFoundError:
            return False
        return draft_digest(timeline.raw) == draft_digest(turn.draft)

    async def _ask(self, missing: Sequence[Turn], before: list[Draft], wish: Wish) -> None:
        price = 0
        for turn in missing:
            price += price_of(before)
            before.append(Draft(turn.draft))
        price += price_of(before)
        question = _question(len(missing), price, language_of(wish.prompt))
        confirm = wish.confirm if callable(wish.confirm) else True
        if not await asked(confirm, question):
            raise InputError(
                f"Nothing was sent: going back costs about {price} credits",
                hint="Go on from the last turn, or use the studio, which goes back for nothing.",
            )

    def _repetition(self, turn: Turn, parent: Turn | None, title: str) -> Wish:
        parent_key = parent.key if parent else ROOT
        key, take = self._namer.name(
            parent_key, turn.prompt, turn.inputs, seed=seed_of(turn), again=True
        )
        return Wish(
            key=key,
            parent=parent,
            prompt=turn.prompt,
            files=tuple(self._keeper.photos_of(turn)),
            inputs=turn.inputs,
            take=take,
            title=title,
            seed=seed_of(turn),
            is_repeated=True,
        )


def _words(turn: Turn) -> tuple[object, ...]:
    """What was asked for in a turn, whichever take it was."""
    inputs = tuple(entry.name_in_key for entry in turn.inputs)
    return turn.backend, turn.prompt, inputs, turn.params


def _question(count: int, price: int, language: Language) -> str:
    if language == "zh":
        return (
            f"服务已越过这一轮，无法返回：需要在新会话中重复之前的 {count} 轮，"
            f"连同这条消息共约 {price} 积分。要发送吗？"
        )
    turns = f"{count} turns" if count > 1 else "1 turn"
    return (
        f"The service has gone on from there and cannot go back: {turns} would be said again in a"
        f" new session, about {price} credits with this message. Send it?"
    )
