"""`%nemo` and `%%nemo`: what a person writes."""

from __future__ import annotations

import inspect
import sys
from functools import cached_property
from typing import TYPE_CHECKING

import traitlets
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, line_cell_magic, magics_class, no_var_expand

from nemo_notebook.conversation.route import route
from nemo_notebook.notebook.options import (
    Command,
    Options,
    read_cell_line,
    read_command,
    read_export,
    read_files,
    read_name,
)
from nemo_notebook.notebook.takes import TakeShower
from nemo_notebook.notebook.troubles import shortened
from nemo_notebook.protocol.errors import NemoError

if TYPE_CHECKING:  # what talks to servers is imported when the first magic runs
    from nemo_notebook.conversation.take import Take
    from nemo_notebook.notebook.desk import Desk
    from nemo_notebook.notebook.facts import Facts


@magics_class
class NemoMagics(Magics):
    """The magics of one notebook.

    Args:
        shell: IPython's, of that notebook.

    Attributes:
        confirm: Whether to ask before a message that costs credits; `%config` sets it.
    """

    shell: InteractiveShell
    confirm = traitlets.Bool(
        default_value=False, help="Ask before a message that costs credits is sent."
    ).tag(config=True)

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        self._shower = TakeShower(shell)

    @no_var_expand
    @line_cell_magic
    def nemo(self, line: str, cell: str | None = None) -> Take | Facts | None:
        """Turn photos into video by saying what should happen, in English or Chinese.

            %%nemo harbour.jpg
            slowly zoom in while the camera pans left, add the title "Harbour"

        Photos on the line begin a new conversation. Without any, the present one goes on:

            %%nemo
            slower, and make it black and white

        photos               harbour.jpg "my photo.jpg" photos/*.jpg https://… {variable}
                             (a variable may hold a path, bytes or a Pillow image)
        -o, --out FILE       put a copy of the video there
        --format FORMAT      mp4 (where nothing is said), mov, avi, webm or mkv
        --quality QUALITY    low, medium or high (where nothing is said)
        --as NAME            keep the result in a variable: NAME.video.path, NAME.tracks
        --again              make another take of a turn that was made before
        --no-export          leave the video on the server
        --embed              put the video into the notebook itself
        --keep-exif          leave place and person in a photo that goes to the hosted service
        --quiet              show nothing

        %nemo status         who answers, what was said last, where files are
        %nemo tracks         what stands on the timeline
        %nemo credits        the balance
        %nemo upload FILE …  hand over files with the next sentence
        %nemo export [FORMAT] [--quality QUALITY] [-o FILE] [--as NAME] [--embed] [--quiet]
        %nemo chats          the conversations that were held in this folder
        %nemo chats NAME     take one up again, by its title or the beginning of its key
        %nemo open           an address that opens the project in a browser
        %nemo new            leave the conversation; its files stay
        %nemo backend        who answers, and how to choose another
        %nemo help           this text
        %nemo SENTENCE       the same as a cell: %nemo zoom out again, %nemo 导出 webm

        %config NemoMagics.confirm = True  asks before each message that costs credits

        A turn that was made before is replayed: nothing is sent or paid for twice.
        `take = _` keeps the last result, and `take.export("webm")` makes another file of it.
        """
        try:
            return self._line(line) if cell is None else self._cell(line, cell)
        except NemoError as error:
            shortened(error)
            raise
        except KeyboardInterrupt:
            print("Stopped.", file=sys.stderr)  # noqa: T201 (a cell's output)
            return None

    @cached_property
    def _desk(self) -> Desk:
        from nemo_notebook.notebook.desk import Desk  # noqa: PLC0415 (see above)

        return Desk(self.shell, self._shower)

    def _cell(self, line: str, sentence: str) -> Take | Facts | None:
        options = read_cell_line(line)
        where = route(sentence)
        if where.kind == "message" or options.files:
            return self._desk.say(sentence, options, confirm=self.confirm)
        if where.kind == "export":
            options.format = where.format or options.format
            return self._desk.export(options)
        return self._do(read_command(sentence))

    def _line(self, line: str) -> Take | Facts | None:
        command = read_command(line)
        if command.name == "help":
            print(inspect.getdoc(NemoMagics.nemo))  # noqa: T201 (a cell's output)
            return None
        return self._do(command)

    def _do(self, command: Command) -> Take | Facts | None:
        match command.name:
            case "export":
                return self._desk.export(read_export(command.rest))
            case "upload":
                return self._desk.upload(read_files(command.rest))
            case "status":
                return self._desk.status()
            case "tracks":
                return self._desk.tracks()
            case "credits":
                return self._desk.credits()
            case "backend":
                return self._desk.backend()
            case "chats":
                return self._desk.chats(read_name(command.rest))
            case "open":
                return self._desk.open()
            case "new":
                return self._desk.new()
            case _:
                return self._desk.say(command.rest, Options(), confirm=self.confirm)
