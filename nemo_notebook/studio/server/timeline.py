"""Between a Direction and a draft: how a shot stands on the timeline, and how it is read back."""

from __future__ import annotations

from pathlib import PurePath

from pydantic import ValidationError

from nemo_notebook.protocol.draft import TrackType
from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.studio.direction import Direction, Music, Title
from nemo_notebook.studio.render.size import frame_size
from nemo_notebook.studio.server.answers import Refusal
from nemo_notebook.studio.server.phrases import MOODS
from nemo_notebook.studio.server.store import Asset


def canvas(photo: Asset, direction: Direction) -> JsonObject:
    """Size and frame rate of the finished video."""
    size = photo.width or 1, photo.height or 1
    width, height = frame_size(direction.aspect, direction.height, size)
    return {"width": width, "height": height, "fps": direction.fps}


def draft(
    photo: Asset, direction: Direction, clip: Asset, *, music: bool = True, title: bool = True
) -> JsonObject:
    """The timeline of a shot.

    Args:
        photo: What the clip shows.
        direction: How.
        clip: The raw clip; says how long it became.
        music: Whether the music stands already, if there is any.
        title: The same for the title.
    """
    duration_ms = clip.duration_ms or direction.duration_ms
    tracks = [_video(photo, clip, duration_ms)]
    if music and direction.music:
        tracks.append(_audio(direction.music, duration_ms))
    if title and direction.title:
        tracks.append(_text(direction.title, duration_ms))
    name = PurePath(photo.name).stem
    return {
        "t": [*tracks],
        "d": duration_ms,
        "m": {
            "title": name,
            **canvas(photo, direction),
            "direction": direction.model_dump(mode="json"),
            "asset": photo.id,
        },
    }


def read_draft(raw: JsonObject) -> tuple[str, Direction]:
    """The photo's asset id and the Direction of a draft that came from outside.

    What is not on the timeline is not in the video: a draft without its text track is rendered
    without the title, one without its audio track without the music.

    Raises:
        Refusal: The draft cannot be rendered; the message says why.
    """
    kinds = _kinds(raw)
    meta = raw.get("m")
    if not isinstance(meta, dict) or not isinstance(meta.get("asset"), str):
        raise _bad("it does not say which photo it shows (m.asset)")
    try:
        direction = Direction.model_validate(meta.get("direction"))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in ("m", "direction", *first["loc"]))
        raise _bad(f"{where[:200]}: {first['msg']}") from None
    if TrackType.VIDEO not in kinds:
        raise _bad("it has no video on its timeline: generate one first")
    return str(meta["asset"]), direction.model_copy(
        update={
            "title": direction.title if TrackType.TEXT in kinds else None,
            "music": direction.music if TrackType.AUDIO in kinds else None,
        }
    )


def direction_of(raw: JsonObject | None) -> Direction:
    """The Direction of a draft of our own; the default one where there is none."""
    meta = (raw or {}).get("m")
    if not isinstance(meta, dict):
        return Direction()
    try:
        return Direction.model_validate(meta.get("direction"))
    except ValidationError:  # a draft that an older version wrote
        return Direction()


def _video(photo: Asset, clip: Asset, duration_ms: int) -> JsonObject:
    return {
        "tt": TrackType.VIDEO.value,
        "sg": [
            {
                "id": f"clip-{clip.id}",
                "d": duration_ms,
                "m": {
                    "title": PurePath(photo.name).stem,
                    "asset": photo.id,
                    "clip": clip.id,
                    "width": clip.width,
                    "height": clip.height,
                },
            }
        ],
    }


def _audio(music: Music, duration_ms: int) -> JsonObject:
    meta: JsonObject = {"title": MOODS[music.mood][0], "volume": music.volume}
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


def _kinds(raw: JsonObject) -> set[object]:
    """The types of the tracks that have something on them."""
    tracks = raw.get("t")
    if not isinstance(tracks, list):
        raise _bad("it has no list of tracks (t)")
    kinds: set[object] = set()
    for track in tracks:
        if not isinstance(track, dict) or not isinstance(track.get("tt"), int):
            raise _bad("a track has no type (tt)")
        if track.get("sg"):
            kinds.add(track["tt"])
    return kinds


def _bad(why: str) -> Refusal:
    return Refusal(400, f"The draft cannot be exported: {why}.")
