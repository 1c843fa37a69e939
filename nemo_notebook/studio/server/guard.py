"""The door: what a request must have before anything else looks at it.

A bearer token, a host name that is ours (a page of a stranger's site that has rebound its name to
this machine has another), and no trace of a browser, which is no client of the studio. Bodies are
counted as they come, whatever length they claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nemo_notebook.studio.server.answers import BAD_TOKEN, MEDIA_TOO_LARGE, Refusal
from nemo_notebook.studio.server.tokens import Identity

API_VERSION: Final = "1.9"
"""Of the protocol; told in every answer."""

MAX_JSON_BYTES: Final = 2 << 20

_HOST: Final = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?|studio", re.IGNORECASE)
_OPEN_PATH: Final = "/api/auth/anonymous-token"
_UPLOAD_PATH: Final = "/api/upload-video/"


class Guard:
    """Plain ASGI in front of routing.

    Args:
        app: What is guarded.
        identify: Tells whose token it is.
        anonymous: Whether the token request is let through without one.
        max_upload: How many bytes a form with files may have; other requests have less.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        identify: Callable[[bytes], Identity | None],
        anonymous: bool,
        max_upload: int,
    ) -> None:
        self._app = app
        self._identify = identify
        self._anonymous = anonymous
        self._max_upload = max_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it; WebSockets do not exist here."""
        if scope["type"] != "http":
            return

        async def versioned(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Api-Version"] = API_VERSION
            await send(message)

        try:
            headers = Headers(scope=scope)
            _judge_origin(headers)
            scope.setdefault("state", {})["identity"] = await self._bearer(scope, headers)
            limited = _limited(receive, headers, self._limit(scope["path"], headers))
        except Refusal as refusal:
            await refusal.response()(scope, receive, versioned)
            return
        await self._app(scope, limited, versioned)

    async def _bearer(self, scope: Scope, headers: Headers) -> Identity | None:
        if self._anonymous and scope["path"] == _OPEN_PATH:
            return None
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and token:
            identity = await run_in_threadpool(self._identify, token.strip().encode("latin-1"))
            if identity is not None:
                return identity
        raise Refusal(
            401,
            "The token is missing, wrong or expired: send 'Authorization: Bearer <token>'.",
            code=BAD_TOKEN,
            headers={"WWW-Authenticate": "Bearer"},
        )

    def _limit(self, path: str, headers: Headers) -> int:
        is_form = headers.get("content-type", "").lower().startswith("multipart/")
        return self._max_upload if is_form and path.startswith(_UPLOAD_PATH) else MAX_JSON_BYTES


def _judge_origin(headers: Headers) -> None:
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not _HOST.fullmatch(hosts[0]):
        raise Refusal(403, "This host name is not the studio's.")
    if "origin" in headers or "sec-fetch-site" in headers:
        raise Refusal(403, "The studio does not talk to browsers.")


def _limited(receive: Receive, headers: Headers, limit: int) -> Receive:
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > limit:
        raise _too_large(limit)
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise _too_large(limit)
        return message

    return counted


def _too_large(limit: int) -> Refusal:
    return Refusal(
        413,
        f"The request is larger than {limit >> 20} MiB: compress or trim the file.",
        code=MEDIA_TOO_LARGE,
    )
