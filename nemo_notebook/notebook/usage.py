"""What `%nemo help` and `%%nemo?` say, put together from the tables of options and commands."""

from __future__ import annotations

from typing import Final

from nemo_notebook.notebook.commands import COMMANDS
from nemo_notebook.notebook.options import OPTIONS

_BEGIN: Final = """\
Turn photos into video by saying what should happen, in English or Chinese.

    %%nemo harbour.jpg
    slowly zoom in while the camera pans left, add the title "Harbour"

Photos on the line begin a new conversation. Without any, the present one goes on:

    %%nemo
    slower, and make it black and white

The sentence is sent as it is written; {{name}} stands for a variable's text or number:

    %%nemo {photo} --seed {{seed}} --as take
    pan left for {{seconds}} seconds

A photo is a path, a pattern, an address, or {name} of a variable that holds a path, bytes, a
Pillow image, a NumPy array or a Matplotlib figure:

    %%nemo "my photo.jpg" photos/*.png https://example.org/a.jpg {figure}
    a slideshow with slow music

`%%anemo` is `%%nemo` for a kernel that should stay free while the cell waits; `--no-wait` goes on
with the next cell at once, and `await NAME` or `NAME.result()` gives the take later. Stop ends what
the cell waits for, and the next cells run.
"""

_END: Final = """\
%nemo SENTENCE says it as a cell does: %nemo zoom out again, %nemo 导出 webm

%config NemoMagics shows the settings; %config NemoMagics.confirm = True changes one.

A turn that was made before is replayed: nothing is sent or paid for twice.
`take = _` keeps the last result, and `take.export("webm")` makes another file of it.
"""


def usage() -> str:
    """Everything that can be written on a line, with examples."""
    options = [(option.usage, option.help) for option in OPTIONS]
    commands = [(command.usage, command.help) for command in COMMANDS.values()]
    return "\n".join([_BEGIN, *_table(options), "", *_table(commands), "", _END.rstrip()])


def _table(rows: list[tuple[str, str]]) -> list[str]:
    width = max(len(left) for left, _ in rows)
    return [f"{left.ljust(width)}  {right}" for left, right in rows]
