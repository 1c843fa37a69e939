"""What `%load_ext nemo_notebook` does: quickly, so it imports no more than it needs."""

from __future__ import annotations

import sys

from IPython.core.interactiveshell import InteractiveShell

from nemo_notebook.notebook import completion
from nemo_notebook.notebook.control import hear_control
from nemo_notebook.notebook.magics import NemoMagics
from nemo_notebook.notebook.takes import in_kernel
from nemo_notebook.notebook.troubles import shortened
from nemo_notebook.protocol.errors import NemoError

_OLDEST = (6, 29)
_BROKEN = (7, 0)


def load(shell: InteractiveShell) -> None:
    """Give a shell `%nemo` and `%%nemo`, and show takes in it.

    Loading it again changes nothing: the conversation goes on, and `%config` reaches the magics
    that answer.

    Raises:
        NemoError: The shell runs in a kernel that is too old; drawn as one message.
    """
    if in_kernel(shell):
        _check_ipykernel()
        hear_control(getattr(shell, "kernel", None))
    if NemoMagics.__name__ not in shell.magics_manager.registry:
        shell.register_magics(NemoMagics)
        shell.input_transformers_post.append(_await_anemo)
        completion.register(shell)


def _await_anemo(lines: list[str]) -> list[str]:
    """Make the cell await what `%%anemo` gives: IPython has no magics that are awaited."""
    if lines and lines[0].startswith("get_ipython().run_cell_magic('anemo',"):
        return [f"await {lines[0]}", *lines[1:]]
    return lines


def _check_ipykernel() -> None:
    # Other kernels (Pyodide's, for one) have the shell without the package.
    ipykernel = sys.modules.get("ipykernel")
    version = getattr(ipykernel, "version_info", None)
    if version is None or (version[:2] >= _OLDEST and version[:2] != _BROKEN):
        return
    said = ".".join(map(str, version[:3]))
    why = "loses messages of widgets" if version[:2] == _BROKEN else "is too old for %%nemo"
    raise shortened(
        NemoError(
            f"The kernel runs ipykernel {said}, which {why}",
            hint="Run `%pip install -U 'ipykernel>=6.29,!=7.0.*'` and restart the kernel.",
        )
    )
