"""What changed, a sentence a change: a silent turn is never met with silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from nemo_notebook.conversation.language import Language
from nemo_notebook.protocol.draft import TrackType
from nemo_notebook.protocol.envelopes import State
from nemo_notebook.protocol.events import JsonObject

_NAMES: Final = {
    "en": {TrackType.VIDEO: "Video", TrackType.AUDIO: "Music", TrackType.TEXT: "Title"},
    "zh": {TrackType.VIDEO: "视频", TrackType.AUDIO: "音乐", TrackType.TEXT: "标题"},
}
_OTHER: Final = {"en": "Track", "zh": "轨道"}
_DONE: Final = {
    "en": {"added": "{} added: {}", "removed": "{} removed: {}", "changed": "{} changed: {} → {}"},
    "zh": {"added": "已添加{}：{}", "removed": "已移除{}：{}", "changed": "{}已更改：{} → {}"},
}
_CANVAS: Final = {"en": "Canvas size: {} → {}", "zh": "画面尺寸：{} → {}"}
_MEDIA: Final = {"en": "Media generated: {}", "zh": "已生成素材：{}"}
_OTHERWISE: Final = {"en": "The picture was changed.", "zh": "画面已更改。"}
_COLOURS: Final = {
    "#fff": "white",
    "#ffffff": "white",
    "#000": "black",
    "#000000": "black",
    "#ff0000": "red",
    "#ffff00": "yellow",
    "#ffd700": "gold",
}
_PLACES: Final = {"top": "top centre", "center": "centre", "bottom": "bottom centre"}
_ZH_WORDS: Final = {
    "white": "白色",
    "black": "黑色",
    "red": "红色",
    "yellow": "黄色",
    "gold": "金色",
    "blue": "蓝色",
    "green": "绿色",
    "top centre": "顶部居中",
    "centre": "居中",
    "bottom centre": "底部居中",
}


@dataclass(frozen=True, slots=True)
class _Item:
    """One segment of the timeline, as far as a person sees it."""

    kind: int
    title: str
    details: tuple[str, ...]
    span: tuple[int, int]

    def told(self, language: Language) -> str:
        words = [_ZH_WORDS.get(word, word) for word in self.details]
        details = words if language == "zh" else self.details
        when = f"{_seconds(self.span[0])}-{_seconds(self.span[1])} s"
        name = f'"{self.title}"' if self.kind == TrackType.TEXT else self.title or "untitled"
        return f"{name} ({', '.join((*details, when))})"


def changes(before: State, after: State, language: Language = "en") -> list[str]:
    """Tell the difference between two states.

    Returns:
        Sentences such as `Title added: "Paradise Found" (white, top centre, 0-3 s)`; empty if
        nothing that was made is different.
    """
    old, new = list(_items(before.draft)), list(_items(after.draft))
    told: list[str] = []
    for kind in dict.fromkeys([*TrackType, *(item.kind for item in (*old, *new))]):
        was = [item for item in old if item.kind == kind]
        told += _differences(kind, was, [item for item in new if item.kind == kind], language)
    told += _canvas_change(before, after, language)
    told += _new_media(before, after, language)
    if not told and (before.draft or {}) != (after.draft or {}):
        told.append(_OTHERWISE[language])
    return told


def as_message(told: list[str], language: Language) -> str:
    """The sentences as one text, a line each."""
    if len(told) > 1:
        return "\n".join(f"- {sentence}" for sentence in told)
    if told:
        return told[0]
    return "没有任何更改。" if language == "zh" else "Nothing was changed."


def _differences(
    kind: int, before: list[_Item], after: list[_Item], language: Language
) -> list[str]:
    """What only one of the two has; the first of the one is taken for the first of the other."""
    gone = _without(before, after)
    new = _without(after, before)
    name = _NAMES[language].get(TrackType(kind)) if kind in list(TrackType) else None
    name = name or _OTHER[language]
    say = _DONE[language]
    told = [
        say["changed"].format(name, old.told(language), now.told(language))
        for old, now in zip(gone, new, strict=False)
    ]
    told += [say["added"].format(name, item.told(language)) for item in new[len(gone) :]]
    told += [say["removed"].format(name, item.told(language)) for item in gone[len(new) :]]
    return told


def _without(items: list[_Item], others: list[_Item]) -> list[_Item]:
    left = list(others)
    kept = []
    for item in items:
        if item in left:
            left.remove(item)
        else:
            kept.append(item)
    return kept


def _items(draft: JsonObject | None) -> Iterator[_Item]:
    tracks = (draft or {}).get("t")
    for track in tracks if isinstance(tracks, list) else []:
        if not isinstance(track, dict):
            continue
        kind = track.get("tt")
        of_track = _object(track, "m")
        segments = track.get("sg")
        at = 0
        for segment in segments if isinstance(segments, list) else []:
            if not isinstance(segment, dict):
                continue
            meta = of_track | _object(segment, "m")
            start = _number(meta.get("start_ms"), at)
            at = start + _number(segment.get("d"), 0)
            yield _Item(
                kind if isinstance(kind, int) else -1,
                _text(meta, "title"),
                _details(meta),
                (start, at),
            )


def _details(meta: JsonObject) -> tuple[str, ...]:
    colour = _text(meta, "color", "colour").lower()
    place = _text(meta, "position", "align").lower().replace("_", " ").replace("-", " ")
    volume = meta.get("volume")
    is_number = isinstance(volume, int | float) and not isinstance(volume, bool)
    share = f"{_number(volume * 100, 0)}%" if is_number and isinstance(volume, int | float) else ""
    words = (_COLOURS.get(colour, colour), _PLACES.get(place, place), share)
    return tuple(word for word in words if word)


def _canvas_change(before: State, after: State, language: Language) -> list[str]:
    old, new = _size(before.canvas_config or {}), _size(after.canvas_config or {})
    return [_CANVAS[language].format(old, new)] if old and new and old != new else []


def _new_media(before: State, after: State, language: Language) -> list[str]:
    known = {_media_name(media) for media in _listed(before.generated_media)}
    told = []
    for media in _listed(after.generated_media):
        name = _media_name(media)
        if name and name not in known:
            size = _size(media)
            told.append(_MEDIA[language].format(f"{name} ({size})" if size else name))
    return told


def _listed(media: list[JsonObject] | JsonObject | None) -> list[JsonObject]:
    if isinstance(media, dict):
        return [media]
    return media or []


def _media_name(media: JsonObject) -> str:
    return _text(media, "filename", "name", "title", "id")


def _size(raw: JsonObject) -> str:
    width, height = _number(raw.get("width"), 0), _number(raw.get("height"), 0)
    return f"{width}×{height}" if width and height else ""


def _object(raw: JsonObject, name: str) -> JsonObject:
    value = raw.get(name)
    return value if isinstance(value, dict) else {}


def _text(raw: JsonObject, *names: str) -> str:
    return next((value for name in names if isinstance(value := raw.get(name), str)), "")


def _number(value: object, otherwise: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return otherwise
    return round(value) if -_ENDLESS < value < _ENDLESS else otherwise


_ENDLESS = 1e12


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.1f}".removesuffix(".0")
