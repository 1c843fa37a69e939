"""What cannot wait, by the kernel's control channel: it is heard whichever cell runs.

A widget's own message waits on most kernels until the running cell is done. The control channel has
a thread of its own in all of them; a front end that can send there (JupyterLab and Notebook can)
reaches every turn within moments, and no cell has to be interrupted for it. Stop comes this way,
and the answer to a question that a chat asks: the running cell may be waiting for that chat's turn.
"""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # loading the extension imports no pydantic
    from nemo_notebook.protocol.events import JsonObject

MESSAGE: Final = "nemo_message"
"""The message's type; its content is `{"model_id": …, "message": …}`: a widget, and what it hears.
"""

_KINDS: Final = ("stop", "answer")


def hear_control(kernel: object) -> None:
    """Have a kernel hear widgets on its control channel, where it has one that can be taught."""
    handlers = getattr(kernel, "control_handlers", None)
    if isinstance(handlers, MutableMapping):
        handlers[MESSAGE] = _hear


def _hear(_stream: object, _identities: object, message: JsonObject) -> None:
    match message.get("content"):
        case {"model_id": str(model_id), "message": {"kind": kind, **rest}} if kind in _KINDS:
            # By the ids that the page knows; ipywidgets lists its widgets nowhere else.
            widgets = getattr(sys.modules.get("ipywidgets.widgets.widget"), "_instances", {})
            widget = widgets.get(model_id)
            if widget is not None and type(widget).__module__.startswith("nemo_notebook."):
                widget._handle_custom_msg({"kind": kind, **rest}, [])  # noqa: SLF001 (as its comm does)
