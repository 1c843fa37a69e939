"""The chat, with a conversation whose turns end when the test says so."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypedDict, cast

import pytest
from IPython.core.interactiveshell import InteractiveShell

from nemo_notebook import backend
from nemo_notebook.conversation.audience import Watcher
from nemo_notebook.conversation.price import Confirm
from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.conversation.take import Take
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.conversation.video import Video
from nemo_notebook.notebook.widget import ChatWidget
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import Credits
from nemo_notebook.protocol.errors import (
    ExportFailedError,
    InputError,
    InsufficientCreditsError,
    NemoError,
    PromptError,
    TurnTimeoutError,
)
from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.settings import Settings

JPEG = b"\xff\xd8\xff\xe0 a photo"


class Trouble(TypedDict):
    message: str
    next_step: str
    link: str


class Ended(TypedDict):
    """What a test looks at of a turn that has ended."""

    prompt: str
    stage: str
    undone: bool
    files: list[str]
    notes: list[str]
    error: Trouble


class Slow(Conversation):
    """A conversation whose turn goes on until the test ends it."""

    def __init__(self, folder: Path, video: Video, *, paid: bool = False) -> None:
        super().__init__(
            folder=folder, backend=(backend.hosted if paid else backend.studio)(Settings())
        )
        self.video = video
        self.heard: list[tuple[str, tuple[object, ...]]] = []
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.error: NemoError | None = None
        self.question = ""
        self.asks_on = 0
        self.cancelled: list[int | None] = []
        self.balance = Credits(available=120, frozen=20)
        self.made: list[Take] = []
        self.watchers: list[Watcher] = []
        self.known: tuple[str, ...] = ()
        self.files: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return self.known

    @property
    def waiting(self) -> tuple[str, ...]:
        return self.files

    def takes(self) -> list[Take]:
        return self.made

    def watch(self, watcher: Watcher) -> None:
        self.watchers.append(watcher)

    def say(  # type: ignore[override] # what a chat uses of it
        self,
        text: str,
        *photos: object,
        key: str = "",
        confirm: Confirm = False,
        on_update: Callable[[TurnState], None] = lambda _: None,
    ) -> Take:
        if not text.strip():
            self.wait_in_line()
            raise PromptError("There is nothing to say")
        self.heard.append((text, photos))
        turn = TurnState(text, photos=tuple(Path(str(photo)).name for photo in photos), key=key)
        take = None
        try:
            turn = turn.at(Stage.ANIMATING, "Animating the photo", 0.5)
            self.tell(turn, on_update)
            self.begun.set()
            if confirm and self.question:
                assert callable(confirm)
                self.asks_on = threading.get_ident()
                if not confirm(self.question):
                    raise InputError("Nothing was sent, as you answered")
            self.wait_for_end()
            turn = replace(turn.at(Stage.DONE, ""), messages=("Done.",), video=self.video.picture)
            take = self.take_of(turn)
        except NemoError as error:
            turn = turn.failed(error)
            raise
        except asyncio.CancelledError:
            turn = turn.at(Stage.STOPPED, "Stopped")
            raise
        else:
            return take
        finally:
            self.known += (key,) if take is not None and key not in self.known else ()
            for watcher in self.watchers:
                watcher.on_end(turn, take, threading.get_ident())

    def wait_in_line(self) -> None:
        """Others were there before; a test says which."""

    def wait_for_end(self) -> None:
        assert self.go_on.wait(10)
        if self.cancelled:
            raise asyncio.CancelledError
        if self.error is not None:
            raise self.error

    def tell(self, turn: TurnState, on_update: Callable[[TurnState], None]) -> None:
        on_update(turn)
        for watcher in self.watchers:
            watcher.on_turn(turn, threading.get_ident())

    def take_of(self, turn: TurnState) -> Take:
        return Take(
            key=turn.key,
            prompt=turn.prompt,
            turn=turn,
            draft=Draft(),
            video=self.video,
            folder=self.folder,
            exporter=lambda *_, **__: self.video,
        )

    def tell_change(self) -> None:
        for watcher in self.watchers:
            watcher.on_change()

    def cancel(self, thread: int | None = None) -> None:
        self.cancelled.append(thread)
        self.go_on.set()

    def credits(self) -> Credits:
        return self.balance


class Page(ChatWidget):
    """A chat whose page is the test."""

    def __init__(self, conversation: Conversation, *, confirm: bool = False) -> None:
        self.sent: list[JsonObject] = []
        self.has_news = threading.Condition()
        super().__init__(conversation, confirm=confirm)
        self.observe(self._on_trait, ["turns", "current", "balance", "question", "waiting"])

    def send(self, content: JsonObject, buffers: list[bytes] | None = None) -> None:
        with self.has_news:
            self.sent.append(content)
            self.has_news.notify_all()

    def _on_trait(self, _change: object) -> None:
        with self.has_news:
            self.has_news.notify_all()

    def hear(self, message: JsonObject, *buffers: bytes) -> None:
        self._handle_custom_msg(message, [memoryview(buffer) for buffer in buffers])

    def say_here(self, text: str, *photos: str) -> None:
        self.hear({"kind": "say", "id": text, "text": text, "photos": list(photos)})

    def hand(self, file_id: str, data: bytes = JPEG, name: str = "harbour.jpg") -> None:
        message: JsonObject = {"kind": "hand", "id": file_id, "name": name, "size": len(data)}
        self.hear({**message, "part": 0, "parts": 1}, data)

    def wait_for(self, what: Callable[[], bool]) -> None:
        with self.has_news:
            assert self.has_news.wait_for(what, timeout=10)

    def wait_for_end(self, turns: int = 1) -> Ended:
        self.wait_for(lambda: len(self.turns) == turns)
        return cast("Ended", self.turns[-1])


@pytest.fixture
def talk(tmp_path: Path, video: Video) -> Iterator[Slow]:
    conversation = Slow(tmp_path, video)
    yield conversation
    conversation.go_on.set()


@pytest.fixture
def page(talk: Slow) -> Page:
    return Page(talk)


def test_a_sentence_is_heard_at_once_and_made_while_the_kernel_is_free(
    page: Page, talk: Slow
) -> None:
    page.say_here("slowly zoom in")
    assert page.sent[-1] == {"kind": "heard", "id": "slowly zoom in"}
    assert talk.begun.wait(10)
    assert page.current is not None
    assert page.current["label"] == "Animating the photo"
    assert not page.blocking
    talk.go_on.set()
    turn = page.wait_for_end()
    assert turn["stage"] == "done"
    assert [take.prompt for take in page.takes] == ["slowly zoom in"]


def test_photos_that_were_dropped_go_with_the_sentence(page: Page, talk: Slow) -> None:
    page.hand("a")
    assert page.sent[-1] == {"kind": "ready", "id": "a", "name": "harbour.jpg"}
    page.say_here("zoom in", "a")
    talk.go_on.set()
    page.wait_for_end()
    ((_, (photo,)),) = talk.heard
    assert photo == talk.folder / "nemo_media" / "photos" / "harbour.jpg"
    assert Path(str(photo)).read_bytes() == JPEG


def test_a_photo_that_cannot_be_used_is_refused_in_words(page: Page) -> None:
    page.hand("a", b"<svg onload=alert(1)>", "evil.svg")
    assert page.sent[-1]["kind"] == "refused"
    assert "evil.svg is no photo" in str(page.sent[-1]["message"])


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "hand", "id": "a"},
        {"kind": "hand", "id": "a", "name": "x", "size": "1", "part": 0, "parts": 1},
        {"kind": "say", "id": "a", "text": 3, "photos": []},
        {"kind": "forget", "id": "never seen"},
    ],
)
def test_a_message_that_means_nothing_changes_nothing(page: Page, message: JsonObject) -> None:
    page.hear(message, JPEG)
    assert page.sent == []


def test_a_second_sentence_waits_for_the_page_to_say_it_again(page: Page, talk: Slow) -> None:
    page.say_here("zoom in")
    assert talk.begun.wait(10)
    page.say_here("slower")
    assert page.sent[-1]["kind"] == "unsaid"
    assert "A turn is under way" in str(page.sent[-1]["message"])
    assert len(talk.heard) == 1


def test_a_sentence_whose_photo_is_missing_is_not_said(page: Page, talk: Slow) -> None:
    page.say_here("zoom in", "nobody")
    assert page.sent[-1]["kind"] == "unsaid"
    assert talk.heard == []


def test_stop_ends_the_turn_and_says_how_to_go_on(page: Page, talk: Slow) -> None:
    page.say_here("zoom in")
    assert talk.begun.wait(10)
    page.hear({"kind": "stop"})
    turn = page.wait_for_end()
    assert turn["stage"] == "stopped"
    assert "Nothing is sent twice" in turn["notes"][0]
    talk.cancelled.clear()
    page.say_here("zoom in")
    assert page.wait_for_end(turns=2)["stage"] == "done"


def test_a_chat_begins_with_what_was_said_before(tmp_path: Path, video: Video) -> None:
    talk = Slow(tmp_path, video)
    talk.go_on.set()
    talk.made = [talk.say("zoom in")]
    page = Page(talk)
    assert [turn["prompt"] for turn in page.turns] == ["zoom in"]
    page.hear({"kind": "media?", "turn": 0})
    assert [sent["kind"] for sent in page.sent] == ["poster", "media"]
    page.say_here("slower")
    page.wait_for_end(turns=2)
    assert [take.prompt for take in page.takes] == ["zoom in", "slower"]


@pytest.mark.parametrize(
    ("error", "step", "link"),
    [
        (ExportFailedError("The export failed"), "export", ""),
        (TurnTimeoutError("It took too long"), "look", ""),
        (InsufficientCreditsError("No credits"), "open", "https://nemovideo.com"),
    ],
)
def test_an_error_carries_its_next_step(
    page: Page, talk: Slow, error: NemoError, step: str, link: str
) -> None:
    talk.error = error
    talk.go_on.set()
    page.say_here("zoom in")
    trouble = page.wait_for_end()["error"]
    assert trouble["message"] == error.message
    assert (trouble["next_step"], trouble["link"]) == (step, link)


def test_what_costs_nothing_says_so(page: Page) -> None:
    assert page.balance == {"costs": False, "available": None, "frozen": 0.0}


def test_the_balance_is_asked_again_after_a_turn(tmp_path: Path, video: Video) -> None:
    talk = Slow(tmp_path, video, paid=True)
    page = Page(talk)
    page.wait_for(lambda: page.balance is not None)
    assert page.balance == {"costs": True, "available": 120, "frozen": 20}
    talk.balance = Credits(available=20)
    talk.go_on.set()
    page.say_here("zoom in")
    page.wait_for(lambda: page.balance == {"costs": True, "available": 20, "frozen": 0})


def test_what_is_saved_grows_with_the_conversation(
    page: Page, talk: Slow, shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Mapping[str, str]] = []

    def publish(data: Mapping[str, str], *_: object, update: bool, **__: object) -> None:
        assert update == bool(drawn)
        with page.has_news:
            drawn.append(data)
            page.has_news.notify_all()

    monkeypatch.setattr(shell.display_pub, "publish", publish)
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    page._ipython_display_()
    assert "nothing has been said yet" in drawn[0]["text/html"]
    talk.go_on.set()
    for number, said in enumerate(("zoom in", "slower"), 1):
        page.say_here(said)
        page.wait_for(lambda: len(drawn) > number)  # noqa: B023 (waited for here)
    assert "zoom in" in drawn[-1]["text/html"]
    assert "slower" in drawn[-1]["text/html"]
    assert drawn[-1]["text/html"].count("<video") == 2
    assert "application/vnd.jupyter.widget-view+json" in drawn[-1]


QUESTION = "This message costs about 100 of 120 credits. Send it?"


@pytest.fixture
def paid(tmp_path: Path, video: Video) -> Iterator[Slow]:
    """A conversation whose messages cost something."""
    conversation = Slow(tmp_path, video, paid=True)
    conversation.question = QUESTION
    yield conversation
    conversation.go_on.set()


def question_of(page: Page) -> dict[str, str]:
    page.wait_for(lambda: page.question is not None)
    return cast("dict[str, str]", page.question)


def answer(page: Page, *, yes: bool, question: str = "") -> None:
    asked = question or question_of(page)["id"]
    page.hear({"kind": "answer", "id": asked, "yes": yes})


def test_what_costs_credits_is_sent_once_the_page_has_said_yes(paid: Slow) -> None:
    page = Page(paid, confirm=True)
    page.say_here("zoom in")
    assert question_of(page)["text"] == QUESTION
    assert page.current is not None
    paid.go_on.set()
    answer(page, yes=False, question="another question")
    answer(page, yes=True)
    assert page.wait_for_end()["stage"] == "done"
    assert page.question is None


def test_what_is_not_sent_goes_back_to_the_composer_with_its_photos(paid: Slow) -> None:
    page = Page(paid, confirm=True)
    page.hand("a")
    page.say_here("zoom in", "a")
    answer(page, yes=False)
    page.wait_for(lambda: page.current is None)
    assert page.turns == []
    assert page.sent[-1] == {
        "kind": "unsent",
        "text": "zoom in",
        "photos": [{"id": "a", "name": "harbour.jpg"}],
    }
    page.say_here("zoom in", "a")
    answer(page, yes=True)
    paid.go_on.set()
    page.wait_for_end()
    assert paid.heard[0] == paid.heard[1]


def test_a_photo_said_from_python_goes_back_to_the_composer_as_well(paid: Slow) -> None:
    page = Page(paid, confirm=True)
    page.say("zoom in", "harbour.jpg")
    answer(page, yes=False)
    page.wait_for(lambda: page.current is None)
    (photo,) = cast("list[dict[str, str]]", page.sent[-1]["photos"])
    assert photo["name"] == "harbour.jpg"
    page.say_here("zoom in", photo["id"])
    answer(page, yes=False)
    page.wait_for(lambda: len(paid.heard) == 2)
    assert paid.heard[0] == paid.heard[1]


def test_stop_while_the_page_asks_sends_nothing(paid: Slow) -> None:
    page = Page(paid, confirm=True)
    page.say_here("zoom in")
    question_of(page)
    for _ in range(2):  # on two channels
        page.hear({"kind": "stop"})
    page.wait_for(lambda: page.current is None)
    assert page.sent[-1]["kind"] == "unsent"
    assert page.question is None
    assert page.turns == []


def test_a_chat_that_is_closed_while_it_asks_sends_nothing(paid: Slow) -> None:
    page = Page(paid, confirm=True)
    page.say_here("zoom in")
    question_of(page)
    page.close()
    page.wait_for(lambda: page.current is None)
    assert page.turns == []


def test_a_turn_that_is_stopped_elsewhere_while_it_asks_leaves_no_question(paid: Slow) -> None:
    page = Page(paid, confirm=True)
    page.say_here("zoom in")
    question_of(page)
    stopped = TurnState("zoom in").at(Stage.STOPPED, "Stopped")
    page.on_end(stopped, None, paid.asks_on)
    page.wait_for(lambda: page.question is None)
    assert page.turns[0]["stage"] == "stopped"


def test_it_asks_as_long_as_that_is_wanted(paid: Slow) -> None:
    page = Page(paid, confirm=True)
    page.confirm = False
    paid.go_on.set()
    page.say_here("zoom in")
    assert page.wait_for_end()["stage"] == "done"


def elsewhere(talk: Slow, text: str, key: str = "") -> threading.Thread:
    """Say something as a cell does."""
    talk.begun.clear()

    def say() -> None:
        with suppress(asyncio.CancelledError, NemoError):
            talk.say(text, key=key)

    thread = threading.Thread(target=say)
    thread.start()
    assert talk.begun.wait(10)
    return thread


def test_a_cells_turn_is_seen_as_it_is_made_and_the_composer_waits(page: Page, talk: Slow) -> None:
    cell = elsewhere(talk, "zoom in", "a")
    assert page.current is not None
    assert (page.current["prompt"], page.current["elsewhere"]) == ("zoom in", True)
    page.say_here("slower")
    assert page.sent[-1]["kind"] == "unsaid"
    talk.go_on.set()
    cell.join()
    assert page.wait_for_end()["prompt"] == "zoom in"
    page.wait_for(lambda: page.sent[-1]["kind"] == "media")
    assert [take.prompt for take in page.takes] == ["zoom in"]
    page.say_here("slower")
    page.wait_for_end(turns=2)


def test_stop_in_a_chat_stops_a_cells_turn(page: Page, talk: Slow) -> None:
    cell = elsewhere(talk, "zoom in")
    page.hear({"kind": "stop"})
    cell.join()
    assert page.wait_for_end()["stage"] == "stopped"
    assert talk.cancelled == [cell.ident]


def test_stop_that_is_heard_late_on_a_second_channel_stops_no_other_turn(
    page: Page, talk: Slow
) -> None:
    cell = elsewhere(talk, "zoom in")
    page.hear({"kind": "stop", "id": "pressed"})
    cell.join()
    talk.cancelled.clear()
    talk.go_on.clear()
    cell = elsewhere(talk, "slower")
    page.hear({"kind": "stop", "id": "pressed"})
    assert talk.cancelled == []
    page.hear({"kind": "stop", "id": "pressed again"})
    assert talk.cancelled == [cell.ident]


def test_a_turn_stands_there_once_however_often_its_cell_is_run(page: Page, talk: Slow) -> None:
    talk.go_on.set()
    for key in ("a", "b", "a"):
        elsewhere(talk, f"say {key}", key).join()
    page.wait_for(lambda: page.current is None)
    assert [turn["prompt"] for turn in page.turns] == ["say a", "say b"]


def test_every_aside_is_shown(page: Page, talk: Slow) -> None:
    talk.go_on.set()
    for _ in range(2):
        elsewhere(talk, "export webm").join()
    assert len(page.turns) == 2


def test_what_is_taken_back_is_marked_until_it_is_said_again(page: Page, talk: Slow) -> None:
    talk.go_on.set()
    for key in ("a", "b"):
        elsewhere(talk, f"say {key}", key).join()
    talk.known = ("a",)
    talk.tell_change()
    assert [turn["undone"] for turn in page.turns] == [False, True]
    elsewhere(talk, "say b", "b").join()
    assert [turn["undone"] for turn in page.turns] == [False, False]


def test_files_that_a_cell_hands_over_are_seen_to_wait(page: Page, talk: Slow) -> None:
    talk.files = ("harbour.jpg",)
    talk.tell_change()
    assert page.waiting == ["harbour.jpg"]


def test_what_ends_while_the_turns_so_far_are_read_is_there_once(
    tmp_path: Path, video: Video
) -> None:
    class Late(Slow):
        def takes(self) -> list[Take]:
            self.go_on.set()
            self.made = [self.say("zoom in", key="a")]
            elsewhere(self, "slower", "b").join()
            return super().takes()

    page = Page(Late(tmp_path, video))
    assert [turn["prompt"] for turn in page.turns] == ["zoom in", "slower"]


def test_what_ends_while_a_chat_looks_where_the_conversation_stands_is_not_taken_back(
    tmp_path: Path, video: Video
) -> None:
    class Late(Slow):
        cell: threading.Thread | None = None

        @property
        def keys(self) -> tuple[str, ...]:
            known = self.known
            if self.cell is None:
                self.go_on.set()
                self.cell = threading.Thread(target=lambda: self.say("zoom in", key="a"))
                self.cell.start()
                self.cell.join(0.2)  # it may have to wait for what is done here
            return known

    talk = Late(tmp_path, video)
    page = Page(talk)
    assert talk.cell is not None
    talk.cell.join()
    assert [turn["undone"] for turn in page.turns] == [False]


def test_a_sentence_that_never_becomes_a_turn_ends_with_its_reason(page: Page) -> None:
    under_way: list[str | None] = []
    page.observe(lambda change: under_way.append((change["new"] or {}).get("prompt")), "current")
    page.say_here(" ")
    assert page.wait_for_end()["stage"] == "failed"
    assert under_way == [" ", None]  # or the page would wait for it for ever
    page.say_here("zoom in")
    assert page.sent[-1]["kind"] == "heard"


def test_a_sentence_that_never_becomes_a_turn_hides_none_that_is_under_way(
    tmp_path: Path, video: Video
) -> None:
    class Queue(Slow):
        def wait_in_line(self) -> None:
            assert self.begun.wait(10)

    talk = Queue(tmp_path, video)
    page = Page(talk)
    page.say_here(" ")
    cell = elsewhere(talk, "zoom in")
    assert page.wait_for_end()["stage"] == "failed"
    page.wait_for(lambda: page.current is not None and page.current["prompt"] == "zoom in")
    page.hear({"kind": "stop"})
    cell.join()
    assert talk.cancelled == [cell.ident]


def test_a_chat_that_is_closed_is_let_go(tmp_path: Path) -> None:
    with Conversation(folder=tmp_path, backend=backend.studio(Settings())) as talk:
        page = Page(talk)
        gone = weakref.ref(page)
        page.close()
        del page
        gc.collect()
        assert gone() is None
