"""What happens in a turn: the words are heard, then the clip is made, then music and title."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import PurePath
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
from nemo_notebook.studio.server.material import Material
from nemo_notebook.studio.server.phrases import MOODS, Language, Phrase
from nemo_notebook.studio.server.renderer import Renderer
from nemo_notebook.studio.server.shot import Shot, planned, raw_direction
from nemo_notebook.studio.server.store import Asset, Session, Store
from nemo_notebook.studio.server.turns import Turn

if TYPE_CHECKING:
    from nemo_notebook.studio.server.hearing import Heard
    from nemo_notebook.studio.server.making import Still

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
        _, shot = await run_in_threadpool(self._plan, session, uploads, text, seed)
        if shot is not None:
            await run_in_threadpool(self._credits.judge, session)

    async def play(self, turn: Turn, text: str) -> None:
        """Play a turn; what came of it is in the store when this returns."""
        session, uploads = await run_in_threadpool(self._look_up, turn.session)
        heard, shot = await to_thread.run_sync(  # a language model is not waited for at the end
            self._plan, session, uploads, text, turn.seed, abandon_on_cancel=True
        )
        if shot is None:
            turn.say(heard.reply)
            await run_in_threadpool(self._store.save_memory, turn.session, heard.memory)
            if not heard.parts and not heard.question:
                need = Phrase.SOUND_ALONE if heard.song else Phrase.PHOTO_NEEDED
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

    def _plan(
        self, session: Session, uploads: list[Asset], text: str, seed: int | None
    ) -> tuple[Heard, Shot | None]:
        from nemo_notebook.studio.server.hearing import (  # noqa: PLC0415 (the director loads when needed)
            Standing,
            configured_model,
            listen,
        )

        standing = Standing(session.memory, session.draft, uploads)
        heard = listen(standing, text, model=configured_model(), seed=seed)
        return heard, planned(session, heard, self._files)

    def _look_up(self, session_id: str) -> tuple[Session, list[Asset]]:
        session = self._store.session(session_id)
        if session is None:
            raise LookupError(session_id)
        return session, self._store.assets(session_id)

    async def _stage_one(self, turn: Turn, session: Session, shot: Shot) -> Asset:
        """The raw clip, made anew unless it would be the same."""
        if not shot.is_new:
            made = await run_in_threadpool(self._store.assets, session.id, made=True)
            return next(asset for asset in reversed(made) if asset.kind == "video")
        clip = await self._animate(turn, shot.material, shot.direction)
        draft = timeline.draft(shot.material, shot.direction, clip, music=False, title=False)
        await run_in_threadpool(self._store.save_clip, session.id, draft, shot.key, clip)
        media = described(clip, session.id, turn.base_url)
        canvas = timeline.canvas(shot.material, shot.direction)
        turn.emit(adk.state({"draft": draft, "canvas_config": canvas, "generated_media": [media]}))
        turn.say(Phrase.CLIP_READY.say(shot.language, seconds=_seconds(clip)))
        return clip

    async def _animate(self, turn: Turn, material: Material, direction: Direction) -> Asset:
        call, raw = f"{turn.id}-animate", raw_direction(direction)
        is_photo = len(material.parts) == 1 and material.first.kind == "image"
        tool = "animate_photo" if is_photo else "generate_video"
        wish: JsonObject = {
            "assets": [part.asset.id for part in material.parts],
            "duration_ms": raw.duration_ms,
            "fps": raw.fps,
        }
        turn.emit(adk.tool_call(call, tool, wish))
        loop = asyncio.get_running_loop()

        def tell(percent: int) -> None:
            response: JsonObject = {"status": "processing", "progress": percent}
            turn.emit(adk.tool_result(call, tool, response))

        tell(0)
        await self._show_beginning(turn, material, direction)
        clip = await self._renderer.run(
            lambda cancelled: self._render_clip(
                material, raw, lambda percent: loop.call_soon_threadsafe(tell, percent), cancelled
            ),
            is_wanted=lambda: turn.is_followed,
        )
        media = described(clip, turn.session, turn.base_url)
        turn.emit(adk.tool_result(call, tool, {**_COMPLETED, **media}))
        return clip

    async def _show_beginning(self, turn: Turn, material: Material, direction: Direction) -> None:
        """A first picture, long before there is a clip."""

        def draw() -> Still:
            from nemo_notebook.studio.server import making  # noqa: PLC0415 (loads OpenCV and PyAV)

            return making.preview(material.sources(self._files), direction)

        # It waits for no export that is under way, and nobody waits for it at the end.
        still = await to_thread.run_sync(draw, abandon_on_cancel=True)
        made = await run_in_threadpool(self._keep_preview, turn.session, material.title, still)
        media = described(made, turn.session, turn.base_url)
        turn.emit(adk.state({"generated_media": [media]}))

    def _keep_preview(self, session: str, title: str, still: Still) -> Asset:
        sha256 = self._files.keep_bytes(still.jpeg, "jpg")
        made = Asset(
            id=asset_id(sha256),
            sha256=sha256,
            type="jpg",
            name=f"{title} (preview).jpg",
            bytes=len(still.jpeg),
            width=still.width,
            height=still.height,
            made=True,
        )
        self._store.add_assets(session, [made])
        return made

    def _render_clip(
        self,
        material: Material,
        raw: Direction,
        progress: Callable[[int], object],
        cancelled: Callable[[], bool],
    ) -> Asset:
        from nemo_notebook.studio.server import making  # noqa: PLC0415 (loads OpenCV and PyAV)

        output = making.video(
            material.sources(self._files),
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
            name=f"{material.title}.mp4",
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
        if after.music and (shot.is_new or _sounds_else(session, shot)):
            await self._add_music(turn, shot)
            draft = timeline.draft(shot.material, after, clip, title=False)
            turn.emit(adk.state({"draft": draft}))
        if after.title and (shot.is_new or after.title != before.title):
            call = f"{turn.id}-title"
            turn.emit(adk.tool_call(call, "add_title", after.title.model_dump(mode="json")))
            turn.emit(adk.tool_result(call, "add_title", dict(_COMPLETED)))
        draft = timeline.draft(shot.material, after, clip)
        await run_in_threadpool(self._store.save_draft, session.id, shot.memory, draft)
        turn.emit(
            adk.state({"draft": draft, "canvas_config": timeline.canvas(shot.material, after)})
        )

    async def _add_music(self, turn: Turn, shot: Shot) -> None:
        music, song = shot.direction.music, shot.material.song
        if music is None or (music.uploaded and song is None):
            return
        call = f"{turn.id}-music"
        name = "add_music" if song else "compose_music"
        turn.emit(adk.tool_call(call, name, music.model_dump(mode="json")))

        def prepare(_: Callable[[], bool]) -> None:
            from nemo_notebook.studio.server import making  # noqa: PLC0415 (loads OpenCV and PyAV)

            making.music(shot.material.sources(self._files), shot.direction)

        await self._renderer.run(prepare, is_wanted=lambda: turn.is_followed)
        turn.emit(adk.tool_result(call, name, dict(_COMPLETED)))


def _sounds_else(session: Session, shot: Shot) -> bool:
    """Whether the music is other than on the timeline."""
    song = shot.material.song.id if shot.material.song else None
    before = timeline.direction_of(session.draft)
    return (before.music, timeline.song_of(session.draft)) != (shot.direction.music, song)


def _summary(shot: Shot, clip: Asset) -> str:
    language, direction = shot.language, shot.direction
    canvas = timeline.canvas(shot.material, direction)
    size = {"width": canvas["width"], "height": canvas["height"]}
    lines = [Phrase.DONE.say(language, seconds=_seconds(clip), **size)]
    if music := direction.music:
        lines.append(_music_line(music, shot.material.song, language))
    if direction.title:
        lines.append(Phrase.TITLE.say(language, title=direction.title.text))
    return ("" if language == "zh" else " ").join(line for line in lines if line)


def _music_line(music: Music, song: Asset | None, language: Language) -> str:
    percent = round(music.volume * 100)
    if not music.uploaded:
        mood = MOODS[music.mood][language == "zh"]
        return Phrase.MUSIC.say(language, mood=mood, percent=percent)
    return Phrase.SONG.say(language, name=PurePath(song.name).stem, percent=percent) if song else ""


def _seconds(clip: Asset) -> str:
    return f"{(clip.duration_ms or 0) / 1000:g}"
