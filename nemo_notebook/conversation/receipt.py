"""What a turn cost, in one line: replayed or sent, under which key, for how many credits."""

from __future__ import annotations

from nemo_notebook.conversation.language import language_of
from nemo_notebook.conversation.turn import TurnState

_KEY_LETTERS = 8


def receipt(turn: TurnState) -> str:
    """The line; where nobody can see what a turn cost, it says nothing of it."""
    if language_of(turn.prompt) == "zh":
        said = "重播：没有发送" if turn.replayed else "已发送"
        key = f"编号 {turn.key[:_KEY_LETTERS]}"
        spent = "" if turn.credits is None else f"{turn.credits:g} 积分"
        had = "原花费 " if turn.replayed else ""
    else:
        said = "Replayed: nothing was sent" if turn.replayed else "Sent"
        key = f"key {turn.key[:_KEY_LETTERS]}"
        spent = "" if turn.credits is None else f"{turn.credits:g} credits"
        had = "it had cost " if turn.replayed else ""
    if not turn.credits and turn.replayed:
        spent = ""
    return " · ".join(part for part in (said, key, spent and had + spent) if part)
