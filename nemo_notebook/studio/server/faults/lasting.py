"""Faults that outlast a request: tokens and links that end, exports that fail."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Literal

from pydantic import PrivateAttr
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.studio.server.faults.base import OfRequest, Part, is_for, reach


class ExpireToken(OfRequest):
    """The anonymous token of a request ends; the studio itself says so."""

    do: Literal["expire_token"]

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        token = Headers(scope=scope).get("authorization", "").partition(" ")[2].strip()
        await run_in_threadpool(reach(scope).expire, token.encode("latin-1"))
        await app(scope, receive, send)


class ExpireLink(Part):
    """The address of a finished export ends; polling the export gives another one."""

    do: Literal["expire_link"]
    status: Literal[403, 404] = 403
    _given: int = PrivateAttr(0)
    _ended: int = PrivateAttr(0)
    _played: int = PrivateAttr(0)

    def strikes(self, scope: Scope) -> bool:
        return is_for(scope, "poll") or is_for(scope, "download")

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        if is_for(scope, "poll"):
            await _with_json(self._numbered, app, scope, receive, send)
        elif self._has_ended(QueryParams(scope["query_string"]).get("link")):
            body = {"message": "The link has expired."}
            await JSONResponse(body, self.status)(scope, receive, send)
        else:
            await app(scope, receive, send)

    def _numbered(self, told: JsonObject) -> JsonObject:
        output = told.get("output")
        if not isinstance(output, dict) or not output.get("url"):
            return told
        self._given += 1
        return {**told, "output": {**output, "url": f"{output['url']}?link={self._given}"}}

    def _has_ended(self, link: str | None) -> bool:
        if link is None or not link.isdecimal():
            return False
        if int(link) > self._ended and self._played < self.times:
            self._played += 1
            self._ended = self._given
        return int(link) <= self._ended


class FailExport(Part):
    """The first exports fail, whatever becomes of them."""

    do: Literal["fail_export"]
    reason: str = "The renderer has failed."
    _failed: set[str] = PrivateAttr(default_factory=set)

    def strikes(self, scope: Scope) -> bool:
        if not is_for(scope, "poll"):
            return False
        if len(self._failed) < self.times:
            self._failed.add(scope["path"])
        return scope["path"] in self._failed

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        await _with_json(self._as_failed, app, scope, receive, send)

    def _as_failed(self, told: JsonObject) -> JsonObject:
        if "status" not in told:  # there is no such export
            return told
        return {**told, "status": "failed", "output": {"url": None}, "error": self.reason}


async def _with_json(
    change: Callable[[JsonObject], JsonObject],
    app: ASGIApp,
    scope: Scope,
    receive: Receive,
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """Carry a request out and change the JSON object of its answer."""
    start: Message = {}
    body = b""

    async def collecting(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start":
            start = message
            return
        body += message.get("body", b"")
        if not message.get("more_body"):
            changed = json.dumps(change(json.loads(body))).encode()
            MutableHeaders(scope=start)["Content-Length"] = str(len(changed))
            await send(start)
            await send({"type": "http.response.body", "body": changed})

    await app(scope, receive, collecting)
