"""From a message to the last of its events, whatever happens to the connection on the way.

The message goes out once. A stream that ends with the server's word that the turn is complete is
over. Any other ending proves nothing, and the state of the session decides:

- It broke, or it closed and the server offers a way to attach again: attach again.
- It closed after words, nothing is under way and nothing has changed: that was an answer.
- It closed, and a clip was made: music, title and effects may still follow (two stages). The state
  is looked at until video, music and title are all there, or until nothing has changed for a while,
  or until a turn cannot take longer.
- It closed without words and without a change (a silent turn), or it broke for good: the state is
  looked at until it shows the change, or until a turn cannot take longer.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import anyio

from nemo_notebook.client import AsyncNemoClient
from nemo_notebook.client.stream import MessageStream
from nemo_notebook.conversation import asides
from nemo_notebook.conversation.asides import Aside, Preview
from nemo_notebook.conversation.heard import Heard
from nemo_notebook.conversation.language import Language
from nemo_notebook.conversation.record import Recorder
from nemo_notebook.ledger.key import digest
from nemo_notebook.protocol.draft import Draft, TrackType
from nemo_notebook.protocol.errors import (
    BackendError,
    ConnectionLostError,
    NemoError,
    RateLimitError,
    ServiceError,
    TurnIndeterminateError,
)
from nemo_notebook.protocol.events import (
    Event,
    Heartbeat,
    JsonObject,
    StateChange,
)

TURN_LIMIT_S = 900.0
MARGIN_S = 60.0
_WORTH_TELLING_S = 30.0
_LOOKS_BEFORE_A_WORD = 5
_SERVER_FAILED = 500
_ALL_STAGES = frozenset({TrackType.VIDEO, TrackType.AUDIO, TrackType.TEXT})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait between tries, and when to stop waiting, in seconds.

    Attributes:
        resume_after_s: Before each try to attach again.
        poll_after_s: Between two looks at the state; the last is repeated.
        follow_every_s: The same once the first change was seen.
        stable_s: After so long without a further change, nothing more follows.
        give_up_after_s: Since the message was sent.
    """

    resume_after_s: tuple[float, ...]
    poll_after_s: tuple[float, ...]
    follow_every_s: float
    stable_s: float
    give_up_after_s: float


_HOSTED = Patience(
    resume_after_s=(2, 4, 8, 16),
    poll_after_s=(30, 60),
    follow_every_s=30,
    stable_s=90,
    give_up_after_s=TURN_LIMIT_S + MARGIN_S,
)
# A studio that answers but has no change to show after seconds has lost the turn with its life.
_LOCAL = Patience(
    resume_after_s=(0.2, 0.5, 1),
    poll_after_s=(0.5,),
    follow_every_s=0.5,
    stable_s=3,
    give_up_after_s=5,
)


@dataclass(slots=True)
class Follower:
    """Follows one turn on one session.

    Args:
        client: Talks to the server.
        session_id: The session that the message belongs to.
        draft_before: `draft_digest` of the state before the message.
        before: The timeline before the message, or None where only its digest was written down.
        local: Whether the server is on this machine, and may be asked more often.
        age_s: How long ago the message was sent, where it was sent before.
        seed: What everything random shall hang on, where the message says so.
        recorder: Writes down what comes, or None.
        language: Of what is said while waiting.
        sleep: Waits for seconds; a fake one in tests.
        now: Seconds that only go forward; a fake one in tests.

    Attributes:
        draft_at_close: The draft at the first look after the stream had closed, if there was one.
        heard: How far the turn has come.
        has_left: Whether the message may have left.
        was_cut: Whether the answer broke off in the middle of a text, and the rest is lost.
    """

    client: AsyncNemoClient
    session_id: str
    draft_before: str
    before: Draft | None = None
    local: bool = False
    age_s: float = 0.0
    seed: int | None = None
    recorder: Recorder | None = None
    language: Language = "en"
    sleep: Callable[[float], Awaitable[None]] = field(default=anyio.sleep, repr=False)
    now: Callable[[], float] = field(default=time.monotonic, repr=False)
    draft_at_close: JsonObject | None = field(default=None, init=False, repr=False)
    heard: Heard = field(default_factory=Heard, repr=False)
    has_left: bool = field(default=False, init=False)
    was_cut: bool = field(default=False, init=False)

    async def send(self, text: str) -> AsyncIterator[Event]:
        """Send the message, once, and yield its events to the last.

        Raises:
            BackendError: The message never left.
            ServiceError: The server refused it.
            ConnectionLostError: The server is gone, and what became of the message with it.
            TurnIndeterminateError: The server answers, but shows no trace of the turn.
        """
        heard = self.heard
        broken = False
        try:
            async with self.client.message(
                self.session_id, text, seed=self.seed, on_leaving=self._leaves
            ) as stream:
                heard.resume_path = stream.resume_path
                if self.recorder is not None:
                    self.recorder.accepted(stream.resume_path)
                try:
                    async for event in stream:
                        self._take(event, stream)
                        yield event
                        if (preview := await self._preview(event)) is not None:
                            yield preview
                finally:
                    heard.last_id = stream.last_event_id
        except ConnectionLostError:
            broken = True
        except ServiceError as refusal:
            # A server that fails may have worked on the message before it did.
            if (refusal.status or 0) < _SERVER_FAILED:
                raise
            broken = True
        async for event in self._to_the_end(broken=broken):
            yield event

    def _leaves(self) -> None:
        self.has_left = True

    async def take_up(self) -> AsyncIterator[Event]:
        """Yield what has become, since `heard`, of a message that another process sent.

        Raises:
            ConnectionLostError: The server is gone.
            TurnIndeterminateError: No trace shows, and a turn cannot take longer.
        """
        async for event in self._to_the_end(broken=True):
            yield event

    async def _to_the_end(self, *, broken: bool) -> AsyncIterator[Event]:
        heard = self.heard
        if heard.is_complete:
            return
        try:
            async for event in self._told_if_long(self._find_end(heard, broken=broken), broken):
                yield event
        except BackendError as gone:
            raise ConnectionLostError("The connection broke and the server is gone") from gone
        except ServiceError as refusal:
            # Not a refusal of the message, which was sent before: it must not be sent again.
            raise TurnIndeterminateError(
                f"The message was sent, but what came of it cannot be read: {refusal.message}"
            ) from refusal

    async def look(self) -> AsyncIterator[Event]:
        """Yield what became of a message that was sent earlier, by the state alone.

        Raises:
            TurnIndeterminateError: No change shows, and a turn cannot take longer.
        """
        seen, still_s = self.draft_before, 0.0
        waited_s = self.age_s if not self.local else 0.0
        delays = iter(self._patience.poll_after_s)
        delay, looks = 0.0, 0
        while True:
            draft = await self._draft()
            if draft is not None and draft_digest(draft) != seen:
                for event in self._told(draft, is_first=seen == self.draft_before):
                    yield event
                if self._is_last_stage(Draft(draft)):
                    return
                seen, still_s = draft_digest(draft), 0.0
            changed = seen != self.draft_before
            if self._is_enough(waited_s, still_s if changed else None):
                return
            looks += 1
            if looks == _LOOKS_BEFORE_A_WORD and not changed and not self.local:
                yield Aside(note=asides.no_change_yet(waited_s, self.language))
            yield Heartbeat()
            delay = self._patience.follow_every_s if changed else next(delays, delay)
            await self.sleep(delay)
            waited_s += delay
            still_s += delay

    def _is_enough(self, waited_s: float, still_s: float | None) -> bool:
        """Whether nothing more is to be waited for; `still_s` is None before the first change."""
        is_late = waited_s >= self._patience.give_up_after_s
        if still_s is not None:
            return is_late or still_s >= self._patience.stable_s
        if is_late:
            raise TurnIndeterminateError(
                "The connection broke, and the timeline shows no change since",
                hint="The message was not sent again.",
            )
        return False

    async def _find_end(self, heard: Heard, *, broken: bool) -> AsyncIterator[Event]:
        if heard.resume_path is not None:
            async for event in self._attach(heard.resume_path, heard):
                yield event
            broken = broken and not heard.attached_to_the_end
        if heard.is_over:
            return
        if not broken and heard.is_an_answer and not await self._has_changed():
            return
        self.was_cut = broken and heard.is_writing
        if not broken and not heard.said_something:
            yield Aside(label=asides.PROCESSING)
        try:
            async for event in self.look():
                yield event
        except TurnIndeterminateError:
            if broken:
                raise
            # The stream was closed in order, and no turn lasts so long: there was nothing to do.

    async def _attach(self, path: str, heard: Heard) -> AsyncIterator[Event]:
        """Go on with the same run after the last event, without sending anything."""
        for delay in self._patience.resume_after_s:
            await self.sleep(delay)
            try:
                async with self.client.resume(path, heard.last_id) as stream:
                    try:
                        async for event in stream:
                            self._take(event, stream)
                            yield event
                    finally:
                        heard.last_id = stream.last_event_id or heard.last_id
            except NemoError:
                continue
            heard.attached_to_the_end = True
            return

    def _take(self, event: Event, stream: MessageStream) -> None:
        self.heard.take(event)
        if self.recorder is not None:
            self.recorder.heard(event, stream.last_event_id)

    async def _preview(self, event: Event) -> Preview | None:
        """The first picture that the studio shows of a clip; the hosted service is not asked."""
        media = event.delta.get("generated_media") if isinstance(event, StateChange) else None
        newest = media[0] if isinstance(media, list) and media else None
        if not self.local or not isinstance(newest, dict):
            return None
        url = newest.get("cdn_url")
        if newest.get("file_type") != "image/jpeg" or not isinstance(url, str):
            return None
        try:
            return Preview(jpeg=await self.client.read_media(url))
        except (BackendError, ServiceError):
            return None  # the clip itself is what counts

    async def _told_if_long(
        self, events: AsyncIterator[Event], broken: bool
    ) -> AsyncIterator[Event]:
        """After an interruption that lasted, the first news comes with a word about it."""
        since = self.now()
        async for event in events:
            if broken and not isinstance(event, Heartbeat | Aside):
                broken = False
                if (gone_s := self.now() - since) > _WORTH_TELLING_S:
                    yield Aside(note=asides.interrupted(gone_s, self.language))
            yield event

    def _told(self, draft: JsonObject, *, is_first: bool) -> list[Event]:
        told: list[Event] = [StateChange(delta={"draft": draft})]
        if is_first and not self.local and not self._is_last_stage(Draft(draft)):
            told.append(Aside(note=asides.clip_ready(self.language), label=asides.FOLLOWING))
        return told

    def _is_last_stage(self, draft: Draft) -> bool:
        """Whether nothing is added to this timeline by itself: only after a new clip is."""
        if self.before is not None and _clips(self.before) == _clips(draft):
            return True
        return {track.kind for track in draft.tracks} >= _ALL_STAGES

    async def _has_changed(self) -> bool:
        draft = await self._draft()
        return draft is not None and draft_digest(draft) != self.draft_before

    async def _draft(self) -> JsonObject | None:
        """The draft as it is now; None where the hosted service cannot be reached for a while."""
        try:
            draft = (await self.client.state(self.session_id)).draft or {}
        except (BackendError, RateLimitError):
            if self.local:
                raise
        except ServiceError as error:
            if self.local or (error.status or 0) < _SERVER_FAILED:
                raise
        else:
            if self.draft_at_close is None:
                self.draft_at_close = draft
            return draft
        return None

    @property
    def _patience(self) -> Patience:
        return _LOCAL if self.local else _HOSTED


def draft_digest(draft: JsonObject | None) -> str:
    """What tells one state of the timeline from another."""
    return digest(draft or {}, form="nemo-draft/1")


def _clips(draft: Draft) -> list[object]:
    tracks = draft.raw.get("t")
    return [
        track.get("sg")
        for track in (tracks if isinstance(tracks, list) else [])
        if isinstance(track, dict) and track.get("tt") == TrackType.VIDEO
    ]
