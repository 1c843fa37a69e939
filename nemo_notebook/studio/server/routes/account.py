"""Tokens and credits."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nemo_notebook.studio.server import wire
from nemo_notebook.studio.server.answers import Refusal, enveloped
from nemo_notebook.studio.server.routes import access
from nemo_notebook.studio.server.service import Studio
from nemo_notebook.studio.server.tokens import ANONYMOUS_CREDITS

_LONGEST_CLIENT_ID = 200
_CLAIM_LIFETIME_S = 600


def routes(studio: Studio) -> list[Route]:
    """The endpoints about the one who asks."""

    async def anonymous_token(request: Request) -> Response:
        client_id = request.headers.get("x-client-id", "").strip()
        if not studio.options.anonymous:
            raise Refusal(403, "Anonymous tokens are given by 'nemo-notebook serve --anonymous'.")
        if not client_id or len(client_id) > _LONGEST_CLIENT_ID:
            raise Refusal(400, "The header X-Client-Id is missing.")
        given = await run_in_threadpool(studio.tokens.give_anonymous, client_id)
        return enveloped(
            {
                "token": given.token,
                "credits": ANONYMOUS_CREDITS,
                "user_id": given.user,
                "expires_at": datetime.fromtimestamp(given.expires, UTC).isoformat(),
            }
        )

    async def claim_token(request: Request) -> Response:
        claim = await wire.read(request, wire.Claim)
        await run_in_threadpool(access.session, request, studio.store, claim.session_id)
        token = f"clm_{secrets.token_urlsafe(24)}"
        return enveloped({"claim_token": token, "expires_in": _CLAIM_LIFETIME_S})

    async def credits_left(request: Request) -> Response:
        left = await run_in_threadpool(studio.credits.balance, access.identity(request).user)
        return enveloped({"available": left.available, "frozen": left.frozen, "total": left.total})

    return [
        Route("/api/auth/anonymous-token", anonymous_token, methods=["POST"]),
        access.route("POST", "/api/auth/claim-token", "write", claim_token),
        access.route("GET", "/api/credits/balance/simple", "read", credits_left),
    ]
