"""What a turn came to, in words, where the service has few or none."""

from __future__ import annotations

from dataclasses import replace

from nemo_notebook.conversation.changes import as_message, changes
from nemo_notebook.conversation.language import language_of
from nemo_notebook.conversation.reduce import finished
from nemo_notebook.conversation.turn import Trouble, TurnState
from nemo_notebook.protocol.envelopes import State
from nemo_notebook.protocol.errors import InsufficientCreditsError, NemoError, TurnAbortedError

_NO_CREDITS = "2001"


def concluded(
    turn: TurnState,
    before: State,
    after: State,
    *,
    told_until: State | None = None,
    was_cut: bool = False,
) -> TurnState:
    """The turn at its end: with what the service said, else with what it did.

    Args:
        turn: The turn after its last event.
        before: The session before it.
        after: The session now: it has the last word.
        told_until: The session when the stream closed, if it went on after that.
        was_cut: Whether the service's last text is only the beginning of one.

    Raises:
        TurnAbortedError: The service reports an error, and nothing was changed.
        InsufficientCreditsError: The error is that the credits are used up.
    """
    turn = finished(turn)
    language = language_of(turn.prompt)
    told = changes(before, after, language)
    if turn.error is not None and not told:
        raise _cause(turn.error)
    if turn.messages and was_cut:
        *whole, begun = turn.messages
        turn = replace(turn, messages=(*whole, f"{begun.rstrip()} …", as_message(told, language)))
    elif not turn.messages:
        turn = replace(turn, messages=(as_message(told, language),))
    elif told_until is not None and (later := changes(told_until, after, language)):
        turn = replace(turn, messages=(*turn.messages, as_message(later, language)))
    timeline = after.timeline()
    asked_for = any(action.kind in {"timeline", "state"} for action in turn.actions)
    return replace(turn, tracks=timeline.summary() if timeline.tracks or asked_for else "")


def _cause(trouble: Trouble) -> NemoError:
    if trouble.code == _NO_CREDITS:
        return InsufficientCreditsError(trouble.message, code=int(_NO_CREDITS))
    return TurnAbortedError(trouble.message, hint="Nothing was changed; say it again.")
