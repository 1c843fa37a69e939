"""What the wishes of one sentence come to together: said twice, corrected, one after the other."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.phrasal import NOT_TOO
from nemo_notebook.studio.director.readers.colour import STYLES
from nemo_notebook.studio.director.wishes import (
    AddLayer,
    Adjust,
    AlterCamera,
    Change,
    MoveCamera,
    Remove,
    SetDuration,
    SetLook,
    SetMusic,
    SetSeed,
    SetTitle,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nemo_notebook.studio.director.tokens import Token
    from nemo_notebook.studio.director.wishes import Wish


def weighed(
    wishes: Sequence[Wish], complaints: Sequence[Wish], tokens: Sequence[Token]
) -> tuple[Wish, ...]:
    """What the wishes of a sentence come to.

    Args:
        wishes: What its clauses ask for, in their order.
        complaints: Those of them that say how it is, and so what is wanted.
        tokens: The sentence.
    """
    wishes = _opened_once(_title_first(wishes), tokens)
    wishes = _last_only(_not_too_far(wishes, tokens), complaints)
    return _in_sequence(_one_look(wishes, tokens))


def _last_only(wishes: Sequence[Wish], complaints: Sequence[Wish]) -> Sequence[Wish]:
    """What is said twice counts once: "it's too long, cut it in half", "again, another version"."""
    lengths = [w for w in wishes if isinstance(w, SetDuration) and not w.of_move]
    seeds = [wish for wish in wishes if isinstance(wish, SetSeed)]
    idle = [*lengths[:-1], *seeds[:-1], *_needless(wishes, complaints)]
    return [wish for wish in wishes if not any(wish is other for other in idle)]


def _needless(wishes: Sequence[Wish], complaints: Sequence[Wish]) -> Iterator[Wish]:
    """Of a complaint and its neighbour that want the same the one that says less.

    That is the first in "too dark, make it brighter", and the last in 慢慢推近，不要太快; nothing
    in "brighter, a bit brighter".
    """
    complaining = {id(wish) for wish in complaints}
    for before, after in pairwise(wishes):
        amiss = [id(wish) in complaining for wish in (before, after)]
        match before, after:
            case _ if not any(amiss):
                continue
            case Adjust(tone, Change(to=None, by=old)), Adjust(again, Change(to=None, by=new)):
                if tone == again and old * new > 0:
                    yield before
            case (
                AlterCamera(pace=-1 | 1)
                | AddLayer(amount=Change(to=None))
                | SetMusic(volume=Change(to=None)),
                _,
            ) if before == after:
                yield before
            case MoveCamera(speed="slow"), AlterCamera(pace=-1) if amiss[1]:
                yield after


def _title_first(wishes: Sequence[Wish]) -> Sequence[Wish]:
    """How a title looks is of the one that the same sentence adds: "title at the top: 'A'"."""
    titles = [wish for wish in wishes if isinstance(wish, SetTitle)]
    named = [wish for wish in titles if wish.text]
    if not named or titles[0].text or Remove("title") in wishes:
        return wishes
    return [*named, *(wish for wish in wishes if wish not in named)]


def _opened_once(wishes: Sequence[Wish], tokens: Sequence[Token]) -> Sequence[Wish]:
    """In "start with a close up, then pull back" what is started from and the move are one."""
    framed = any(Kind.MOVE in t and t.text.lower().startswith(("start", "begin")) for t in tokens)
    moves = [wish for wish in wishes if isinstance(wish, MoveCamera)]
    if not framed or len(moves) == 1 or not moves or moves[0].move != "zoom":
        return wishes
    opening, following = moves[:2]
    if following.link != "after" or following.direction != opening.direction:
        return wishes
    rest = [wish for wish in wishes if wish is not opening]
    return [replace(following, link=opening.link) if w is following else w for w in rest]


def _not_too_far(wishes: Sequence[Wish], tokens: Sequence[Token]) -> Sequence[Wish]:
    """What is not to be overdone is wanted all the same: 暖一点，但别太暖."""
    if not any(Kind.TOO in token or token.text in NOT_TOO for token in tokens):
        return wishes
    looks = {wish.look for wish in wishes if isinstance(wish, SetLook)}
    overdone = [Remove("grade", look) for look in looks if look]
    return [wish for wish in wishes if wish not in overdone]


def _one_look(wishes: Sequence[Wish], tokens: Sequence[Token]) -> Sequence[Wish]:
    """Of several looks a style says most ("dreamy, pastel"), unless the last corrects the first."""
    looks = [wish for wish in wishes if isinstance(wish, SetLook) and wish.look]
    corrected = any(token.any(Kind.INSTEAD, Kind.REPLACE, Kind.NOT, Kind.BUT) for token in tokens)
    styled = [wish for wish in looks if wish.look in STYLES]
    if len(looks) <= 1 or not styled or corrected:
        return wishes
    return [wish for wish in wishes if wish not in looks or wish is styled[-1]]


def _in_sequence(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """Moves one after the other, each with its time, make a clip as long as all of them."""
    times = [w for w in wishes if isinstance(w, SetDuration) and w.of_move and w.change.to]
    follows = any(isinstance(wish, MoveCamera) and wish.link != "together" for wish in wishes)
    moves = [wish for wish in wishes if isinstance(wish, MoveCamera)]
    joins = bool(moves) and all(move.adds and move.link != "together" for move in moves)
    totals = [w for w in wishes if isinstance(w, SetDuration) and not w.of_move and w.change.to]
    if totals and follows:  # "10 seconds in total: zoom in for 4 seconds, then pan left"
        return tuple(wish for wish in wishes if wish not in times)
    if len(times) == 1 and joins:  # "then hold for 2 seconds" makes what there is longer
        more = SetDuration(Change(by=times[0].change.to or 0.0))
        return tuple(more if wish is times[0] else wish for wish in wishes)
    if len(times) == 1 and times[0].behind and (parts := _parts_from(wishes, times[0])) > 1:
        whole = SetDuration(Change(to=(times[0].change.to or 0.0) * parts))
        return tuple(whole if wish is times[0] else wish for wish in wishes)
    if len(times) <= 1 or not follows:
        return tuple(wishes)
    total = SetDuration(Change(to=sum(wish.change.to or 0.0 for wish in times)))
    return (*(wish for wish in wishes if wish not in times), total)


def _parts_from(wishes: Sequence[Wish], time: SetDuration) -> int:
    """How many parts of equal length a clip has one of whose parts takes a `time`.

    1 where it is said of the last: "pan left, then zoom in for 8 seconds" is of both, but for a
    hold, which never is.
    """
    moves = [wish for wish in wishes if isinstance(wish, MoveCamera)]
    later = [wish for wish in wishes[wishes.index(time) :] if isinstance(wish, MoveCamera)]
    held = bool(later) and later[0].move == "static"
    if not held and not any(move.link != "together" for move in later[1:]):
        return 1
    return 1 + sum(move.link != "together" for move in moves)
