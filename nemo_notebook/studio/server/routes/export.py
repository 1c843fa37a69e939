"""Exports: submitted, polled, cancelled, downloaded. These answer without an envelope."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.protocol.media import ACCEPTED
from nemo_notebook.studio.server import wire
from nemo_notebook.studio.server.answers import Refusal
from nemo_notebook.studio.server.routes import access
from nemo_notebook.studio.server.service import Studio
from nemo_notebook.studio.server.store import Job

_ATTRIBUTION = ("x-skill-source", "x-skill-version", "x-skill-platform")


def routes(studio: Studio) -> list[Route]:
    """The endpoints about exports."""

    def find(request: Request) -> Job:
        job = studio.exports.find(request.path_params["job"])
        if job is None:
            raise Refusal(404, "There is no such export.")
        access.session(request, studio.store, job.session)
        return job

    async def submit(request: Request) -> Response:
        _judge_plan(request, free=studio.options.free_plan)
        export = await wire.read(request, wire.Export)
        await run_in_threadpool(access.session, request, studio.store, export.session_id)
        job = await run_in_threadpool(studio.exports.submit, export)
        return JSONResponse(_told(job, access.base_url(request)))

    async def poll(request: Request) -> Response:
        job = await run_in_threadpool(find, request)
        return JSONResponse(_told(job, access.base_url(request)))

    async def cancel(request: Request) -> Response:
        job = await run_in_threadpool(find, request)
        await run_in_threadpool(studio.exports.cancel, job.id)
        return await poll(request)

    async def download(request: Request) -> Response:
        job = await run_in_threadpool(find, request)
        return _file(studio, job.sha256, str(job.output["format"]))

    async def poster(request: Request) -> Response:
        job = await run_in_threadpool(find, request)
        return _file(studio, job.poster, "jpg")

    jobs = "/api/render/proxy/lambda"
    return [
        access.route("POST", jobs, "render", submit),
        access.route("GET", f"{jobs}/{{job}}", "render", poll),
        access.route("POST", f"{jobs}/{{job}}/cancel", "render", cancel),
        access.route("GET", "/api/render/proxy/{job}/download", "render", download),
        access.route("GET", "/api/render/proxy/{job}/poster", "render", poster),
    ]


def _judge_plan(request: Request, *, free: bool) -> None:
    """As the hosted service has it: who does not say where it comes from may not export."""
    if not access.identity(request).is_anonymous:
        return
    if any(name not in request.headers for name in _ATTRIBUTION):
        raise Refusal(
            402, f"Exports of anonymous tokens need the headers {', '.join(_ATTRIBUTION)}."
        )
    if free:
        raise Refusal(402, "The free plan does not include exports, whatever the credits.")


def _told(job: Job, base_url: str) -> JsonObject:
    told: JsonObject = {"id": job.id, "status": job.status, "progress": job.progress}
    if job.status == "completed":
        address = f"{base_url}/api/render/proxy/{job.id}"
        told["output"] = {"url": f"{address}/download", "poster_url": f"{address}/poster"}
    else:
        told["output"] = {"url": None}
    if job.error is not None:
        told["error"] = job.error
    return told


def _file(studio: Studio, sha256: str | None, ending: str) -> Response:
    if sha256 is None:
        raise Refusal(404, "This export has no file: it is not completed.")
    return FileResponse(
        studio.files.path(sha256, ending),
        media_type=ACCEPTED[ending][1],
        filename=f"{sha256[:16]}.{ending}",
    )
