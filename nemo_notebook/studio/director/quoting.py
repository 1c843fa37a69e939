"""Titles without quotes: `title: Foo`, `titled Foo`, 标题改成春天 become quotes before all else."""

from __future__ import annotations

import unicodedata
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.clauses import CONTENT
from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.phrasal import SIZES
from nemo_notebook.studio.director.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS: Final = frozenset(
    "card cards animation screen page sequence slide track bar back again somewhere over".split()  # noqa: SIM905  words
)
_SELVES: Final = frozenset("我他她它们")
_VOICED: Final = frozenset({"say", "says"})
_IS: Final = frozenset({"is", "为", "是"})
_NAMING: Final = frozenset({"called", "named", "call it", "name it", "叫", "叫做"})
_ENDS: Final = (Kind.STOP, Kind.COMMA, Kind.QUOTE, Kind.ASKED)
_OPTIONS: Final = (
    Kind.COLOR,
    Kind.POSITION,
    Kind.QUANTITY,
    Kind.NUMBER,
    Kind.AIR,
    Kind.MUSIC,
    Kind.MOOD,
    Kind.ALWAYS,
)
_BRIDGES: Final = (
    Kind.IN,
    Kind.AT,
    Kind.WITH,
    Kind.FOR,
    Kind.FROM,
    Kind.TO,
    Kind.THE,
    Kind.A,
    Kind.AMOUNT,
    Kind.FIRST,
    Kind.LAST,
    Kind.AFTER,
)
_LANGUAGES: Final = frozenset({"chinese", "english"})
_SHOUTS: Final = frozenset("!?！？")
_SPEAKING: Final = frozenset(
    {"saying", "says", "that says", "which says", "reading", "reads", "that reads", "titled"}
)
_MODALS: Final = frozenset({"should", "shall", "will", "must", "can", "to", "could"})
_ABBREVIATED: Final = frozenset(
    """
    dr mr mrs ms mx prof st ave rd mt ft jr sr inc ltd co corp vs vol no nr dept est rev hon gen
    col capt lt sgt sen gov pres jan feb mar apr jun jul aug sep sept oct nov dec
    """.split()  # noqa: SIM905  a list of words is read as text
)
_OPENINGS: Final = (Kind.THE, Kind.A, Kind.ADD, Kind.WITH, Kind.COMMA, Kind.STOP, Kind.AND)
_ORDERS: Final = (  # what stands apart from a word for a title and is none
    Kind.ADD,
    Kind.MAKE,
    Kind.REPLACE,
    Kind.NOT,
    Kind.OFF,
    Kind.FADE,
    Kind.SHOWN,
    Kind.CANNOT,
    Kind.CHANGE,
)
_FLAWS: Final = frozenset(
    """
    ugly boring wrong missing gone broken unreadable illegible hard read see cut off cropped hidden
    blurry invisible weird odd silly pretty cute ready done there in place too low high centered
    misspelled misspelt 难看 丑 奇怪
    """.split()  # noqa: SIM905  a list of words is read as text
)
_WISHES: Final = (
    *CONTENT,
    *(option for option in _OPTIONS if option is not Kind.NUMBER),
    Kind.ADD,
    Kind.MAKE,
    Kind.NOT,
    Kind.REPLACE,
    Kind.KEEP,
    Kind.WITH,
    Kind.SPEED,
    Kind.CHANGE,
    Kind.CANNOT,
    Kind.RANDOM,
    Kind.HEIGHT,
    Kind.LENGTH,
    Kind.UNDO,
    Kind.RESTART,
    Kind.AGENT,
    Kind.GO,
    Kind.HEADING,
    Kind.REVERSE,
    Kind.VOLUME,
    Kind.SHOWN,
    Kind.PLAIN,
    Kind.ANIMATE,
    Kind.THEN,
    Kind.WHILE,
    Kind.BUT,
)
_COMMANDS: Final = (Kind.ADD, Kind.MAKE, Kind.MOVE, Kind.NOT, Kind.FADE, Kind.REPLACE, Kind.KEEP)


def quote_titles(text: str, tokens: Sequence[Token]) -> list[Token]:
    """Turns the words of a title that has no quotes into one quote token."""
    result: list[Token] = []
    here = 0
    while here < len(tokens):
        result.append(tokens[here])
        here += 1
        if _names_someone(tokens, here - 1):
            end = _end(tokens, here)
            first, last = tokens[here].start, tokens[end - 1].end
            result.append(Token({Kind.WORD: ""}, text[first:last], first, last))
            here = end
            continue
        if not _introduces(tokens, here - 1):
            continue
        end = _end(tokens, here)
        spoken = tokens[here - 1].text.lower() in _SPEAKING
        told = Kind.COLON in tokens[here - 1]
        if end > here and (spoken or _is_text(tokens[here:end], told=told)):
            first, last = _with_signs(text, tokens, here, end)
            said = text[first:last].rstrip("吗吧呢啊呀").strip(" \"'“”‘’「」")
            if said:
                result.append(Token({Kind.QUOTE: said}, said, first, last))
                here = end
    return result


def _names_someone(tokens: Sequence[Token], index: int) -> bool:
    """Whether a name follows that is nobody's title: "the dog is called Snowy", 我叫小雨."""
    token, before = tokens[index], tokens[:index][-4:]
    after = tokens[index + 1 : index + 2]
    if not after or after[0].any(*_ENDS, Kind.COLON) or any(Kind.TITLE in t for t in before[:-1]):
        return False
    if token.text.lower() == "is":  # "my name is Anna"
        return any(t.text.lower().endswith(("name", "names")) for t in before[-1:])
    strange = any(t.any(Kind.WORD, Kind.AGENT) or t.text in _SELVES for t in before[-2:])
    return token.text.lower() in {"called", "named", "叫"} and strange


def _with_signs(text: str, tokens: Sequence[Token], here: int, end: int) -> tuple[int, int]:
    """Where a title begins and ends, with the signs that are no tokens: "@marta", "Hi 🎂"."""
    first, last = tokens[here].start, tokens[end - 1].end
    while first > tokens[here - 1].end and _is_sign(text[first - 1]):
        first -= 1
    until = tokens[end].start if end < len(tokens) else len(text)
    signs = [place for place in range(last, until) if _is_sign(text[place])]
    return first, signs[-1] + 1 if signs else last


def _is_sign(char: str) -> bool:
    return char in "@#*♥…" or unicodedata.category(char)[0] in "SM"


def _introduces(tokens: Sequence[Token], index: int) -> bool:
    """Whether the words after `index` are the text of a title."""
    token, after = tokens[index], tokens[index + 1 : index + 4]
    if not after or any(Kind.QUOTE in later for later in after):
        return False
    if Kind.COLON in token or token.text.lower() in _IS:
        return _tells_text(tokens, index)
    if Kind.SAY in token:
        return _says_text(tokens, index)
    if Kind.COLON in after[0]:
        return False
    if token.any(Kind.REPLACE, Kind.TO, Kind.INTO):
        return _changes_text(tokens, index)
    if index and Kind.TITLE in token and Kind.SAY in tokens[index - 1]:
        return not token.text.isascii()  # 打上字幕 …
    return Kind.TITLE in token and (_is_named(tokens, index) or _stands_apart(tokens, index))


def _speaks_of_title(tokens: Sequence[Token], index: int) -> bool:
    return any(Kind.TITLE in earlier for earlier in tokens[:index][-4:])


def _tells_text(tokens: Sequence[Token], index: int) -> bool:
    """Whether text follows the colon or the "is" at `index`: "title: Foo", 标题是春天."""
    token, before = tokens[index], tokens[index - 1 : index]
    named = any(earlier.any(Kind.TITLE, Kind.SAY) for earlier in before)
    introduced = any(earlier.text.lower().endswith(("name", "names")) for earlier in before)
    if Kind.COLON not in token and introduced:  # "my name is Anna"
        return False
    named = named and not _complains(token, tokens[index + 1])
    if Kind.COLON not in token:
        return named and not _judges(tokens[index + 1 : _end(tokens, index + 1)])
    changed = any(earlier.any(Kind.REPLACE, Kind.MAKE) for earlier in before)
    changed = changed and _speaks_of_title(tokens, index)
    return named or changed or _titled_before(tokens, index)


def _says_text(tokens: Sequence[Token], index: int) -> bool:
    """Whether text follows the "saying" at `index`."""
    token, after = tokens[index], tokens[index + 1]
    before = tokens[:index][-4:]
    if Kind.TITLE in after or any(Kind.CANNOT in earlier for earlier in before):
        return False  # 打上字幕：…, "a voice-over saying welcome"
    if token.text.lower() in _VOICED and any(t.of(Kind.AGENT) == "subject" for t in before[-1:]):
        return False  # "let her say hi"
    spoken = Kind.A in after or after.text.lower() in {"me", "us", "it", "about", "some"}
    if spoken and after.text.islower():  # "write me a poem"
        return False
    strange = any(t.any(Kind.WORD, Kind.AGENT) or t.text in _SELVES for t in before[-2:])
    called = token.text.lower() in _NAMING and strange  # "a dog called Rex"
    return Kind.COLON not in after and (_speaks_of_title(tokens, index) or not called)


def _changes_text(tokens: Sequence[Token], index: int) -> bool:
    """Whether text follows the "to" of "change the title to Foo"."""
    coloured = any(earlier.text.endswith("颜色") for earlier in tokens[:index][-1:])
    changed = any(earlier.any(Kind.REPLACE, Kind.MAKE) for earlier in tokens[: index + 1][-5:])
    return changed and not coloured and _speaks_of_title(tokens, index)


def _is_named(tokens: Sequence[Token], index: int) -> bool:
    """Whether a name follows the word for a title at `index`: "add the title Harbour"."""
    after = tokens[index + 1]
    opens = not index or tokens[index - 1].any(*_OPENINGS)
    added = any(Kind.ADD in token for token in tokens[max(0, index - 2) : index])
    named = after.text[:1].isupper() or (added and Kind.WORD in after and after.text not in _KINDS)
    named = named and not after.any(Kind.QUANTITY, Kind.NUMBER)
    return opens and named and not _is_pointed_at(tokens, index)


def _is_pointed_at(tokens: Sequence[Token], index: int) -> bool:
    """Whether it is "the title I removed", and not "add the title I love you"."""
    after = [token.text for token in tokens[index + 1 : index + 3]]
    pointed = index > 0 and Kind.THE in tokens[index - 1]
    added = any(Kind.ADD in token for token in tokens[max(0, index - 2) : index])
    return (
        pointed and not added and after[:1] == ["I"] and all(word.islower() for word in after[1:])
    )


def _stands_apart(tokens: Sequence[Token], index: int) -> bool:
    """Whether Chinese text follows a word for a title, as in 加标题 全场五折 and 加文字你好."""
    title, said = tokens[index], tokens[index + 1 : _end(tokens, index + 1)]
    if not said or said[0].any(*_ENDS, *_ORDERS, Kind.COLON):
        return False
    if title.text.isascii() and said[0].text.isascii():
        return False
    if said[0].start == title.end:
        last = all(token.any(Kind.STOP, Kind.SMALL) for token in tokens[index + 2 :])
        return last and said[0].of(Kind.CHAT) in {"greeting", "goodbye"}
    if said[0].any(*_OPTIONS, *_BRIDGES) and not _begins_name(said):
        return False
    added = any(Kind.ADD in token for token in tokens[max(0, index - 2) : index])
    return added or not _tells_of(said)


def _begins_name(said: Sequence[Token]) -> bool:
    """Whether a figure, a size or a colour is part of a name: 三亚之旅, 大理三日, 红色的海."""
    sized = said[0].text in SIZES or Kind.NUMBER in said[0]
    coloured = Kind.COLOR in said[0] and any(token.text == "的" for token in said[1:2])
    return coloured or (sized and any(Kind.WORD in token for token in said[1:2]))


def _tells_of(said: Sequence[Token]) -> bool:
    """Whether it says something of the title that is there: 太大了, 慢慢出现, 清楚一点, 很好看."""
    moves = (Kind.TOO, Kind.MORE, Kind.SPEED, Kind.MOVE, Kind.GO, Kind.HEADING, Kind.ANIMATE)
    compared = (Kind.AMOUNT, Kind.MORE, Kind.CHANGE, Kind.QUANTITY)
    return said[0].any(*moves) or said[-1].any(*compared) or _judges(said)


def _judges(said: Sequence[Token]) -> bool:
    """Whether it only says what somebody thinks of it: "really great", "hard to read", 很好看."""
    plain = (Kind.SMALL, Kind.AMOUNT, Kind.TOO, Kind.NOT, Kind.TO, Kind.IN, Kind.THE)
    thought = [token for token in said if token.of(Kind.CHAT) in {"praise", "agree"}]
    thought += [token for token in said if token.text.lower().split()[0] in _FLAWS]
    rest = (t for t in said if t not in thought and not t.any(*plain))
    return bool(thought) and not any(rest)


def _complains(token: Token, after: Token) -> bool:
    """Whether it is "the title is too big"."""
    lower = token.text.lower() == "is" and after.text.islower()
    return lower and after.any(Kind.TOO, Kind.NOT)


def _titled_before(tokens: Sequence[Token], index: int) -> bool:
    """Whether a title and how it looks stand before a colon: "title at the top, in red: …"."""
    for token in reversed(tokens[:index]):
        if Kind.TITLE in token:
            return True
        spoken = token.text.lower() in _LANGUAGES  # "title in Chinese: 你好"
        if not (spoken or token.any(*_OPTIONS, *_BRIDGES, Kind.COMMA, Kind.UNIT)):
            return False
    return False


def _end(tokens: Sequence[Token], start: int) -> int:
    for index in range(start, len(tokens)):
        token = tokens[index]
        if index > start and token.any(Kind.STOP, Kind.COMMA, Kind.ASKED):
            if _goes_on(tokens, start, index):
                continue
            ellipsis = token.text == tokens[index - 1].text == "."
            belongs = ellipsis or token.text in _SHOUTS or _abbreviates(tokens, index)
            return index + 1 if belongs else index
        joins = token.any(Kind.THEN, Kind.WHILE) and token.text.isascii()
        if joins or token.any(*_ENDS) or (index > start and _is_option(tokens, index)):
            return index
        if index > start and (_tells_when(tokens, index) or _lists_option(tokens, index)):
            return index
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if Kind.AND in token and following is not None and following.any(*_COMMANDS):
            return index
    return len(tokens)


def _goes_on(tokens: Sequence[Token], start: int, index: int) -> bool:
    """Whether a title goes on behind its dot or comma: "Dr. Jane Smith, Biologist"."""
    mark, rest = tokens[index], tokens[index + 1 :]
    if not rest or mark.text == "\n":
        return False
    if mark.text == "." and (rest[0].start == mark.end or _abbreviates(tokens, index)):
        return True
    told = [*takewhile(lambda token: not token.any(*_ENDS), rest)]
    polite = all(token.any(Kind.SMALL, Kind.CHAT) for token in told)
    if polite or any(token.any(*_WISHES) for token in told):
        return False
    capital = told[0].text[:1].isupper() or Kind.NUMBER in told[0]
    introduced = start and Kind.COLON in tokens[start - 1]
    return bool(capital or (introduced and Kind.COMMA in mark and Kind.WORD in told[0]))


def _abbreviates(tokens: Sequence[Token], index: int) -> bool:
    """Whether the dot at `index` belongs to its word: "Dr.", "J. Smith", "U.S.A."."""
    before = tokens[index - 1]
    initial = len(before.text) == 1 and before.text.isupper()
    known = before.text.lower() in _ABBREVIATED and before.text[:1].isupper()
    return tokens[index].text == "." and before.end == tokens[index].start and (initial or known)


def _is_option(tokens: Sequence[Token], index: int) -> bool:
    """Whether "in red", "at the top", "for 3 seconds" begins here."""
    if Kind.POSITION in tokens[index] and tokens[index].text.lower().startswith(("at ", "in ")):
        return True
    if not tokens[index].any(Kind.IN, Kind.AT, Kind.WITH, Kind.FOR, Kind.FROM):
        return False
    for following in tokens[index + 1 : index + 4]:
        if following.any(*_OPTIONS):
            return True
        if not following.any(*_BRIDGES):
            return False
    return False


def _lists_option(tokens: Sequence[Token], index: int) -> bool:
    """Whether a colour or a place stands apart: 标题 夏天快乐 红色."""
    apart = tokens[index].start > tokens[index - 1].end and not tokens[index].text.isascii()
    return apart and tokens[index].any(Kind.COLOR, Kind.POSITION)


def _tells_when(tokens: Sequence[Token], index: int) -> bool:
    """Whether "should appear after 2 seconds" begins here."""
    shown = index + 1 < len(tokens) and Kind.SHOWN in tokens[index + 1]
    return shown and tokens[index].text.lower() in _MODALS


def _is_text(tokens: Sequence[Token], *, told: bool) -> bool:
    """Whether it is more than a colour or a place: "change the title to red" names no text.

    Where it is `told` by a colon, or begins like a name, a comparison is text: "title: Slow Down".
    """
    empty = (Kind.SMALL, Kind.THE, Kind.A, Kind.IN, Kind.AT, Kind.QUESTION, Kind.AND)
    if Kind.A in tokens[0] and any(Kind.TONE in token for token in tokens):
        return False  # 换个颜色
    content = [
        token
        for token in tokens
        if not token.any(*empty) or Kind.CHAT in token or token.text[:1].isupper()
    ]
    named = told or tokens[0].text[:1].isupper()
    compared = () if named else (Kind.CHANGE, Kind.MORE, Kind.AMOUNT)
    plain = (Kind.COLOR, Kind.POSITION, Kind.QUANTITY, *compared)
    return bool(content) and not all(token.any(*plain) for token in content)
