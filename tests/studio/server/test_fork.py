"""A session that begins where a turn of another one ended, and the seed of a message."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.studio.server.conftest import Json, Person, jpeg, message, parts

WITH_SESSION = "/api/tasks/me/with-session/nemo_agent"
SHOT = "slowly pan left, 1 second, 480p, no music"


def fork(person: Person, session: str, turn: str) -> httpx.Response:
    body = {"task_name": "fork", "fork": {"session_id": session, "turn": turn}}
    return person.http.post(WITH_SESSION, json=body)


def say(person: Person, session: str, words: str, **more: Any) -> str:
    """Say something; the turn's id."""
    body = {**message(session, words), **more}
    with person.http.stream("POST", "/run_sse", json=body) as response:
        assert response.status_code == 200, response.read()
        for _ in response.iter_bytes():
            pass
        return str(response.headers["Nemo-Resume"]).rsplit("/", 1)[-1]


@pytest.fixture(scope="module")
def spoken(person: Person) -> tuple[str, list[str], list[Json]]:
    """A session with three turns: their ids, and what it held after each."""
    session = person.open_session()
    person.upload(session, jpeg())
    turns, held = [], []
    for words in (SHOT, "black and white", 'add the title "Dawn"'):
        turns.append(say(person, session, words))
        held.append(person.state(session))
    return session, turns, held


@pytest.mark.parametrize("number", [0, 1, 2])
def test_it_holds_what_the_other_held_after_that_turn(
    person: Person, spoken: tuple[str, list[str], list[Json]], number: int
) -> None:
    session, turns, held = spoken
    answer = fork(person, session, turns[number]).json()
    assert answer["code"] == 0
    forked = answer["data"]["session_id"]
    assert forked != session
    assert person.state(forked)["draft"] == held[number]["draft"]
    assert len(person.state(forked)["video_infos"]) == 1
    assert person.state(session)["draft"] == held[-1]["draft"]


def test_it_remembers_what_was_said_up_to_there_and_nothing_after(
    person: Person, spoken: tuple[str, list[str], list[Json]]
) -> None:
    session, turns, held = spoken
    forked = fork(person, session, turns[1]).json()["data"]["session_id"]
    person.say(forked, "undo")
    assert person.state(forked)["draft"]["m"]["direction"]["grade"]["look"] is None
    assert person.state(session) == held[-1]
    content = person.export(forked, person.state(forked)["draft"])
    assert content[4:8] == b"ftyp"


def test_an_edit_of_a_fork_makes_no_clip_that_is_there_already(
    person: Person, spoken: tuple[str, list[str], list[Json]]
) -> None:
    session, turns, _ = spoken
    forked = fork(person, session, turns[1]).json()["data"]["session_id"]
    said = person.say(forked, 'add the title "Dusk"')
    assert [call["name"] for call in parts(said, "functionCall")] == ["add_title"]


def test_a_file_that_came_after_the_turn_is_not_in_it(person: Person) -> None:
    session = person.open_session()
    person.upload(session, jpeg())
    turn = say(person, session, SHOT)
    person.upload(session, jpeg(seed=1), "later.jpg")
    person.upload(session, jpeg(), "again.jpg")
    forked = fork(person, session, turn).json()["data"]["session_id"]
    assert len(person.state(forked)["video_infos"]) == 1


def test_what_is_not_there_is_refused(
    person: Person, spoken: tuple[str, list[str], list[Json]]
) -> None:
    session, turns, _ = spoken
    another = person.open_session()
    for where, turn in (("nowhere", turns[0]), ("", ""), (session, "e-0"), (another, turns[0])):
        answer = fork(person, where, turn)
        assert (answer.status_code, answer.json()["code"]) == (404, 1002)


def test_the_seed_of_a_message_is_the_directions(person: Person) -> None:
    session = person.open_session()
    person.upload(session, jpeg())
    seeds = []
    for more in ({}, {"state_delta": {"seed": 7}}, {}, {"stateDelta": {"seed": 9, "else": 1}}):
        say(person, session, f"{SHOT}, with snow", **more)
        seeds.append(person.state(session)["draft"]["m"]["direction"]["seed"])
    assert seeds == [0, 7, 7, 9]


@pytest.mark.parametrize("seed", [-1, 2**31, 1.5, "7", True, [7]])
def test_what_is_no_seed_is_refused(person: Person, seed: object) -> None:
    body = {**message(person.open_session(), SHOT), "state_delta": {"seed": seed}}
    answer = person.http.post("/run_sse", json=body)
    assert answer.status_code == 400
    assert "seed" in answer.text
