"""What requests carry in their JSON bodies; unknown fields are ignored."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, JsonValue, ValidationError
from pydantic_core import from_json
from starlette.requests import Request

from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.studio.server.answers import Refusal

ModelT = TypeVar("ModelT", bound="Body")

LONGEST_MESSAGE = 10_000
HIGHEST_SEED = 2**31 - 1


class Body(BaseModel):
    """A request's body."""

    model_config = ConfigDict(frozen=True)


class Fork(Body):
    """Where a turn of another conversation ended."""

    session_id: str
    turn: str


class NewSession(Body):
    """Begin a conversation; `fork`, which is ours, begins it where another one was."""

    task_name: Annotated[str, Field(max_length=500)] = ""
    language: Annotated[str, Field(max_length=35)] = "en"
    fork: Fork | None = None


class Claim(Body):
    """Ask for a token that opens a project in a browser."""

    task_id: str = ""
    session_id: str


class Part(Body):
    """Of a message; only text is looked at."""

    text: str = ""


class Content(Body):
    """Of a message."""

    parts: list[Part]


class StateDelta(Body):
    """What a message sets beside its words; the Agent Development Kit's own optional field."""

    seed: Annotated[int, Field(strict=True, ge=0, le=HIGHEST_SEED)] | None = None


class Message(Body):
    """Something said to the agent; names in either of the two cases."""

    session_id: Annotated[str, Field(validation_alias=AliasChoices("session_id", "sessionId"))]
    new_message: Annotated[
        Content, Field(validation_alias=AliasChoices("new_message", "newMessage"))
    ]
    state_delta: Annotated[
        StateDelta | None, Field(validation_alias=AliasChoices("state_delta", "stateDelta"))
    ] = None

    @property
    def seed(self) -> int | None:
        """What everything random shall hang on, if the message says so."""
        return self.state_delta.seed if self.state_delta else None

    def text(self) -> str:
        """What was said.

        Raises:
            Refusal: Nothing, or far too much.
        """
        said = "\n".join(part.text for part in self.new_message.parts).strip()
        if not said:
            raise Refusal(400, "The message is empty: say what should happen.")
        if len(said) > LONGEST_MESSAGE:
            raise Refusal(400, f"The message is longer than {LONGEST_MESSAGE} characters.")
        return said


class UrlUpload(Body):
    """Files to be fetched."""

    urls: Annotated[list[str], Field(min_length=1, max_length=20)]
    source_type: Literal["url"] = "url"


class Output(Body):
    """What an export becomes."""

    format: Literal["mp4", "mov", "avi", "webm", "mkv"] = "mp4"
    quality: Literal["low", "medium", "high"] = "high"


class Export(Body):
    """A draft to be made into a file."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,100}$")]
    session_id: Annotated[str, Field(validation_alias=AliasChoices("sessionId", "session_id"))]
    draft: JsonObject
    output: Output = Output()


async def read(request: Request, model: type[ModelT]) -> ModelT:
    """Read the body of a request.

    Raises:
        Refusal: It is no JSON, or not of the form that the endpoint takes.
    """
    body = await request.body()
    try:
        # Refuses what `json` lets pass: lone surrogates, NaN, and nesting without end.
        raw: JsonValue = from_json(body or b"{}", allow_inf_nan=False)
    except ValueError as error:
        raise Refusal(400, f"The body is not valid JSON: {error}.") from None
    if not isinstance(raw, dict):
        raise Refusal(400, "The body is not a JSON object.")
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Refusal(400, f"{where[:200]}: {first['msg']}.") from None
