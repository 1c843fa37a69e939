"""Which of the files that were handed over a video is made from.

What is handed over together is shown together, in its order. What comes later takes the place of
what was there, unless the words say that it is added. Words can also call back what was handed over
before ("use the other photo", "all the photos"), pick from it and turn it round.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from pydantic import BaseModel

from nemo_notebook.studio.server.store import Asset

MOST_PARTS: Final = 20

_THING: Final = r"(?:photo|picture|image|pic|shot|clip|video|one)s?\b"
_THESE: Final = rf"(?:(?:this|these)\W+(?:\w+\W+)?{_THING}|{_THING}|(?:this|these|it|them)\b)"
_NOT_A_STYLE: Final = r"(?!\W+(?:look|effect|style|filter|frame|title|music|feel)\b)"
_SOME: Final = r"(?:\W+(?!to\b|on\b|onto\b|over\b|in\b|into\b|at\b|with\b|for\b)\w+){0,3}?\W+"
_ORDINALS: Final = {
    **dict.fromkeys(["first", "1st", "1", "一"], 0),
    **dict.fromkeys(["second", "2nd", "2", "二"], 1),
    **dict.fromkeys(["third", "3rd", "3", "三"], 2),
    **dict.fromkeys(["fourth", "4th", "4", "四"], 3),
    **dict.fromkeys(["fifth", "5th", "5", "五"], 4),
    **dict.fromkeys(["last", "最后一"], -1),
}
_NTH: Final = r"(first|second|third|fourth|fifth|last|[1-5](?:st|nd|rd|th))\W+" + _THING
_NTH_ZH: Final = r"(?:第([一二三四五1-5])|(最后一))[张个段]"
_COUNTED_ZH: Final = r"(?:[这那一两几三四些张个段]|另外?)*(?:照片|图片|相片|图|视频|片段|[张段])"


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_ADDED: Final = _words(
    rf"\b(?:add|append|include|insert|attach){_SOME}{_THESE}{_NOT_A_STYLE}",
    rf"\b(?:another|one more)\W+(?:\w+\W+)?{_THING}{_NOT_A_STYLE}",
    rf"\b(?:also|then|next|plus|and)\W+(?:\w+\W+)?(?:this|these)\b(?:\W+{_THING})?",
    r"\b(?:this|these|it)\b(?:\W+\w+)?\W+(?:too|also|as well)\b",
    rf"再?(?:加(?:上|进|入)?|添加|追加|插入|接上|放进|也[用放加](?:上|进)?|还有){_COUNTED_ZH}",
    rf"(?:然后|接着|最后|再)(?:是|放|用|接|来)?[这另]{_COUNTED_ZH}",
)
_TAKE: Final = r"(?:\b(?:use|show|take|try|switch to|go back to|make it)\W+)?(?:\bthe\W+)?"
_ALL: Final = _words(
    rf"{_TAKE}\b(?:all|both|every){_SOME}{_THING}",
    rf"{_TAKE}\b(?:all|both) of (?:them|these)\b",
    r"(?:所有|全部|每一?张)的?(?:照片|图片|图|视频)|都用上|两张(?:都|一起)",
)
_PACED: Final = _words(  # says how long each is shown, and not that all of them are
    r"\bevery\b.*\b(?:s|secs?|seconds?)\b",
    r"\b(?:s|secs?|seconds?)\b.*\bevery\b",
    r"每一?张.*秒",
)
_OTHER: Final = _words(
    rf"{_TAKE}\b(?:other|different|previous|earlier|old)\W+{_THING}",
    r"[换用]?(?:回|成|到)?(?:另外?一[张个段]|[上前]一张|之前的?那张)|换一?张",
)
_ONLY: Final = _words(
    rf"\b(?:use|show|take|only|just|keep|back to|switch to){_SOME}{_NTH}",
    rf"(?:用|换|回到|只要|只放|留下).{{0,4}}{_NTH_ZH}",
)
_WITHOUT: Final = _words(
    rf"\b(?:remove|drop|delete|without|leave out|take out|skip){_SOME}{_NTH}",
    rf"(?:去掉|删掉|删除|不要).{{0,3}}{_NTH_ZH}",
)
_LITTLE: Final = re.compile(
    r"\b(?:and|then|now|please|just|only|instead|also|too|as well|at the end|the|a|of|ok|okay)\b"
    r"|请|吧|的|了|在|最后|现在|然后|只要|只|仅|就",
    re.IGNORECASE,
)
_MEANING: Final = re.compile(r"\w")
_NOT_OF_MOVES: Final = r"(?!\W+of\W+(?:the\W+)?(?:camera\W+)?moves)"
_TURNED: Final = _words(
    rf"\b(?:reverse|swap|switch|flip){_SOME}order\b{_NOT_OF_MOVES}",
    r"调换.{0,4}顺序|顺序.{0,4}(?:反|倒)过来|倒序",
)


class Choice(BaseModel):
    """What stays of a choice between turns.

    Attributes:
        shown: Ids of the photos and clips that the video is made from, in their order.
        seen: Ids of all that was there, in the order in which it was handed over.
    """

    shown: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


def choose(before: Choice, uploads: Sequence[Asset], text: str) -> tuple[Choice, str]:
    """The choice after a sentence, and what of the sentence is about something else.

    Args:
        before: The choice after the sentence before it.
        uploads: All files of the session, in the order in which they were handed over.
        text: The sentence.
    """
    ids = [asset.id for asset in uploads if asset.kind != "audio"]
    new = [asset.id for asset in unseen(before, uploads) if asset.kind != "audio"]
    shown = [name for name in before.shown if name in ids]
    if new and (match := _ADDED.search(text)):
        shown = [*(name for name in shown if name not in new), *new]
        text = _without(text, match)
    elif new:
        shown = new
    for pattern, pick in _CALLS:
        if (match := pattern.search(text)) and not (pattern is _ALL and _PACED.search(text)):
            shown = pick(shown, ids, _ordinal(match)) or shown
            text = _without(text, match)
            break
    seen = tuple(asset.id for asset in uploads)
    return Choice(shown=tuple(shown[-MOST_PARTS:]), seen=seen), text


def is_beyond(uploads: Sequence[Asset], text: str) -> bool:
    """Whether a sentence names a photo by a number that there isn't: the third of two."""
    ids = [asset.id for asset in uploads if asset.kind != "audio"]
    matches = (pattern.search(text) for pattern in (_WITHOUT, _ONLY))
    return any(match is not None and not _at(ids, _ordinal(match)) for match in matches)


def of_timeline(shown: Sequence[str], uploads: Sequence[Asset]) -> Choice:
    """The choice that a timeline tells of, where none was kept: what came after it is new."""
    ids = [asset.id for asset in uploads]
    last = max((ids.index(name) for name in shown if name in ids), default=-1)
    return Choice(shown=tuple(shown), seen=tuple(ids[: last + 1]))


def unseen(before: Choice, uploads: Sequence[Asset]) -> list[Asset]:
    """What was handed over since, also what was there before and was handed over once more.

    That moves to the end of the list, behind what it stood before.
    """
    known = iter(before.seen)
    return [asset for asset in uploads if asset.id not in known]


_Pick = Callable[[list[str], list[str], int], list[str]]
"""From what is shown, all there is, and the number that was said (from 0) to what is shown then."""

_CALLS: Final[Sequence[tuple[re.Pattern[str], _Pick]]] = (
    (_ALL, lambda _, ids, __: ids),
    (_OTHER, lambda shown, ids, _: [name for name in ids if name not in shown][-1:]),
    (_WITHOUT, lambda shown, _, nth: [name for name in shown if name not in _at(shown, nth)]),
    (_ONLY, lambda _, ids, nth: _at(ids, nth)),
    (_TURNED, lambda shown, _, __: shown[::-1]),
)


def _at(names: list[str], index: int) -> list[str]:
    return [names[index]] if -len(names) <= index < len(names) else []


def _ordinal(match: re.Match[str]) -> int:
    said = next((group for group in match.groups() if group), "first")
    return _ORDINALS.get(said.lower(), 0)


def _without(text: str, match: re.Match[str]) -> str:
    """The rest of a sentence; nothing where only little words are left."""
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return rest if _MEANING.search(_LITTLE.sub(" ", rest)) else ""
