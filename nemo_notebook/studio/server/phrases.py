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
        "I need a photo for that: upload one (jpg, png, gif or webp) and say go.",
        "我需要一张照片：请先上传（jpg、png、gif 或 webp），再告诉我开始。",
    )
    ONLY_PHOTOS = (
        "So far I animate photos only: upload one (jpg, png, gif or webp) and say go.",
        "目前我只能让照片动起来：请上传一张（jpg、png、gif 或 webp），再告诉我开始。",
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
    MUSIC = ("Music: {mood}, {percent}%.", "音乐：{mood}，{percent}%。")
    TITLE = ("Title: “{title}”.", "标题：“{title}”。")

    def say(self, language: Language, **values: object) -> str:
        """The sentence in a language."""
        english, chinese = self.value
        return (chinese if language == "zh" else english).format(**values)
