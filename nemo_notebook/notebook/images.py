"""What a variable may hold in a photo's place: images, arrays and figures."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from nemo_notebook.protocol.errors import PhotoError

if TYPE_CHECKING:
    from PIL import Image

_FIGURE_DPI = 200
_CHANNELS = {2: "", 3: "RGB", 4: "RGBA"}


def as_image(value: object) -> Image.Image | None:
    """Make an image of a value that is one; None for any other.

    Args:
        value: A Pillow image; a NumPy array of height × width, grey, or × 3 or 4 channels, bytes 0
            to 255 or floats 0 to 1; a Matplotlib figure or axes.

    Raises:
        PhotoError: The array has another shape or type, or values that are no colours.
    """
    return _of_pillow(value) or _of_array(value) or _of_figure(value)


def _of_pillow(value: object) -> Image.Image | None:
    from PIL import Image  # noqa: PLC0415 (only a variable can hold one)

    return value if isinstance(value, Image.Image) else None


def _of_array(array: object) -> Image.Image | None:
    import numpy as np  # noqa: PLC0415 (heavy)
    from PIL import Image  # noqa: PLC0415 (as above)

    if not isinstance(array, np.ndarray):
        return None
    if array.ndim == 3 and array.shape[2] == 1:  # noqa: PLR2004 (height, width, channel)
        array = array[:, :, 0]
    if array.ndim not in {2, 3} or (array.ndim == 3 and array.shape[2] not in _CHANNELS):  # noqa: PLR2004
        shape = " × ".join(map(str, array.shape)) or "nothing"
        raise PhotoError(
            f"An array of {shape} is not a photo",
            hint="It should be height × width, or height × width × 3 (RGB) or 4 (RGBA).",
        )
    if array.size == 0:
        raise PhotoError("The array is empty", hint="Hand over one with pixels.")
    if np.issubdtype(array.dtype, np.floating):
        if not (np.isfinite(array).all() and array.min() >= 0 and array.max() <= 1):
            raise PhotoError(
                "An array of floats holds values outside of 0 to 1",
                hint="Scale it first: (a - a.min()) / (a.max() - a.min()).",
            )
        array = (array * 255).round().astype(np.uint8)
    if array.dtype == np.bool_:
        array = array.astype(np.uint8) * 255
    if array.dtype != np.uint8:
        raise PhotoError(
            f"An array of {array.dtype} is not a photo",
            hint="Its values should be bytes, 0 to 255 (uint8), or floats, 0 to 1.",
        )
    return Image.fromarray(np.ascontiguousarray(array))


def _of_figure(value: object) -> Image.Image | None:
    if "matplotlib.figure" not in sys.modules:  # then nothing can be one
        return None
    from matplotlib.artist import Artist  # noqa: PLC0415 (no dependency of ours)
    from matplotlib.figure import Figure  # noqa: PLC0415 (as above)
    from PIL import Image  # noqa: PLC0415 (heavy)

    figure = value.get_figure() if isinstance(value, Artist) else value
    if not isinstance(figure, Figure):
        return None
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=_FIGURE_DPI)
    return Image.open(png).convert("RGB")
