"""Faults of one request: another answer, a delay, a connection that drops or falls silent."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nemo_notebook.studio.server import stream
from nemo_notebook.studio.server.faults.base import Count, OfRequest, Seconds, is_chunk, reach


def _with_body(status: int) -> int:
    if status in {204, 205, 304}:
        raise ValueError("an answer of that status has no body")
    return status


class Answer(OfRequest):
    """Another answer than the studio's."""

    do: Literal["answer"]
    status: Annotated[int, Field(ge=200, le=599), AfterValidator(_with_body)]
    body: Literal["json", "html"] = "json"
    code: int | None = None
    retry_after: int | str | None = None
    done: bool = False

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        if not self.done:
            await self._response()(scope, receive, send)
            return

        async def replaced(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._response()(scope, receive, send)

        await app(scope, receive, replaced)

    def _response(self) -> Response:
        said = _phrase(self.status)
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        if self.body == "html":
            page = f"<!doctype html><title>{said}</title><h1>{said}</h1>"
            return HTMLResponse(page, self.status, headers)
        code = self.status if self.code is None else self.code
        return JSONResponse({"code": code, "message": f"{said}."}, self.status, headers)


class Delay(OfRequest):
    """The request waits."""

    do: Literal["delay"]
    seconds: Seconds

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(self.seconds)
        await app(scope, receive, send)


class Drop(OfRequest):
    """The connection ends before the answer does."""

    do: Literal["drop"]
    after: Count | None = None
    how: Literal["fin", "reset", "close"] = "fin"
    cut: bool = False

    @model_validator(mode="after")
    def _can_be_played(self) -> Self:
        if self.how == "close" and (self.after is None or self.on not in {"message", "resume"}):
            raise ValueError("'close' ends a stream (on message or resume) 'after' some events")
        if self.cut and self.after is None:
            raise ValueError("'cut' needs 'after'")
        return self

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        told, over = 0, False

        async def cutting(message: Message) -> None:
            nonlocal told, over
            if over:
                return
            due = self.after is None or (is_chunk(message) and told == self.after)
            if due and self.cut:
                body = message["body"]
                await send({**message, "body": body[: len(body) // 2], "more_body": True})
            elif not due:
                await send(message)
                told += is_chunk(message)
                due = not self.cut and told == self.after
            if due:
                over = True
                await self._end(scope, send)

        await app(scope, receive, cutting)
        while over and (await receive())["type"] != "http.disconnect":
            pass

    async def _end(self, scope: Scope, send: Send) -> None:
        if self.how == "close":
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            await reach(scope).hang_up(reset=self.how == "reset")


class Silence(OfRequest):
    """Nothing comes for a while, not even heartbeats."""

    do: Literal["silence"]
    after: Count = 0
    seconds: Seconds
    heartbeats: bool = False

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        told, kept = 0, False

        async def pausing(message: Message) -> None:
            nonlocal told, kept
            if told == self.after and not kept and message["type"] == "http.response.body":
                kept = True
                await self._keep(send)
            await send(message)
            told += is_chunk(message)

        await app(scope, receive, pausing)

    async def _keep(self, send: Send) -> None:
        left = self.seconds
        while self.heartbeats and left > stream.HEARTBEAT_S:
            await asyncio.sleep(stream.HEARTBEAT_S)
            left -= stream.HEARTBEAT_S
            heartbeat = b": heartbeat\n\n"
            await send({"type": "http.response.body", "body": heartbeat, "more_body": True})
        await asyncio.sleep(left)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"
