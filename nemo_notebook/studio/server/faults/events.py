"""Faults of a turn's events: some are missing, come twice, backwards, or with the wrong ids."""

from __future__ import annotations

import json
from abc import abstractmethod
from typing import Annotated, Final, Literal

from pydantic import Field
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nemo_notebook.protocol.events import JsonObject, TextEvent, lift
from nemo_notebook.studio.server import adk
from nemo_notebook.studio.server.faults.base import OfRequest, is_chunk

AFTERTHOUGHT: Final = "I encountered a temporary issue. Please try again in a moment."

_Window = Annotated[int, Field(ge=2, le=1000)]


class OfEvents(OfRequest):
    """A fault that makes other events of those of a turn, a few at a time."""

    on: Literal["message", "resume"]
    window: Annotated[int, Field(ge=1, le=1)] = 1

    @abstractmethod
    def changed(self, events: list[bytes]) -> list[bytes]:
        """What is sent instead of these events; called with `window` of them, or the rest."""

    def last(self, event: bytes) -> list[bytes]:  # noqa: ARG002 (one of its kind needs it)
        """What is sent after the last event."""
        return []

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        held: list[bytes] = []
        newest = b""

        async def tell(frames: list[bytes]) -> None:
            for frame in frames:
                await send({"type": "http.response.body", "body": frame, "more_body": True})

        async def changing(message: Message) -> None:
            nonlocal held, newest
            if is_chunk(message):
                newest = message["body"]
                held.append(newest)
                if len(held) == self.window:
                    block, held = held, []
                    await tell(self.changed(block))
                return
            if message["type"] == "http.response.body" and not message.get("more_body"):
                await tell(self.changed(held) if held else [])
                await tell(self.last(newest) if newest else [])
            await send(message)

        await app(scope, receive, changing)


class Mute(OfEvents):
    """A turn without any text."""

    do: Literal["mute"]

    def changed(self, events: list[bytes]) -> list[bytes]:
        return [event for event in events if not _has_text(event)]


class Afterthought(OfEvents):
    """Words that mean nothing, after a good answer."""

    do: Literal["afterthought"]

    def changed(self, events: list[bytes]) -> list[bytes]:
        return events

    def last(self, event: bytes) -> list[bytes]:
        told = _read(event)[1]
        if "type" in told or "error" in told:
            return [_frame("", {"type": "text", "content": AFTERTHOUGHT})]
        names = ("author", "invocationId", "timestamp")
        said = {**adk.text(AFTERTHOUGHT), **{name: told[name] for name in names}}
        return [_frame("", {**said, "id": f"{told['id']}-afterthought"})]


class Duplicate(OfEvents):
    """Every event comes twice."""

    do: Literal["duplicate"]

    def changed(self, events: list[bytes]) -> list[bytes]:
        return [event for event in events for _ in range(2)]


class Reorder(OfEvents):
    """Events come backwards, a block at a time."""

    do: Literal["reorder"]
    window: _Window = 2

    def changed(self, events: list[bytes]) -> list[bytes]:
        return events[::-1]


class MixIds(OfEvents):
    """Events come in order and have each other's ids, a block at a time."""

    do: Literal["mix_ids"]
    window: _Window = 2

    def changed(self, events: list[bytes]) -> list[bytes]:
        read = [_read(event) for event in events]
        ids = [(sse_id, told.get("id")) for sse_id, told in reversed(read)]
        return [
            _frame(sse_id, {**told, "id": own_id} if "id" in told else told)
            for (_, told), (sse_id, own_id) in zip(read, ids, strict=True)
        ]


def _read(frame: bytes) -> tuple[str, JsonObject]:
    """The id and the data of an event of ours."""
    head, _, data = frame.decode().partition("data: ")
    told: JsonObject = json.loads(data)
    return head.removeprefix("id: ").strip(), told


def _frame(sse_id: str, told: JsonObject) -> bytes:
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return (f"id: {sse_id}\n" if sse_id else "").encode() + f"data: {data}\n\n".encode()


def _has_text(frame: bytes) -> bool:
    data = frame.decode().partition("data: ")[2]
    return any(isinstance(event, TextEvent) for event in lift(data))
