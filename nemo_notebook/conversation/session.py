"""The server's side of a conversation: a session whose head is the turn to go on from."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import groupby

from nemo_notebook.backend import Backend
from nemo_notebook.client import AsyncNemoClient
from nemo_notebook.client.files import Upload, inspect
from nemo_notebook.conversation.follow import draft_digest
from nemo_notebook.conversation.handed import Handed, Link
from nemo_notebook.conversation.progress import Progress
from nemo_notebook.conversation.turn import Stage
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Turn
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import Session, State
from nemo_notebook.protocol.errors import PhotoError, ServiceError, SessionNotFoundError


class SessionKeeper:
    """Opens the client and the session when they are first needed, and not before.

    Args:
        backend: Which server answers.
        ledger: Where earlier turns are found.
        name: What the session is called on the server.
        keep_exif: Leave place and person in photos that go to the hosted service.
    """

    def __init__(
        self, backend: Backend, ledger: Ledger, name: str, *, keep_exif: bool = False
    ) -> None:
        self._backend = backend
        self._keep_exif = keep_exif
        self._ledger = ledger
        self.name = name
        self._client: AsyncNemoClient | None = None
        self._session: Session | None = None
        self._head: str | None = None
        self._notices: list[str] = []

    async def client(self) -> AsyncNemoClient:
        """The client; starts the studio where it is the backend."""
        if self._client is None:
            self._client = await asyncio.to_thread(
                self._backend.client, on_notice=self._notices.append
            )
        return self._client

    async def link(self, turn: Turn) -> str | None:
        """An address that opens a turn's project in a browser; the studio has no pages."""
        if not self._backend.costs_credits:
            return None
        client = await self.client()
        return await client.link(turn.task_id, turn.session_id)

    async def at(self, turn: Turn | None, progress: Progress) -> Session:
        """A session whose last turn is `turn`; a new one for None.

        Raises:
            SessionNotFoundError: The hosted service has forgotten the session (the error has a
                code or a status), or has moved on from that turn and cannot go back.
        """
        key = turn.key if turn else None
        if self._session is None or self._head != key:
            self._session = await self._find(turn, progress)
            self._head = key
        return self._session

    def advance(self, turn: Turn, session: Session) -> None:
        """The session's last turn is now this one."""
        self._session, self._head = session, turn.key

    def forget(self) -> None:
        """The session may not be what it should be: find or make another one when asked next."""
        self._session = None

    async def start_anew(self, turn: Turn, progress: Progress) -> Session:
        """A session without the turns before, but with what was handed over in them."""
        client = await self.client()
        session = await client.create_session(self.name)
        for earlier in self._ledger.chain(turn):
            await self.upload(session, self.photos_of(earlier), progress)
        self._session, self._head = session, turn.key
        return session

    async def upload(
        self, session: Session, files: Sequence[Handed], progress: Progress | None = None
    ) -> None:
        """Hand files over to the session, in their order; links are fetched by the server."""
        client = await self.client()
        for is_link, some in groupby(files, key=lambda file: isinstance(file, Link)):
            handed = list(some)
            names = ", ".join(file.name for file in handed)

            def tell(done: int, total: int, names: str = names) -> None:
                if progress is not None:
                    progress.at(Stage.UPLOADING, f"Handing over {names}", done / max(total, 1))

            if is_link:
                tell(0, 1)
                urls = [file.url for file in handed if isinstance(file, Link)]
                await client.upload_urls(session.session_id, urls)
            else:
                uploads = [file for file in handed if isinstance(file, Upload)]
                await client.upload(
                    session.session_id, uploads, keep_exif=self._keep_exif, on_progress=tell
                )
        if progress is not None:
            self.tell(progress)

    def tell(self, progress: Progress) -> None:
        """Note in the turn what the client has said that a person should know."""
        while self._notices:
            progress.set(progress.turn.noting(self._notices.pop(0)))

    async def state(self, session: Session) -> State:
        """What the session holds now."""
        client = await self.client()
        return await client.state(session.session_id)

    async def timeline(self, session: Session) -> Draft:
        """What stands on the session's timeline now."""
        return (await self.state(session)).timeline()

    async def aclose(self) -> None:
        """Close the connections; the session stays on the server."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _find(self, turn: Turn | None, progress: Progress) -> Session:
        client = await self.client()
        if turn is None:
            return await client.create_session(self.name)
        # The studio gives everybody who goes on from a turn a session of their own: what others go
        # on to say after it, at the same time too, is not in it.
        if turn.invocation and (forked := await self._fork(turn)) is not None:
            return forked
        recorded = Session(task_id=turn.task_id, session_id=turn.session_id)
        try:
            timeline = await self.timeline(recorded)
        except SessionNotFoundError:
            if self._backend.costs_credits:
                raise
        else:
            if draft_digest(timeline.raw) == draft_digest(turn.draft):
                return recorded
            if self._backend.costs_credits:
                raise SessionNotFoundError(
                    "The service has moved on from the turn that this one goes on from",
                    hint="It cannot go back; start a new conversation with the photo.",
                )
        return await self._rebuild(turn, progress)

    async def _fork(self, turn: Turn) -> Session | None:
        """A new session of the studio that begins where a turn ended; None where it cannot."""
        if self._backend.costs_credits:
            return None
        client = await self.client()
        try:
            return await client.fork_session(turn.session_id, turn.invocation, name=self.name)
        except ServiceError:
            return None

    async def _rebuild(self, turn: Turn, progress: Progress) -> Session:
        """Say the same again in a new session of the studio, which is free and repeats itself."""
        client = await self.client()
        session = await client.create_session(self.name)
        for earlier in self._ledger.chain(turn):
            progress.at(Stage.WAITING, "Taking up the turns before")
            await self.upload(session, self.photos_of(earlier))
            seed = seed_of(earlier)
            async with client.message(session.session_id, earlier.prompt, seed=seed) as stream:
                async for _ in stream:
                    pass
        return session

    def photos_of(self, turn: Turn) -> list[Upload]:
        """What was handed over with a turn.

        Raises:
            PhotoError: It is not here any more.
        """
        photos = []
        for entry in turn.inputs:
            blob = self._ledger.blobs.find(entry.sha256)
            if blob is None:
                raise PhotoError(
                    f"{entry.name}, handed over earlier in this conversation, is not here any more",
                    hint="Start a new conversation with it; addresses on the web are not kept.",
                )
            photos.append(inspect(blob, name=entry.name))
        return photos


def seed_of(turn: Turn) -> int | None:
    """What everything random hung on in a turn, where that was said."""
    seed = turn.params.get("seed")
    return seed if isinstance(seed, int) else None
