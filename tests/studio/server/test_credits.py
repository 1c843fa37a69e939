from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from nemo_notebook.studio.server.credits import Balance, Credits, TooFewError
from nemo_notebook.studio.server.database import Database
from nemo_notebook.studio.server.presence import Presence
from nemo_notebook.studio.server.service import Options, Studio
from nemo_notebook.studio.server.store import Asset, Session, Store
from nemo_notebook.studio.server.turns import Turn


def session(user: str = "owner", *, has_draft: bool = False, name: str = "s") -> Session:
    return Session(name, "t", user, None, {"t": []} if has_draft else None, None)


async def test_what_costs_is_frozen_while_it_is_made_and_taken_when_it_is_done(
    database: Database,
) -> None:
    balances = Credits(database, 250)
    async with balances.charged("turn-1", session()) as price:
        assert price == 100
        assert balances.balance("owner") == Balance(available=150, frozen=100)
        assert balances.balance("owner").total == 250
    assert balances.balance("owner") == Balance(available=150, frozen=0)


async def test_the_edits_of_a_session_are_paid_once(database: Database) -> None:
    balances = Credits(database, 1000)
    prices = []
    for number, where in enumerate(["a", "a", "a", "b"]):
        edited = session(has_draft=True, name=where)
        async with balances.charged(f"turn-{number}", edited) as price:
            prices.append(price)
    assert prices == [50, 0, 0, 50]
    assert balances.balance("owner").available == 900


@pytest.mark.parametrize("error", [RuntimeError, asyncio.CancelledError])
async def test_what_fails_or_is_stopped_is_refunded(
    database: Database, error: type[BaseException]
) -> None:
    balances = Credits(database, 100)
    with pytest.raises(error):
        async with balances.charged("turn-1", session()):
            raise error
    assert balances.balance("owner") == Balance(available=100, frozen=0)


async def test_what_cannot_be_paid_is_not_begun(database: Database) -> None:
    balances = Credits(database, 149)
    async with balances.charged("turn-1", session()):
        pass
    begun = False
    with pytest.raises(TooFewError, match="this takes 50, and 49 are left"):
        async with balances.charged("turn-2", session(has_draft=True)):
            begun = True
    assert not begun
    assert balances.balance("owner").available == 49


async def test_two_at_once_do_not_spend_the_same_credits(database: Database) -> None:
    balances = Credits(database, 100)
    async with balances.charged("turn-1", session(name="a")):
        with pytest.raises(TooFewError):
            balances.judge(session(name="b"))


async def test_an_anonymous_user_has_credits_of_its_own_and_a_way_to_more(
    database: Database,
) -> None:
    balances = Credits(database, 1)
    assert balances.balance("somebody").available == 100
    async with balances.charged("turn-1", session("somebody")):
        pass
    with pytest.raises(TooFewError) as caught:
        balances.judge(session("somebody"))
    assert caught.value.way_out == "https://nemovideo.com/?bind=somebody"
    with pytest.raises(TooFewError) as caught:
        balances.judge(session())
    assert caught.value.way_out == "https://nemovideo.com"


async def test_without_credits_nothing_is_charged(database: Database) -> None:
    balances = Credits(database, None)
    async with balances.charged("turn-1", session()) as price:
        assert price == 0
    assert balances.balance("owner") == Balance(available=100, frozen=0)
    assert database.rows("SELECT * FROM charges") == []


async def test_an_edit_that_waits_for_the_first_clip_is_an_edit(database: Database) -> None:
    balances = Credits(database, 150)
    async with balances.charged("turn-1", session()):
        balances.judge(session())  # the clip is not there yet
    async with balances.charged("turn-2", session(has_draft=True)) as price:
        assert price == 50


async def test_credits_that_are_gone_when_work_begins_are_said_in_the_turn(tmp_path: Path) -> None:
    studio = Studio(tmp_path, "token", Options(credits=0, anonymous=True))
    studio.store.add_session("s", "t", "somebody", "", "en")
    studio.store.add_assets("s", [Asset("a", "0" * 64, "jpg", "a.jpg", 1, 320, 180)])
    studio.credits._freeze("turn-1", session("somebody", name="another"))
    turn = Turn("turn-2", "s", "")
    await studio.stages.play(turn, "slowly pan left")
    await studio.stop()
    (told,) = map(json.loads, turn.frames)
    assert told["errorCode"] == "2001"
    assert "0 are left" in told["errorMessage"]
    assert "?bind=somebody" in told["errorMessage"]


async def test_what_was_spent_is_remembered_and_more_can_be_granted(database: Database) -> None:
    async with Credits(database, 100).charged("turn-1", session()):
        pass
    assert Credits(database, 100).balance("owner").total == 0
    assert Credits(database, 50).balance("owner").total == 0
    assert Credits(database, 300).balance("owner").total == 200


def test_what_a_dead_process_had_frozen_is_refunded(tmp_path: Path, database: Database) -> None:
    here, there = Presence(tmp_path), Presence(tmp_path)
    for presence, turn in ((here, "turn-1"), (there, "turn-2")):
        Store(database, presence.id).add_turn(turn, "s")
        Credits(database, 300)._freeze(turn, session())
    there.leave()  # in the middle of its turn
    balances = Credits(database, 300)
    balances.refund_orphans(here.is_alive)
    assert balances.balance("owner") == Balance(available=200, frozen=100)
    here.leave()
