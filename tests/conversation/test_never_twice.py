"""The promise, against every crash and every fault that we can think of: a turn is sent once.

A machine runs turns through the real exchange, keeper and ledger, with a service that counts what
reaches it. Processes die at every phase; connections fail before, while and after the message is
worked on. The oracle is the service's count, never what the ledger says of itself.
"""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from nemo_notebook.client.timing import Timing
from nemo_notebook.conversation.branch import Branch, Step
from nemo_notebook.conversation.exchange import Exchange
from nemo_notebook.conversation.follow import MARGIN_S, TURN_LIMIT_S
from nemo_notebook.conversation.progress import Progress
from nemo_notebook.conversation.resolve import WAYS, find_unsettled, resolve
from nemo_notebook.conversation.session import SessionKeeper
from nemo_notebook.conversation.turn import TurnState
from nemo_notebook.conversation.wish import Namer
from nemo_notebook.ledger.journal import Journal
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Accepted, HeardEvent, Sending, Turn
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import Credits, Session, State
from nemo_notebook.protocol.errors import (
    BackendError,
    ConnectionLostError,
    InputError,
    InsufficientCreditsError,
    NemoError,
    ServiceError,
    SessionNotFoundError,
    TurnIndeterminateError,
)
from nemo_notebook.protocol.events import Event, JsonObject, lift

if TYPE_CHECKING:
    from nemo_notebook.backend import Backend
    from nemo_notebook.client import AsyncNemoClient

Fault = Literal[
    "none",
    "connect failed",
    "refused",
    "dropped after delivery",
    "dropped, worked on later",
    "lost on the way",
    "5xx after charge",
    "killed after delivery",
]
Point = Literal[
    "never",
    "before the fence",
    "after the fence",
    "accepted",
    "an event",
    "before it is settled",
    "settled",
    "recorded",
]
FAULTS: tuple[Fault, ...] = Fault.__args__  # type: ignore[attr-defined]  # a Literal has them
POINTS: tuple[Point, ...] = Point.__args__  # type: ignore[attr-defined]  # a Literal has them

TURNS = ("zoom in", "slower", "add snow")
CHANGED = "pan left"
NOTICED_LATER_S = 300.0


class Killed(BaseException):
    """What `kill -9` is to a process: no handler of ours sees it."""


@dataclass
class Service:
    """A hosted service. What reaches it is counted; time is a number."""

    time: float = 1_000_000.0
    delivered: Counter[str] = field(default_factory=Counter)
    drafts: dict[str, JsonObject] = field(default_factory=dict)
    later: list[tuple[float, str, str]] = field(default_factory=list)

    def work(self, session: str, text: str) -> None:
        draft = self.drafts[session]
        said = [*cast("list[str]", draft.get("said", [])), text]
        kinds = (0, 1, 7)
        tracks: list[JsonObject] = [{"tt": kind, "sg": [{"d": 1000}]} for kind in kinds]
        self.drafts[session] = {"t": [*tracks], "said": [*said]}

    def pass_time(self, seconds: float) -> None:
        self.time += seconds
        for due in [due for due in self.later if due[0] <= self.time]:
            self.later.remove(due)
            self.work(due[1], due[2])


@dataclass
class Stream:
    """A message's answer."""

    says: list[Event]
    breaks: bool = False
    resume_path: str | None = None
    last_event_id: str = ""

    async def __aiter__(self) -> AsyncIterator[Event]:
        for number, event in enumerate(self.says):
            self.last_event_id = str(number)
            yield event
        if self.breaks:
            raise ConnectionLostError("dropped")


@dataclass
class Client:
    """The service's client in one process."""

    service: Service
    fault: Fault

    async def credits(self) -> Credits:
        return Credits(available=100_000 - sum(self.service.delivered.values()))

    async def create_session(self, _name: str) -> Session:
        session = f"s{len(self.service.drafts)}"
        self.service.drafts[session] = {}
        return Session(task_id="t", session_id=session)

    async def upload(self, *_: object, **__: object) -> None:
        return None

    async def state(self, session: str) -> State:
        if session not in self.service.drafts:
            raise SessionNotFoundError("gone", code=1002)
        return State(draft=self.service.drafts[session])

    async def aclose(self) -> None:
        return None

    @asynccontextmanager
    async def message(
        self,
        session: str,
        text: str,
        *,
        seed: int | None = None,
        on_leaving: Callable[[], None],
    ) -> AsyncIterator[Stream]:
        assert seed is None
        service = self.service
        if self.fault == "connect failed":
            raise BackendError("refused", sent=False)
        if self.fault == "refused":
            raise InsufficientCreditsError("no", code=2001, status=400)
        on_leaving()
        service.delivered[text] += 1
        match self.fault:
            case "lost on the way":
                raise ConnectionLostError("reset")
            case "dropped, worked on later":
                service.later.append((service.time + NOTICED_LATER_S, session, text))
                yield Stream([], breaks=True)
                return
        service.work(session, text)
        match self.fault:
            case "5xx after charge":
                raise ServiceError("oops", status=502)
            case "killed after delivery":
                raise Killed
        said = lift('{"type": "text", "content": "Done.", "id": "1"}')
        yield Stream([*said], breaks=self.fault == "dropped after delivery")


@dataclass(frozen=True)
class HostedBackend:
    family: str = "nemovideo"
    costs_credits: bool = True


class DyingJournal(Journal):
    """Dies at a point."""

    def __init__(self, folder: Path, point: Point) -> None:
        super().__init__(folder)
        self._point = point

    def at(self, point: Point) -> None:
        if point == self._point:
            raise Killed

    def claim(self, sending: Sending) -> bool:
        self.at("before the fence")
        claimed = super().claim(sending)
        self.at("after the fence")
        return claimed

    def accept(self, sending: Sending, accepted: Accepted) -> None:
        super().accept(sending, accepted)
        self.at("accepted")

    def hear(self, sending: Sending, event: HeardEvent) -> None:
        super().hear(sending, event)
        self.at("an event")

    def settle(self, sending: Sending, turn: Turn) -> None:
        self.at("before it is settled")
        super().settle(sending, turn)
        self.at("settled")

    def clear(self, key: str) -> None:
        if any(self._folder.parent.glob(f"turns/*/{key}.json")):
            self.at("recorded")
        super().clear(key)


class FenceAfterwards(DyingJournal):
    """The mistake: the fence goes up once the service has begun to answer."""

    def claim(self, sending: Sending) -> bool:
        return self.sending(sending.key) is None

    def accept(self, sending: Sending, accepted: Accepted) -> None:
        super().claim(sending)
        super().accept(sending, accepted)


class ReleasedWhenLost(DyingJournal):
    """The mistake: a message whose answer is lost counts as one that was never sent."""

    def sending(self, key: str) -> Sending | None:
        found = super().sending(key)
        return found if found and self.phases(found).accepted else None

    def claim(self, sending: Sending) -> bool:
        Journal.clear(self, sending.key)
        return super().claim(sending)


class Machine(RuleBasedStateMachine):
    """Runs a notebook of a few turns, again and again, on a machine that keeps failing."""

    journal: type[DyingJournal] = DyingJournal

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.service = Service()
        self.resent: Counter[str] = Counter()
        self.decided = 0
        self.records: dict[str, bytes] = {}

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @rule(
        upto=st.integers(1, len(TURNS)),
        fault=st.sampled_from(FAULTS),
        point=st.sampled_from(POINTS),
        hits=st.integers(0, len(TURNS) - 1),
        changed=st.booleans(),
    )
    def run_cells(
        self, upto: int, fault: Fault, point: Point, hits: int, *, changed: bool = False
    ) -> None:
        """A fresh process runs the first cells; what goes wrong goes wrong in one of them.

        The last of them may say something else than usually.
        """
        prompts = [*TURNS[:upto]]
        if changed:
            prompts[-1] = f"{CHANGED} {upto}"
        with suppress(Killed, NemoError):
            asyncio.run(self._notebook(prompts, fault, point, hits))

    @rule(way=st.sampled_from(WAYS))
    def decide(self, way: str) -> None:
        """A person decides on a turn whose end nobody knows, once it cannot be under way."""
        ledger = Ledger(self._path)
        for sending in ledger.unsettled():
            client = cast("AsyncNemoClient", Client(self.service, "none"))
            deciding = resolve(
                ledger,
                find_unsettled(ledger, sending.key),
                way,
                client,
                wall=lambda: self.service.time,
            )
            try:
                asyncio.run(deciding)
            except InputError:
                continue
            self.decided += 1
            if way == "resend":
                self.resent[sending.prompt] += 1

    @rule(seconds=st.sampled_from((1.0, 400.0, TURN_LIMIT_S + MARGIN_S)))
    def wait(self, seconds: float) -> None:
        self.service.pass_time(seconds)

    @rule()
    def all_is_well(self) -> None:
        """Without a fault every turn ends, or is one that only a person can decide on."""
        try:
            asyncio.run(self._notebook(TURNS, "none", "never", 0))
        except TurnIndeterminateError as error:
            sending = Ledger(self._path).sending(error.key)
            assert sending is not None
            assert sending.prompt not in self._worked_on()
        except InputError:
            # The service has gone on from where a turn would: going back costs, and nobody agrees.
            assert self.decided or any(text.startswith(CHANGED) for text in self.service.delivered)

    @invariant()
    def nothing_reaches_the_service_twice(self) -> None:
        if hasattr(self, "service"):
            for text, count in self.service.delivered.items():
                assert count <= 1 + self.resent[text], f"{text!r} was sent {count} times"

    @invariant()
    def what_a_turn_came_to_is_its_own(self) -> None:
        """No turn is said into a session where another one has not ended."""
        if not hasattr(self, "folder"):
            return
        for turn in Ledger(self._path).turns():
            said = turn.draft.get("said", [])
            assert isinstance(said, list)
            if turn.outcome == "done":
                assert said[-1:] == [turn.prompt]

    @invariant()
    def what_is_written_down_stays_as_it_is(self) -> None:
        if not hasattr(self, "folder"):
            return
        for path in self._path.glob("turns/*/*.json"):
            content = path.read_bytes()
            assert self.records.setdefault(path.name, content) == content

    @property
    def _path(self) -> Path:
        return Path(self.folder.name) / ".nemo"

    def _worked_on(self) -> set[object]:
        said = (draft.get("said", []) for draft in self.service.drafts.values())
        return set(itertools.chain.from_iterable(cast("list[list[object]]", said)))

    async def _notebook(
        self, prompts: Sequence[str], fault: Fault, point: Point, hits: int
    ) -> None:
        branch = Branch()
        for number, prompt in enumerate(prompts):
            here = number == hits
            turn = await self._say(
                branch, prompt, fault if here else "none", point if here else "never"
            )
            branch = branch.then(Step(turn.key, Draft(turn.draft), turn))

    async def _say(self, branch: Branch, prompt: str, fault: Fault, point: Point) -> Turn:
        ledger = Ledger(self._path)
        ledger.journal = self.journal(self._path / "journal", point)
        backend = cast("Backend", HostedBackend())
        keeper = SessionKeeper(backend, ledger, "harbour")
        keeper._client = cast("AsyncNemoClient", Client(self.service, fault))
        wish = Namer(ledger, "nemovideo").wish(branch, prompt, (), "harbour")
        if (known := ledger.find(wish.key)) is not None:
            return known

        async def sleep(seconds: float) -> None:
            self.service.pass_time(seconds)

        def now() -> float:
            return self.service.time

        exchange = Exchange(backend, ledger, keeper, Timing(now=now, wall=now, sleep=sleep))
        return await exchange.run(wish, Progress(TurnState(prompt)))


@pytest.fixture(autouse=True)
def no_power_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes die here, not machines: what is written need not reach the disk."""
    monkeypatch.setattr("os.fsync", lambda _handle: None)


def played(machine: type[Machine], examples: int, *, phases: tuple[Phase, ...]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=10,
            deadline=None,
            derandomize=True,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_turn_is_sent_once_whatever_dies() -> None:
    played(Machine, 100, phases=(Phase.generate,))


@pytest.mark.parametrize("mistake", [FenceAfterwards, ReleasedWhenLost])
def test_a_mistake_in_the_order_is_found(mistake: type[DyingJournal]) -> None:
    """Were it not, the test above would prove nothing."""
    mistaken = type("Mistaken", (Machine,), {"journal": mistake})
    with pytest.raises(AssertionError, match="was sent 2 times"):
        played(mistaken, 300, phases=(Phase.generate,))


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_at_every_phase(fault: Fault, point: Point) -> None:
    machine = Machine()
    machine.begin()
    machine.run_cells(upto=2, fault=fault, point=point, hits=1)
    machine.run_cells(upto=2, fault="none", point="never", hits=0)
    machine.service.pass_time(NOTICED_LATER_S)
    machine.all_is_well()
    machine.nothing_reaches_the_service_twice()
    machine.what_is_written_down_stays_as_it_is()
    ends = {turn.prompt for turn in Ledger(machine._path).turns()}
    is_lost = fault == "lost on the way" and point not in {"before the fence", "after the fence"}
    is_unknown = is_lost or point == "after the fence"
    assert ends == ({TURNS[0]} if is_unknown else set(TURNS))
    machine.teardown()


def test_another_sentence_waits_for_the_one_that_was_sent_before() -> None:
    machine = Machine()
    machine.begin()
    machine.run_cells(upto=2, fault="dropped, worked on later", point="accepted", hits=1)
    machine.run_cells(upto=2, fault="none", point="never", hits=0, changed=True)
    machine.what_a_turn_came_to_is_its_own()
    # It was seen through, and what was to be said instead would now cost the way back.
    assert {turn.prompt for turn in Ledger(machine._path).turns()} == set(TURNS[:2])
    assert set(machine.service.delivered) == set(TURNS[:2])
    machine.teardown()
