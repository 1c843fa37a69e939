"""A photograph to try things with; `LICENSE` in this folder says whose it is."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

PHOTO = "dandelions.jpg"


def sample_photo(folder: Path | str = ".") -> Path:
    """Put the sample photo into a folder, by default the one the notebook runs in.

    "Seeding", by Clemens Engelhardt, dedicated to the public domain (CC0 1.0).

    Args:
        folder: Where the copy goes; a file of that name that is there already is left alone.

    Returns:
        The path of the copy.
    """
    target = Path(folder) / PHOTO
    if not target.exists():
        with as_file(files(__name__) / PHOTO) as photo:
            shutil.copyfile(photo, target)
    return target
