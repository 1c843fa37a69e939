"""The chat, with a conversation whose turns end when the test says so."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypedDict, cast

import pytest
from IPython.core.interactiveshell import InteractiveShell

from nemo_notebook import backend
from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.conversation.take import Take
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.conversation.video import Video
from nemo_notebook.notebook.widget import ChatWidget
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import Credits
from nemo_notebook.protocol.errors import (
    ExportFailedError,
    InsufficientCreditsError,
    NemoError,
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

    stage: str
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
        self.cancelled = False
        self.balance = Credits(available=120, frozen=20)
        self.made: list[Take] = []

    def takes(self) -> list[Take]:
        return self.made

    def say(  # type: ignore[override] # what a chat uses of it
        self, text: str, *photos: object, on_update: Callable[[TurnState], None]
    ) -> Take:
        self.heard.append((text, photos))
        turn = TurnState(text, photos=tuple(Path(str(photo)).name for photo in photos))
        on_update(turn.at(Stage.ANIMATING, "Animating the photo", 0.5))
        self.begun.set()
        assert self.go_on.wait(10)
        if self.cancelled:
            raise asyncio.CancelledError
        if self.error is not None:
            on_update(turn.failed(self.error))
            raise self.error
        done = replace(turn.at(Stage.DONE, ""), messages=("Done.",), video=self.video.picture)
        return Take(
            key="",
            prompt=text,
            turn=done,
            draft=Draft(),
            video=self.video,
            folder=self.folder,
            exporter=lambda *_, **__: self.video,
        )

    def cancel(self, thread: int | None = None) -> None:
        self.cancelled = True
        self.go_on.set()

    def credits(self) -> Credits:
        return self.balance


class Page(ChatWidget):
    """A chat whose page is the test."""

    def __init__(self, conversation: Conversation) -> None:
        self.sent: list[JsonObject] = []
        self.has_news = threading.Condition()
        super().__init__(conversation)
        self.observe(self._on_trait, ["turns", "current", "balance"])

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
    talk.cancelled = False
    page.say_here("zoom in")
    assert page.wait_for_end(turns=2)["stage"] == "done"


def test_a_chat_begins_with_what_was_said_before(tmp_path: Path, video: Video) -> None:
    talk = Slow(tmp_path, video)
    talk.go_on.set()
    talk.made = [talk.say("zoom in", on_update=lambda _: None)]
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
