"""What the page wants to know of a video beside its picture: frame rate, loudness, the photo."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nemo_notebook.conversation.aio import MEDIA_FOLDER
from nemo_notebook.conversation.chats import LEDGER_FOLDER
from nemo_notebook.conversation.video import DEMUXERS, ONLY_THIS_FILE
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.protocol.draft import Draft, TrackType
from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.protocol.media import HEAD_BYTES, sniff

if TYPE_CHECKING:
    import av
    import av.container

    from nemo_notebook.conversation.take import Take

PHOTO_FOLDER = "photos"
"""Where photos that are dropped into a chat are kept, in the folder of the videos."""

PEAKS = 160
"""How many heights a waveform has: about one for each four pixels of a timeline."""

_LONGEST_S = 900
_PHOTO_SIDE = 1280
_PHOTO_QUALITY = 85
_IMAGES = frozenset({"jpg", "png", "gif", "webp"})
_KINDS = {TrackType.VIDEO: "video", TrackType.AUDIO: "music", TrackType.TEXT: "title"}


@dataclass(frozen=True, slots=True)
class Footage:
    """What was found in a video file.

    Attributes:
        fps: Frames a second.
        peaks: How loud it is along its length, `PEAKS` numbers from 0 to 100 of the loudest; empty
            where it has no sound.
    """

    fps: float
    peaks: tuple[int, ...]


def look_at(path: Path) -> Footage | None:
    """Read a video's frame rate and loudness; None where it cannot be read."""
    import av  # noqa: PLC0415 (heavy, and only who watches a video needs it)

    demuxer = DEMUXERS.get(path.suffix.removeprefix(".").lower())
    try:
        with av.open(str(path), format=demuxer, options=ONLY_THIS_FILE) as file:
            rate = file.streams.video[0].average_rate
            return Footage(fps=float(rate or 0) or 30.0, peaks=_peaks(file))
    except (av.FFmpegError, OSError, IndexError):
        return None


def photo_of(take: Take) -> bytes | None:
    """The photo that a take was made from as a JPEG of at most 1280 pixels; None if it is gone."""
    ledger = Ledger(take.folder / LEDGER_FOLDER)
    turn = ledger.find(take.key) if take.key else None
    if turn is None:
        return None
    inputs = [file for earlier in ledger.chain(turn) for file in earlier.inputs]
    for file in reversed(inputs):
        path = ledger.blobs.find(file.sha256)
        if path is not None and _is_image(path):
            return _as_jpeg(path)
    return None


def files_of(take: Take) -> list[str]:
    """What a cell beside the notebook would write for the files that went with a turn.

    That is their names, but for those that were dropped into a chat: they lie in a folder.
    """
    ledger = Ledger(take.folder / LEDGER_FOLDER)
    turn = ledger.find(take.key) if take.key and take.turn.photos else None
    known = {file.name: file.sha256 for file in turn.inputs} if turn is not None else {}
    return [_written(name, known.get(name, ""), take.folder) for name in take.turn.photos]


def _written(name: str, sha256: str, folder: Path) -> str:
    dropped = f"{MEDIA_FOLDER}/{PHOTO_FOLDER}/{name}"
    if not (folder / dropped).is_file():
        return name
    if not (folder / name).is_file():
        return dropped
    # Both are there: the turn's own is the one with its bytes.
    with (folder / name).open("rb") as file:
        return name if hashlib.file_digest(file, "sha256").hexdigest() == sha256 else dropped


def timeline_of(draft: Draft) -> list[JsonObject]:
    """The tracks of a draft as the page draws them."""
    return [
        {
            "kind": _KINDS.get(TrackType(track.kind), "other") if track.kind in _KINDS else "other",
            "title": track.title,
            "start_ms": track.start_ms,
            "end_ms": track.end_ms,
            "volume": track.volume,
        }
        for track in draft.tracks
    ]


def _peaks(file: av.container.InputContainer) -> tuple[int, ...]:
    """The loudest sample of each of `PEAKS` stretches of equal length."""
    import numpy as np  # noqa: PLC0415 (with PyAV)

    seconds = (file.duration or 0) / 1e6
    if not file.streams.audio or not 0 < seconds < _LONGEST_S:
        return ()
    found = np.zeros(PEAKS)
    for frame in file.decode(audio=0):
        samples = np.abs(frame.to_ndarray().astype(np.float32, copy=False))
        first, last = (
            min(PEAKS, max(0, int(at / seconds * PEAKS)))
            for at in (frame.time or 0, (frame.time or 0) + frame.samples / frame.sample_rate)
        )
        # A frame of sound may be longer than a stretch, or shorter.
        stretches = found[first : max(last, first + 1)]
        np.maximum(stretches, samples.max(initial=0), out=stretches)
    loudest = found.max()
    if loudest <= 0:
        return ()
    return tuple(int(peak) for peak in np.rint(100 * found / loudest))


def _is_image(path: Path) -> bool:
    with path.open("rb") as file:
        return sniff(file.read(HEAD_BYTES)) in _IMAGES


def _as_jpeg(path: Path) -> bytes | None:
    from PIL import Image, ImageOps  # noqa: PLC0415 (only who compares needs it)

    try:
        with Image.open(path, formats=["JPEG", "PNG", "GIF", "WEBP"]) as image:
            image.draft("RGB", (_PHOTO_SIDE, _PHOTO_SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError):
        return None
    upright.thumbnail((_PHOTO_SIDE, _PHOTO_SIDE))
    jpeg = io.BytesIO()
    upright.save(jpeg, "JPEG", quality=_PHOTO_QUALITY)
    return jpeg.getvalue()
