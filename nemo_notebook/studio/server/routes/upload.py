"""Files: given to a session, by hand or by address, and read again."""

from __future__ import annotations

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from nemo_notebook.studio.server import wire
from nemo_notebook.studio.server.answers import Refusal, enveloped
from nemo_notebook.studio.server.assets import described, take_in
from nemo_notebook.studio.server.fetch import fetch
from nemo_notebook.studio.server.routes import access
from nemo_notebook.studio.server.service import Studio
from nemo_notebook.studio.server.store import Asset

_MOST_FILES = 20
_JSON = ("application/json", "application/x-www-form-urlencoded")
"""The second is what curl says where it is told nothing."""


def routes(studio: Studio) -> list[Route]:
    """The endpoints about files."""

    async def upload(request: Request) -> Response:
        session_id = request.path_params["session"]
        await run_in_threadpool(access.session, request, studio.store, session_id)
        content_type = request.headers.get("content-type", "").lower()
        if content_type.startswith("multipart/form-data"):
            assets = await _received(studio, request)
        elif content_type.startswith(_JSON):
            assets = await _fetched(studio, await wire.read(request, wire.UrlUpload))
        else:
            raise Refusal(
                400, "Send multipart/form-data with the field 'files', or JSON with 'urls'."
            )
        await run_in_threadpool(studio.store.add_assets, session_id, assets)
        base_url = access.base_url(request)
        return enveloped({"files": [described(asset, session_id, base_url) for asset in assets]})

    async def download(request: Request) -> Response:
        session_id, asset_id = request.path_params["session"], request.path_params["asset"]
        await run_in_threadpool(access.session, request, studio.store, session_id)
        asset = await run_in_threadpool(studio.store.asset, session_id, asset_id)
        if asset is None:
            raise Refusal(404, "There is no such file in this session.")
        path = studio.files.path(asset.sha256, asset.type)
        return FileResponse(path, media_type=asset.media_type, filename=asset.name)

    return [
        access.route("POST", "/api/upload-video/nemo_agent/me/{session}", "upload", upload),
        access.route("GET", "/api/files/{session}/{asset}", "read", download),
    ]


async def _received(studio: Studio, request: Request) -> list[Asset]:
    """The files of a form; what does not fit into memory lies on disk meanwhile."""
    async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FILES) as form:
        files = [file for file in form.getlist("files") if isinstance(file, UploadFile)]
        if not files:
            raise Refusal(400, "There is no file in the form's field 'files'.")
        return [await run_in_threadpool(_keep, studio, file) for file in files]


def _keep(studio: Studio, file: UploadFile) -> Asset:
    return take_in(studio.files, studio.files.copy_in(file.file), file.filename or "")


async def _fetched(studio: Studio, upload: wire.UrlUpload) -> list[Asset]:
    def take(url: str) -> Asset:
        path, name = _fetch(studio, url)
        return take_in(studio.files, path, name)

    return [await run_in_threadpool(take, url) for url in upload.urls]


def _fetch(studio: Studio, url: str) -> tuple[Path, str]:
    options = studio.options
    return fetch(
        url,
        studio.files.scratch,
        max_bytes=options.max_upload,
        allow_private=options.allow_private_urls,
    )
