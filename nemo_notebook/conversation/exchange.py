"""One exchange: a message goes out once, its answer comes back, and both are written down."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from nemo_notebook.backend import Backend
from nemo_notebook.client.files import Upload
from nemo_notebook.conversation.asides import starts_anew
from nemo_notebook.conversation.follow import Follower, draft_digest
from nemo_notebook.conversation.handed import Handed
from nemo_notebook.conversation.language import language_of
from nemo_notebook.conversation.listen import listen
from nemo_notebook.conversation.outcome import concluded
from nemo_notebook.conversation.price import Confirm, settle_price
from nemo_notebook.conversation.progress import Progress
from nemo_notebook.conversation.session import SessionKeeper
from nemo_notebook.conversation.turn import Stage
from nemo_notebook.ledger.key import ROOT
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Input, Sending, Turn
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import Session, State
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
from nemo_notebook.protocol.events import JsonObject


@dataclass(frozen=True, slots=True)
class Wish:
    """A turn that the ledger does not know yet.

    Attributes:
        key: Its name in the ledger.
        parent: The turn that it goes on from, or None for a conversation's first.
        prompt: What is said.
        files: What is handed over with it.
        take: How often the same was asked for before.
        title: What the conversation is called.
        confirm: Whom to ask before credits are spent.
    """

    key: str
    parent: Turn | None
    prompt: str
    files: tuple[Handed, ...]
    take: int
    title: str
    confirm: Confirm = False


class Exchange:
    """Turns wishes into turns.

    Args:
        backend: Which server answers.
        ledger: Where both are written down.
        keeper: Finds the server's side.
    """

    def __init__(self, backend: Backend, ledger: Ledger, keeper: SessionKeeper) -> None:
        self._backend = backend
        self._ledger = ledger
        self._keeper = keeper

    async def run(self, wish: Wish, progress: Progress) -> Turn:
        """Send a wish and see it through, or see an interrupted one through without sending.

        Raises:
            InputError: It was not confirmed, so nothing was sent.
            ServiceError: The server refused, or the balance is too small; nothing was done, and it
                may be said again.
            TurnError: What came of the message is not known, or it was cut short.
        """
        try:
            if (left := self._ledger.sending(wish.key)) is not None:
                turn = await self._take_up(wish, left, progress)
                if turn is not None:
                    return turn
            return await self._send(wish, progress)
        except (BackendError, ConnectionLostError):
            # The server may come back somewhere else: the studio does, on another socket.
            await self._keeper.aclose()
            self._keeper.forget()
            raise

    async def _send(self, wish: Wish, progress: Progress) -> Turn:
        if self._backend.costs_credits:
            turns = self._ledger.chain(wish.parent) if wish.parent else []
            before = [Draft(turn.draft) for turn in turns]
            client = await self._keeper.client()
            await settle_price(client, before, wish.confirm, language_of(wish.prompt))
        session, state = await self._ready(wish, progress)
        if not self._claim(wish, session, state.timeline()):
            raise TurnIndeterminateError(
                "The same turn is being sent by another notebook",
                hint="Run this again when it has ended; its video is then taken from the ledger.",
            )
        progress.at(Stage.WAITING, "Waiting for the answer")
        follower = await self._follower(session, draft_digest(state.draft), wish)
        follower.before = state.timeline()
        try:
            await listen(follower.send(wish.prompt), progress)
        except (BackendError, ServiceError):
            # Both mean that nothing was done: it never left, or it was refused.
            self._ledger.release(wish.key)
            self._keeper.forget()
            raise
        return await self._settle(wish, session, state, progress, follower.draft_at_close)

    async def _ready(self, wish: Wish, progress: Progress) -> tuple[Session, State]:
        """A session that goes on from the turn before and has the files, and what it holds."""
        try:
            return await self._with_files(
                wish, await self._keeper.at(wish.parent, progress), progress
            )
        except SessionNotFoundError as error:
            if error.code is None and error.status is None:  # it is there, but has moved on
                raise
        self._keeper.forget()
        return await self._with_files(wish, await self._session_anew(wish, progress), progress)

    async def _with_files(
        self, wish: Wish, session: Session, progress: Progress
    ) -> tuple[Session, State]:
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
        """See through what an interrupted kernel sent; None if the studio has lost it."""
        progress.at(Stage.WAITING, "Looking for what became of an interrupted turn")
        session = Session(task_id=left.task_id, session_id=left.session_id)
        follower = await self._follower(session, left.draft_before, wish, sent_at=left.sent_at)
        try:
            await listen(follower.look(), progress)
        except (SessionNotFoundError, TurnIndeterminateError):
            if self._backend.costs_credits:
                raise
            # The studio died with the turn. It charges nothing, and a new session repeats nothing.
            self._ledger.release(wish.key)
            self._keeper.forget()
            return None
        progress.set(progress.turn.noting("Taken up after an interruption; nothing was sent."))
        before = State(draft=wish.parent.draft if wish.parent else None)
        return await self._settle(wish, session, before, progress)

    async def _follower(
        self, session: Session, draft_before: str, wish: Wish, sent_at: datetime | None = None
    ) -> Follower:
        age_s = (datetime.now(UTC) - sent_at).total_seconds() if sent_at else 0.0
        return Follower(
            client=await self._keeper.client(),
            session_id=session.session_id,
            draft_before=draft_before,
            local=not self._backend.costs_credits,
            age_s=age_s,
            language=language_of(wish.prompt),
        )

    def _claim(self, wish: Wish, session: Session, before: Draft) -> bool:
        sending = Sending(
            key=wish.key,
            prompt=wish.prompt,
            session_id=session.session_id,
            task_id=session.task_id,
            draft_before=draft_digest(before.raw),
            sent_at=datetime.now(UTC),
            host=socket.gethostname(),
            pid=os.getpid(),
        )
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
        session: Session,
        before: State,
        progress: Progress,
        draft_at_close: JsonObject | None = None,
    ) -> Turn:
        after = await self._keeper.state(session)
        self._keeper.tell(progress)
        closed = None
        if draft_at_close is not None:
            closed = after.model_copy(update={"draft": draft_at_close})
        try:
            state = concluded(progress.turn, before, after, told_until=closed)
        except (TurnAbortedError, InsufficientCreditsError) as error:
            self._ledger.release(wish.key)
            self._keeper.forget()
            if isinstance(error, InsufficientCreditsError):
                error.hint = (await self._keeper.client()).credits_hint()
            raise
        progress.set(state)
        turn = Turn(
            key=wish.key,
            title=wish.title,
            parent=wish.parent.key if wish.parent else ROOT,
            prompt=wish.prompt,
            inputs=tuple(Input(name=file.name, sha256=file.sha256) for file in wish.files),
            backend=self._backend.family,
            take=wish.take,
            session_id=session.session_id,
            task_id=session.task_id,
            messages=state.messages,
            draft=after.draft or {},
            settled_at=datetime.now(UTC),
            version=version("nemo-notebook"),
        )
        self._ledger.settle(turn)
        self._keeper.advance(turn)
        return turn
