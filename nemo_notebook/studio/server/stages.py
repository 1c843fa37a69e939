"""What happens in a turn: the words are heard, then the clip is made, then music and title."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool

from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.studio.direction import Direction
from nemo_notebook.studio.render.errors import RenderError
from nemo_notebook.studio.server import adk, timeline
from nemo_notebook.studio.server.assets import asset_id, described
from nemo_notebook.studio.server.files import Files
from nemo_notebook.studio.server.phrases import MOODS, Phrase
from nemo_notebook.studio.server.renderer import Renderer
from nemo_notebook.studio.server.store import Asset, Session, Store
from nemo_notebook.studio.server.turns import Turn

if TYPE_CHECKING:
    from nemo_notebook.studio.server.hearing import Heard

_PREVIEW_SIDE: Final = 720
_WORD: Final = re.compile(r"[^\s\u3000-\u9fff]+\s*|[\u3000-\u9fff]{1,4}|\s+")
_WORDS_A_DELTA: Final = 4


class Stages:
    """Plays turns.

    Args:
        store: Remembers sessions.
        files: Holds photos and clips.
        renderer: Makes clips.
    """

    def __init__(self, store: Store, files: Files, renderer: Renderer) -> None:
        self._store = store
        self._files = files
        self._renderer = renderer

    async def play(self, turn: Turn, text: str) -> None:
        """Play a turn; what came of it is in the store when this returns."""
        session, uploads = await run_in_threadpool(self._look_up, turn.session)
        heard = await run_in_threadpool(_hear, session, text)
        _say(turn, heard.reply)
        photo = next((asset for asset in reversed(uploads) if asset.kind == "image"), None)
        if photo is None:
            await run_in_threadpool(self._store.save_history, turn.session, heard.history)
            need = Phrase.ONLY_PHOTOS if uploads else Phrase.PHOTO_NEEDED
            _say(turn, need.say(heard.language))
            return
        remake = _clip_key(photo, heard.direction) != session.clip
        if heard.question or not (heard.changed or remake):
            return
        try:
            clip = await self._stage_one(turn, session, heard, photo, remake=remake)
        except RenderError as error:
            turn.emit(adk.error("RENDER_FAILED", str(error)))
            return
        await self._stage_two(turn, session, heard, photo, clip, remade=remake)
        _say(turn, _summary(heard))

    def _look_up(self, session_id: str) -> tuple[Session, list[Asset]]:
        session = self._store.session(session_id)
        if session is None:
            raise LookupError(session_id)
        return session, self._store.assets(session_id)

    async def _stage_one(
        self, turn: Turn, session: Session, heard: Heard, photo: Asset, *, remake: bool
    ) -> Asset:
        """The raw clip, made anew unless it would be the same."""
        made = await run_in_threadpool(self._store.assets, session.id, made=True)
        if made and not remake:
            return made[-1]
        clip = await self._animate(turn, photo, heard.direction)
        draft = timeline.draft(photo, heard.direction, clip, music=False, title=False)
        key = _clip_key(photo, heard.direction)
        await run_in_threadpool(self._store.save_clip, session.id, heard.history, draft, key, clip)
        media = described(clip, session.id, turn.base_url)
        canvas = timeline.canvas(photo, heard.direction)
        turn.emit(adk.state({"draft": draft, "canvas_config": canvas, "generated_media": [media]}))
        seconds = f"{(clip.duration_ms or 0) / 1000:g}"
        size = {"width": canvas["width"], "height": canvas["height"]}
        _say(turn, Phrase.CLIP_READY.say(heard.language, seconds=seconds, **size))
        return clip

    async def _animate(self, turn: Turn, photo: Asset, direction: Direction) -> Asset:
        call = f"{turn.id}-animate"
        raw = _raw(direction)
        wish: JsonObject = {"asset": photo.id, "duration_ms": raw.duration_ms, "fps": raw.fps}
        turn.emit(adk.tool_call(call, "animate_photo", wish))
        loop = asyncio.get_running_loop()

        def tell(percent: int) -> None:
            response: JsonObject = {"status": "processing", "progress": percent}
            turn.emit(adk.tool_result(call, "animate_photo", response))

        tell(0)
        clip = await self._renderer.run(
            lambda cancelled: self._render_clip(
                photo, raw, lambda percent: loop.call_soon_threadsafe(tell, percent), cancelled
            )
        )
        done: JsonObject = {"status": "completed", "progress": 100}
        media = described(clip, turn.session, turn.base_url)
        turn.emit(adk.tool_result(call, "animate_photo", {**done, **media}))
        return clip

    def _render_clip(
        self,
        photo: Asset,
        raw: Direction,
        progress: Callable[[int], object],
        cancelled: Callable[[], bool],
    ) -> Asset:
        from nemo_notebook.studio.server import making  # noqa: PLC0415 (loads OpenCV and PyAV)

        output = making.video(
            self._files.path(photo.sha256, photo.type),
            raw,
            self._files.new_path("mp4"),
            container="mp4",
            quality="low",
            progress=progress,
            cancelled=cancelled,
        )
        sha256 = self._files.keep(output.path, "mp4")
        return Asset(
            id=asset_id(sha256),
            sha256=sha256,
            type="mp4",
            name=f"{photo.name.rpartition('.')[0] or photo.name}.mp4",
            bytes=output.bytes,
            width=output.width,
            height=output.height,
            duration_ms=output.duration_ms,
            fps=output.fps,
            made=True,
        )

    async def _stage_two(
        self,
        turn: Turn,
        session: Session,
        heard: Heard,
        photo: Asset,
        clip: Asset,
        *,
        remade: bool,
    ) -> None:
        """Music and title, each a step of its own that the timeline shows."""
        before = timeline.direction_of(session.draft)
        direction = heard.direction
        if direction.music and (remade or direction.music != before.music):
            await self._compose(turn, direction)
            with_music = timeline.draft(photo, direction, clip, title=False)
            turn.emit(adk.state({"draft": with_music}))
        if direction.title and (remade or direction.title != before.title):
            call = f"{turn.id}-title"
            title: JsonObject = direction.title.model_dump(mode="json")
            turn.emit(adk.tool_call(call, "add_title", title))
            turn.emit(adk.tool_result(call, "add_title", {"status": "completed", "progress": 100}))
        draft = timeline.draft(photo, direction, clip)
        await run_in_threadpool(self._store.save_draft, session.id, heard.history, draft)
        turn.emit(adk.state({"draft": draft, "canvas_config": timeline.canvas(photo, direction)}))

    async def _compose(self, turn: Turn, direction: Direction) -> None:
        call = f"{turn.id}-music"
        music = direction.music
        if music is None:
            return
        turn.emit(adk.tool_call(call, "compose_music", music.model_dump(mode="json")))

        def compose(_: Callable[[], bool]) -> None:
            from nemo_notebook.studio.server import making  # noqa: PLC0415 (loads OpenCV and PyAV)

            making.compose_music(music, direction.duration_ms, direction.seed)

        await self._renderer.run(compose)
        turn.emit(adk.tool_result(call, "compose_music", {"status": "completed", "progress": 100}))


def _hear(session: Session, text: str) -> Heard:
    from nemo_notebook.studio.server.hearing import listen  # noqa: PLC0415 (the director loads when needed)

    return listen(session.history, text, first=session.draft is None)


def _raw(direction: Direction) -> Direction:
    """The picture alone, small: what stage one shows."""
    side = min(direction.height, _PREVIEW_SIDE)
    return direction.model_copy(update={"title": None, "music": None, "height": side})


def _clip_key(photo: Asset, direction: Direction) -> str:
    """Names everything that decides how the raw clip looks."""
    made_of = f"{photo.sha256} {_raw(direction).model_dump_json()}"
    return hashlib.sha256(made_of.encode()).hexdigest()


def _summary(heard: Heard) -> str:
    lines = [Phrase.DONE.say(heard.language)]
    if music := heard.direction.music:
        mood = MOODS[music.mood][heard.language == "zh"]
        percent = round(music.volume * 100)
        lines.append(Phrase.MUSIC.say(heard.language, mood=mood, percent=percent))
    if title := heard.direction.title:
        lines.append(Phrase.TITLE.say(heard.language, title=title.text))
    return "\n".join(lines)


def _say(turn: Turn, said: str) -> None:
    """Say something in a few deltas, then as a whole."""
    words = _WORD.findall(said)
    for start in range(0, len(words), _WORDS_A_DELTA):
        delta = "".join(words[start : start + _WORDS_A_DELTA])
        turn.emit(adk.text(delta, partial=True))
    if words:
        turn.emit(adk.text(said))
