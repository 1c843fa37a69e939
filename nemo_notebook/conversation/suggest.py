"""What could be said next, by what stands on the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from nemo_notebook.conversation.language import Language
from nemo_notebook.conversation.translate import Action
from nemo_notebook.protocol.draft import Draft, TrackType
from nemo_notebook.protocol.events import JsonObject

_MOST = 3


def suggest(
    draft: Draft,
    *,
    language: Language,
    name: str,
    exported: str | None = None,
    offered: tuple[Action, ...] = (),
) -> tuple[str, ...]:
    """Two or three sentences that can be said as they stand.

    Args:
        draft: The timeline.
        language: Of the sentences.
        name: What the conversation is called, for a title.
        exported: The container that the video was just made into, if it was.
        offered: What the service would have had the person do on its page: edits among it come
            first, as does the export where nothing is exported.
    """
    found = [action.text for action in offered if action.kind == "edit" and action.text]
    if exported is None and any(action.kind == "export" for action in offered):
        found.append("导出" if language == "zh" else "export")
    steps = _for_video(draft, language, name, exported) if draft.tracks else _at_first(language)
    return tuple(dict.fromkeys((*found, *steps)))[:_MOST]


def _at_first(language: Language) -> tuple[str, ...]:
    if language == "zh":
        return ("镜头缓慢推近", "镜头向左平移，飘着雪", "你能做什么？")
    return ("slowly zoom in", "pan left, with falling snow", "what can you do?")


def _for_video(draft: Draft, language: Language, name: str, exported: str | None) -> Iterator[str]:
    chinese = language == "zh"
    kinds = {track.kind for track in draft.tracks}
    if exported is not None:
        other = "webm" if exported != "webm" else "mp4"
        yield f"导出为 {other}" if chinese else f"export as {other}"
    if TrackType.TEXT not in kinds:
        title = PurePath(name).stem.replace("_", " ").replace("-", " ").strip().title() or "Hello"
        yield f"添加标题“{title}”" if chinese else f'add the title "{title}"'
    if TrackType.AUDIO not in kinds:
        yield "配上舒缓的钢琴曲" if chinese else "add calm piano music"
    if _is_wide(draft.raw):
        yield "改成 9:16 竖屏" if chinese else "make it 9:16 for phones"
    yield "再慢一点" if chinese else "slower"
    yield "改成黑白" if chinese else "make it black and white"


def _is_wide(draft: JsonObject) -> bool:
    meta = draft.get("m")
    width, height = (
        (meta.get("width"), meta.get("height")) if isinstance(meta, dict) else (None, None)
    )
    return isinstance(width, int) and isinstance(height, int) and width > height
