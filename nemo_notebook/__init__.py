"""Turn photos into video from a notebook.

    %load_ext nemo_notebook

    %%nemo harbour.jpg
    slowly zoom in while the camera pans left

The same in plain Python is `Conversation("harbour.jpg").say("slowly zoom in").video.path`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from nemo_notebook.client import AsyncNemoClient, NemoClient
    from nemo_notebook.conversation.aio import AsyncConversation
    from nemo_notebook.conversation.chats import ChatSummary, chats
    from nemo_notebook.conversation.route import route
    from nemo_notebook.conversation.sharing import export_ledger, import_ledger
    from nemo_notebook.conversation.sync import Conversation
    from nemo_notebook.conversation.take import AsyncTake, Take
    from nemo_notebook.conversation.video import Video
    from nemo_notebook.experiments.cells import cells
    from nemo_notebook.experiments.compare import compare
    from nemo_notebook.experiments.credentials import sign
    from nemo_notebook.experiments.provenance import identify
    from nemo_notebook.experiments.sheet import contact_sheet
    from nemo_notebook.experiments.sweep import sweep
    from nemo_notebook.notebook.loops import allow_nested_loops
    from nemo_notebook.notebook.pending import PendingTake
    from nemo_notebook.notebook.widget import ChatWidget
    from nemo_notebook.protocol.errors import NemoError
    from nemo_notebook.samples import sample_photo

__all__ = [
    "AsyncConversation",
    "AsyncNemoClient",
    "AsyncTake",
    "ChatSummary",
    "ChatWidget",
    "Conversation",
    "NemoClient",
    "NemoError",
    "PendingTake",
    "Take",
    "Video",
    "allow_nested_loops",
    "cells",
    "chats",
    "compare",
    "contact_sheet",
    "export_ledger",
    "identify",
    "import_ledger",
    "load_ipython_extension",
    "route",
    "sample_photo",
    "sign",
    "sweep",
]

_HOMES = {
    "AsyncConversation": "conversation.aio",
    "AsyncNemoClient": "client",
    "AsyncTake": "conversation.take",
    "ChatSummary": "conversation.chats",
    "ChatWidget": "notebook.widget",
    "Conversation": "conversation.sync",
    "NemoClient": "client",
    "NemoError": "protocol.errors",
    "PendingTake": "notebook.pending",
    "Take": "conversation.take",
    "Video": "conversation.video",
    "allow_nested_loops": "notebook.loops",
    "cells": "experiments.cells",
    "chats": "conversation.chats",
    "compare": "experiments.compare",
    "contact_sheet": "experiments.sheet",
    "export_ledger": "conversation.sharing",
    "identify": "experiments.provenance",
    "import_ledger": "conversation.sharing",
    "route": "conversation.route",
    "sample_photo": "samples",
    "sign": "experiments.credentials",
    "sweep": "experiments.sweep",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that `%load_ext` stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Give IPython `%nemo` and `%%nemo`: what `%load_ext nemo_notebook` calls."""
    from nemo_notebook.notebook.extension import load  # noqa: PLC0415 (only notebooks need it)

    load(shell)
