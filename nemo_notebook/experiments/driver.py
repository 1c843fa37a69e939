"""Has the clips of a sweep made, wherever the jobs run, and takes them from the ledger."""

from __future__ import annotations

import os
import secrets
import socket
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from nemo_notebook.backend import Backend
from nemo_notebook.client.files import Upload
from nemo_notebook.conversation.aio import LEDGER_FOLDER
from nemo_notebook.conversation.mode import Mode
from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.conversation.take import Take
from nemo_notebook.experiments.clips import Clip, Wanted
from nemo_notebook.experiments.job import Answer, Order, here, mark_of, run_item
from nemo_notebook.experiments.watch import Watch
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.protocol.errors import NemoError
from nemo_notebook.protocol.events import JsonObject

_LOOK_EVERY_S = 1.0
_DIED = "The worker died before it could answer"
_AGAIN = "Run the sweep again: what was sent is looked for, and not sent a second time."


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all clips of a sweep; see `sweep`."""

    backend: Backend
    folder: Path
    export: str | None
    quality: str
    provenance: str | None
    mode: Mode
    max_credits: float | None


class Driver:
    """The clips of a sweep on their way.

    Args:
        clips: What is wanted.
        terms: What holds for all of them.

    Attributes:
        made: The clips as they are now, in the same order.
        stopped: Why the rest was left; empty while nothing was.
    """

    def __init__(self, clips: list[Wanted], terms: Terms) -> None:
        self._clips, self._terms = clips, terms
        self._mark = secrets.token_hex(8)
        self._ledger = Ledger(terms.folder / LEDGER_FOLDER)
        self._running: dict[Future[JsonObject], int] = {}
        self._spent = 0.0
        self.made = [_left(clip) for clip in clips]
        self.stopped = ""

    @property
    def missing(self) -> list[int]:
        """The clips that are not made yet."""
        return [index for index, clip in enumerate(self.made) if clip.status == "left"]

    def take_from_ledger(self) -> None:
        """Take what is known with its video; nothing is sent, and no worker is asked."""
        for index, clip in enumerate(self._clips):
            if clip.turn.status != "known":
                continue
            take = self._replayed(index)
            if take.video is not None or self._terms.export is None or not take.tracks:
                self._keep(index, Answer(index=index, status="replayed", credits=0), take)

    def run(self, executor: Executor, at_once: int, watching: Watch) -> None:
        """Have the others made; a keyboard interrupt leaves those that were not begun.

        Args:
            executor: Where the jobs run.
            at_once: The most that are under way.
            watching: Told how far it is.
        """
        waiting = deque(self.missing)
        try:
            with self._shared_mark():
                while self._running or (waiting and not self.stopped):
                    while waiting and not self.stopped and len(self._running) < at_once:
                        self._submit(executor, waiting)
                    done, _ = wait(
                        self._running, timeout=_LOOK_EVERY_S, return_when=FIRST_COMPLETED
                    )
                    for future in done:
                        self._take_in(self._running.pop(future), future)
                    watching.tell(*self._how_far())
        except KeyboardInterrupt:
            self.stopped = "You stopped it"
            for future in self._running:
                future.cancel()

    def _submit(self, executor: Executor, waiting: deque[int]) -> None:
        index, limit = waiting.popleft(), self._terms.max_credits
        under_way = sum(self._price(other) for other in self._running.values())
        if limit is not None and self._spent + under_way + self._price(index) > limit:
            self.stopped = f"{limit:g} credits would not have been enough"
            return
        order = self._order(index).model_dump(mode="json")
        try:
            self._running[executor.submit(run_item, order)] = index
        except RuntimeError as error:  # broken, or shut down
            self.stopped = f"The executor takes no more ({error})"

    def _take_in(self, index: int, future: Future[JsonObject]) -> None:
        try:
            answer = Answer.model_validate(future.result())
        except BrokenProcessPool:
            self.stopped = self.stopped or "A worker died, and its pool with it"
            answer = _failed(index, _DIED)
        except CancelledError:
            return  # it was not begun
        except (Exception, ValidationError) as error:  # noqa: BLE001 (engines have errors of their own)
            answer = _failed(index, f"{_DIED} ({type(error).__name__})")
        take = None
        if answer.status != "failed":
            try:
                take = self._replayed(index)
            except NemoError as error:
                answer = _failed(index, error.message, error.hint)
        if answer.stops:
            self.stopped = self.stopped or answer.error
        self._keep(index, answer, take)

    def _keep(self, index: int, answer: Answer, take: Take | None) -> None:
        clip = self._clips[index]
        if answer.status == "sent":
            self._spent += self._price(index) if answer.credits is None else answer.credits
        self.made[index] = Clip(
            photo=clip.photo.name,
            prompt=clip.prompt,
            seed=clip.seed,
            status=answer.status,
            take=take,
            credits=answer.credits,
            key=clip.turn.key,
            error=f"{answer.error}. {answer.hint}".strip() if answer.error else "",
            worker=answer.worker,
        )

    def _replayed(self, index: int) -> Take:
        """The clip as the ledger has it; nothing is sent."""
        clip, terms = self._clips[index], self._terms
        with Conversation(
            clip.photo, backend=terms.backend, folder=terms.folder, provenance=terms.provenance
        ) as chat:
            return chat.say(
                clip.prompt,
                seed=clip.seed,
                export=terms.export,
                quality=terms.quality,
                mode="offline",
            )

    def _order(self, index: int) -> Order:
        clip, terms = self._clips[index], self._terms
        if isinstance(clip.photo, Upload):
            self._ledger.blobs.put(clip.photo.path or clip.photo.data or b"")
        return Order(
            mark=self._mark,
            index=index,
            key=clip.turn.key,
            folder=str(terms.folder),
            photo=clip.photo.sha256 if isinstance(clip.photo, Upload) else clip.photo.url,
            photo_name=clip.photo.name,
            prompt=clip.prompt,
            seed=clip.seed,
            export=terms.export,
            quality=terms.quality,
            mode=terms.mode,
            provenance=terms.provenance,
            family=terms.backend.family,
            data_dir=str(terms.backend.settings.data_dir),
            has_token=terms.backend.settings.token is not None,
            host=socket.gethostname(),
            pid=os.getpid(),
        )

    @contextmanager
    def _shared_mark(self) -> Iterator[None]:
        """A file by which workers know that they see this very ledger, and nothing else like it."""
        mark = mark_of(self._terms.folder, self._mark)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        here[self._mark] = self._terms.backend
        try:
            yield
        finally:
            mark.unlink(missing_ok=True)
            del here[self._mark]

    def _price(self, index: int) -> int:
        return self._clips[index].turn.credits

    def _how_far(self) -> tuple[int, int, str]:
        counted = Counter(clip.status for clip in self.made)
        done = len(self.made) - counted["left"]
        failed = f" · {counted['failed']} failed" if counted["failed"] else ""
        return done, len(self.made), f"{len(self._running)} under way{failed}"


def _left(clip: Wanted) -> Clip:
    return Clip(clip.photo.name, clip.prompt, clip.seed, "left", None, None, clip.turn.key)


def _failed(index: int, said: str, hint: str = _AGAIN) -> Answer:
    return Answer(index=index, status="failed", error=said, hint=hint)
