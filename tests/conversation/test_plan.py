"""What would be sent, and about what it would cost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from nemo_notebook import Conversation, backend
from nemo_notebook.ledger.ledger import Ledger
from tests.conversation.paid_service import PaidService
from tests.ledger.made import a_sending, a_turn


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PaidService]:
    with PaidService() as running:
        monkeypatch.setenv("NEMO_API_URL", running.server.url)
        monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_secret")
        monkeypatch.setenv("NEMO_CONFIG_DIR", str(tmp_path / "config"))
        yield running


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.png"
    Image.new("RGB", (320, 200), "navy").save(path)
    return path


@pytest.fixture
def chat(service: PaidService, photo: Path, tmp_path: Path) -> Iterator[Conversation]:
    with Conversation(photo, folder=tmp_path, backend=backend.hosted()) as conversation:
        yield conversation


def test_a_chain_is_priced_and_nothing_is_sent(chat: Conversation, service: PaidService) -> None:
    plan = chat.plan("zoom in", "credits", "slower", "", "warmer")
    assert [(turn.prompt, turn.status, turn.credits) for turn in plan] == [
        ("zoom in", "new", 100),
        ("slower", "new", 50),
        ("warmer", "new", 0),
    ]
    assert (plan.known, plan.new, plan.credits) == (0, 3, 150)
    assert str(plan) == "0 known, 3 new, about 150 credits"
    assert not service.server.requests


def test_the_plan_is_what_comes_to_pass(chat: Conversation) -> None:
    keys = [turn.key for turn in chat.plan("zoom in", "slower")]
    assert [chat.say(said, export=None).key for said in ("zoom in", "slower")] == keys


def test_what_is_known_costs_nothing(chat: Conversation, photo: Path, tmp_path: Path) -> None:
    chat.say("zoom in", export=None)
    with Conversation(photo, folder=tmp_path, backend=backend.hosted()) as later:
        plan = later.plan("zoom in", "slower")
        seeded = later.plan("zoom in", seed=7)
    assert str(plan) == "1 known, 1 new, about 50 credits"
    assert str(seeded) == "0 known, 1 new, about 100 credits"


def test_what_was_sent_is_looked_for_and_not_paid_again(
    service: PaidService, tmp_path: Path
) -> None:
    with Conversation(backend=backend.hosted(), folder=tmp_path) as chat:
        (turn,) = chat.plan("zoom in")
        sending = a_sending(a_turn("zoom in")).model_copy(update={"key": turn.key})
        Ledger(tmp_path / ".nemo").claim(sending)
        assert str(chat.plan("zoom in", "slower")) == (
            "0 known, 1 to look for, 1 new, about 50 credits"
        )
    assert not service.server.requests


def test_the_way_back_is_part_of_the_price(chat: Conversation, service: PaidService) -> None:
    chat.say("zoom in", export=None, cell="a")
    chat.say("slower", export=None, cell="b")
    assert chat.say("warmer", mode="plan", cell="c").turn.credits == 0
    changed = chat.say("faster", mode="plan", cell="b")
    assert changed.turn.credits == 150
    assert service.delivered.total() == 2


def test_the_studio_costs_nothing(photo: Path, tmp_path: Path) -> None:
    with Conversation(photo, folder=tmp_path, backend=backend.studio()) as chat:
        assert str(chat.plan("zoom in", "slower")) == "0 known, 2 new, no credits"


def test_cells_say_their_plan_in_the_mode_of_that_name(
    chat: Conversation, service: PaidService, tmp_path: Path
) -> None:
    chain = [turn.key for turn in chat.plan("zoom in", "慢一点")]
    takes = [
        chat.say(prompt, mode="plan", cell=cell)
        for cell, prompt in (("a", "zoom in"), ("b", "慢一点"), ("b", "慢一点"))
    ]
    assert [take.key for take in takes] == [*chain, chain[-1]]
    assert takes[0].turn.notes == ("Plan: new, about 100 credits; nothing was sent.",)
    assert takes[1].turn.notes == ("计划：新的，约 50 积分；没有发送。",)
    assert takes[0].video is None
    assert not service.server.requests
    assert not (tmp_path / ".nemo").exists()
    sent = chat.say("zoom in", export=None, cell="a")
    assert sent.key == chain[0]
    again = chat.say("zoom in", mode="plan", cell="a")
    assert again.turn.notes == ("Plan: known, would be replayed.",)
