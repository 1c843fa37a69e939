"""What the studio itself says in a turn, in English and Chinese."""

from __future__ import annotations

from enum import Enum
from typing import Literal

from nemo_notebook.studio.direction import Mood

Language = Literal["en", "zh"]

MOODS: dict[Mood, tuple[str, str]] = {
    "lofi": ("Lo-fi", "低保真"),
    "cinematic": ("Cinematic", "电影感"),
    "piano": ("Piano", "钢琴"),
    "ambient": ("Ambient", "氛围"),
    "upbeat": ("Upbeat", "欢快"),
    "acoustic": ("Acoustic", "原声"),
}
"""What the moods of music are called."""


class Phrase(Enum):
    """A sentence in both languages; fields in braces are filled in."""

    PHOTO_NEEDED = (
        "I need a photo or a clip for that: hand one over and say go.",
        "我需要一张照片或一段视频：请先上传，再告诉我开始。",
    )
    SOUND_ALONE = (
        "I have the sound, and need a photo or a clip to go with it: hand one over and say go.",
        "音乐收到了，还需要一张照片或一段视频来配：请先上传，再告诉我开始。",
    )
    SONG_NEEDED = (
        "There is no song of yours yet: hand one over (mp3, wav, m4a, aac). Until then, no music.",
        "还没有收到你的音乐：请上传一首（mp3、wav、m4a 或 aac），在那之前没有配乐。",
    )
    IN_A_ROW = ("One after the other: {names}.", "依次展示：{names}。")
    NO_SUCH_PART = (
        "That number is beyond what was handed over ({count} so far).",
        "没有那么多：目前收到 {count} 个照片或视频。",
    )
    NOW_SHOWN = ("Now it shows {names}.", "现在用的是{names}。")
    PHOTO_ONLY = (
        "On a clip I leave out {what}: that needs a photo.",
        "视频片段上做不了{what}，那需要照片。",
    )
    CLIP_ENDS = (
        "{name} is {seconds} s long; after that its last picture stays.",
        "{name} 只有 {seconds} 秒，之后停在最后一个画面。",
    )
    CLIP_GOES_ON = (
        "{name} is {seconds} s long and a video 60 s at most: say where another part starts.",
        "{name} 有 {seconds} 秒，而视频最长 60 秒：想要别的部分，请说从哪里开始。",
    )
    BEYOND = (
        "{name} is only {seconds} s long, so all of it is shown.",
        "{name} 只有 {seconds} 秒，所以全部展示。",
    )
    RECAP = ("As you said before: {shot}", "按之前说的：{shot}")
    CLIP_READY = (
        "The clip is there ({seconds} s); now the finishing touches.",
        "片段好了（{seconds} 秒），接着完善细节。",
    )
    DONE = (
        "Your video is ready: {seconds} s, {width} × {height}.",
        "视频做好了：{seconds} 秒，{width} × {height}。",
    )
    REFUNDED = ("The {credits} credits for it were refunded.", "已退还 {credits} 积分。")
    MODEL_FAILED = (
        "The language model gave nothing to go by ({why}), so I go by my own grammar.",
        "语言模型没有给出可用的结果（{why}），改用我自己的语法。",
    )
    MODEL_ADDRESS = (
        "NEMO_DIRECTOR_URL must be https://…, or http:// on this machine",
        "NEMO_DIRECTOR_URL 须是 https://…，或本机的 http://",
    )
    MODEL_AWAY = ("it cannot be reached", "连接不上")
    MODEL_SLOW = ("it took too long", "等得太久")
    MODEL_STATUS = ("it answered with status {status}", "返回状态 {status}")
    MODEL_TALKS = ("its answer describes no shot", "回答不是镜头描述")
    SONG = ("Music: “{name}”, {percent}%.", "音乐：“{name}”，{percent}%。")
    MUSIC = ("Music: {mood}, {percent}%.", "音乐：{mood}，{percent}%。")
    TITLE = ("Title: “{title}”.", "标题：“{title}”。")

    def say(self, language: Language, **values: object) -> str:
        """The sentence in a language."""
        english, chinese = self.value
        return (chinese if language == "zh" else english).format(**values)
