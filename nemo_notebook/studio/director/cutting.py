"""A sentence to clauses: where one wish ends and the next begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nemo_notebook.studio.director.clauses import Clause
from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.refusals import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nemo_notebook.studio.director.clauses import Joint
    from nemo_notebook.studio.director.tokens import Token

_IN_TIME = frozenset({"second", "再", "后", "after", "once"})
_ORDERS = (Kind.NOT, Kind.ADD, Kind.REPLACE, Kind.MAKE, Kind.CHANGE)
_LONGEST = 40  # tokens; readers look at every pair of a clause
_SIMPLE_JOINTS: tuple[tuple[Kind, Joint], ...] = (
    (Kind.COMMA, "comma"),
    (Kind.STOP, "stop"),
    (Kind.ASKED, "stop"),
    (Kind.AND, "and"),
    (Kind.OR, "or"),
    (Kind.BUT, "comma"),
    (Kind.WHILE, "while"),
)


def clauses_of(tokens: Sequence[Token]) -> list[Clause]:
    """Cuts a sentence into clauses and marks what is negated in each."""
    clauses = _cut(tokens)
    refuse(clauses)
    return clauses


def _cut(tokens: Sequence[Token]) -> list[Clause]:
    clauses = [Clause("start", [])]
    for index, token in enumerate(tokens):
        joint = _joint(tokens, index, clauses)
        if joint is None:
            if len(clauses[-1].tokens) >= _LONGEST:
                clauses.append(Clause("comma", []))
            if not (Kind.COMMA in token and _thinks_again(clauses[-1])):
                clauses[-1].tokens.append(token)
        elif clauses[-1].tokens or joint == "stop":
            clauses.append(Clause(joint, []))
        elif joint not in {"comma", "stop"}:
            clauses[-1].joint = joint
    return [clause for clause in clauses if clause.tokens]


def _joint(tokens: Sequence[Token], index: int, clauses: Sequence[Clause]) -> Joint | None:
    token, here = tokens[index], clauses[-1]
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if Kind.COLON in token:
        return None if here.has(Kind.TITLE, Kind.SAY, Kind.VOLUME, Kind.TONE) else "stop"
    if Kind.EXCEPT in token and after is not None and after.any(*_ORDERS):
        return "comma"  # "keep everything but lose the music"
    if Kind.WITH in token:
        return None if _swaps(here) else "with"
    if _holds_together(tokens, index, here):
        return None
    spoken = here if here.tokens or len(clauses) == 1 else clauses[-2]
    if token.text == "再" and after is not None and _leads_on(spoken, after):
        return "then"  # 往上再往右, 推进去，再拉出来
    if Kind.THEN in token or token.text.lower() in _IN_TIME:
        return _joint_in_time(tokens, index, counted=any(c.has(Kind.FIRST) for c in clauses))
    if token.text.lower() == "as" and after is not None and after.any(Kind.AIR, Kind.AGENT):
        return "while"
    if Kind.WHILE in token and here.tokens and (after is None or after.any(Kind.STOP, Kind.COMMA)):
        return None  # "zoom in at the same time" joins what was said before
    return next((joint for kind, joint in _SIMPLE_JOINTS if kind in token), None)


def _holds_together(tokens: Sequence[Token], index: int, here: Clause) -> bool:
    """Whether a comma, a "later" or a "during" parts nothing."""
    token, after = tokens[index], tokens[index + 1 : index + 3]
    if Kind.EDGE in token and here.has(Kind.TITLE) and after and Kind.SHOWN in after[0]:
        return True  # 标题最后出现
    if token.text.lower() == "during" and after and Kind.THE in after[0]:
        return any(other.any(Kind.FIRST, Kind.LAST) for other in after)  # "during the last second"
    if token.text.lower() == "later" and not here.tokens and after and Kind.BY in after[0]:
        return True  # "later by a second"
    if token.text.lower() == "later":  # "show the title a second later", "a little later"
        by = (Kind.QUANTITY, Kind.AMOUNT, Kind.SHOWN)
        last = not tokens[index + 1 :] and here.has(Kind.QUANTITY)  # "make it a second later"
        return bool(here.tokens) and here.tokens[-1].any(*by) and (last or here.has(Kind.TITLE))
    if Kind.COMMA not in token or not after:
        return False
    if _thinks_again(here):
        return True
    if len(after) > 1 and after[1].text.lower() == "wise":  # "something calmer, music wise"
        return True
    return here.has(Kind.EXCEPT) and Kind.ALL in after[0]


def _thinks_again(here: Clause) -> bool:
    """Whether it is the "actually" of "actually, make it rain"."""
    return len(here.tokens) == 1 and Kind.RETHINK in here.tokens[0]


def _leads_on(here: Clause, after: Token) -> bool:
    """Whether a 再 between them leads from one move to the next."""
    if here.has(Kind.MOVE):
        return after.any(Kind.MOVE, Kind.HEADING)
    return here.has(Kind.HEADING) and Kind.HEADING in after


def _joint_in_time(tokens: Sequence[Token], index: int, *, counted: bool) -> Joint | None:
    """What "then", "after", "before that" join; `counted` says that there was a "first"."""
    token, word = tokens[index], tokens[index].text.lower()
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    measured = after is not None and after.any(Kind.QUANTITY, Kind.NUMBER)
    if word in {"before that", "在那之前", "在此之前"}:
        return "earlier"
    if Kind.THEN in token:
        timed = before is not None and Kind.QUANTITY in before and Kind.AFTER in token
        numbered = measured and token.any(Kind.LAST, Kind.BEFORE)
        return None if timed or numbered else "then"
    if word in {"after", "once"}:
        return None if measured else "after"
    listed = word != "second" or (after is not None and after.any(Kind.COMMA, Kind.A))
    return "then" if counted and listed else None


def _swaps(clause: Clause) -> bool:
    """Whether a "with" names what takes the place of something: "replace the snow with rain"."""
    return any(Kind.REPLACE in token and Kind.GO not in token for token in clause.tokens)
