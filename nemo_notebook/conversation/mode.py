"""What may be sent: everything, nothing, every turn anew, or only the plan of it."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

from nemo_notebook.protocol.errors import OptionError
from nemo_notebook.settings import Settings

Mode: TypeAlias = Literal["auto", "offline", "refresh", "plan"]
"""`auto`: a known turn is replayed, any other is sent. `offline`: a turn that is not known is an
error that names it. `refresh`: the next take of every turn. `plan`: what would be sent, and its
price; nothing is."""

MODES: Final[tuple[Mode, ...]] = get_args(Mode)


def chosen_mode(*said: str | None, costs_credits: bool, settings: Settings | None = None) -> Mode:
    """The mode that holds, the nearest word first.

    Args:
        said: What the call and the conversation say; None where they say nothing.
        costs_credits: Whether the backend does. Where `CI` is set nobody watches, and such a
            backend is asked for nothing that was not made before; the studio costs nothing.
        settings: The environment, with `NEMO_MODE` and `CI`; by default read now.

    Raises:
        OptionError: There is no such mode.
    """
    settings = settings or Settings()
    usual: Mode = "offline" if costs_credits and settings.in_ci else "auto"
    found = next((word for word in (*said, settings.mode) if word is not None), usual)
    for mode in MODES:
        if mode == found.strip().lower():
            return mode
    raise OptionError(f"There is no mode {found!r}", hint=f"Choose one of {', '.join(MODES)}.")
