"""What all endpoints ask first: whose request it is, and whether it may have what it names."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nemo_notebook.studio.server.answers import NO_SESSION, Refusal
from nemo_notebook.studio.server.store import Session, Store
from nemo_notebook.studio.server.tokens import Identity, Scope

Endpoint = Callable[[Request], Awaitable[Response]]


def route(method: str, path: str, scope: Scope, endpoint: Endpoint) -> Route:
    """An endpoint that only a token with that scope reaches."""

    async def scoped(request: Request) -> Response:
        if not identity(request).allows(scope):
            raise Refusal(403, f"The token lacks the scope '{scope}', which this needs.")
        return await endpoint(request)

    return Route(path, scoped, methods=[method])


def identity(request: Request) -> Identity:
    """Whose request it is; the guard has found out.

    Raises:
        TypeError: The guard is not in front.
    """
    found = request.state.identity
    if not isinstance(found, Identity):
        raise TypeError("A request without an identity has passed the guard")
    return found


def session(request: Request, store: Store, session_id: str) -> Session:
    """The session that a request names, if it may see it.

    Raises:
        Refusal: There is none.
    """
    found = store.session(session_id)
    if found is None or not identity(request).may_see(found.user):
        raise Refusal(
            404, "There is no such session: open a new one and start again.", code=NO_SESSION
        )
    return found


def base_url(request: Request) -> str:
    """Where the client reaches the studio."""
    return f"http://{request.headers['host']}"
