"""The director's answer: what will be done, what can't be, and nothing that isn't so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.describe import bare, changes, describe, joined, name, thing
from nemo_notebook.studio.director.topics import ANSWERS
from nemo_notebook.studio.director.vocabulary import NAMES
from nemo_notebook.studio.director.wishes import (
    Chat,
    Impossible,
    Keep,
    KeepOnly,
    Question,
    Redo,
    StartOver,
    Undo,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nemo_notebook.studio.direction import Direction
    from nemo_notebook.studio.director.apply import Edit, Note
    from nemo_notebook.studio.director.tokens import Language
    from nemo_notebook.studio.director.wishes import Wish

_ABILITIES: Final = (
    (
        "I turn photos and clips into a video: camera moves, motion of subject and background, "
        "snow, rain and other effects, colours, titles, transitions, music, length and format. "
        "Try “slowly pan left with light snow” or “add the title 'Harbour' at the top”."
    ),
    (
        "我可以把照片和片段做成视频：运镜、人物和背景的动作、雪雨等特效、调色、标题、转场、音乐、"
        "时长和画幅。"
        "试试“镜头缓慢向左平移，下小雪”，或“添加标题「港湾」，放在顶部”。"
    ),
)
_LOST: Final = (
    (
        "I didn't understand that, so nothing has changed. "
        "Try “slowly zoom in” or “add the title 'Harbour' in yellow”."
    ),
    "这句话我没听懂，所以什么都没有改。试试“缓慢放大”，或“添加标题「港湾」”。",
)
_CHAT: Final = {
    "greeting": (
        "Hello! Tell me how your photo shall move, for example “slowly zoom in with light snow”.",
        "你好！告诉我照片想怎么动，比如“缓慢放大，下小雪”。",
    ),
    "thanks": ("You're welcome.", "不客气。"),
    "praise": (
        "Glad you like it; it stays as it is. Say “export” when you want the file.",
        "你喜欢就好，就保持这样。想要文件时说“导出”。",
    ),
    "goodbye": (
        "Goodbye! What we made stays here.",
        "再见！做好的内容都留着。",
    ),
    "sorry": (
        "No harm done. Say “undo” to take the last change back.",
        "没关系。要收回上一步，说“撤销”就行。",
    ),
    "agree": ("All right.", "好的。"),
    "refuse": ("All right, it stays as it is.", "好的，保持不变。"),
    "laugh": (
        "Happy to hear it. Tell me what to change whenever you like.",
        "开心就好。想改什么随时告诉我。",
    ),
    "who": (
        "I'm this studio's director, a program: I make into video what you say.",
        "我是这个工作室的导演，一个程序：你来说，我来做成视频。",
    ),
}
_SAME: Final = ("It is like that already, so nothing has changed.", "已经是这样了，没有改动。")
_LIMITS: Final = {
    "duration": (
        "A clip lasts 1 to 60 seconds, so this one takes {seconds}.",
        "短片时长限 1 到 60 秒，所以这次取 {seconds} 秒。",
    ),
    "height": (
        "Pictures are 480 to 2160 pixels high, so this one takes {height}.",
        "画面高度限 480 到 2160 像素，所以这次取 {height}。",
    ),
    "most": ("That is as much of it as there can be.", "已经是最强了。"),
    "least": (
        "That is as little of it as there can be; say “remove it” to have none.",
        "已经是最弱了；想全部去掉，说“去掉它”就行。",
    ),
    "loudest": ("That is as loud as it gets.", "音量已经最大了。"),
    "quietest": ("That is as quiet as it gets.", "音量已经最小了。"),
    "fastest": ("That is as fast as the camera goes.", "镜头已经最快了。"),
    "slowest": ("That is as slow as the camera goes.", "镜头已经最慢了。"),
    "fps": (
        "Clips run at 24 to 60 frames per second, so this one takes {fps}.",
        "帧率限每秒 24 到 60 帧，所以这次取 {fps}。",
    ),
}
_ABSENT: Final = {
    "title": (
        "There is no title to change yet: say “add the title 'Harbour'”.",
        "现在还没有标题可改：先说“添加标题「港湾」”。",
    ),
    "music": ("There is no music to change yet.", "现在还没有音乐可调。"),
    "camera": ("There is no camera move to change yet.", "现在还没有运镜可改。"),
    "pace": (
        (
            "Photos and clips keep their own time; a camera move can be slower or faster, "
            "and there is none yet: try “slowly zoom in”."
        ),
        "照片和片段本身不能变速，能变快变慢的是运镜，现在还没有运镜：试试“缓慢放大”。",
    ),
    "each": (
        "I don't know how many photos there will be, so say how long the whole video shall be.",
        "还不知道会有几张照片，请直接说整个视频多长。",
    ),
    "part": (
        "That part of the clip makes no sense to me, so nothing was cut.",
        "这段时间不合理，所以没有剪。",
    ),
    "time": (
        "That time makes no sense to me, so the title opens the clip.",
        "这个时间不合理，标题放在片头。",
    ),
}
_NEAREST: Final = {
    "move": ("move the camera and the light around the photo as it is", "在照片本身上做运镜和光效"),
    "atmosphere": ("add snow, rain, fog or fireflies", "加上雪、雨、雾或萤火虫"),
    "subject:sway": ("let the subject sway gently", "让人物轻轻摇摆"),
    "subject:breathe": ("let the subject breathe", "让人物轻轻呼吸"),
    "background:blur": ("blur the background", "虚化背景"),
    "title": ("put the words on the picture as a title", "把文字做成标题"),
    "title:plain": ("change the title's colour, place and time", "改标题的颜色、位置和时间"),
    "music": ("add music", "加上音乐"),
    "look": ("change the colours of the whole picture", "调整整个画面的色调"),
    "sharp": ("raise the contrast", "提高对比度"),
    "fade": ("fade from or to black", "用黑场淡入淡出"),
    "pace": ("make it stronger or weaker", "调它的强弱"),
}

_INSTEAD: Final = {  # where the nearest is best said in a sentence of its own
    "choose": (
        "Photos are chosen by their number, not by where they are: say “use the second photo”.",
        "照片按顺序选，不按位置选：说“用第二张”就行。",
    ),
    "music:fade": (
        "The music comes to its own end with the clip; for the picture, say “fade out”.",
        "音乐会随着短片自己收尾；要画面淡出，说“淡出”。",
    ),
    "music:time": (
        "The music always plays from the beginning of the clip to its end.",
        "音乐总是从头播到尾，不能只放其中一段。",
    ),
    "title:words": (
        "Say what the title shall read: “add the title 'Harbour'”.",
        "请说标题写什么：比如“添加标题「港湾」”。",
    ),
    "look:more": (
        "A look is there or it isn't; colours can be stronger: say “more saturated”.",
        "色调没有强弱之分；想让色彩更浓，说“饱和度高一点”。",
    ),
    "music:pace": (
        "Its mood decides how fast the music is: say “upbeat music” or “ambient music”.",
        "音乐的快慢由风格决定：说“欢快的音乐”或“氛围音乐”。",
    ),
    "smooth": (
        "A move begins and ends softly as it is; to calm it further, say “slower”.",
        "运镜的起止本来就是柔和的；想更平缓，说“慢一点”。",
    ),
    "air:colour": (
        "What is in the air keeps its natural colour and size; say “more” or “less” of it.",
        "空气特效保持自然的颜色和大小，可以说“多一点”或“少一点”。",
    ),
    "layer:time": (
        "What moves or hangs in the air does so through the whole clip, not in a part of it.",
        "画面动作和特效贯穿整段短片，不能只在其中一段出现。",
    ),
    "title:fade": (
        "A title comes and goes softly as it is; for the picture, say “fade in” or “fade out”.",
        "标题本来就会柔和地出现和消失；要画面淡入淡出，说“淡入”或“淡出”。",
    ),
    "quality": (
        "How much detail the file keeps is chosen where it is made: low, medium or high.",
        "画质在生成文件的地方选：低、中、高三档。",
    ),
    "mirror": (
        "I can't mirror a photo or turn it over: do that before it is uploaded.",
        "我不能翻转照片，请在上传之前翻好。",
    ),
    "trim": (
        "From a clip I can keep one stretch only: say “cut from 2 to 5 seconds”.",
        "片段里我只能保留连续的一段：比如说“从第2秒剪到第5秒”。",
    ),
}


def reply_to(wishes: Sequence[Wish], before: Direction, edit: Edit, language: Language) -> str:
    """Answers a sentence.

    Args:
        wishes: What was understood.
        before: The Direction before the sentence.
        edit: The Direction after it, and what could not be done.
        language: The language of the answer.
    """
    zh = language == "zh"
    question = next((wish for wish in wishes if isinstance(wish, Question)), None)
    if question is not None:
        return _answer(question, before, language)
    if wishes and all(isinstance(wish, Keep) for wish in wishes):
        return _CHAT["refuse"][zh]
    if wishes and isinstance(wishes[0], Chat):
        return _CHAT[wishes[0].kind][zh]
    if not wishes and before == edit.direction:
        return _LOST[zh]
    parts = [*_steps(wishes, before, edit, language)]
    parts += [_note(note, edit.direction, language) for note in edit.notes]
    parts += [_impossible(wish, language) for wish in wishes if isinstance(wish, Impossible)]
    text = (" " if not zh else "").join(part for part in parts if part)
    return text or _SAME[zh]


def _answer(question: Question, shot: Direction, language: Language) -> str:
    zh = language == "zh"
    match question.about:
        case "shot":
            return describe(shot, language)
        case "topic":
            return ANSWERS[question.topic][zh]
        case "abilities":
            return _ABILITIES[zh]


def _steps(
    wishes: Sequence[Wish], before: Direction, edit: Edit, language: Language
) -> Iterator[str]:
    zh = language == "zh"
    changed = changes(before, edit.direction, language)
    if any(isinstance(wish, Undo | Redo) for wish in wishes):
        undone = any(isinstance(wish, Undo) for wish in wishes)
        opening = ("回到之前。", "Back to how it was. ") if undone else ("已重做。", "Done again. ")
        if before != edit.direction:
            yield opening[not zh] + describe(edit.direction, language)
        return
    if any(isinstance(wish, StartOver) for wish in wishes):
        yield "重新开始。" if zh else "Starting over."
        whole = edit.direction
        if len(wishes) > 1:
            yield describe(whole, language)
        return
    if any(isinstance(wish, KeepOnly) for wish in wishes):
        yield describe(edit.direction, language)
        return
    yield changed
    if not changed:
        yield _refusals(edit, language)


def _refusals(edit: Edit, language: Language) -> str:
    """An answer to "no music" where there was none."""
    names = [*dict.fromkeys(_refused(wish.part, wish.value, language) for wish in edit.refused)]
    if not names:
        return ""
    return (
        f"不加{joined(names, language)}。"
        if language == "zh"
        else f"Without {joined(names, language)}."
    )


def _refused(part: str, value: str | None, language: Language) -> str:
    key = f"{'look' if part == 'grade' else part}:{value}"
    return name(key if key in NAMES else f"part:{part}", language)


def _note(note: Note, direction: Direction, language: Language) -> str:
    zh = language == "zh"
    if note.about == "nothing to undo":
        return "没有可以撤销的。" if zh else "There is nothing to undo."
    if note.about == "nothing to redo":
        return "没有可以重做的。" if zh else "There is nothing to redo."
    if note.about == "limited":
        return _LIMITS[note.what][zh].format(
            seconds=f"{direction.duration_ms / 1000:g}", height=direction.height, fps=direction.fps
        )
    if note.what in _ABSENT:
        return _ABSENT[note.what][zh]
    layers = ("subject", "background", "atmosphere")
    layer = next(layer for layer in layers if f"{layer}:{note.what}" in NAMES)
    what = thing(layer, note.what, language)
    return f"现在没有{what}，无法减弱。" if zh else f"There is no {bare(what)} to reduce yet."


def _impossible(wish: Impossible, language: Language) -> str:
    zh = language == "zh"
    if wish.nearest.startswith("mood:"):
        nearest = name(wish.nearest, language)
        return (
            f"我不会做“{wish.asked}”，用{nearest}代替。"
            if zh
            else f"I can't play {wish.asked}; {nearest} is the nearest I have."
        )
    if wish.nearest.startswith("aspect:"):
        nearest = wish.nearest.removeprefix("aspect:")
        return (
            f"没有 {wish.asked} 画幅，最接近的是 {nearest}。"
            if zh
            else f"There is no {wish.asked} frame; {nearest} is the nearest."
        )
    if wish.nearest in _INSTEAD:
        return _INSTEAD[wish.nearest][zh]
    if wish.nearest in _NEAREST:
        nearest = _NEAREST[wish.nearest][zh]
    else:
        nearest = ("加上" if zh else "add ") + name(wish.nearest, language)
    if zh:
        return f"我做不到“{wish.asked}”，不过可以{nearest}。"
    return f"I can't {_asked(wish.asked)}; I can {nearest} instead."


_VERBS: Final = frozenset(
    [
        "make",
        "let",
        "have",
        "get",
        "turn",
        "give",
        "add",
        "put",
        "include",
        "insert",
        "remove",
        "delete",
        "replace",
        "swap",
        "change",
        "switch",
        "use",
        "apply",
        "bring",
        "throw",
        "overlay",
        "create",
        "generate",
        "render",
        "erase",
        "drop",
    ]
)
_YOURS: Final = {"my": "your", "me": "you", "our": "your", "us": "you", "i": "you"}


def _asked(text: str) -> str:
    words = [_YOURS.get(word.lower(), word) for word in text.split()]
    if words and words[0].lower() in _VERBS:
        return " ".join([words[0].lower(), *words[1:]])
    return f"do “{text}”"
