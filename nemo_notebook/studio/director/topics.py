"""Answers to "how do I …?" and "what is …?", by what is asked about: English beside Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nemo_notebook.studio.director.tokens import Token

# The first kind that a question names decides; the most telling kinds come first.
_BY_KIND: Final[tuple[tuple[Kind, str], ...]] = (
    (Kind.UNDO, "undo"),
    (Kind.RESTART, "undo"),
    (Kind.EXPORT, "export"),
    (Kind.UPLOADED, "own music"),
    (Kind.OWN_SOUND, "own sound"),
    (Kind.TRANSITION, "transition"),
    (Kind.BETWEEN, "transition"),
    (Kind.TRIM, "trim"),
    (Kind.LOOP, "loop"),
    (Kind.FADE, "fade"),
    (Kind.MOVE, "camera"),
    (Kind.AIR, "atmosphere"),
    (Kind.MOTION, "motion"),
    (Kind.TITLE, "title"),
    (Kind.MUSIC, "music"),
    (Kind.MOOD, "music"),
    (Kind.LOOK, "look"),
    (Kind.TONE, "look"),
    (Kind.ASPECT, "aspect"),
    (Kind.PLATFORM, "aspect"),
    (Kind.RATIO, "aspect"),
    (Kind.HEIGHT, "size"),
    (Kind.RANDOM, "seed"),
    (Kind.CHANGE, "length"),
    (Kind.LENGTH, "length"),
    (Kind.GO, "camera"),
)
_BY_UNIT: Final = {"fps": "fps", "p": "size", "second": "length", "minute": "length"}
_BY_WORD: Final = {
    "private": "privacy",
    "privacy": "privacy",
    "upload": "privacy",
    "uploaded": "privacy",
    "cloud": "privacy",
    "上传": "privacy",
    "隐私": "privacy",
    "联网": "privacy",
    "cost": "cost",
    "costs": "cost",
    "free": "cost",
    "price": "cost",
    "多少钱": "cost",
    "收费": "cost",
    "免费": "cost",
    "aspect": "aspect",
    "ratio": "aspect",
    "ratios": "aspect",
    "shapes": "aspect",
    "画幅": "aspect",
    "比例": "aspect",
    "resolution": "size",
    "resolutions": "size",
    "quality": "size",
    "分辨率": "size",
    "清晰度": "size",
}
_VAGUE: Final = frozenset({"效果", "感觉", "风格", "style", "vibe"})
_MOVES: Final = frozenset({"pan", "tilt", "zoom", "dolly", "orbit", "roll", "handheld", "static"})

ANSWERS: Final[dict[str, tuple[str, str]]] = {
    "undo": (
        "Say “undo”, “undo the last two” or “start over”.",
        "说“撤销”、“撤销上两步”或“重新开始”就可以。",
    ),
    "export": (
        "The formats are mp4, mov, webm, mkv and avi: say “export as webm”, for example.",
        "支持 mp4、mov、webm、mkv 和 avi：比如说“导出 webm”。",
    ),
    "privacy": (
        (
            "Photos, clips and sounds stay in the studio; with nothing configured it runs on this "
            "machine."
        ),
        "照片、片段和音乐都留在工作室里；没有另外配置时，它就在这台机器上运行。",
    ),
    "cost": (
        "A studio on your own machine charges nothing, unless it was started to: say “credits”.",
        "本机的工作室不收费，除非启动时另有设置：说“余额”就能看到。",
    ),
    "own music": (
        "Upload an audio file, then say “use my song”.",
        "先上传音频文件，再说“用我上传的音乐”。",
    ),
    "own sound": (
        "Say “mute the original sound” or “original sound at 30%”.",
        "说“关掉原声”，或“原声音量 30%”。",
    ),
    "transition": (
        (
            "Between several photos there can be crossfades, slides, wipes or cuts: "
            "say “crossfade between the photos”."
        ),
        "多张照片之间可以叠化、滑动、擦除或直接切换：比如说“照片之间用叠化”。",
    ),
    "trim": (
        (
            "Say which part of your clip you want: “cut from 2 to 5 seconds” "
            "or “trim the first 3 seconds”."
        ),
        "说出要保留的部分：“从第2秒剪到第5秒”，或“剪掉前3秒”。",
    ),
    "loop": (
        "Say “make it a seamless loop”, or “boomerang” for forwards and backwards.",
        "说“无缝循环”，或者“来回播放”。",
    ),
    "fade": (
        "Say “fade in from black” or “fade out over 2 seconds”.",
        "说“淡入”，或“结尾两秒淡出”。",
    ),
    "pan": (
        "A pan turns the view to the left or right: say “slowly pan left”.",
        "平移是镜头向左或向右移动：比如说“镜头缓慢向左平移”。",
    ),
    "tilt": (
        "A tilt turns the view up or down: say “tilt up”.",
        "上摇、下摇是镜头向上或向下转：比如说“镜头上摇”。",
    ),
    "zoom": (
        "A zoom makes everything larger or smaller: say “slowly zoom in”.",
        "变焦让画面放大或缩小：比如说“缓慢放大”。",
    ),
    "dolly": (
        (
            "A dolly moves the camera itself, so that near things grow faster than far ones: "
            "say “push in slowly”."
        ),
        "推拉是镜头本身前后移动，近处比远处变化更快：比如说“慢慢推近”。",
    ),
    "orbit": (
        "An orbit moves the camera around the subject: say “orbit slowly to the right”.",
        "环绕是镜头绕着主体移动：比如说“向右缓慢环绕”。",
    ),
    "roll": (
        "A roll turns the picture about its middle: say “roll clockwise a little”.",
        "旋转是画面绕中心转动：比如说“顺时针转一点”。",
    ),
    "handheld": (
        "Handheld sways a little, as if somebody held the camera: say “handheld camera”.",
        "手持镜头会轻微晃动，像有人拿着相机：说“手持镜头”。",
    ),
    "static": (
        "Say “keep the camera still”, and only the picture moves.",
        "说“镜头不动”，就只有画面里的东西在动。",
    ),
    "camera": (
        (
            "The camera can pan, tilt, zoom, dolly, orbit, roll, be handheld or still: "
            "say “first zoom in, then pan left”."
        ),
        "镜头可以平移、上下摇、变焦、推拉、环绕、旋转、手持或不动：比如说“先放大，再向左平移”。",
    ),
    "atmosphere": (
        (
            "There are snow, rain, fog, dust, embers, fireflies, bubbles, grain, vignette and "
            "light leaks: say “a little snow” or “less rain”."
        ),
        (
            "有雪、雨、雾、浮尘、火星、萤火虫、气泡、胶片颗粒、暗角和漏光：比如说“下小雪”，"
            "或“雨小一点”。"
        ),
    ),
    "motion": (
        (
            "The subject can breathe, sway or float; the background can ripple, sway, drift or "
            "blur: say “make the water ripple”."
        ),
        "人物可以呼吸、轻摆、漂浮；背景可以荡漾、摇曳、飘动、虚化：比如说“让水面荡漾”。",
    ),
    "title": (
        "Say “add the title 'Harbour' at the top in yellow for the first 3 seconds”.",
        "说“添加标题「港湾」，放在顶部，黄色，显示前3秒”。",
    ),
    "music": (
        (
            "The moods are lo-fi, cinematic, piano, ambient, upbeat and acoustic: "
            "say “soft piano music at 30%”, or “use my song” for a file of yours."
        ),
        (
            "有低保真、电影感、钢琴、氛围、欢快和原声六种：比如说“钢琴曲，音量30%”；"
            "也可以上传自己的音乐，再说“用我上传的音乐”。"
        ),
    ),
    "look": (
        (
            "The looks are warm, cool, black and white, sepia, vintage, cinematic, vivid, muted "
            "and dreamy; brightness, contrast and saturation go up and down: "
            "say “warmer, more contrast”."
        ),
        (
            "有暖色、冷色、黑白、棕褐、复古、电影感、鲜艳、低饱和、梦幻九种色调，"
            "亮度、对比度、饱和度也能调：比如说“暖一点，对比度高一点”。"
        ),
    ),
    "aspect": (
        "The shapes are 16:9, 9:16, 1:1, 4:5, 4:3 and 21:9: say “vertical” or “for YouTube”.",
        "画幅有 16:9、9:16、1:1、4:5、4:3 和 21:9：比如说“竖屏”，或“发B站”。",
    ),
    "size": (
        "Pictures are 480 to 2160 pixels on the short side: say “in 4K” or “720p”.",
        "画面短边可以是 480 到 2160 像素：比如说“4K”或“720p”。",
    ),
    "fps": (
        "Clips run at 24 to 60 frames per second: say “60 fps”.",
        "帧率是每秒 24 到 60 帧：比如说“60帧”。",
    ),
    "seed": (
        "Say “another version” for another roll of the dice, or “seed 7” for a certain one.",
        "说“换一版”就换一个随机种子，也可以指定“种子7”。",
    ),
    "length": (
        "A video lasts 1 to 60 seconds: say “8 seconds” or “twice as long”.",
        "视频可以是 1 到 60 秒：比如说“8秒”，或“时长翻倍”。",
    ),
}


def topic_of(tokens: Sequence[Token]) -> str:
    """What a question is about; empty where it names nothing that there is an answer for."""
    for kind, topic in _BY_KIND:
        for token in tokens:
            if kind not in token or token.text in _VAGUE:
                continue
            if kind is Kind.CHANGE and not token.of(kind).startswith("length"):
                return "camera" if token.of(kind).startswith("speed") else "look"
            move = token.of(kind).split("/")[0] if kind is Kind.MOVE else ""
            return move if move in _MOVES else topic
    words = "".join(f"{token.text.lower()} " for token in tokens)
    for word, topic in _BY_WORD.items():
        if word in (words.split() if word.isascii() else words.replace(" ", "")):
            return topic
    units = [token.of(kind) for token in tokens for kind in (Kind.UNIT, Kind.QUANTITY)]
    return next((_BY_UNIT[unit] for unit in units if unit in _BY_UNIT), "")
