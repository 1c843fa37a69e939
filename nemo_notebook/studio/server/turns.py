"""Turns: begun by a message, played one after the other in a session, kept to be read again."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary

from starlette.concurrency import run_in_threadpool

from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.studio.server import adk
from nemo_notebook.studio.server.answers import Refusal, mistake
from nemo_notebook.studio.server.presence import Presence
from nemo_notebook.studio.server.store import Store, TurnStatus

_log = logging.getLogger(__name__)

_MOST_TURNS = 100
_WORD = re.compile(r"[^\s\u3000-\u9fff]+\s*|[\u3000-\u9fff]{1,4}|\s+")  # Chinese has no spaces
_WORDS_A_DELTA = 4
_OTHER_PROCESS_POLL_S = 0.2
_ABORTED = "INVOCATION_ABORTED"


class Turn:
    """What is said in a turn, as it is said.

    Attributes:
        id: The invocation's id.
        session: The session's id.
        base_url: Where the client reaches the studio, for addresses in events.
        seed: What everything random shall hang on, where the message says so.
        frames: The events as JSON, in order.
        over: Whether nothing more comes.
        is_followed: Whether somebody listens, or nobody has come yet.
    """

    def __init__(
        self, turn_id: str, session: str, base_url: str, *, seed: int | None = None
    ) -> None:
        self.id = turn_id
        self.session = session
        self.base_url = base_url
        self.seed = seed
        self.frames: list[str] = []
        self.over = False
        self.is_followed = True
        self._listeners = 0
        self._news = asyncio.Event()

    def emit(self, event: JsonObject) -> None:
        """Say something; called on the event loop's thread."""
        whole = {
            **event,
            "author": adk.AUTHOR,
            "invocationId": self.id,
            "id": f"{self.id}-{len(self.frames) + 1}",
            "timestamp": time.time(),
        }
        self.frames.append(json.dumps(whole, ensure_ascii=False, separators=(",", ":")))
        self._tell()

    def say(self, said: str) -> None:
        """Say some text in a few deltas, then as a whole."""
        words = _WORD.findall(said)
        for start in range(0, len(words), _WORDS_A_DELTA):
            delta = "".join(words[start : start + _WORDS_A_DELTA])
            self.emit(adk.text(delta, partial=True))
        if words:
            self.emit(adk.text(said))

    def end(self) -> None:
        """Nothing more comes."""
        self.over = True
        self._tell()

    async def frames_after(
        self, seen: int, *, silence_s: float
    ) -> AsyncGenerator[tuple[int, str], None]:
        """The events after the first `seen`, with their numbers, until the turn is over.

        After each `silence_s` seconds without one, an empty text comes instead.
        """
        with self._followed():
            while True:
                news = self._news
                while seen < len(self.frames):
                    seen += 1
                    yield seen, self.frames[seen - 1]
                if self.over:
                    return
                try:
                    async with asyncio.timeout(silence_s):
                        await news.wait()
                except TimeoutError:
                    yield seen, ""

    @contextmanager
    def _followed(self) -> Iterator[None]:
        self._listeners += 1
        self.is_followed = True
        try:
            yield
        finally:
            self._listeners -= 1
            self.is_followed = self._listeners > 0

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


class Turns:
    """The turns of this process.

    Args:
        store: Where turns are recorded.
        presence: Tells which processes live.
        play: What happens in a turn, given the turn and the person's words.
    """

    def __init__(
        self, store: Store, presence: Presence, play: Callable[[Turn, str], Awaitable[None]]
    ) -> None:
        self._store = store
        self._presence = presence
        self._play = play
        self._turns: dict[str, Turn] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._ending = False
        self._queues: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def start(
        self, session: str, text: str, base_url: str, *, seed: int | None = None
    ) -> Turn:
        """Begin a turn, which goes on whether or not anybody listens.

        Raises:
            Refusal: There is too much to do already, or the studio is about to end.
        """
        if self._ending:
            raise Refusal(503, "The studio is about to end: start it again.")
        if len(self._turns) >= _MOST_TURNS:
            raise Refusal(
                429, "Too many messages are waiting: try later.", headers={"Retry-After": "30"}
            )
        turn = Turn(f"e-{uuid.uuid4()}", session, base_url, seed=seed)
        await run_in_threadpool(self._store.add_turn, turn.id, session)
        self._turns[turn.id] = turn
        queue = self._queues.setdefault(session, asyncio.Lock())
        task = asyncio.create_task(self._run(turn, text, queue))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return turn

    async def find(self, turn_id: str) -> Turn | None:
        """A turn of this process, or one that a former process has left behind."""
        if turn_id in self._turns:
            return self._turns[turn_id]
        record = await run_in_threadpool(self._store.turn, turn_id)
        if record is None:
            return None
        if record.is_open and self._presence.is_alive(record.owner):
            return None  # only its own process can tell what is said in it
        turn = Turn(turn_id, record.session, "")
        turn.frames = record.frames
        if record.is_open:
            turn.emit(adk.error(_ABORTED, "The studio was stopped in the middle of this turn."))
        turn.end()
        return turn

    async def stop(self) -> None:
        """End all turns; those who listen are told."""
        self._ending = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, turn: Turn, text: str, queue: asyncio.Lock) -> None:
        status: TurnStatus = "aborted"
        try:
            async with queue:
                while not await run_in_threadpool(  # noqa: ASYNC110 (another process sets no event)
                    self._store.begin_turn, turn.id, turn.session, self._presence.is_alive
                ):
                    await asyncio.sleep(_OTHER_PROCESS_POLL_S)
                await self._play(turn, text)
                await run_in_threadpool(self._store.keep_after, turn.id, turn.session)
            turn.emit(adk.turn_complete())
            status = "done"
        except asyncio.CancelledError:
            turn.emit(adk.error(_ABORTED, "The studio was stopped in the middle of this turn."))
            raise
        except Exception as error:  # noqa: BLE001 (whatever it was, the person is told and the studio lives)
            _log.exception("Turn %s failed", turn.id)
            turn.emit(adk.error("STUDIO_ERROR", mistake(error)))
        finally:
            turn.end()
            try:
                self._store.end_turn(turn.id, status, turn.frames)
            finally:
                del self._turns[turn.id]
