"""Where a sentence goes: export, credits, state and upload are not messages.

The words route only when they *are* the request: "make a video about how banks export credits"
is a message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from nemo_notebook.protocol.media import CONTAINERS

Kind = Literal["export", "credits", "state", "upload", "message"]


@dataclass(frozen=True, slots=True)
class Route:
    """Where a sentence goes, and the container it names, if it names one."""

    kind: Kind
    format: str | None = None


def route(text: str) -> Route:
    """Tell what a sentence asks for.

    Args:
        text: What the person said, in English or Chinese.

    Returns:
        The route; `message` for everything that is not one of the other requests as a whole.
    """
    words, container = _without_container(_bare(text))
    if _EXPORT.fullmatch(words):
        return Route("export", container)
    if container is None:
        for kind, pattern in _OTHERS:
            if pattern.fullmatch(words):
                return Route(kind)
    return Route("message")


def _bare(text: str) -> str:
    """The sentence in lower case, without punctuation and courtesy, spaces single."""
    words = re.sub(
        r"[.,!?;:~]+(?=\s|$)|[,!?;:。、…～\uff0c\uff01\uff1f\uff1b\uff1a]+", " ", text.lower()
    )
    return " ".join(_COURTESY.sub(" ", words.replace("’", "'")).split())


def _without_container(words: str) -> tuple[str, str | None]:
    found = _CONTAINER.search(words)
    if found is None:
        return words, None
    return words[: found.start()].strip(), found["container"]


_COURTESY = re.compile(
    r"\b(?:please|pls|thanks|thank you|now|hey|ok|okay|just|(?:can|could|would|will) you"
    r"|i(?: want|'d like| would like) to|let's|let me)\b"
    r"|请|麻烦|帮我|帮忙|一下|给我|我想要?|谢谢|[吧吗呢啊了]$|现在"
)

_CONTAINER = re.compile(
    r"\s*(?:\b(?:as|to|in|into)\b|为|成)?\s*(?:\ban?\b)?\s*\.?"
    rf"(?P<container>{'|'.join(CONTAINERS)})\s*(?:format|file|video|格式|文件|视频)?$"
)

_IT = r"(?:it|this|that|the|my|our|final|finished|result|video|clip|movie|film|file)"
_ITS = r"(?:视频|片子|成片|短片|文件|它|这个|最终)"
_EXPORT = re.compile(
    rf"(?:export|download|render out|save)(?: {_IT})*"
    rf"|(?:send|give|get|hand)(?: me)?(?: {_IT})* (?:video|clip|movie|film|file|result)"
    rf"|[把将]?{_ITS}*\s?(?:导出|下载|输出|保存)\s?{_ITS}*"
    rf"|发(?:送)?(?:来|我)?{_ITS}+"
)
_ASKING = r"(?:(?:show|check|see|get|tell me|view|display|what is|what's|what are|list)(?: me)? )?"
_MY = r"(?:(?:my|the|our|all) )?"
_OTHERS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "credits",
        re.compile(
            rf"{_ASKING}{_MY}(?:(?:current|remaining|available|account|credit) )?"
            r"(?:credits?|balance)(?: (?:balance|left|remaining))?"
            r"|how (?:many|much) (?:more )?credits?"
            r"(?: (?:do i|have i|i|are|is|there|have|got|left|remaining|still))*"
            r"|(?:我|查看?|查询|看看|显示|还有?|还剩|剩余?|多少|有|当前|账户|的)*"
            r"(?:积分|余额|点数)(?:还有?|还剩|剩余?|多少|有|是|查询|余额|几)*"
        ),
    ),
    (
        "state",
        re.compile(
            rf"{_ASKING}{_MY}(?:current )?(?:status|state|tracks?|timeline)"
            r"|(?:what is|what's) on the timeline"
            r"|(?:显示|查看?|看看|当前|的|有哪些|什么)*(?:状态|轨道|时间线|时间轴)(?:有哪些|如何|怎么样)*"
        ),
    ),
    (
        "upload",
        re.compile(
            r"upload(?: (?:an?|the|my|this|another|new|files?|photos?|images?|pictures?|videos?))*"
            r"|上传(?:一?[张个段])?(?:新的?)?(?:照片|图片|视频|文件|素材|音乐)?"
        ),
    ),
)
