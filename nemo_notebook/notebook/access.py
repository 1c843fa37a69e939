"""Who answers: what the environment says, or what a person chose in the notebook."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass, field

from pydantic import SecretStr

from nemo_notebook import backend as backends
from nemo_notebook.backend import Backend
from nemo_notebook.notebook.near import did_you_mean
from nemo_notebook.protocol.errors import AuthenticationError, InputError, OptionError
from nemo_notebook.settings import Settings

TOKEN_VARIABLE = "NEMO_TOKEN"  # noqa: S105 (the name of a variable)
_QUESTION = "Token of NemoVideo (Settings → API Tokens; it is not shown): "


@dataclass
class Access:
    """The backends that this notebook may use.

    Attributes:
        connected: The hosted service with a token that stands in memory alone, or None.
    """

    connected: Backend | None = field(default=None, repr=False)

    def choose(self, wanted: str) -> Backend:
        """The backend of new conversations.

        Args:
            wanted: auto, studio or hosted.
        """
        if wanted == "studio":
            return backends.studio()
        if self.connected is not None:
            return self.connected
        return backends.hosted() if wanted == "hosted" else backends.choose()


def hosted_with(variable: str) -> Backend:
    """The hosted service with the token of a variable, or with one that is asked for.

    Args:
        variable: Of the environment; empty to ask.

    Raises:
        AuthenticationError: The variable is empty.
        InputError: Nobody can be asked, or nothing was answered.
        OptionError: It is no variable, or looks like a token.
    """
    token = _read(variable) if variable else _asked()
    settings = Settings().model_copy(update={"token": SecretStr(token)})
    return backends.hosted(settings)


def _read(variable: str) -> str:
    if not variable.isidentifier() or variable.lower().startswith(("nmv_", "clm_")):
        raise OptionError(
            "A token does not belong into a notebook, which keeps and shows it",
            hint="Use %nemo connect, which asks for it, or name an environment variable; "
            "revoke a token that was written down under Settings → API Tokens.",
        )
    if token := os.environ.get(variable, "").strip():
        return token
    if variable in os.environ:
        raise AuthenticationError(f"{variable} is empty", hint="Set it to your token.")
    meant = did_you_mean(variable, [known.lower() for known in os.environ if "TOKEN" in known])
    raise OptionError(
        f"There is no environment variable {variable}",
        hint=f"Did you mean {meant.upper()}?" if meant else "Set it before the kernel starts.",
    )


def _asked() -> str:
    try:
        token = getpass.getpass(_QUESTION).strip()
    except Exception as error:
        if not isinstance(error, EOFError | OSError) and "StdinNotImpl" not in type(error).__name__:
            raise
        raise InputError(
            "Nobody can be asked for a token here",
            hint=f"Set {TOKEN_VARIABLE} in the environment, or name another: "
            f"%nemo connect {TOKEN_VARIABLE}.",
        ) from None
    if not token:
        raise InputError("No token was given", hint="Nothing was changed.")
    return token
