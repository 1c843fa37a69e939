"""What a message is likely to cost, looked at and asked about before anything is sent."""

from __future__ import annotations

import builtins
import inspect
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from nemo_notebook.client import AsyncNemoClient
from nemo_notebook.conversation.language import Language
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import Credits
from nemo_notebook.protocol.errors import (
    AuthenticationError,
    BackendError,
    InputError,
    InsufficientCreditsError,
    ServiceError,
)

GENERATION = 100
"""About what a clip costs."""

EDITING = 50
"""About what changing it costs, for all the changes of a session."""

Confirm: TypeAlias = bool | Callable[[str], bool | Awaitable[bool]]
"""Whether to ask before a message that costs credits: the person, or a function."""


class AskRarely:
    """Somebody who is asked only where more is paid than for the message itself.

    So it is where a service cannot go back, and earlier turns would have to be said again.

    Args:
        ask: Asks, and tells whether to go on.
    """

    def __init__(self, ask: Callable[[str], bool | Awaitable[bool]]) -> None:
        self._ask = ask

    def __bool__(self) -> bool:
        return False

    def __call__(self, question: str) -> bool | Awaitable[bool]:
        """Ask."""
        return self._ask(question)


async def settle_price(
    client: AsyncNemoClient, before: Sequence[Draft], confirm: Confirm, language: Language
) -> Credits | None:
    """See that the balance covers a message, and have it confirmed where that is wanted.

    Args:
        client: Whose balance is looked at.
        before: The timeline after each turn so far: without a clip, one is generated, and after a
            change, the next one costs nothing more.
        confirm: Whom to ask, if anybody.
        language: Of the question.

    Returns:
        The balance, None where it cannot be seen.

    Raises:
        InsufficientCreditsError: The balance is too small.
        InputError: The answer was no, or nobody could be asked.
    """
    price = price_of(before)
    try:
        balance = await client.credits()
    except AuthenticationError:
        raise
    except ServiceError:  # a token that may not look may still be good enough to pay
        balance = None
    available = balance.available if balance else None
    if available is not None and available < price:
        raise client.explained(
            InsufficientCreditsError(
                f"This costs about {price} credits, and {available:g} are available:"
                " nothing was sent"
            )
        )
    if price and confirm and not await asked(confirm, _question(price, available, language)):
        raise InputError("Nothing was sent, as you answered", hint="Say it again to be asked anew.")
    return balance


async def balance_of(client: AsyncNemoClient) -> Credits | None:
    """The balance; None where it cannot be seen now."""
    try:
        return await client.credits()
    except (BackendError, ServiceError):
        return None


def price_of(before: Sequence[Draft]) -> int:
    """About what a message costs after these timelines."""
    made = [draft.raw for draft in before if draft.tracks]
    if not made:
        return GENERATION
    return 0 if any(draft != made[0] for draft in made) else EDITING


def _question(price: int, available: float | None, language: Language) -> str:
    if language == "zh":
        left = f"（可用 {available:g}）" if available is not None else ""
        return f"这条消息约需 {price} 积分{left}。要发送吗？"
    left = f" of {available:g}" if available is not None else ""
    return f"This message costs about {price}{left} credits. Send it?"


async def asked(confirm: Confirm, question: str) -> bool:
    """Ask the person, or the function that answers for them.

    Raises:
        InputError: There is nobody to ask.
    """
    if isinstance(confirm, bool):
        return ask_here(question)
    answer = confirm(question)
    return bool(await answer) if inspect.isawaitable(answer) else bool(answer)


def ask_here(question: str) -> bool:
    """Ask at the terminal, or in the notebook's cell.

    Raises:
        InputError: There is nobody to ask.
    """
    # A kernel has an `input` of its own, which asks in the cell.
    in_kernel = getattr(builtins.input, "__module__", "builtins") != "builtins"
    try:
        if in_kernel or (sys.stdin is not None and sys.stdin.isatty()):
            return builtins.input(f"{question} [y/N] ").strip().lower() in _YES
    except (EOFError, OSError, RuntimeError):  # a kernel that may not ask raises the last
        pass
    raise InputError(
        "The message was not sent: it costs credits, and nobody can be asked here",
        hint="Leave out confirm to send it, or pass confirm=function, which gets the question.",
    )


_YES = {"y", "yes", "j", "ja", "是", "好", "要", "发送"}
