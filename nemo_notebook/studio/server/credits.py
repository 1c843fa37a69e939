"""Credits: what work costs, who has how many, and that nobody pays for what was not delivered."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final, Literal

from starlette.concurrency import run_in_threadpool

from nemo_notebook.studio.server.database import Database
from nemo_notebook.studio.server.store import Session
from nemo_notebook.studio.server.tokens import ANONYMOUS_CREDITS, OWNER

GENERATION: Final = 100
"""The first clip of a session."""

EDIT: Final = 50
"""All that is changed in a session afterwards."""

TOP_UP_URL: Final = "https://nemovideo.com"

Work = Literal["generation", "edit"]


@dataclass(frozen=True, slots=True)
class Balance:
    """How many credits somebody has; `frozen` are reserved by work under way."""

    available: int
    frozen: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.available + self.frozen


class TooFewError(Exception):
    """The balance does not cover some work; the message is for people.

    Attributes:
        user: Whose balance it is.
        needed: What the work costs.
        available: What is left.
    """

    def __init__(self, user: str, needed: int, available: int) -> None:
        self.user, self.needed, self.available = user, needed, available
        super().__init__(
            f"There are too few credits: this takes {needed}, and {available} are left"
        )

    @property
    def way_out(self) -> str:
        """Where to get more: anonymous users register, which keeps what they made."""
        return TOP_UP_URL if self.user == OWNER else f"{TOP_UP_URL}/?bind={self.user}"


class Credits:
    """The balances of a data directory; what was spent is kept there.

    Args:
        database: Where charges are kept.
        granted: What the owner has in all; None if nothing is charged for.
    """

    def __init__(self, database: Database, granted: int | None) -> None:
        self._db = database
        self._granted = granted

    @property
    def charging(self) -> bool:
        """Whether work costs anything."""
        return self._granted is not None

    def balance(self, user: str) -> Balance:
        """What somebody has; always the same where nothing is charged for."""
        granted = ANONYMOUS_CREDITS
        if self._granted is None:
            return Balance(granted, 0)
        if user == OWNER:
            granted = self._granted
        sums = {
            row["status"]: int(row["credits"])
            for row in self._db.rows(
                "SELECT status, sum(credits) AS credits FROM charges WHERE user = ?"
                " GROUP BY status",
                user,
            )
        }
        frozen = sums.get("frozen", 0)
        return Balance(max(0, granted - sums.get("taken", 0) - frozen), frozen)

    def judge(self, session: Session) -> None:
        """Say no to work in a session that its owner cannot pay.

        Raises:
            TooFewError: The balance does not cover it.
        """
        _, price = self._price(session)
        available = self.balance(session.user).available
        if price > available:
            raise TooFewError(session.user, price, available)

    @contextlib.asynccontextmanager
    async def charged(self, turn: str, session: Session) -> AsyncIterator[int]:
        """Freeze what work costs while it is under way, take it once it is done.

        What fails, or is stopped, is refunded.

        Args:
            turn: The turn's id.
            session: Where the work is done, and whose owner pays.

        Yields:
            The price.

        Raises:
            TooFewError: The balance does not cover it.
        """
        if not self.charging:
            yield 0
            return
        price = await run_in_threadpool(self._freeze, turn, session)
        try:
            yield price
        except BaseException:
            self._settle(turn, "refunded")
            raise
        self._settle(turn, "taken")

    def refund_orphans(self, is_alive: Callable[[str], bool]) -> None:
        """Give back what processes that have died had frozen."""
        frozen = self._db.rows(
            "SELECT turn, owner FROM charges JOIN turns ON turns.id = charges.turn"
            " WHERE charges.status = 'frozen'"
        )
        for row in frozen:
            if not is_alive(row["owner"]):
                self._settle(row["turn"], "refunded")

    def _price(self, session: Session) -> tuple[Work, int]:
        if not self.charging:
            return "edit", 0
        paid = {
            row["work"]
            for row in self._db.rows(
                "SELECT work FROM charges WHERE session = ? AND status <> 'refunded'", session.id
            )
        }
        if session.draft is None and "generation" not in paid:
            return "generation", GENERATION
        return "edit", 0 if "edit" in paid else EDIT

    def _freeze(self, turn: str, session: Session) -> int:
        with self._db.transaction() as connection:  # nobody else spends meanwhile
            self.judge(session)
            work, price = self._price(session)
            connection.execute(
                "INSERT INTO charges VALUES (?, ?, ?, ?, ?, 'frozen')",
                (turn, session.id, session.user, work, price),
            )
        return price

    def _settle(self, turn: str, status: Literal["taken", "refunded"]) -> None:
        self._db.write(
            "UPDATE charges SET status = ? WHERE turn = ? AND status = 'frozen'", status, turn
        )
