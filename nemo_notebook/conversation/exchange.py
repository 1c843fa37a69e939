"""One exchange: a message goes out once, its answer comes back, and both are written down."""

from __future__ import annotations

import asyncio
import os
import random
import socket
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version

from nemo_notebook.backend import Backend
from nemo_notebook.client.files import Upload
from nemo_notebook.client.timing import Timing
from nemo_notebook.conversation.asides import made_elsewhere, starts_anew, taken_up
from nemo_notebook.conversation.follow import MARGIN_S, TURN_LIMIT_S, Follower, draft_digest
from nemo_notebook.conversation.language import language_of
from nemo_notebook.conversation.listen import listen
from nemo_notebook.conversation.outcome import concluded
from nemo_notebook.conversation.price import balance_of, settle_price
from nemo_notebook.conversation.progress import Progress
from nemo_notebook.conversation.rebuild import Rebuilder
from nemo_notebook.conversation.record import Recorder, recalled
from nemo_notebook.conversation.reduce import reduce
from nemo_notebook.conversation.resolve import age_of, verdict
from nemo_notebook.conversation.session import SessionKeeper
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.conversation.wish import Wish, wish_of
from nemo_notebook.ledger.holder import holding, is_held
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Sending, Turn
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import Credits, Session, State
from nemo_notebook.protocol.errors import (
    BackendError,
    ConnectionLostError,
    InsufficientCreditsError,
    LedgerError,
    ServiceError,
    SessionNotFoundError,
    TurnAbortedError,
    TurnIndeterminateError,
)

_LOOK_EVERY_S = 0.2


class _BusyError(Exception):
    """Another turn is under way in the session."""

    def __init__(self, other: Sending) -> None:
        super().__init__(other.key)
        self.other = other


class Exchange:
    """Turns wishes into turns.

    Args:
        backend: Which server answers.
        ledger: Where both are written down.
        keeper: Finds the server's side.
        timing: Clocks; fake ones in tests.
    """

    def __init__(
        self,
        backend: Backend,
        ledger: Ledger,
        keeper: SessionKeeper,
        timing: Timing | None = None,
    ) -> None:
        self._backend = backend
        self._ledger = ledger
        self._keeper = keeper
        self._timing = timing or Timing()

    async def run(self, wish: Wish, progress: Progress) -> Turn:
        """Send a wish and see it through, or see one through that was sent before.

        Where another process is sending the same turn, its end is waited for.

        Raises:
            InputError: It was not confirmed, so nothing was sent.
            ServiceError: The server refused, or the balance is too small; nothing was done, and it
                may be said again.
            TurnError: What came of the message is not known, or it was cut short.
        """
        with holding(self._ledger.folder, wish.key) as me:
            try:
                return await self._run(wish, progress, me)
            except (BackendError, ConnectionLostError):
                # The server may come back somewhere else: the studio does, on another socket.
                await self._keeper.aclose()
                self._keeper.forget()
                raise

    async def _run(self, wish: Wish, progress: Progress, me: object) -> Turn:
        while True:
            left = self._ledger.sending(wish.key)
            if left is not None and self._is_held(left, me):
                progress.at(Stage.WAITING, "Another notebook is making this turn")
                await self._timing.sleep(_LOOK_EVERY_S)
                turn = self._found(wish, progress)
            elif left is not None:
                turn = await self._take_up(wish, left, progress)
                turn = turn or await self._send_in_turn(wish, progress, me, after=left)
            else:
                turn = await self._send_in_turn(wish, progress, me)
            if turn is not None:
                return turn

    async def _send_in_turn(
        self, wish: Wish, progress: Progress, me: object, *, after: Sending | None = None
    ) -> Turn | None:
        """Send, but never into a session where another turn has not ended; None: look again.

        What the session holds afterwards could not be told apart, and would be paid for twice.
        """
        try:
            return await self._send(wish, progress, after=after)
        except _BusyError as busy:
            other = busy.other
        if self._is_held(other, me):
            progress.at(Stage.WAITING, f"Waiting for the end of “{other.prompt}”")
            await self._timing.sleep(_LOOK_EVERY_S * (1 + random.random()))  # noqa: S311 (so that two that yield to each other do not do so for ever)
        else:
            await self.run(wish_of(other, self._ledger), Progress(TurnState(other.prompt)))
            self._keeper.forget()
        return None

    def _refuse_to_share(self, session_id: str, wish: Wish) -> None:
        """See that no other turn is under way in the session; the studio has one for each."""
        for other in self._ledger.unsettled() if self._backend.costs_credits else ():
            if other.session_id == session_id and other.key != wish.key:
                raise _BusyError(other)

    def _is_held(self, left: Sending, me: object) -> bool:
        is_late = age_of(left, self._timing.wall()) > TURN_LIMIT_S + MARGIN_S
        return not is_late and is_held(self._ledger.folder, left, me)

    def _found(self, wish: Wish, progress: Progress) -> Turn | None:
        """What somebody else has written down meanwhile, if anything."""
        turn = self._ledger.find(wish.key)
        if turn is not None:
            state = replace(progress.turn, messages=turn.messages, replayed=True)
            progress.set(state.noting(made_elsewhere(language_of(wish.prompt))))
        return turn

    async def _send(
        self, wish: Wish, progress: Progress, *, after: Sending | None = None
    ) -> Turn | None:
        """Send; None if somebody else was quicker and nothing was sent."""
        if wish.parent is not None:
            self._refuse_to_share(wish.parent.session_id, wish)
        balance = await self._price(wish)
        session, state = await self._ready(wish, progress)
        sending = self._fence(wish, session, state, balance, after)
        if not self._claim(sending):
            return self._found(wish, progress)
        try:
            # Once more behind the fence: of two that come at the same time, one sees the other.
            self._refuse_to_share(session.session_id, wish)
        except _BusyError:
            self._ledger.release(wish.key)
            raise
        progress.at(Stage.WAITING, "Waiting for the answer")
        follower = await self._follower(sending, wish)
        follower.before = state.timeline()
        try:
            await listen(follower.send(wish.prompt), progress)
        except (BackendError, ServiceError):
            # Both mean that nothing was done: it never left, or it was refused.
            self._ledger.release(wish.key)
            self._keeper.forget()
            raise
        except asyncio.CancelledError:
            if not follower.has_left:
                self._ledger.release(wish.key)
            raise
        except TurnIndeterminateError as error:
            raise await verdict(error, sending, await self._keeper.client()) from None
        return await self._settle(wish, sending, state, follower, progress)

    async def _price(self, wish: Wish) -> Credits | None:
        """See that it can be paid, and have it confirmed; None where nothing is to be paid."""
        if not self._backend.costs_credits:
            return None
        turns = self._ledger.chain(wish.parent) if wish.parent else []
        before = [Draft(turn.draft) for turn in turns]
        client = await self._keeper.client()
        return await settle_price(client, before, wish.confirm, language_of(wish.prompt))

    async def _ready(self, wish: Wish, progress: Progress) -> tuple[Session, State]:
        """A session that goes on from the turn before and has the files, and what it holds."""
        try:
            return await self._with_files(
                wish, await self._keeper.at(wish.parent, progress), progress
            )
        except SessionNotFoundError as error:
            has_moved_on = error.code is None and error.status is None
            if has_moved_on and (wish.parent is None or wish.is_repeated):
                raise
        self._keeper.forget()
        if has_moved_on and wish.parent is not None:
            rebuilder = Rebuilder(self._backend, self._ledger, self._keeper, self.run)
            session = await rebuilder.session_at(wish.parent, wish, progress)
        else:
            session = await self._session_anew(wish, progress)
        return await self._with_files(wish, session, progress)

    async def _with_files(
        self, wish: Wish, session: Session, progress: Progress
    ) -> tuple[Session, State]:
        self._refuse_to_share(session.session_id, wish)
        for file in wish.files:
            if isinstance(file, Upload):
                self._ledger.blobs.put(file.path or file.data or b"")
        await self._keeper.upload(session, wish.files, progress)
        return session, await self._keeper.state(session)

    async def _session_anew(self, wish: Wish, progress: Progress) -> Session:
        """Another session in the place of one that the server has forgotten."""
        if wish.parent is None or not self._backend.costs_credits:
            return await self._keeper.at(wish.parent, progress)
        progress.set(progress.turn.noting(starts_anew(language_of(wish.prompt))))
        return await self._keeper.start_anew(wish.parent, progress)

    async def _take_up(self, wish: Wish, left: Sending, progress: Progress) -> Turn | None:
        """See through what another process sent; None if the studio has lost it."""
        before = progress.turn
        progress.at(Stage.WAITING, "Looking for what became of an interrupted turn")
        follower = await self._follower(left, wish, age_s=age_of(left, self._timing.wall()))
        follower.heard, events = recalled(self._ledger, left)
        for event in events:
            progress.set(reduce(progress.turn, event))
        try:
            await listen(follower.take_up(), progress)
            is_lost = follower.heard.was_aborted
        except TurnIndeterminateError as error:
            if self._backend.costs_credits:
                raise await verdict(error, left, await self._keeper.client()) from None
            is_lost = True
        if is_lost and not self._backend.costs_credits:
            # The studio died with the turn. It charges nothing, and a new session repeats nothing.
            self._keeper.forget()
            progress.set(before)
            return None
        progress.set(progress.turn.noting(taken_up(language_of(wish.prompt))))
        state = State(draft=wish.parent.draft if wish.parent else None)
        return await self._settle(wish, left, state, follower, progress)

    async def _follower(self, sending: Sending, wish: Wish, *, age_s: float = 0.0) -> Follower:
        return Follower(
            client=await self._keeper.client(),
            session_id=sending.session_id,
            draft_before=sending.draft_before,
            local=not self._backend.costs_credits,
            age_s=age_s,
            seed=wish.seed,
            recorder=Recorder(self._ledger, sending),
            language=language_of(wish.prompt),
            sleep=self._timing.sleep,
            now=self._timing.now,
        )

    def _fence(
        self,
        wish: Wish,
        session: Session,
        state: State,
        balance: Credits | None,
        after: Sending | None,
    ) -> Sending:
        return Sending(
            key=wish.key,
            prompt=wish.prompt,
            session_id=session.session_id,
            task_id=session.task_id,
            draft_before=draft_digest(state.timeline().raw),
            sent_at=datetime.fromtimestamp(self._timing.wall(), UTC),
            host=socket.gethostname(),
            pid=os.getpid(),
            attempt=after.attempt + 1 if after else 1,
            parent=wish.parent_key,
            inputs=wish.inputs,
            backend=self._backend.family,
            params=wish.params,
            take=wish.take,
            title=wish.title,
            user_id=session.user_id or "",
            available=balance.available if balance else None,
            frozen=balance.frozen if balance else None,
        )

    def _claim(self, sending: Sending) -> bool:
        try:
            return self._ledger.claim(sending)
        except OSError as error:
            raise LedgerError(
                f"The ledger cannot be written ({error.strerror}), so nothing was sent",
                hint="Make room, or choose a folder that can be written to.",
            ) from error

    async def _settle(
        self,
        wish: Wish,
        sending: Sending,
        before: State,
        follower: Follower,
        progress: Progress,
    ) -> Turn:
        session = Session(task_id=sending.task_id, session_id=sending.session_id)
        after = await self._keeper.state(session)
        self._keeper.tell(progress)
        closed = None
        if follower.draft_at_close is not None:
            closed = after.model_copy(update={"draft": follower.draft_at_close})
        try:
            state = concluded(
                progress.turn, before, after, told_until=closed, was_cut=follower.was_cut
            )
        except (TurnAbortedError, InsufficientCreditsError) as error:
            self._ledger.release(wish.key)
            self._keeper.forget()
            raise (await self._keeper.client()).explained(error) from None
        progress.set(replace(state, credits=await self._spent(sending)))
        turn = Turn(
            key=wish.key,
            title=wish.title,
            parent=wish.parent_key,
            prompt=wish.prompt,
            inputs=wish.inputs,
            backend=self._backend.family,
            take=wish.take,
            session_id=session.session_id,
            task_id=session.task_id,
            messages=state.messages,
            draft=after.draft or {},
            settled_at=datetime.fromtimestamp(self._timing.wall(), UTC),
            version=version("nemo-notebook"),
            params=wish.params,
            invocation=follower.heard.invocation,
            credits=progress.turn.credits,
        )
        try:
            self._ledger.settle(turn)
        except OSError as error:
            raise LedgerError(
                f"The turn has ended, but cannot be written down ({error.strerror})",
                hint="Make room and run this again: it is then looked for, and not sent again.",
            ) from error
        self._keeper.advance(turn, session)
        return turn

    async def _spent(self, sending: Sending) -> float | None:
        """What the balance went down by since the fence; None where nobody can see."""
        if not self._backend.costs_credits:
            return 0
        now = await balance_of(await self._keeper.client())
        if now is None or sending.available is None:
            return None
        return max(sending.available - now.available, 0)
