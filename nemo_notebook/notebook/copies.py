"""A copy of a video where the person wants it: what `--out` does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from nemo_notebook.notebook.photos import is_address
from nemo_notebook.protocol.errors import NothingToExportError, OptionError

if TYPE_CHECKING:
    from nemo_notebook.conversation.video import Video


def spare_sources(sources: Iterable[object], out: Path) -> None:
    """Refuse a copy that would replace what its video is made from.

    Raises:
        OptionError: It is the same file as one of the sources that are paths.
    """
    out = out.expanduser()
    local = (source for source in sources if not is_address(source))
    paths = [Path(source) for source in local if isinstance(source, str | os.PathLike)]
    for path in (path.expanduser() for path in paths):
        if path.exists() and out.exists() and path.samefile(out):
            raise OptionError(
                f"{out} would replace what it is made from", hint="Give the copy another name."
            )


def copy_to(out: Path, video: Video | None) -> None:
    """Copy a video whole or not at all; what stands there is replaced.

    Raises:
        NothingToExportError: There is no video.
        OptionError: The file cannot be written.
    """
    if video is None:
        raise NothingToExportError(f"There is no video to copy to {out}")
    out = out.expanduser()
    aside = out.with_name(f".{out.name}.{uuid4().hex}")
    try:
        shutil.copyfile(video.path, aside)
        aside.replace(out)
    except OSError as error:
        raise OptionError(
            f"{out} cannot be written ({error.strerror})",
            hint=f"The video itself is {video.path.name}, in {video.path.parent.name}/.",
        ) from None
    finally:
        aside.unlink(missing_ok=True)
