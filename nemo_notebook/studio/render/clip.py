"""An uploaded clip with everything that is on its frames: it moves, and is filmed once more."""

from __future__ import annotations

import math
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from nemo_notebook.studio.direction import Trim
from nemo_notebook.studio.recording import RecordingError, measure, turns
from nemo_notebook.studio.render import camera, grade, hdr
from nemo_notebook.studio.render import planes as planar
from nemo_notebook.studio.render.composition import focus
from nemo_notebook.studio.render.course import Course
from nemo_notebook.studio.render.depth import of_subject
from nemo_notebook.studio.render.finish import Finish
from nemo_notebook.studio.render.rewind import Rewind

if TYPE_CHECKING:
    from pathlib import Path as File

    from nemo_notebook.studio.direction import Direction
    from nemo_notebook.studio.render.camera import Path
    from nemo_notebook.studio.render.planes import Plane, Planes

_OVERSAMPLING: Final = 1.5
_INTO: Final = 0.2  # of a frame
_BEFORE_MS: Final = 2  # the frame that begins where the part ends is not in it
_AS_GOOD_AS_WHOLE: Final = 0.995
_HD: Final = 720  # lines; what is smaller and says nothing has the colours of television before HD
_UNSAID: Final = 2  # H.273's "unspecified"
_SCALING: Final = (
    Interpolation.BICUBIC
    | Interpolation.ACCURATE_RND
    | Interpolation.FULL_CHR_H_INT
    | Interpolation.BITEXACT
)
_WARP: Final = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
_TO_UPRIGHT: Final = {
    1: cv2.ROTATE_90_COUNTERCLOCKWISE,
    2: cv2.ROTATE_180,
    3: cv2.ROTATE_90_CLOCKWISE,
}


class Clip:
    """A clip and what happens to it.

    It runs at its own pace, at whatever rate its frames come; where it is shorter than the video,
    its last frame stays, or it goes round again in a loop (see `course`). Motions of subject and
    background, and depth, are for photos alone.

    Args:
        clip: The file.
        direction: What happens.
        size: Width and height of the frames in pixels.

    Raises:
        RenderError: If the clip cannot be read.
    """

    def __init__(self, clip: File, direction: Direction, size: tuple[int, int]) -> None:
        self.frames = max(1, round(direction.duration_ms * direction.fps / 1000))
        self._direction, self._size = direction, size
        self._file, self._clip = clip, Rewind(clip, 1 / direction.fps)
        self._beyond: Rewind | None = None
        trim = direction.trim or Trim()
        self._start = trim.start_ms / 1000
        self._end = math.inf if trim.end_ms is None else (trim.end_ms - _BEFORE_MS) / 1000
        self._course = course_of(clip, direction)
        seconds = direction.duration_ms / 1000
        plan = partial(
            camera.plan,
            direction.camera,
            self.frames,
            seconds,
            self._clip.size,
            size,
            seed=direction.seed,
            loop=direction.loop,
        )
        self._is_whole = _is_whole(plan())
        self._upright = _Upright(size if self._is_whole else _needed(self._clip.size, size, plan()))
        place = focus(planar.to_rgb(self._upright(self._clip.at(self._start))))
        path = plan(focus=place)
        self._path = of_subject(path, place)  # all of it is equally near
        self._finish = Finish(direction, size, self.frames, path)

    def draw(self, index: int, planes: Planes) -> None:
        """Draws frame `index`, every pixel of it; the same pixels however often it is asked."""
        place, beyond = self._course.at(index)
        picture = self._upright(self._clip.at(self._time(place)))
        if beyond:
            picture = self._faded(picture, *beyond)
        if self._is_whole:
            for plane, target in zip(picture, planes, strict=True):
                np.copyto(target, plane)
        else:
            _sample(picture, planes, self._path, index)
        grade.apply_to_planes(planes, self._direction.grade)
        self._finish.draw(index, planes)

    def _time(self, place: float) -> float:
        """When in the clip a frame of its course is, in seconds."""
        # A little into the frame's own time: clocks of containers round to milliseconds.
        return min(self._start + (place + _INTO) / self._direction.fps, self._end)

    def _faded(self, picture: Planes, place: float, share: float) -> Planes:
        """What is beyond the end of a loop over its beginning; another decoder is there already."""
        if self._beyond is None:
            self._beyond = Rewind(self._file, 1 / self._direction.fps)
        other = self._upright(self._beyond.at(self._time(place)))
        y, u, v = (
            np.asarray(cv2.addWeighted(mine, 1 - share, theirs, share, 0), np.uint8)
            for mine, theirs in zip(picture, other, strict=True)
        )
        return y, u, v


def course_of(clip: File, direction: Direction) -> Course:
    """The way through a clip that a Direction asks for, in its frames."""
    frames = max(1, round(direction.duration_ms * direction.fps / 1000))
    if direction.loop == "none":
        return Course("none", frames)
    trim = direction.trim or Trim()
    with suppress(RecordingError):  # which is said where it is opened
        length = measure(clip, clip.suffix[1:]).duration_ms
        end = length if trim.end_ms is None else min(length, trim.end_ms)
        footage = (end - trim.start_ms) * direction.fps / 1000
        return Course.of(direction.loop, frames, footage, direction.fps)
    return Course("none", frames)


class _Upright:
    """Turns decoded frames of any kind into planes of one size, the right way up."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._size, self._scaler = size, VideoReformatter()

    def __call__(self, frame: av.VideoFrame) -> Planes:
        quarter = turns(frame)
        size = self._size[::-1] if quarter % 2 else self._size
        matrix = _matrix(frame)
        is_ours = matrix == Colorspace.ITU709 and frame.color_range != ColorRange.JPEG
        wide = hdr.table(frame.color_trc)
        if is_ours and not wide and not frame.format.is_rgb:
            scaled = self._scaled(frame, size, "yuv420p", matrix)
            planes = [_plane(plane) for plane in scaled.planes]
        else:
            # FFmpeg's scaler goes from one matrix to another with a bias, but not to RGB.
            scaled = self._scaled(frame, size, "rgb24", matrix)
            rgb = np.asarray(scaled.to_ndarray(), np.uint8)
            planes = [*planar.from_rgb(wide(rgb) if wide else rgb)]
        y, u, v = (_turned(plane, quarter) for plane in planes)
        return y, u, v

    def _scaled(
        self, frame: av.VideoFrame, size: tuple[int, int], pixels: str, matrix: int
    ) -> av.VideoFrame:
        return self._scaler.reformat(
            frame,
            *size,
            pixels,
            src_colorspace=matrix,
            dst_colorspace=matrix,
            interpolation=_SCALING,
            threads=1,
        )


def _matrix(frame: av.VideoFrame) -> int:
    """Which YCbCr matrix a frame's colours have; as players guess it where the file is silent."""
    if frame.colorspace != _UNSAID:
        return frame.colorspace
    is_hd = min(frame.width, frame.height) >= _HD
    return Colorspace.ITU709 if is_hd else Colorspace.ITU601


def _is_whole(path: Path) -> bool:
    """Whether all of the clip is seen all the time; sides that are even may be off by a hair."""
    return bool(min(path.width.min(), path.height.min()) > _AS_GOOD_AS_WHOLE)


def _needed(natural: tuple[int, int], frame: tuple[int, int], path: Path) -> tuple[int, int]:
    """Width and height, even, at which a clip has all the pixels that can show."""
    across = min(_OVERSAMPLING * frame[0] / path.width.min(), natural[0])
    down = min(_OVERSAMPLING * frame[1] / path.height.min(), natural[1])
    return max(2, 2 * round(across / 2)), max(2, 2 * round(down / 2))


def _sample(picture: Planes, planes: Planes, path: Path, index: int) -> None:
    """Shows the view of a frame.

    Both pictures have their chroma on the left luma pixel, between two rows (MPEG-2 siting).
    """
    height, width = picture[0].shape
    step_x = path.width[index] * width / planes[0].shape[1]
    step_y = path.height[index] * height / planes[0].shape[0]
    cosine, sine = np.cos(path.angle[index]), np.sin(path.angle[index])
    turn = np.array([[step_x * cosine, -step_x * sine], [step_y * sine, step_y * cosine]])
    centre = np.array([path.x[index] * width, path.y[index] * height]) - 0.5
    corner = centre - turn @ ((np.array(planes[0].shape[::-1]) - 1) / 2)
    luma = np.column_stack([turn, corner])
    chroma = np.column_stack([turn, (luma @ [0, 0.5, 1] - [0, 0.5]) / 2])
    # What the frame cannot show is taken out first; 0.29 pixels is the deviation of a box of one.
    spread = 0.29 * math.sqrt(max(max(step_x, step_y) ** 2 - 1, 0))
    for plane, target, matrix in zip(picture, planes, (luma, chroma, chroma), strict=True):
        smooth = cv2.GaussianBlur(plane, (0, 0), spread) if spread > 0.2 else plane  # noqa: PLR2004 - less is less than rounding
        cv2.warpAffine(
            smooth,
            matrix,
            target.shape[::-1],
            dst=target,
            flags=_WARP,
            borderMode=cv2.BORDER_REPLICATE,
        )


def _plane(plane: av.video.plane.VideoPlane) -> Plane:
    rows: Plane = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: plane.height, : plane.width]


def _turned(plane: Plane, quarter: int) -> Plane:
    if not quarter:
        return plane
    return np.asarray(cv2.rotate(plane, _TO_UPRIGHT[quarter]), np.uint8)
