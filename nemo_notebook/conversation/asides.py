"""What the conversation itself says while it waits, between the words of the service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nemo_notebook.conversation.language import Language
from nemo_notebook.protocol.events import Event

PROCESSING: Final = "Your request is being processed"
FOLLOWING: Final = "Waiting for music, title and effects"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside(Event):
    """Something that is on no wire.

    Attributes:
        note: What the person should know and may read later; empty if nothing.
        label: What is being done now; empty to leave what is told.
    """

    note: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview(Event):
    """The first picture of what is being made, as a JPEG; on no wire as such."""

    jpeg: bytes


def interrupted(seconds: float, language: Language) -> str:
    """The connection was gone for long enough to be mentioned."""
    if language == "zh":
        return f"连接中断了 {seconds:.0f} 秒，现已恢复；没有重复发送。"
    return f"The connection was interrupted for {seconds:.0f} s; nothing was sent again."


def still_working(seconds: float, language: Language) -> str:
    """No news for a while, but a sign of life."""
    minutes = seconds // 60
    if language == "zh":
        return f"仍在处理（已 {minutes:.0f} 分钟）"
    return f"Still working ({minutes:.0f} min)"


def no_change_yet(seconds: float, language: Language) -> str:
    """The state was looked at often and shows nothing new."""
    minutes = seconds // 60
    if language == "zh":
        return (
            f"{minutes:.0f} 分钟内时间线没有变化，继续等待。"
            "也可以停止；再次运行时只查看结果，不会重复发送。"
        )
    return (
        f"No change on the timeline for {minutes:.0f} minutes; still waiting. You may stop: "
        "running this again then looks for the outcome and sends nothing."
    )


def clip_ready(language: Language) -> str:
    """The first of two stages is done."""
    if language == "zh":
        return "原始片段已生成；音乐、标题和特效随后添加。"
    return "The raw clip is there; music, title and effects follow."


def taken_up(language: Language) -> str:
    """The end of a turn that another process had sent."""
    if language == "zh":
        return "已从中断处继续；没有重复发送。"
    return "Taken up after an interruption; nothing was sent."


def made_elsewhere(language: Language) -> str:
    """Another process made the same turn meanwhile."""
    if language == "zh":
        return "另一个笔记本刚刚完成了同一轮；这里没有发送。"
    return "Another notebook made this turn meanwhile; nothing was sent from here."


def not_here(language: Language) -> str:
    """Offline, the words of a turn are known, but its video is not here."""
    if language == "zh":
        return "离线：这里没有该视频文件；用 NEMO_MODE=auto 运行即可取回，不需要积分。"
    return (
        "Offline, and the video is not here: run it with NEMO_MODE=auto to have it exported, which"
        " costs nothing."
    )


def exported_again(language: Language) -> str:
    """A video that was made before is missing from the ledger, or damaged."""
    if language == "zh":
        return "账本中该视频文件缺失或损坏：已重新导出，不需要积分。"
    return (
        "The ledger's file of this video is missing or damaged: it was exported again, which costs"
        " nothing."
    )


def in_the_browser(language: Language) -> str:
    """The project of a video that was just exported has a page, whose address is not for all."""
    if language == "zh":
        return "也可以在浏览器中打开这个项目：%nemo open，或 take.video.link。"
    return "The project can be opened in a browser, too: %nemo open, or take.video.link."


def seed_ignored(language: Language) -> str:
    """The hosted service has no seed."""
    if language == "zh":
        return "该服务不支持随机种子：不同的种子只是不同的版本。"
    return "The service knows no seed: with each one it makes another take by chance."


def starts_anew(language: Language) -> str:
    """The service has forgotten the session."""
    if language == "zh":
        return "服务已不再保留之前的对话：对话重新开始，照片已重新提交。"
    return (
        "The service no longer knows this conversation: it starts anew, with the photos handed "
        "over again."
    )
