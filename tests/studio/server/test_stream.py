from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from nemo_notebook.studio.server import adk, stream
from nemo_notebook.studio.server.database import Database
from nemo_notebook.studio.server.presence import Presence
from nemo_notebook.studio.server.store import Store
from nemo_notebook.studio.server.stream import streamed
from nemo_notebook.studio.server.turns import Turn, Turns
from tests.studio.server.conftest import Json, Person, events, jpeg, parts


async def test_silence_is_filled_with_heartbeats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.01)
    turn = Turn("e-1", "s", "")
    frames = aiter(streamed(turn).body_iterator)
    assert await anext(frames) == ": heartbeat\n\n"
    turn.emit(adk.text("hello"))
    heard = await anext(frames)
    while heard == ": heartbeat\n\n":
        heard = await anext(frames)
    assert str(heard).startswith("id: e-1-1\ndata: {")
    turn.end()
    rest = [frame async for frame in frames]
    assert set(rest) <= {": heartbeat\n\n"}


async def test_many_listeners_hear_the_same() -> None:
    turn = Turn("e-1", "s", "")

    async def listen() -> list[int]:
        return [number async for number, _ in turn.frames_after(0, silence_s=60)]

    listeners = [asyncio.create_task(listen()) for _ in range(3)]
    for _ in range(5):
        await asyncio.sleep(0)
        turn.emit(adk.text("x"))
    turn.end()
    assert await asyncio.gather(*listeners) == [[1, 2, 3, 4, 5]] * 3


async def test_a_line_break_does_not_break_the_frame() -> None:
    turn = Turn("e-1", "s", "")
    turn.emit(adk.text("one\ntwo\r\nthree\u2028four"))
    turn.end()
    (frame,) = [str(frame) async for frame in streamed(turn).body_iterator]
    assert frame.count("\n") == 3
    assert "\r" not in frame
    said = json.loads(frame.partition("data: ")[2])["content"]["parts"][0]["text"]
    assert said == "one\ntwo\r\nthree\u2028four"


async def test_a_turn_that_breaks_says_so_and_the_next_one_plays(
    tmp_path: Path, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    presence = Presence(tmp_path)

    async def play(turn: Turn, text: str) -> None:
        if text == "break":
            raise RuntimeError("secret detail")
        turn.emit(adk.text(text))

    store = Store(database, presence.id)
    store.add_session("s", "t", "u", "", "en")
    turns = Turns(store, presence, play)
    heard = []
    for words in ("break", "play"):
        turn = await turns.start("s", words, "")
        heard.append([json.loads(frame) async for _, frame in turn.frames_after(0, silence_s=60)])
    presence.leave()
    assert [event.get("errorCode") for event in heard[0]] == ["STUDIO_ERROR"]
    assert "secret" not in json.dumps(heard[0])
    assert "secret detail" in caplog.text
    assert heard[1][-1]["turnComplete"] is True


def test_a_turn_that_everybody_has_left_lets_the_next_one_go_first(person: Person) -> None:
    left, wanted = person.open_session(), person.open_session()
    for session in (left, wanted):
        person.upload(session, jpeg())
    with person.saying(left, "slowly zoom in, 25 seconds, 480p, no music") as response:
        heard = events(response)
        seen = next(event for event in heard if _progress(event) >= 10)
        path = response.headers["Nemo-Resume"]
    done = person.say(wanted, "zoom in, 1 second, 480p, no music")[-1]
    with person.http.stream("GET", path, headers={"Last-Event-ID": seen["sse_id"]}) as response:
        rest = list(events(response))
    assert done["turnComplete"]
    assert rest[-1]["turnComplete"]
    assert done["timestamp"] < rest[-1]["timestamp"]
    assert max(map(_progress, rest)) == 100


def _progress(event: Json) -> int:
    for result in parts([event], "functionResponse"):
        return int(result["response"].get("progress", -1))
    return -1
