from __future__ import annotations

from collections.abc import Callable

import pytest

from nemo_notebook.notebook.live_text import INTERVAL, LiveText
from nemo_notebook.protocol.events import JsonObject


class SlowClock:
    """Time that passes when told to, with what was planned for it."""

    def __init__(self) -> None:
        self.now = 100.0
        self.planned: list[tuple[float, Callable[[], None]]] = []

    def __call__(self) -> float:
        return self.now

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        self.planned.append((self.now + seconds, call))

    def pass_(self, seconds: float) -> None:
        self.now += seconds
        due = [call for at, call in self.planned if at <= self.now]
        self.planned = [(at, call) for at, call in self.planned if at > self.now]
        for call in due:
            call()


class Page:
    """Puts text together as the browser does, in UTF-16 units."""

    def __init__(self) -> None:
        self.messages: list[JsonObject] = []
        self.units = b""

    def take(self, message: JsonObject) -> None:
        self.messages.append(message)
        at, delta = message["at"], message["delta"]
        assert isinstance(at, int)
        assert isinstance(delta, str)
        assert 2 * at <= len(self.units), "a gap"
        self.units = self.units[: 2 * at] + delta.encode("utf-16-le")

    @property
    def text(self) -> str:
        return self.units.decode("utf-16-le")


@pytest.fixture
def clock() -> SlowClock:
    return SlowClock()


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def live(clock: SlowClock, page: Page) -> LiveText:
    return LiveText(page.take, clock=clock, later=clock.later)


def test_the_first_words_do_not_wait(live: LiveText, page: Page) -> None:
    live.add("Slowly")
    assert page.text == "Slowly"


def test_a_fast_writer_makes_twenty_messages_a_second(
    live: LiveText, page: Page, clock: SlowClock
) -> None:
    words = [f"word{number} " for number in range(1000)]
    for word in words:
        live.add(word)
        clock.pass_(0.001)
    clock.pass_(INTERVAL)
    assert page.text == "".join(words)
    assert len(page.messages) <= 21


def test_a_long_answer_is_told_less_often(live: LiveText, page: Page, clock: SlowClock) -> None:
    """Ten thousand deltas in 100 s: what is sent is mostly text, not envelopes of 800 bytes."""
    live.begin(0, 1)
    for number in range(10_000):
        live.add(f"{number % 7}-ly ")
        clock.pass_(0.01)
    live.flush()
    said = sum(len(str(message["delta"])) for message in page.messages)
    assert said + 800 * len(page.messages) < 200_000
    assert len(page.text) == 50_000


def test_the_last_words_arrive_though_nothing_follows(
    live: LiveText, page: Page, clock: SlowClock
) -> None:
    live.add("Slowly ")
    live.add("in.")
    assert page.text == "Slowly "
    clock.pass_(INTERVAL)
    assert page.text == "Slowly in."


def test_no_text_is_no_message_and_plans_none(live: LiveText, page: Page, clock: SlowClock) -> None:
    live.add("Slowly")
    live.add("")
    assert len(page.messages) == 1
    assert clock.planned == []


def test_flush_does_not_wait_and_says_nothing_twice(
    live: LiveText, page: Page, clock: SlowClock
) -> None:
    live.add("Slowly ")
    live.add("in.")
    live.flush()
    live.flush()
    clock.pass_(1)
    assert page.text == "Slowly in."
    assert len(page.messages) == 2


def test_offsets_count_as_a_browser_counts(live: LiveText, page: Page, clock: SlowClock) -> None:
    for delta in ["🌊🌊 海浪 and a very long beginning of it", "🌊", "é", "波"]:
        live.add(delta)
        clock.pass_(INTERVAL)
    assert page.text == "🌊🌊 海浪 and a very long beginning of it🌊é波"
    assert page.messages[-1]["at"] != 0


def test_a_page_that_opens_late_catches_up(live: LiveText, page: Page, clock: SlowClock) -> None:
    late = Page()
    for number in range(40):
        live.add("word ")
        clock.pass_(INTERVAL)
        message = page.messages[-1]
        if number > 3 and (message["at"] == 0 or late.text):
            late.take(message)
    assert late.text == page.text


def test_saying_it_again_now_and_then_adds_little(
    live: LiveText, page: Page, clock: SlowClock
) -> None:
    for _ in range(1000):
        live.add("word ")
        clock.pass_(INTERVAL)
    sent = sum(len(str(message["delta"])) for message in page.messages)
    assert sent < 1.5 * len(page.text)


def test_repeat_sends_the_whole_with_what_is_pending(
    live: LiveText, page: Page, clock: SlowClock
) -> None:
    live.add("Slowly ")
    live.add("in.")
    live.repeat()
    assert page.messages[-1]["delta"] == "Slowly in."
    assert page.messages[-1]["at"] == 0


def test_repeat_without_text_is_silent(live: LiveText, page: Page) -> None:
    live.repeat()
    assert page.messages == []


def test_a_new_message_begins_empty_and_leaves_nothing_behind(
    live: LiveText, page: Page, clock: SlowClock
) -> None:
    live.add("First")
    live.add(" pending")
    live.begin(0, 1)
    live.add("Second")
    clock.pass_(INTERVAL)
    last = page.messages[-1]
    assert (last["turn"], last["message"], last["at"], last["delta"]) == (0, 1, 0, "Second")
