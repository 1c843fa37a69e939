"""The service's words for someone who is here: instructions for its web page go, content stays.

The service believes that it talks to a person in front of its page. What it tells that person to do
there is taken out of the text, and comes back as an action that the conversation carries out: an
export, a look at the timeline, the state or the balance.

Drag and drop is different. Its counterpart is an edit, which is a message, and a message costs
credits: one that nobody asked for would spend a person's money, and the answer to it could hold
the next instruction. So an edit is offered as a follow-up, ready to be said, and never sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["export", "timeline", "state", "credits", "edit"]


@dataclass(frozen=True, slots=True)
class Action:
    """Something that the service told a person to do on its page.

    Attributes:
        kind: What does the same here.
        text: The sentence that asks for an edit; empty for the others.
    """

    kind: Kind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """A text without instructions for a page, and what those wanted."""

    text: str
    actions: tuple[Action, ...] = ()


def translate(text: str) -> Translation:
    """Take the instructions for a page out of a text.

    Args:
        text: What the service said, in English or Chinese, in Markdown.

    Returns:
        The rest, which may be empty, and the actions, each once.
    """
    if not _TRIGGER.search(text):
        return Translation(text.strip())
    lines: list[str] = []
    found: list[Action] = []
    for line in text.strip().split("\n"):
        kept, actions = _translate_line(line)
        found += actions
        if kept or not actions:
            lines.append(kept)
    tidy = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return Translation(tidy, tuple(dict.fromkeys(found)))


def translate_so_far(text: str) -> str:
    """A text that is still being written, without what is, or may become, an instruction."""
    if not _TRIGGER.search(text):
        return text
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    head, tail = text[: ends[-1]] if ends else "", text[ends[-1] :] if ends else text
    kept = translate(head).text
    if _TRIGGER.search(tail) or not tail.strip():
        return kept
    gap = head[len(head.rstrip()) :] if kept else ""
    return f"{kept}{gap}{tail}"


def _translate_line(line: str) -> tuple[str, list[Action]]:
    bullet = _BULLET.match(line)
    head = bullet[0] if bullet else ""
    kept: list[str] = []
    found: list[Action] = []
    for sentence in _sentences(line[len(head) :]):
        rest, actions = _translate_sentence(sentence)
        found += actions
        kept.append(rest)
    rest = "".join(kept).rstrip() if found else line[len(head) :]
    return (f"{head}{rest}" if rest.strip() else ""), found


def _sentences(line: str) -> list[str]:
    """The line in pieces that together are the line again."""
    ends = [found.end() for found in _SENTENCE_END.finditer(line)]
    starts = [0, *ends]
    return [line[a:b] for a, b in zip(starts, [*ends, len(line)], strict=True) if a < b]


def _translate_sentence(sentence: str) -> tuple[str, list[Action]]:
    if len(sentence) > _LONGEST or not _TRIGGER.search(sentence):
        return sentence, []
    if re.search(r"[\u3400-\u9fff]", sentence):
        return _translate_chinese(sentence)
    if found := _AT_START.match(sentence):
        return "", [_action(sentence[found.start("do") :])]
    if found := _BY_HAND.match(sentence):
        return "", [Action("edit", found["wish"].strip())]
    if found := _IN_BETWEEN.search(sentence):
        return _ended(sentence[: found.start()]), [_action(sentence[found.start("do") :])]
    if found := _EXPORT_BUTTON.search(sentence):
        before = [cut.start() for cut in _JOINT.finditer(sentence, 0, found.start())]
        kept = sentence[: before[-1]] if before else ""
        return (_ended(kept) if len(kept.split()) > 1 else ""), [Action("export")]
    return sentence, []


def _ended(kept: str) -> str:
    return f"{kept.rstrip(' ,;:-–—')}. "


def _translate_chinese(sentence: str) -> tuple[str, list[Action]]:
    kept: list[str] = []
    found: list[Action] = []
    cut = False
    for clause in re.findall(r"[^,\uff0c]*[,\uff0c]?", sentence):
        if not clause.strip():
            continue
        told = _ZH_IN_BETWEEN.fullmatch(clause)
        if told is None or _ZH_PURPOSE.match(clause):
            told = _ZH_INSTRUCTION.match(clause)
        if told is not None:
            found.append(_action(clause[told.start("do") :]))
            if kept and _ZH_PURPOSE.match(kept[-1]):
                kept.pop()
            kept.append(clause[: told.start("lead")] if told.re is _ZH_IN_BETWEEN else "")
            cut = True
        elif cut and _ZH_RESULT.match(clause):
            continue
        else:
            kept.append(clause)
            cut = False
    rest = "".join(kept).rstrip(_COMMAS)
    if found and rest and not re.search(r"[。.!?;\uff01\uff1f\uff1b]\s*$", rest):
        rest += "。"
    return rest if found else sentence, found


def _action(told: str) -> Action:
    """What an instruction wants, by its words."""
    told = told.strip().rstrip(_STOPS)
    if _DRAGS.search(told):
        return Action("edit", _as_edit(told))
    for kind, pattern in _KINDS:
        if pattern.search(told):
            return Action(kind)
    button = _NAMED_BUTTON.search(told)
    return Action("edit", button[1].strip().lower()) if button else Action("state")


def _as_edit(told: str) -> str:
    """The sentence that asks for what dragging would do."""
    if _ZH_DRAG.search(told):
        return _ZH_DRAG.sub("移", told).replace("移到到", "移到").replace("移至到", "移到")
    found = _DRAG.search(told)
    return f"move {told[found.end() :].strip()}" if found else told


_SENTENCE_END = re.compile(
    r"[.!?;](?:[\"”')*_]*)(?:\s+|$)|[。\uff01\uff1f\uff1b]|(?<=[\u3400-\u9fff])[!?;]|\n"
)
_COMMAS = ", \uff0c"
_STOPS = " .!;。\uff01\uff1b"
_LONGEST = 600
"""No instruction is a longer sentence, and looking for one would take long."""

_BULLET = re.compile(r"\s*(?:[-*•]|\d+[.)、])\s+")
_TRIGGER = re.compile(
    r"\b(?:double-|right-)?(?:click|tap|press|hit|select|choose|open|go to|navigate"
    r"|switch to|expand|drag|drop"
    r"|preview|export button|account|billing|credits?|balance|subscription|timeline"
    r"|clicking|dragging|export (?:menu|tab|panel)|[‘'\"*`“\[]+export[’'\"*`”\]]+ button)"
    r"|[点单双]击|点选|轻点|点按|按下|按一下|点一下|打开|拖|预览|时间[线轴]|导出按钮"
    r"|账户|账号|账单|余额|积分|订阅",
    re.IGNORECASE,
)

_QUOTED = r"(?:\*\*|[\"“'‘`\[])(?:[^\"”'’*`\]\n]{1,40})(?:\*\*|[\"”'’`\]])"
_BUTTON_WORDS = (
    r"(?:button|icon|tab|menu|link|panel|thumbnail|checkbox|slider|drop-?down|toolbar|timeline)"
)
_BARE_BUTTONS = (
    r"(?:export|download|save|share|generate|play|preview|render|upload|apply|next|undo|here|it)"
)
_PANEL = (
    r"(?:panel|tab|menu|sidebar|side bar|inspector|toolbar|dashboard|settings|workspace|drop-?down)"
)
_PAGE = r"(?:timeline|preview(?: panel| window| pane)?|player|editor)"
_DO = (
    r"(?P<do>"
    rf"(?:double-|right-|left-)?(?:click|tap|press|hit|push)\b(?: on\b)? (?:(?:on )?(?:the |your )?"
    rf"(?:{_BARE_BUTTONS}\b|{_QUOTED})|[^.!?;]{{0,60}}?\b{_BUTTON_WORDS}\b)"
    rf"|(?:select|choose|pick|use) (?:{_QUOTED}|[^.!?;]{{0,40}}?\b(?:button|icon|tab|menu)\b)"
    rf"|(?:open|go to|navigate to|head to|switch to|expand|visit)\b[^.!?;]{{0,60}}?\b{_PANEL}\b"
    r"|drag\b|drop\b[^.!?;]{0,40}?\b(?:on|onto|into) (?:the|your) (?:timeline|track|canvas)\b"
    rf"|(?:preview|play|watch|view|see|review|check|scrub|look at|find)\b[^.!?;]{{0,60}}?"
    rf"\b(?:in|on|from|through|along) (?:the|your)(?: \w+)? {_PAGE}\b"
    r"|(?:check|visit|see|view|review|go to|open|manage|look at)\b[^.!?;]{0,40}?"
    r"\b(?:account|billing|subscription|credits?|balance)\b"
    r")"
)
_LEAD = (
    r"(?:(?:and|or|then|now|next|so|also|please|simply|just|first|second|finally|instead|otherwise"
    r"|alternatively|feel free to|be sure to|make sure (?:to|you)|try to|remember to"
    r"|don't forget to|go ahead and"
    r"|to do (?:this|so|that)|all you (?:need|have) to do is|let's|where|when you"
    r"|I (?:recommend|suggest)(?: that)? you|you(?:'ll| will)?"
    r"(?:(?: can| could| may| might| should| must| need to| have to| want to| just| now| also| then"
    r"| always| simply| easily)+\b))[\s,]+)*"
)
_PURPOSE = (
    r"(?:(?:to|if|when|whenever|once|for|after|before|in order to|in case|as soon as|in|on|from|at"
    r"|under|using|with)\b[^,.!?;:]{1,80}[,:]\s*)?"
)
_FLAGS = re.IGNORECASE
_AT_START = re.compile(rf"[\s>*_#(]*{_PURPOSE}{_LEAD}{_DO}", _FLAGS)
_IN_BETWEEN = re.compile(
    rf"(?:\s*[,:(]\s*|\s+[-–—]+\s*|\s*—\s*|\s+(?=(?:and|or|then|so)\s)){_LEAD}{_DO}", _FLAGS
)
_BY_HAND = re.compile(
    r"[^.!?;]*?\byou (?:can|could|may|might)(?: also| then)?\b(?P<wish>[^.!?;]*?)"
    r"\b(?:by|using|via|with) (?:a |simple )?(?:dragging|drag[- ](?:and|&|n)[- ]drop|clicking)\b",
    _FLAGS,
)
_EXPORT_BUTTON = re.compile(
    r"\b(?:the|your|an?)\s+(?:\*\*|[\"“'‘`\[])?export(?:\*\*|[\"”'’`\]])?\s+(?:button|menu|tab|panel)\b"
    r"|\bexport(?:\*\*|[\"”'’`\]])?\s+button\b",
    _FLAGS,
)
_JOINT = re.compile(r",\s|\s+(?:and|which|so|—|–|-)\s", _FLAGS)

_DRAG = re.compile(r"\bdrag(?:ging)?(?:(?:[- ](?:and|&|n)[- ]|\s*/\s*)drop)?\b", _FLAGS)
_DRAGS = re.compile(r"\bdrag|\bdrop\b.*\b(?:on|onto|into) (?:the|your)\b|拖", _FLAGS)
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("export", re.compile(r"\b(?:export|download|save|render)\b|导出|下载|保存", _FLAGS)),
    (
        "credits",
        re.compile(
            r"\b(?:account|billing|subscription|credits?|balance|upgrade|top[- ]up)\b"
            r"|账户|账号|账单|余额|积分|订阅|充值",
            _FLAGS,
        ),
    ),
    ("timeline", re.compile(r"\b(?:timeline|preview|play|player)\b|时间[线轴]|预览|播放", _FLAGS)),
    ("state", re.compile(rf"\b(?:open|{_PANEL})\b|打开|面板|菜单|设置", _FLAGS)),
)
_NAMED_BUTTON = re.compile(
    r"(?:\*\*|[\"“'‘`\[「『【])([^\"”'’*`\]」』】\n]{2,40})(?:\*\*|[\"”'’`\]」』】])"
)

_ZH_LEAD = (
    r"(?:请|您|你|可以|可|也|还|只需要?|只要|需要|直接|然后|接着|再|并且?|或者?|现在|之后|随后|首?先"
    r"|最后|记得|尝试|在(?:右|左)[上下]角|即可)*"
)
_ZH_DRAG_WORD = r"(?:拖拽|拖动|拖放|拖曳)"
_ZH_DO = (
    r"(?P<do>(?:右键|鼠标)?(?:点击|单击|双击|点选|轻点|点按|按下|按一下|点一下)"
    r"|打开.{0,20}?(?:面板|菜单|标签页?|选项卡|侧边?栏|设置|窗口|编辑器|工具栏)"
    rf"|{_ZH_DRAG_WORD}|[把将].{{1,20}}?(?:{_ZH_DRAG_WORD}|拖[到入至])"
    r"|在.{0,8}(?:时间[线轴]|预览窗口|预览面板|播放器)[中上里内]?.{0,6}(?:预览|查看|播放|观看)"
    r"|(?:预览|查看).{0,12}时间[线轴]"
    r"|(?:查看|检查|前往|进入|登录|打开|到).{0,12}(?:账户|账号|账单|余额|积分|订阅)"
    r"|(?:使用|通过|用|选择|找到)?.{0,12}导出[”」』】]?按钮"
    rf"|通过.{{0,20}}(?:{_ZH_DRAG_WORD}|点击))"
)
_ZH_INSTRUCTION = re.compile(rf"\s*{_ZH_LEAD}{_ZH_DO}")
_ZH_IN_BETWEEN = re.compile(
    r".{3,}?(?P<lead>(?:并且?|您|你|可以|可|请|然后|再)+)"
    r"(?P<do>(?:点击|单击|双击|点选|轻点)|打开.{0,20}?(?:面板|菜单|选项卡|侧边?栏)"
    rf"|{_ZH_DRAG_WORD}|在时间[线轴][中上里内]?.{{0,4}}(?:预览|查看)).*",
    re.DOTALL,
)
_ZH_PURPOSE = re.compile(r"\s*(?:如需|若要|若需|如果|想要|要|为了|当|需要)")
_ZH_RESULT = re.compile(r"\s*(?:即可|就可以?|便可|就能|便能|来|以便?|从而|进行|然后|再|并)")
_ZH_DRAG = re.compile(rf"{_ZH_DRAG_WORD}|拖(?=[到入至])")
