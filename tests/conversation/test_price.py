"""What a message costs is looked at, and asked about, before anything is sent."""

from __future__ import annotations

import builtins
import io
import sys
from dataclasses import dataclass, field
from typing import cast

import pytest

from nemo_notebook.client import AsyncNemoClient
from nemo_notebook.conversation.price import ask_here, settle_price
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import Credits
from nemo_notebook.protocol.errors import (
    AuthenticationError,
    InputError,
    InsufficientCreditsError,
    NemoError,
    ScopeError,
)

NOTHING = [Draft()]
A_CLIP = [Draft(), Draft({"t": [{"tt": 0, "sg": [{"d": 5000}]}]})]
A_CHANGE = [*A_CLIP, Draft({"t": [{"tt": 0, "sg": [{"d": 8000}]}]})]


@dataclass
class Purse:
    """A client that knows the balance and nothing else."""

    holds: float | NemoError
    asked: list[str] = field(default_factory=list)

    async def credits(self) -> Credits:
        if isinstance(self.holds, NemoError):
            raise self.holds
        return Credits(available=self.holds)

    def explained(self, error: NemoError) -> NemoError:
        error.link = "https://nemovideo.com/?bind=me"
        return error

    @property
    def client(self) -> AsyncNemoClient:
        return cast("AsyncNemoClient", self)

    def says_yes(self, question: str) -> bool:
        self.asked.append(question)
        return True

    async def says_no(self, question: str) -> bool:
        self.asked.append(question)
        return False


@pytest.mark.parametrize(("holds", "before"), [(100, NOTHING), (50, A_CLIP), (0, A_CHANGE)])
async def test_enough_is_enough(holds: float, before: list[Draft]) -> None:
    await settle_price(Purse(holds).client, before, confirm=False, language="en")


@pytest.mark.parametrize(("holds", "before"), [(99, NOTHING), (49, A_CLIP), (0, A_CLIP)])
async def test_too_little_is_said(holds: float, before: list[Draft]) -> None:
    with pytest.raises(InsufficientCreditsError, match="nothing was sent") as said:
        await settle_price(Purse(holds).client, before, confirm=False, language="en")
    assert f"{holds} are available" in str(said.value)
    assert "?bind=me" in said.value.link


async def test_a_token_that_may_not_look_may_still_pay() -> None:
    await settle_price(Purse(ScopeError("no")).client, NOTHING, confirm=False, language="en")


async def test_a_bad_token_is_said_before_anything_is_sent() -> None:
    purse = Purse(AuthenticationError("expired"))
    with pytest.raises(AuthenticationError):
        await settle_price(purse.client, NOTHING, confirm=False, language="en")


async def test_who_is_asked_hears_the_price() -> None:
    purse = Purse(250)
    await settle_price(purse.client, NOTHING, purse.says_yes, "en")
    await settle_price(purse.client, A_CLIP, purse.says_yes, "zh")
    assert purse.asked[0] == "This message costs about 100 of 250 credits. Send it?"
    assert "50 积分" in purse.asked[1]


async def test_a_no_sends_nothing() -> None:
    purse = Purse(250)
    with pytest.raises(InputError, match="Nothing was sent"):
        await settle_price(purse.client, NOTHING, purse.says_no, "en")


async def test_with_nobody_to_ask_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    with pytest.raises(InputError, match="nobody can be asked here") as said:
        await settle_price(Purse(250).client, NOTHING, confirm=True, language="en")
    assert "confirm=function" in str(said.value)


@pytest.mark.parametrize(
    ("answer", "goes_on"), [("y", True), ("Yes ", True), ("是", True), ("", False)]
)
def test_a_notebook_asks_in_its_cell(
    monkeypatch: pytest.MonkeyPatch, answer: str, *, goes_on: bool
) -> None:
    def of_the_kernel(question: str) -> str:
        assert question == "Send it? [y/N] "
        return answer

    monkeypatch.setattr(builtins, "input", of_the_kernel)
    assert ask_here("Send it?") is goes_on


async def test_what_costs_nothing_more_is_not_asked_about() -> None:
    purse = Purse(50)
    await settle_price(purse.client, A_CHANGE, confirm=purse.says_no, language="en")
    assert purse.asked == []
