"""From a sentence to what it wishes for: each clause is offered to every reader in turn."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from nemo_notebook.studio.director.cutting import clauses_of
from nemo_notebook.studio.director.lexicon import Kind
from nemo_notebook.studio.director.phrasal import NOT_TOO
from nemo_notebook.studio.director.quoting import quote_titles
from nemo_notebook.studio.director.readers.camera import read_camera
from nemo_notebook.studio.director.readers.colour import STYLES, read_colour
from nemo_notebook.studio.director.readers.context import Context
from nemo_notebook.studio.director.readers.defaults import read_defaults
from nemo_notebook.studio.director.readers.degrees import (
    complains,
    read_figure,
    read_it,
    read_more,
    read_size,
)
from nemo_notebook.studio.director.readers.fades import read_fades
from nemo_notebook.studio.director.readers.footage import (
    read_own_sound,
    read_place,
    read_transition,
    read_trim,
)
from nemo_notebook.studio.director.readers.frame import read_frame
from nemo_notebook.studio.director.readers.music import read_music
from nemo_notebook.studio.director.readers.scene import read_exceptions, read_kept, read_scene
from nemo_notebook.studio.director.readers.talk import (
    read_animate,
    read_chat,
    read_impossible,
    read_question,
    read_reword,
    read_steps,
    read_unknown,
)
from nemo_notebook.studio.director.readers.timing import read_duration, read_loop
from nemo_notebook.studio.director.readers.title import read_title
from nemo_notebook.studio.director.readers.title_time import read_linger
from nemo_notebook.studio.director.tokens import tokenise
from nemo_notebook.studio.director.wishes import (
    AddLayer,
    Adjust,
    AlterCamera,
    Change,
    Chat,
    Impossible,
    Keep,
    More,
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

    from nemo_notebook.studio.director.clauses import Clause
    from nemo_notebook.studio.director.tokens import Token
    from nemo_notebook.studio.director.wishes import Wish

# What "on", "across" or "of" can point at without its being asked for.
_SCENERY = (
    Kind.AGENT,
    Kind.AIR,
    Kind.LOOK,
    Kind.COLOR,
    Kind.ASPECT,
    Kind.QUALITY,
    Kind.CANNOT,
    Kind.MOTION,
    Kind.TITLE,
    Kind.WORD,
    Kind.THE,
    Kind.A,
    Kind.IT,
    Kind.SMALL,
)

_WANTS = frozenset({"want", "need", "use", "要", "想要", "用"})  # "no, I want rain" adds none
_TELLERS = frozenset({"i", "i've", "i'm", "we", "we've", "my", "our", "there", "我", "我们"})


def wishes_of(text: str) -> tuple[Wish, ...]:
    """All that a sentence asks for, in its order."""
    tokens = quote_titles(text, tokenise(text))
    if not tokens:
        return ()
    question = read_question(tokens)
    if question is not None:
        return _ordered_besides(tokens, text) or (question,)
    return _asked_for(tokens, text)


def _ordered_besides(tokens: Sequence[Token], text: str) -> tuple[Wish, ...]:
    """What an order behind a question asks for: "why is it so dark? Brighten it"."""
    ends = [index for index, token in enumerate(tokens) if Kind.ASKED in token]
    if not ends or not (rest := tokens[ends[-1] + 1 :]) or read_question(rest) is not None:
        return ()
    if _tells(rest):
        return ()
    wishes = _asked_for(rest, text)
    vague = (Impossible, Chat, Keep, More)
    return () if all(isinstance(wish, vague) for wish in wishes) else wishes


def _tells(tokens: Sequence[Token]) -> bool:
    """Whether it is only told of: "I have a photo of a lake", "I've never heard of it"."""
    orders = (Kind.ADD, Kind.WONDER, Kind.TOO)
    return tokens[0].text.lower() in _TELLERS and not any(t.any(*orders) for t in tokens)


def _asked_for(tokens: Sequence[Token], text: str) -> tuple[Wish, ...]:
    context = Context(text, clauses_of(tokens))
    corrects = False
    for index, clause in enumerate(context.clauses):
        context.index, context.heard = index, len(context.wishes)
        _mute_targets(clause)
        corrects = _corrects(clause, before=corrects)
        for wish in _read(clause, context):
            if isinstance(wish, AddLayer):
                context.wishes.append(replace(wish, corrects=corrects))
            else:
                context.wishes.append(wish)
        if complains(clause):
            context.complaints += context.wishes[context.heard :]
        if len(context.wishes) == context.heard:
            context.wishes += read_unknown(clause, context)
    if not [wish for wish in context.wishes if not isinstance(wish, Impossible)]:
        context.wishes += read_animate(tokens)
    if not context.wishes:
        context.wishes += read_chat(tokens)
    wishes = _opened_once(_title_first(context.wishes), tokens)
    wishes = _not_too_far(wishes, tokens)
    wishes = _last_only(wishes, context.complaints)
    return _in_sequence(_one_look(wishes, tokens))


def _corrects(clause: Clause, *, before: bool) -> bool:
    """Whether what was said before is taken back here: "no, rain", "actually, make it rain".

    It is still taken back where the clause `before` does, until something joins or goes.
    """
    if all(token.of(Kind.CHAT) == "refuse" for token in clause.tokens):
        return True
    joins = clause.has(Kind.ALSO, Kind.TOO, Kind.MORE, Kind.NOT) or any(
        Kind.ADD in token and token.text.lower() not in _WANTS for token in clause.tokens
    )
    return (before or Kind.RETHINK in clause.tokens[0]) and not joins


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


def _read(clause: Clause, context: Context) -> Iterator[Wish]:
    """The order is of the essence: who reads first takes the words that two could read."""
    yield from read_steps(clause, context)
    yield from read_defaults(clause, context)
    yield from read_exceptions(clause)
    yield from read_kept(clause, context)
    yield from read_impossible(clause, context)
    yield from read_linger(clause, context)
    yield from read_place(clause, context)
    yield from read_title(clause, context)
    yield from read_transition(clause)
    yield from read_fades(clause, context)
    yield from read_own_sound(clause)
    yield from read_music(clause, context)
    yield from read_loop(clause)
    yield from read_frame(clause)
    yield from read_trim(clause, context)
    yield from read_duration(clause)
    yield from read_scene(clause, context)
    yield from read_colour(clause)
    yield from read_camera(clause, context)
    yield from read_size(clause, context)
    yield from read_more(clause, context)
    yield from read_it(clause, context)
    yield from read_figure(clause, context)
    yield from read_reword(clause, context)


def _mute_targets(clause: Clause) -> None:
    """Marks what a move is aimed at as read: "pan across the snowy hills" asks for no snow."""
    if clause.replacing or not clause.has(Kind.MOVE, Kind.GO):
        return
    aimed = False
    for index, token in enumerate(clause.tokens):
        turned = Kind.INTO in token and clause.has(Kind.REPLACE)  # "turn it into a sketch"
        named = token.any(Kind.TO, Kind.FROM) and clause.means(index + 1, Kind.THE)
        if named or (Kind.TOWARD in token and not turned):
            aimed = True
        elif aimed and token.any(*_SCENERY):
            clause.read.add(index)
        else:
            aimed = False
