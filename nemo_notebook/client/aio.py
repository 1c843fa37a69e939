"""The client for code that awaits: every endpoint of the protocol, one method each."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote, urlencode

from anyio import to_thread
from pydantic import SecretStr

from nemo_notebook.client import download, export
from nemo_notebook.client.answer import model, read, refused
from nemo_notebook.client.auth import Credentials, TokenSource
from nemo_notebook.client.exif import without_place
from nemo_notebook.client.files import Upload
from nemo_notebook.client.identity import attribution, client_id, name_and_version, renew_client_id
from nemo_notebook.client.stream import MessageStream
from nemo_notebook.client.timing import Timing
from nemo_notebook.client.transport import Call, Transport
from nemo_notebook.client.version import unknown_version
from nemo_notebook.protocol import errors
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.envelopes import (
    AnonymousToken,
    ClaimToken,
    Credits,
    RenderJob,
    Session,
    State,
    UploadedFile,
)
from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.settings import Settings

APP = "nemo_agent"
_OK = 200
_BAD_REQUEST = 400

Failure = TypeVar("Failure", bound=errors.NemoError)


class AsyncNemoClient:
    """Speaks the NemoVideo protocol with one server.

    Nothing is sent before the first call. Every call may raise `BackendError` (the server cannot be
    reached) and `ServiceError` (it said no; the class says why).

    Args:
        api_url: Address of the API; by default the hosted service's, or `NEMO_API_URL`.
        web_url: Address of the web pages that links lead to.
        token: A person's own token; by default `NEMO_TOKEN`, else an anonymous one.
        uds: The Unix socket that leads to the server.
        settings: The environment; by default read now.
        local: Whether it is the studio: no proxies, no `.netrc`, exports are looked at often.
        on_notice: Told what a person should know though the call goes on; by default a warning.
        timing: Clocks and deadlines.

    Raises:
        OptionError: `api_url` is not an address.
        AuthenticationError: `token` is not one.
    """

    def __init__(
        self,
        *,
        api_url: str | None = None,
        web_url: str | None = None,
        token: str | SecretStr | None = None,
        uds: Path | None = None,
        settings: Settings | None = None,
        local: bool = False,
        on_notice: Callable[[str], None] | None = None,
        timing: Timing | None = None,
    ) -> None:
        self._settings = settings or Settings()
        self._timing = timing or Timing()
        self._web_url = (web_url or self._settings.web_url).rstrip("/")
        self._local = local
        self._notify = on_notice or _warn
        self._transport = Transport(
            api_url or ("http://studio" if uds else self._settings.api_url),
            uds=uds,
            local=local,
            timing=self._timing,
            saw_version=self._check_version,
        )
        own = SecretStr(token) if isinstance(token, str) else token or self._settings.token
        self._tokens = TokenSource(
            own,
            settings=self._settings,
            api_url=str(self._transport.base_url),
            fetch=self._anonymous_token,
            timing=self._timing,
        )
        self._attribution = attribution(self._settings)
        self._noticed: set[str] = set()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._transport.name}>"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    async def create_session(self, name: str, *, language: str = "en") -> Session:
        """Open a new conversation on the server."""
        body: JsonObject = {"task_name": name, "language": language}
        return model(Session, await self._post(f"api/tasks/me/with-session/{APP}", "write", body))

    async def fork_session(self, session_id: str, turn: str, *, name: str = "") -> Session:
        """Open a conversation that begins where a turn of another one ended, without its cost.

        Ours alone: the hosted service has no such thing.

        Args:
            session_id: The other conversation.
            turn: The `invocationId` of the turn.
            name: What the new one is called.

        Raises:
            SessionNotFoundError: The server does not know the conversation, or not that turn.
        """
        body: JsonObject = {
            "task_name": name,
            "fork": {"session_id": session_id, "turn": turn},
        }
        return model(Session, await self._post(f"api/tasks/me/with-session/{APP}", "write", body))

    async def upload(
        self,
        session_id: str,
        files: Sequence[Upload],
        *,
        keep_exif: bool = False,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> list[UploadedFile]:
        """Send files, in constant memory but for photos that have to be cleaned.

        On the way to another machine photos lose what the camera noted about place and person;
        the pixels stay as they are.

        Args:
            session_id: The conversation that they are for.
            files: What `client.files.inspect` has looked at.
            keep_exif: Whether photos keep the camera's notes all the same.
            on_progress: Told how many bytes have been handed over, and of how many.
        """
        if not files:
            return []
        if not self._local and not keep_exif:
            files = await self._without_place(files)
        call = Call(
            method="POST",
            path=f"api/upload-video/{APP}/me/{_quoted(session_id)}",
            scope="upload",
            files=files,
            on_progress=on_progress,
        )
        return _uploaded(await self._call(call))

    async def upload_urls(self, session_id: str, urls: Sequence[str]) -> list[UploadedFile]:
        """Have the server fetch files from the web.

        Raises:
            OptionError: One of them is no web address.
        """
        for url in urls:
            if not url.startswith(("https://", "http://")):
                raise errors.OptionError("That is no web address", hint="It begins with https://.")
        path = f"api/upload-video/{APP}/me/{_quoted(session_id)}"
        return _uploaded(
            await self._post(path, "upload", {"urls": list(urls), "source_type": "url"})
        )

    @asynccontextmanager
    async def message(
        self,
        session_id: str,
        text: str,
        *,
        seed: int | None = None,
        on_leaving: Callable[[], None] | None = None,
    ) -> AsyncIterator[MessageStream]:
        """Send a message, once, and read the answer while it comes.

        Args:
            session_id: The conversation that it belongs to.
            text: The words.
            seed: What everything random shall hang on. It goes as `state_delta`, an optional field
                of the Agent Development Kit, which the studio reads and the hosted service ignores.
            on_leaving: Told just before the first byte leaves: who stops before has sent nothing.

        Raises:
            BackendError: Nothing was sent (`sent` is False).
            ConnectionLostError: It may have been sent; what came of it is not known.
            ServiceError: The server answered that it will not; a status of 500 or more leaves open
                whether it began.
        """
        body: JsonObject = {
            "app_name": APP,
            "user_id": "me",
            "session_id": session_id,
            "new_message": {"parts": [{"text": text}]},
        }
        if seed is not None:
            body["state_delta"] = {"seed": seed}
        async with self._stream("POST", "run_sse", {}, body, on_leaving) as stream:
            yield stream

    @asynccontextmanager
    async def resume(self, path: str, last_event_id: str) -> AsyncIterator[MessageStream]:
        """Attach to a stream again and read what came after an event.

        Args:
            path: `MessageStream.resume_path` of the stream that broke.
            last_event_id: Its `last_event_id`.

        Raises:
            OptionError: The path does not lie on this server.
        """
        if not self._is_path(path):
            raise errors.OptionError("The resume address does not lie on this server")
        headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
        async with self._stream("GET", path, headers, None) as stream:
            stream.resume_path = stream.resume_path or path
            stream.last_event_id = last_event_id
            yield stream

    async def state(self, session_id: str) -> State:
        """What the session holds; the last word on what a turn has done."""
        data = await self._get(f"api/state/{APP}/me/{_quoted(session_id)}/latest", "read")
        state = data.get("state", data)
        return model(State, state if isinstance(state, dict) else {})

    async def credits(self) -> Credits:
        """The balance."""
        return model(Credits, await self._get("api/credits/balance/simple", "read"))

    def explained(self, error: Failure) -> Failure:
        """Tell an anonymous person, who has no page to top up at, how they go on instead."""
        if not self._tokens.anonymous:
            return error
        match error:
            case errors.InsufficientCreditsError():
                error.link = self._registration()
                error.hint = f"Register for more: {error.link}"
            case errors.PlanRequiredError():
                error.link = self._registration()
                error.hint = f"Register to unlock exports: {error.link}"
            case errors.AuthenticationError():
                error.hint = "The anonymous token has ended; the next call fetches a new one."
        return error

    async def submit_export(
        self,
        session_id: str,
        draft: Draft,
        *,
        format: str = "mp4",  # noqa: A002 (the wire's own word)
        quality: str = "high",
        render_id: str | None = None,
    ) -> RenderJob:
        """Ask for an export, once.

        Args:
            session_id: The conversation that the draft belongs to.
            draft: What to render, sent as it came.
            format: One of `protocol.media.CONTAINERS`.
            quality: low, medium or high.
            render_id: An id that was never used before; by default a new one.

        Raises:
            NothingToExportError: The draft has no segment.
            OptionError: There is no such container.
        """
        export.check(draft, format)
        render_id = render_id or export.new_id()
        body: JsonObject = {
            "id": render_id,
            "sessionId": session_id,
            "draft": draft.raw,
            "output": {"format": format, "quality": quality},
        }
        job = model(RenderJob, await self._post("api/render/proxy/lambda", "render", body))
        return job if job.id else job.model_copy(update={"id": render_id})

    async def poll_export(self, job_id: str) -> RenderJob:
        """Look at an export."""
        data = await self._get(f"api/render/proxy/lambda/{_quoted(job_id)}", "render")
        job = model(RenderJob, data)
        return job if job.id else job.model_copy(update={"id": job_id})

    async def cancel_export(self, job_id: str) -> None:
        """Have the server stop an export."""
        await self._post(f"api/render/proxy/lambda/{_quoted(job_id)}/cancel", "render", {})

    async def export(
        self,
        session_id: str,
        draft: Draft,
        *,
        format: str = "mp4",  # noqa: A002 (the wire's own word)
        quality: str = "high",
        poll_every_s: float | None = None,
        polls: int | None = None,
        on_progress: Callable[[RenderJob], None] | None = None,
    ) -> RenderJob:
        """Have a video rendered, and wait until it is ready.

        A submission that fails is tried once more under a new id. If the wait is cancelled, so is
        the export.

        Args:
            session_id: The conversation that the draft belongs to.
            draft: What to render.
            format: One of `protocol.media.CONTAINERS`.
            quality: low, medium or high.
            poll_every_s: Seconds between two looks; 30 at the hosted service.
            polls: How many looks; 10 at the hosted service.
            on_progress: Told of the job each time that it was looked at.

        Raises:
            ExportFailedError: It failed, or is not ready after the last look.
            NothingToExportError: The draft has no segment.
            OptionError: There is no such container.
        """
        export.check(draft, format)
        usual = export.LOCAL if self._local else export.HOSTED

        async def submit(render_id: str) -> RenderJob:
            return await self.submit_export(
                session_id, draft, format=format, quality=quality, render_id=render_id
            )

        return await export.run(
            submit,
            self.poll_export,
            self.cancel_export,
            patience=export.Patience(
                usual.every_s if poll_every_s is None else poll_every_s,
                usual.polls if polls is None else polls,
            ),
            timing=self._timing,
            on_progress=on_progress,
        )

    async def download(
        self,
        job: RenderJob,
        target: Path,
        *,
        on_progress: Callable[[int, int | None], None] | None = None,
    ) -> Path:
        """Fetch a finished export.

        Three addresses are tried: the job's own, the one that the job has when it is looked at
        again (links expire), and the download address of the API.

        Args:
            job: The export.
            target: Where the file shall be; what is there is replaced once everything has come.
            on_progress: Told how many bytes have come, and of how many where that is known.

        Returns:
            `target`.

        Raises:
            ExportFailedError: No address gave the file, or it cannot be written.
        """
        why = "there is no address"
        tried: set[str] = set()
        async for address in self._addresses(job):
            if address in tried:
                continue
            tried.add(address)
            try:
                await download.fetch(
                    self._transport,
                    address,
                    target,
                    credentials=self._signed(await self._tokens.get()),
                    on_progress=on_progress,
                )
            except download.NotThere as error:
                why = str(error)
            else:
                return target
        raise errors.ExportFailedError(
            f"The video is ready but cannot be fetched: {why}",
            hint="Try again, or open the project in the browser.",
            job_id=job.id,
        )

    async def read_media(self, url: str) -> bytes:
        """Fetch a small file that the server shows, such as the first picture of a clip.

        Raises:
            ServiceError: It is not there, or has more than 4 MiB.
        """
        credentials = self._signed(await self._tokens.get())
        try:
            return await download.read_small(self._transport, url, credentials=credentials)
        except download.NotThere as error:
            raise errors.ServiceError(f"The file cannot be fetched: {error}") from None

    async def claim_token(self, task_id: str, session_id: str) -> ClaimToken:
        """A token that opens the project in a browser, and does nothing else."""
        body: JsonObject = {"task_id": task_id, "session_id": session_id}
        return model(ClaimToken, await self._post("api/auth/claim-token", "write", body))

    async def link(self, task_id: str, session_id: str) -> str:
        """An address that opens the project in a browser; never with the person's own token."""
        try:
            claim = await self.claim_token(task_id, session_id)
        except (errors.BackendError, errors.ServiceError):
            name, version = name_and_version()
            query = {
                "task": task_id,
                "session": session_id,
                "skill_name": name,
                "skill_version": version,
                "skill_source": self._attribution["X-Skill-Platform"],
            }
        else:
            query = {"ct": claim.claim_token}
        return f"{self._web_url}/workspace/claim?{urlencode(query)}"

    async def _addresses(self, job: RenderJob) -> AsyncIterator[str]:
        if job.url:
            yield job.url
        try:
            anew = await self.poll_export(job.id)
        except (errors.BackendError, errors.ServiceError):
            anew = job
        if anew.url:
            yield anew.url
        yield f"api/render/proxy/{_quoted(job.id)}/download"

    @asynccontextmanager
    async def _stream(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        json: JsonObject | None,
        on_leaving: Callable[[], None] | None = None,
    ) -> AsyncIterator[MessageStream]:
        """Open a stream; its status is looked at before its type."""
        token = await self._tokens.get()
        async with self._transport.stream(
            method, path, self._signed(token), headers=headers, json=json, on_leaving=on_leaving
        ) as response:
            kind = response.headers.get("Content-Type", "").lower()
            if response.status_code != _OK or not kind.startswith("text/event-stream"):
                error = refused(await read(response))
                if isinstance(error, errors.AuthenticationError):
                    self._tokens.drop(token)
                raise self._said(error, "write")
            self._check_version(response.headers.get("X-Api-Version"))
            resume_path = response.headers.get("Nemo-Resume", "")
            stream = MessageStream(
                response,
                timing=self._timing,
                resume_path=resume_path if self._is_path(resume_path) else None,
            )
            try:
                yield stream
            finally:
                await stream.aclose()

    async def _without_place(self, files: Sequence[Upload]) -> list[Upload]:
        cleaned = [await to_thread.run_sync(without_place, file) for file in files]
        if any(after is not before for after, before in zip(cleaned, files, strict=True)):
            self._say_once(
                "Place, time and other notes of the camera were taken out of the photos before"
                " they were sent; keep_exif=True keeps them."
            )
        return cleaned

    async def _get(self, path: str, scope: str) -> JsonObject:
        return await self._call(Call(method="GET", path=path, scope=scope))

    async def _post(self, path: str, scope: str, json: JsonObject) -> JsonObject:
        return await self._call(Call(method="POST", path=path, scope=scope, json=json))

    async def _call(self, call: Call) -> JsonObject:
        """Send a request; an anonymous token that is refused is renewed once."""
        token = await self._tokens.get()
        try:
            try:
                data = await self._transport.call(call, self._signed(token))
            except errors.AuthenticationError:
                if not self._tokens.anonymous:
                    raise
                self._tokens.drop(token)
                token = await self._tokens.get()
                data = await self._transport.call(call, self._signed(token))
        except errors.NemoError as error:
            raise self._said(error, call.scope) from None
        return data

    async def _anonymous_token(self) -> AnonymousToken:
        """The one request without token and attribution."""
        path = "api/auth/anonymous-token"

        async def ask(who: str) -> JsonObject:
            call = Call(method="POST", path=path, scope="", headers={"X-Client-Id": who})
            return await self._transport.call(call, None)

        try:
            data = await ask(client_id(self._settings))
        except errors.ServiceError as error:
            if error.status != _BAD_REQUEST:
                raise
            data = await ask(renew_client_id(self._settings))
        return model(AnonymousToken, data)

    def _signed(self, token: SecretStr) -> Credentials:
        return Credentials(token, self._attribution)

    def _registration(self) -> str:
        """Where an anonymous person registers, and keeps what was made."""
        bind = self._tokens.user_id or client_id(self._settings)
        return f"{self._web_url}/?{urlencode({'bind': bind})}"

    def _is_path(self, path: str) -> bool:
        if not path.startswith("/") or path.startswith(("//", "/\\")):
            return False
        return self._transport.is_home(self._transport.url(path))

    def _said(self, error: errors.NemoError, scope: str) -> errors.NemoError:
        """Say what only the caller knows: which scope is missing, and who the person is."""
        if isinstance(error, errors.ScopeError):
            error.message = f"The token has no scope {scope!r}, which this needs"
        return self.explained(error)

    def _check_version(self, version: object) -> None:
        if sentence := unknown_version(version):
            self._say_once(sentence)

    def _say_once(self, sentence: str) -> None:
        if sentence not in self._noticed:
            self._noticed.add(sentence)
            self._notify(sentence)


def _uploaded(data: JsonObject) -> list[UploadedFile]:
    files = data.get("files")
    return [
        model(UploadedFile, file)
        for file in (files if isinstance(files, list) else [])
        if isinstance(file, dict)
    ]


def _quoted(part: str) -> str:
    return quote(part, safe="")


def _warn(sentence: str) -> None:
    warnings.warn(sentence, stacklevel=2)
