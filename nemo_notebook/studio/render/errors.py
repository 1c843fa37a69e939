"""What can go wrong in a render."""

from __future__ import annotations


class RenderError(Exception):
    """A photo that cannot be read or a clip that cannot be made; the message is for people."""


class Cancelled(Exception):  # noqa: N818 - someone's wish, not an error
    """The render was stopped on request; nothing was left behind."""
