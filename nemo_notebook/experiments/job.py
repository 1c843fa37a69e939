"""One clip of a sweep, wherever it is made: plain JSON in, plain JSON out, never an exception.

An engine may run a job again by itself when a worker dies, even one that had ended. That is why the
job names its turn and asks the ledger first: the ledger's fence decides who sends, not the engine.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from nemo_notebook import backend as backends
from nemo_notebook.backend import Backend
from nemo_notebook.client.files import inspect
from nemo_notebook.conversation.aio import LEDGER_FOLDER
from nemo_notebook.conversation.mode import Mode
from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.experiments.cores import one_core
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.protocol import errors
from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.settings import Settings

if TYPE_CHECKING:
    from nemo_notebook.conversation.handed import Photo

Status: TypeAlias = Literal["sent", "replayed", "failed"]

here: dict[str, Backend] = {}
"""Backends of this process's sweeps, by the sweep's mark: a token is in no payload."""

_NO_USE_TO_GO_ON = (
    errors.AuthenticationError,
    errors.BackendError,
    errors.InsufficientCreditsError,
    errors.LedgerError,
    errors.PlanRequiredError,
    errors.RateLimitError,
    errors.ScopeError,
)


class Order(BaseModel):
    """What a job is told.

    Attributes:
        mark: Names the sweep; the file of that name in the ledger tells that it is the same folder.
        index: Names the clip in the sweep.
        key: Names the turn in the ledger.
        folder: Where the ledger and the videos are.
        photo: sha256 of the photo in the ledger's blobs, or its address on the web.
        photo_name: What it is called.
        prompt: What is said.
        seed: What its chance hangs on.
        export: The container, or None.
        quality: The same.
        mode: auto or offline.
        provenance: What videos say of how they were made; None for what the environment says.
        family: Of the backend.
        data_dir: Where the studio keeps its things on the driver's machine.
        has_token: Whether the driver has a token of the hosted service.
        host: Of the driver.
        pid: Of the driver.
    """

    model_config = ConfigDict(frozen=True)

    mark: str
    index: int
    key: str
    folder: str
    photo: str
    photo_name: str
    prompt: str
    seed: int | None
    export: str | None
    quality: str
    mode: Mode
    provenance: str | None
    family: backends.Family
    data_dir: str
    has_token: bool
    host: str
    pid: int

    @property
    def is_at_home(self) -> bool:
        """Whether this is the driver's own process."""
        return (self.host, self.pid) == (socket.gethostname(), os.getpid())


class Answer(BaseModel):
    """What a job says: of a clip that was made, that it is in the ledger.

    Attributes:
        index: Of the order.
        status: Whether the message was sent, or the ledger knew the turn.
        credits: What it cost, where that is known.
        error: What went wrong, and `hint` what to do next.
        stops: Whether the other clips would fail alike.
        worker: Where it was made: host and process.
    """

    model_config = ConfigDict(frozen=True)

    index: int
    status: Status
    credits: float | None = None
    error: str = ""
    hint: str = ""
    stops: bool = False
    worker: str = ""


def run_item(order: JsonObject) -> JsonObject:
    """Make one clip, or find it in the ledger.

    Args:
        order: An `Order` in plain JSON.

    Returns:
        An `Answer` in plain JSON, whatever happened.
    """
    worker = f"{socket.gethostname()}:{os.getpid()}"
    try:
        answer = _made(Order.model_validate(order))
    except errors.NemoError as error:
        answer = Answer(
            index=_index(order),
            status="failed",
            error=error.message,
            hint=error.hint,
            stops=isinstance(error, _NO_USE_TO_GO_ON),
        )
    except BaseException as error:  # noqa: BLE001 (an engine would run again what raises)
        said = f"{type(error).__name__}: {error}".removesuffix(": ")
        answer = Answer(index=_index(order), status="failed", error=said)
    return answer.model_copy(update={"worker": worker}).model_dump(mode="json")


def _index(order: JsonObject) -> int:
    index = order.get("index")
    return index if isinstance(index, int) else -1


def _made(order: Order) -> Answer:
    folder = Path(order.folder)
    if not mark_of(folder, order.mark).is_file():
        raise errors.LedgerError(
            "The workers do not share the folder of this notebook, so nothing was sent",
            hint="Put it on storage that all of them see, or leave executor out.",
        )
    backend = _backend(order)
    photo = _photo(order, Ledger(folder / LEDGER_FOLDER))
    with Conversation(photo, backend=backend, folder=folder, provenance=order.provenance) as chat:
        take = chat.say(
            order.prompt,
            export=order.export,
            quality=order.quality,
            seed=order.seed,
            mode=order.mode,
        )
    status: Status = "replayed" if take.replayed else "sent"
    return Answer(index=order.index, status=status, credits=take.turn.credits)


def _photo(order: Order, ledger: Ledger) -> Photo:
    if order.photo.startswith(("https://", "http://")):
        return order.photo
    blob = ledger.blobs.find(order.photo)
    if blob is None:
        raise errors.LedgerError(f"The ledger has lost {order.photo_name}", hint="Run it again.")
    return inspect(blob, name=order.photo_name)


def _backend(order: Order) -> Backend:
    """The driver's own in its process; elsewhere one like it, by that process's environment."""
    if order.is_at_home:
        return here[order.mark]
    settings = Settings()
    if order.family == "nemovideo":
        if order.has_token and settings.token is None:
            raise errors.AuthenticationError(
                "A worker has no NEMO_TOKEN, so nothing was sent",
                hint="Set it in the workers' environment.",
            )
        return backends.hosted(settings)
    if order.host == socket.gethostname():
        settings = settings.model_copy(update={"data_dir": Path(order.data_dir)})
    studio = backends.studio(settings)
    with one_core():
        studio.start()
    return studio


def mark_of(folder: Path, mark: str) -> Path:
    """The file by which a worker knows the driver's ledger."""
    return folder / LEDGER_FOLDER / "journal" / f"{mark}.sweep"
