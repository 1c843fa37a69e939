"""A message over a connection that may do anything: what is heard, and that it goes out once."""

from __future__ import annotations

import asyncio
import signal
import threading
import time

import pytest

from nemo_notebook.client import AsyncNemoClient
from nemo_notebook.client.timing import Deadlines
from nemo_notebook.protocol.errors import (
    AuthenticationError,
    BackendError,
    ConnectionLostError,
    InsufficientCreditsError,
    NemoError,
    RateLimitError,
    ScopeError,
    ServiceError,
    SessionNotFoundError,
    TurnTimeoutError,
)
from nemo_notebook.protocol.events import Heartbeat, TextEvent, ToolCall, Unreadable
from tests.client.fault_server import (
    FaultServer,
    Reply,
    answer,
    babble,
    drop,
    event,
    ok,
    reset,
    silence,
    stream,
    text,
)
from tests.client.ways import TOKEN, FakeTime, Way, shown

HELLO = text("hello ", 1)

# What the server does with the message, what is heard, and how it ends.
FAULTS: dict[str, tuple[Reply, str, type[NemoError]]] = {
    "no answer, closed": (drop, "", ConnectionLostError),
    "no answer, reset": (reset, "", ConnectionLostError),
    "no answer, silence": (silence, "", ConnectionLostError),
    "cut between events": (stream(HELLO, end="cut"), "hello ", ConnectionLostError),
    "cut in an event": (stream(HELLO, text("x", 2)[:9], end="cut"), "hello ", ConnectionLostError),
    "cut in an event, unframed": (
        stream(HELLO, b'data: {"type"', end="eof"),
        "hello ",
        ConnectionLostError,
    ),
    "silence in the stream": (stream(HELLO, end="silence"), "hello ", ConnectionLostError),
    "an event without end": (
        stream(HELLO, b"data: " + b"x" * 17 * 2**20),
        "hello ",
        ConnectionLostError,
    ),
    "a failing server": (answer(500, b"oops", kind="text/plain"), "", ServiceError),
    "a failing gateway": (answer(502, b"<html>", kind="text/html"), "", ServiceError),
    "an overloaded server": (
        answer(503, {"detail": "overloaded"}, Retry_After="1"),
        "",
        ServiceError,
    ),
    "a timeout of the gateway": (answer(504, {"detail": "late"}), "", ServiceError),
    "a login page": (answer(200, b"<html>Sign in", kind="text/html"), "", ServiceError),
    "JSON in place of a stream": (ok({}), "", ServiceError),
    "a redirect": (answer(307, b"", Location="/run_sse"), "", ServiceError),
    "too many requests": (answer(429, {"detail": "slow"}, Retry_After="1"), "", RateLimitError),
    "a refused token": (answer(401, {"detail": "bad token"}), "", AuthenticationError),
    "a refused token, by code": (
        answer(200, {"code": 1001, "message": "expired"}),
        "",
        AuthenticationError,
    ),
    "no such session": (
        answer(200, {"code": 1002, "message": "no session"}),
        "",
        SessionNotFoundError,
    ),
    "no such session, from a stock server": (
        answer(404, {"detail": "Session not found: s-1"}),
        "",
        SessionNotFoundError,
    ),
    "no credits": (answer(200, {"code": 2001, "message": "empty"}), "", InsufficientCreditsError),
    "a missing scope": (answer(403, {"detail": "no"}), "", ScopeError),
    "no HTTP at all": (babble, "", ConnectionLostError),
    "a broken gzip": (
        stream(b"no gzip", Content_Encoding="gzip"),
        "",
        ConnectionLostError,
    ),
}


@pytest.mark.parametrize(("reply", "heard", "error"), FAULTS.values(), ids=FAULTS)
def test_a_message_is_sent_once_whatever_happens(
    way: Way, server: FaultServer, reply: Reply, heard: str, error: type[NemoError]
) -> None:
    way.deadlines = Deadlines(silence=0.3)
    server.on("POST", "/run_sse", reply)
    said = way.say()
    assert said.error is not None
    assert type(said.error) is error
    assert said.text == heard
    assert len(server.requests) == 1
    assert TOKEN not in shown(said.error)


def test_nobody_listens(way: Way, server: FaultServer) -> None:
    server.__exit__(None, None, None)
    said = way.say()
    assert isinstance(said.error, BackendError)
    assert said.error.sent is False
    assert "cannot be reached" in str(said.error)
    assert len(way.time.waits) == 2


def test_the_events_of_a_turn(way: Way, server: FaultServer) -> None:
    server.on(
        "POST",
        "/run_sse",
        stream(
            event({"type": "tool_call", "name": "render", "args": {"a": 1}}, 1),
            b": ping\n",
            b"data:\n\n",
            b"data: {not JSON\n\n",
            text("Done 🎬", 7),
            Nemo_Resume="/turns/t-1/events",
        ),
    )
    said = way.say("pan left")
    assert [type(e) for e in said.events] == [
        ToolCall,
        Heartbeat,
        Heartbeat,
        Unreadable,
        TextEvent,
    ]
    assert said.text == "Done 🎬"
    assert said.error is None
    assert said.resume_path == "/turns/t-1/events"
    assert said.last_event_id == "7"


def test_where_to_resume_is_known_after_a_break(way: Way, server: FaultServer) -> None:
    server.on("POST", "/run_sse", stream(text("a", 4), end="reset", Nemo_Resume="/turns/t/events"))
    said = way.say()
    assert isinstance(said.error, ConnectionLostError)
    assert (said.resume_path, said.last_event_id) == ("/turns/t/events", "4")
    server.on("GET", "/turns/t/events", stream(text("b", 5)))
    again = way.resume("/turns/t/events", "4")
    assert again.text == "b"
    assert server.requests[-1].headers["Last-Event-ID"] == "4"
    assert (again.resume_path, again.last_event_id) == ("/turns/t/events", "5")


@pytest.mark.parametrize(
    "path", ["https://evil.example/x", "//evil.example/x", "/\\evil.example/x", "turns/t", ""]
)
def test_a_stream_is_resumed_on_its_own_server_alone(
    way: Way, server: FaultServer, path: str
) -> None:
    server.on("POST", "/run_sse", stream(text("a", 1), Nemo_Resume=path))
    assert way.say().resume_path is None
    assert isinstance(way.resume(path, "1").error, NemoError)
    assert len(server.requests) == 1


def test_a_gzipped_stream_is_read(way: Way, server: FaultServer) -> None:
    import gzip  # noqa: PLC0415

    server.on("POST", "/run_sse", stream(gzip.compress(text("zip")), Content_Encoding="gzip"))
    assert way.say().text == "zip"


def test_heartbeats_alone_are_no_news(way: Way, server: FaultServer) -> None:
    way.time = FakeTime(step=40)
    server.on("POST", "/run_sse", stream(HELLO, *[b": ping\n\n"] * 60))
    said = way.say()
    assert isinstance(said.error, TurnTimeoutError)
    assert "10 minutes" in str(said.error)
    assert said.text == "hello "


def test_a_turn_has_an_end(way: Way, server: FaultServer) -> None:
    way.time = FakeTime(step=40)
    server.on("POST", "/run_sse", stream(*[HELLO] * 60))
    said = way.say()
    assert isinstance(said.error, TurnTimeoutError)
    assert "900 s" in str(said.error)


def test_a_message_leaves_on_a_connection_of_its_own(way: Way, server: FaultServer) -> None:
    server.on("GET", "/api/credits/balance/simple", ok({"available": 1}))
    server.on("POST", "/run_sse", stream(HELLO))

    if way.kind == "sync":
        with way.plain() as client:
            client.credits()
            client.credits()
            with client.message("s-1", "hi") as one:
                list(one)
            with client.message("s-1", "hi") as two:
                list(two)
    else:
        asyncio.run(_credits_and_messages(way))
    numbers = [request.connection for request in server.requests]
    assert numbers == [1, 1, 2, 3]


async def _credits_and_messages(way: Way) -> None:
    async with way.awaited() as client:
        await client.credits()
        await client.credits()
        for _ in range(2):
            async with client.message("s-1", "hi") as stream_:
                async for _event in stream_:
                    pass


def test_leaving_early_closes_the_connection(way: Way, server: FaultServer) -> None:
    server.on("POST", "/run_sse", stream(HELLO, end="silence"))
    if way.kind == "sync":
        with way.plain() as client, client.message("s-1", "hi") as events:
            assert isinstance(next(iter(events)), TextEvent)
    else:
        asyncio.run(_first_event(way))
    assert server.hung_up.wait(5)


async def _first_event(way: Way) -> None:
    async with way.awaited() as client, client.message("s-1", "hi") as events:
        assert isinstance(await anext(aiter(events)), TextEvent)


@pytest.mark.parametrize("way", ["async"], indirect=True)
async def test_cancelling_closes_the_connection(server: FaultServer, way: Way) -> None:
    server.on("POST", "/run_sse", stream(HELLO, end="silence"))
    heard = asyncio.Event()

    async def listen() -> None:
        async with way.awaited() as client, client.message("s-1", "hi") as events:
            async for _ in events:
                heard.set()

    task = asyncio.create_task(listen())
    await heard.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(server.hung_up.wait, 5)
    assert len(server.requests) == 1


def test_the_interrupt_key_ends_a_silent_stream(way: Way, server: FaultServer) -> None:
    way.deadlines = Deadlines()
    server.on("POST", "/run_sse", stream(HELLO, end="silence"))

    def press() -> None:
        server.silent.wait(5)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    presser = threading.Thread(target=press)
    presser.start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        way.say()
    presser.join()
    assert server.hung_up.wait(5)
    assert time.monotonic() - started < 5  # and not the 75 s of a silent connection


def test_a_login_page_is_called_what_it_is(way: Way, server: FaultServer) -> None:
    server.on("POST", "/run_sse", answer(200, b"<html>Sign in", kind="text/html"))
    assert "text/html instead of an event stream" in str(way.say().error)


async def test_who_stops_while_connecting_has_sent_nothing() -> None:
    reached, stopped = asyncio.Event(), asyncio.Event()
    left: list[int] = []

    async def keep_waiting(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.set()  # and no TLS handshake
        await stopped.wait()
        writer.close()

    server = await asyncio.start_server(keep_waiting, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    client = AsyncNemoClient(api_url=f"https://127.0.0.1:{port}", token=TOKEN)

    async def say() -> None:
        async with client.message("s-1", "hi", on_leaving=lambda: left.append(1)):
            pass

    task = asyncio.create_task(say())
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not left
    stopped.set()
    await client.aclose()
    server.close()
    await server.wait_closed()


def test_it_is_told_once_that_a_message_leaves(way: Way, server: FaultServer) -> None:
    server.on("POST", "/run_sse", stream(HELLO))
    left: list[int] = []
    way.say(on_leaving=lambda: left.append(1))
    assert left == [1]
