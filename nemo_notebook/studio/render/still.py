"""One frame of a clip as a picture."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import Image

from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render.film import film
from nemo_notebook.studio.render.footage import natural_size
from nemo_notebook.studio.render.size import frame_size

if TYPE_CHECKING:
    from nemo_notebook.studio.direction import Direction
    from nemo_notebook.studio.render.footage import Footage

_JPEG_QUALITY: Final = 88


def poster(footage: Footage, direction: Direction, *, max_side: int = 640) -> bytes:
    """A JPEG of the frame that stands for the clip, with the title readable where there is one.

    Args:
        footage: What the clip is made from.
        direction: What happens in the clip.
        max_side: Pixels of the picture's long side, at most.

    Raises:
        RenderError: If a file cannot be read.
    """
    width, height = frame_size(direction.aspect, direction.height, natural_size(footage))
    scale = min(1.0, max_side / max(width, height))
    size = (_even(width * scale), _even(height * scale))
    picture = film(footage, direction, size)
    planes = planar.blank(*size)
    picture.draw(min(_moment_ms(direction) * direction.fps // 1000, picture.frames - 1), planes)
    jpeg = BytesIO()
    Image.fromarray(planar.to_rgb(planes)).save(jpeg, "JPEG", quality=_JPEG_QUALITY)
    return jpeg.getvalue()


def _moment_ms(direction: Direction) -> int:
    """The middle of the title's time, or of the clip."""
    title = direction.title
    if title and title.start_ms < min(title.end_ms, direction.duration_ms):
        return (title.start_ms + min(title.end_ms, direction.duration_ms)) // 2
    return direction.duration_ms // 2


def _even(length: float) -> int:
    return max(2, 2 * int(length / 2))
