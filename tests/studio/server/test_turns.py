from __future__ import annotations

import itertools
import json
import threading

import pytest

from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.events import (
    StateChange,
    TextEvent,
    ToolCall,
    ToolResult,
    Unreadable,
    lift,
)
from nemo_notebook.studio.direction import Direction, Music
from tests.studio.server.conftest import Json, Person, events, jpeg, message, parts, wav

SHOT = 'slowly pan left, add the title "Harbour", 2 seconds, 480p, no music'


@pytest.fixture(scope="module")
def turn(person: Person) -> tuple[str, list[Json]]:
    """The first turn of a session with a photo, as a client hears it."""
    session = person.open_session()
    person.upload(session, jpeg(), "harbour.morning.jpg")
    words = 'slowly pan left, 2 seconds, 480p, with piano music and the title "Harbour"'
    return session, person.say(session, words)


def test_the_answer_comes_in_deltas_then_as_a_whole(turn: tuple[str, list[Json]]) -> None:
    said = [event for event in turn[1] if parts([event], "text")]
    deltas = list(itertools.takewhile(lambda event: event.get("partial"), said))
    whole = said[len(deltas)]
    assert len(deltas) > 1
    assert "".join(parts(deltas, "text")) == parts([whole], "text")[0]


def test_every_event_names_its_turn_and_itself(turn: tuple[str, list[Json]]) -> None:
    said = turn[1]
    assert {event["author"] for event in said} == {"nemo_agent"}
    assert len({event["invocationId"] for event in said}) == 1
    assert len({event["id"] for event in said}) == len(said)
    assert [event["sse_id"] for event in said] == [event["id"] for event in said]
    stamps = [event["timestamp"] for event in said]
    assert stamps == sorted(stamps)


def test_tools_are_called_in_the_order_of_the_two_stages(turn: tuple[str, list[Json]]) -> None:
    calls = [call["name"] for call in parts(turn[1], "functionCall")]
    assert calls == ["animate_photo", "compose_music", "add_title"]
    ids = [call["id"] for call in parts(turn[1], "functionCall")]
    answered = [
        result["id"]
        for result in parts(turn[1], "functionResponse")
        if result["response"]["status"] == "completed"
    ]
    assert answered == ids


def test_progress_grows_from_0_to_100(turn: tuple[str, list[Json]]) -> None:
    told = [
        result["response"]
        for result in parts(turn[1], "functionResponse")
        if result["name"] == "animate_photo"
    ]
    progress = [response["progress"] for response in told]
    assert progress == sorted(progress)
    assert (progress[0], progress[-1]) == (0, 100)
    assert len(progress) >= 10
    assert [response["status"] for response in told[:-1]] == ["processing"] * (len(told) - 1)


def test_the_draft_grows_track_by_track(turn: tuple[str, list[Json]]) -> None:
    deltas = [event["actions"]["stateDelta"] for event in turn[1] if "actions" in event]
    summaries = [Draft(delta["draft"]).summary() for delta in deltas if "draft" in delta]
    assert summaries[0] == "Timeline (1 track): 1. Video: harbour.morning (0-2s)"
    assert summaries[-1] == (
        "Timeline (3 tracks): 1. Video: harbour.morning (0-2s) 2. BGM: Piano (0-2s, 50%)"
        ' 3. Title: "Harbour" (0-2s)'
    )


def test_the_state_has_the_last_word(person: Person, turn: tuple[str, list[Json]]) -> None:
    state = person.state(turn[0])
    deltas = [event["actions"]["stateDelta"] for event in turn[1] if "actions" in event]
    assert state["draft"] == deltas[-1]["draft"]
    direction = Direction.model_validate(state["draft"]["m"]["direction"])
    assert direction.camera[0].move == "pan"
    assert direction.title is not None
    assert direction.title.text == "Harbour"
    assert state["canvas_config"] == {"width": 854, "height": 480, "fps": 30}
    assert state["draft"]["m"]["asset"] == state["video_infos"][0]["id"]


def test_the_raw_clip_can_be_watched(person: Person, turn: tuple[str, list[Json]]) -> None:
    (clip,) = person.state(turn[0])["generated_media"]
    assert clip["file_type"] == "video/mp4"
    assert clip["duration"] == 2
    answer = person.http.get(clip["cdn_url"])
    assert answer.content[4:8] == b"ftyp"


def test_our_own_protocol_reads_every_event(turn: tuple[str, list[Json]]) -> None:
    lifted = [thing for event in turn[1] for thing in lift(_json(event))]
    kinds = {type(thing) for thing in lifted}
    assert kinds >= {TextEvent, ToolCall, ToolResult, StateChange}
    assert Unreadable not in kinds


def test_events_come_while_the_turn_goes_on(person: Person) -> None:
    session = person.open_session()
    person.upload(session, jpeg())
    with person.saying(session, SHOT) as response:
        stream = events(response)
        while not parts([next(stream)], "functionCall"):
            pass
        assert person.state(session)["draft"] is None  # the clip is in the making
        list(stream)
    assert person.state(session)["draft"] is not None


def test_a_second_message_edits_the_same_video(
    person: Person, turn: tuple[str, list[Json]]
) -> None:
    session, _ = turn
    before = person.state(session)["draft"]["m"]["direction"]
    person.say(session, "make it black and white")
    after = person.state(session)["draft"]["m"]["direction"]
    assert after == {**before, "grade": {**before["grade"], "look": "bw"}}


def test_what_leaves_the_picture_alone_makes_no_new_clip(person: Person) -> None:
    session = person.open_session()
    person.upload(session, jpeg())
    person.say(session, SHOT)
    clip = person.state(session)["generated_media"]
    said = person.say(session, 'change the title to "Dawn"')
    assert [call["name"] for call in parts(said, "functionCall")] == ["add_title"]
    assert person.state(session)["generated_media"] == clip
    assert '"Dawn"' in Draft(person.state(session)["draft"]).summary()


def test_music_is_added_to_the_first_video_unless_declined(person: Person) -> None:
    def music_after(words: str) -> object:
        session = person.open_session()
        person.upload(session, jpeg())
        person.say(session, words)
        return person.state(session)["draft"]["m"]["direction"]["music"]

    assert music_after("slowly pan left, 1 second, 480p") == Music().model_dump()
    assert music_after("slowly pan left, 1 second, 480p, no music") is None


@pytest.mark.parametrize(
    ("words", "asked"), [("slowly pan left", "photo"), ("镜头缓慢向左平移", "照片")]
)
def test_without_a_photo_one_is_asked_for(person: Person, words: str, asked: str) -> None:
    session = person.open_session()
    said = person.say(session, words)
    assert asked in parts(said, "text")[-1]
    assert not any("errorCode" in event for event in said)
    assert person.state(session)["draft"] is None


def test_what_was_said_before_the_photo_came_is_remembered(person: Person) -> None:
    session = person.open_session()
    person.say(session, "slowly pan left, 1 second, 480p, no music")
    person.upload(session, jpeg())
    said = person.say(session, "go")
    assert "panning left" in "".join(parts(said, "text")).lower()
    direction = person.state(session)["draft"]["m"]["direction"]
    assert (direction["duration_ms"], direction["music"]) == (1000, None)


def test_a_song_alone_needs_a_picture_and_that_is_said(person: Person) -> None:
    session = person.open_session()
    assert person.upload(session, wav(), "song.wav").status_code == 200
    assert "need a photo or a clip" in parts(person.say(session, "slowly pan left"), "text")[-1]


@pytest.mark.parametrize("words", ["what can you do?", "qwertz asdf", "你能做什么？"])
def test_a_question_or_a_riddle_changes_nothing(person: Person, words: str) -> None:
    session = person.open_session()
    person.upload(session, jpeg())
    person.say(session, SHOT)
    before = person.state(session)
    said = person.say(session, words)
    assert parts(said, "text")
    assert not parts(said, "functionCall")
    assert person.state(session) == before


def test_what_a_title_leaves_out_is_said_once(person: Person) -> None:
    session = person.open_session()
    person.upload(session, jpeg())
    first = "".join(parts(person.say(session, SHOT.replace("Harbour", "Waves 🌊")), "text"))
    second = "".join(parts(person.say(session, "make the title red"), "text"))
    assert "No font here has “🌊”" in first
    assert "No font here has" not in second


def test_chinese_is_answered_in_chinese(person: Person) -> None:
    session = person.open_session()
    person.upload(session, jpeg())
    said = person.say(session, "镜头缓慢向左平移，时长1秒，480p，添加标题「港湾」")
    assert "视频做好了" in parts(said, "text")[-1]
    assert "港湾" in parts(said, "text")[-1]


def test_a_new_photo_is_the_one_that_is_animated(person: Person) -> None:
    session = person.open_session()
    person.upload(session, jpeg(seed=1), "one.jpg")
    person.say(session, SHOT)
    person.upload(session, jpeg(seed=2), "two.jpg")
    person.say(session, "faster")
    assert person.state(session)["draft"]["m"]["title"] == "two"


def test_the_same_photo_and_words_give_the_same_draft(person: Person) -> None:
    drafts = []
    for _ in range(2):
        session = person.open_session()
        person.upload(session, jpeg(), "harbour.jpg")
        person.say(session, SHOT)
        drafts.append(person.state(session)["draft"])
    assert drafts[0] == drafts[1]


def test_a_client_that_leaves_does_not_stop_the_turn(person: Person) -> None:
    session = person.open_session()
    person.upload(session, jpeg())
    with person.saying(session, SHOT) as response:
        resume = response.headers["Nemo-Resume"]
        stream = events(response)
        heard = [next(stream), next(stream)]
    rest = _resumed(person, resume, heard[-1]["sse_id"])
    assert rest[-1]["turnComplete"] is True
    assert person.state(session)["draft"] is not None
    assert [event["id"] for event in heard + rest] == [
        event["id"] for event in _resumed(person, resume, "")
    ]


def test_a_turn_that_is_over_can_be_read_again(
    person: Person, turn: tuple[str, list[Json]]
) -> None:
    _, said = turn
    again = _resumed(person, f"/run_sse/{said[0]['invocationId']}", said[4]["sse_id"])
    assert again == said[5:]


@pytest.mark.parametrize(
    "last", ["nonsense", "-1", "1.5", "e-other-3", pytest.param("9" * 5000, id="endless")]
)
def test_a_foreign_event_id_is_refused(
    person: Person, turn: tuple[str, list[Json]], last: str
) -> None:
    path = f"/run_sse/{turn[1][0]['invocationId']}"
    assert person.http.get(path, headers={"Last-Event-ID": last}).status_code == 400


def test_turns_of_a_session_are_played_one_after_the_other(person: Person) -> None:
    session = person.open_session()
    person.upload(session, jpeg())
    said: dict[str, list[Json]] = {}

    def say(words: str) -> None:
        said[words] = person.say(session, words)

    with person.saying(session, SHOT) as response:
        stream = events(response)
        next(stream)
        second = threading.Thread(target=say, args=["make it sepia"])
        second.start()
        first = list(stream)
    second.join()
    assert said["make it sepia"][0]["timestamp"] >= first[-1]["timestamp"]
    assert person.state(session)["draft"]["m"]["direction"]["grade"]["look"] == "sepia"
    assert person.state(session)["draft"]["m"]["direction"]["camera"]


@pytest.mark.parametrize("text", ["", "   \n", "x" * 10_001])
def test_an_empty_or_endless_message_is_refused(person: Person, text: str) -> None:
    answer = person.http.post("/run_sse", json=message(person.open_session(), text))
    assert answer.status_code == 400
    assert "message" in answer.json()["message"]


def test_an_unknown_session_is_refused(person: Person) -> None:
    answer = person.http.post("/run_sse", json=message("unknown", "pan left"))
    assert (answer.status_code, answer.json()["code"]) == (404, 1002)


def test_camel_case_and_unknown_fields_are_taken(person: Person) -> None:
    body = {
        "appName": "nemo_agent",
        "sessionId": person.open_session(),
        "newMessage": {"role": "user", "parts": [{"text": "pan left"}, {"inlineData": {}}]},
        "streaming": True,
        "whatever": {"else": 1},
    }
    with person.http.stream("POST", "/run_sse", json=body) as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        assert list(events(response))


def _resumed(person: Person, path: str, last: str) -> list[Json]:
    headers = {"Last-Event-ID": last} if last else {}
    with person.http.stream("GET", path, headers=headers) as response:
        assert response.status_code == 200
        return list(events(response))


def _json(event: Json) -> str:
    return json.dumps({key: value for key, value in event.items() if key != "sse_id"})
