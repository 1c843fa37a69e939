"""Answers: read within bounds, opened, and turned into models or errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from nemo_notebook.protocol import errors
from nemo_notebook.protocol.envelopes import open_envelope
from nemo_notebook.protocol.events import JsonObject

M = TypeVar("M", bound=BaseModel)

MAX_ANSWER_BYTES = 64 * 2**20

_REDIRECTS = range(300, 400)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that has been read whole."""

    status: int
    headers: httpx.Headers
    body: bytes = field(repr=False)


async def read(response: httpx.Response) -> Answer:
    """Read an answer whole.

    Raises:
        ServiceError: It is longer than `MAX_ANSWER_BYTES`.
    """
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise errors.ServiceError(
                f"The server's answer is longer than {MAX_ANSWER_BYTES // 2**20} MiB",
                status=response.status_code,
            )
    return Answer(response.status_code, response.headers, bytes(body))


def opened(answer: Answer) -> JsonObject:
    """What the envelope of an answer holds.

    Raises:
        ServiceError: The server said no, or sent the request elsewhere.
    """
    if answer.status in _REDIRECTS:
        raise errors.ServiceError(
            "The server sends the request to another address",
            hint="Check NEMO_API_URL.",
            status=answer.status,
        )
    return open_envelope(answer.body, answer.status)


def model(kind: type[M], data: JsonObject) -> M:
    """Read an answer as a model.

    Raises:
        ServiceError: It lacks what the protocol promises.
    """
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise errors.ServiceError(
            f"The server's answer is not what the protocol promises ({where})",
            hint="Check NEMO_API_URL, or update nemo-notebook.",
        ) from None


def refused(answer: Answer) -> errors.NemoError:
    """The error that an answer stands for where an event stream was asked for."""
    kind = answer.headers.get("Content-Type", "nothing").partition(";")[0]
    if answer.status != HTTPStatus.OK or "json" in kind:
        try:
            opened(answer)
        except errors.NemoError as error:
            return error
    return errors.ServiceError(
        f"The server answered with {kind} instead of an event stream",
        hint="Check NEMO_API_URL and the network: a login page may stand in between.",
        status=answer.status,
    )


def said(error: Exception) -> str:
    """The cause in a few words, without an address that could hold a secret."""
    words: dict[type[Exception], str] = {
        httpx.ConnectTimeout: "no answer in time",
        httpx.ReadTimeout: "no answer in time",
        httpx.WriteTimeout: "it takes no data",
        httpx.PoolTimeout: "too many requests at once",
    }
    text = words.get(type(error)) or str(error).partition("://")[0].strip(" .")
    return text if text and "http" not in text else "the connection broke"
