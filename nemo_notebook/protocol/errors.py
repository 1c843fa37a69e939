"""Everything that can go wrong, as a person should hear of it.

    NemoError
    ├── InputError                  what was handed over cannot be used
    │   ├── PromptError
    │   ├── PhotoError
    │   │   ├── UnsupportedMediaError   (4001)
    │   │   └── MediaTooLargeError      (4002)
    │   └── OptionError
    ├── NothingToExportError        no draft that can be exported yet
    ├── LedgerError                 what was done cannot be read or written down
    ├── OfflineError                offline, and the ledger does not have what is asked for
    ├── BackendError                no server answers
    │   └── StudioStartError
    ├── ServiceError                the server said no
    │   ├── AuthenticationError         (1001, 401)
    │   ├── SessionNotFoundError        (1002)
    │   ├── InsufficientCreditsError    (2001)
    │   ├── PlanRequiredError           (402)
    │   ├── ScopeError                  (403)
    │   ├── RateLimitError              (429)
    │   └── ExportFailedError
    └── TurnError                   a message was sent and its end is not known
        ├── TurnTimeoutError
        ├── ConnectionLostError
        ├── TurnAbortedError
        └── TurnIndeterminateError

Every error has a `hint`: what to do next. `str(error)` is both, in one short message.
"""

from __future__ import annotations

from typing import ClassVar, Literal, TypeAlias

NextStep: TypeAlias = Literal["", "export", "look", "say", "open"]
"""What a button beside the error can do: have the video made once more; look what became of the
turn, which sends nothing; say the same again, since nothing was sent; open `link`."""


WEB_PAGE = "https://nemovideo.com"
"""Where people register and top up."""


class NemoError(Exception):
    """Base of every error of this package.

    Args:
        message: What happened and what it means, a sentence without a full stop.
        hint: What to do next; the class has one where none is given.

    Attributes:
        next_step: What a button beside the error can do.
        link: What is opened, where that is the next step; holds no token.
    """

    default_hint = ""
    next_step: ClassVar[NextStep] = ""
    link: str = ""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = self.default_hint if hint is None else hint

    def __str__(self) -> str:
        return f"{self.message}. {self.hint}" if self.hint else f"{self.message}."

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback: whoever reads it can mend it by the words."""
        return [f"{type(self).__name__}: {self}"]


class InputError(NemoError):
    """What was handed over cannot be used; nothing was sent."""


class PromptError(InputError):
    """The sentence is missing or unusable."""


class PhotoError(InputError):
    """A photo, clip or piece of music is missing, unreadable or broken."""


class UnsupportedMediaError(PhotoError):
    """The file is of a type that the service does not take (4001)."""


class MediaTooLargeError(PhotoError):
    """The file is larger than the service takes (4002)."""

    default_hint = "Make it smaller (resize, compress or trim it) and try again."


class OptionError(InputError):
    """An option or a subcommand that does not exist, or a value that does not fit."""


class NothingToExportError(NemoError):
    """There is no video to export yet."""

    default_hint = "Say what the video should show first."


class LedgerError(NemoError):
    """The record of what was done is damaged, or cannot be written; nothing was sent."""


class OfflineError(NemoError):
    """Nothing may be sent, and the ledger does not have what is asked for.

    Attributes:
        key: Names it in the ledger.
        credits: About what it would cost to have it made.
    """

    default_hint = "Run it once with NEMO_MODE=auto, and keep .nemo/turns in version control."

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        key: str = "",
        credits: int = 0,  # noqa: A002 (the service's own word)
    ) -> None:
        super().__init__(message, hint=hint)
        self.key = key
        self.credits = credits


class BackendError(NemoError):
    """The server cannot be reached.

    Attributes:
        sent: Whether the request may have left: False means that it certainly has not.
    """

    next_step = "say"

    def __init__(self, message: str, *, hint: str | None = None, sent: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.sent = sent


class StudioStartError(BackendError):
    """The studio did not start; the message carries the end of its log."""


class ServiceError(NemoError):
    """The server answered that it will not, or cannot, do it.

    Attributes:
        code: The service's own code, or None where it gave none.
        status: The HTTP status, or None where the answer came inside a stream.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        code: int | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.code = code
        self.status = status


class AuthenticationError(ServiceError):
    """The token is wrong, expired or revoked."""

    default_hint = "Check NEMO_TOKEN: tokens are made and revoked under Settings → API Tokens."


class SessionNotFoundError(ServiceError):
    """The server does not know this conversation any more."""

    default_hint = "Start a new conversation; what was exported is still on your disk."


class InsufficientCreditsError(ServiceError):
    """The balance does not cover the request."""

    next_step = "open"
    link = WEB_PAGE

    default_hint = "Top up at nemovideo.com, or use the studio, which costs nothing."


class PlanRequiredError(ServiceError):
    """The plan does not include exports; credits do not matter here."""

    next_step = "open"
    link = WEB_PAGE

    default_hint = "Register to unlock exports, or use the studio."


class ScopeError(ServiceError):
    """The token lacks a scope; no retry cures it."""

    default_hint = "Make a token with that scope under Settings → API Tokens."


class RateLimitError(ServiceError):
    """Too many requests."""

    next_step = "say"

    default_hint = "Wait half a minute and try again."


class ExportFailedError(ServiceError):
    """The video could not be rendered or fetched; the draft is unharmed.

    Attributes:
        job_id: The export on the server, where there is one that can be asked for again.
    """

    next_step = "export"

    default_hint = "The draft is kept: export again."

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        code: int | None = None,
        status: int | None = None,
        job_id: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint, code=code, status=status)
        self.job_id = job_id


class TurnError(NemoError):
    """A message was sent and did not end as it should; it is never sent a second time."""

    next_step: ClassVar[NextStep] = "look"

    default_hint = "It was not sent again. Look at %nemo status to see what came of it."


class TurnTimeoutError(TurnError):
    """The turn did not end in the time that a turn may take."""


class ConnectionLostError(TurnError):
    """The connection broke and what came of the turn could not be read."""


class TurnAbortedError(TurnError):
    """The server ended the turn before it was done."""

    next_step = "say"


class TurnIndeterminateError(TurnError):
    """Whether the server worked on the message cannot be known.

    Attributes:
        key: Names the turn in the ledger, for `resolve`.
    """

    def __init__(self, message: str, *, hint: str | None = None, key: str = "") -> None:
        super().__init__(message, hint=hint)
        self.key = key
