"""The server's side of a conversation: a session whose head is the turn to go on from."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from nemo_notebook.backend import Backend
from nemo_notebook.client import AsyncNemoClient
from nemo_notebook.client.files import Upload, inspect
from nemo_notebook.conversation.follow import draft_digest
from nemo_notebook.conversation.progress import Progress
from nemo_notebook.conversation.turn import Stage
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Turn
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import Session
from nemo_notebook.protocol.errors import SessionNotFoundError


class SessionKeeper:
    """Opens the client and the session when they are first needed, and not before.

    Args:
        backend: Which server answers.
        ledger: Where earlier turns are found.
        name: What the session is called on the server.
    """

    def __init__(self, backend: Backend, ledger: Ledger, name: str) -> None:
        self._backend = backend
        self._ledger = ledger
        self._name = name
        self._client: AsyncNemoClient | None = None
        self._session: Session | None = None
        self._head: str | None = None

    async def client(self) -> AsyncNemoClient:
        """The client; starts the studio where it is the backend."""
        if self._client is None:
            self._client = await asyncio.to_thread(self._backend.client)
        return self._client

    async def at(self, turn: Turn | None, progress: Progress) -> Session:
        """A session whose last turn is `turn`; a new one for None.

        Raises:
            SessionNotFoundError: The hosted service has moved on from that turn and cannot go back.
        """
        key = turn.key if turn else None
        if self._session is None or self._head != key:
            self._session = await self._find(turn, progress)
            self._head = key
        return self._session

    def advance(self, turn: Turn) -> None:
        """The session's last turn is now this one."""
        self._head = turn.key

    def forget(self) -> None:
        """The session may not be what it should be: find or make another one when asked next."""
        self._session = None

    async def upload(
        self, session: Session, files: Sequence[Upload], progress: Progress | None = None
    ) -> None:
        """Hand files over to the session."""
        if not files:
            return
        names = ", ".join(file.name for file in files)

        def tell(done: int, total: int) -> None:
            if progress is not None:
                progress.at(Stage.UPLOADING, f"Handing over {names}", done / max(total, 1))

        client = await self.client()
        await client.upload(session.session_id, files, on_progress=tell)

    async def timeline(self, session: Session) -> Draft:
        """What stands on the session's timeline now."""
        client = await self.client()
        return (await client.state(session.session_id)).timeline()

    async def aclose(self) -> None:
        """Close the connections; the session stays on the server."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _find(self, turn: Turn | None, progress: Progress) -> Session:
        client = await self.client()
        if turn is None:
            return await client.create_session(self._name)
        recorded = Session(task_id=turn.task_id, session_id=turn.session_id)
        if await self._is_head(recorded, turn):
            return recorded
        if self._backend.costs_credits:
            raise SessionNotFoundError(
                "The service has moved on from the turn that this one goes on from",
                hint="It cannot go back; start a new conversation with the photo.",
            )
        return await self._rebuild(turn, progress)

    async def _is_head(self, session: Session, turn: Turn) -> bool:
        try:
            timeline = await self.timeline(session)
        except SessionNotFoundError:
            return False
        return draft_digest(timeline.raw) == draft_digest(turn.draft)

    async def _rebuild(self, turn: Turn, progress: Progress) -> Session:
        """Say the same again in a new session of the studio, which is free and repeats itself."""
        client = await self.client()
        session = await client.create_session(self._name)
        for earlier in self._ledger.chain(turn):
            progress.at(Stage.WAITING, "Taking up the turns before")
            photos = [
                inspect(self._ledger.blobs.path(entry.sha256), name=entry.name)
                for entry in earlier.inputs
            ]
            await self.upload(session, photos)
            async with client.message(session.session_id, earlier.prompt) as stream:
                async for _ in stream:
                    pass
        return session
