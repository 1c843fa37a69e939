"""A Direction in words, English or Chinese: the whole of it, or what one sentence changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.direction import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nemo_notebook.studio.direction import (
        Atmosphere,
        Background,
        CameraMove,
        Music,
        Subject,
        Title,
    )
    from nemo_notebook.studio.director.tokens import Language

    _Item = Subject | Background | Atmosphere

# Words for every value: (English, Chinese).
NAMES: Final[dict[str, tuple[str, str]]] = {
    "camera:pan": ("panning", "平移"),
    "camera:tilt": ("tilting", "摇"),
    "camera:zoom": ("zooming", "变焦"),
    "camera:dolly": ("moving", "推拉"),
    "camera:orbit": ("orbiting", "环绕"),
    "camera:roll": ("rolling", "旋转"),
    "camera:handheld": ("a handheld camera", "手持镜头"),
    "camera:static": ("holding the camera still", "镜头不动"),
    "subject:breathe": ("the subject breathing", "人物呼吸"),
    "subject:sway": ("the subject swaying", "人物轻摆"),
    "subject:float": ("the subject floating", "人物漂浮"),
    "background:ripple": ("the background rippling", "背景荡漾"),
    "background:sway": ("the background swaying", "背景摇曳"),
    "background:drift": ("the background drifting", "背景飘动"),
    "background:blur": ("the background blurred", "背景虚化"),
    "atmosphere:snow": ("snow", "雪"),
    "atmosphere:rain": ("rain", "雨"),
    "atmosphere:fog": ("fog", "雾"),
    "atmosphere:dust": ("dust", "浮尘"),
    "atmosphere:embers": ("embers", "火星"),
    "atmosphere:fireflies": ("fireflies", "萤火虫"),
    "atmosphere:bubbles": ("bubbles", "气泡"),
    "atmosphere:grain": ("film grain", "胶片颗粒"),
    "atmosphere:vignette": ("a vignette", "暗角"),
    "atmosphere:light_leak": ("a light leak", "漏光"),
    "look:warm": ("a warm look", "暖色调"),
    "look:cool": ("a cool look", "冷色调"),
    "look:bw": ("black and white", "黑白"),
    "look:sepia": ("a sepia look", "棕褐色调"),
    "look:vintage": ("a vintage look", "复古色调"),
    "look:cinematic": ("a cinematic look", "电影感色调"),
    "look:vivid": ("a vivid look", "鲜艳色调"),
    "look:muted": ("a muted look", "低饱和色调"),
    "look:dreamy": ("a dreamy look", "梦幻色调"),
    "loop:boomerang": ("a boomerang loop", "来回循环"),
    "loop:seamless": ("a seamless loop", "无缝循环"),
    "mood:lofi": ("lo-fi music", "低保真音乐"),
    "mood:cinematic": ("cinematic music", "电影配乐"),
    "mood:piano": ("piano music", "钢琴音乐"),
    "mood:ambient": ("ambient music", "氛围音乐"),
    "mood:upbeat": ("upbeat music", "欢快音乐"),
    "mood:acoustic": ("acoustic music", "原声音乐"),
    "part:camera": ("camera moves", "运镜"),
    "part:subject": ("subject motion", "人物动作"),
    "part:background": ("background motion", "背景动作"),
    "part:atmosphere": ("effects in the air", "空气特效"),
    "part:grade": ("colour changes", "调色"),
    "part:loop": ("a loop", "循环"),
    "part:fade": ("fades", "淡入淡出"),
    "part:title": ("a title", "标题"),
    "part:music": ("music", "音乐"),
    "tone:brightness": ("brightness", "亮度"),
    "tone:contrast": ("contrast", "对比度"),
    "tone:saturation": ("saturation", "饱和度"),
    "position:top": ("at the top", "顶部"),
    "position:center": ("in the middle", "中间"),
    "position:bottom": ("at the bottom", "底部"),
}
_HEADINGS: Final[dict[str, tuple[str, str]]] = {
    "left": ("left", "向左"),
    "right": ("right", "向右"),
    "up": ("up", "向上"),
    "down": ("down", "向下"),
    "in": ("in", "向前"),
    "out": ("out", "向后"),
    "clockwise": ("clockwise", "顺时针"),
    "counterclockwise": ("counterclockwise", "逆时针"),
}
_MOVES: Final[dict[tuple[str, str], tuple[str, str]]] = {  # where the parts don't add up
    ("zoom", "in"): ("zooming in", "放大"),
    ("zoom", "out"): ("zooming out", "拉远"),
    ("dolly", "in"): ("pushing in", "推近"),
    ("dolly", "out"): ("moving back", "后退"),
    ("orbit", "left"): ("orbiting to the left", "向左环绕"),
    ("orbit", "right"): ("orbiting to the right", "向右环绕"),
}
_SPEEDS: Final = {"slow": (" slowly", "缓慢"), "normal": ("", ""), "fast": (" quickly", "快速")}
_COLORS: Final = {
    "red": "红色", "yellow": "黄色", "blue": "蓝色", "green": "绿色", "white": "白色", "black": "黑色",
    "orange": "橙色", "pink": "粉色", "purple": "紫色", "gold": "金色", "silver": "银色", "gray": "灰色",
}  # fmt: skip


def describe(direction: Direction, language: Language) -> str:
    """The whole shot in a sentence."""
    return sentence(Direction(), direction, language, whole=True)


def sentence(
    before: Direction, after: Direction, language: Language, *, whole: bool = False
) -> str:
    """What `after` has that `before` had not, and what it has no more; empty where nothing differs.

    Args:
        before: The Direction that the person knows.
        after: The one that they get.
        language: "en" or "zh".
        whole: Says the camera and the length in any case.
    """
    zh = language == "zh"
    moved = after.camera != before.camera or whole
    camera = camera_words(after.camera, language) if moved else ""
    if moved and not after.camera:
        camera = "" if before.camera else ("镜头不动" if zh and whole else "")
    added = [*_added(before, after, language)]
    gone = [*_gone(before, after, language)]
    if whole:
        added.append(_length(after, language))
    if zh:
        return _chinese(camera, added, gone)
    return _english(camera, added, gone)


def _english(camera: str, added: Sequence[str], gone: Sequence[str]) -> str:
    parts = [camera] if camera else []
    if added:
        parts.append("with " + joined(added, "en"))
    if gone:
        parts.append("without " + joined(gone, "en"))
    text = ", ".join(parts)
    return text[:1].upper() + text[1:] + "." if text else ""


def _chinese(camera: str, added: Sequence[str], gone: Sequence[str]) -> str:
    parts = [part for part in (camera, "、".join(added)) if part]
    if gone:
        parts.append("去掉" + "、".join(gone))
    return "，".join(parts) + "。" if parts else ""


def joined(items: Sequence[str], language: Language) -> str:
    """A list as it is spoken: "snow, fog and rain"."""
    if language == "zh":
        return "、".join(items)
    return ", ".join(items[:-1]) + (" and " if len(items) > 1 else "") + items[-1]


def name(key: str, language: Language) -> str:
    """The words for one value ("atmosphere:snow")."""
    english, chinese = NAMES.get(key, (key.partition(":")[2].replace("_", " "),) * 2)
    return chinese if language == "zh" else english


def camera_words(moves: Sequence[CameraMove], language: Language) -> str:
    """The camera's moves, in sequence and together."""
    zh = language == "zh"
    text = ""
    for index, move in enumerate(moves):
        joint = ""
        if index:
            joint = (
                ("，然后" if zh else ", then ") if move.then else ("，同时" if zh else " while ")
            )
        text += joint + _move(move, language)
    return ("镜头" + text if zh and not text.startswith(("镜头", "手持")) else text) if text else ""


def _move(move: CameraMove, language: Language) -> str:
    zh = language == "zh"
    slow = _SPEEDS[move.speed][zh]
    if move.direction is None:
        return name(f"camera:{move.move}", language) + ("" if zh else slow)
    heading = _HEADINGS[move.direction][zh]
    special = _MOVES.get((move.move, move.direction))
    way = " a little" if move.amount < 0.35 else " a long way" if move.amount > 0.7 else ""
    if zh:
        words = special[1] if special else heading + name(f"camera:{move.move}", language)
        return slow + ("稍微" if way == " a little" else "大幅" if way else "") + words
    words = special[0] if special else f"{name(f'camera:{move.move}', language)} {heading}"
    return words + slow + way


def _added(before: Direction, after: Direction, language: Language) -> Iterator[str]:
    for layer in ("subject", "background", "atmosphere"):
        known: tuple[_Item, ...] = getattr(before, layer)
        items: tuple[_Item, ...] = getattr(after, layer)
        for item in items:
            if item not in known:
                old = next((k for k in known if _key(k) == _key(item)), None)
                yield _layered(layer, item, old, language)
    yield from _graded(before, after, language)
    yield from _framed(before, after, language)
    if after.title is not None and after.title != before.title:
        yield _title(after.title, language)
    if after.music is not None and after.music != before.music:
        yield _music(after.music, language)


def _key(item: _Item) -> str:
    return getattr(item, "kind", "") or getattr(item, "motion", "")


def _layered(layer: str, item: _Item, old: _Item | None, language: Language) -> str:
    words = name(f"{layer}:{_key(item)}", language)
    zh = language == "zh"
    if old is not None:
        more = item.amount > old.amount
        share = round(item.amount * 100)
        if zh:
            return f"{words}{'更强' if more else '更弱'}（{share}%）"
        return f"{words} {'stronger' if more else 'weaker'} ({share}%)"
    if item.amount < 0.35:
        return (
            f"{words}（轻微）"
            if zh
            else f"{words}, lightly"
            if layer != "atmosphere"
            else f"a little {_bare(words)}"
        )
    if item.amount > 0.7:
        return (
            f"{words}（强烈）"
            if zh
            else f"{words} strongly"
            if layer != "atmosphere"
            else f"a lot of {_bare(words)}"
        )
    return words


def _bare(words: str) -> str:
    return words.removeprefix("a ")


def _graded(before: Direction, after: Direction, language: Language) -> Iterator[str]:
    if after.grade.look is not None and after.grade.look != before.grade.look:
        yield name(f"look:{after.grade.look}", language)
    for tone in ("brightness", "contrast", "saturation"):
        old: float = getattr(before.grade, tone)
        new: float = getattr(after.grade, tone)
        if new != old:
            words = name(f"tone:{tone}", language)
            if language == "zh":
                yield f"{words}{'提高' if new > old else '降低'}"
            else:
                yield f"{'more' if new > old else 'less'} {words}"


def _framed(before: Direction, after: Direction, language: Language) -> Iterator[str]:
    zh = language == "zh"
    if after.duration_ms != before.duration_ms:
        yield _length(after, language)
    if after.aspect != before.aspect:
        if after.aspect is None:
            yield "照片原来的画幅" if zh else "the photo's own shape"
        else:
            yield f"{after.aspect} 画幅" if zh else f"a {after.aspect} frame"
    if after.height != before.height:
        yield f"{after.height}p"
    if after.fps != before.fps:
        yield f"每秒 {after.fps} 帧" if zh else f"{after.fps} frames per second"
    if after.loop not in {before.loop, "none"}:
        yield name(f"loop:{after.loop}", language)
    if after.fade_in_ms != before.fade_in_ms and after.fade_in_ms:
        yield (
            f"{_seconds(after.fade_in_ms)} 秒淡入"
            if zh
            else f"a {_seconds(after.fade_in_ms)} s fade in"
        )
    if after.fade_out_ms != before.fade_out_ms and after.fade_out_ms:
        yield (
            f"{_seconds(after.fade_out_ms)} 秒淡出"
            if zh
            else f"a {_seconds(after.fade_out_ms)} s fade out"
        )
    if after.seed != before.seed:
        yield f"随机种子 {after.seed}" if zh else f"seed {after.seed}"


def _length(direction: Direction, language: Language) -> str:
    seconds = _seconds(direction.duration_ms)
    if language == "zh":
        return f"时长 {seconds} 秒"
    return f"a length of {seconds} second{'' if seconds == '1' else 's'}"


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:g}"


def _title(title: Title, language: Language) -> str:
    zh = language == "zh"
    start, end = _seconds(title.start_ms), _seconds(title.end_ms)
    place = name(f"position:{title.position}", language)
    if zh:
        color = "" if title.color == "white" else _COLORS.get(title.color, title.color)
        return f"{color}标题“{title.text}”（{place}，第 {start} 到 {end} 秒）"
    color = "" if title.color == "white" else f" in {title.color}"
    return f"the title “{title.text}”{color} {place} from {start} to {end} s"


def _music(music: Music, language: Language) -> str:
    words, volume = name(f"mood:{music.mood}", language), round(music.volume * 100)
    return f"{words}（音量 {volume}%）" if language == "zh" else f"{words} at {volume}%"


def _gone(before: Direction, after: Direction, language: Language) -> Iterator[str]:
    if before.camera and not after.camera:
        yield name("part:camera", language)
    for layer in ("subject", "background", "atmosphere"):
        left = {_key(item) for item in getattr(after, layer)}
        for item in getattr(before, layer):
            if _key(item) not in left:
                yield name(f"{layer}:{_key(item)}", language)
    if before.grade.look is not None and after.grade.look is None:
        yield name(f"look:{before.grade.look}", language)
    if before.loop != "none" and after.loop == "none":
        yield name(f"loop:{before.loop}", language)
    for end, words in (("in", ("the fade in", "淡入")), ("out", ("the fade out", "淡出"))):
        if getattr(before, f"fade_{end}_ms") and not getattr(after, f"fade_{end}_ms"):
            yield words[language == "zh"]
    if before.title is not None and after.title is None:
        yield "标题" if language == "zh" else "the title"
    if before.music is not None and after.music is None:
        yield "音乐" if language == "zh" else "music"


def missing(unsupported: Sequence[tuple[str, str]], language: Language) -> str:
    """Says which understood wishes the renderer does not draw yet.

    Args:
        unsupported: Field and value of each ("atmosphere", "snow"); a field alone as (field, "").
        language: "en" or "zh".

    Returns:
        One sentence, empty where nothing is missing.
    """
    if not unsupported:
        return ""
    names = [*dict.fromkeys(_plain_name(field, value, language) for field, value in unsupported)]
    if language == "zh":
        return f"这个版本的工作室还画不出{joined(names, language)}，其余的都会做到。"
    text = joined(names, language)
    verb = "is" if len(names) == 1 else "are"
    return f"{text[:1].upper()}{text[1:]} {verb} not drawn yet by this version of the studio; everything else is."


_NOUNS: Final[dict[str, tuple[str, str]]] = {
    "camera:pan": ("a pan", "平移"),
    "camera:tilt": ("a tilt", "俯仰"),
    "camera:zoom": ("a zoom", "变焦"),
    "camera:dolly": ("a dolly move", "推拉镜头"),
    "camera:orbit": ("an orbit", "环绕镜头"),
    "camera:roll": ("a roll", "旋转镜头"),
    "camera:static": ("a still camera", "固定镜头"),
    "loop:": ("loops", "循环"),
    "music:": ("music", "音乐"),
    "title:": ("titles", "标题"),
}


def _plain_name(field: str, value: str, language: Language) -> str:
    field = {"grade": "look", "music": "mood"}.get(field, field) if value else field
    english, chinese = _NOUNS.get(f"{field}:{value}", ("", ""))
    if english:
        return chinese if language == "zh" else english
    key = f"{field}:{value}" if value else f"part:{field}"
    return name(key, language) if key in NAMES else (value or field).replace("_", " ")
