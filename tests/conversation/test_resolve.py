"""A turn whose end nobody knows: what a person is told, and what they can decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from nemo_notebook import Conversation, backend
from nemo_notebook.conversation import follow
from nemo_notebook.ledger.journal import Journal
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Sending
from nemo_notebook.protocol.errors import (
    InputError,
    LedgerError,
    OptionError,
    TurnIndeterminateError,
)
from tests.client.fault_server import Visit, drop
from tests.conversation.killed import HURRIED
from tests.conversation.paid_service import PRICE, PaidService


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PaidService]:
    monkeypatch.setattr(follow, "_HOSTED", replace(HURRIED, give_up_after_s=0.1))
    with PaidService() as running:
        monkeypatch.setenv("NEMO_API_URL", running.server.url)
        monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_secret")
        monkeypatch.setenv("NEMO_CONFIG_DIR", str(tmp_path / "config"))
        yield running


@pytest.fixture
def chat(service: PaidService, tmp_path: Path) -> Iterator[Conversation]:
    with Conversation(backend=backend.hosted(), folder=tmp_path) as conversation:
        conversation.say("zoom in", export=None)
        yield conversation


@pytest.fixture
def lost(chat: Conversation, service: PaidService, tmp_path: Path) -> TurnIndeterminateError:
    """A message that was read and paid for, and nothing else is known of it."""

    def pay_and_drop(visit: Visit) -> bool:
        service.available -= PRICE
        return drop(visit)

    service.server.on("POST", "/run_sse", pay_and_drop, service._answer)
    service.server.requests.clear()
    with pytest.raises(TurnIndeterminateError) as raised:
        chat.say("slower", export=None)
    return raised.value


def long_ago(folder: Path) -> Sending:
    """Have the message sent an hour ago."""
    ledger = Ledger(folder / ".nemo")
    (sending,) = ledger.unsettled()
    before = sending.model_copy(update={"sent_at": datetime.now(UTC) - timedelta(hours=1)})
    ledger.release(sending.key)
    ledger.claim(before)
    return before


def messages(service: PaidService) -> int:
    return len(service.server.asked("POST", "/run_sse"))


def test_the_error_names_the_turn_and_the_ways(
    lost: TurnIndeterminateError, chat: Conversation, service: PaidService
) -> None:
    assert f"%nemo resolve {lost.key[:8]} and adopt" in lost.hint
    assert (
        "9990 credits were available before it, and 9980 are now, so it was probably paid for"
        in lost.message
    )
    with pytest.raises(TurnIndeterminateError):
        chat.say("slower", export=None)
    assert messages(service) == 1


@pytest.mark.parametrize("way", ["resend", "abandon"])
def test_what_may_still_be_under_way_is_not_decided_on(
    lost: TurnIndeterminateError, chat: Conversation, way: str
) -> None:
    with pytest.raises(InputError, match=r"may still be under way for 1[56] minutes"):
        chat.resolve(lost.key[:8], way)  # type: ignore[arg-type]  # a word that a person types
    assert isinstance(lost, TurnIndeterminateError)


def test_resend_sends_it_once_more_when_it_is_said(
    lost: TurnIndeterminateError, chat: Conversation, service: PaidService, tmp_path: Path
) -> None:
    long_ago(tmp_path)
    service.available += PRICE  # the service has given it back
    said = chat.resolve(lost.key[:8], "resend")
    assert said.endswith("and 9990 are now, so it has probably cost nothing.")
    assert messages(service) == 1
    assert chat.say("slower", export=None).text == "As you wish."
    assert messages(service) == 2


def test_adopt_takes_the_timeline_as_it_is(
    lost: TurnIndeterminateError, chat: Conversation, service: PaidService, tmp_path: Path
) -> None:
    service._said["s0"].append("slower")  # the service has worked on it, late
    assert "Adopted" in chat.resolve(lost.key[:8], "adopt")
    take = chat.say("slower", export=None)
    assert take.replayed
    assert take.draft.tracks[0].title == "zoom in, slower"
    assert chat.say("warmer", export=None).draft.tracks[0].title == "zoom in, slower, warmer"
    assert messages(service) == 2


def test_abandon_goes_on_before_it_and_never_sends_it(
    lost: TurnIndeterminateError, chat: Conversation, service: PaidService, tmp_path: Path
) -> None:
    long_ago(tmp_path)
    assert "Given up" in chat.resolve(lost.key[:8], "abandon")
    take = chat.say("slower", export=None)
    assert take.replayed
    assert "given up" in take.text
    assert chat.say("warmer", export=None).draft.tracks[0].title == "zoom in, warmer"
    assert messages(service) == 2


def test_what_does_not_exist_is_named(
    lost: TurnIndeterminateError, chat: Conversation, service: PaidService
) -> None:
    with pytest.raises(InputError, match=f"There is {lost.key[:8]} “slower”"):
        chat.resolve("abcdef", "adopt")
    with pytest.raises(OptionError, match="adopt, resend, abandon"):
        chat.resolve(lost.key[:8], "forget")  # type: ignore[arg-type]  # the point of the test
    assert messages(service) == 1


def test_another_take_is_not_paid_for_while_one_may_be(
    lost: TurnIndeterminateError, chat: Conversation, service: PaidService
) -> None:
    with pytest.raises(TurnIndeterminateError, match="“slower”"):
        chat.say("slower", export=None, again=True)
    assert messages(service) == 1
    service._said["s0"].append("slower")  # it was worked on, late
    take = chat.say("slower", export=None, again=True)
    assert (take.key, take.draft.tracks[0].title) == (lost.key, "zoom in, slower")
    assert messages(service) == 1


def test_a_lost_turn_is_found_again_when_it_is_said_with_its_photo(
    service: PaidService, tmp_path: Path
) -> None:
    photo = tmp_path / "harbour.png"
    Image.new("RGB", (320, 200), "navy").save(photo)
    service.server.on("POST", "/run_sse", drop)
    with Conversation(backend=backend.hosted(), folder=tmp_path) as chat:
        for _ in range(2):
            with pytest.raises(TurnIndeterminateError):
                chat.say("zoom in", photo, export=None)
    assert messages(service) == 1


def test_a_disk_that_is_full_in_the_middle_loses_nothing(
    service: PaidService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, append = Journal.claim, Journal._append

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    def claim_and_fill(journal: Journal, sending: Sending) -> bool:
        claimed = claim(journal, sending)
        monkeypatch.setattr(Journal, "_append", full)
        return claimed

    monkeypatch.setattr(Journal, "claim", claim_and_fill)
    with Conversation(backend=backend.hosted(), folder=tmp_path) as chat:
        with pytest.raises(LedgerError, match="has ended, but cannot be written down"):
            chat.say("zoom in", export=None)
        monkeypatch.setattr(Journal, "_append", append)
        take = chat.say("zoom in", export=None)
    assert take.draft.tracks[0].title == "zoom in"
    assert service.delivered == {"zoom in": 1}


def test_a_seed_is_said_to_be_ignored_where_it_is(service: PaidService, tmp_path: Path) -> None:
    with Conversation(backend=backend.hosted(), folder=tmp_path) as chat:
        assert "knows no seed" in " ".join(chat.say("zoom", export=None, seed=1).turn.notes)
        assert "不支持随机种子" in " ".join(chat.say("放大", export=None, seed=1).turn.notes)


def test_nothing_is_unsettled(chat: Conversation) -> None:
    with pytest.raises(InputError, match="Every turn of this folder has ended"):
        chat.resolve("abcdef", "adopt")
