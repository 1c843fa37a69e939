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
    if container is not None and _EXPORT_TO.fullmatch(words):
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
    bare = " ".join(_COURTESY.sub(" ", words.strip().replace("’", "'")).split())
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", bare)


def _without_container(words: str) -> tuple[str, str | None]:
    found = _CONTAINER.search(words)
    if found is None:
        return words, None
    return words[: found.start()].strip(), found["container"]


_COURTESY = re.compile(
    r"\b(?:please|pls|thanks|thank you|now|hey|ok|okay|just"
    r"|(?:can|could|would|will|may) (?:you|i|we)"
    r"|i(?: want| need|'d like| would like)(?: to)?|let's|let me)\b"
    r"|请|麻烦|帮我|帮忙|一下|能不能|可以|能否|能(?=导出|下载|上传|发)|我(?:们)?(?:想要?|要)"
    r"|谢谢|多谢|[吧吗呢啊了]$|现在"
)

_CONTAINER = re.compile(
    r"\s*(?:\b(?:as|to|in|into)\b|为|成)?\s*(?:\ban?\b)?\s*\.?"
    rf"(?P<container>{'|'.join(CONTAINERS)})\s*(?:format|file|video|格式|文件|视频)?$"
)

_IT = (
    r"(?:it|this|that|everything|the|my|our|a|final|finished|whole|result|video|clip|movie|film|file"
    r"|cut|version)"
)
_THE = _IT.replace("|a|", "|")
_THING = r"(?:video|clip|movie|film|file|result|cut)"
_ITS = r"(?:视频|片子|成片|短片|文件|结果|它|这个|那个|最终|最后|我?的|完整)"
_EXPORT = re.compile(
    rf"(?:export|download|save)(?: {_IT})*"
    rf"|render(?: out)?(?: {_IT})+"
    rf"|(?:(?:give|send|get)(?: me)? )?(?:the |a )?(?:download|export) (?:link|file)"
    rf"|(?:send|give|get|hand|have)(?: me)?(?: {_THE})* {_THING}(?: file)?(?: to me)?"
    r"|send it to me|send me it"
    rf"|[把将]?{_ITS}*\s?(?:导出|下载|输出|保存)(?:出?来|下来)?\s?{_ITS}*"
    rf"|[把将]?{_ITS}+\s?(?:渲染出来|发(?:送)?(?:来|给?我)|给我)"
    rf"|(?:发(?:送)?(?:来|给?我)?|给我){_ITS}+(?:给我)?"
)
_EXPORT_TO = re.compile(
    rf"(?:export|download|save|render|get me|give me|send me)(?: out)?(?: {_IT})*"
    rf"|[把将]?{_ITS}*\s?(?:渲染|转)\s?{_ITS}*"
)
"""What asks for an export only where a container is named."""

_ASKING = (
    r"(?:(?:show|check|see|get|tell|view|display|what is|what's|what are|list|look at|look up)"
    r"(?: me)? )?"
)
_MY = r"(?:(?:my|the|our|all|any) )?"
_LEFT = r"(?:left|remaining|available|still|on my account|in my account)"
_ZH_SEE = r"(?:显示|查询|查看?|看|列出|我|的|当前|项目|是|什么|有|哪些|上|目前|个)"
_OTHERS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "credits",
        re.compile(
            rf"{_ASKING}{_MY}(?:(?:current|remaining|available|account|credit) )?"
            rf"(?:credits?|balance)(?: (?:balance|{_LEFT}))*"
            r"|how (?:many|much) (?:more )?credits?"
            rf"(?: (?:do i|have i|i|are|is|there|have|got|{_LEFT})\b)*+"
            rf"|how much (?:is|do i have|have i got) {_LEFT}(?: {_LEFT})*"
            rf"|(?:do i|have i)(?: still)? (?:have|got)(?: any)?(?: more)? credits?(?: {_LEFT})*"
            r"|(?:我|查询|查看?|看|显示|还有?|还剩|剩余?|多少|有|当前|账户|可用|的)*+"
            r"(?:积分|余额|点数)(?:还有?|还剩|剩余?|多少|有|是|查询|余额|几|可用)*+"
        ),
    ),
    (
        "state",
        re.compile(
            rf"{_ASKING}{_MY}(?:current |project )?(?:status|state|tracks?|track list|timeline)"
            r"(?: of (?:the|my|our) (?:project|video|timeline))?"
            r"|(?:show me |tell me |see )?(?:what is|what's) on (?:the|my) timeline"
            r"|(?:what|which) tracks? (?:are there|do i have|have i got|are on the timeline)"
            rf"|{_ZH_SEE}*+(?:状态|轨道|时间线|时间轴)(?:有哪些|如何|怎么样|列表|上有什么|上有哪些)*"
        ),
    ),
    (
        "upload",
        re.compile(
            r"upload(?: (?:an?|the|my|this|another|new|more|some|files?|photos?|images?|pictures?"
            r"|videos?|clips?|music))*"
            r"|上传(?:一?[张个段些])?(?:新的?|其他)?(?:照片|图片|视频|文件|素材|音乐)?"
        ),
    ),
)
