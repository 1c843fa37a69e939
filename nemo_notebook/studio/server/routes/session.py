"""Sessions: opened, spoken to, looked at."""

from __future__ import annotations

import uuid

from pydantic import JsonValue
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.studio.server import wire
from nemo_notebook.studio.server.answers import NO_CREDITS, NO_SESSION, Refusal, enveloped
from nemo_notebook.studio.server.assets import described
from nemo_notebook.studio.server.credits import TooFewError
from nemo_notebook.studio.server.routes import access
from nemo_notebook.studio.server.service import Studio
from nemo_notebook.studio.server.store import Session
from nemo_notebook.studio.server.stream import streamed


def routes(studio: Studio) -> list[Route]:
    """The endpoints about conversations."""

    async def open_session(request: Request) -> Response:
        wanted = await wire.read(request, wire.NewSession)
        session_id, task_id, user = (
            str(uuid.uuid4()),
            str(uuid.uuid4()),
            access.identity(request).user,
        )
        if wanted.fork is not None:
            await run_in_threadpool(access.session, request, studio.store, wanted.fork.session_id)
            is_known = await run_in_threadpool(
                studio.store.fork_session,
                *(wanted.fork.session_id, wanted.fork.turn, session_id, task_id, wanted.task_name),
            )
            if not is_known:
                raise Refusal(404, "The turn to begin at is not kept here.", code=NO_SESSION)
        else:
            await run_in_threadpool(
                studio.store.add_session,
                *(session_id, task_id, user, wanted.task_name, wanted.language),
            )
        return enveloped({"task_id": task_id, "session_id": session_id, "user_id": user})

    async def say(request: Request) -> Response:
        message = await wire.read(request, wire.Message)
        text = message.text()
        found = await run_in_threadpool(access.session, request, studio.store, message.session_id)
        try:
            await studio.stages.judge(found.id, text, message.seed)
        except TooFewError as error:
            raise _too_few(error) from None
        turn = await studio.turns.start(found.id, text, access.base_url(request), seed=message.seed)
        return streamed(turn, flavour=studio.options.flavour)

    async def resume(request: Request) -> Response:
        turn = await studio.turns.find(request.path_params["turn"])
        if turn is None:
            raise Refusal(404, "There is no such turn here: read the session's state instead.")
        await run_in_threadpool(access.session, request, studio.store, turn.session)
        last = request.headers.get("last-event-id", "")
        return streamed(turn, last, flavour=studio.options.flavour)

    async def state(request: Request) -> Response:
        session_id = request.path_params["session"]
        found = await run_in_threadpool(access.session, request, studio.store, session_id)
        held = await run_in_threadpool(_state, studio, found, access.base_url(request))
        return enveloped({"state": held})

    return [
        access.route("POST", "/api/tasks/me/with-session/nemo_agent", "write", open_session),
        access.route("POST", "/run_sse", "write", say),
        access.route("GET", "/run_sse/{turn}", "write", resume),
        access.route("GET", "/api/state/nemo_agent/me/{session}/latest", "read", state),
    ]


def _state(studio: Studio, session: Session, base_url: str) -> JsonObject:
    def listed(*, made: bool) -> list[JsonValue]:
        assets = studio.store.assets(session.id, made=made)
        return [described(asset, session.id, base_url) for asset in assets]

    return {
        "draft": session.draft,
        "video_infos": listed(made=False),
        "canvas_config": _canvas(session.draft),
        "generated_media": listed(made=True)[-1:],
    }


def _too_few(error: TooFewError) -> Refusal:
    """Code 2001; not HTTP 402, which speaks of the plan."""
    data: JsonObject = {
        "needed": error.needed,
        "available": error.available,
        "url": error.way_out,
    }
    return Refusal(400, f"{error}.", code=NO_CREDITS, data=data)


def _canvas(draft: JsonObject | None) -> JsonObject | None:
    meta = (draft or {}).get("m")
    if not isinstance(meta, dict):
        return None
    return {name: meta[name] for name in ("width", "height", "fps")}
