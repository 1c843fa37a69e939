"""How the studio answers: in an envelope, or with a refusal that a person can read."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import JSONResponse, Response

from nemo_notebook.protocol.events import JsonObject

BAD_TOKEN = 1001
NO_SESSION = 1002
NO_CREDITS = 2001
UNSUPPORTED_MEDIA = 4001
MEDIA_TOO_LARGE = 4002


def mistake(error: BaseException) -> str:
    """What is said of a fault of ours: its kind alone, for its text may hold somebody's path."""
    return f"The studio made a mistake ({type(error).__name__}); its log says more."


class Refusal(Exception):  # noqa: N818 (the studio says no; nothing is broken)
    """An answer that is not the one asked for.

    Args:
        status: The HTTP status.
        message: What is wrong and what to do, for a person.
        code: The protocol's own code; the HTTP status where it has none.
        headers: Further headers of the answer.
        data: What a program wants to know of it.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: int | None = None,
        headers: Mapping[str, str] | None = None,
        data: JsonObject | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = status if code is None else code
        self.headers = headers
        self.data = data

    def response(self) -> Response:
        """The refusal as it goes over the wire."""
        body: JsonObject = {"code": self.code, "message": self.message}
        if self.data is not None:
            body["data"] = self.data
        return JSONResponse(body, self.status, headers=self.headers)


def enveloped(data: JsonObject) -> Response:
    """An answer in the form of most endpoints."""
    return JSONResponse({"code": 0, "data": data})
