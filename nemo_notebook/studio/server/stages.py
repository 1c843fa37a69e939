"""What happens in a turn: the words are heard, then the clip is made, then music and title."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from anyio import to_thread
from starlette.concurrency import run_in_threadpool

from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.studio.direction import Direction, Music
from nemo_notebook.studio.render.errors import RenderError
from nemo_notebook.studio.server import adk, timeline
from nemo_notebook.studio.server.answers import NO_CREDITS
from nemo_notebook.studio.server.assets import asset_id, described
from nemo_notebook.studio.server.credits import Credits, TooFewError
from nemo_notebook.studio.server.files import Files
from nemo_notebook.studio.server.phrases import MOODS, Phrase
from nemo_notebook.studio.server.renderer import Renderer
from nemo_notebook.studio.server.shot import Shot, planned, raw_direction
from nemo_notebook.studio.server.store import Asset, Session, Store
from nemo_notebook.studio.server.turns import Turn

if TYPE_CHECKING:
    from nemo_notebook.studio.server.hearing import Heard

_COMPLETED: Final[JsonObject] = {"status": "completed", "progress": 100}


class Stages:
    """Plays turns.

    Args:
        store: Remembers sessions.
        files: Holds photos and clips.
        renderer: Makes clips.
        credits: Pay for it.
    """

    def __init__(self, store: Store, files: Files, renderer: Renderer, credits: Credits) -> None:  # noqa: A002 (the field's word, and no shell here)
        self._store = store
        self._files = files
        self._renderer = renderer
        self._credits = credits

    async def judge(self, session_id: str, text: str, seed: int | None = None) -> None:
        """Say no to a sentence whose work cannot be paid.

        Raises:
            TooFewError: The balance does not cover it.
        """
        if not self._credits.charging:
            return
        session, uploads = await run_in_threadpool(self._look_up, session_id)
        heard = await run_in_threadpool(_hear, session, text, seed)
        if planned(session, heard, _newest_photo(uploads)) is not None:
            await run_in_threadpool(self._credits.judge, session)

    async def play(self, turn: Turn, text: str) -> None:
        """Play a turn; what came of it is in the store when this returns."""
        session, uploads = await run_in_threadpool(self._look_up, turn.session)
        heard = await to_thread.run_sync(  # a language model's answer is not waited for at the end
            _hear, session, text, turn.seed, abandon_on_cancel=True
        )
        photo = _newest_photo(uploads)
        shot = planned(session, heard, photo)
        if shot is None:
            turn.say(heard.reply)
            await run_in_threadpool(self._store.save_memory, turn.session, heard.memory)
            if photo is None and not heard.question:
                need = Phrase.ONLY_PHOTOS if uploads else Phrase.PHOTO_NEEDED
                turn.say(need.say(heard.language))
            return
        try:
            async with self._credits.charged(turn.id, session) as price:
                turn.say(heard.reply if heard.changed else heard.recap)
                clip = await self._stage_one(turn, session, shot)
                await self._stage_two(turn, session, shot, clip)
        except TooFewError as error:
            turn.emit(adk.error(str(NO_CREDITS), f"{error}: {error.way_out}"))
        except RenderError as error:
            turn.emit(adk.error("RENDER_FAILED", str(error)))
            if price:
                turn.say(Phrase.REFUNDED.say(shot.language, credits=price))
        else:
            turn.say(_summary(shot, clip))

    def _look_up(self, session_id: str) -> tuple[Session, list[Asset]]:
        session = self._store.session(session_id)
        if session is None:
            raise LookupError(session_id)
        return session, self._store.assets(session_id)

    async def _stage_one(self, turn: Turn, session: Session, shot: Shot) -> Asset:
        """The raw clip, made anew unless it would be the same."""
        if not shot.is_new:
            made = await run_in_threadpool(self._store.assets, session.id, made=True)
            return made[-1]
        clip = await self._animate(turn, shot.photo, shot.direction)
        draft = timeline.draft(shot.photo, shot.direction, clip, music=False, title=False)
        await run_in_threadpool(self._store.save_clip, session.id, draft, shot.key, clip)
        media = described(clip, session.id, turn.base_url)
        canvas = timeline.canvas(shot.photo, shot.direction)
        turn.emit(adk.state({"draft": draft, "canvas_config": canvas, "generated_media": [media]}))
        turn.say(Phrase.CLIP_READY.say(shot.language, seconds=_seconds(clip)))
        return clip

    async def _animate(self, turn: Turn, photo: Asset, direction: Direction) -> Asset:
        call = f"{turn.id}-animate"
        raw = raw_direction(direction)
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
        media = described(clip, turn.session, turn.base_url)
        turn.emit(adk.tool_result(call, "animate_photo", {**_COMPLETED, **media}))
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
            step=10,
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

    async def _stage_two(self, turn: Turn, session: Session, shot: Shot, clip: Asset) -> None:
        """Music and title, each a step of its own that the timeline shows."""
        before, after = timeline.direction_of(session.draft), shot.direction
        if after.music and (shot.is_new or after.music != before.music):
            await self._compose(turn, after.music, after)
            draft = timeline.draft(shot.photo, after, clip, title=False)
            turn.emit(adk.state({"draft": draft}))
        if after.title and (shot.is_new or after.title != before.title):
            call = f"{turn.id}-title"
            turn.emit(adk.tool_call(call, "add_title", after.title.model_dump(mode="json")))
            turn.emit(adk.tool_result(call, "add_title", dict(_COMPLETED)))
        draft = timeline.draft(shot.photo, after, clip)
        await run_in_threadpool(self._store.save_draft, session.id, shot.memory, draft)
        turn.emit(adk.state({"draft": draft, "canvas_config": timeline.canvas(shot.photo, after)}))

    async def _compose(self, turn: Turn, music: Music, direction: Direction) -> None:
        call = f"{turn.id}-music"
        turn.emit(adk.tool_call(call, "compose_music", music.model_dump(mode="json")))

        def compose(_: Callable[[], bool]) -> None:
            from nemo_notebook.studio.server import making  # noqa: PLC0415 (loads OpenCV and PyAV)

            making.compose_music(music, direction.duration_ms, direction.seed)

        await self._renderer.run(compose)
        turn.emit(adk.tool_result(call, "compose_music", dict(_COMPLETED)))


def _newest_photo(uploads: list[Asset]) -> Asset | None:
    return next((asset for asset in reversed(uploads) if asset.kind == "image"), None)


def _hear(session: Session, text: str, seed: int | None) -> Heard:
    from nemo_notebook.studio.server.hearing import configured_model, listen  # noqa: PLC0415 (the director loads when needed)

    return listen(
        session.memory,
        text,
        first=session.draft is None,
        shown=timeline.direction_of(session.draft),
        model=configured_model(),
        seed=seed,
    )


def _summary(shot: Shot, clip: Asset) -> str:
    language, direction = shot.language, shot.direction
    canvas = timeline.canvas(shot.photo, direction)
    size = {"width": canvas["width"], "height": canvas["height"]}
    lines = [Phrase.DONE.say(language, seconds=_seconds(clip), **size)]
    if music := direction.music:
        mood, percent = MOODS[music.mood][language == "zh"], round(music.volume * 100)
        lines.append(Phrase.MUSIC.say(language, mood=mood, percent=percent))
    if direction.title:
        lines.append(Phrase.TITLE.say(language, title=direction.title.text))
    return ("" if language == "zh" else " ").join(lines)


def _seconds(clip: Asset) -> str:
    return f"{(clip.duration_ms or 0) / 1000:g}"
