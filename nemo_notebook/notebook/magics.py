"""`%nemo`, `%%nemo` and `%%anemo`: what a person writes."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import (
    Magics,
    cell_magic,
    line_cell_magic,
    magics_class,
    no_var_expand,
)

from nemo_notebook.conversation.route import route
from nemo_notebook.notebook.cells import RunningCell
from nemo_notebook.notebook.commands import COMMANDS, Request, read_command
from nemo_notebook.notebook.options import read_cell_line
from nemo_notebook.notebook.preferences import Preferences
from nemo_notebook.notebook.sentence import filled_in
from nemo_notebook.notebook.takes import TakeShower
from nemo_notebook.notebook.troubles import in_full, shortened
from nemo_notebook.notebook.usage import usage
from nemo_notebook.protocol.errors import NemoError

if TYPE_CHECKING:  # what talks to servers is imported when the first magic runs
    from nemo_notebook.notebook.desk import Desk

Magic = TypeVar("Magic", bound=Callable[..., object])


def _documented(magic: Magic) -> Magic:
    magic.__doc__ = usage()
    return magic


@magics_class
class NemoMagics(Preferences, Magics):
    """The magics of one notebook; `%config NemoMagics` shows and sets how they behave.

    Args:
        shell: IPython's, of that notebook.
    """

    shell: InteractiveShell

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        self._shower = TakeShower(shell)
        self._cell_run = RunningCell(shell)

    @no_var_expand
    @line_cell_magic
    @_documented
    def nemo(self, line: str, cell: str | None = None) -> object:  # noqa: D102 (see `usage`)
        return self._guarded(
            lambda: self._line(line) if cell is None else self._cell(line, cell, waits=True)
        )

    @no_var_expand
    @cell_magic
    @_documented
    def anemo(self, line: str, cell: str) -> Awaitable[object]:  # noqa: D102 (see `usage`)
        return self._shower.awaited(self._guarded(lambda: self._cell(line, cell, waits=False)))

    @cached_property
    def _desk(self) -> Desk:
        from nemo_notebook.notebook.desk import Desk  # noqa: PLC0415 (see above)

        return Desk(self.shell, self._shower, self, self._cell_run)

    def _guarded(self, act: Callable[[], object]) -> object:
        try:
            return act()
        except NemoError as error:
            if self.short_errors:
                shortened(error)
            else:
                in_full(error, self.shell)
            raise
        except KeyboardInterrupt:
            print("Stopped.", file=sys.stderr)  # noqa: T201 (a cell's output)
            return None

    def _cell(self, line: str, body: str, *, waits: bool) -> object:
        desk = self._desk
        options = read_cell_line(line, desk.variables, usual=self.usual)
        options.no_wait = options.no_wait or not waits
        sentence = filled_in(body, desk.variables)
        where = route(sentence)
        if where.kind == "message" or options.files:
            return desk.say(sentence, options)
        if where.kind == "export":
            options.format = where.format or options.format
            return desk.export(options)
        return self._do(read_command(sentence))  # of what is routed, none is a sentence

    def _line(self, line: str) -> object:
        return self._do(read_command(line))

    def _do(self, request: Request) -> object:
        if (command := COMMANDS.get(request.name)) is not None:
            return command.run(self._desk, request.rest)
        return self._desk.say(filled_in(request.rest, self.shell.user_ns), self.usual)
