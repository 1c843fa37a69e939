"""Between a Direction and a draft: how a shot stands on the timeline, and how it is read back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import PurePath
from typing import Final

from pydantic import ValidationError

from nemo_notebook.protocol.draft import TrackType
from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.studio.direction import Direction, Music, Title
from nemo_notebook.studio.render.size import frame_size
from nemo_notebook.studio.server.answers import Refusal
from nemo_notebook.studio.server.choice import MOST_PARTS
from nemo_notebook.studio.server.material import Material
from nemo_notebook.studio.server.phrases import MOODS
from nemo_notebook.studio.server.store import Asset

_ENDLESS: Final = 1e9


def canvas(material: Material, direction: Direction) -> JsonObject:
    """Size and frame rate of the finished video."""
    size = material.first.width or 1, material.first.height or 1
    width, height = frame_size(direction.aspect, direction.height, size)
    return {"width": width, "height": height, "fps": direction.fps}


def draft(
    material: Material, direction: Direction, clip: Asset, *, music: bool = True, title: bool = True
) -> JsonObject:
    """The timeline of a shot.

    Args:
        material: What the clip shows, and the song that is heard with it.
        direction: How.
        clip: The raw clip; says how long it became.
        music: Whether the music stands already, if there is any.
        title: The same for the title.
    """
    duration_ms = clip.duration_ms or direction.duration_ms
    tracks = [_video(material, direction, clip, duration_ms)]
    if music and direction.music and (material.song or not direction.music.uploaded):
        tracks.append(_audio(direction.music, material.song, duration_ms))
    if title and direction.title:
        tracks.append(_text(direction.title, duration_ms))
    return {
        "t": [*tracks],
        "d": duration_ms,
        "m": {
            "title": material.title,
            **canvas(material, direction),
            "direction": direction.model_dump(mode="json"),
            "asset": material.first.id,
        },
    }


@dataclass(frozen=True, slots=True)
class Reading:
    """What a draft asks for.

    Attributes:
        parts: Asset ids of photos and clips in their order, each with its share of the time.
        song: Asset id of the sound that plays as music.
        direction: How it is shown.
    """

    parts: tuple[tuple[str, float], ...]
    song: str | None
    direction: Direction


def read_draft(raw: JsonObject) -> Reading:
    """Reads a draft that came from outside.

    The timeline is what counts: the segments of the first video track say which files are shown, in
    which order, and how they share the time; a draft without its text track is rendered without the
    title, one without its audio track without the music.

    Raises:
        Refusal: The draft cannot be rendered; the message says why.
    """
    tracks = _tracks(raw)
    meta = raw.get("m")
    meta = meta if isinstance(meta, dict) else {}
    if TrackType.VIDEO not in tracks:
        raise _bad("it has no video on its timeline: generate one first")
    parts = tuple(_part(segment, meta) for segment in tracks[TrackType.VIDEO])
    if len(parts) > MOST_PARTS:
        raise _bad(f"it has more than {MOST_PARTS} segments of video")
    direction = _direction(meta)
    music = direction.music if TrackType.AUDIO in tracks else None
    song = _asset(tracks[TrackType.AUDIO][0]) if music and music.uploaded else None
    if music and music.uploaded and song is None:
        raise _bad("it does not say which sound is its music (m.asset of the audio track)")
    title = direction.title if TrackType.TEXT in tracks else None
    return Reading(parts, song, direction.model_copy(update={"title": title, "music": music}))


def parts_of(raw: JsonObject | None) -> tuple[str, ...]:
    """The ids of what a draft of our own shows; none where there is no draft."""
    try:
        return tuple(name for name, _ in read_draft(raw or {}).parts)
    except Refusal:
        return ()


def song_of(raw: JsonObject | None) -> str | None:
    """The id of the sound that plays as music in a draft of our own."""
    try:
        return read_draft(raw or {}).song
    except Refusal:
        return None


def direction_of(raw: JsonObject | None) -> Direction:
    """The Direction of a draft of our own; the default one where there is none."""
    meta = (raw or {}).get("m")
    if not isinstance(meta, dict):
        return Direction()
    try:
        return Direction.model_validate(meta.get("direction"))
    except ValidationError:  # a draft that an older version wrote
        return Direction()


def _video(material: Material, direction: Direction, clip: Asset, duration_ms: int) -> JsonObject:
    ends = [*accumulate(part.duration_ms for part in material.parts)][:-1]
    lengths = [end - start for start, end in pairwise([0, *ends, duration_ms])]
    return {
        "tt": TrackType.VIDEO.value,
        "sg": [
            {
                "id": f"clip-{clip.id}" + (f"-{number}" if number else ""),
                "d": length,
                "m": {
                    "title": part.title,
                    "asset": part.asset.id,
                    "clip": clip.id,
                    "width": clip.width,
                    "height": clip.height,
                    **({"volume": direction.clip_volume} if part.asset.kind == "video" else {}),
                },
            }
            for number, (part, length) in enumerate(zip(material.parts, lengths, strict=True))
        ],
    }


def _audio(music: Music, song: Asset | None, duration_ms: int) -> JsonObject:
    meta: JsonObject = {"title": MOODS[music.mood][0], "volume": music.volume}
    if music.uploaded and song:
        meta = {"title": PurePath(song.name).stem, "volume": music.volume, "asset": song.id}
    return {"tt": TrackType.AUDIO.value, "sg": [{"d": duration_ms, "m": meta}]}


def _text(title: Title, duration_ms: int) -> JsonObject:
    end_ms = min(title.end_ms, duration_ms)
    meta: JsonObject = {
        "title": title.text,
        "start_ms": title.start_ms,
        "color": title.color,
        "position": title.position,
    }
    return {"tt": TrackType.TEXT.value, "sg": [{"d": max(0, end_ms - title.start_ms), "m": meta}]}


def _direction(meta: JsonObject) -> Direction:
    try:
        return Direction.model_validate(meta.get("direction"))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in ("m", "direction", *first["loc"]))
        raise _bad(f"{where[:200]}: {first['msg']}") from None


def _tracks(raw: JsonObject) -> dict[int, list[JsonObject]]:
    """The segments of the first track of each type that has any."""
    tracks = raw.get("t")
    if not isinstance(tracks, list):
        raise _bad("it has no list of tracks (t)")
    found: dict[int, list[JsonObject]] = {}
    for track in tracks:
        if not isinstance(track, dict) or not isinstance(kind := track.get("tt"), int):
            raise _bad("a track has no type (tt)")
        segments = track.get("sg")
        if segments:
            if not isinstance(segments, list):
                raise _bad("the segments of a track (sg) are no list")
            found.setdefault(kind, [part for part in segments if isinstance(part, dict)])
    return {kind: segments for kind, segments in found.items() if segments}


def _part(segment: JsonObject, meta: JsonObject) -> tuple[str, float]:
    """What a segment shows, and its share; the first drafts named their photo once for all."""
    name = _asset(segment) or meta.get("asset")
    if not isinstance(name, str):
        raise _bad("it does not say which photo it shows (m.asset)")
    length = segment.get("d")
    if isinstance(length, bool) or not isinstance(length, int | float) or not 0 < length < _ENDLESS:
        raise _bad("a segment of its video has no length (d)")
    return name, float(length)


def _asset(segment: JsonObject) -> str | None:
    meta = segment.get("m")
    name = meta.get("asset") if isinstance(meta, dict) else None
    return name if isinstance(name, str) else None


def _bad(why: str) -> Refusal:
    return Refusal(400, f"The draft cannot be exported: {why}.")
