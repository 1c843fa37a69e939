"""The API versions that this release was tested against."""

from __future__ import annotations

import re

OLDEST = (1, 0)
NEWEST = (1, 9)

_VERSION = re.compile(r"v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.|$)")


def unknown_version(version: object) -> str:
    """What to say of a server's version; empty where it was tested, or is none."""
    found = _VERSION.match(str(version).strip()) if isinstance(version, str | int | float) else None
    if found is None:
        return ""
    number = int(found[1]), int(found[2] or 0)
    if OLDEST <= number <= NEWEST:
        return ""
    tested = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
    return (
        f"The server speaks API version {number[0]}.{number[1]}; this release was tested with"
        f" {tested}. If something looks wrong, update nemo-notebook."
    )
