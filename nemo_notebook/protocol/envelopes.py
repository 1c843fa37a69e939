"""The answers of the endpoints: envelopes opened, models read, errors named.

Models keep fields that they do not know, since the service may add some at any time.
"""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from nemo_notebook.protocol import errors
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.events import JsonObject

_OBJECT = TypeAdapter(JsonObject)
_ERRORS_BEGIN_AT = 400


class _Answer(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class AnonymousToken(_Answer):
    """A token for a person without an account; 100 credits, 7 days."""

    token: str = Field(repr=False)
    credits: float | None = None
    user_id: str | None = None
    expires_at: str | int | float | None = None


class ClaimToken(_Answer):
    """Opens a project in a browser; calls no API."""

    claim_token: str = Field(repr=False)
    expires_in: float | None = None


class Session(_Answer):
    """A conversation on the server."""

    task_id: str
    session_id: str
    user_id: str | None = None


class UploadedFile(_Answer):
    """A file that the server has taken; `duration` in seconds, sizes in pixels."""

    filename: str = ""
    file_type: str = ""
    cdn_url: str = ""
    duration: float | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    hash: str | None = None


class Credits(_Answer):
    """The balance; `frozen` is reserved by work under way."""

    available: float = 0
    frozen: float = 0
    total: float = 0


class State(_Answer):
    """What the session holds; the last word on what a turn has done."""

    draft: JsonObject | None = None
    video_infos: list[JsonObject] | JsonObject | None = None
    canvas_config: JsonObject | None = None
    generated_media: list[JsonObject] | JsonObject | None = None

    def timeline(self) -> Draft:
        """The draft, empty where there is none."""
        return Draft(self.draft or {})


class _Output(_Answer):
    url: str | None = None


class RenderJob(_Answer):
    """An export under way; `progress` from 0 to 100 where the server gives one."""

    id: str = ""
    status: Literal["pending", "processing", "completed", "failed", "cancelled"] = "pending"
    progress: float | None = None
    output: _Output | None = None
    output_url: str | None = Field(
        default=None, validation_alias=AliasChoices("outputUrl", "output_url")
    )
    error: str | JsonObject | None = None

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
        What is inside; an empty object where the answer carries nothing.

    Raises:
        ServiceError: The server said no, or the answer cannot be read.
    """
    try:
        raw = _OBJECT.validate_json(body)
    except ValidationError:
        if status < _ERRORS_BEGIN_AT:
            raise errors.ServiceError(
                "The server's answer is not JSON", hint="Check NEMO_API_URL.", status=status
            ) from None
        raise refusal(None, status, "") from None
    code = raw.get("code")
    if status >= _ERRORS_BEGIN_AT or (isinstance(code, int) and code != 0):
        raise refusal(code if isinstance(code, int) else None, status, _message(raw))
    if raw.get("success") is False:
        raise refusal(None, status, _message(raw))
    data = raw.get("data", raw)
    return data if isinstance(data, dict) else {}


def refusal(code: int | None, status: int, message: str) -> errors.NemoError:
    """Name the error that a code, or else an HTTP status, stands for."""
    said = message.rstrip(". ") or f"The server answered with HTTP status {status}"
    match code, status:
        case (1001, _) | (None, 401):
            return errors.AuthenticationError(said, code=code, status=status)
        case 1002, _:
            return errors.SessionNotFoundError(said, code=code, status=status)
        case 2001, _:
            return errors.InsufficientCreditsError(said, code=code, status=status)
        case 4001, _:
            return errors.UnsupportedMediaError(said)
        case 4002, _:
            return errors.MediaTooLargeError(said)
        case _, 402:
            return errors.PlanRequiredError(said, code=code, status=status)
        case _, 403:
            return errors.ScopeError(said, code=code, status=status)
        case _, 429:
            return errors.RateLimitError(said, code=code, status=status)
        case _:
            return errors.ServiceError(said, code=code, status=status)


def _message(raw: JsonObject) -> str:
    for name in ("message", "detail", "error"):
        value = raw.get(name)
        if isinstance(value, str):
            return value
        if isinstance(value, dict) and isinstance(value.get("message"), str):
            return str(value["message"])
        if isinstance(value, list):
            said = (item.get("msg") for item in value if isinstance(item, dict))
            return "; ".join(text for text in said if isinstance(text, str))
    return ""
