"""The same client in two ways, sync and async, so that one suite serves both."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar, cast

from nemo_notebook.client import AsyncNemoClient, NemoClient
from nemo_notebook.client.stream import MessageStream
from nemo_notebook.client.sync import EventStream
from nemo_notebook.client.timing import Deadlines, Timing
from nemo_notebook.protocol.errors import NemoError
from nemo_notebook.protocol.events import Event, TextEvent
from nemo_notebook.settings import Settings

T = TypeVar("T")

TOKEN = "nmv_usr_CANARY"  # looked for wherever it must not stand


@dataclass
class FakeTime:
    """Time that passes by waiting alone, and at once."""

    waits: list[float] = field(default_factory=list)
    elapsed: float = 0.0
    step: float = 0.0
    stands_still: asyncio.Event | None = None
    """Set when a wait begins, which then does not end."""

    def now(self) -> float:
        self.elapsed += self.step
        return self.elapsed

    def wall(self) -> float:
        return 1_800_000_000.0 + self.elapsed

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.elapsed += seconds
        if self.stands_still is not None:
            self.stands_still.set()
            await asyncio.Event().wait()
        await asyncio.sleep(0)


def shown(error: BaseException) -> str:
    """All that the most talkative traceback shows, local variables included."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(told.format())


@dataclass
class Heard:
    """What came of a message."""

    events: list[Event] = field(default_factory=list)
    error: NemoError | None = None
    resume_path: str | None = None
    ids: list[str] = field(default_factory=list)

    @property
    def last_event_id(self) -> str:
        return self.ids[-1] if self.ids else ""

    @property
    def text(self) -> str:
        return "".join(event.text for event in self.events if isinstance(event, TextEvent))


@dataclass
class Way:
    """Runs calls on a client of its kind."""

    kind: Literal["sync", "async"]
    url: str
    config_dir: Path
    time: FakeTime = field(default_factory=FakeTime)
    deadlines: Deadlines = field(default_factory=lambda: Deadlines(5, 5, 5, 5, 600, 900))
    token: str | None = field(default=TOKEN, repr=False)
    local: bool = False
    uds: Path | None = None
    notices: list[str] = field(default_factory=list)
    real_time: bool = False

    def settings(self) -> Settings:
        return Settings.model_validate(
            {"NEMO_CONFIG_DIR": self.config_dir, "NEMO_API_URL": self.url, "NEMO_TOKEN": self.token}
        )

    def timing(self) -> Timing:
        if self.real_time:
            return Timing()
        return Timing(self.time.now, self.time.wall, self.time.sleep, self.deadlines)

    def plain(self) -> NemoClient:
        return NemoClient(
            settings=self.settings(),
            timing=self.timing(),
            on_notice=self.notices.append,
            local=self.local,
            uds=self.uds,
        )

    def awaited(self) -> AsyncNemoClient:
        return AsyncNemoClient(
            settings=self.settings(),
            timing=self.timing(),
            on_notice=self.notices.append,
            local=self.local,
            uds=self.uds,
        )

    def run(self, use: Callable[[AsyncNemoClient], Awaitable[T]]) -> T:
        """Make one call; `use` sees the async surface, which the sync client has too."""
        if self.kind == "sync":
            with self.plain() as client:
                return cast("T", use(cast("AsyncNemoClient", client)))

        async def main() -> T:
            async with self.awaited() as client:
                return await use(client)

        return asyncio.run(main())

    def say(
        self,
        words: str = "pan left",
        session_id: str = "s-1",
        *,
        seed: int | None = None,
        on_leaving: Callable[[], None] | None = None,
    ) -> Heard:
        """Send a message and read its stream to whatever end."""
        return self._hear(
            lambda client: client.message(session_id, words, seed=seed, on_leaving=on_leaving),
            lambda client: client.message(session_id, words, seed=seed, on_leaving=on_leaving),
        )

    def resume(self, path: str, last_event_id: str) -> Heard:
        """Attach again and read the stream to whatever end."""
        return self._hear(
            lambda client: client.resume(path, last_event_id),
            lambda client: client.resume(path, last_event_id),
        )

    def _hear(
        self,
        plain: Callable[[NemoClient], AbstractContextManager[EventStream]],
        awaited: Callable[[AsyncNemoClient], AbstractAsyncContextManager[MessageStream]],
    ) -> Heard:
        heard = Heard()
        try:
            if self.kind == "sync":
                self._hear_plainly(plain, heard)
            else:
                asyncio.run(self._hear_awaiting(awaited, heard))
        except NemoError as error:
            heard.error = error
        return heard

    def _hear_plainly(
        self, begin: Callable[[NemoClient], AbstractContextManager[EventStream]], heard: Heard
    ) -> None:
        with self.plain() as client, begin(client) as stream:
            heard.resume_path = stream.resume_path
            for event in stream:
                heard.events.append(event)
                heard.ids.append(stream.last_event_id)

    async def _hear_awaiting(
        self,
        begin: Callable[[AsyncNemoClient], AbstractAsyncContextManager[MessageStream]],
        heard: Heard,
    ) -> None:
        async with self.awaited() as client, begin(client) as stream:
            heard.resume_path = stream.resume_path
            async for event in stream:
                heard.events.append(event)
                heard.ids.append(stream.last_event_id)
