"""Conversations with a service that costs credits and says little, over a real socket."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PIL import Image

from nemo_notebook import AsyncConversation, AsyncTake, Conversation, NemoError, backend
from nemo_notebook.client import AsyncNemoClient
from nemo_notebook.conversation import follow
from nemo_notebook.conversation.asides import FOLLOWING, PROCESSING
from nemo_notebook.conversation.chats import chats
from nemo_notebook.conversation.turn import TurnState
from nemo_notebook.protocol.errors import (
    InputError,
    InsufficientCreditsError,
    OptionError,
    PhotoError,
    ServiceError,
    SessionNotFoundError,
    TurnIndeterminateError,
)
from nemo_notebook.protocol.events import JsonObject
from tests.client.fault_server import FaultServer, Reply, answer, drop, event, ok, stream, text
from tests.conversation.patience import QUICK

CLIP: JsonObject = {"tt": 0, "sg": [{"d": 5000, "m": {"title": "harbour"}}]}
MUSIC: JsonObject = {"tt": 1, "sg": [{"d": 5000, "m": {"title": "Lo-fi", "volume": 0.35}}]}
TITLE: JsonObject = {
    "tt": 7,
    "sg": [{"d": 3000, "m": {"title": "Harbour", "color": "white", "position": "top"}}],
}
SESSIONS = "/api/tasks/me/with-session/nemo_agent"
CREDITS = "/api/credits/balance/simple"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultServer]:
    monkeypatch.setattr(follow, "_HOSTED", QUICK)
    with FaultServer() as running:
        monkeypatch.setenv("NEMO_API_URL", running.url)
        monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_secret")
        monkeypatch.setenv("NEMO_CONFIG_DIR", str(tmp_path / "config"))
        running.on("POST", SESSIONS, ok(session(1)), ok(session(2)))
        running.on("GET", CREDITS, ok({"available": 500}))
        for number in (1, 2):
            running.on("POST", uploads(number), ok({"files": []}))
            running.on("GET", states(number), holds())
        yield running


def session(number: int) -> JsonObject:
    return {"task_id": f"t{number}", "session_id": f"s{number}"}


def uploads(number: int) -> str:
    return f"/api/upload-video/nemo_agent/me/s{number}"


def states(number: int) -> str:
    return f"/api/state/nemo_agent/me/s{number}/latest"


def holds(*tracks: JsonObject) -> Reply:
    return ok({"state": {"draft": {"t": [*tracks]} if tracks else None}})


def says(*texts: str) -> Reply:
    return stream(*(text(said) for said in texts))


def told_all(chat: Conversation, prompt: str, on_update: Callable[[TurnState], None]) -> AsyncTake:
    """Say something and hear of every update, where otherwise only the newest is told."""
    return chat._loop.run(chat._talk.say(prompt, export=None, on_update=on_update))


def sent(server: FaultServer) -> list[object]:
    """The session and the words of each message that was sent."""
    bodies = [request.json() for request in server.asked("POST", "/run_sse")]
    return [
        (body["session_id"], body["new_message"]["parts"][0]["text"])
        for body in bodies
        if isinstance(body, dict)
    ]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.png"
    Image.new("RGB", (320, 200), "navy").save(path)
    return path


@pytest.fixture
def chat(server: FaultServer, photo: Path, tmp_path: Path) -> Iterator[Conversation]:
    with Conversation(photo, folder=tmp_path, backend=backend.hosted()) as conversation:
        yield conversation


@pytest.fixture
def begun(server: FaultServer, chat: Conversation) -> Conversation:
    """A conversation that has a clip with music."""
    server.on("POST", "/run_sse", says("Here it is."))
    server.on("GET", states(1), holds(), holds(CLIP, MUSIC))
    chat.say("zoom in", export=None)
    return chat


def test_a_silent_edit_is_told_by_what_it_changed(server: FaultServer, begun: Conversation) -> None:
    before, after = holds(CLIP, MUSIC), holds(CLIP, MUSIC, TITLE)
    server.on("GET", states(1), before, before, before, before, after)
    server.on("POST", "/run_sse", stream())
    seen: list[str] = []
    take = told_all(begun, "add a title", lambda turn: seen.append(turn.label))
    assert take.text == 'Title added: "Harbour" (white, top centre, 0-3 s)'
    assert PROCESSING in seen
    assert sent(server) == [("s1", "zoom in"), ("s1", "add a title")]


def test_a_silent_turn_that_did_nothing_says_so(server: FaultServer, begun: Conversation) -> None:
    server.on("GET", states(1), holds(CLIP, MUSIC))
    server.on("POST", "/run_sse", stream())
    assert begun.say("add a title", export=None).text == "Nothing was changed."
    assert begun.say("加一个标题", export=None).text == "没有任何更改。"


def test_the_second_stage_is_waited_for(server: FaultServer, chat: Conversation) -> None:
    raw, whole = holds(CLIP), holds(CLIP, MUSIC, TITLE)
    server.on("GET", states(1), holds(), raw, raw, raw, whole)
    server.on("POST", "/run_sse", says("The clip is there."))
    seen: list[TurnState] = []
    take = told_all(chat, "zoom in", seen.append)
    assert FOLLOWING in [turn.label for turn in seen]
    assert "The raw clip is there; music, title and effects follow." in take.turn.notes
    assert [track.kind for track in take.tracks] == [0, 1, 7]
    assert "Music added: Lo-fi (35%, 0-5 s)" in take.text


def test_a_lost_answer_is_found_by_the_state_and_sent_once(
    server: FaultServer, chat: Conversation
) -> None:
    server.on("GET", states(1), holds(), holds(), holds(CLIP, MUSIC, TITLE))
    server.on("POST", "/run_sse", drop)
    assert "Video added: harbour (0-5 s)" in chat.say("zoom in", export=None).text
    assert len(sent(server)) == 1


def test_an_answer_that_breaks_off_is_told_to_its_end_by_what_was_done(
    server: FaultServer, chat: Conversation
) -> None:
    part: JsonObject = {"content": {"parts": [{"text": "As you "}]}, "partial": True}
    server.on("POST", "/run_sse", stream(event(part), end="cut"))
    server.on("GET", states(1), holds(), holds(), holds(CLIP, MUSIC, TITLE))
    take = chat.say("zoom in", export=None)
    assert take.turn.messages[0] == "As you …"
    assert "Video added: harbour (0-5 s)" in take.turn.messages[1]
    assert len(sent(server)) == 1


def test_what_is_meant_for_a_page_is_done_and_not_told(
    server: FaultServer, begun: Conversation
) -> None:
    server.on(
        "POST",
        "/run_sse",
        says("It is warmer now. Check your account page. ", "Drag the title to the bottom."),
    )
    server.on("GET", states(1), holds(CLIP, MUSIC))
    take = begun.say("warmer", export=None)
    assert take.text == "It is warmer now."
    assert "500 credits available." in take.turn.notes
    assert take.suggestions[0] == "move the title to the bottom"
    assert len(sent(server)) == 2


def test_too_few_credits_send_nothing_at_all(server: FaultServer, chat: Conversation) -> None:
    server.on("GET", CREDITS, ok({"available": 40}))
    with pytest.raises(InsufficientCreditsError, match="40 are available"):
        chat.say("zoom in")
    assert {request.target for request in server.requests} == {CREDITS}


def test_a_question_is_asked_on_the_thread_that_waits(
    server: FaultServer, chat: Conversation, tmp_path: Path
) -> None:
    threads = []

    def no(question: str) -> bool:
        threads.append(threading.current_thread())
        return "100 of 500" not in question

    with pytest.raises(InputError, match="Nothing was sent"):
        chat.say("zoom in", confirm=no)
    assert threads == [threading.current_thread()]
    assert sent(server) == []
    assert not list((tmp_path / ".nemo").glob("journal/*"))


def test_a_question_that_cannot_be_answered_sends_nothing(
    server: FaultServer, chat: Conversation
) -> None:
    def broken(_: str) -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        chat.say("zoom in", confirm=broken)
    with pytest.raises(OptionError, match="AsyncConversation"):
        chat.say("zoom in", confirm=lambda _: asyncio.sleep(0, result=True))
    assert sent(server) == []


def test_a_forgotten_session_is_replaced_before_a_message_is_sent(
    server: FaultServer, begun: Conversation
) -> None:
    server.on("GET", states(1), answer(200, {"code": 1002, "message": "session not found"}))
    server.on("GET", states(2), holds(), holds(CLIP, MUSIC, TITLE))
    take = begun.say("warmer", export=None)
    assert "it starts anew" in " ".join(take.turn.notes)
    assert sent(server) == [("s1", "zoom in"), ("s2", "warmer")]
    assert len(server.asked("POST", uploads(2))) == 1  # the photo of the first turn


def test_a_message_that_found_no_session_is_not_sent_again_by_itself(
    server: FaultServer, begun: Conversation
) -> None:
    server.on("GET", states(1), holds(CLIP, MUSIC))
    gone = answer(404, {"detail": "Session not found: s1"})
    server.on("POST", "/run_sse", gone, says("Warmer."))
    with pytest.raises(SessionNotFoundError):
        begun.say("warmer", export=None)
    assert len(sent(server)) == 2
    server.on("GET", states(1), gone)
    server.on("GET", states(2), holds(), holds(CLIP, MUSIC, TITLE))
    assert begun.say("warmer", export=None).text == "Warmer."
    assert sent(server)[-1] == ("s2", "warmer")


def test_a_session_that_is_gone_after_the_message_keeps_the_fence(
    server: FaultServer, chat: Conversation, tmp_path: Path
) -> None:
    gone = answer(404, {"detail": "Session not found: s1"})
    server.on("GET", states(1), holds(), gone)
    server.on("POST", "/run_sse", drop)
    for _ in range(2):
        with pytest.raises((TurnIndeterminateError, SessionNotFoundError)):
            chat.say("zoom in", export=None)
    assert len(sent(server)) == 1
    assert len(list((tmp_path / ".nemo" / "journal").iterdir())) == 1


ADDRESS = "https://example.org/photos/old%20harbour.jpg?signature=secret"


def test_an_address_is_handed_on_and_never_written_down(
    server: FaultServer, photo: Path, tmp_path: Path
) -> None:
    server.on("POST", "/run_sse", says("Here it is."))
    server.on("GET", states(1), holds(), holds(CLIP, MUSIC, TITLE))
    with Conversation(photo, ADDRESS, folder=tmp_path) as chat:
        (other,) = chat.upload("HTTP://example.org")
        take = chat.say("zoom in", export=None)
    assert other.name == "example.org"
    assert take.turn.photos == ("harbour.png", "old harbour.jpg", "example.org")
    file, links = server.asked("POST", uploads(1))
    assert b"harbour.png" in file.body
    assert links.json() == {"urls": [ADDRESS, "http://example.org"], "source_type": "url"}
    written = [path.read_bytes() for path in (tmp_path / ".nemo").rglob("*") if path.is_file()]
    assert not any(b"signature" in content for content in written)


def test_the_same_address_is_the_same_turn(server: FaultServer, tmp_path: Path) -> None:
    server.on("POST", "/run_sse", says("Here it is."))
    server.on("GET", states(1), holds(), holds(CLIP, MUSIC, TITLE))
    for replayed in (False, True):
        with Conversation(ADDRESS, folder=tmp_path) as chat:
            assert chat.say("zoom in", export=None).replayed is replayed
    assert len(sent(server)) == 1


@pytest.mark.parametrize("address", ["https://", "http:///photo.jpg", "https://a b/c.jpg"])
def test_what_is_no_address_is_refused_at_once(
    server: FaultServer, tmp_path: Path, address: str
) -> None:
    with pytest.raises(PhotoError, match="no web address"):
        Conversation(address, folder=tmp_path)


def test_an_address_that_the_server_refuses_is_said_in_its_words(
    server: FaultServer, tmp_path: Path
) -> None:
    refusal = answer(400, {"detail": "That address is inside a private network."})
    server.on("POST", uploads(1), refusal)
    with Conversation(ADDRESS, folder=tmp_path) as chat, pytest.raises(ServiceError) as said:
        chat.say("zoom in")
    assert "inside a private network" in str(said.value)
    assert "signature" not in str(said.value)


def test_a_conversation_is_listed_and_taken_up_in_another_kernel(
    server: FaultServer, begun: Conversation, tmp_path: Path
) -> None:
    (listed,) = chats(tmp_path)
    assert (listed.title, listed.prompts, listed.backend) == (
        "harbour",
        ("zoom in",),
        "nemovideo",
    )
    server.on("GET", states(1), holds(CLIP, MUSIC), holds(CLIP, MUSIC), holds(CLIP, MUSIC, TITLE))
    server.on("POST", "/run_sse", says("With a title."))
    with Conversation.resume("Harbour", folder=tmp_path) as later:
        assert [track.kind for track in later.tracks()] == [0, 1]
        take = later.say("add a title", export=None)
    assert sent(server)[-1] == ("s1", "add a title")
    assert [summary.prompts for summary in chats(tmp_path)] == [("zoom in", "add a title")]
    assert chats(tmp_path)[0].key == take.key


async def test_an_earlier_turn_is_taken_up_by_the_beginning_of_its_key(
    server: FaultServer, begun: Conversation, tmp_path: Path
) -> None:
    key = chats(tmp_path)[0].key
    async with AsyncConversation.resume(key[:8], folder=tmp_path) as later:
        assert (await later.state()).raw == {"t": [CLIP, MUSIC]}
    with pytest.raises(OptionError, match="nemovideo"):
        AsyncConversation.resume(key, folder=tmp_path, backend=backend.studio())


def test_a_conversation_that_is_not_there(
    server: FaultServer, begun: Conversation, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="There is harbour"):
        Conversation.resume("lighthouse", folder=tmp_path)
    with pytest.raises(InputError, match="none yet"):
        Conversation.resume("harbour", folder=tmp_path / "elsewhere")
    assert chats(tmp_path / "elsewhere") == []


def test_a_state_for_the_widget_has_the_suggestions_and_nothing_inward(
    server: FaultServer, begun: Conversation
) -> None:
    server.on("GET", states(1), holds(CLIP, MUSIC))
    told = begun.say("what can you do?", export=None).turn.as_json()
    assert json.loads(json.dumps(told))["suggestions"] == [
        'add the title "Harbour"',
        "slower",
        "make it black and white",
    ]
    assert not {"script", "speeches", "actions"} & set(told)


def test_any_failure_ends_the_turn_in_words(server: FaultServer, chat: Conversation) -> None:
    server.on("GET", CREDITS, answer(500, b"<html>", kind="text/html"))
    server.on("POST", SESSIONS, answer(503, {"detail": "Down for maintenance"}))
    seen: list[TurnState] = []
    with pytest.raises(NemoError, match="Down for maintenance"):
        chat.say("zoom in", on_update=seen.append)
    assert seen[-1].error is not None


def test_credits_that_end_in_the_middle_are_called_what_they_are(
    server: FaultServer, chat: Conversation, tmp_path: Path
) -> None:
    told = {"errorCode": "2001", "errorMessage": "No credits are left.", "author": "nemo_agent"}
    server.on("POST", "/run_sse", stream(event(told)))
    with pytest.raises(InsufficientCreditsError, match=r"No credits are left\. Top up"):
        chat.say("zoom in", export=None)
    assert not list((tmp_path / ".nemo" / "journal").iterdir())


@pytest.mark.parametrize("when", ["before the message", "in the middle"])
def test_nobody_in_particular_is_led_to_more_credits(
    server: FaultServer, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    monkeypatch.delenv("NEMO_TOKEN")
    server.on("POST", "/api/auth/anonymous-token", ok({"token": "nmv_anon_1", "user_id": "u1"}))
    if when == "before the message":
        server.on("GET", CREDITS, ok({"available": 40}))
    told = {"errorCode": "2001", "errorMessage": "No credits are left.", "author": "nemo_agent"}
    server.on("POST", "/run_sse", stream(event(told)))
    with (
        Conversation(photo, folder=tmp_path, backend=backend.hosted()) as chat,
        pytest.raises(InsufficientCreditsError, match="Register for more") as raised,
    ):
        chat.say("zoom in", export=None)
    assert raised.value.link == "https://nemovideo.com/?bind=u1"


@pytest.mark.parametrize("has_left", [False, True])
async def test_a_message_that_is_stopped_before_it_leaves_may_be_said_again(
    server: FaultServer,
    photo: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    has_left: bool,
) -> None:
    begun = asyncio.Event()

    @asynccontextmanager
    async def never_ends(
        _client: object, _session: str, _text: str, *, on_leaving: Callable[[], None], **_: object
    ) -> AsyncIterator[None]:
        if has_left:
            on_leaving()
        begun.set()
        await asyncio.Event().wait()
        yield

    monkeypatch.setattr(AsyncNemoClient, "message", never_ends)
    async with AsyncConversation(photo, folder=tmp_path) as chat:
        saying = asyncio.create_task(chat.say("zoom in", export=None))
        await begun.wait()
        saying.cancel()
        with pytest.raises(asyncio.CancelledError):
            await saying
    assert bool(list((tmp_path / ".nemo" / "journal").glob("*.sending"))) == has_left
