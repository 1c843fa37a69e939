"""The application: the guard, then the endpoints, then the answers for whatever goes wrong."""

from __future__ import annotations

from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from nemo_notebook.studio.server.answers import Refusal, mistake
from nemo_notebook.studio.server.guard import Guard
from nemo_notebook.studio.server.routes import account, export, session, upload
from nemo_notebook.studio.server.service import Studio


def application(studio: Studio) -> ASGIApp:
    """The studio as an ASGI application."""
    starlette = Starlette(
        routes=[
            *account.routes(studio),
            *session.routes(studio),
            *upload.routes(studio),
            *export.routes(studio),
        ],
        exception_handlers={
            Refusal: _refused,
            HTTPException: _not_served,
            Exception: _mistake,
        },
    )
    starlette.router.redirect_slashes = False
    return Guard(
        starlette,
        identify=studio.tokens.identify,
        anonymous=studio.options.anonymous,
        max_upload=studio.options.max_upload,
    )


async def _refused(_: Request, error: Exception) -> Response:
    return error.response() if isinstance(error, Refusal) else await _mistake(_, error)


async def _not_served(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    said = error.detail if isinstance(error, HTTPException) else ""
    if status == HTTPStatus.NOT_FOUND:
        said = f"There is nothing at {request.url.path}"
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        said = f"{request.url.path} does not take {request.method}"
    return Refusal(status, f"{said.rstrip('.')}.").response()


async def _mistake(_: Request, error: Exception) -> Response:
    return Refusal(500, mistake(error)).response()
