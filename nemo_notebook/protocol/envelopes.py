"""The answers of the endpoints: envelopes opened, models read, errors named.

Models keep fields that they do not know, since the service may add some at any time.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
    model_validator,
)

from nemo_notebook.protocol import errors
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.protocol.media import ACCEPTED

_OBJECT = TypeAdapter(JsonObject, config=ConfigDict(defer_build=True))
_ERRORS_BEGIN_AT = 400
_LONGEST_MESSAGE = 300


def _or_none(value: object, read: ValidatorFunctionWrapHandler) -> object:
    try:
        return read(value)
    except ValidationError:
        return None


# An answer to work that is done must not be lost over a by-the-way field in an odd form.
_LENIENT = WrapValidator(_or_none)
_Number: TypeAlias = Annotated[float | None, _LENIENT]
_Pixels: TypeAlias = Annotated[int | None, _LENIENT]
_Word: TypeAlias = Annotated[str | None, _LENIENT]
_Objects: TypeAlias = Annotated[list[JsonObject] | JsonObject | None, _LENIENT]


class _Answer(BaseModel):
    model_config = ConfigDict(
        extra="allow", frozen=True, coerce_numbers_to_str=True, defer_build=True
    )

    @model_validator(mode="before")
    @classmethod
    def _default_for_null(cls, raw: object) -> object:
        if not isinstance(raw, dict):
            return raw
        return {k: v for k, v in raw.items() if v is not None or k not in cls.model_fields}


class AnonymousToken(_Answer):
    """A token for a person without an account; 100 credits, 7 days."""

    token: str = Field(repr=False)
    credits: _Number = None
    user_id: _Word = None
    expires_at: Annotated[str | float | None, _LENIENT] = None


class ClaimToken(_Answer):
    """Opens a project in a browser; calls no API."""

    claim_token: str = Field(repr=False)
    expires_in: _Number = None


class Session(_Answer):
    """A conversation on the server."""

    task_id: str
    session_id: str
    user_id: _Word = None


class UploadedFile(_Answer):
    """A file that the server has taken; `duration` in seconds, sizes in pixels."""

    filename: str = ""
    file_type: str = ""
    cdn_url: str = ""
    duration: _Number = None
    width: _Pixels = None
    height: _Pixels = None
    fps: _Number = None
    hash: _Word = None


class Credits(_Answer):
    """The balance; `frozen` is reserved by work under way."""

    available: float = 0
    frozen: float = 0
    total: float = 0


class State(_Answer):
    """What the session holds; the last word on what a turn has done."""

    draft: JsonObject | None = None
    video_infos: _Objects = None
    canvas_config: Annotated[JsonObject | None, _LENIENT] = None
    generated_media: _Objects = None

    def timeline(self) -> Draft:
        """The draft, empty where there is none."""
        return Draft(self.draft or {})


JobStatus = Literal["pending", "processing", "completed", "failed", "cancelled"]
_STATUSES = frozenset(get_args(JobStatus))
_STATUS_SYNONYMS = {
    "queued": "pending",
    "canceled": "cancelled",
    "succeeded": "completed",
    "success": "completed",
    "done": "completed",
    "error": "failed",
}


class _Output(_Answer):
    url: str | None = None


class RenderJob(_Answer):
    """An export under way; `progress` from 0 to 100 where the server gives one."""

    id: str = ""
    status: JobStatus = "pending"
    progress: _Number = None
    output: Annotated[_Output | None, _LENIENT] = None
    output_url: str | None = Field(
        default=None, validation_alias=AliasChoices("outputUrl", "output_url")
    )
    error: Annotated[str | JsonObject | None, _LENIENT] = None

    @field_validator("status", mode="before")
    @classmethod
    def _known_status(cls, status: object) -> object:
        """Take a status that this version does not know as work that goes on."""
        word = str(status).lower()
        return word if word in _STATUSES else _STATUS_SYNONYMS.get(word, "processing")

    @property
    def reason(self) -> str:
        """Why it failed, in the server's words; empty where it gives none."""
        return _message({"error": self.error})

    @property
    def url(self) -> str | None:
        """Where the file can be fetched, in whichever of the two forms it came."""
        return self.output_url or (self.output.url if self.output else None)


def open_envelope(body: bytes, status: int) -> JsonObject:
    """Read an answer: `{"code": 0, "data": …}`, `{"success": true, "data": …}`, or bare.

    Args:
        body: The whole answer.
        status: The HTTP status.

    Returns:
        What is inside, and what stands beside it; an empty object where the answer carries
        nothing.

    Raises:
        NemoError: The server said no, or the answer cannot be read; the class says why.
    """
    try:
        raw = _OBJECT.validate_json(body)
    except ValidationError:
        if status < _ERRORS_BEGIN_AT:
            raise errors.ServiceError(
                "The server's answer is not JSON", hint="Check NEMO_API_URL.", status=status
            ) from None
        raise refusal(None, status, "") from None
    code = _code(raw.get("code"))
    if status >= _ERRORS_BEGIN_AT or code or raw.get("success") is False:
        raise refusal(code, status, _message(raw))
    data = raw.get("data", raw)
    if data is raw:
        return raw
    beside = {k: v for k, v in raw.items() if k not in {"code", "message", "success", "data"}}
    return beside | (data if isinstance(data, dict) else {})


def refusal(code: int | None, status: int, message: str) -> errors.NemoError:
    """Name the error that a code, or else an HTTP status, stands for."""
    said = message.rstrip(". ") or f"The server answered with HTTP status {status}"
    match code, status:
        case 1002, _:
            return errors.SessionNotFoundError(said, code=code, status=status)
        case 2001, _:
            return errors.InsufficientCreditsError(said, code=code, status=status)
        case (4001, _) | (None, 415):
            return errors.UnsupportedMediaError(said, hint=f"Accepted are {', '.join(ACCEPTED)}.")
        case (4002, _) | (None, 413):
            return errors.MediaTooLargeError(said)
        case (1001, _) | (_, 401):
            return errors.AuthenticationError(said, code=code, status=status)
        case _, 402:
            return errors.PlanRequiredError(said, code=code, status=status)
        case _, 403:
            return errors.ScopeError(said, code=code, status=status)
        case _, 404 if said.lower().startswith("session not found"):
            return errors.SessionNotFoundError(said, code=code, status=status)
        case _, 429:
            return errors.RateLimitError(said, code=code, status=status)
        case _:
            return errors.ServiceError(said, code=code, status=status)


def _code(raw: object) -> int | None:
    """The service's code; 0, which says that all is well, is none."""
    if isinstance(raw, str) and raw.isdecimal():
        raw = int(raw[:9])
    return raw or None if isinstance(raw, int) else None


def _message(raw: JsonObject) -> str:
    """What the server says for people: one line, of a length that can be shown."""
    for name in ("message", "detail", "error"):
        if text := _sentence(raw.get(name)):
            line = " ".join(text.split())
            return line if len(line) <= _LONGEST_MESSAGE else f"{line[:_LONGEST_MESSAGE]}…"
    return ""


def _sentence(value: object) -> str:
    match value:
        case str():
            return "".join(char for char in value if char.isprintable() or char.isspace())
        case {"message": str(message)} | {"msg": str(message)}:
            return _sentence(message)
        case list():
            return "; ".join(filter(None, map(_sentence, value)))
        case _:
            return ""
