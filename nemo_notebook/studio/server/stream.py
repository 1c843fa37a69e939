"""A turn as a stream of server-sent events, from its beginning or from where a client lost it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing

from starlette.responses import StreamingResponse

from nemo_notebook.studio.server.answers import Refusal
from nemo_notebook.studio.server.flavours import FLAVOURS, Flavour, Form
from nemo_notebook.studio.server.turns import Turn

HEARTBEAT_S = 3.0
_LONGEST_NUMBER = 9  # more than a turn has events


def streamed(turn: Turn, last_event_id: str = "", *, flavour: Flavour = "adk") -> StreamingResponse:
    """The answer that plays a turn.

    Args:
        turn: The turn.
        last_event_id: The last event that the client has; empty plays all.
        flavour: In which form.

    Raises:
        Refusal: The id is none of this turn's.
    """
    seen = _number(turn, last_event_id)
    headers = {"Cache-Control": "no-store", "Nemo-Resume": f"/run_sse/{turn.id}"}
    frames = _frames(turn, seen, FLAVOURS[flavour])
    return StreamingResponse(frames, headers=headers, media_type="text/event-stream")


async def _frames(turn: Turn, seen: int, form: Form) -> AsyncIterator[str]:
    async with aclosing(turn.frames_after(seen, silence_s=HEARTBEAT_S)) as frames:
        async for number, event in frames:
            if not event:
                yield form.heartbeat
            elif told := form.tell(event):
                yield f"id: {turn.id}-{number}\ndata: {told}\n\n"


def _number(turn: Turn, event_id: str) -> int:
    if not event_id:
        return 0
    number = event_id.removeprefix(f"{turn.id}-")
    if not number.isascii() or not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        raise Refusal(400, "The Last-Event-ID is none of this turn's.")
    # How a turn ended is told again, since one that was lost with its process has fewer events
    # than its client has seen.
    return min(int(number), len(turn.frames) - turn.over)
