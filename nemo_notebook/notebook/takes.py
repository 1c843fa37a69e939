"""When a `Take` is shown: where a cell ends with one, but not below its own live view."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING

from IPython.core.interactiveshell import InteractiveShell

if TYPE_CHECKING:  # loading the extension imports neither pydantic nor what shows a take
    from nemo_notebook.conversation.take import Take


def in_kernel(shell: InteractiveShell) -> bool:
    """Whether a front end may be listening: not so in a terminal."""
    return getattr(shell, "kernel", None) is not None


class TakeShower:
    """Shows a `Take` that a cell ends with, unless its live view stands in that cell already.

    Args:
        shell: Where takes are shown from now on.
    """

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self._stands_above: Take | None = None
        # By name, since importing the class would import the client with it.
        if (formatter := shell.display_formatter) is not None:
            formatter.ipython_display_formatter.for_type_by_name(
                "nemo_notebook.conversation.take", "Take", self.show
            )
        shell.events.register("post_run_cell", self._next_cell)

    def stands_above(self, take: Take) -> None:
        """Remember that the running cell shows this take."""
        self._stands_above = take

    async def awaited(self, begun: object) -> object:
        """Wait for a take whose live view stands in the running cell; other things are there."""
        if not isinstance(begun, Awaitable):
            return begun
        self._stands_above = take = await begun
        return take

    def show(self, take: Take) -> None:
        """Show a take; what IPython calls for a cell's last value and for `display`."""
        stands_above = take is self._stands_above
        if in_kernel(self._shell):
            if not stands_above:
                self._show_again(take)
        elif not stands_above:
            print(take._repr_mimebundle_()["text/plain"])  # noqa: T201 (a terminal's Out[…])
        elif take.video is not None:
            print(take.video.path.name)  # noqa: T201 (as above)

    def _next_cell(self, _result: object) -> None:
        self._stands_above = None

    def _show_again(self, take: Take) -> None:
        from nemo_notebook.notebook.show import show_again  # noqa: PLC0415 (see above)

        show_again(take, self._shell)
