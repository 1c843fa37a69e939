"""Turns whose end nobody knows: what can be seen of them, and what a person decides."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Final, Literal, TypeAlias, get_args

from nemo_notebook.client import AsyncNemoClient
from nemo_notebook.conversation.changes import as_message, changes
from nemo_notebook.conversation.follow import MARGIN_S, TURN_LIMIT_S
from nemo_notebook.conversation.language import language_of
from nemo_notebook.conversation.price import balance_of
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.ledger.records import Outcome, Sending, Turn
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import State
from nemo_notebook.protocol.errors import InputError, OptionError, TurnIndeterminateError
from nemo_notebook.protocol.events import JsonObject

Way: TypeAlias = Literal["adopt", "resend", "abandon"]
"""`adopt`: the timeline as it is now is what the turn came to. `resend`: the next time that it is
said it is sent again, and may be paid again. `abandon`: nothing came of it, and it is not sent."""

WAYS: Final[tuple[Way, ...]] = get_args(Way)
_KEY_LETTERS = 8


def age_of(sending: Sending, now: float) -> float:
    """How long ago a message was sent, in seconds; a clock that was set back counts as none.

    Args:
        sending: The message's fence.
        now: Seconds since the epoch.
    """
    return max(now - sending.sent_at.timestamp(), 0)


async def verdict(
    error: TurnIndeterminateError, sending: Sending, client: AsyncNemoClient
) -> TurnIndeterminateError:
    """The error with what the balance tells, and what a person can decide."""
    told = await _credits_since(sending, client)
    key = sending.key[:_KEY_LETTERS]
    hint = (
        f"It was not sent again. Decide with %nemo resolve {key} and adopt (take the timeline as it"
        " is), resend (may be paid again) or abandon (give it up)."
    )
    message = f"What came of “{sending.prompt}” is not known: {_lowered(error.message)}"
    message = f"{message}; {told}" if told else message
    return TurnIndeterminateError(message, hint=hint, key=sending.key)


def find_unsettled(ledger: Ledger, name: str) -> Sending:
    """The turn that the beginning of a key means.

    Raises:
        InputError: There is none, or there are several; it names what there is.
    """
    pending = sorted(ledger.unsettled(), key=lambda sending: sending.sent_at)
    found = [sending for sending in pending if sending.key.startswith(name.strip().lower())]
    if name.strip() and len(found) == 1:
        return found[0]
    listed = ", ".join(f"{sending.key[:_KEY_LETTERS]} “{sending.prompt}”" for sending in pending)
    hint = f"There is {listed}." if listed else "Every turn of this folder has ended."
    raise InputError(f"There is no unsettled turn {name!r}", hint=hint)


async def resolve(
    ledger: Ledger,
    sending: Sending,
    way: str,
    client: AsyncNemoClient,
    *,
    wall: Callable[[], float] = time.time,
) -> str:
    """Do with an unsettled turn what a person has decided.

    Args:
        ledger: Where it is written down.
        sending: Its fence.
        way: One of `WAYS`.
        client: Asked for the session's state and for the credits; nothing is sent.
        wall: Seconds since the epoch; a fake one in tests.

    Returns:
        What was done, in a sentence, with what the credits tell.

    Raises:
        InputError: It may still be under way.
        OptionError: There is no such way.
        ServiceError: The session's state cannot be read; nothing is changed.
    """
    if way not in WAYS:
        raise OptionError(f"There is no way {way!r}", hint=f"Choose one of {', '.join(WAYS)}.")
    left_s = TURN_LIMIT_S + MARGIN_S - age_of(sending, wall())
    if sending.backend == "nemovideo" and way != "adopt" and left_s > 0:
        raise InputError(
            f"The turn may still be under way for {left_s / 60:.0f} minutes",
            hint="Run its cell again to look for the outcome; that sends nothing.",
        )
    told = await _credits_since(sending, client)
    parent = ledger.find(sending.parent)
    before = State(draft=parent.draft if parent else None)
    match way:
        case "adopt":
            after = await client.state(sending.session_id)
            language = language_of(sending.prompt)
            messages = (as_message(changes(before, after, language), language),)
            ledger.settle(_turn(sending, after.draft or {}, messages, "adopted"))
            said = "Adopted: the timeline as it is now is what this turn came to."
        case "abandon":
            given_up = ("This turn was given up: nothing came of it.",)
            ledger.settle(_turn(sending, before.draft or {}, given_up, "abandoned"))
            said = "Given up: it is not sent again, and the conversation goes on before it."
        case _:
            ledger.release(sending.key)
            said = "Released: run its cell again to send it anew."
    return f"{said} {told[0].upper()}{told[1:]}." if told else said


def _lowered(sentence: str) -> str:
    """A sentence in the middle of another."""
    return sentence[:1].lower() + sentence[1:]


async def _credits_since(sending: Sending, client: AsyncNemoClient) -> str:
    """What the balance tells about a turn, in half a sentence; empty where nothing is known."""
    now = await balance_of(client) if sending.available is not None else None
    if now is None or sending.available is None:
        return ""
    told = f"{sending.available:g} credits were available before it, and {now.available:g} are now"
    if now.frozen > (sending.frozen or 0):
        return f"{told}, with {now.frozen:g} reserved by work under way"
    if now.available < sending.available:
        return f"{told}, so it was probably paid for"
    return f"{told}, so it has probably cost nothing"


def _turn(sending: Sending, draft: JsonObject, messages: tuple[str, ...], outcome: Outcome) -> Turn:
    return Turn(
        key=sending.key,
        title=sending.title,
        parent=sending.parent,
        prompt=sending.prompt,
        inputs=sending.inputs,
        backend=sending.backend,
        take=sending.take,
        session_id=sending.session_id,
        task_id=sending.task_id,
        messages=messages,
        draft=Draft(draft).raw,
        settled_at=datetime.now(UTC),
        version=version("nemo-notebook"),
        params=sending.params,
        outcome=outcome,
    )
