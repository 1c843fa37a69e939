"""Figures of a video: how much it moves, and how alike two of them are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nemo_notebook.conversation.video import Video
from nemo_notebook.experiments.stills import evenly, frames_at

if TYPE_CHECKING:  # OpenCV is heavy, and most notebooks measure nothing
    import numpy as np
    from numpy.typing import NDArray

    Luma = NDArray[np.float32]

_PAIRS = 12
_APART_S = 1 / 8
_FLOW_WIDTH = 192
_MOMENTS = 16
_SSIM_HEIGHT = 360
_WINDOW, _SIGMA = (11, 11), 1.5  # as in the paper
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def motion(video: Video) -> float:
    """How much moves: mean optical flow, in per cent of the picture's width a second.

    Farnebäck's dense flow (2003) between frames an eighth of a second apart, at twelve places.
    """
    import cv2  # noqa: PLC0415 (heavy; see above)
    import numpy as np  # noqa: PLC0415 (the same)

    starts = evenly(max(video.duration_ms / 1000 - _APART_S, 0), _PAIRS)
    times = sorted(time for start in starts for time in (start, start + _APART_S))
    at = dict(zip(times, _lumas(video, times, width=_FLOW_WIDTH), strict=True))
    speeds = []
    for start in starts:
        before, after = (at[time].astype(np.uint8) for time in (start, start + _APART_S))
        nothing = np.zeros((*before.shape, 2), np.float32)
        flow = cv2.calcOpticalFlowFarneback(before, after, nothing, 0.5, 3, 15, 3, 5, 1.2, 0)
        speeds.append(float(np.hypot(flow[..., 0], flow[..., 1]).mean()))
    return 100 * float(np.mean(speeds)) / _FLOW_WIDTH / _APART_S


def ssim(video: Video, other: Video) -> float:
    """How alike two videos are, frame by frame in step: 1 is the same, 0 has nothing in common.

    The mean structural similarity of luma (Wang, Bovik, Sheikh and Simoncelli, 2004) at sixteen
    moments of their common length, at a height of 360 pixels and in the first video's shape.
    """
    width = round(_SSIM_HEIGHT * video.width / video.height)
    seconds = min(video.duration_ms, other.duration_ms) / 1000
    moments = evenly(seconds, _MOMENTS)
    pairs = zip(
        _lumas(video, moments, width=width, height=_SSIM_HEIGHT),
        _lumas(other, moments, width=width, height=_SSIM_HEIGHT),
        strict=True,
    )
    likenesses = [_ssim(one, two) for one, two in pairs]
    return sum(likenesses) / len(likenesses)


def _ssim(one: Luma, two: Luma) -> float:
    mean_1, mean_2 = _blurred(one), _blurred(two)
    variance_1 = _blurred(one * one) - mean_1**2
    variance_2 = _blurred(two * two) - mean_2**2
    covariance = _blurred(one * two) - mean_1 * mean_2
    alike = (2 * mean_1 * mean_2 + _C1) * (2 * covariance + _C2)
    total = (mean_1**2 + mean_2**2 + _C1) * (variance_1 + variance_2 + _C2)
    return float((alike / total).mean())


def _blurred(picture: Luma) -> Luma:
    import cv2  # noqa: PLC0415 (heavy; see above)
    import numpy as np  # noqa: PLC0415 (the same)

    return np.asarray(cv2.GaussianBlur(picture, _WINDOW, _SIGMA), np.float32)


def _lumas(
    video: Video, times: list[float], *, width: int, height: int | None = None
) -> Iterator[Luma]:
    import cv2  # noqa: PLC0415 (heavy; see above)
    import numpy as np  # noqa: PLC0415 (the same)

    height = height or max(2, round(width * video.height / video.width))
    for frame in frames_at(video.path, times):
        grey = frame.to_ndarray(format="gray")
        small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA)
        yield np.asarray(small, np.float32)
