"""Text to tokens: runs of words that name an idea of the lexicon, numbers with units, quotes.

The text is normalised character by character (case, full-width forms, traditional Chinese), so that
every token still knows its place in what the person wrote.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from nemo_notebook.studio.director.lexicon import LEXICON, Kind
from nemo_notebook.studio.director.numbers import read_number
from nemo_notebook.studio.director.spelling import Speller

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Language: TypeAlias = Literal["en", "zh"]

_WORD = re.compile(
    r"\d+(?:\.\d+)?"
    r"|[\u3400-\u9fff]"
    r"|(?:(?![\u3400-\u9fff])[^\W\d_])+(?:'[a-z]+)*"
    r"|#[0-9a-f]{6}(?!\w)"
    r"|(?<=\d)/|(?<=\d)[-–~](?=\d)|[,;.!?:\n()%&×、—–|]"
)
_QUOTED = re.compile(
    r"\"([^\"\n]+)\"|“([^”\n]+)”|„([^“”\n]+)[“”]|«([^»\n]+)»|「([^」\n]+)」|『([^』\n]+)』"
    r"|《([^》\n]+)》|‘([^’\n]+)’(?!\w)|(?<![\w'])'(?=\S)([^'\n]*(?:\w'\w[^'\n]*)*)'(?!\w)|`([^`\n]+)`"
)
_PUNCTUATION = {
    ",": Kind.COMMA,
    "(": Kind.COMMA,
    ")": Kind.COMMA,
    "—": Kind.COMMA,
    "–": Kind.COMMA,
    "|": Kind.COMMA,
    ";": Kind.STOP,
    ".": Kind.STOP,
    "!": Kind.STOP,
    "\n": Kind.STOP,
    "?": Kind.ASKED,
    ":": Kind.COLON,
    "、": Kind.AND,
}
_MENDED = frozenset(  # the kinds whose words are worth guessing at
    {
        Kind.MOVE,
        Kind.HEADING,
        Kind.SPEED,
        Kind.MOTION,
        Kind.AIR,
        Kind.LOOK,
        Kind.TONE,
        Kind.TITLE,
        Kind.MUSIC,
        Kind.MOOD,
        Kind.VOLUME,
        Kind.FADE,
        Kind.LOOP,
        Kind.ASPECT,
        Kind.PLATFORM,
        Kind.LENGTH,
        Kind.COLOR,
        Kind.POSITION,
        Kind.CHANGE,
        Kind.UNIT,
        Kind.AMOUNT,
        Kind.NOT,
        Kind.UNDO,
    }
)
_OF_RATIO = 3  # tokens: width, sign, height
_TALLEST = 4  # times as high as wide; beyond, 1:30 is a time
_MINUTE = 60
_SPOKEN = {"&": "and"}
_TRADITIONAL = str.maketrans(
    "鏡頭緩轉畫圖後擺動飄蕩漣紋虛淺電飽亮對調顏鮮濃標題內寫鋼氣樂環響聲靜淡漸無縫循環來迴橫豎寬長鐘"
    "秒幀倍縮遠近進繞圍俯塵燼螢蟲顆膠暗暈漏開關刪銷還復原選這個們時間變換將讓給達雙顛們過從邊側紅黃藍綠"
    "橙銀貓樹葉雲風湖輕點強弱增減別為與幫請嗎現當裡視頻產輸導應該樣麼誰滿拋純殘霧體適車點單傾",
    "镜头缓转画图后摆动飘荡涟纹虚浅电饱亮对调颜鲜浓标题内写钢气乐环响声静淡渐无缝循环来回横竖宽长钟"
    "秒帧倍缩远近进绕围俯尘烬萤虫颗胶暗晕漏开关删销还复原选这个们时间变换将让给达双颠们过从边侧红黄蓝绿"
    "橙银猫树叶云风湖轻点强弱增减别为与帮请吗现当里视频产输导应该样么谁满抛纯残雾体适车点单倾",
)
_UNITS = {"minute": ("second", 60.0), "ms": ("second", 0.001), "tenth": ("percent", 10.0)}
_SHAPES = frozenset({(16, 9), (9, 16), (4, 3), (3, 4), (4, 5), (21, 9), (1, 1)})
_SPANS = frozenset("-–~")
_OF_FRACTION = 4  # tokens: 三, 分, 之, 一
_PARTS = {"half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5}
_RATIO_SIGNS = frozenset(":：x×/比") | {"by"}
_PUNCT_OF_QUOTES = {"’": "'", "‘": "'", "＇": "'", "`": "'"}


@dataclass(frozen=True, slots=True)
class Token:
    """A run of text and everything it may mean; the grammar asks for the meaning it needs.

    Attributes:
        senses: Value by kind ("black" is a colour; "cinematic" is a look).
        number: The value of a number, the amount that a word carries ("drizzle"), else 0.
        text: As the person wrote it (the inside of a quote).
        start: Offset of the first character in the person's text.
        end: Offset after the last.
        negated: Stands in the reach of a "no" or a "remove".
    """

    senses: dict[Kind, str]
    text: str
    start: int
    end: int
    number: float = 0.0
    negated: bool = False

    def __contains__(self, kind: Kind) -> bool:
        return kind in self.senses

    def any(self, *kinds: Kind) -> bool:
        """Whether the token may mean one of `kinds`."""
        return not self.senses.keys().isdisjoint(kinds)

    def of(self, kind: Kind) -> str:
        """The token's value as `kind`; empty where it isn't one."""
        return self.senses.get(kind, "")


@dataclass(frozen=True, slots=True)
class _Entry:
    senses: Mapping[Kind, str]
    number: float


class _Trie:
    """Phrases by their words, to find the longest that begins at a place."""

    __slots__ = ("entry", "next")

    def __init__(self) -> None:
        self.entry: _Entry | None = None
        self.next: dict[str, _Trie] = {}

    def insert(self, words: Sequence[str], kind: Kind, value: str, number: float) -> None:
        node = self
        for word in words:
            node = node.next.setdefault(word, _Trie())
        known = dict(node.entry.senses) if node.entry else {}
        known.setdefault(kind, value)
        carried = node.entry.number if node.entry else 0.0
        node.entry = _Entry(known, carried or number)

    def longest(self, words: Sequence[str], start: int) -> tuple[_Entry, int] | None:
        node, found = self, None
        for here in range(start, len(words)):
            following = node.next.get(words[here])
            if following is None:
                break
            node = following
            if node.entry is not None:
                found = (node.entry, here - start + 1)
        return found


def _forms(word: str) -> tuple[str, ...]:
    """All regular forms of an English word marked with `~`."""
    if not word.endswith("~"):
        return (word,)
    stem = word[:-1]
    if stem.endswith("e"):
        return (stem, stem + "s", stem + "d", stem[:-1] + "ing")
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return (stem, stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing")
    sibilant = stem.endswith(("s", "sh", "ch", "x", "z"))
    doubled = stem + stem[-1] if re.search(r"[^aeiou][aeiou][bdglmnprt]$", stem) else stem
    forms = (stem, stem + ("es" if sibilant else "s"), doubled + "ed", doubled + "ing")
    return (*forms, stem + "ed", stem + "ing") if doubled != stem else forms


def _phrases(marked: str) -> Iterator[tuple[str, ...]]:
    """The word runs that one lexicon phrase stands for."""
    variants: list[tuple[str, ...]] = [()]
    for piece in re.findall(r"[^\s~]+~?", marked):
        words = [tuple(_WORD.findall(form)) for form in _forms(piece)]
        variants = [(*variant, *word) for variant in variants for word in words]
    yield from variants


@cache
def _lexicon() -> tuple[_Trie, Speller]:
    trie, vocabulary, targets = _Trie(), set[str](), set[str]()
    for kind, values in LEXICON.items():
        for key, phrases in values.items():
            value, _, number = key.partition("@")
            amount = float(number or (value if kind in {Kind.AMOUNT, Kind.TIMES} else 0))
            for marked in phrases.split(" / "):
                for words in _phrases(marked.strip()):
                    trie.insert(words, kind, value, amount)
                    vocabulary.update(words)
                    if kind in _MENDED:
                        targets.update(words)
    return trie, Speller(vocabulary, targets)


def load() -> None:
    """Builds what sentences are read with, which takes a moment the first time."""
    _lexicon()


def _normal(text: str) -> str:
    """The text in one case, width and script, each character still in its place."""

    def one(char: str) -> str:
        char = _PUNCT_OF_QUOTES.get(char, char)
        narrow = unicodedata.normalize("NFKC", char)
        narrow = narrow if len(narrow) == 1 else char
        low = narrow.lower()
        return low if len(low) == 1 else narrow

    return "".join(map(one, text)).translate(_TRADITIONAL).replace("。", ".")


def tokenise(text: str) -> tuple[Token, ...]:
    """Cuts a sentence into tokens; what is inside quotes is one token and never read as words."""
    tokens: list[Token] = []
    plain, here = _normal(text), 0
    for quote in _QUOTED.finditer(text):
        inside = next(group for group in quote.groups() if group is not None)
        tokens += _plain_tokens(text, plain, here, quote.start())
        if inside.strip():
            said = inside.strip()
            tokens.append(Token({Kind.QUOTE: said}, said, quote.start(), quote.end()))
        here = quote.end()
    tokens += _plain_tokens(text, plain, here, len(text))
    return tuple(_quantities(tokens))


def _plain_tokens(text: str, plain: str, start: int, end: int) -> Iterator[Token]:
    trie, speller = _lexicon()
    found = [*_WORD.finditer(plain, start, end)]
    words = [_SPOKEN.get(match[0]) or speller.mend(match[0]) for match in found]
    here = 0
    while here < len(words):
        entry, number = trie.longest(words, here), read_number(words, here)
        length = max(entry[1] if entry else 1, number[1] if number else 1)
        senses: dict[Kind, str] = {}
        value = 0.0
        if entry and entry[1] == length:
            senses, value = dict(entry[0].senses), entry[0].number
        if (
            number
            and number[1] == length
            and (
                not entry
                or entry[1] < length
                or words[here].isdecimal()
                or Kind.A in senses
                or Kind.TIMES in senses
            )
        ):
            senses, value = {**senses, Kind.NUMBER: ""}, number[0]
        if words[here][0] == "#":
            senses = {Kind.COLOR: words[here]}
        if words[here] in _SPANS and text[found[here].start() - 1].isdecimal():
            senses = {Kind.TO: ""}
        if not senses:
            kind = _PUNCTUATION.get(words[here], Kind.WORD)
            senses = {kind: words[here]}
        first, last = found[here].start(), found[here + length - 1].end()
        yield Token(senses, text[first:last], first, last, value)
        here += length


def _quantities(tokens: Sequence[Token]) -> Iterator[Token]:
    """Joins numbers to their units ("one and a half minutes"), and the numbers of a ratio."""
    here = 0
    while here < len(tokens):
        join = (
            _ratio(tokens, here)
            or _percentage(tokens, here)
            or _fraction(tokens, here)
            or _moment(tokens, here)
            or _minutes(tokens, here)
            or _measure(tokens, here)
            or _piece(tokens, here)
        )
        joined, length = join or (tokens[here], 1)
        yield joined
        here += length


def _piece(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    """A "track" that is heard ("an upbeat track"), and no move of the camera."""
    token, before = tokens[here], tokens[max(0, here - 1) : here]
    if token.text.lower() not in {"track", "tracks"} or not before:
        return None
    heard = before[0].any(Kind.MOOD, Kind.FEELING, Kind.GENRE)
    return (replace(token, senses={Kind.MUSIC: ""}), 1) if heard else None


def _ratio(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    three = tokens[here : here + _OF_RATIO]
    if len(three) < _OF_RATIO or Kind.NUMBER not in three[0] or Kind.NUMBER not in three[2]:
        return None
    if three[1].text.lower() not in _RATIO_SIGNS and not _spoken_ratio(tokens, here):
        return None
    minutes, seconds = three[0].number, three[2].number
    padded = three[2].text.startswith("0") and len(three[2].text) > 1
    timed = minutes * _TALLEST < seconds < _MINUTE or padded
    if three[1].text in ":：" and timed:  # 1:30, 2:05
        time = minutes * _MINUTE + seconds
        return _joined(three[0], three[2], {Kind.QUANTITY: "second"}, time), _OF_RATIO
    ratio = f"{three[0].number:g}:{three[2].number:g}"
    return _joined(three[0], three[2], {Kind.RATIO: ratio}, 0.0), _OF_RATIO


def _spoken_ratio(tokens: Sequence[Token], here: int) -> bool:
    """Whether it is "16 to 9": a shape that is known, and no "2 to 5 seconds"."""
    width, sign, height = tokens[here : here + _OF_RATIO]
    measured = any(Kind.UNIT in token for token in tokens[here + _OF_RATIO :][:1])
    known = (width.number, height.number) in _SHAPES
    return Kind.TO in sign and known and not measured


def _percentage(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    first, *rest = tokens[here : here + 2]
    if first.text != "百分之" or not rest or Kind.NUMBER not in rest[0]:
        return None
    return _joined(first, rest[0], {Kind.QUANTITY: "percent"}, rest[0].number), 2


def _fraction(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    """The share in "a third longer", "two thirds shorter", 短三分之一."""
    first, *rest = tokens[here : here + _OF_FRACTION]
    if Kind.NUMBER in first and [token.text for token in rest[:2]] == ["分", "之"]:
        if len(rest) < _OF_FRACTION - 1 or Kind.NUMBER not in rest[2] or not first.number:
            return None
        share = 100 * rest[2].number / first.number
        return _joined(first, rest[2], {Kind.QUANTITY: "percent"}, share), _OF_FRACTION
    parts = _PARTS.get(rest[0].text.lower()) if rest else None
    count = first.number if Kind.NUMBER in first else 1.0 if Kind.A in first else 0.0
    compared = len(rest) > 1 and rest[1].any(Kind.CHANGE, Kind.MORE)
    if parts is None or not count or not compared:
        return None
    return _joined(first, rest[0], {Kind.QUANTITY: "percent"}, 100 * count / parts), 2


def _moment(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    """A unit with its number behind it ("second 2"), or with none ("the last second")."""
    unit, after = tokens[here], tokens[here + 1 : here + 2]
    if unit.of(Kind.UNIT) == "fps":
        return _rate(tokens, here)
    if unit.of(Kind.UNIT) != "second":
        return None
    behind = tokens[here + 2 : here + 3]
    if after and Kind.NUMBER in after[0] and not (behind and Kind.UNIT in behind[0]):
        return _joined(unit, after[0], {Kind.QUANTITY: "second"}, after[0].number), 2
    if here and (
        tokens[here - 1].any(Kind.FIRST, Kind.LAST) or tokens[here - 1].text.lower() == "another"
    ):
        return _joined(unit, unit, {Kind.QUANTITY: "second"}, 1.0), 1
    return None


def _rate(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    """Frames per second whose number comes behind: "fps 50", "a frame rate of 25"."""
    behind = here + 1
    while behind < len(tokens) and tokens[behind].any(Kind.SMALL, Kind.TO, Kind.AT, Kind.COLON):
        behind += 1
    if behind >= len(tokens) or Kind.NUMBER not in tokens[behind]:
        return None
    if any(Kind.UNIT in token for token in tokens[behind + 1 : behind + 2]):
        return None
    number = tokens[behind].number
    return _joined(tokens[here], tokens[behind], {Kind.QUANTITY: "fps"}, number), behind + 1 - here


def _minutes(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    """Minutes and seconds together: "1 minute 30 seconds", "one minute and ten seconds"."""
    whole = _measure(tokens, here)
    if whole is None or whole[0].of(Kind.QUANTITY) != "second" or whole[0].number < _MINUTE:
        return None
    length = whole[1]
    if here + length < len(tokens) and Kind.AND in tokens[here + length]:
        length += 1
    rest = _measure(tokens, here + length) if here + length < len(tokens) else None
    if rest is None or rest[0].of(Kind.QUANTITY) != "second" or rest[0].number >= _MINUTE:
        return None
    seconds = whole[0].number + rest[0].number
    return _joined(whole[0], rest[0], {Kind.QUANTITY: "second"}, seconds), length + rest[1]


def _measure(tokens: Sequence[Token], here: int) -> tuple[Token, int] | None:
    if Kind.NUMBER in tokens[here]:
        value, length = tokens[here].number, 1
    elif Kind.A in tokens[here] and _is_one(tokens, here):  # "a minute and a half"
        value, length = 1.0, 1
    else:
        return None

    def half_follows() -> bool:
        following = tokens[here + length : here + length + 1]
        return bool(following) and (Kind.HALF in following[0] or following[0].text == "半")

    if half_follows():
        value, length = value + 0.5, length + 1
    unit = tokens[here + length].of(Kind.UNIT) if here + length < len(tokens) else ""
    if not unit:
        return None
    length += 1
    if half_follows():
        value, length = value + 0.5, length + 1
    name, factor = _UNITS.get(unit, (unit, 1.0))
    last = tokens[here + length - 1]
    return _joined(tokens[here], last, {Kind.QUANTITY: name}, value * factor), length


def _is_one(tokens: Sequence[Token], here: int) -> bool:
    """Whether "a" counts: "a minute", "a second longer", "for a second", not "a second title"."""
    unit = tokens[here + 1].of(Kind.UNIT) if here + 1 < len(tokens) else ""
    before, after = tokens[max(0, here - 1) : here], tokens[here + 2 : here + 3]
    compared = bool(after) and after[0].of(Kind.CHANGE).startswith("length")
    words = after[0].text.lower() if after else ""
    compared = compared or words in {"and a half", "later", "earlier", "sooner", "off"}
    ends = not after or after[0].any(Kind.COMMA, Kind.STOP, Kind.AND)
    lasting = bool(before) and before[0].any(Kind.FOR, Kind.BY, Kind.AFTER, Kind.AT) and ends
    return unit == "minute" or (unit == "second" and (compared or lasting))


def _joined(first: Token, last: Token, senses: dict[Kind, str], number: float) -> Token:
    return replace(first, senses=senses, end=last.end, number=number)


def language_of(text: str) -> Language | None:
    """The language a sentence is spoken in, quotes aside; None where it holds no words."""
    plain = _QUOTED.sub(" ", text) if _QUOTED.sub("", text).strip() else text
    chinese = len(re.findall(r"[\u3400-\u9fff]", plain))
    english = len(re.findall(r"[A-Za-z]+", plain))
    if chinese:
        return "zh" if chinese * 2 >= english else "en"
    return "en" if english else None
